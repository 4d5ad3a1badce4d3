"""The answers of a form while it is filled: kept in any state of validity, told apart from what can be saved. No Qt.

*Raw* answers have the shape of ``instruments.form`` and besides ``{"typed": "31/2/19"}`` where what was typed cannot be read.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.form import Form, Item, Kind, Section
from rehab_app.instruments.form_answers import alerts, is_asked, missing, no_value_of
from rehab_app.ui.kit.field_spec import typed
from rehab_app.ui.kit.questionnaire.reading import raw_of, read_text


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the places that are asked have an answer or a reason for none."""

    done: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return self.done >= self.asked


class SheetAnswers:
    """The raw answers of one form by item; ``today`` is the day that a typed day is read against."""

    def __init__(self, form: Form, today: Callable[[], date]) -> None:
        self.form = form
        self._today = today
        self._given: dict[str, object] = {}
        self._items = {item.name: item for item in form.items}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self._given

    def of(self, name: str) -> object:
        """Return the raw answer of an item, None where there is none."""
        return self._given.get(name)

    def put(self, name: str, raw: object) -> None:
        """Take a raw answer; None takes it away."""
        if raw is None or raw in ({}, []):
            self._given.pop(name, None)
        else:
            self._given[name] = raw

    def raw(self) -> dict[str, object]:
        """Return a copy of all raw answers, ready for JSON."""
        return deepcopy(self._given)

    def take(self, raw: Mapping[str, object]) -> None:
        """Take raw answers in place of all; what the form does not have is kept out."""
        self._given = {
            name: deepcopy(value) for name, value in raw.items() if name in self._items and value is not None
        }

    def read(self, item: Item, text: str) -> object:
        """Return what ``text`` answers to an item or a column; raises as ``reading.read_text``."""
        return read_text(item, text, self._today())

    def raw_of(self, item: Item, text: str) -> object:
        """Return the raw answer of ``text``; see ``reading.raw_of``."""
        return raw_of(item, text, self._today())

    def is_shown(self, item: Item) -> bool:
        """Whether an item is asked as far as is known."""
        return is_asked(item, self._given)

    def document(self) -> dict[str, object]:
        """Return what can be saved: the answers of the items that are asked, without what cannot be read."""
        items = {
            name: value
            for name, raw in self._given.items()
            if self.is_shown(self._items[name]) and (value := self._readable(self._items[name], raw)) is not None
        }
        return {self.form.entry: items} if self.form.entry else items

    def unreadable(self) -> list[tuple[str, RuleBroken]]:
        """Return the items that are asked and hold something that cannot be read, each with why."""
        found = []
        for name, raw in self._given.items():
            if self.is_shown(self._items[name]):
                found += [(name, trouble) for trouble in self._troubles(self._items[name], raw)]
        return found

    def alerts(self) -> tuple[str, ...]:
        """Return the items (``item`` or ``item.row``) whose answer may not be overlooked."""
        return alerts(self.form, self.document())

    def progress(self) -> dict[str, Progress]:
        """Return how far each section is, by its name."""
        open_places = [place.partition(".")[0] for place in missing(self.form, self.document())]
        found = {}
        for section in self.form.sections:
            asked = [item for item in section.items if not item.is_optional and self.is_shown(item)]
            names = {item.name for item in asked}
            total = sum(self._places(item) for item in asked)
            found[section.name] = Progress(total - sum(name in names for name in open_places), total)
        return found

    def is_open(self, item: Item) -> bool:
        """Whether an item is asked and has no answer at all, or a grid an open cell."""
        if not self.is_shown(item):
            return False
        if item.kind is not Kind.GRID:
            return item.name not in self._given
        return any(place.partition(".")[0] == item.name for place in missing(self.form, self.document()))

    def section_of(self, name: str) -> Section:
        """Return the section an item stands in; StopIteration for a name the form does not have."""
        return next(section for section in self.form.sections if any(item.name == name for item in section.items))

    def _places(self, item: Item) -> int:
        """Return how many places an item has: a grid that has no value as a whole counts once."""
        if item.kind is not Kind.GRID:
            return 1
        if no_value_of(self._given.get(item.name)) is not None:
            return 1
        return sum(
            column.name not in row.not_asked and not column.is_optional for row in item.rows for column in item.columns
        )

    def _readable(self, item: Item, raw: object) -> object:
        """Return a raw answer without what cannot be read, None where nothing is left."""
        if no_value_of(raw) is not None:
            return raw
        if item.kind is Kind.GRID and isinstance(raw, Mapping):
            return {name: kept for name, row in raw.items() if (kept := self._readable_row(item, row))} or None
        if item.kind is Kind.TABLE and isinstance(raw, list):
            return [kept for row in raw if (kept := self._readable_row(item, row))] or None
        try:
            return self._settled(item, raw)
        except RuleBroken:
            return None

    def _readable_row(self, item: Item, row: object) -> object:
        if not isinstance(row, Mapping) or no_value_of(row) is not None:
            return row
        columns = {column.name: column for column in item.columns}
        cells = {
            name: self._readable(columns[name], raw) for name, raw in row.items() if name in columns and raw is not None
        }
        return {name: value for name, value in cells.items() if value is not None}

    def _settled(self, item: Item, raw: object) -> object:
        """Return the answer of a raw one, reading again what was only typed; RuleBroken where it cannot be read."""
        text = typed(raw)
        return raw if text is None else read_text(item, text, self._today())

    def _troubles(self, item: Item, raw: object) -> Iterator[RuleBroken]:
        for part, value in self._parts(item, raw):
            try:
                self._settled(part, value)
            except RuleBroken as trouble:
                yield trouble

    @staticmethod
    def _parts(item: Item, raw: object) -> Iterator[tuple[Item, object]]:
        """Yield the single answers of an item with what each of them answers."""
        if item.kind not in {Kind.GRID, Kind.TABLE}:
            yield item, raw
            return
        columns = {column.name: column for column in item.columns}
        rows = raw.values() if isinstance(raw, Mapping) else raw if isinstance(raw, list) else ()
        for row in rows:
            if isinstance(row, Mapping):
                yield from ((columns[name], value) for name, value in row.items() if name in columns)
