"""Reads the key of a questionnaire: a list of items, the scales they make, and what is said of the result.

A key has ``items`` (number, answer set, whether reversed, which answers alert), ``answers`` (the sets), ``scales`` (``sum``,
``mean`` or ``combine`` of other scales), ``bands``, ``missing_rules`` and ``notes``; see the shipped keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from rehab_app.instruments.engine import Bands, Item, Method, Scale
from rehab_app.instruments.form import Form, Kind, Section
from rehab_app.instruments.form import Item as FormItem
from rehab_app.instruments.form_keys import read_label, read_sets, read_wording
from rehab_app.instruments.instrument import Better, ScaleInfo
from rehab_app.instruments.keys import Key, Table
from rehab_app.instruments.wording import Wording

_COMBINE: Final = "combine"
_PERCENT: Final = 100
_ITEMS: Final = Wording("Butir", "Items")


@dataclass(frozen=True, slots=True)
class BandSet:
    """Bands of a scale with their labels and what they advise; an office may move the borders of adjustable ones."""

    bands: Bands
    labels: Mapping[str, Wording]
    advice: Mapping[str, Wording]
    is_adjustable: bool


@dataclass(frozen=True, slots=True)
class ScaleKey:
    """One scale: of its items (``scale``), or of the other scales it adds (``plus``) and takes away (``minus``).

    With ``is_percent`` the value is shown as per cent of the way from the lowest to the highest.
    """

    info: ScaleInfo
    scale: Scale | None
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    is_percent: bool = False
    band_set: str = ""

    def value_of(self, measured: Fraction) -> Fraction:
        """Return the value as it is shown, not yet rounded."""
        if self.scale is None or not self.is_percent:
            return measured
        return (measured - self.scale.lowest) * _PERCENT / (self.scale.highest - self.scale.lowest)


@dataclass(frozen=True, slots=True)
class MissingRule:
    """How many answers may be missing: ``most_missing`` of the whole form, and the ``least`` answered of each scale.

    It is about the scales in ``least`` alone.
    """

    most_missing: int
    least: Mapping[str, int]


class NoteKind(StrEnum):
    """When a note is said."""

    ALL_ANSWERED = "all_answered"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A note, said where every item was answered with ``answer``, or where ``scale`` has a score of ``answer`` or more."""

    code: str
    kind: NoteKind
    wording: Wording
    answer: int
    scale: str = ""


@dataclass(frozen=True, slots=True)
class QuestionnaireKey:
    """The whole key of a questionnaire, read and checked."""

    form: Form
    scales: tuple[ScaleKey, ...]
    band_sets: Mapping[str, BandSet]
    rules: Mapping[str, MissingRule]
    default_rule: str
    notes: tuple[NoteKey, ...]


def read_questionnaire(key: Key) -> QuestionnaireKey:
    """Return the questionnaire a key describes; Trouble names an entry that cannot be used."""
    table = key.table
    form = _read_form(key)
    items = _read_items(table, form)
    band_sets = {entry.text("name"): _read_band_set(entry) for entry in table.tables_or_none("bands")}
    scales: dict[str, ScaleKey] = {}
    for entry in table.tables("scales"):
        if entry.text("name") in scales:
            raise entry.damaged("name")
        scales[entry.text("name")] = _read_scale(entry, items, scales, band_sets)
    rules = _read_rules(table, scales, len(items))
    default = table.text_or_empty("missing_rule")
    if bool(default) != bool(rules) or (default and default not in rules):
        raise table.damaged("missing_rule")
    notes = tuple(_read_note(entry, scales) for entry in table.tables_or_none("notes"))
    return QuestionnaireKey(form, tuple(scales.values()), band_sets, MappingProxyType(rules), default, notes)


def _read_form(key: Key) -> Form:
    table = key.table
    sets = read_sets(table)
    items = []
    for entry in table.tables("items"):
        name = str(entry.whole("number"))
        if entry.text("answers") not in sets:
            raise entry.damaged("answers")
        has_label = "id" in entry.names()
        items.append(
            FormItem(
                name=name,
                number=name,
                kind=Kind.CHOICE,
                label=read_label(entry) if has_label else Wording(f"Butir {name}", f"Item {name}"),
                answer_set=entry.text("answers"),
                choices=sets[entry.text("answers")],
                alerts=entry.values("alerts"),
            )
        )
    if [item.name for item in items] != [str(number) for number in range(1, len(items) + 1)]:
        raise table.damaged("items")
    return Form(
        instrument=key.instrument,
        version=key.version,
        name=key.name,
        credit=key.credit,
        licence=key.licence,
        sections=(Section("items", _ITEMS, tuple(items)),),
        guidance=read_wording(table, "guidance"),
        is_licensed=table.flag("is_licensed", otherwise=True),
    )


def _read_items(table: Table, form: Form) -> dict[str, Item]:
    """Return the items as the engine scores them, by name."""
    found = {}
    for entry, item in zip(table.tables("items"), form.items, strict=True):
        points = tuple(value for value in item.values if isinstance(value, int))
        if len(points) != len(item.values) or any(alert not in points for alert in item.alerts):
            raise entry.damaged("alerts" if len(points) == len(item.values) else "answers")
        found[item.name] = Item(item.name, points, is_reversed=entry.flag("is_reversed", otherwise=False))
    return found


def _read_band_set(entry: Table) -> BandSet:
    steps = entry.tables("steps")
    starts: list[tuple[int | Fraction, str]] = []
    for step in steps:
        start = step.whole("from")
        if starts and start <= starts[-1][0]:
            raise step.damaged("from")
        starts.append((start, step.text("name")))
    return BandSet(
        Bands(tuple(starts), is_start_below=entry.flag("is_start_below", otherwise=False)),
        MappingProxyType({step.text("name"): read_label(step) for step in steps}),
        MappingProxyType({step.text("name"): advice for step in steps if (advice := read_wording(step, "advice"))}),
        entry.flag("is_adjustable", otherwise=False),
    )


def _read_scale(
    entry: Table, items: Mapping[str, Item], earlier: Mapping[str, ScaleKey], band_sets: Mapping[str, BandSet]
) -> ScaleKey:
    band_set = entry.text_or_empty("bands")
    if band_set and band_set not in band_sets:
        raise entry.damaged("bands")
    bands = band_sets.get(band_set)
    if entry.text("method") == _COMBINE:
        plus, minus = entry.texts("plus"), entry.texts("minus")
        if not plus or any(part not in earlier for part in (*plus, *minus)):
            raise entry.damaged("plus")
        ends = [
            _combined_end(earlier, plus, minus, is_highest=False),
            _combined_end(earlier, plus, minus, is_highest=True),
        ]
        return ScaleKey(_read_info(entry, ends, bands), None, plus, minus, band_set=band_set)
    scale = _read_plain(entry, items)
    is_percent = entry.flag("is_percent", otherwise=False)
    ends = [Fraction(0), Fraction(_PERCENT)] if is_percent else [Fraction(scale.lowest), Fraction(scale.highest)]
    return ScaleKey(_read_info(entry, ends, bands), scale, is_percent=is_percent, band_set=band_set)


def _read_plain(entry: Table, items: Mapping[str, Item]) -> Scale:
    """Return a scale that takes items together: all of them, or those whose numbers are listed."""
    try:
        method = Method(entry.text("method"))
    except ValueError as refused:
        raise entry.damaged("method") from refused
    has_all = entry.flag("has_all_items", otherwise=False)
    numbers = list(items) if has_all else [str(one) for one in entry.wholes("items")]
    if any(number not in items for number in numbers):
        raise entry.damaged("items")
    return Scale(entry.text("name"), tuple(items[number] for number in numbers), method)


def _combined_end(
    earlier: Mapping[str, ScaleKey], plus: tuple[str, ...], minus: tuple[str, ...], *, is_highest: bool
) -> Fraction:
    """Return the highest or lowest value a combined scale can have."""

    def end(name: str, *, wants_highest: bool) -> Fraction:
        info = earlier[name].info
        return info.highest if wants_highest else info.lowest

    added = sum((end(name, wants_highest=is_highest) for name in plus), Fraction(0))
    return added - sum((end(name, wants_highest=not is_highest) for name in minus), Fraction(0))


def _read_info(entry: Table, ends: list[Fraction], bands: BandSet | None) -> ScaleInfo:
    try:
        better = Better(entry.text("better"))
    except ValueError as refused:
        raise entry.damaged("better") from refused
    return ScaleInfo(
        name=entry.text("name"),
        label=read_label(entry),
        lowest=ends[0],
        highest=ends[1],
        better=better,
        is_charted=entry.flag("is_charted", otherwise=False),
        places=entry.whole_or_none("places") or 0,
        band_labels=bands.labels if bands else MappingProxyType({}),
        band_advice=bands.advice if bands else MappingProxyType({}),
    )


def _read_rules(table: Table, scales: Mapping[str, ScaleKey], count: int) -> dict[str, MissingRule]:
    found = {}
    for entry in table.tables_or_none("missing_rules"):
        least = entry.table("least")
        for name in least.names():
            scale = scales[name].scale if name in scales else None
            if scale is None or scale.method is not Method.MEAN or not 0 < least.whole(name) <= len(scale.items):
                raise least.damaged(name)
        if not 0 <= entry.whole("most_missing") <= count:
            raise entry.damaged("most_missing")
        found[entry.text("name")] = MissingRule(
            entry.whole("most_missing"), MappingProxyType({name: least.whole(name) for name in least.names()})
        )
    return found


def _read_note(entry: Table, scales: Mapping[str, ScaleKey]) -> NoteKey:
    scale = entry.text_or_empty("scale")
    if scale and scale not in scales:
        raise entry.damaged("scale")
    kind = NoteKind.AT_LEAST if scale else NoteKind.ALL_ANSWERED
    return NoteKey(entry.text("code"), kind, read_label(entry), entry.whole(kind.value), scale)
