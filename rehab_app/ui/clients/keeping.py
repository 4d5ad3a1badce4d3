"""Keeping what a section's form hands over: a first version, or the next one of what is shown, with its reason."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar
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
