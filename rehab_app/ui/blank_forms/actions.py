"""What the page of blank forms asks of the desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from rehab_app.desk.client_papers import blanks
from rehab_app.desk.client_papers.rows import BlankRow, Drawn
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session


def read_forms(session: Session, done: Done[tuple[BlankRow, ...]], failed: Failed, owner: QObject) -> Job:
    """Read which forms there are."""
    return session.read(blanks.blank_rows, done, failed, owner=owner)


def draw_form(session: Session, code: str, done: Done[Drawn], failed: Failed, owner: QObject) -> Job:
    """Draw a form."""
    lists = session.lists
    return session.read(lambda work: blanks.blank_pdf(work, code, lists), done, failed, owner=owner)


def note_form(
    session: Session, code: str, how: str, pages: int, go: Callable[[], None], failed: Failed, owner: QObject
) -> Job:
    """Enter that a form leaves, then let it go."""
    return session.write(
        lambda work: blanks.note_blank(work, code, how, pages), lambda _done: go(), failed, owner=owner
    )
