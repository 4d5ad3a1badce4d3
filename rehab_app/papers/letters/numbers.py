"""The number of a letter, written after the office's own pattern.

Anatomy of a BNN number: kode sifat / nomor urut / bulan romawi / penandatangan / kode klasifikasi / tahun / unit, e.g.
``R/12/IX/KA/RH.00.00/2022/BNNK-BPP``; offices order the parts differently, so the pattern is a setting.
"""

from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from rehab_app.foundation.dates import roman_month
from rehab_app.foundation.errors import RuleBroken

FIELDS: Final = ("sifat", "nomor", "bulan_romawi", "penandatangan", "klasifikasi", "tahun", "unit")
REQUIRED: Final = ("nomor", "tahun")
# A running number may be filled up with noughts ({nomor:03}); nothing else may be dressed.
_PADDINGS: Final = frozenset({"02", "03", "04", "05"})


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What a number is made of: security letter, running number, day of the letter, signer, filing code, unit.

    ``suffix`` (".1") follows the running number of a letter put in afterwards.
    """

    sifat: str
    nomor: int
    day: date
    penandatangan: str
    klasifikasi: str
    unit: str
    suffix: str = ""


class _Running(int):
    """A running number with what follows it: padded as a number, ``007.1``."""

    suffix: str = ""

    def __format__(self, padding: str, /) -> str:
        return f"{int(self):{padding}}{self.suffix}"


def check_pattern(pattern: str) -> None:
    """Raise RuleBroken unless ``pattern`` can number letters.

    ``papers.pattern_malformed`` for braces that do not match, ``papers.pattern_unknown`` (fact ``part``) for a part that
    is not one of ``FIELDS``, ``papers.pattern_lacks`` (fact ``part``) where nomor or tahun is missing.
    """
    used = set()
    for _, part, padding, conversion in _parse(pattern):
        if part is None:
            continue
        if part not in FIELDS:
            raise RuleBroken("papers.pattern_unknown", field="pattern", part=part)
        if conversion or (padding and not (part == "nomor" and padding in _PADDINGS)):
            raise RuleBroken("papers.pattern_malformed", field="pattern")
        used.add(part)
    for part in REQUIRED:
        if part not in used:
            raise RuleBroken("papers.pattern_lacks", field="pattern", part=part)


def letter_number(pattern: str, parts: NumberParts) -> str:
    """Return the number of a letter, e.g. ``R/12/IX/KA/RH.00.00/2022/BNNK-BPP``.

    Raises as ``check_pattern`` does, and RuleBroken("papers.number_part_empty", part=...) where the pattern asks for a
    part that is blank.
    """
    check_pattern(pattern)
    if parts.nomor < 1:
        raise ValueError("running numbers begin at 1")
    running = _Running(parts.nomor)
    running.suffix = parts.suffix
    values: dict[str, str | int] = {
        "sifat": parts.sifat,
        "nomor": running,
        "bulan_romawi": roman_month(parts.day.month),
        "penandatangan": parts.penandatangan,
        "klasifikasi": parts.klasifikasi,
        "tahun": parts.day.year,
        "unit": parts.unit,
    }
    values = {part: " ".join(value.split()) if isinstance(value, str) else value for part, value in values.items()}
    for _, part, _, _ in _parse(pattern):
        if part is not None and values[part] == "":
            raise RuleBroken("papers.number_part_empty", field=part, part=part)
    return pattern.strip().format_map(values)


def _parse(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return the pieces of ``pattern``; raises RuleBroken("papers.pattern_malformed")."""
    try:
        return list(Formatter().parse(pattern))
    except ValueError:
        raise RuleBroken("papers.pattern_malformed", field="pattern") from None
