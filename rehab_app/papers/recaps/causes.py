"""Why clients read otherwise than when a recap was signed: what was entered of them since, by whom, and the reason given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, literal, select, union_all

from rehab_app.clinic.clients.model import ClientMerge
from rehab_app.clinic.episodes.model import EpisodeStep
from rehab_app.office.accounts.names import names_of
from rehab_app.papers.recaps.reading import (
    CLIENT,
    DIAGNOSIS,
    EPISODE,
    EXAMINATION,
    PROFILE,
    REFERRAL,
    SCREENING,
    SESSION,
    URINE,
    VISIT,
    table_of,
)
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.work import Work

_BATCH: Final = 200
_CLINICAL: Final = (PROFILE, DIAGNOSIS, SCREENING, SESSION, EXAMINATION, URINE, VISIT)
_STEP, _MERGE = table_of(EpisodeStep), table_of(ClientMerge)


@dataclass(frozen=True, slots=True)
class Cause:
    """One deed of the audit on a client's record: when, which, whose, and its reason where one was given."""

    at: datetime
    action: str
    by: str
    reason: str


def causes_since(work: Work, client_ids: Sequence[UUID], since: datetime) -> dict[UUID, tuple[Cause, ...]]:
    """Return the deeds on the records of some clients after ``since``, the latest first."""
    rows: set[tuple[Any, ...]] = set()
    for start in range(0, len(client_ids), _BATCH):
        touched = union_all(*_touched(list(client_ids[start : start + _BATCH]), since)).subquery("touched")
        query = (
            select(
                touched.c.client_id, AUDIT_ENTRY.c.at, AUDIT_ENTRY.c.action, AUDIT_ENTRY.c.actor_id, touched.c.reason
            )
            .select_from(touched.join(AUDIT_ENTRY, AUDIT_ENTRY.c.record_id == touched.c.record_id))
            .where(AUDIT_ENTRY.c.at > since, AUDIT_ENTRY.c.row_version.is_not(None))
        )
        rows.update(tuple(row) for row in work.connection.execute(query))
    names = names_of(work, sorted({row[3] for row in rows}))
    found: dict[UUID, list[Cause]] = {}
    for client_id, at, action, actor_id, reason in rows:
        found.setdefault(client_id, []).append(Cause(at, action, names.get(actor_id, ""), reason))
    return {
        client_id: tuple(sorted(causes, key=lambda one: (one.at, one.action), reverse=True))
        for client_id, causes in found.items()
    }


def _touched(clients: list[UUID], since: datetime) -> Iterator[Select[Any]]:
    """Yield the records of clients that were written since: client, record, reason."""
    none = literal("")
    for table in _CLINICAL:
        yield _written(table, table.c.client_id, table.c.reason, clients, since)
    yield _written(CLIENT, CLIENT.c.id, none, clients, since)
    yield _written(EPISODE, EPISODE.c.client_id, EPISODE.c.end_reason, clients, since)
    yield _written(REFERRAL, REFERRAL.c.client_id, none, clients, since)
    yield (
        select(
            EPISODE.c.client_id.label("client_id"), _STEP.c.id.label("record_id"), _STEP.c.explanation.label("reason")
        )
        .select_from(_STEP.join(EPISODE, EPISODE.c.id == _STEP.c.episode_id))
        .where(EPISODE.c.client_id.in_(clients), _STEP.c.changed_at > since)
    )
    for client in (_MERGE.c.kept_id, _MERGE.c.merged_id):
        yield _written(_MERGE, client, _MERGE.c.reason, clients, since)


def _written(
    table: Table, client: ColumnElement[Any], reason: ColumnElement[Any], clients: list[UUID], since: datetime
) -> Select[Any]:
    return select(client.label("client_id"), table.c.id.label("record_id"), reason.label("reason")).where(
        client.in_(clients), table.c.changed_at > since
    )
