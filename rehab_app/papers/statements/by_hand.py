"""Forms to fill in by hand: dots where a value would stand, so that nothing of the paper is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import A4, Block, FieldTable, KeepTogether, Margins, Paper, Signature, Text, plain, texts
from rehab_app.papers.letters.facts import LETTER_MARGINS, Office
from rehab_app.papers.texts.fields import FieldKind, MergeField, Value, Values, is_empty

_DOT: Final = "\u2026"
LINE: Final = _DOT * 28
SHORT: Final = _DOT * 12
DAY: Final = f"{_DOT * 6} 20{_DOT * 2}"
_ROW_GAP: Final = 2.4
NUMBER: Final = _DOT * 4
NAME: Final = f"({_DOT * 12})"
BOX: Final = "[   ]"
_APART: Final = "\u00a0\u00a0\u00a0 "
IS_BLANK: Final = "formulir_kosong"
"""The condition that holds in a form to fill in by hand."""

_DAYS: Final = ("tanggal_", "hari_", "berlaku_")
_NUMBERS: Final = ("jumlah_", "masa_perawatan", "pertemuan_ke", "umur")
_LONG: Final = ("alamat",)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What a paper that may be filled in by hand is told: the office, the day (None: written by hand), and the sheet.

    ``is_blank``: a form to fill in by hand; dots stand for each value that is not given.
    """

    office: Office
    day: date | None = None
    is_blank: bool = False
    is_practice: bool = False
    paper: Paper = A4
    margins: Margins = LETTER_MARGINS
    font: str = "PT Serif"


def answered(fields: Mapping[str, MergeField], values: Values, *, is_blank: bool) -> dict[str, Value]:
    """Return ``values``, in a blank form with dots for each field of words that has none; blocks stay as they are."""
    found: dict[str, Value] = dict(values)
    if is_blank:
        for name, field in fields.items():
            if field.kind is FieldKind.WORDS and is_empty(found.get(name, "")):
                found[name] = dots(name)
    return found


def dots(name: str) -> str:
    """Return the dots that stand for the field called ``name``: as many as its answer is long."""
    if name.endswith(_LONG):
        return f"{LINE}\n{LINE}"
    if name.startswith(_DAYS):
        return DAY
    if name.startswith(_NUMBERS):
        return NUMBER
    return LINE


def spaced(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return ``blocks`` with room for a pen between the rows of their tables of dots."""
    return tuple(_spaced(block) for block in blocks)


def _spaced(block: Block) -> Block:
    match block:
        case FieldTable(rows=rows) if any(_DOT * 2 in plain(value) for _, value in rows):
            return replace(block, rows=tuple((label, _lines(value)) for label, value in rows), row_gap=_ROW_GAP)
        case KeepTogether(blocks=kept):
            return replace(block, blocks=spaced(kept))
        case _:
            return block


def _lines(value: Text) -> Text:
    """Return dots over several lines with an empty one between them."""
    return value.replace(f"{_DOT}\n{_DOT}", f"{_DOT}\n\n{_DOT}") if isinstance(value, str) else value


def day_in_words(day: date | None) -> str:
    """Return a day as papers write it, or the dots where its day is written by hand."""
    return format_long(day) if day else DAY


def place_day(office: Office, day: date | None) -> str:
    """Return "Balikpapan, 12 Januari 2026", with dots where the place or the day is written by hand."""
    return f"{office.city.strip() or SHORT}, {day_in_words(day)}"


def signed_by(
    title: str, name: str, details: tuple[str, ...] = (), *, above: tuple[str, ...] = (), stamp: str = ""
) -> Signature:
    """Return the place where somebody signs; a name nobody knows is dots between brackets."""
    return Signature((title,), name.strip() or NAME, texts(details), above, stamp)


def to_tick(choices: tuple[str, ...], apart: str = _APART) -> str:
    """Return ``choices`` as boxes to tick."""
    return apart.join(f"{BOX} {choice}".replace(" ", "\u00a0") for choice in choices)
