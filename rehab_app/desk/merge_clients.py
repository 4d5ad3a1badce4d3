"""Two records of one person become one, across all rooms in one transaction.

Nothing is overwritten: what hangs on a client is moved by a version that says so, and the record that was taken in stays, so its
No. Rekam Medis keeps working. Masa perawatan is counted anew over both (UU 35/2009 Pasal 128 hangs on it).
``desk.part_clients`` undoes it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, func, literal, or_, select, union_all
from sqlmodel import col
from sqlmodel import select as select_records

from rehab_app.clinic.clients import merging
from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.clients.merging import Difference
from rehab_app.clinic.clients.model import Client, ClientMerge, DistinctPair
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.clinic.episodes.rules import State
from rehab_app.desk.moving_records import (
    MOVED_CLINICAL,
    MOVED_RECORDS,
    count_episodes,
    episodes_of,
    in_order,
    index_registrations,
    latest_of,
    move_record,
    move_series,
    records_of,
    table_of,
)
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.record import ClinicalRecord, Record
from rehab_app.store.versions import is_latest
from rehab_app.store.work import Work

DEED: Final = "clients.merge"


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of one kind hangs on either record: a table's name and two numbers."""

    table: str
    kept: int
    merged: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do, before it is done.

    ``kept_rm`` stays the number of the file, ``merged_rm`` becomes another name of it. ``periods`` are the registration numbers
    in their new order of masa perawatan; ``open_episodes`` those that have not ended: two of them refuse the merge.
    """

    kept_id: UUID
    merged_id: UUID
    kept_rm: str
    merged_rm: str
    kept_version: int
    merged_version: int
    differences: tuple[Difference, ...]
    counted: tuple[Counted, ...]
    periods: tuple[str, ...]
    open_episodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that was done and not undone."""

    id: UUID
    kept_id: UUID
    merged_id: UUID
    kept_rm: str
    merged_rm: str
    reason: str
    at: datetime
    by: UUID


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def preview_merge(work: Work, kept_id: UUID, merged_id: UUID) -> MergePreview:
    """Return what taking ``merged_id`` into ``kept_id`` would do; raises as ``merge_clients`` but for open episodes."""
    kept, merged = _pair(work, kept_id, merged_id)
    ordered = in_order([*episodes_of(work, kept_id), *episodes_of(work, merged_id)])
    return MergePreview(
        kept_id,
        merged_id,
        kept.rm_number,
        merged.rm_number,
        kept.row_version,
        merged.row_version,
        merging.differences(kept, merged),
        tuple(_counted(work, kept_id, merged_id)),
        tuple(one.registration_number for one in ordered),
        tuple(one.registration_number for one in ordered if one.state != State.CLOSED),
    )


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def open_merge(work: Work, kept_id: UUID, merged_id: UUID) -> MergePreview:
    """Return the preview and enter in the audit that both files were looked at; raises as ``preview_merge`` does."""
    seen = preview_merge(work, kept_id, merged_id)
    for client_id in (kept_id, merged_id):
        work.note("clients.view", "client", client_id)
    return seen


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def merge_clients(work: Work, seen: MergePreview, taken: Collection[str], reason: str) -> UUID:
    """Take one record into another as it was previewed, and return the merge.

    ``taken`` are the fields that the kept record shall have from the other. Raises RuleBroken ``merge.same_client``,
    ``merge.already_merged``, ``merge.two_open`` (two episodes that have not ended: end one first), ``draft.required`` for the
    reason; StaleRecord where either record was changed since the preview.
    """
    kept, merged = _pair(work, seen.kept_id, seen.merged_id)
    reason = required(reason)
    if (kept.row_version, merged.row_version) != (seen.kept_version, seen.merged_version):
        raise StaleRecord("store.stale", table="client")
    mine, others = episodes_of(work, kept.id), episodes_of(work, merged.id)
    still_open = [one.registration_number for one in (*mine, *others) if one.state != State.CLOSED]
    if len(still_open) > 1:
        raise RuleBroken("merge.two_open", numbers=", ".join(still_open))
    before, gone = merging.entry_in(work, kept), merging.entry_in(work, merged)
    snapshot: dict[str, Any] = {
        "fields": merging.take_over(work, kept, merged, taken),
        "episodes": [one.id.hex for one in others],
    }
    count_episodes(work, kept.id, mine, others, DEED)
    snapshot["records"] = _move_all_records(work, merged.id, kept.id)
    snapshot["series"] = _move_all_series(work, merged.id, kept.id, reason)
    CLIENTS.remove(work.connection, merged.id, gone)
    merging.reindex(work, kept, before)
    index_registrations(work, kept.id, others)
    merge = ClientMerge(id=work.new_id(), kept_id=kept.id, merged_id=merged.id, reason=reason, snapshot=snapshot)
    work.add(merge, DEED)
    for client_id in (kept.id, merged.id):
        work.publish(ClientChanged(client_id))
    return merge.id


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def merges(work: Work) -> tuple[MergeRow, ...]:
    """Return the merges that were done and not undone, the latest first."""
    query = select_records(ClientMerge).where(col(ClientMerge.undone_at).is_(None))
    found = work.session.exec(query.order_by(col(ClientMerge.created_at).desc())).all()
    wanted = {one for merge in found for one in (merge.kept_id, merge.merged_id)}
    rows = work.session.exec(select_records(Client.id, Client.rm_number).where(col(Client.id).in_(wanted)))
    numbers = {client_id: rm_number for client_id, rm_number in rows}  # noqa: C416 - rows of two are no pairs to mypy
    return tuple(
        MergeRow(
            one.id,
            one.kept_id,
            one.merged_id,
            numbers[one.kept_id],
            numbers[one.merged_id],
            one.reason,
            one.created_at,
            one.created_by,
        )
        for one in found
    )


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def tell_apart(work: Work, first_id: UUID, second_id: UUID, reason: str) -> None:
    """Keep that two clients who look alike are different people; they are not listed as possible duplicates any more."""
    if first_id == second_id:
        raise RuleBroken("merge.same_client")
    first, second = sorted((first_id, second_id), key=lambda one: one.hex)
    known = select_records(DistinctPair.id).where(DistinctPair.first_id == first, DistinctPair.second_id == second)
    if work.session.exec(known).first() is None:
        pair = DistinctPair(id=work.new_id(), first_id=first, second_id=second, reason=reason.strip())
        work.add(pair, "clients.tell_apart")


def _pair(work: Work, kept_id: UUID, merged_id: UUID) -> tuple[Client, Client]:
    kept, merged = work.session.get(Client, kept_id), work.session.get(Client, merged_id)
    if kept is None or merged is None:
        raise RuleBroken("clients.unknown")
    merging.require_apart(kept, merged)
    return kept, merged


def _counted(work: Work, kept_id: UUID, merged_id: UUID) -> Iterator[Counted]:
    """Yield the kinds of which either record has something, episodes first."""
    yield Counted("episode", len(episodes_of(work, kept_id)), len(episodes_of(work, merged_id)))
    rows = _counts().rows(work.connection, {"kept": kept_id, "merged": merged_id})
    found = {(name, client_id): int(count) for name, client_id, count in rows}
    for kind in (*MOVED_RECORDS, *MOVED_CLINICAL):
        name = table_of(kind).name
        kept, merged = found.get((name, kept_id), 0), found.get((name, merged_id), 0)
        if kept or merged:
            yield Counted(name, kept, merged)


@cache
def _counts() -> Direct:
    """Return the query that counts every kind on either record: table, client and number; put together once."""
    return Direct(union_all(*map(_count_of, (*MOVED_RECORDS, *MOVED_CLINICAL))))


def _count_of(kind: type[Record]) -> Select[Any]:
    table = table_of(kind)
    is_either = or_(table.c.client_id == bindparam("kept"), table.c.client_id == bindparam("merged"))
    query = select(literal(table.name), table.c.client_id, func.count()).where(is_either).group_by(table.c.client_id)
    return query.where(is_latest(table)) if issubclass(kind, ClinicalRecord) else query


def _move_all_records(work: Work, from_id: UUID, to_id: UUID) -> dict[str, list[str]]:
    moved: dict[str, list[str]] = {}
    for kind in MOVED_RECORDS:
        for record in records_of(work, kind, from_id):
            move_record(work, record, to_id, DEED)
            moved.setdefault(table_of(kind).name, []).append(record.id.hex)
    return moved


def _move_all_series(work: Work, from_id: UUID, to_id: UUID, reason: str) -> dict[str, dict[str, int]]:
    """Move every series and return, for each table, which series were moved and the version that moved them."""
    moved: dict[str, dict[str, int]] = {}
    for kind in MOVED_CLINICAL:
        if latest := latest_of(work, kind, from_id):
            moved[table_of(kind).name] = move_series(work, kind, latest, to_id, DEED, reason)
    return moved
