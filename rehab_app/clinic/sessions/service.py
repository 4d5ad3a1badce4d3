"""Meetings: planned, moved, recorded and corrected, each as a version that keeps the earlier one."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Table, func, select

from rehab_app.clinic.episodes.loading import loaded_episode, require_caring_account, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import may_read_notes
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import is_current, loaded_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
NOTHING_YET: Final = AttendanceDraft()


@needs(DataClass.KLINIS, Right.INPUT)
def plan_session(work: Work, episode_id: UUID, draft: PlanDraft) -> UUID:
    """Plan a meeting and return its series; its pertemuan ke- is the next of the episode.

    RulesBroken with what refuses the plan; ``sessions.same_day`` where the client has a meeting of this kind that day.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    return _add(work, episode, draft, NOTHING_YET, "sessions.plan")


@needs(DataClass.KLINIS, Right.INPUT)
def record_session(work: Work, episode_id: UUID, draft: PlanDraft, attendance: AttendanceDraft) -> UUID:
    """Record a meeting that was not planned, with what came of it, and return its series."""
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    troubles = rules.attendance_troubles(attendance, draft.held_on, work.clock.today())
    return _add(work, episode, draft, attendance, "sessions.record", troubles)


@needs(DataClass.KLINIS, Right.INPUT)
def replan_session(work: Work, series_id: UUID, row_version: int, draft: PlanDraft) -> None:
    """Move a meeting that was not yet recorded to another day, hour, kind or counsellor; its number stays."""
    old = loaded_current(work, CareSession, series_id, row_version)
    if old.attendance:
        raise RuleBroken("sessions.already_recorded")
    episode = loaded_episode(work, old.episode_id)
    require_not_closed(episode)
    new = _session(work, episode, draft, NOTHING_YET, old.number, [], series_id)
    work.correct(old, new, "sessions.replan", "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.INPUT)
def record_attendance(work: Work, series_id: UUID, row_version: int, draft: AttendanceDraft) -> None:
    """Record who came, or correct what was recorded: that needs the right of correction and a reason.

    The first note or plan of a recorded meeting is a new version and no correction; a draft that says nothing new writes
    nothing. A meeting of an episode that has ended can be corrected, with a reason for every change, but no longer recorded.
    Words of the counsellor that the acting user may not read can be kept (None), never replaced: NotAllowed
    ``sessions.note_withheld``.
    """
    old = loaded_current(work, CareSession, series_id, row_version)
    episode = loaded_episode(work, old.episode_id)
    troubles = rules.attendance_troubles(draft, old.held_on, work.clock.today())
    if old.attendance and not rules.changes(old, draft):
        return
    is_correction = bool(old.attendance) and (episode.state == State.CLOSED or rules.corrects(old, draft))
    if is_correction:
        work.actor.require(DataClass.KLINIS, Right.PERBAIKAN)
        if not draft.correction_reason:
            troubles.append(RuleBroken("draft.required", field="correction_reason"))
    else:
        require_not_closed(episode)
    _refuse_replacing_unread(work, old, draft)
    if troubles:
        raise RulesBroken(troubles)
    new = CareSession(
        id=work.new_id(),
        client_id=old.client_id,
        episode_id=old.episode_id,
        held_on=old.held_on,
        held_at=old.held_at,
        number=old.number,
        kind=old.kind,
        service=old.service,
        counsellor_id=old.counsellor_id,
        attendance=draft.attendance,
        attendance_reason=draft.attendance_reason,
        note=old.note if draft.note is None else draft.note,
        next_plan=old.next_plan if draft.next_plan is None else draft.next_plan,
    )
    work.correct(old, new, "sessions.attendance", draft.correction_reason if is_correction else "")
    _publish(work, new)


def _add(
    work: Work,
    episode: Episode,
    draft: PlanDraft,
    attendance: AttendanceDraft,
    action: str,
    troubles: list[RuleBroken] | None = None,
) -> UUID:
    session = _session(work, episode, draft, attendance, _next_number(work, episode.id), troubles or [])
    work.add(session, action)
    _publish(work, session)
    return session.series_id


def _session(
    work: Work,
    episode: Episode,
    draft: PlanDraft,
    attendance: AttendanceDraft,
    number: int,
    troubles: list[RuleBroken],
    series_id: UUID | None = None,
) -> CareSession:
    """Return a meeting that no rule refuses; raises RulesBroken, ``troubles`` among them."""
    counsellor_id = draft.counsellor_id or episode.counsellor_id or work.actor.user_id
    troubles = rules.plan_troubles(draft, episode.registered_on, work.clock.today()) + troubles
    try:
        require_caring_account(work, counsellor_id, "counsellor_id")
    except RuleBroken as trouble:
        troubles.append(trouble)
    if draft.held_on is not None and _has_same(work, episode.client_id, draft.held_on, draft.kind, series_id):
        troubles.append(RuleBroken("sessions.same_day", field="held_on"))
    if troubles or draft.held_on is None:
        raise RulesBroken(troubles)
    return CareSession(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        held_on=draft.held_on,
        held_at=draft.held_at,
        number=number,
        kind=draft.kind,
        service=draft.service,
        counsellor_id=counsellor_id,
        attendance=attendance.attendance,
        attendance_reason=attendance.attendance_reason,
        note=attendance.note or "",
        next_plan=attendance.next_plan or "",
    )


def _next_number(work: Work, episode_id: UUID) -> int:
    """Return the next pertemuan ke-; a meeting that the clinic cancelled gives its number back if it was the last."""
    query = select(func.max(_SESSION.c.number)).where(
        _SESSION.c.episode_id == episode_id, _SESSION.c.attendance != rules.CANCELLED, is_current(_SESSION)
    )
    return int(work.connection.execute(query).scalar_one() or 0) + 1


def _has_same(work: Work, client_id: UUID, day: date, kind: str, but: UUID | None) -> bool:
    """Whether the client has another meeting of this kind on ``day`` that was not cancelled."""
    query = select(_SESSION.c.id).where(
        _SESSION.c.client_id == client_id,
        _SESSION.c.held_on == day,
        _SESSION.c.kind == kind,
        _SESSION.c.attendance != rules.CANCELLED,
        is_current(_SESSION),
    )
    if but is not None:
        query = query.where(_SESSION.c.series_id != but)
    return work.connection.execute(query.limit(1)).first() is not None


def _refuse_replacing_unread(work: Work, old: CareSession, draft: AttendanceDraft) -> None:
    replaced = (draft.note is not None and old.note) or (draft.next_plan is not None and old.next_plan)
    if replaced and not may_read_notes(work, old.episode_id):
        raise NotAllowed("sessions.note_withheld", field="note")


def _publish(work: Work, session: CareSession) -> None:
    work.publish(
        SessionRecorded(session.series_id, session.episode_id, session.client_id, session.held_on, session.attendance)
    )
