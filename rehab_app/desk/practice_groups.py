"""The weekly group of the practice clinic, from July on: planned with whoever is in care, its roster filled in that afternoon."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.queries import group_roster
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.desk.practice_cases import SEED
from rehab_app.desk.practice_diary import Diary, Stage
from rehab_app.desk.practice_stays import CAME
from rehab_app.desk.practice_story import STAYS_AWAY, Story
from rehab_app.desk.practice_words import drawn, in_turn, told
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
    number = 0
    for place in range((_LAST - _FIRST).days // 7 + 1):
        day = _FIRST + _WEEK * place
        members = [story for story in stories if _is_in_care(story, day)][:_MOST]
        if day in closed or len(members) < _LEAST:
            continue
        number += 1
        meeting = _Group(day, members, in_turn("groups", "topics", number), chance)
        planned_on = day - timedelta(days=5)  # a Friday
        diary.write(planned_on, 420, _LEADER, meeting.plan)
        diary.write(day, 520, _LEADER, meeting.fill)


def _is_in_care(story: Story, day: date) -> bool:
    if story.case.minor is not None or story.case.place in STAYS_AWAY:
        return False
    return any(stay.opened_on + _WEEK < day <= stay.last_day for stay in story.stays)


class _Group:
    """One meeting; who came is drawn when it is told, so that the order of playing changes nothing."""

    def __init__(self, day: date, members: Sequence[Story], topic: str, chance: Random) -> None:
        self._day = day
        self._members = members
        self._topic = topic
        self._marks = [self._mark(chance) for _ in members]
        self._group_id = UUID(int=0)

    def _mark(self, chance: Random) -> AttendanceDraft:
        attendance = chance.choices((CAME, "izin"), (88, 12))[0]
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
            episode_ids=tuple(story.episode_id for story in self._members),
        )
        self._group_id = groups.plan_group(work, draft).id

    def fill(self, work: Work, _stage: Stage) -> None:
        """Fill in the roster and the summary."""
        seats = group_roster(work, self._group_id)
        marks = {seat.series_id: mark for seat, mark in zip(seats, self._marks, strict=True)}
        groups.record_roster(work, self._group_id, marks, summary=told("groups", "summary"))
