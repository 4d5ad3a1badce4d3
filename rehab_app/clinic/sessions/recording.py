"""What came of a meeting: who came and what was said, signed, corrected with a reason, or put into the recycle bin."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, select

from rehab_app.clinic.episodes.loading import loaded_episode, require_not_closed
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.busy import in_the_way
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.clinic.sessions.facts import recorded
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import may_read_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import copy_of, loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]


@needs(DataClass.KLINIS, Right.INPUT)
def record_attendance(work: Work, series_id: UUID, row_version: int, draft: AttendanceDraft) -> None:
    """Record who came, or correct what was recorded: that needs the right of correction and a reason.

    The first note of a recorded meeting is a new version and no correction, and its author may go on writing it until it is
    signed; a draft that says nothing new writes nothing. A signed note is corrected with a reason, and whoever corrects it
    signs the new version. A meeting of an episode that has ended can be corrected, with a reason for every change, but no
    longer recorded. Words of the counsellor that the acting user may not read can be kept (None), never replaced: NotAllowed
    ``sessions.note_withheld``.
    """
    old = loaded_current(work, CareSession, series_id, row_version)
    episode = loaded_episode(work, old.episode_id)
    troubles = rules.attendance_troubles(draft, old.held_on, work.clock.today())
    if old.attendance and not rules.changes(old, draft):
        return
    is_correction = bool(old.attendance) and (
        episode.state == State.CLOSED or rules.corrects(old, draft, is_own=_is_author(work, series_id))
    )
    if is_correction:
        work.actor.require(DataClass.KLINIS, Right.PERBAIKAN)
        if not draft.correction_reason:
            troubles.append(RuleBroken("draft.required", field="correction_reason"))
    else:
        require_not_closed(episode)
    _refuse_replacing_unread(work, old, draft)
    if troubles:
        raise RulesBroken(troubles)
    new = copy_of(work, old)
    new.attendance, new.attendance_reason = draft.attendance, draft.attendance_reason
    for name, text in rules.said(draft).items():
        setattr(new, name, text)
    if old.signed_at is not None:
        new.signed_at, new.signed_by = work.clock.now(), work.actor.user_id
    work.correct(old, new, "sessions.attendance", draft.correction_reason)
    work.publish(recorded(new))


@needs(DataClass.KLINIS, Right.INPUT)
def sign_note(work: Work, series_id: UUID, row_version: int) -> None:
    """Sign the note of a meeting: from now on it is corrected with a reason alone, and every earlier version stays readable.

    It is signed by the counsellor who led the meeting, or by who may correct (perbaikan); both must have written the words
    or be let to read them (NotAllowed ``sessions.not_yours_to_sign``). Raises RuleBroken ``sessions.nothing_to_sign`` and
    ``sessions.already_signed``.
    """
    old = loaded_current(work, CareSession, series_id, row_version)
    if not old.attendance or not rules.has_words(old):
        raise RuleBroken("sessions.nothing_to_sign")
    if old.signed_at is not None:
        raise RuleBroken("sessions.already_signed")
    me = work.actor.user_id
    is_entitled = old.counsellor_id == me or work.actor.may(DataClass.KLINIS, Right.PERBAIKAN)
    if not is_entitled or not (may_read_notes(work, old.episode_id) or _is_author(work, series_id)):
        raise NotAllowed("sessions.not_yours_to_sign")
    new = copy_of(work, old)
    new.signed_at, new.signed_by = work.clock.now(), me
    work.correct(old, new, "sessions.sign", "")
    work.publish(recorded(new))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_session(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a meeting that was entered by mistake into the recycle bin, with the reason; its number is free again."""
    reason = required(reason)
    session = put_in_bin(work, CareSession, series_id, row_version, "sessions.bin", reason)
    work.publish(recorded(session))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_session(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a meeting out of the recycle bin as it was, its number too; one that was only planned takes its hour back.

    Raises RulesBroken where the hour or the day was given to another meeting meanwhile.
    """
    reason = required(reason)
    session = take_from_bin(work, CareSession, series_id, row_version, "sessions.restore", reason)
    if troubles := in_the_way(work, session):
        raise RulesBroken(troubles)
    work.publish(recorded(session))


def _is_author(work: Work, series_id: UUID) -> bool:
    """Whether the acting user wrote the words of the current version: she entered the version that they first stood in."""
    words = [_SESSION.c[name] for name in rules.WORDS]
    query = select(_SESSION.c.created_by, *words).where(_SESSION.c.series_id == series_id)
    author, standing = None, ("",) * len(words)
    for created_by, *said in work.connection.execute(query.order_by(_SESSION.c.row_version)):
        if tuple(said) != standing:
            author, standing = created_by, tuple(said)
    return author == work.actor.user_id


def _refuse_replacing_unread(work: Work, old: CareSession, draft: AttendanceDraft) -> None:
    is_replaced = any(getattr(old, name) for name in rules.said(draft))
    if is_replaced and not (may_read_notes(work, old.episode_id) or _is_author(work, old.series_id)):
        raise NotAllowed("sessions.note_withheld", field="note")
