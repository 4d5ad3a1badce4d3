"""What the page of possible duplicates asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients.duplicates import PairRow, possible_duplicates
from rehab_app.clinic.clients.rows import PersonRow
from rehab_app.desk import merge_clients as merging
from rehab_app.desk import part_clients as parting
from rehab_app.desk.merge_by_number import named_records
from rehab_app.desk.merge_clients import MergePreview, MergeRow
from rehab_app.desk.part_clients import PartPreview
from rehab_app.office.accounts.names import names_of
from rehab_app.office.places.gazetteer import gazetteer
from rehab_app.store.work import Work
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.shell.session import Session

__all__ = [
    "MergeLine",
    "MergePreview",
    "PairRow",
    "PartPreview",
    "PersonRow",
    "ShownMerge",
    "merge",
    "open_merge",
    "open_named",
    "open_part",
    "part",
    "read_merges",
    "read_pairs",
    "tell_apart",
]


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge with the name of the one who did it."""

    row: MergeRow
    by: str


@dataclass(frozen=True, slots=True)
class ShownMerge:
    """A preview with the names of the places in it, by their codes."""

    preview: MergePreview
    places: Mapping[str, str]


def read_pairs(session: Session, done: Callable[[Sequence[PairRow]], None], failed: Failed, owner: QObject) -> Job:
    """Look for possible duplicates among all clients; takes an eighth of a second for 20,000."""
    return session.read(possible_duplicates, done, failed, owner=owner)


def read_merges(session: Session, done: Callable[[Sequence[MergeLine]], None], failed: Failed, owner: QObject) -> Job:
    """Read the merges that stand."""

    def task(work: Work) -> Sequence[MergeLine]:
        rows = merging.merges(work)
        names = names_of(work, [row.by for row in rows])
        return [MergeLine(row, names.get(row.by, "")) for row in rows]

    return session.read(task, done, failed, owner=owner)


def open_merge(
    session: Session,
    kept_id: UUID,
    merged_id: UUID,
    done: Callable[[ShownMerge], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Look at two records side by side; entered in the audit as a look into both files."""
    return session.write(lambda work: _opened(work, kept_id, merged_id), done, failed, owner=owner)


def open_named(
    session: Session, kept_rm: str, merged_rm: str, done: Callable[[ShownMerge], None], failed: Failed, owner: QObject
) -> Job:
    """Look at two records that are named by their numbers, side by side; entered as ``open_merge`` is."""
    return session.write(
        lambda work: _opened(work, *named_records(work, kept_rm, merged_rm)), done, failed, owner=owner
    )


def _opened(work: Work, kept_id: UUID, merged_id: UUID) -> ShownMerge:
    seen = merging.open_merge(work, kept_id, merged_id)
    codes = {str(code) for one in seen.differences if one.field == "place_code" for code in (one.kept, one.merged)}
    places = [gazetteer().get(code) for code in codes]
    return ShownMerge(seen, {place.code: place.path for place in places if place is not None})


def merge(
    session: Session,
    seen: MergePreview,
    taken: Collection[str],
    reason: str,
    done: Callable[[UUID], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Take one record into the other as it was seen."""
    return session.write(lambda work: merging.merge_clients(work, seen, taken, reason), done, failed, owner=owner)


def tell_apart(
    session: Session, pair: PairRow, reason: str, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Keep that two clients are different people."""
    first, second = pair.first.id, pair.second.id
    return session.write(lambda work: merging.tell_apart(work, first, second, reason), done, failed, owner=owner)


def open_part(
    session: Session, merge_id: UUID, done: Callable[[PartPreview], None], failed: Failed, owner: QObject
) -> Job:
    """Look at what parting two records again would do."""
    return session.read(lambda work: parting.preview_part(work, merge_id), done, failed, owner=owner)


def part(
    session: Session,
    seen: PartPreview,
    going_back: Collection[str],
    reason: str,
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Part two records as it was seen."""
    return session.write(lambda work: parting.part_clients(work, seen, going_back, reason), done, failed, owner=owner)
