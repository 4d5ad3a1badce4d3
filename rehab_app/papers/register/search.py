"""Searching the register: words of number, addressee, subject, remark and signer, and the filters beside them."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.reading import letter_rows, series_of
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.store.work import Work

LATE: Final = "late"
"""Beside the states: numbers that were put in afterwards."""
MOST: Final = 2000
_SEARCHED: Final = (
    IssuedLetter.number_text,
    IssuedLetter.addressee,
    IssuedLetter.subject,
    IssuedLetter.remark,
    IssuedLetter.signer_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSearch:
    """What is looked for; what is empty or None does not narrow. ``state`` is a ``LetterState`` or ``LATE``."""

    text: str = ""
    year: int | None = None
    type_code: str = ""
    kind: str = ""
    state: str = ""
    client_id: UUID | None = None
    from_on: date | None = None
    until_on: date | None = None


@needs(DataClass.SURAT, Right.MELIHAT)
def search(work: Work, wanted: LetterSearch, limit: int = MOST) -> list[LetterRow]:
    """Return the letters that answer every part of ``wanted``, those entered last first; every word must be found."""
    query = select(IssuedLetter).where(*_conditions(wanted))
    query = query.order_by(
        col(IssuedLetter.year).desc(),
        col(IssuedLetter.registered_on).desc(),
        col(IssuedLetter.created_at).desc(),
        col(IssuedLetter.number).desc(),
    )
    return letter_rows(work, query.limit(limit))


def _conditions(wanted: LetterSearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_holds(word.lower()) for word in wanted.text.split()]
    exact = {
        IssuedLetter.year: wanted.year,
        IssuedLetter.kind: wanted.kind or None,
        IssuedLetter.client_id: wanted.client_id,
    }
    found += [col(part) == value for part, value in exact.items() if value is not None]
    if wanted.type_code:
        # Letters from before there were types bear none: they are of the type that their counter is named for.
        unnamed = (col(IssuedLetter.type_code) == "") & (col(IssuedLetter.series) == series_of(wanted.type_code))
        found.append(or_(col(IssuedLetter.type_code) == wanted.type_code, unnamed))
    if wanted.from_on is not None:
        found.append(col(IssuedLetter.dated_on) >= wanted.from_on)
    if wanted.until_on is not None:
        found.append(col(IssuedLetter.dated_on) <= wanted.until_on)
    if wanted.state:
        found.append(_state(wanted.state))
    return found


def _holds(word: str) -> ColumnElement[bool]:
    return or_(*(func.lower(col(part)).contains(word, autoescape=True) for part in _SEARCHED))


def _state(state: str) -> ColumnElement[bool]:
    if state == LATE:
        return col(IssuedLetter.suffix) != ""
    if state == LetterState.VOID:
        return col(IssuedLetter.voided_on).is_not(None)
    return (col(IssuedLetter.state) == state) & col(IssuedLetter.voided_on).is_(None)
