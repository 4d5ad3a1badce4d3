"""A recap as plain data: the one set of columns, cells and notes from which paper, spreadsheet and the kept copy are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias
from uuid import UUID

from rehab_app.foundation.dates import format_short
from rehab_app.papers.blocks import Align
from rehab_app.papers.recaps.rules import Wish

Cell: TypeAlias = str | int | date | None
"""What stands in a cell; None where the record cannot say it."""
NOT_SAID: Final = "-"


@dataclass(frozen=True, slots=True)
class RecapColumn:
    """One numbered column: its code, its heading, a heading over several, its share of the width."""

    code: str
    heading: str
    weight: float = 1
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """One client behind a recap: who she is, the masa perawatan that is looked at, and what the recap says of her by code."""

    client_id: UUID
    episode_id: UUID
    rm_number: str
    initials: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recap:
    """A whole recap. ``lines`` stand below the title, ``notes`` below the table; with ``has_total`` the last row is the sum."""

    wish: Wish
    title: str
    lines: tuple[str, ...]
    columns: tuple[RecapColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    behind: tuple[Behind, ...]
    has_total: bool = False

    def printed(self) -> tuple[tuple[str, ...], ...]:
        """Return the cells as they stand on paper."""
        return tuple(tuple(shown(cell) for cell in row) for row in self.rows)


def shown(cell: Cell) -> str:
    """Return a cell as it is printed: days as dd/mm/yyyy, a dash for what the record cannot say."""
    if cell is None:
        return NOT_SAID
    return format_short(cell) if isinstance(cell, date) else str(cell)
