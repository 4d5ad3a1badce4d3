"""The letter register: a number, the printed bytes and the register row in one transaction, and reprints of the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.numbers.counters import last_number, start_from, take_number
from rehab_app.office.rights.needs import needs
from rehab_app.papers.letters.numbers import NumberParts, letter_number
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.rows import LetterRow
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

LEAST_VOID_REASON = 5


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """What is to be issued: the kind of letter, how its number is written, and what the register says of it."""

    kind: str
    pattern: str
    security: str
    signer_mark: str
    filing_code: str
    unit: str
    dated_on: date
    addressee: str
    subject: str
    signer_name: str
    signer_title: str
    client_id: UUID | None = None
    episode_id: UUID | None = None
    is_summary_printed: bool = False


def series_of(security: str) -> str:
    """Return the counter of a kind of letters: each security letter (R, B, ...) runs by itself."""
    return f"letter.{security}"


@needs(DataClass.SURAT, Right.INPUT)
def issue(work: Work, attachments: Attachments, order: LetterOrder, render: Callable[[str], bytes]) -> tuple[UUID, str]:
    """Take the next number, render the letter with it, keep the bytes and the register row; return id and number.

    A render that raises leaves no number taken, because all of it is one transaction.
    """
    year = order.dated_on.year
    number = take_number(work, series_of(order.security), year)
    text = letter_number(
        order.pattern,
        NumberParts(
            sifat=order.security,
            nomor=number,
            day=order.dated_on,
            penandatangan=order.signer_mark,
            klasifikasi=order.filing_code,
            unit=order.unit,
        ),
    )
    content = render(text)
    letter = IssuedLetter(
        id=work.new_id(),
        series=series_of(order.security),
        year=year,
        number=number,
        number_text=text,
        kind=order.kind,
        dated_on=order.dated_on,
        registered_on=work.clock.today(),
        addressee=order.addressee,
        subject=order.subject,
        signer_name=order.signer_name,
        signer_title=order.signer_title,
        client_id=order.client_id,
        episode_id=order.episode_id,
        digest=attachments.put(content),
        size=len(content),
        is_summary_printed=order.is_summary_printed,
    )
    work.add(letter, f"letters.issue.{order.kind}")
    return letter.id, text


@needs(DataClass.SURAT, Right.MELIHAT)
def reprint(work: Work, attachments: Attachments, letter_id: UUID) -> bytes:
    """Return the bytes that were issued, the same to the last one, and enter the reprint in the audit."""
    letter = work.session.get_one(IssuedLetter, letter_id)
    content = attachments.get(letter.digest)
    work.note("letters.reprint", "issued_letter", letter.id)
    return content


@needs(DataClass.SURAT, Right.MELIHAT)
def look_at(work: Work, attachments: Attachments, letter_id: UUID) -> bytes:
    """Return the bytes that were issued, to be looked at on the screen, and enter the look in the audit."""
    letter = work.session.get_one(IssuedLetter, letter_id)
    content = attachments.get(letter.digest)
    work.note("letters.view", "issued_letter", letter.id)
    return content


@needs(DataClass.SURAT, Right.MELIHAT)
def note_leaving(work: Work, letter_id: UUID, deed: str) -> int:
    """Enter that a letter looked at was printed or saved as a file (``deed``: print or save); returns the entry's number."""
    return work.note(f"letters.reprint.{deed}", "issued_letter", letter_id)


@needs(DataClass.SURAT, Right.PERBAIKAN)
def void(work: Work, letter_id: UUID, row_version: int, reason: str) -> None:
    """Void an issued letter with its reason; number and bytes stay in the register."""
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


@needs(DataClass.SURAT, Right.MELIHAT)
def letter(work: Work, letter_id: UUID) -> LetterRow:
    """Return one row of the register."""
    return _row(work.session.get_one(IssuedLetter, letter_id))


@needs(DataClass.SURAT, Right.MELIHAT)
def register_of(work: Work, year: int, limit: int = 500) -> list[LetterRow]:
    """Return the letters dated in ``year``, newest first."""
    query = select(IssuedLetter).where(IssuedLetter.year == year)
    return _read(
        work, query.order_by(col(IssuedLetter.registered_on).desc(), col(IssuedLetter.number).desc()).limit(limit)
    )


@needs(DataClass.SURAT, Right.MELIHAT)
def of_client(work: Work, client_id: UUID) -> list[LetterRow]:
    """Return one client's letters, newest first."""
    query = select(IssuedLetter).where(IssuedLetter.client_id == client_id)
    return _read(work, query.order_by(col(IssuedLetter.created_at).desc()))


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def begin_after(work: Work, security: str, year: int, last: int) -> None:
    """Set the last number the general register has used, so that the next letter takes ``last + 1``."""
    if last < last_number(work, series_of(security), year):
        raise RuleBroken("letters.number_below", field="last", last=last_number(work, series_of(security), year))
    start_from(work, series_of(security), year, last)
    work.note(f"letters.begin_after.{security}.{year}.{last}")


def _read(work: Work, query: SelectOfScalar[IssuedLetter]) -> list[LetterRow]:
    return [_row(row) for row in work.session.exec(query)]


def _row(row: IssuedLetter) -> LetterRow:
    return LetterRow(**{name: getattr(row, name) for name in LetterRow.__slots__})
