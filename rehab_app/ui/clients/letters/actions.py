"""What the section of a client's letters asks of the register."""

from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.papers.register import service as register
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session


def read_letters(
    session: Session, client_id: UUID, done: Done[tuple[LetterRow, ...]], failed: Failed, owner: QObject
) -> Job:
    """Read the letters of a client over all her episodes, the latest first."""
    return session.read(lambda work: tuple(register.of_client(work, client_id)), done, failed, owner=owner)


def look_at(session: Session, letter_id: UUID, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Read the bytes that were issued; the look is entered in the audit."""
    attachments = session.clinic.attachments
    return session.write(lambda work: register.look_at(work, attachments, letter_id), done, failed, owner=owner)


def note_leaving(
    session: Session, letter_id: UUID, deed: str, pages: int, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Enter that the letter is printed or saved."""
    return session.write(
        lambda work: register.note_leaving(work, letter_id, deed, pages=pages), done, failed, owner=owner
    )
