"""Where the meetings of a week lie: columns of days, half hours from above, meetings at one hour beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from rehab_app.clinic.schedule.rows import SlotRow

SLOT_MINUTES: Final = 30
HOURLESS: Final = -1
"""The line above the first half hour, for meetings without an hour."""
_SUNDAY: Final = 6
_HOUR: Final = 60
_DAY_MINUTES: Final = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Block:
    """A meeting in its place: the column of its day, its half hours from ``first`` up to ``end``, its lane among ``lanes``."""

    row: SlotRow
    column: int
    first: int
    end: int
    lane: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A week as it is drawn: ``days`` from left, ``slots`` half hours from ``starts`` (minutes since midnight), the blocks.

    ``opens`` and ``closes`` are the half hours between which the clinic works. Where ``is_shared``, an hour at which somebody is
    met is open to another counsellor still.
    """

    days: tuple[date, ...]
    starts: int
    slots: int
    opens: int
    closes: int
    blocks: tuple[Block, ...]
    is_shared: bool

    @property
    def first_slot(self) -> int:
        """The uppermost line."""
        return HOURLESS if any(block.first == HOURLESS for block in self.blocks) else 0

    @property
    def most_lanes(self) -> int:
        """How many meetings stand beside each other where they are most."""
        return max((block.lanes for block in self.blocks), default=1)

    def at(self, column: int, slot: int) -> list[Block]:
        """Return the meetings of a half hour, from left."""
        found = [block for block in self.blocks if block.column == column and block.first <= slot < block.end]
        return sorted(found, key=lambda block: block.lane)

    def stops(self, column: int, slot: int) -> list[Block | None]:
        """Return where a cursor may stand in a half hour: on each meeting, and on the free hour (None)."""
        found: list[Block | None] = [*self.at(column, slot)]
        is_taken = any(block is not None and takes_time(block.row) for block in found)
        if slot != HOURLESS and (self.is_shared or not is_taken):
            found.append(None)
        return found or [None]

    def block_of(self, key: UUID) -> Block | None:
        """Return the block of a meeting or a group, None where it is not in this week."""
        return next((block for block in self.blocks if key_of(block.row) == key), None)

    def time_of(self, slot: int) -> time | None:
        """Return the time at which a half hour begins, None for the line of those without an hour."""
        if slot == HOURLESS:
            return None
        minutes = self.starts + slot * SLOT_MINUTES
        return time(minutes // _HOUR, minutes % _HOUR)

    def slot_of(self, at: time) -> int:
        """Return the half hour that a time lies in."""
        return (at.hour * _HOUR + at.minute - self.starts) // SLOT_MINUTES


def key_of(row: SlotRow) -> UUID:
    """Return the id by which a meeting (its series) or a group is known."""
    found = row.series_id or row.group_id
    if found is None:
        raise ValueError("a row is a meeting or a group")
    return found


def takes_time(row: SlotRow) -> bool:
    """Whether the hour of a meeting is taken: one that was missed or excused leaves it free."""
    return row.attendance in {"", "hadir"}


def monday_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def arrange(first_day: date, rows: Sequence[SlotRow], opens: int, closes: int, *, is_shared: bool = False) -> Layout:
    """Lay the meetings of a week out, Monday to Saturday, and Sunday where somebody is met then.

    ``opens`` and ``closes`` are the hours of the clinic; meetings outside of them stretch the page.
    """
    count = _SUNDAY + any(row.day.weekday() == _SUNDAY for row in rows)
    spans = [(_minutes(row.at), _minutes(row.at) + row.slots * SLOT_MINUTES) for row in rows if row.at is not None]
    starts = min([opens * _HOUR, *(start for start, _ in spans)]) // SLOT_MINUTES * SLOT_MINUTES
    ends = min(_DAY_MINUTES, max([closes * _HOUR, *(end for _, end in spans)]))
    blocks: list[Block] = []
    for column in range(count):
        day = first_day + timedelta(days=column)
        blocks += _of_day(column, [row for row in rows if row.day == day], starts)
    return Layout(
        days=tuple(first_day + timedelta(days=column) for column in range(count)),
        starts=starts,
        slots=-(-(ends - starts) // SLOT_MINUTES),
        opens=(opens * _HOUR - starts) // SLOT_MINUTES,
        closes=(closes * _HOUR - starts) // SLOT_MINUTES,
        blocks=tuple(blocks),
        is_shared=is_shared,
    )


def _of_day(column: int, rows: Sequence[SlotRow], starts: int) -> list[Block]:
    hourless = [row for row in rows if row.at is None]
    blocks = [Block(row, column, HOURLESS, HOURLESS + 1, lane, len(hourless)) for lane, row in enumerate(hourless)]
    timed = sorted((row for row in rows if row.at is not None), key=lambda row: (row.at, str(row.counsellor_id)))
    cluster: list[tuple[SlotRow, int, int]] = []
    reach = 0
    for row in timed:
        start = _minutes(row.at) - starts
        first, end = start // SLOT_MINUTES, -(-(start + row.slots * SLOT_MINUTES) // SLOT_MINUTES)
        if cluster and first >= reach:
            blocks += _in_lanes(column, cluster)
            cluster = []
        cluster.append((row, first, end))
        reach = max(reach, end)
    return blocks + _in_lanes(column, cluster)


def _in_lanes(column: int, cluster: Sequence[tuple[SlotRow, int, int]]) -> list[Block]:
    """Give each meeting of a cluster that overlaps the first lane that is free."""
    ends: list[int] = []
    placed: list[int] = []
    for _row, first, end in cluster:
        lane = next((number for number, until in enumerate(ends) if until <= first), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        placed.append(lane)
    return [
        Block(row, column, first, end, lane, len(ends)) for (row, first, end), lane in zip(cluster, placed, strict=True)
    ]


def _minutes(at: time | None) -> int:
    return 0 if at is None else at.hour * _HOUR + at.minute
