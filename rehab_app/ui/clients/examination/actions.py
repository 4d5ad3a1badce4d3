"""What the section of the examinations asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.examination import queries, service
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.clinic.examination.rows import ExaminationRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.day_time import typed_time
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

TENTHS: Final = ("temperature", "weight")
FINDING: Final = "findings."
"""How the form's fields of findings begin, before the code of the body system."""

EXAMINATIONS: Final = Keeper(queries.examination_versions, service.bin_examination, names_of)


@dataclass(frozen=True, slots=True)
class Examinations:
    """The examinations of an episode, the latest first, those of all her episodes for the trend, and who examined."""

    rows: tuple[ExaminationRow, ...]
    of_client: tuple[ExaminationRow, ...]
    names: Mapping[UUID, str]


def read(
    session: Session, episode_id: UUID, client_id: UUID, done: Done[Examinations], failed: Failed, owner: QObject
) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> Examinations:
        of_client = queries.examinations_of_client(work, client_id)
        rows = tuple(row for row in of_client if row.episode_id == episode_id)
        return Examinations(rows, of_client, names_of(work, list({row.examined_by for row in rows})))

    return session.read(task, done, failed, owner=owner)


def keep_examination(
    session: Session,
    episode_id: UUID,
    shown: ExaminationRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job | None:
    """Record an examination, or write the next version of ``shown``; what cannot be read is told to ``failed`` at once."""
    try:
        typed = drafted(values)
    except RuleBroken as trouble:
        failed(trouble)
        return None
    return keep(
        session,
        ExaminationDraft,
        typed,
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_examination(work, episode_id, draft),
        correct=service.correct_examination,
    )


def drafted(values: Mapping[str, object]) -> dict[str, object]:
    """Return the form's clean content as the draft takes it: tenths as whole numbers, findings by body system."""
    typed = {name: value for name, value in values.items() if not name.startswith(FINDING)}
    for name in TENTHS:
        typed[name] = tenths(values.get(name), name)
    typed["examined_at"] = typed_time(str(values.get("examined_at") or ""), "examined_at")
    typed["findings"] = {
        name.removeprefix(FINDING): str(value) for name, value in values.items() if name.startswith(FINDING) and value
    }
    return typed


def tenths(value: object, field: str) -> int | None:
    """Return a number as whole tenths, None for none; raises ``clinical.one_decimal`` where it is finer than that."""
    if value is None:
        return None
    number = Decimal(str(value)) * 10
    if number != number.to_integral_value():
        raise RuleBroken("clinical.one_decimal", field=field)
    return int(number)
