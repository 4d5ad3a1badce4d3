"""The buku agenda and the yearly check of the register on paper: gathered, drawn, and entered in the audit when they leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from rehab_app.desk.letter_facts import office_facts
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.register.check import year_check
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.prints import Printed, note_print, prints_of
from rehab_app.papers.register.reading import letter_rows
from rehab_app.papers.register.rows import LetterRow, PrintRow
from rehab_app.papers.sheets.agenda import AgendaFacts, CheckFacts, agenda_sheet, check_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work

AGENDA = "agenda"
CHECK = "agenda_check"


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line of a letter's print history with the name of who let it go."""

    row: PrintRow
    name: str


@needs(DataClass.SURAT, Right.MELIHAT)
def agenda(work: Work, year: int, first: date | None = None, last: date | None = None) -> AgendaFacts:
    """Return the book of one year, or the part of it dated from ``first`` to ``last``; agenda numbers are those of the year.

    The agenda number is the place of a letter in the order in which the year's letters were entered. Raises
    RuleBroken("letters.period_backwards") where ``last`` lies before ``first``.
    """
    if first and last and last < first:
        raise RuleBroken("letters.period_backwards", field="until_on")
    letters = list(enumerate(_in_order(work, year), 1))
    if first or last:
        first, last = first or date(year, 1, 1), last or date(year, 12, 31)
        letters = [(number, row) for number, row in letters if first <= row.dated_on <= last]
    authors: set[UUID] = {row.created_by for _, row in letters}
    return AgendaFacts(
        year=year,
        letters=letters,
        users=names_of(work, sorted(authors)),
        office=office_facts(profile(work)),
        day=work.clock.today(),
        first=first,
        last=last,
        is_practice=is_practice_clinic(work.connection),
    )


@needs(DataClass.SURAT, Right.MELIHAT)
def agenda_pdf(work: Work, year: int, first: date | None = None, last: date | None = None) -> bytes:
    """Return the buku agenda as PDF; raises as ``agenda`` does."""
    return draw(agenda_sheet(agenda(work, year, first, last)))


@needs(DataClass.SURAT, Right.MELIHAT)
def check_pdf(work: Work, year: int) -> bytes:
    """Return the yearly check of the register as PDF."""
    facts = CheckFacts(
        check=year_check(work, year),
        office=office_facts(profile(work)),
        day=work.clock.today(),
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(check_sheet(facts))


@needs(DataClass.SURAT, Right.MELIHAT)
def note_book(work: Work, kind: str, deed: str) -> UUID:
    """Enter that the book (``AGENDA``) or its check (``CHECK``) was printed or saved (``deed``: print or save)."""
    return note_print(work, Printed(kind=kind, how=deed))


@needs(DataClass.SURAT, Right.MELIHAT)
def print_history(work: Work, letter_id: UUID) -> list[PrintLine]:
    """Return the print history of a letter with the names of those who let it go."""
    rows = prints_of(work, letter_id)
    names = names_of(work, sorted({row.by for row in rows}))
    return [PrintLine(row, names.get(row.by, "")) for row in rows]


def _in_order(work: Work, year: int) -> list[LetterRow]:
    query = select(IssuedLetter).where(IssuedLetter.year == year)
    entered = (col(IssuedLetter.created_at), col(IssuedLetter.series), col(IssuedLetter.number))
    return letter_rows(work, query.order_by(*entered, col(IssuedLetter.suffix)))
