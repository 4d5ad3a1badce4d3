"""What every kind of record is asked alike: keep what a form hands over, read the versions, put one into the recycle bin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from PySide6.QtCore import QObject

from rehab_app.foundation.drafts import read_draft
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

D = TypeVar("D", bound=BaseModel)
REASON = "reason"


class Entered(Protocol):
    """A record in one version, as every room hands it out: which one, who entered it when, and why it was corrected."""

    @property
    def series_id(self) -> UUID:
        """The id that stays over all versions."""

    @property
    def row_version(self) -> int:
        """The number of the version, from 1."""

    @property
    def entered_at(self) -> datetime:
        """When this version was entered."""

    @property
    def entered_by(self) -> UUID:
        """The account that entered it."""

    @property
    def reason(self) -> str:
        """Why it was corrected; empty in the first version."""


Record = TypeVar("Record", bound=Entered)


@dataclass(frozen=True, slots=True)
class Past(Generic[Record]):
    """What looks back at one kind of record: its ``versions`` by the series, and the ``names`` of who entered them."""

    versions: Callable[["Work", UUID], Sequence[Record]]
    names: Callable[["Work", Sequence[UUID]], Mapping[UUID, str]]

    def read_versions(
        self,
        session: Session,
        series_id: UUID,
        done: Done[tuple[Sequence[Record], Mapping[UUID, str]]],
        failed: Failed,
        owner: QObject,
    ) -> Job:
        """Read every version of a record, the first one first, and who entered them."""

        def task(work: "Work") -> tuple[Sequence[Record], Mapping[UUID, str]]:
            rows = self.versions(work, series_id)
            return rows, self.names(work, list({row.entered_by for row in rows}))

        return session.read(task, done, failed, owner=owner)


@dataclass(frozen=True, slots=True)
class Keeper(Generic[Record]):
    """What the services offer for one kind of record: ``versions`` by its series, the way into the ``bin``, and ``names``."""

    versions: Callable[["Work", UUID], Sequence[Record]]
    bin: Callable[["Work", UUID, int, str], object]
    names: Callable[["Work", Sequence[UUID]], Mapping[UUID, str]]

    @property
    def past(self) -> Past[Record]:
        """What looks back at these records."""
        return Past(self.versions, self.names)

    def put_in_bin(
        self, session: Session, row: Record, reason: str, done: Done[object], failed: Failed, owner: QObject
    ) -> Job:
        """Put a record into the recycle bin."""
        return session.write(
            lambda work: self.bin(work, row.series_id, row.row_version, reason), done, failed, owner=owner
        )


class Shown(NamedTuple):
    """What a form was filled with: the id it is corrected by (of its series, or its own), and the version that was shown."""

    id: UUID
    row_version: int


def keep(
    session: Session,
    kind: type[D],
    values: Mapping[str, object],
    shown: Shown | None,
    done: Done[object],
    failed: Failed,
    owner: QObject,
    *,
    record: Callable[["Work", D], object],
    correct: Callable[["Work", UUID, int, D, str], object],
) -> Job:
    """Read ``values`` as a draft of ``kind`` and ``record`` it, or ``correct`` what was ``shown``, which is handed to ``done``.

    A reason that is no field of the draft is the reason of the correction.
    """
    known = answered(values)
    reason = "" if REASON in kind.model_fields else str(known.pop(REASON, ""))

    def task(work: "Work") -> object:
        draft = read_draft(kind, known)
        if shown is None:
            return record(work, draft)
        correct(work, shown.id, version_in(values, shown.row_version), draft, reason)
        return shown.id

    return session.write(task, done, failed, owner=owner)
