"""What the section of the diagnoses asks of the services and the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.diagnoses import queries, service
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.desk.propose_diagnosis import Proposal, propose_diagnosis
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.answered import version_in
from rehab_app.ui.clients.diagnosis.codes import DRAFTED
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

DIAGNOSES: Final = Keeper(queries.diagnosis_versions, service.bin_diagnosis, names_of)


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """The diagnoses of an episode, those still held first; what points to others; who made them."""

    rows: tuple[DiagnosisRow, ...]
    proposals: tuple[Proposal, ...]
    names: Mapping[UUID, str]


def read(session: Session, episode_id: UUID, done: Done[Diagnoses], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Diagnoses:
        rows = queries.diagnoses_of_episode(work, episode_id)
        names = names_of(work, list({row.made_by for row in rows}))
        return Diagnoses(rows, propose_diagnosis(work, episode_id), names)

    return session.read(task, done, failed, owner=owner)


def keep_diagnosis(
    session: Session,
    episode_id: UUID,
    shown: DiagnosisRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Make a diagnosis, or write the next version of ``shown``; the two short lists of the form are no part of it."""
    return keep(
        session,
        DiagnosisDraft,
        {name: value for name, value in values.items() if name in DRAFTED},
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_diagnosis(work, episode_id, draft),
        correct=service.correct_diagnosis,
    )


def end(
    session: Session,
    row: DiagnosisRow,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Write from which day a diagnosis is no longer held, and why."""
    ended_on, reason = values.get("ended_on"), str(values.get("reason") or "")

    def task(work: "Work") -> object:
        version = version_in(values, row.row_version)
        day = ended_on if isinstance(ended_on, date) else None
        return service.end_diagnosis(work, row.series_id, version, day, reason)

    return session.write(task, done, failed, owner=owner)


def resume(session: Session, row: DiagnosisRow, reason: str, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Hold a diagnosis again that was ended by mistake."""
    return session.write(
        lambda work: service.resume_diagnosis(work, row.series_id, row.row_version, reason), done, failed, owner=owner
    )
