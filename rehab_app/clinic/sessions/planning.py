"""Meetings put into the calendar: planned, moved, or written down as they took place.

Every plan passes here, from the file as from the schedule, so that nobody is met twice at one hour.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, func, select

from rehab_app.clinic.episodes.loading import loaded_episode, require_caring_account, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.sessions import rules
from rehab_app.clinic.sessions.busy import in_the_way
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.facts import recorded
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import is_current, loaded_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
NOTHING_YET: Final = AttendanceDraft()


@needs(DataClass.KLINIS, Right.INPUT)
def plan_session(work: Work, episode_id: UUID, draft: PlanDraft, group_id: UUID | None = None) -> UUID:
    """Plan a meeting and return its series; its pertemuan ke- is the next of the episode.

    RulesBroken with what refuses the plan: ``sessions.same_day`` where the client has a meeting of this kind that day,
    ``schedule.counsellor_busy``, ``schedule.room_busy`` and ``schedule.client_busy`` where somebody else meets at that hour
    (``busy.clashes``). ``group_id`` makes it a seat of a group meeting, which the schedule keeps.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    session = _session(work, episode, draft, NOTHING_YET, group_id=group_id)
    return _added(work, session, "sessions.plan")


@needs(DataClass.KLINIS, Right.INPUT)
def record_session(work: Work, episode_id: UUID, draft: PlanDraft, attendance: AttendanceDraft) -> UUID:
    """Record a meeting that was not planned, with what came of it, and return its series.

    What took place is written down as it was: no hour is refused.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    return _added(work, _session(work, episode, draft, attendance), "sessions.record")


@needs(DataClass.KLINIS, Right.INPUT)
def replan_session(
    work: Work, series_id: UUID, row_version: int, draft: PlanDraft, group_id: UUID | None = None
) -> None:
    """Move a meeting that was not yet recorded to another day, hour, room, kind or counsellor; its number stays.

    A seat of a group moves with its group alone, which names itself by ``group_id``: ``sessions.seat_of_group``. Raises
    RulesBroken as ``plan_session`` does.
    """
    old = loaded_current(work, CareSession, series_id, row_version)
    if old.attendance:
        raise RuleBroken("sessions.already_recorded")
    if old.group_id != group_id:
        raise RuleBroken("sessions.seat_of_group")
    episode = loaded_episode(work, old.episode_id)
    require_not_closed(episode)
    new = _session(work, episode, draft, NOTHING_YET, old=old)
    work.correct(old, new, "sessions.replan", "")
    work.publish(recorded(new))


def _added(work: Work, session: CareSession, action: str) -> UUID:
    work.add(session, action)
    work.publish(recorded(session))
    return session.series_id


def _session(
    work: Work,
    episode: Episode,
    draft: PlanDraft,
    attendance: AttendanceDraft,
    *,
    old: CareSession | None = None,
    group_id: UUID | None = None,
) -> CareSession:
    """Return a meeting that no rule refuses, as the next version of ``old`` where that is given; raises RulesBroken."""
    today = work.clock.today()
    troubles = rules.plan_troubles(draft, episode.registered_on, today)
    if attendance is not NOTHING_YET:
        troubles += rules.attendance_troubles(attendance, draft.held_on, today)
    counsellor_id = draft.counsellor_id or episode.counsellor_id or work.actor.user_id
    try:
        require_caring_account(work, counsellor_id, "counsellor_id")
    except RuleBroken as trouble:
        troubles.append(trouble)
    if draft.held_on is None:
        raise RulesBroken(troubles)
    session = CareSession(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        held_on=draft.held_on,
        held_at=draft.held_at,
        number=old.number if old is not None else _next_number(work, episode.id),
        kind=draft.kind,
        service=draft.service,
        counsellor_id=counsellor_id,
        attendance=attendance.attendance,
        attendance_reason=attendance.attendance_reason,
        room=_room(draft, old),
        slots=_slots(work, draft, old),
        group_id=old.group_id if old is not None else group_id,
        **rules.said(attendance),
    )
    session.series_id = old.series_id if old is not None else session.id
    if troubles := troubles or in_the_way(work, session):
        raise RulesBroken(troubles)
    return session


def _room(draft: PlanDraft, old: CareSession | None) -> str:
    if draft.room is not None:
        return draft.room
    return old.room if old is not None else ""


def _slots(work: Work, draft: PlanDraft, old: CareSession | None) -> int:
    if draft.slots is not None:
        return draft.slots
    return old.slots if old is not None else int(setting(work, "session_slots"))


def _next_number(work: Work, episode_id: UUID) -> int:
    """Return the next pertemuan ke-; a meeting that the clinic cancelled gives its number back if it was the last."""
    query = select(func.max(_SESSION.c.number)).where(
        _SESSION.c.episode_id == episode_id, _SESSION.c.attendance != rules.CANCELLED, is_current(_SESSION)
    )
    return int(work.connection.execute(query).scalar_one() or 0) + 1
