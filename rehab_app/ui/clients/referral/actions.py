"""What the section of the referral asks of the services and the desk."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.rules import CANCELLED
from rehab_app.desk import refer
from rehab_app.desk.refer import IssuedReferral, LetterPreview
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.register import service as register
from rehab_app.ui.clients.answered import version_in
from rehab_app.ui.clients.keeping import Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


def keep_referral(
    session: Session,
    episode_id: UUID,
    prepared: ReferralRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Prepare a referral, or change ``prepared``."""
    return keep(
        session,
        ReferralDraft,
        values,
        None if prepared is None else Shown(prepared.id, prepared.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: referrals.prepare(work, episode_id, draft, session.lists),
        correct=lambda work, known, version, draft, _reason: referrals.change_prepared(
            work, known, version, draft, session.lists
        ),
    )


def preview(
    session: Session, referral_id: UUID, dated_on: date, done: Done[LetterPreview], failed: Failed, owner: QObject
) -> Job:
    """Draw the letter as it would be issued; takes no number."""
    return session.read(
        lambda work: refer.preview(work, referral_id, session.lists, dated_on), done, failed, owner=owner
    )


def issue(
    session: Session, row: ReferralRow, dated_on: date, done: Done[IssuedReferral], failed: Failed, owner: QObject
) -> Job:
    """Issue the letter that was looked at: number, bytes, register, referral and episode in one transaction."""

    def task(work: "Work") -> IssuedReferral:
        return refer.issue_referral_letter(
            work, session.clinic.attachments, row.id, session.lists, dated_on, row.row_version
        )

    return session.write(task, done, failed, owner=owner)


def reprint(session: Session, letter_id: UUID, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Return the bytes that were issued, and enter into the audit that they leave or are looked at again."""
    return session.write(
        lambda work: register.reprint(work, session.clinic.attachments, letter_id), done, failed, owner=owner
    )


def step(
    session: Session, row: ReferralRow, values: Mapping[str, object], done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Enter a cancellation, or a return: each by the task that takes letter and episode along."""
    to_state, on = str(values.get("to_state") or ""), values.get("happened_on")
    explanation = str(values.get("explanation") or "")
    to, version = State(str(values.get("to") or State.AFTERCARE.value)), version_in(values, row.row_version)

    def task(work: "Work") -> None:
        if not isinstance(on, date):
            raise RuleBroken("draft.required", field="happened_on")
        if to_state == CANCELLED:
            refer.cancel_referral(work, row.id, version, on, explanation)
        else:
            refer.return_from_referral(work, row.id, version, on, explanation, to)

    return session.write(task, done, failed, owner=owner)
