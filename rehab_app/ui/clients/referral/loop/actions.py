"""What is asked of the services about a referral on its way: answers, handovers, free places, and their papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.referrals import capacity, handovers, replies
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.reply_draft import CapacityDraft, HandoverDraft, ReplyDraft
from rehab_app.clinic.referrals.rows import CapacityRow, HandoverRow, ReferralRow, ReplyRow
from rehab_app.desk import referral_papers, referral_replies
from rehab_app.desk.referral_papers import IssuedPaper
from rehab_app.desk.referral_replies import FoundSlip
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.papers.register import service as register
from rehab_app.ui.clients.answered import answered
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.clients.referral.reply_forms import read_hour
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, object]
REPLIES: Final[Keeper[ReplyRow]] = Keeper(versions=replies.versions, bin=replies.put_aside, names=names_of)
HANDOVERS: Final[Keeper[HandoverRow]] = Keeper(
    versions=handovers.handover_versions, bin=handovers.bin_handover, names=names_of
)


@dataclass(frozen=True, slots=True)
class Loop:
    """What came back of an episode's referrals: answers and handovers by referral, and free places by destination."""

    replies: Mapping[UUID, tuple[ReplyRow, ...]] = field(default_factory=dict)
    handovers: Mapping[UUID, HandoverRow] = field(default_factory=dict)
    capacity: Mapping[UUID, CapacityRow] = field(default_factory=dict)


def read_loop(session: Session, episode_id: UUID | None, done: Done[Loop], failed: Failed, owner: QObject) -> Job:
    """Read what came back of an episode's referrals."""

    def task(work: "Work") -> Loop:
        if episode_id is None:
            return Loop()
        found: dict[UUID, tuple[ReplyRow, ...]] = {}
        for row in replies.of_episode(work, episode_id):
            found[row.referral_id] = (*found.get(row.referral_id, ()), row)
        handed = {row.referral_id: row for row in handovers.handovers_of_episode(work, episode_id)}
        return Loop(found, handed, capacity.latest_capacity(work))

    return session.read(task, done, failed, owner=owner)


def read_referral(session: Session, referral_id: UUID, done: Done[ReferralRow], failed: Failed, owner: QObject) -> Job:
    """Read one referral as it stands now."""
    return session.read(lambda work: referrals.referral(work, referral_id), done, failed, owner=owner)


def find_slip(session: Session, text: str, done: Done[FoundSlip | None], failed: Failed, owner: QObject) -> Job:
    """Find the referral whose reply slip holds a code; the right is checked before anything is looked for."""
    return session.read(lambda work: referral_replies.slip_of_code(work, text), done, failed, owner=owner)


def keep_reply(
    session: Session,
    row: ReferralRow,
    shown: ReplyRow | None,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Take in an answer with its step and the episode, or correct the one that was ``shown``."""
    if shown is not None:
        return keep(
            session,
            ReplyDraft,
            values,
            Shown(shown.series_id, shown.row_version),
            done,
            failed,
            owner,
            record=lambda _work, _draft: None,
            correct=replies.correct,
        )
    # A new answer is kept against the version of its referral: two seats never enter two answers to one state.
    return keep(
        session,
        ReplyDraft,
        values,
        Shown(row.id, row.row_version),
        done,
        failed,
        owner,
        record=lambda _work, _draft: None,
        correct=lambda work, known, version, draft, _reason: referral_replies.record_reply(work, known, version, draft),
    )


def keep_handover(
    session: Session,
    row: ReferralRow,
    shown: HandoverRow | None,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Keep a handover, or correct the one that was ``shown``."""
    known: dict[str, object] = dict(values)
    try:
        known["handed_at"] = read_hour(values.get("handed_at"))
    except ValueError:
        trouble = RuleBroken("referrals.no_hour", field="handed_at")
        return session.read(lambda _work: _refused(trouble), done, failed, owner=owner)
    return keep(
        session,
        HandoverDraft,
        known,
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: handovers.record_handover(work, row.id, draft),
        correct=handovers.correct_handover,
    )


def note_capacity(
    session: Session, destination_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Note what a destination said of its places."""
    known = {**answered(values), "destination_id": destination_id}
    return session.write(
        lambda work: capacity.note_capacity(work, read_draft(CapacityDraft, known)), done, failed, owner=owner
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a referral: its title (a message id), what draws it, and what gives it a number, None where none is taken.

    ``note`` enters that one without a number leaves; ``letter_id`` is the register's where it was issued before.
    """

    title: str
    draw: "Callable[[Work], bytes]"
    issue: "Callable[[Work], IssuedPaper] | None" = None
    note: "Callable[[Work, str], None] | None" = None
    letter_id: UUID | None = None


def slip_paper(session: Session, row_id: UUID, title: str) -> Paper:
    """Return the reply slip as a sheet of its own."""
    return Paper(
        title,
        lambda work: referral_papers.slip_pdf(work, row_id, session.lists),
        note=lambda work, deed: referral_papers.note_paper(work, row_id, "slip", deed),
    )


def pack_paper(session: Session, row_id: UUID, title: str) -> Paper:
    """Return the cover sheet of the pack."""
    return Paper(
        title,
        lambda work: referral_papers.pack_pdf(work, row_id, session.lists),
        note=lambda work, deed: referral_papers.note_paper(work, row_id, "pack", deed),
    )


def reminder_paper(session: Session, row_id: UUID, row_version: int, title: str) -> Paper:
    """Return the reminder to a destination that has not answered."""
    today, lists = session.context.clock.today(), session.lists
    return Paper(
        title,
        lambda work: referral_papers.reminder_preview(work, row_id, lists, today),
        lambda work: referral_papers.issue_reminder(
            work, session.clinic.attachments, row_id, lists, today, row_version
        ),
    )


def handover_paper(session: Session, row: HandoverRow, title: str) -> Paper:
    """Return the minutes of a handover: those that were issued, else as they would be."""
    files, lists = session.clinic.attachments, session.lists
    if row.letter_id is not None:
        letter_id = row.letter_id
        return Paper(title, lambda work: register.look_at(work, files, letter_id), letter_id=letter_id)
    return Paper(
        title,
        lambda work: referral_papers.handover_preview(work, row.series_id, lists),
        lambda work: referral_papers.issue_handover(work, files, row.series_id, row.row_version, lists),
    )


def draw_paper(session: Session, paper: Paper, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw a paper; a slip may get its code by it, and looking at an issued one is entered in the audit."""
    is_plain = paper.issue is not None
    run = session.read if is_plain else session.write
    return run(paper.draw, done, failed, owner=owner)


def issue_paper(
    session: Session,
    issue: "Callable[[Work], IssuedPaper]",
    done: Done[IssuedPaper],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Give a paper its number and keep its bytes."""
    return session.write(issue, done, failed, owner=owner)


def note_leaving(
    session: Session,
    paper: Paper,
    letter_id: UUID | None,
    deed: str,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Enter that a paper is printed or saved."""

    def task(work: "Work") -> object:
        if letter_id is not None:
            return register.note_leaving(work, letter_id, deed)
        if paper.note is None:
            raise RuleBroken("referrals.letter_not_issued")
        paper.note(work, deed)
        return None

    return session.write(task, done, failed, owner=owner)


def _refused(trouble: RuleBroken) -> object:
    raise RulesBroken([trouble])
