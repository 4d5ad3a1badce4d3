"""Puts other words on a form: the office's own wording and order, or the full text of a pack. Answers keep the items' names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.form import Choice, Form, Item, Row, Section
from rehab_app.instruments.packs import Pack
from rehab_app.instruments.wording import Wording

Overrides = Mapping[str, tuple[str, int | None]]
"""By item (``item``, or ``item.row`` for a row of a grid) its text ("" keeps ours) and its place from 1 (None keeps it)."""

_Placed = TypeVar("_Placed", Item, Row)


def with_wording(form: Form, overrides: Overrides) -> Form:
    """Return the form with the office's texts, and with items moved within their section and rows within their grid.

    Names the form does not have are passed over: they belong to another version. No item ever leaves the form, and what
    raises an alert still does.
    """
    return replace(form, sections=tuple(_reworded_section(section, overrides) for section in form.sections))


def with_pack(form: Form, pack: Pack) -> Form:
    """Return the form with the text, the answers, the credit line and the licence of a pack.

    RuleBroken: the pack is for another instrument or another version of the key.
    """
    if (pack.instrument, pack.key_version) != (form.instrument, form.version):
        raise RuleBroken(
            "instruments.pack_for_another",
            item=f"{pack.instrument} {pack.key_version}",
            expected=f"{form.instrument} {form.version}",
        )
    sections = tuple(
        replace(section, items=tuple(_packed(item, pack) for item in section.items)) for section in form.sections
    )
    return replace(form, sections=sections, credit=pack.credit, licence=pack.licence, pack_version=pack.pack_version)


def _reworded_section(section: Section, overrides: Overrides) -> Section:
    items = [_reworded_item(item, overrides) for item in section.items]
    return replace(section, items=_placed(items, overrides, prefix=""))


def _reworded_item(item: Item, overrides: Overrides) -> Item:
    prefix = f"{item.name}."
    rows = [_reworded(row, f"{prefix}{row.name}", overrides) for row in item.rows]
    return replace(_reworded(item, item.name, overrides), rows=_placed(rows, overrides, prefix=prefix))


def _reworded(part: _Placed, path: str, overrides: Overrides) -> _Placed:
    text = overrides[path][0].strip() if path in overrides else ""
    return replace(part, label=Wording(text)) if text else part


def _placed(parts: Sequence[_Placed], overrides: Overrides, prefix: str) -> tuple[_Placed, ...]:
    """Return the parts in their new order: those with a place stand there, the others keep their order around them."""
    placed: list[tuple[int, _Placed]] = []
    kept: list[_Placed] = []
    for part in parts:
        place = overrides.get(f"{prefix}{part.name}", ("", None))[1]
        if place is None:
            kept.append(part)
        else:
            placed.append((place, part))
    for place, part in sorted(placed, key=lambda pair: pair[0]):
        kept.insert(max(place - 1, 0), part)
    return tuple(kept)


def _packed(item: Item, pack: Pack) -> Item:
    return replace(
        item,
        label=Wording(pack.items[item.number]) if item.number in pack.items else item.label,
        choices=tuple(_packed_choice(choice, pack.answers.get(item.answer_set, {})) for choice in item.choices),
        columns=tuple(_packed(column, pack) for column in item.columns),
    )


def _packed_choice(choice: Choice, labels: Mapping[str, str]) -> Choice:
    text = labels.get(str(choice.value))
    return replace(choice, label=Wording(text)) if text else choice
