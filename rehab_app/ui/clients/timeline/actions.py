"""What the timeline asks of the services; its charts are put together off the UI thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import filled
from rehab_app.clinic.timeline import service
from rehab_app.clinic.timeline.rows import EventRow
from rehab_app.desk import timeline_paper
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.names import names_of
from rehab_app.papers.sheets.timeline import Course, courses
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class Life:
    """A client's events, the latest first; who did them; and the courses of her instruments, for those who may see them."""

    events: tuple[EventRow, ...]
    names: Mapping[UUID, str]
    courses: tuple[Course, ...]


def read(session: Session, client_id: UUID, done: Done[Life], failed: Failed, owner: QObject) -> Job:
    """Read the timeline."""
    words = session.context.words

    def task(work: "Work") -> Life:
        found = service.events(work, client_id)
        names = names_of(work, list({row.by for row in found if row.by is not None}))
        if not work.actor.may(DataClass.KLINIS, Right.MELIHAT):
            return Life(found, names, ())
        return Life(found, names, courses(filled.instruments_of_client(work, client_id), words))

    return session.read(task, done, failed, owner=owner)


def draw_paper(session: Session, client_id: UUID, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the timeline as PDF."""
    return session.read(
        lambda work: timeline_paper.timeline_pdf(work, client_id, session.lists), done, failed, owner=owner
    )


def note_paper(
    session: Session, client_id: UUID, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> Job:
    """Enter in the audit that the timeline leaves, then let it go."""
    return session.write(
        lambda work: timeline_paper.note_timeline_paper(work, client_id, deed), lambda _done: go(), failed, owner=owner
    )
