"""What the section of the urine tests asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.urine_tests import queries, service
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.clinic.urine_tests.rows import KitRow, UrineTestRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.clients.day_time import typed_time
from rehab_app.ui.clients.keeping import Keeper, Shown, keep
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

KNOWN_KIT: Final = "known_kit"
"""The form's question that fills in kit, lot and expiry; no field of a test."""

URINE_TESTS: Final = Keeper(queries.urine_test_versions, service.bin_urine_test, names_of)


@dataclass(frozen=True, slots=True)
class UrineTests:
    """A client's tests over all her episodes, the latest first; the panel and the kits of the office; who tested."""

    rows: tuple[UrineTestRow, ...]
    panel: tuple[str, ...]
    kits: tuple[KitRow, ...]
    names: Mapping[UUID, str]


def read(session: Session, client_id: UUID, done: Done[UrineTests], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""

    def task(work: "Work") -> UrineTests:
        rows = queries.urine_tests_of_client(work, client_id)
        names = names_of(work, list({row.tested_by for row in rows}))
        return UrineTests(rows, queries.panel(work), queries.kits_known(work), names)

    return session.read(task, done, failed, owner=owner)


def keep_test(
    session: Session,
    episode_id: UUID,
    shown: UrineTestRow | None,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job | None:
    """Record a test, or write the next version of ``shown``; a time that cannot be read is told to ``failed`` at once."""
    typed = {name: value for name, value in values.items() if name != KNOWN_KIT}
    try:
        typed["taken_at"] = typed_time(str(values.get("taken_at") or ""), "taken_at")
    except RuleBroken as trouble:
        failed(trouble)
        return None
    return keep(
        session,
        UrineTestDraft,
        typed,
        None if shown is None else Shown(shown.series_id, shown.row_version),
        done,
        failed,
        owner,
        record=lambda work, draft: service.record_urine_test(work, episode_id, draft),
        correct=service.correct_urine_test,
    )
