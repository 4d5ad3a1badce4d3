"""What the register's page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.register.rows import LetterRow
from rehab_app.papers.register.service import look_at, note_leaving, register_of, void
from rehab_app.ui.shell.session import Session

Failed = Callable[[RuleBroken], None]


def read_register(
    session: Session, year: int, done: Callable[[Sequence[LetterRow]], None], failed: Failed, owner: QObject
) -> None:
    """Read the letters dated in ``year``, newest first."""
    session.read(lambda work: register_of(work, year), done, failed, owner=owner)


def read_kept(session: Session, letter_id: UUID, done: Callable[[bytes], None], failed: Failed, owner: QObject) -> None:
    """Read the bytes that were issued; the look is entered in the audit."""
    attachments = session.clinic.attachments
    session.write(lambda work: look_at(work, attachments, letter_id), done, failed, owner=owner)


def note_letter(
    session: Session, letter_id: UUID, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter in the audit that the letter is printed or saved, then let it go."""
    session.write(lambda work: note_leaving(work, letter_id, deed), lambda _number: go(), failed, owner=owner)


def void_letter(
    session: Session, row: LetterRow, reason: str, done: Callable[[None], None], failed: Failed, owner: QObject
) -> None:
    """Void one letter with its reason."""
    session.write(lambda work: void(work, row.id, row.row_version, reason), done, failed, owner=owner)
