"""The one place where a letter gets its number: the counter, the words of the number, and the row of the register.

Everything here runs inside the transaction of the service that calls it, so a number is taken with its row or not at all.
"""

from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.numbers.counters import hold_number, take_number
from rehab_app.papers.register.facts import RegisterChanged
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.orders import LetterOrder, Numbered
from rehab_app.papers.register.reading import series_of
from rehab_app.papers.register.rows import LetterState
from rehab_app.store.work import Work

_COPIED: Final = (
    "kind",
    "dated_on",
    "addressee",
    "subject",
    "signer_name",
    "signer_title",
    "client_id",
    "episode_id",
    "is_summary_printed",
    "type_code",
    "security",
    "filing_code",
    "remark",
    "text_version",
    "referral_id",
    "is_redacted",
)


def require_open_year(work: Work, order: LetterOrder) -> None:
    """Refuse a letter of a year that has not begun (``letters.year_not_begun``): its counter begins with the year."""
    if order.dated_on.year > work.clock.today().year:
        raise RuleBroken("letters.year_not_begun", field="dated_on", year=order.dated_on.year)


def next_number(work: Work, order: LetterOrder) -> tuple[int, str]:
    """Take the next number of the order's counter and return it with its words; raises ``letters.number_taken``."""
    require_open_year(work, order)
    number = take_number(work, counter_of(order), order.dated_on.year)
    text = order.number_text(number)
    refuse_taken(work, text)
    return number, text


def late_number(work: Work, order: LetterOrder, after_number: int) -> tuple[str, str]:
    """Return the next suffix behind a number of the order's counter, with the words; the counter stays where it is.

    Raises RuleBroken("letters.no_such_number") for a number that is not taken yet: a letter is put in only behind another.
    """
    require_open_year(work, order)
    series, year = counter_of(order), order.dated_on.year
    last = hold_number(work, series, year)
    if not 0 < after_number <= last:
        raise RuleBroken("letters.no_such_number", field="after_number", number=after_number, last=last)
    behind = select(func.count()).where(
        IssuedLetter.series == series,
        IssuedLetter.year == year,
        IssuedLetter.number == after_number,
        col(IssuedLetter.suffix) != "",
    )
    suffix = f".{work.session.exec(behind).one() + 1}"
    text = order.number_text(after_number, suffix)
    refuse_taken(work, text)
    return suffix, text


def refuse_taken(work: Work, text: str, but: UUID | None = None) -> None:
    """Refuse a number that stands in the register in just these words (``letters.number_taken``)."""
    found = work.session.exec(select(IssuedLetter.id).where(IssuedLetter.number_text == text)).first()
    if found is not None and found != but:
        raise RuleBroken("letters.number_taken", number=text)


def counter_of(order: LetterOrder) -> str:
    """Return the counter that an order takes its number from."""
    return series_of(order.series or order.security)


def row_of(order: LetterOrder) -> dict[str, Any]:
    """Return what the register keeps of an order, but for the number."""
    kept = {name: getattr(order, name) for name in _COPIED}
    return {**kept, "copies": list(order.copies), "type_code": order.type_code or order.security}


def enter(work: Work, order: LetterOrder, number: int, text: str, action: str, **more: object) -> Numbered:
    """Enter a number with its letter in the register; ``more`` are columns of the row."""
    values: dict[str, Any] = {"digest": "", "size": 0, **row_of(order), **more}
    letter = IssuedLetter(
        id=work.new_id(),
        series=counter_of(order),
        year=order.dated_on.year,
        number=number,
        number_text=text,
        registered_on=work.clock.today(),
        **values,
    )
    work.add(letter, action)
    work.publish(RegisterChanged(letter.id, letter.year))
    return Numbered(letter.id, text)


def reserved_number(work: Work, letter_id: UUID, order: LetterOrder) -> tuple[IssuedLetter, str]:
    """Return the number that was kept for a letter, with its words written anew for the letter's day.

    Raises RuleBroken("letters.not_reserved") for one that is taken, ``letters.reserved_for_other`` for one of another counter or
    year, and ``letters.number_taken``.
    """
    require_open_year(work, order)
    kept = work.session.exec(select(IssuedLetter).where(IssuedLetter.id == letter_id).with_for_update()).one()
    if kept.state != LetterState.RESERVED or kept.voided_on is not None:
        raise RuleBroken("letters.not_reserved", number=kept.number_text)
    if (kept.series, kept.year) != (counter_of(order), order.dated_on.year):
        raise RuleBroken("letters.reserved_for_other", field="type_code", number=kept.number_text)
    text = order.number_text(kept.number, kept.suffix)
    refuse_taken(work, text, kept.id)
    return kept, text


def fill(work: Work, kept: IssuedLetter, order: LetterOrder, text: str, action: str, **more: object) -> None:
    """Write a letter into a number that was kept; ``more`` are columns of the row."""
    values = {
        **row_of(order),
        "number_text": text,
        "state": LetterState.ISSUED.value,
        "registered_on": work.clock.today(),
        **more,
    }
    for name, value in values.items():
        setattr(kept, name, value)
    work.change(kept, action)
    work.publish(RegisterChanged(kept.id, kept.year))
