"""Checks the answers of a form, says what is still missing, and finds the answers that may not be overlooked.

Whatever is given, the only error is RuleBroken, whose fact ``item`` names the place: ``drug_grid.2.days_30``. What a client wrote
never stands in a fact.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.answers import read_object, shown, shown_name
from rehab_app.instruments.form import NO_VALUE, Form, Item, Kind, NoValue, Row, Value

Lists = Mapping[str, Collection[str]]
"""The codes of the office's value lists by the name of the list."""

_LONGEST_LINE: Final = 200
_LONGEST_LINES: Final = 10_000
_MOST_ROWS: Final = 100


def checked_answers(form: Form, raw: object, *, partial: bool = True, lists: Lists | None = None) -> dict[str, object]:
    """Return the answers of ``raw``, a document as a page or a file makes it, in the form's order and without what is empty.

    An empty text or list is the same as no answer. Where ``lists`` are given, codes must be of their list. RuleBroken: an item
    the form does not have, an impossible value, a day before the one it may not precede, or (not ``partial``) a missing item.
    """
    document = read_object(raw, "answers")
    if form.entry:
        for entry in document:
            if entry != form.entry:
                item = shown_name(entry)
                raise RuleBroken("instruments.unknown_entry", field=item, item=item, known=form.entry)
        if form.entry not in document:
            raise RuleBroken("instruments.no_items", field=form.entry, item=form.entry)
        document = read_object(document[form.entry], form.entry)
    items = {item.name: item for item in form.items}
    for name in document:
        if not isinstance(name, str) or name not in items:
            item = shown_name(name)
            raise RuleBroken("instruments.unknown_item", field=item, item=item, instrument=form.instrument)
    found = {name: _checked(items[name], document[name], name, lists) for name in items if name in document}
    kept = {name: value for name, value in found.items() if value not in (None, [], {})}
    _require_order(form, kept)
    answers: dict[str, object] = {form.entry: kept} if form.entry else dict(kept)
    if not partial and (left := missing(form, answers)):
        raise RuleBroken("instruments.incomplete", field=left[0], item=left[0], count=len(left))
    return answers


def items_of(form: Form, document: Mapping[str, object]) -> Mapping[str, object]:
    """Return the answers by item of a document, whose shape is known to be right."""
    found = document.get(form.entry, {}) if form.entry else document
    return found if isinstance(found, Mapping) else {}


def no_value_of(value: object) -> NoValue | None:
    """Return why an answer has no value, None where it has one or is not there."""
    return NoValue(str(value[NO_VALUE])) if isinstance(value, Mapping) and NO_VALUE in value else None


def is_asked(item: Item, given: Mapping[str, object]) -> bool:
    """Whether an item is known to be asked: the answer it depends on, if any, is there and asks for it."""
    return item.when is None or (item.when.item in given and _is_among(given[item.when.item], item.when.values))


def missing(form: Form, document: Mapping[str, object]) -> tuple[str, ...]:
    """Return the places still without an answer or a no-value state, in the form's order; none means complete.

    Of a grid each cell is one place. Optional items, and those that another answer leaves out, are not among them.
    """
    given = items_of(form, document)
    return tuple(
        place
        for item in form.items
        if not item.is_optional and is_asked(item, given)
        for place in _missing_of(item, given.get(item.name))
    )


def alerts(form: Form, document: Mapping[str, object]) -> tuple[str, ...]:
    """Return the items (``item`` or ``item.row``) whose checked answers may not be overlooked, in the form's order."""
    given = items_of(form, document)
    return tuple(name for item in form.items for name in _alerts_of(item, given.get(item.name)))


def _require_order(form: Form, given: Mapping[str, object]) -> None:
    """Refuse a day before the day it may not precede; ISO days sort as texts."""
    for item in form.items:
        day, earliest = given.get(item.name), given.get(item.not_before)
        if isinstance(day, str) and isinstance(earliest, str) and day < earliest:
            raise RuleBroken("instruments.day_before", field=item.name, item=item.name, earlier=item.not_before)


def _missing_of(item: Item, value: object) -> Iterator[str]:
    if item.kind is not Kind.GRID or no_value_of(value) is not None:
        if value is None:
            yield item.name
        return
    rows = value if isinstance(value, Mapping) else {}
    for row, column in _cells(item):
        cells = rows.get(row.name, {})
        if column.name not in cells and NO_VALUE not in cells and not column.is_optional:
            yield f"{item.name}.{row.name}.{column.name}"


def _cells(item: Item) -> Iterator[tuple[Row, Item]]:
    """Yield the places of a grid, row by row."""
    for row in item.rows:
        for column in item.columns:
            if column.name not in row.not_asked:
                yield row, column


def _alerts_of(item: Item, value: object) -> Iterator[str]:
    if item.kind is Kind.GRID and isinstance(value, Mapping):
        for row in item.rows:
            cells = value.get(row.name, {})
            if row.raises_alert and any(isinstance(cell, int) and cell > 0 for cell in cells.values()):
                yield f"{item.name}.{row.name}"
    elif _is_among(value, item.alerts):
        yield item.name


def _is_among(value: object, values: tuple[Value, ...]) -> bool:
    """Whether ``value`` (or one of a list) is one of ``values``; true is not 1."""
    found = value if isinstance(value, list) else [value]
    return any(one == other and type(one) is type(other) for one in found for other in values)


def _checked(item: Item, value: object, place: str, lists: Lists | None) -> object | None:
    """Return a value as it is kept, None where it is empty; RuleBroken names ``place``."""
    if isinstance(value, Mapping) and NO_VALUE in value:
        return _no_value(value, place)
    return _CHECKS.get(item.kind, _chosen)(item, value, place, lists)


def _no_value(value: Mapping[object, object], place: str) -> dict[str, str]:
    state = value[NO_VALUE]
    if len(value) != 1 or not isinstance(state, str) or state not in {one.value for one in NoValue}:
        allowed = ", ".join(one.value for one in NoValue)
        raise RuleBroken("instruments.impossible_answer", field=place, item=place, value=shown(state), allowed=allowed)
    return {NO_VALUE: state}


def _text(item: Item, value: object, place: str, _lists: Lists | None) -> str | None:
    if not isinstance(value, str):
        raise RuleBroken("instruments.not_a_text", field=place, item=place)
    longest = _LONGEST_LINE if item.kind is Kind.TEXT else _LONGEST_LINES
    if len(value) > longest:
        raise RuleBroken("instruments.text_too_long", field=place, item=place, longest=longest)
    if "\0" in value or (item.kind is Kind.TEXT and not value.isprintable()):
        raise RuleBroken("instruments.not_a_text", field=place, item=place)
    return value.strip() or None


def _number(item: Item, value: object, place: str, _lists: Lists | None) -> int | float:
    kinds = (int, float) if item.places else (int,)
    is_number = isinstance(value, kinds) and not isinstance(value, bool) and not _is_endless(value)
    if is_number and isinstance(value, int | float) and round(value, item.places) == value:
        is_high_enough = item.lowest is None or value >= item.lowest
        if is_high_enough and (item.highest is None or value <= item.highest):
            return value
    ends = ["" if end is None else str(end) for end in (item.lowest, item.highest)]
    allowed = "…".join(ends)
    raise RuleBroken("instruments.impossible_answer", field=place, item=place, value=shown(value), allowed=allowed)


def _is_endless(value: object) -> bool:
    """Whether this is a float that is no number, or an infinite one."""
    return isinstance(value, float) and not isfinite(value)


def _day(_item: Item, value: object, place: str, _lists: Lists | None) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        allowed = "YYYY-MM-DD"
        raise RuleBroken("instruments.impossible_answer", field=place, item=place, value=shown(value), allowed=allowed)
    return day.isoformat()


def _chosen(item: Item, value: object, place: str, lists: Lists | None) -> Value:
    """Return one of the item's own choices, a code of its list, or true or false."""
    allowed: Collection[Value] = item.values
    if item.kind is Kind.YES_NO:
        allowed = (True, False)
    elif item.list_name:
        allowed = _codes_like(value) if lists is None else lists.get(item.list_name, ())
    for one in allowed:
        if type(one) is type(value) and one == value:
            return one
    said = item.list_name or ", ".join(shown(one) if isinstance(one, bool) else str(one) for one in allowed)
    raise RuleBroken("instruments.impossible_answer", field=place, item=place, value=shown(value), allowed=said)


def _codes_like(value: object) -> tuple[str, ...]:
    """Return the code itself, where the lists are not known and it could be one."""
    return (value,) if isinstance(value, str) and 0 < len(value) <= _LONGEST_LINE else ()


def _many(item: Item, value: object, place: str, lists: Lists | None) -> list[object]:
    return [_chosen(item, one, place, lists) for one in _different(value, place)]


def _different(value: object, place: str) -> list[object]:
    """Return a list whose entries all differ."""
    found = _list(value, place)
    for index, one in enumerate(found):
        if one in found[:index]:
            raise RuleBroken("instruments.chosen_twice", field=place, item=place, value=shown(one))
    return found


def _list(value: object, place: str) -> list[object]:
    """Return a list of no more entries than any form needs."""
    if not isinstance(value, list):
        raise RuleBroken("instruments.not_a_list", field=place, item=place, value=shown(value))
    if len(value) > _MOST_ROWS:
        raise RuleBroken("instruments.too_many_rows", field=place, item=place, most=_MOST_ROWS)
    return value


def _grid(item: Item, value: object, place: str, lists: Lists | None) -> dict[str, object]:
    rows = {row.name: row for row in item.rows}
    given = read_object(value, place)
    for name in given:
        if not isinstance(name, str) or name not in rows:
            raise _unknown_place(f"{place}.{shown_name(name)}")
    found: dict[str, object] = {}
    for row in (row for row in item.rows if row.name in given):
        inner = f"{place}.{row.name}"
        cells = read_object(given[row.name], inner)
        if NO_VALUE in cells:
            found[row.name] = _no_value(cells, inner)
            continue
        columns = {column.name: column for column in item.columns if column.name not in row.not_asked}
        if kept := _row(columns, cells, inner, lists):
            found[row.name] = kept
    return found


def _rows(item: Item, value: object, place: str, lists: Lists | None) -> list[object]:
    """Return the rows of a table that hold anything."""
    columns = {column.name: column for column in item.columns}
    rows = []
    for number, row in enumerate(_list(value, place), start=1):
        inner = f"{place}.{number}"
        if kept := _row(columns, read_object(row, inner), inner, lists):
            rows.append(kept)
    return list(rows)


def _row(
    columns: Mapping[str, Item], cells: Mapping[object, object], place: str, lists: Lists | None
) -> dict[str, object]:
    """Return the cells of one row that hold anything, in the columns' order."""
    for name in cells:
        if not isinstance(name, str) or name not in columns:
            raise _unknown_place(f"{place}.{shown_name(name)}")
    found = {
        name: _checked(column, cells[name], f"{place}.{name}", lists)
        for name, column in columns.items()
        if name in cells
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _unknown_place(place: str) -> RuleBroken:
    return RuleBroken("instruments.unknown_place", field=place, item=place)


_CHECKS: Final[Mapping[Kind, Callable[[Item, object, str, Lists | None], object | None]]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.LINES: _text,
        Kind.NUMBER: _number,
        Kind.DATE: _day,
        Kind.MANY: _many,
        Kind.GRID: _grid,
        Kind.TABLE: _rows,
    }
)
