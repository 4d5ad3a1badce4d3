"""What the register's page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.desk import agenda_paper
from rehab_app.desk.agenda_paper import PrintLine
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.office.officers.service import signers_on
from rehab_app.papers.register import entering
from rehab_app.papers.register.check import YearCheck, year_check
from rehab_app.papers.register.draft import EntryDraft
from rehab_app.papers.register.orders import Numbered
from rehab_app.papers.register.rows import LetterRow
from rehab_app.papers.register.search import LetterSearch, search
from rehab_app.papers.register.service import day_notices, look_at, note_leaving, void
from rehab_app.papers.register.types import TypeRow, types
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Failed = Callable[[RuleBroken], None]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the forms offer: the types in use, and who signs on the day."""

    types: tuple[TypeRow, ...]
    signers: tuple[OfficerRow, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter of the register as it is looked at: its bytes and its print history."""

    content: bytes
    history: tuple[PrintLine, ...]


def read_desk(session: Session, done: Callable[[Desk], None], failed: Failed, owner: QObject) -> None:
    """Read the types and today's signers."""

    def task(work: Work) -> Desk:
        return Desk(tuple(types(work)), tuple(signers_on(work, work.clock.today())))

    session.read(task, done, failed, owner=owner)


def read_register(
    session: Session,
    wanted: LetterSearch,
    done: Callable[[Sequence[LetterRow]], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Read the letters that are looked for, those entered last first."""
    session.read(lambda work: search(work, wanted), done, failed, owner=owner)


def read_kept(session: Session, letter_id: UUID, done: Callable[[Kept], None], failed: Failed, owner: QObject) -> None:
    """Read the bytes that were issued and how often they left; the look is entered in the audit."""
    attachments = session.clinic.attachments

    def task(work: Work) -> Kept:
        return Kept(look_at(work, attachments, letter_id), tuple(agenda_paper.print_history(work, letter_id)))

    session.write(task, done, failed, owner=owner)


def note_letter(
    session: Session, letter_id: UUID, deed: str, pages: int, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter that the letter is printed or saved, then let it go."""
    session.write(lambda work: note_leaving(work, letter_id, deed, pages=pages), lambda _id: go(), failed, owner=owner)


def read_history(
    session: Session, letter_id: UUID, done: Callable[[Sequence[PrintLine]], None], failed: Failed, owner: QObject
) -> None:
    """Read the print history of one letter."""
    session.read(lambda work: agenda_paper.print_history(work, letter_id), done, failed, owner=owner)


def void_letter(
    session: Session, row: LetterRow, reason: str, done: Callable[[None], None], failed: Failed, owner: QObject
) -> None:
    """Void one letter, or give up one number that was kept, with its reason."""
    session.write(lambda work: void(work, row.id, row.row_version, reason), done, failed, owner=owner)


def reserve_number(
    session: Session, values: Values, done: Callable[[Numbered], None], failed: Failed, owner: QObject
) -> None:
    """Take the next number and keep it."""

    def task(work: Work) -> Numbered:
        draft = read_draft(EntryDraft, _known(values))
        draft.require("type_code", "dated_on", "subject", "reason")
        day = draft.dated_on or work.clock.today()
        return entering.reserve(work, draft.type_code, day, draft.subject, draft.reason)

    session.write(task, done, failed, owner=owner)


def register_outside(
    session: Session,
    values: Values,
    desk: Desk,
    reserved_id: UUID | None,
    done: Callable[[Numbered], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Give a number to a letter written outside the program: the one that was kept for it, else the next one."""
    known = _known(values, desk)
    session.write(
        lambda work: entering.register_outside(work, read_draft(EntryDraft, known), reserved_id),
        done,
        failed,
        owner=owner,
    )


def insert_late(
    session: Session, values: Values, desk: Desk, done: Callable[[Numbered], None], failed: Failed, owner: QObject
) -> None:
    """Put a letter in behind a number that is taken."""
    is_reserved = bool(values.get("is_reserved"))
    known = _known({name: value for name, value in values.items() if name != "is_reserved"}, desk)
    session.write(
        lambda work: entering.insert_late(work, read_draft(EntryDraft, known), is_reserved=is_reserved),
        done,
        failed,
        owner=owner,
    )


def warn_of_day(
    session: Session, type_code: str, day: date, done: Callable[[Sequence[Notice]], None], owner: QObject
) -> None:
    """Ask what to look at in a letter's day."""
    session.read(lambda work: day_notices(work, type_code, day), done, lambda _trouble: done(()), owner=owner)


def read_check(session: Session, year: int, done: Callable[[YearCheck], None], failed: Failed, owner: QObject) -> None:
    """Read the check of the register of one year."""
    session.read(lambda work: year_check(work, year), done, failed, owner=owner)


def draw_agenda(
    session: Session,
    year: int,
    values: Values,
    done: Callable[[bytes], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Draw the buku agenda of a year, or of the part of it that ``from_on`` and ``until_on`` bound."""
    first, last = values.get("from_on"), values.get("until_on")
    session.read(lambda work: agenda_paper.agenda_pdf(work, year, first, last), done, failed, owner=owner)


def draw_check(session: Session, year: int, done: Callable[[bytes], None], failed: Failed, owner: QObject) -> None:
    """Draw the check of the register of one year."""
    session.read(lambda work: agenda_paper.check_pdf(work, year), done, failed, owner=owner)


def note_book(session: Session, kind: str, deed: str, go: Callable[[], None], failed: Failed, owner: QObject) -> None:
    """Enter that the book or its check is printed or saved, then let it go."""
    session.write(lambda work: agenda_paper.note_book(work, kind, deed), lambda _id: go(), failed, owner=owner)


def _known(values: Values, desk: Desk | None = None) -> dict[str, Any]:
    """Return what was answered, with lines as a list and the chosen signer by name and title."""
    known = {name: value for name, value in values.items() if value is not None}
    if "copies" in known:
        known["copies"] = [line.strip() for line in str(known["copies"]).splitlines() if line.strip()]
    chosen = known.pop("signer", None)
    for row in desk.signers if desk is not None else ():
        if chosen == signer_key(row):
            known.update(signer_name=row.name, signer_title=row.title)
    return known


def signer_key(row: OfficerRow) -> str:
    """Return the answer that stands for a signer in a form; the head of the office has none of her own."""
    return "head" if row.id is None else row.id.hex
