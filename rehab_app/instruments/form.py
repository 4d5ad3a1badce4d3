"""A form as plain data: sections, items and their answers, so that one page draws and prints any of them.

Answers have the shape ``{"items": {name: value}}``: a text, a whole number, true or false, an ISO day, a code, a
list of codes, ``{row: {column: value}}`` for a grid, a list of ``{column: value}`` for a table. An item left out is
not filled in yet (belum diisi); ``{"no_value": "refused"}`` and ``{"no_value": "not_applicable"}`` are the ASI's X
(the client refuses to answer) and N (does not apply). Any item, cell or whole grid may hold one of these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.instruments.wording import NOTHING, Wording

NO_VALUE: Final = "no_value"
"""The only entry of an answer that has no value."""

Value = int | str
"""What a choice stands for: points, a code, or true or false (a truth value is a whole number to Python)."""


class NoValue(StrEnum):
    """Why an item has no value though it was asked."""

    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


NO_VALUE_LABELS: Final[Mapping[NoValue, str]] = MappingProxyType(
    {NoValue.REFUSED: N_("Refuses to answer (X)"), NoValue.NOT_APPLICABLE: N_("Does not apply (N)")}
)
NOT_FILLED_IN: Final = N_("Not filled in yet")


class Kind(StrEnum):
    """The kinds of item, by what is asked; a severity is 0 to 9, a client's scale 0 to 4."""

    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    SEVERITY = "severity"
    CLIENT_SCALE = "client_scale"
    GRID = "grid"
    TABLE = "table"


class Window(StrEnum):
    """The time an item asks about."""

    DAYS_30 = "30_days"
    LIFETIME = "lifetime"


WINDOW_LABELS: Final[Mapping[Window, str]] = MappingProxyType(
    {Window.DAYS_30: N_("Last 30 days"), Window.LIFETIME: N_("Whole life")}
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item comes from: ``mark`` C (read in a public text), P (one office's practice) or K (general knowledge)."""

    mark: str
    text: str

    def __str__(self) -> str:
        """The mark and the text as they are printed: ``[C] ...``."""
        return f"[{self.mark}] {self.text}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen."""

    value: Value
    label: Wording


@dataclass(frozen=True, slots=True)
class Condition:
    """An item is asked only where ``item`` was answered with one of ``values``."""

    item: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid; ``raises_alert`` where a yes or a number over 0 in it may not be overlooked."""

    name: str
    label: Wording
    number: str = ""
    hint: Wording = NOTHING
    source: Source | None = None
    raises_alert: bool = False
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item, by its stable ``name``; ``number`` is what stands before it on paper.

    ``choices`` are its own answers (``answer_set`` their name in a pack), ``list_name`` names a value list of the office instead.
    ``lowest`` and ``highest`` bound a number of ``places`` decimals in ``unit``. A grid has ``rows`` and ``columns``, a table
    ``columns`` alone. ``alerts`` are the answers that may not be overlooked. ``scale`` is the domain that a severity or a
    client's scale speaks of. ``not_before`` names the day that a day may not precede. ``has_half_time`` asks for the half-time
    hint beside a number of months or years.
    """

    name: str
    kind: Kind
    label: Wording
    number: str = ""
    hint: Wording = NOTHING
    source: Source | None = None
    window: Window | None = None
    answer_set: str = ""
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    lowest: int | None = None
    highest: int | None = None
    places: int = 0
    unit: Wording = NOTHING
    rows: tuple[Row, ...] = ()
    columns: tuple["Item", ...] = ()
    alerts: tuple[Value, ...] = ()
    when: Condition | None = None
    is_optional: bool = False
    has_half_time: bool = False
    scale: str = ""
    not_before: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of its own choices, in the form's order."""
        return tuple(choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading."""

    name: str
    label: Wording
    items: tuple[Item, ...]
    number: str = ""
    guidance: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Form:
    """All that a page or a paper needs to draw an instrument in one version of its key.

    ``credit`` is always shown. ``is_licensed`` where the wording of the items may not be shipped: labels are our own short
    ones until a pack of the office (``pack_version``) brings the text. ``entry`` is where the answers stand in the document:
    ``items``, or "" where they are the document itself (ASSIST). ``half_time`` is the hint of the half-time rule, if any.
    """

    instrument: str
    version: str
    name: str
    credit: str
    licence: str
    sections: tuple[Section, ...]
    guidance: Wording = NOTHING
    half_time: Wording = NOTHING
    entry: str = "items"
    is_licensed: bool = False
    pack_version: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the form's order."""
        return tuple(item for section in self.sections for item in section.items)

    def item(self, name: str) -> Item | None:
        """Return an item by its name, None where the form has none."""
        return next((item for item in self.items if item.name == name), None)

    def numbered(self) -> Iterator[Item]:
        """Yield the items and columns that a pack has a text for, by their ``number``."""
        for item in self.items:
            yield from (column for column in item.columns if column.number)
            if item.number and not item.columns:
                yield item
