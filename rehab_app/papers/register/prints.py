"""The print history: each time a paper left the program, printed, saved as a file or handed over."""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import col, func, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.papers.register.model import PaperPrint
from rehab_app.papers.register.rows import PrintRow
from rehab_app.store.work import Work

PRINT: Final = "print"
SAVE: Final = "save"
HANDOVER: Final = "handover"
WAYS: Final = (PRINT, SAVE, HANDOVER)
COPY_MARKS: Final = ("", "archive", "recipient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper that leaves: a letter by ``letter_id``, any other by its ``kind`` and the record it shows (``subject_id``).

    ``how``: print, save or handover. ``copy_mark``: empty, archive or recipient.
    """

    kind: str
    how: str
    letter_id: UUID | None = None
    client_id: UUID | None = None
    subject_id: UUID | None = None
    copy_mark: str = ""
    pages: int = 0
    reason: str = ""
    is_redacted: bool = False


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def note_print(work: Work, paper: Printed) -> UUID:
    """Enter that a paper left the program, in its print history and the audit; returns the id of the row.

    Raises RuleBroken("papers.unknown_way") and ``papers.unknown_copy_mark``.
    """
    return keep_print(work, paper, f"papers.{paper.how}.{paper.kind}")


@needs(DataClass.SURAT, Right.MELIHAT)
def prints_of(work: Work, letter_id: UUID) -> list[PrintRow]:
    """Return the times a letter left the program, the first one first."""
    query = select(PaperPrint).where(PaperPrint.letter_id == letter_id).order_by(col(PaperPrint.created_at))
    return [_row(row) for row in work.session.exec(query)]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def prints_of_paper(work: Work, kind: str, subject_id: UUID) -> list[PrintRow]:
    """Return the times a paper without a number left the program, e.g. a kartu lapor diri, the first one first."""
    query = select(PaperPrint).where(PaperPrint.kind == kind, PaperPrint.subject_id == subject_id)
    return [_row(row) for row in work.session.exec(query.order_by(col(PaperPrint.created_at)))]


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def times_printed(work: Work, client_id: UUID) -> Counter[tuple[str, UUID | None]]:
    """Return how often each of a client's papers left the program, by kind and subject; 0 for one that never did."""
    query = (
        select(PaperPrint.kind, PaperPrint.subject_id, func.count())
        .where(PaperPrint.client_id == client_id)
        .group_by(PaperPrint.kind, col(PaperPrint.subject_id))
    )
    return Counter({(kind, subject_id): times for kind, subject_id, times in work.session.exec(query)})


def keep_print(work: Work, paper: Printed, action: str) -> UUID:
    """Write the row of a print; the second one of the same paper is one that came again."""
    if paper.how not in WAYS:
        raise RuleBroken("papers.unknown_way", name=paper.how)
    if paper.copy_mark not in COPY_MARKS:
        raise RuleBroken("papers.unknown_copy_mark", field="copy_mark", name=paper.copy_mark)
    values = {name: getattr(paper, name) for name in Printed.__slots__}
    row = PaperPrint(id=work.new_id(), **values, is_again=_is_again(work, paper))
    return work.add(row, action).id


def _is_again(work: Work, paper: Printed) -> bool:
    """Whether the same paper left before; its copies of one printing bear different marks."""
    query = select(PaperPrint.id).where(PaperPrint.copy_mark == paper.copy_mark, PaperPrint.how == paper.how)
    if paper.letter_id is not None:
        query = query.where(PaperPrint.letter_id == paper.letter_id)
    elif paper.subject_id is not None:
        query = query.where(PaperPrint.kind == paper.kind, PaperPrint.subject_id == paper.subject_id)
    else:
        return False
    return work.session.exec(query.limit(1)).first() is not None


def _row(row: PaperPrint) -> PrintRow:
    return PrintRow(
        at=row.created_at,
        by=row.created_by,
        how=row.how,
        copy_mark=row.copy_mark,
        pages=row.pages,
        is_again=row.is_again,
        reason=row.reason,
        is_redacted=row.is_redacted,
    )
