"""The types of letters: those delivered in ``resources/letters/types.toml``, and what the office made of them or added.

Each type names the counter its numbers come from; types with the same counter run on together. What an office had set for its
referral letters before there were types (``_OLD_SETTINGS``) is what type R says until the office keeps R anew.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from sqlmodel import col, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.resources import resource
from rehab_app.office.profile.model import OfficeSetting
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.papers.letters.numbers import NumberParts, check_pattern, letter_number
from rehab_app.papers.register.draft import LetterTypeDraft
from rehab_app.papers.register.model import LetterType
from rehab_app.store.work import Work

REFERRAL: Final = "R"
_OLD_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "referral_letter_pattern": ("pattern",),
    "referral_letter_security": ("security", "series"),
    "referral_letter_signer": ("signer_mark",),
    "referral_letter_class": ("filing_code",),
    "referral_copies": ("copies",),
}
_EXAMPLE: Final = 123


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """One type as it stands; ``row_version`` is 0 while the office has not kept it, so it is as delivered."""

    code: str
    name: str
    security: str
    series: str
    pattern: str
    signer_mark: str = ""
    filing_code: str = ""
    classification: str = ""
    copies: tuple[str, ...] = ()
    is_retired: bool = False
    is_delivered: bool = False
    row_version: int = 0

    def number_text(self, number: int, day: date, unit: str, *, suffix: str = "", filing_code: str = "") -> str:
        """Return a number of this type in words of its pattern; raises as ``letter_number`` does."""
        parts = NumberParts(
            sifat=self.security,
            nomor=number,
            day=day,
            penandatangan=self.signer_mark,
            klasifikasi=filing_code or self.filing_code,
            unit=unit,
            suffix=suffix,
        )
        return letter_number(self.pattern, parts)


@cache
def delivered_types() -> Mapping[str, TypeRow]:
    """Return the delivered types by code, in their order."""
    read = tomllib.loads(resource("letters", "types.toml").read_text(encoding="utf-8"))["type"]
    rows = [TypeRow(**{**one, "copies": tuple(one.get("copies", ())), "is_delivered": True}) for one in read]
    return {row.code: row for row in rows}


def example(values: Mapping[str, Any], unit: str, day: date) -> str:
    """Return a number as it would be written with what stands in a form; raises RuleBroken where it cannot be written."""
    said: dict[str, Any] = {name: str(values.get(name) or "") for name in _WORDS}
    row = TypeRow(**said)
    check_pattern(row.pattern)
    return row.number_text(_EXAMPLE, day, unit)


_WORDS: Final = ("code", "name", "security", "series", "pattern", "signer_mark", "filing_code", "classification")


@open_to_all
def types(work: Work, *, with_retired: bool = False) -> list[TypeRow]:
    """Return the types: the delivered ones in their order with what the office made of them, then its own by code."""
    known: dict[str, TypeRow] = dict(delivered_types())
    known[REFERRAL] = _as_once_set(work, known[REFERRAL])
    for row in work.session.exec(select(LetterType).order_by(col(LetterType.code))):
        known[row.code] = _row(row)
    return [row for row in known.values() if with_retired or not row.is_retired]


@open_to_all
def letter_type(work: Work, code: str) -> TypeRow:
    """Return one type, retired or not; raises RuleBroken("letters.type_unknown")."""
    for row in types(work, with_retired=True):
        if row.code == code:
            return row
    raise RuleBroken("letters.type_unknown", field="type_code", name=code)


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def keep_type(work: Work, draft: LetterTypeDraft, row_version: int, unit: str) -> None:
    """Keep a type: the office's own, or what it makes of a delivered one; ``row_version`` is the one shown, 0 as delivered.

    Raises RulesBroken with what is missing, as ``check_pattern`` does, ``letters.type_prints_like`` where a type with another
    counter writes its numbers just so, ``letters.type_code_taken``, and StaleRecord. Letters already issued keep their numbers.
    """
    draft.check()
    values = draft.model_dump()
    kept = work.session.exec(select(LetterType).where(LetterType.code == draft.code)).first()
    if draft.is_new and (kept is not None or draft.code in delivered_types()):
        raise RuleBroken("letters.type_code_taken", field="code")
    if (kept.row_version if kept else 0) != row_version:
        raise StaleRecord("store.stale", table="letter_type")
    del values["is_new"]
    _refuse_same_numbers(work, TypeRow(**{**values, "copies": tuple(draft.copies)}), unit)
    _write(work, kept, values, "letters.type_keep")


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def retire_type(work: Work, code: str, row_version: int, *, is_retired: bool = True) -> None:
    """Take a type out of use, or back into it; its numbers and its counter stay. Type R numbers referrals and stays."""
    row = letter_type(work, code)
    if row.row_version != row_version:
        raise StaleRecord("store.stale", table="letter_type")
    if code == REFERRAL and is_retired:
        raise RuleBroken("letters.type_needed")
    kept = work.session.exec(select(LetterType).where(LetterType.code == code)).first()
    changed = replace(row, is_retired=is_retired)
    values = {name: getattr(changed, name) for name in (*_WORDS, "is_retired")} | {"copies": list(row.copies)}
    _write(work, kept, values, "letters.type_retire")


def _write(work: Work, kept: LetterType | None, values: Mapping[str, Any], action: str) -> None:
    if kept is None:
        work.add(LetterType(id=work.new_id(), **values), action)
        return
    for name, value in values.items():
        setattr(kept, name, value)
    work.change(kept, action)


def _refuse_same_numbers(work: Work, changed: TypeRow, unit: str) -> None:
    """Refuse a type whose numbers would read like those of a type that counts by itself."""
    day = work.clock.today()
    said = changed.number_text(_EXAMPLE, day, unit)
    for other in types(work):
        if other.code != changed.code and other.series != changed.series and _said(other, day, unit) == said:
            raise RuleBroken("letters.type_prints_like", field="pattern", name=other.name)


def _said(row: TypeRow, day: date, unit: str) -> str:
    try:
        return row.number_text(_EXAMPLE, day, unit)
    except RuleBroken:
        return ""


def _as_once_set(work: Work, row: TypeRow) -> TypeRow:
    """Return a type with what the office had set before there were types."""
    query = select(OfficeSetting).where(col(OfficeSetting.name).in_(_OLD_SETTINGS))
    for kept in work.session.exec(query):
        value: Any = tuple(kept.value) if isinstance(kept.value, list) else kept.value
        changed: dict[str, Any] = dict.fromkeys(_OLD_SETTINGS[kept.name], value)
        row = replace(row, **changed)
    return row


def _row(kept: LetterType) -> TypeRow:
    values = {name: getattr(kept, name) for name in (*_WORDS, "is_retired", "row_version")}
    return TypeRow(**values, copies=tuple(kept.copies), is_delivered=kept.code in delivered_types())


def series_names(rows: list[TypeRow]) -> dict[str, str]:
    """Return the names of the types of each counter (``letter.R``), those that share one with commas between."""
    named: dict[str, list[str]] = {}
    for row in rows:
        named.setdefault(f"letter.{row.series}", []).append(row.name)
    return {series: ", ".join(names) for series, names in named.items()}
