"""The weekly group of the practice clinic, from July on: planned with whoever is in care, its roster filled in that afternoon.

A seat in the group takes the place of that week's meeting with the counsellor, so that nobody comes more often than was planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.queries import group_roster
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.desk.practice.cases import SEED
from rehab_app.desk.practice.diary import Diary, Stage
from rehab_app.desk.practice.stays import CAME, Meeting, Stay
from rehab_app.desk.practice.story import STAYS_AWAY, Story
from rehab_app.desk.practice.words import drawn, in_turn, told
from rehab_app.office.calendar.days import by_calendar
from rehab_app.store.work import Work

_FIRST: Final = date(2022, 7, 6)  # a Wednesday
_LAST: Final = date(2023, 1, 18)
_WEEK: Final = timedelta(days=7)
_MOST: Final = 5
_LEAST: Final = 2
_LEADER: Final = "konselor2"
_AT: Final = time(15, 30)


def tell_groups(stories: Sequence[Story], diary: Diary) -> None:
    """Write down the group of every Wednesday that is no holiday; the last one is planned and lies ahead."""
    chance = Random(f"{SEED}/groups")  # noqa: S311 - invented people, no secrets
    closed = by_calendar(_FIRST, _LAST)
    number, first_morning = 0, diary.until.astimezone(diary.clock.zone).date()
    for place in range((_LAST - _FIRST).days // 7 + 1):
        day = _FIRST + _WEEK * place
        # Who comes on the first morning after the diary keeps her meeting, so that the day has its list.
        seats = [seat for seat in _seats(stories, day) if seat.meeting.day != first_morning][:_MOST]
        if day in closed or len(seats) < _LEAST:
            continue
        for seat in seats:
            seat.stay.in_group.add(seat.meeting.day)
        number += 1
        meeting = _Group(day, seats, in_turn("groups", "topics", number), chance)
        planned_on = day - timedelta(days=5)  # a Friday
        diary.write(planned_on, 420, _LEADER, meeting.plan)
        diary.write(day, 520, _LEADER, meeting.fill)


@dataclass(frozen=True, slots=True)
class _Seat:
    """Who sits in the group, and which of her meetings that is instead."""

    story: Story
    stay: Stay
    meeting: Meeting


def _seats(stories: Sequence[Story], day: date) -> list[_Seat]:
    """Return who may sit in the group of one Wednesday: whoever sat in fewest so far comes first."""
    found = [
        _Seat(story, stay, meeting)
        for story in stories
        if story.case.minor is None and story.case.place not in STAYS_AWAY
        for stay in story.stays
        if (meeting := stay.may_join(day)) is not None
    ]
    found.sort(key=lambda seat: (len(seat.stay.in_group), seat.story.case.place))
    return found


class _Group:
    """One meeting; the excuses are drawn when it is told, so that the order of playing changes nothing."""

    def __init__(self, day: date, seats: Sequence[_Seat], topic: str, chance: Random) -> None:
        self._day = day
        self._seats = seats
        self._topic = topic
        self._marks = [self._mark(seat, chance) for seat in seats]
        self._group_id = UUID(int=0)

    def _mark(self, seat: _Seat, chance: Random) -> AttendanceDraft:
        attendance = seat.meeting.attendance
        return AttendanceDraft(
            attendance=attendance,
            attendance_reason="" if attendance == CAME else drawn("care", "excuses", chance),
            note=told("groups", "summary") if attendance == CAME else None,
        )

    def plan(self, work: Work, stage: Stage) -> None:
        """Plan the meeting with its members."""
        draft = GroupDraft(
            held_on=self._day,
            held_at=_AT,
            slots=3,
            room="group",
            kind="group",
            service="relapse_prevention",
            topic=self._topic,
            counsellor_id=stage.actors[_LEADER].user_id,
            episode_ids=tuple(seat.story.episode_id for seat in self._seats),
        )
        self._group_id = groups.plan_group(work, draft).id

    def fill(self, work: Work, _stage: Stage) -> None:
        """Fill in the roster and the summary."""
        of_episode = {seat.story.episode_id: mark for seat, mark in zip(self._seats, self._marks, strict=True)}
        marks = {row.series_id: of_episode[row.episode_id] for row in group_roster(work, self._group_id)}
        groups.record_roster(work, self._group_id, marks, summary=told("groups", "summary"))
