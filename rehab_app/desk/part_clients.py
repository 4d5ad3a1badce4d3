"""Two records that were merged by mistake are parted again: both as they were, except what was written since, as it is chosen.

What hangs on an episode goes where the episode goes. What the kept record was given and nobody altered since is given back.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from rehab_app.clinic.clients import merging
from rehab_app.clinic.clients.facts import ClientChanged
from rehab_app.clinic.clients.model import Client, ClientMerge
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.desk.moving_records import (
    MOVED_CLINICAL,
    MOVED_RECORDS,
    begun_since,
    count_episodes,
    episodes_of,
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
from rehab_app.store.record import values_of
from rehab_app.store.work import Work

DEED: Final = "clients.part"
FIELD: Final = "field"


@dataclass(frozen=True, slots=True)
class Since:
    """Something written since the merge. ``id`` names it in the choice.

    ``kind`` is a table's name, or ``field`` for what the kept record says (``name`` is then the field). ``goes_back`` is the
    proposal; what ``is_bound`` goes with its episode and cannot be chosen.
    """

    id: str
    kind: str
    name: str
    at: datetime | None
    goes_back: bool
    is_bound: bool


@dataclass(frozen=True, slots=True)
class PartPreview:
    """What parting two records would do: how many records go back, and what was written since, for choice."""

    merge_id: UUID
    kept_rm: str
    merged_rm: str
    going_back: int
    since: tuple[Since, ...]


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def preview_part(work: Work, merge_id: UUID) -> PartPreview:
    """Return what parting two records again would do, with everything that was written since they were merged.

    Raises RuleBroken ``merge.already_parted``, or ``merge.part_newer_first`` where the kept record was itself merged later.
    """
    merge, kept, merged = _loaded(work, merge_id)
    snapshot = merge.snapshot
    moved = [*snapshot["series"].values(), *snapshot["records"].values(), snapshot["episodes"]]
    since = tuple(_since(work, merge, kept))
    return PartPreview(merge.id, kept.rm_number, merged.rm_number, sum(map(len, moved)), since)


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def part_clients(work: Work, seen: PartPreview, going_back: Collection[str], reason: str) -> None:
    """Part two records as it was previewed; ``going_back`` are the ids of ``seen.since`` that go to the record parted off.

    Raises as ``preview_part`` does, RuleBroken ``draft.required`` for the reason, and StaleRecord where something more was
    written since the preview.
    """
    merge, kept, merged = _loaded(work, seen.merge_id)
    reason = required(reason)
    since = tuple(_since(work, merge, kept))
    if since != seen.since:
        raise StaleRecord("store.stale", table="client_merge")
    chosen = {one.id for one in since if (one.goes_back if one.is_bound else one.id in going_back)}
    entry = merging.entry_in(work, kept)
    _part_episodes(work, merge, kept, merged, chosen)
    fields = merge.snapshot["fields"]
    unaltered = {name for name, pair in fields.items() if merging.stands_as_taken(kept, name, pair)}
    merging.give_back(
        work, kept, merged, fields, unaltered | {one.name for one in since if one.id in chosen and one.name}
    )
    _part_records(work, merge, kept.id, merged.id, chosen, reason)
    merge.undone_at, merge.undo_reason = work.clock.now(), reason
    work.change(merge, DEED)
    CLIENTS.remove(work.connection, kept.id, entry)
    for client in (kept, merged):
        CLIENTS.put(work.connection, client.id, merging.entry_in(work, client))
        index_registrations(work, client.id, episodes_of(work, client.id))
        work.publish(ClientChanged(client.id))


def _loaded(work: Work, merge_id: UUID) -> tuple[ClientMerge, Client, Client]:
    merge = work.session.get(ClientMerge, merge_id)
    if merge is None or merge.undone_at is not None:
        raise RuleBroken("merge.already_parted")
    kept, merged = work.session.get(Client, merge.kept_id), work.session.get(Client, merge.merged_id)
    if kept is None or merged is None:
        raise RuleBroken("clients.unknown")
    if kept.merged_into is not None:
        raise RuleBroken("merge.part_newer_first", rm=kept.rm_number)
    return merge, kept, merged


def _since(work: Work, merge: ClientMerge, kept: Client) -> Iterator[Since]:
    """Yield what was written after the merge: fields that were altered, new episodes, new and changed records."""
    for name, pair in merge.snapshot["fields"].items():
        if not merging.stands_as_taken(kept, name, pair):
            yield Since(f"{FIELD}.{name}", FIELD, name, kept.changed_at, goes_back=False, is_bound=False)
    for episode in episodes_of(work, kept.id):
        if episode.created_at > merge.created_at:
            yield Since(episode.id.hex, "episode", "", episode.created_at, goes_back=False, is_bound=False)
    yield from _new_records(work, merge, kept.id)
    yield from _later_series(work, merge, kept.id)


def _new_records(work: Work, merge: ClientMerge, kept_id: UUID) -> Iterator[Since]:
    for kind in MOVED_RECORDS:
        moved = set(merge.snapshot["records"].get(table_of(kind).name, ()))
        for record in records_of(work, kind, kept_id):
            if record.created_at > merge.created_at and record.id.hex not in moved:
                yield _written(values_of(record), record.id.hex, merge, table_of(kind).name)


def _later_series(work: Work, merge: ClientMerge, kept_id: UUID) -> Iterator[Since]:
    for kind in MOVED_CLINICAL:
        table = table_of(kind)
        versions = merge.snapshot["series"].get(table.name, {})
        begun = begun_since(work, kind, kept_id, merge.created_at)
        for latest in latest_of(work, kind, kept_id):
            key = latest["series_id"].hex
            if latest["row_version"] > versions.get(key, latest["row_version"]):
                yield Since(key, table.name, "", latest["changed_at"], goes_back=True, is_bound=True)
            elif latest["series_id"] in begun:
                yield _written(latest, key, merge, table.name)


def _written(values: Mapping[str, Any], key: str, merge: ClientMerge, table: str) -> Since:
    """Return a new record: bound to an episode where it hangs on one, else for choice."""
    episode_id: UUID | None = values.get("episode_id")
    goes_back = episode_id is not None and episode_id.hex in merge.snapshot["episodes"]
    return Since(key, table, "", values["created_at"], goes_back=goes_back, is_bound=episode_id is not None)


def _part_episodes(work: Work, merge: ClientMerge, kept: Client, merged: Client, chosen: set[str]) -> None:
    """Let the episodes of the record parted off go back, with new ones that were chosen, and count both anew."""
    wanted = {*merge.snapshot["episodes"], *chosen}
    mine = episodes_of(work, kept.id)
    count_episodes(work, merged.id, [], [one for one in mine if one.id.hex in wanted], DEED)
    count_episodes(work, kept.id, [one for one in mine if one.id.hex not in wanted], [], DEED)


def _part_records(
    work: Work, merge: ClientMerge, kept_id: UUID, merged_id: UUID, chosen: set[str], reason: str
) -> None:
    """Move back what was moved, what was chosen, and everything whose episode has gone back."""
    gone = {one.id for one in episodes_of(work, merged_id)}

    def goes(values: Mapping[str, Any], key: str, moved: Collection[Any]) -> bool:
        episode_id = values.get("episode_id")
        return episode_id in gone if episode_id is not None else key in moved or key in chosen

    for kind in MOVED_RECORDS:
        moved = merge.snapshot["records"].get(table_of(kind).name, ())
        for record in records_of(work, kind, kept_id):
            if goes(values_of(record), record.id.hex, moved):
                move_record(work, record, merged_id, DEED)
    for series_kind in MOVED_CLINICAL:
        versions = merge.snapshot["series"].get(table_of(series_kind).name, {})
        latest = latest_of(work, series_kind, kept_id)
        going = [row for row in latest if goes(row, row["series_id"].hex, versions)]
        move_series(work, series_kind, going, merged_id, DEED, reason)
