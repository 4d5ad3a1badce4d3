"""What the section of a client's papers asks of the desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.desk.client_papers import printing
from rehab_app.desk.client_papers.rows import Drawn, PaperLine, Wanted
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Lines = tuple[PaperLine, ...]


def read_papers(session: Session, episode_id: UUID | None, done: Done[Lines], failed: Failed, owner: QObject) -> Job:
    """Read which papers of an episode can be printed; none without an episode."""
    lists = session.lists
    return session.read(
        lambda work: printing.papers_of(work, episode_id, lists) if episode_id is not None else (),
        done,
        failed,
        owner=owner,
    )


def draw_paper(
    session: Session, episode_id: UUID, wanted: Wanted, done: Done[Drawn], failed: Failed, owner: QObject
) -> Job:
    """Draw a paper; the card on the writing lane, for its photograph is entered in the audit as looked at."""
    lists, attachments = session.lists, session.clinic.attachments

    def task(work: "Work") -> Drawn:
        return printing.paper_pdf(work, episode_id, wanted, lists, attachments)

    lane = session.write if wanted.kind == printing.CARD else session.read
    return lane(task, done, failed, owner=owner)


def note_paper(
    session: Session,
    episode_id: UUID,
    wanted: Wanted,
    how: str,
    pages: int,
    reason: str,
    go: Callable[[], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Enter that a paper leaves, then let it go."""
    lists = session.lists
    return session.write(
        lambda work: printing.note_paper(work, episode_id, wanted, lists, how, pages=pages, reason=reason),
        lambda _done: go(),
        failed,
        owner=owner,
    )
