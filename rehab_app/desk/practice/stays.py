"""What is told about one stay in outpatient care of the practice clinic, for those who write down what hangs on it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rehab_app.desk.practice.cases import Course

CAME: Final = "hadir"
MISSED: Final = "mangkir"
_MAY_BE_IN_A_GROUP: Final = frozenset({2, 3, 4, 5, 6, 9, 10, 11})
"""The meetings that may be held in the group: not the first and the last of a plan, nor the family's."""
_MOST_IN_GROUPS: Final = 4


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with its counsellor: its day, a code of the list ``attendance``, and at how many she had come by then."""

    day: date
    attendance: str
    came: int


@dataclass(slots=True)
class Stay:
    """One masa perawatan in outpatient care, from its opening to its end.

    ``closes_on`` is None where the diary ends before; ``aftercare_from`` is the day on which bina lanjut begins, if it does.
    ``in_group`` holds the days of meetings that are held in the group of that week instead, so that no plan is overrun.
    """

    period: int
    course: Course
    opened_on: date
    target: int
    meetings: list[Meeting] = field(default_factory=list)
    closes_on: date | None = None
    aftercare_from: date | None = None
    in_group: set[date] = field(default_factory=set)

    def may_join(self, wednesday: date) -> Meeting | None:
        """Return the meeting of that week where it may be held in the group instead."""
        if len(self.in_group) >= _MOST_IN_GROUPS:
            return None
        return next((one for one in self.meetings[:-1] if _is_of_week(one, wednesday)), None)

    @property
    def attended(self) -> list[Meeting]:
        """The meetings that took place."""
        return [meeting for meeting in self.meetings if meeting.attendance == CAME]

    @property
    def missed(self) -> list[Meeting]:
        """The meetings she stayed away from without a word."""
        return [meeting for meeting in self.meetings if meeting.attendance == MISSED]

    @property
    def last_day(self) -> date:
        """The day of the last meeting."""
        return self.meetings[-1].day if self.meetings else self.opened_on

    @property
    def is_completed(self) -> bool:
        """Whether the programme was completed."""
        return self.course in {Course.COMPLETED, Course.COMPLETED_EARLY}


def _is_of_week(meeting: Meeting, wednesday: date) -> bool:
    is_near = abs((meeting.day - wednesday).days) <= 2  # noqa: PLR2004 - Monday to Friday
    return is_near and meeting.attendance != MISSED and meeting.came in _MAY_BE_IN_A_GROUP
