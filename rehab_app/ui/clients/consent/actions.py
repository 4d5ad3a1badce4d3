"""What the section of the consents asks of the services."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


def record(
    session: Session,
    episode_id: UUID,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Record a signed consent."""

    def task(work: "Work") -> object:
        return consents.record_consent(work, episode_id, read_draft(ConsentDraft, answered(values)))

    return session.write(task, done, failed, owner=owner)


def correct(
    session: Session,
    consent: ConsentRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Write a corrected version of a consent."""
    known = answered(values)
    reason = str(known.pop("reason", ""))

    def task(work: "Work") -> None:
        consents.correct_consent(
            work, consent.series_id, version_in(values, consent.row_version), read_draft(ConsentDraft, known), reason
        )

    return session.write(task, done, failed, owner=owner)


def withdraw(
    session: Session,
    consent: ConsentRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Withdraw a consent as from now; returns when processing must have stopped."""

    def task(work: "Work") -> object:
        draft = read_draft(WithdrawalDraft, answered(values))
        return consents.withdraw(work, consent.series_id, version_in(values, consent.row_version), draft)

    return session.write(task, done, failed, owner=owner)
