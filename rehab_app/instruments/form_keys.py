"""Reads a form from its description file ``resources/instruments/forms/<form>-<version>.toml``.

Each item names its source in the table ``sources``; answer sets that several items share stand in ``answers``.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from rehab_app.instruments.form import Choice, Condition, Form, Item, Kind, Row, Section, Source, Window
from rehab_app.instruments.keys import Key, Table
from rehab_app.instruments.wording import NOTHING, Wording

Sets = Mapping[str, tuple[Choice, ...]]
_Named = TypeVar("_Named", bound=StrEnum)

_ENDS: Final[Mapping[Kind, tuple[int, int]]] = {Kind.SEVERITY: (0, 9), Kind.CLIENT_SCALE: (0, 4)}
_CHOSEN: Final = frozenset({Kind.CHOICE, Kind.MANY})


def read_form(key: Key) -> Form:
    """Return the form a key describes; Trouble names an entry that cannot be used."""
    table = key.table
    sets = read_sets(table)
    sources = _read_sources(table)
    form = Form(
        instrument=key.instrument,
        version=key.version,
        name=key.name,
        credit=key.credit,
        licence=key.licence,
        sections=tuple(_read_section(entry, sets, sources) for entry in table.tables("sections")),
        guidance=read_wording(table, "guidance"),
        half_time=read_wording(table, "half_time"),
    )
    names = [item.name for item in form.items]
    if len(set(names)) != len(names):
        raise table.damaged("sections")
    for item in form.items:
        if item.when and item.when.item not in names:
            raise table.damaged(f"sections.{item.name}.when")
        if item.not_before and item.not_before not in names:
            raise table.damaged(f"sections.{item.name}.not_before")
    return form


def read_wording(table: Table, entry: str) -> Wording:
    """Return the wording under ``entry`` (a table with ``id`` and ``en``), nothing where it is left out."""
    found = table.table_or_none(entry)
    return NOTHING if found is None else read_label(found)


def read_label(entry: Table) -> Wording:
    """Return the wording that stands in a table itself, in both languages."""
    return Wording(entry.text("id"), entry.text("en"))


def read_sets(table: Table) -> dict[str, tuple[Choice, ...]]:
    """Return the answer sets of a key by name."""
    found = table.table_or_none("answers")
    return {} if found is None else {name: _read_choices(found.tables(name), found, name) for name in found.names()}


def _read_choices(entries: tuple[Table, ...], table: Table, name: str) -> tuple[Choice, ...]:
    choices = tuple(Choice(_read_value(entry), read_label(entry)) for entry in entries)
    if len({choice.value for choice in choices}) != len(choices):
        raise table.damaged(name)
    return choices


def _read_value(entry: Table) -> int | str:
    return entry.text("code") if "code" in entry.names() else entry.whole("points")


def _read_sources(table: Table) -> dict[str, Source]:
    sources = table.table("sources")
    found = {}
    for name in sources.names():
        entry = sources.table(name)
        if entry.text("mark") not in {"C", "P", "K"}:
            raise entry.damaged("mark")
        found[name] = Source(entry.text("mark"), entry.text("text"))
    return found


def _read_section(entry: Table, sets: Sets, sources: Mapping[str, Source]) -> Section:
    return Section(
        name=entry.text("name"),
        number=entry.text_or_empty("number"),
        label=read_label(entry),
        guidance=read_wording(entry, "guidance"),
        items=tuple(_read_item(item, sets, sources, is_column=False) for item in entry.tables("items")),
    )


def _read_item(entry: Table, sets: Sets, sources: Mapping[str, Source], *, is_column: bool) -> Item:
    kind = _named(entry, "kind", Kind)
    lowest, highest = _ENDS.get(kind, (entry.whole_or_none("lowest"), entry.whole_or_none("highest")))
    item = Item(
        name=entry.text("name"),
        kind=kind,
        label=read_label(entry),
        number=entry.text_or_empty("number"),
        hint=read_wording(entry, "hint"),
        # A column is part of the grid that names the source.
        source=None if is_column else _source(entry, sources),
        window=_named(entry, "window", Window) if "window" in entry.names() else None,
        answer_set=entry.text_or_empty("answers"),
        choices=_choices(entry, sets),
        list_name=entry.text_or_empty("list"),
        lowest=lowest,
        highest=highest,
        places=entry.whole_or_none("places") or 0,
        unit=read_wording(entry, "unit"),
        rows=tuple(_read_row(row, sources) for row in entry.tables_or_none("rows")),
        columns=tuple(_read_item(one, sets, sources, is_column=True) for one in entry.tables_or_none("columns")),
        alerts=entry.values("alerts"),
        when=_condition(entry),
        is_optional=entry.flag("is_optional", otherwise=False),
        has_half_time=entry.flag("has_half_time", otherwise=False),
        scale=entry.text_or_empty("scale"),
        not_before=entry.text_or_empty("not_before"),
    )
    _require_whole(item, entry)
    return item


def _require_whole(item: Item, entry: Table) -> None:
    """Refuse an item whose kind lacks what it needs."""
    if item.kind in _CHOSEN and bool(item.choices) == bool(item.list_name):
        raise entry.damaged("answers")
    if item.kind in _ENDS and sorted(item.values) != list(range(_ENDS[item.kind][0], _ENDS[item.kind][1] + 1)):
        raise entry.damaged("answers")
    if item.kind in _ENDS and not item.scale:
        raise entry.damaged("scale")
    if (item.kind in {Kind.GRID, Kind.TABLE}) != bool(item.columns):
        raise entry.damaged("columns")
    if (item.kind is Kind.GRID) != bool(item.rows):
        raise entry.damaged("rows")


def _choices(entry: Table, sets: Sets) -> tuple[Choice, ...]:
    name = entry.text_or_empty("answers")
    if name and name not in sets:
        raise entry.damaged("answers")
    return sets.get(name, ())


def _source(entry: Table, sources: Mapping[str, Source]) -> Source:
    if entry.text("source") not in sources:
        raise entry.damaged("source")
    return sources[entry.text("source")]


def _read_row(entry: Table, sources: Mapping[str, Source]) -> Row:
    return Row(
        name=entry.text("name"),
        number=entry.text_or_empty("number"),
        label=read_label(entry),
        hint=read_wording(entry, "hint"),
        source=_source(entry, sources) if "source" in entry.names() else None,
        raises_alert=entry.flag("raises_alert", otherwise=False),
    )


def _condition(entry: Table) -> Condition | None:
    found = entry.table_or_none("when")
    if found is None:
        return None
    if not found.values("is"):
        raise found.damaged("is")
    return Condition(found.text("item"), found.values("is"))


def _named(entry: Table, name: str, names: type[_Named]) -> _Named:
    try:
        return names(entry.text(name))
    except ValueError as refused:
        raise entry.damaged(name) from refused
