"""What the section of the attachments asks of the services; files are read and looked into off the UI thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from rehab_app.clinic.documents import queries, service
from rehab_app.clinic.documents.content import LARGEST, MEGABYTE, read_content, shrunk
from rehab_app.clinic.documents.draft import AttachmentDraft
from rehab_app.clinic.documents.rows import AttachmentContent, AttachmentRow
from rehab_app.clinic.documents.rules import PHOTO
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import answered
from rehab_app.ui.clients.attachments.pictures import as_png
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job, Progress
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

MOST_READ: Final = 250 * MEGABYTE
"""The most bytes that are read off the disk at all, to be made smaller."""

ATTACHMENTS: Final = Keeper(queries.attachment_versions, service.bin_attachment, names_of)


@dataclass(frozen=True, slots=True)
class Attached:
    """A client's attachments, the latest first, and who added them."""

    rows: tuple[AttachmentRow, ...]
    names: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that may be attached. ``size`` in bytes; ``was`` is the size of the original where this is a smaller copy."""

    name: str
    media_type: str
    size: int
    pages: int | None
    was: int | None = None
    content: bytes = field(default=b"", repr=False)


def read(session: Session, client_id: UUID, done: Done[Attached], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Attached:
        rows = queries.attachments_of_client(work, client_id)
        return Attached(rows, names_of(work, list({row.entered_by for row in rows})))

    return session.read(task, done, failed, owner=owner)


# A file is looked into before anything is asked about it.


def look_into_file(
    session: Session, path: Path, done: Done[Chosen], failed: Failed, owner: QObject, progress: Progress
) -> Job:
    """Read a file and look into it; one that is too large comes back as a smaller copy that may be offered."""
    return _look(session, lambda: _bytes_of(path), path.name, done, failed, owner, progress)


def look_into_picture(
    session: Session, picture: QImage, name: str, done: Done[Chosen], failed: Failed, owner: QObject, progress: Progress
) -> Job:
    """Look into a picture of the clipboard; it is kept as PNG, without loss."""
    return _look(session, lambda: as_png(picture), name, done, failed, owner, progress)


def _look(
    session: Session,
    take: Callable[[], bytes],
    name: str,
    done: Done[Chosen],
    failed: Failed,
    owner: QObject,
    progress: Progress,
) -> Job:
    def task() -> Chosen:
        progress.reach(0)
        content = take()
        progress.reach(0)
        try:
            found = read_content(content)
        except RuleBroken as trouble:
            if trouble.code != "documents.too_large":
                raise
            progress.reach(0, 0, session.say("It is too large; a smaller copy is being made."))
            smaller = shrunk(content)
            found = read_content(smaller)
            return Chosen(name, found.media_type, found.size, found.pages, len(content), smaller)
        return Chosen(name, found.media_type, found.size, found.pages, None, content)

    return session.context.jobs.draw(task, done, failed, owner=owner, progress=progress)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_READ:
            raise RuleBroken(
                "documents.too_large", field="content", size=round(size / MEGABYTE), most=LARGEST // MEGABYTE
            )
        return path.read_bytes()
    except OSError as error:
        raise Trouble("documents.cannot_read") from error


# What is kept.


def attach(
    session: Session,
    client_id: UUID,
    episode_id: UUID | None,
    chosen: Chosen,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Keep a file; her photograph belongs to the client for life, all else to the chosen episode."""
    known = {**answered(values), "file_name": chosen.name}
    of_episode = None if known.get("kind") == PHOTO else episode_id

    def task(work: "Work") -> object:
        draft = read_draft(AttachmentDraft, known)
        return service.attach(work, session.clinic.attachments, client_id, of_episode, draft, chosen.content)

    return session.write(task, done, failed, owner=owner)


def correct(
    session: Session,
    row: AttachmentRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Write the next version of what is said of an attachment; its content stays."""
    return keep(
        session,
        AttachmentDraft,
        values,
        Shown(row.series_id, row.row_version),
        done,
        failed,
        owner,
        record=lambda _work, _draft: None,
        correct=service.correct_attachment,
    )


# What is looked at.


def look_at(session: Session, series_id: UUID, done: Done[AttachmentContent], failed: Failed, owner: QObject) -> Job:
    """Read the content of an attachment into memory; the audit says that it was looked at."""
    files = session.clinic.attachments
    return session.write(lambda work: service.content_of(work, files, series_id), done, failed, owner=owner)


def photo_of(
    session: Session, client_id: UUID, done: Done[AttachmentRow | None], failed: Failed, owner: QObject
) -> Job:
    """Read which photograph of a client is the latest."""
    return session.read(lambda work: queries.photo_of(work, client_id), done, failed, owner=owner)
