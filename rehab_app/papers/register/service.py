"""The letter register: a number, the printed bytes and the register row in one transaction, and reprints of the same bytes."""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import N_
from rehab_app.office.numbers.counters import last_number, start_from
from rehab_app.office.rights.needs import needs
from rehab_app.papers.register import prints
from rehab_app.papers.register.facts import RegisterChanged
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.numbering import enter, fill, next_number, reserved_number
from rehab_app.papers.register.orders import LetterOrder
from rehab_app.papers.register.reading import letter_row, letter_rows, series_of
from rehab_app.papers.register.rows import LetterRow, LetterState
from rehab_app.papers.register.types import letter_type
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

__all__ = ["LEAST_VOID_REASON", "LetterOrder", "series_of"]

LEAST_VOID_REASON: Final = 5
BEFORE_THE_LAST: Final = N_("The last letter of this counter, {number}, is dated {day}. This one bears an earlier day.")


@needs(DataClass.SURAT, Right.INPUT)
def issue(
    work: Work,
    attachments: Attachments,
    order: LetterOrder,
    render: Callable[[str], bytes],
    reserved_id: UUID | None = None,
) -> tuple[UUID, str]:
    """Take the next number, render the letter with it, keep the bytes and the register row; return id and number.

    ``reserved_id`` is a number that was kept for this letter: it is taken instead, written anew with the letter's day. A render
    that raises leaves no number taken, because all of it is one transaction. Raises ``letters.year_not_begun``,
    ``letters.number_taken``, ``letters.not_reserved``, ``letters.reserved_for_other``, and as ``letter_number`` does.
    """
    action = f"letters.issue.{order.kind}"
    if reserved_id is None:
        number, text = next_number(work, order)
        content = render(text)
        made = enter(work, order, number, text, action, digest=attachments.put(content), size=len(content))
        return made.letter_id, text
    kept, text = reserved_number(work, reserved_id, order)
    content = render(text)
    fill(work, kept, order, text, action, digest=attachments.put(content), size=len(content))
    return kept.id, text


@needs(DataClass.SURAT, Right.MELIHAT)
def reprint(work: Work, attachments: Attachments, letter_id: UUID) -> bytes:
    """Return the bytes that were issued, the same to the last one, and enter the reprint in the audit."""
    return _kept(work, attachments, letter_id, "letters.reprint")


@needs(DataClass.SURAT, Right.MELIHAT)
def look_at(work: Work, attachments: Attachments, letter_id: UUID) -> bytes:
    """Return the bytes that were issued, to be looked at on the screen, and enter the look in the audit.

    Raises RuleBroken("letters.no_file") for a number without a letter of the program.
    """
    return _kept(work, attachments, letter_id, "letters.view")


@needs(DataClass.SURAT, Right.MELIHAT)
def note_leaving(work: Work, letter_id: UUID, deed: str, copy_mark: str = "", pages: int = 0) -> UUID:
    """Enter that a letter was printed or saved as a file (``deed``: print or save); returns the id of the print's row."""
    letter = work.session.get_one(IssuedLetter, letter_id)
    paper = prints.Printed(
        kind=letter.kind,
        how=deed,
        letter_id=letter.id,
        client_id=letter.client_id,
        copy_mark=copy_mark,
        pages=pages,
        is_redacted=letter.is_redacted,
    )
    return prints.keep_print(work, paper, f"letters.reprint.{deed}")


@needs(DataClass.SURAT, Right.PERBAIKAN)
def void(work: Work, letter_id: UUID, row_version: int, reason: str) -> None:
    """Void an issued letter, or give up a number that was kept, with its reason; number and bytes stay in the register."""
    if len(reason.strip()) < LEAST_VOID_REASON:
        raise RuleBroken("letters.void_reason", field="reason")
    letter = work.session.get_one(IssuedLetter, letter_id)
    if letter.row_version != row_version:
        raise StaleRecord("store.stale", table="issued_letter")
    if letter.voided_on is not None:
        raise RuleBroken("letters.already_void")
    letter.voided_on = work.clock.today()
    letter.void_reason = reason.strip()
    work.change(letter, "letters.void")
    work.publish(RegisterChanged(letter.id, letter.year))


@needs(DataClass.SURAT, Right.MELIHAT)
def letter(work: Work, letter_id: UUID) -> LetterRow:
    """Return one row of the register."""
    return letter_row(work.session.get_one(IssuedLetter, letter_id))


@needs(DataClass.SURAT, Right.MELIHAT)
def register_of(work: Work, year: int, limit: int = 500) -> list[LetterRow]:
    """Return the letters dated in ``year``, newest first."""
    query = select(IssuedLetter).where(IssuedLetter.year == year)
    return letter_rows(
        work, query.order_by(col(IssuedLetter.registered_on).desc(), col(IssuedLetter.number).desc()).limit(limit)
    )


@needs(DataClass.SURAT, Right.MELIHAT)
def of_client(work: Work, client_id: UUID) -> list[LetterRow]:
    """Return one client's letters, newest first."""
    query = select(IssuedLetter).where(IssuedLetter.client_id == client_id)
    return letter_rows(work, query.order_by(col(IssuedLetter.created_at).desc()))


@needs(DataClass.SURAT, Right.MELIHAT)
def reserved(work: Work, type_code: str, year: int) -> list[LetterRow]:
    """Return the numbers of a type that wait for their letters, the first number first."""
    query = select(IssuedLetter).where(
        IssuedLetter.series == series_of(letter_type(work, type_code).series),
        IssuedLetter.year == year,
        IssuedLetter.state == LetterState.RESERVED.value,
        col(IssuedLetter.voided_on).is_(None),
    )
    return letter_rows(work, query.order_by(col(IssuedLetter.number), col(IssuedLetter.suffix)))


@needs(DataClass.SURAT, Right.MELIHAT)
def day_notices(work: Work, type_code: str, dated_on: date) -> tuple[Notice, ...]:
    """Return what to look at in a letter's day: one before the last letter of the same counter is said, never refused."""
    query = (
        select(IssuedLetter)
        .where(
            IssuedLetter.series == series_of(letter_type(work, type_code).series),
            IssuedLetter.year == dated_on.year,
            IssuedLetter.suffix == "",
            IssuedLetter.state != LetterState.RESERVED.value,
            col(IssuedLetter.voided_on).is_(None),
        )
        .order_by(col(IssuedLetter.dated_on).desc(), col(IssuedLetter.number).desc())
    )
    last = work.session.exec(query.limit(1)).first()
    if last is None or dated_on >= last.dated_on:
        return ()
    facts = {"number": last.number_text, "day": format_short(last.dated_on)}
    return (Notice(BEFORE_THE_LAST, "dated_on", facts),)


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def begin_after(work: Work, series: str, year: int, last: int) -> None:
    """Set the last number that a counter has used in the paper register, so that the next letter takes ``last + 1``.

    ``series`` is that of the types (R, B, ...). Raises RuleBroken("letters.number_below") below what is taken,
    ``letters.year_not_begun``, and ``letters.number_low`` below 0.
    """
    if year > work.clock.today().year:
        raise RuleBroken("letters.year_not_begun", field="year", year=year)
    if last < 0:
        raise RuleBroken("letters.number_low", field="last")
    if last < last_number(work, series_of(series), year):
        raise RuleBroken("letters.number_below", field="last", last=last_number(work, series_of(series), year))
    start_from(work, series_of(series), year, last)
    work.note(f"letters.begin_after.{series}.{year}.{last}")


@needs(DataClass.SURAT, Right.MELIHAT)
def last_numbers(work: Work, year: int, *series: str) -> dict[str, int]:
    """Return the last number of each counter that is named, 0 where none was taken in ``year``."""
    return {name: last_number(work, series_of(name), year) for name in series}


def _kept(work: Work, attachments: Attachments, letter_id: UUID, deed: str) -> bytes:
    letter = _with_file(work, letter_id)
    content = attachments.get(letter.digest)
    work.note(deed, "issued_letter", letter.id)
    return content


def _with_file(work: Work, letter_id: UUID) -> IssuedLetter:
    kept = work.session.get_one(IssuedLetter, letter_id)
    if not kept.digest:
        raise RuleBroken("letters.no_file", number=kept.number_text)
    return kept
