"""What the section of the recycle bin asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.desk import recycle
from rehab_app.desk.recycle import BinnedRow
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class Binned:
    """What lies in a client's bin, the latest put there first, and who put it there."""

    rows: tuple[BinnedRow, ...]
    names: Mapping[UUID, str]


def read(session: Session, client_id: UUID, done: Done[Binned], failed: Failed, owner: QObject) -> Job:
    """Read what lies in the bin."""

    def task(work: "Work") -> Binned:
        rows = recycle.bin_of_client(work, client_id)
        return Binned(rows, names_of(work, list({row.binned_by for row in rows})))

    return session.read(task, done, failed, owner=owner)


def restore(session: Session, row: BinnedRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Take something out of the bin, by its room's own rules."""
    return session.write(
        lambda work: recycle.restore(work, row.kind, row.series_id, row.row_version, reason), done, failed, owner=owner
    )
