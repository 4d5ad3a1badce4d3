"""Group meetings: planned with their members, moved, filled in by the roster, cancelled, and repeated week by week."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Final
from uuid import UUID

from sqlmodel import select

from rehab_app.clinic.episodes.loading import require_caring_account
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.schedule import rules
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.facts import GroupChanged
from rehab_app.clinic.schedule.model import GroupMeeting
from rehab_app.clinic.schedule.queries import group_roster, notices_of
from rehab_app.clinic.schedule.rows import Planned, Repeated, RosterRow, Skipped
from rehab_app.clinic.schedule.rules import GroupState
from rehab_app.clinic.schedule.service import closed_day
from rehab_app.clinic.sessions import planning, recording
from rehab_app.clinic.sessions.busy import Wanted, clashes
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rules import CANCELLED
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.foundation.notices import Notice
from rehab_app.office.calendar.days import closed_days
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import loaded_current
from rehab_app.store.work import Work

_OF_THE_GROUP: Final = ("held_on", "held_at", "kind", "service", "counsellor_id", "room", "slots")


@needs(DataClass.KLINIS, Right.INPUT)
def plan_group(work: Work, draft: GroupDraft) -> Planned:
    """Plan a group meeting with its members; returns its id and what should be said of its hour.

    Each member gets a planned meeting of her own episode with its pertemuan ke-. All or nothing: RulesBroken with what refuses
    the group, or each member (beside ``episode_ids.<place>``).
    """
    group = _checked(work, draft)
    work.add(group, "schedule.plan_group")
    _seat(work, group, draft.episode_ids)
    _publish(work, group)
    return Planned(group.id, notices_of(work, group.held_on, group.held_at, group.slots))


@needs(DataClass.KLINIS, Right.INPUT)
def change_group(work: Work, group_id: UUID, row_version: int, draft: GroupDraft) -> tuple[Notice, ...]:
    """Change or move a planned group with every seat; members are left as they are (``add_members``, ``remove_member``).

    Raises RulesBroken as ``plan_group`` does, and RuleBroken("schedule.group_recorded") once somebody's attendance stands.
    """
    group = _loaded(work, group_id, row_version)
    seats = group_roster(work, group_id)
    if group.state != GroupState.PLANNED or any(seat.attendance for seat in seats):
        raise RuleBroken("schedule.group_recorded")
    wanted = _checked(work, draft, group)
    for name in (*_OF_THE_GROUP, "topic"):
        setattr(group, name, getattr(wanted, name))
    work.change(group, "schedule.change_group")
    plan = _plan_of(group)
    _each([seat.series_id for seat in seats], "seats", lambda place: _move_seat(work, seats[place], plan, group_id))
    _publish(work, group)
    return notices_of(work, group.held_on, group.held_at, group.slots)


@needs(DataClass.KLINIS, Right.INPUT)
def move_group(
    work: Work,
    group_id: UUID,
    row_version: int,
    day: date,
    at: time,
    *,
    counsellor_id: UUID | None = None,
    room: str | None = None,
) -> tuple[Notice, ...]:
    """Move a planned group to another day and hour, to another counsellor or room where one is given; see ``change_group``."""
    group = _loaded(work, group_id, row_version)
    draft = GroupDraft(
        held_on=day,
        held_at=at,
        slots=group.slots,
        room=group.room if room is None else room,
        kind=group.kind,
        service=group.service,
        topic=group.topic,
        counsellor_id=counsellor_id or group.counsellor_id,
    )
    return change_group(work, group_id, row_version, draft)


@needs(DataClass.KLINIS, Right.INPUT)
def add_members(work: Work, group_id: UUID, episode_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Give members a seat and return the seats' series; all or nothing, RulesBroken as ``plan_group``.

    Somebody who comes unplanned can be added until the group was cancelled.
    """
    group = _loaded(work, group_id)
    if group.state == GroupState.CANCELLED:
        raise RuleBroken("schedule.group_cancelled")
    seats = _seat(work, group, episode_ids)
    _publish(work, group)
    return seats


@needs(DataClass.KLINIS, Right.INPUT)
def remove_member(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a member out of a group before her attendance was recorded, with the reason; her seat counts as cancelled."""
    seat = loaded_current(work, CareSession, series_id, row_version)
    if seat.group_id is None:
        raise RuleBroken("schedule.not_in_group")
    if seat.attendance:
        raise RuleBroken("sessions.already_recorded")
    reason = required(reason)
    draft = AttendanceDraft(attendance=CANCELLED, attendance_reason=reason)
    recording.record_attendance(work, series_id, row_version, draft)
    _publish(work, _loaded(work, seat.group_id))


@needs(DataClass.KLINIS, Right.INPUT)
def record_roster(
    work: Work,
    group_id: UUID,
    marks: Mapping[UUID, AttendanceDraft],
    versions: Mapping[UUID, int] | None = None,
    summary: str | None = None,
) -> None:
    """Record who came to a group meeting, all members of ``marks`` (by series) in one transaction, and its summary.

    ``versions`` are the versions that were shown: StaleRecord where another seat was faster. Whoever is not in ``marks`` stays
    open. All or nothing: RulesBroken with each trouble beside ``<series>.<field>``, ``schedule.not_in_group`` for a strange
    series. The group is held once anybody came.
    """
    group = _loaded(work, group_id)
    if group.state == GroupState.CANCELLED:
        raise RuleBroken("schedule.group_cancelled")
    seats = {seat.series_id: seat for seat in group_roster(work, group_id)}
    strange = [series_id for series_id in marks if series_id not in seats]
    if strange:
        raise RulesBroken([RuleBroken("schedule.not_in_group", field=str(series_id)) for series_id in strange])
    troubles: list[RuleBroken] = []
    for series_id, draft in marks.items():
        version = (versions or {}).get(series_id, seats[series_id].row_version)
        try:
            recording.record_attendance(work, series_id, version, draft)
        except RulesBroken as refused:
            troubles += [trouble.beside(f"{series_id}.{trouble.field}") for trouble in refused.troubles]
    if troubles:
        raise RulesBroken(troubles)
    came = {seat.attendance for seat in group_roster(work, group_id)} & set(held_codes())
    group.state = (GroupState.HELD if came else GroupState.PLANNED).value
    group.summary = group.summary if summary is None else summary.strip()
    work.change(group, "schedule.record_roster")
    _publish(work, group)


@needs(DataClass.KLINIS, Right.INPUT)
def cancel_group(work: Work, group_id: UUID, row_version: int, reason: str) -> None:
    """Cancel a group meeting that nobody's attendance was recorded of; every seat is cancelled with the reason.

    The reason stands in the group's summary too. Raises RuleBroken("schedule.group_recorded").
    """
    group = _loaded(work, group_id, row_version)
    seats = group_roster(work, group_id)
    reason = required(reason)
    if group.state != GroupState.PLANNED or any(seat.attendance for seat in seats):
        raise RuleBroken("schedule.group_recorded")
    draft = AttendanceDraft(attendance=CANCELLED, attendance_reason=reason)
    for seat in seats:
        recording.record_attendance(work, seat.series_id, seat.row_version, draft)
    group.state, group.summary = GroupState.CANCELLED.value, reason
    work.change(group, "schedule.cancel_group")
    _publish(work, group)


@needs(DataClass.KLINIS, Right.INPUT)
def repeat_group_weekly(work: Work, group_id: UUID, times: int) -> Repeated:
    """Plan a group again, with its members, on the same weekday and hour of the next ``times`` weeks.

    Closed days and taken hours are skipped and named; a member who cannot come that day is left out of it and named.
    """
    group = _loaded(work, group_id)
    members = group_roster(work, group_id)
    days = rules.weeks_after(group.held_on, times)
    closed = closed_days(work, days[0], days[-1])
    kept = {
        name: getattr(group, name) for name in ("held_at", "slots", "room", "kind", "service", "topic", "counsellor_id")
    }
    planned: list[UUID] = []
    skipped: list[Skipped] = []
    for day in days:
        if day in closed:
            skipped.append(closed_day(day, closed[day]))
            continue
        try:
            one = plan_group(work, GroupDraft(held_on=day, **kept))
        except RulesBroken as refused:
            skipped += [Skipped(day, trouble.code, trouble.facts) for trouble in refused.troubles]
            continue
        planned.append(one.id)
        skipped += _seated_where_possible(work, one.id, day, members)
    return Repeated(tuple(planned), tuple(skipped))


def _seated_where_possible(work: Work, group_id: UUID, day: date, members: Sequence[RosterRow]) -> list[Skipped]:
    left_out = []
    for member in members:
        try:
            add_members(work, group_id, [member.episode_id])
        except RulesBroken as refused:
            who = f"{member.initials} {member.rm_number}"
            left_out += [Skipped(day, trouble.code, trouble.facts, who) for trouble in refused.troubles]
    return left_out


def _checked(work: Work, draft: GroupDraft, old: GroupMeeting | None = None) -> GroupMeeting:
    """Return a group, not yet kept, that no rule refuses; raises RulesBroken."""
    troubles = rules.group_troubles(draft, work.clock.today())
    counsellor_id = draft.counsellor_id or work.actor.user_id
    try:
        require_caring_account(work, counsellor_id, "counsellor_id")
    except RuleBroken as trouble:
        troubles.append(trouble)
    if troubles or draft.held_on is None or draft.held_at is None:
        raise RulesBroken(troubles)
    slots = draft.slots or int(setting(work, "session_slots"))
    group_id = old.id if old is not None else None
    wanted = Wanted(draft.held_on, draft.held_at, slots, counsellor_id, draft.room, group_id=group_id)
    if found := clashes(work, wanted):
        raise RulesBroken(found)
    return GroupMeeting(
        id=work.new_id(),
        held_on=draft.held_on,
        held_at=draft.held_at,
        slots=slots,
        room=draft.room,
        kind=draft.kind,
        service=draft.service,
        topic=draft.topic,
        counsellor_id=counsellor_id,
        state=GroupState.PLANNED.value,
    )


def _plan_of(group: GroupMeeting) -> PlanDraft:
    return PlanDraft(**{name: getattr(group, name) for name in _OF_THE_GROUP})


def _seat(work: Work, group: GroupMeeting, episode_ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Plan the seat of each member; a member who has one already is refused."""
    plan = _plan_of(group)
    seated = {seat.episode_id for seat in group_roster(work, group.id)}

    def one(place: int) -> UUID:
        if episode_ids[place] in seated:
            raise RuleBroken("schedule.already_member")
        seated.add(episode_ids[place])
        return planning.plan_session(work, episode_ids[place], plan, group.id)

    return tuple(_each(episode_ids, "episode_ids", one))


def _each(ids: Sequence[UUID], field: str, act: Callable[[int], UUID]) -> list[UUID]:
    """Do ``act`` for each place and return what came of it; raises RulesBroken with the troubles of all, beside their places."""
    made: list[UUID] = []
    troubles: list[RuleBroken] = []
    for place in range(len(ids)):
        try:
            made.append(act(place))
        except RulesBroken as refused:
            troubles += [trouble.beside(f"{field}.{place}") for trouble in refused.troubles]
        except (StaleRecord, NotAllowed):
            raise
        except RuleBroken as trouble:
            troubles.append(trouble.beside(f"{field}.{place}"))
    if troubles:
        raise RulesBroken(troubles)
    return made


def _move_seat(work: Work, seat: RosterRow, plan: PlanDraft, group_id: UUID) -> UUID:
    planning.replan_session(work, seat.series_id, seat.row_version, plan, group_id)
    return seat.series_id


def _loaded(work: Work, group_id: UUID, row_version: int | None = None) -> GroupMeeting:
    group = work.session.exec(select(GroupMeeting).where(GroupMeeting.id == group_id).with_for_update()).first()
    if group is None:
        raise RuleBroken("schedule.unknown_group")
    if row_version is not None and group.row_version != row_version:
        raise StaleRecord("store.stale", table="group_meeting")
    return group


def _publish(work: Work, group: GroupMeeting) -> None:
    work.publish(GroupChanged(group.id, group.held_on, group.state))
