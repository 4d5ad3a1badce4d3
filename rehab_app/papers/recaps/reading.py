"""What the recaps read: who was registered or served in a period, and what the record says of each masa perawatan now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table, and_, select, union_all

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.clinic.referrals.rules import CANCELLED
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.papers.recaps.rules import Period
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.record import Record
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_BATCH: Final = 400


def table_of(kind: type[Record]) -> Table:
    """Return the table of a record class."""
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found


EPISODE, CLIENT = table_of(Episode), table_of(Client)
PROFILE, DIAGNOSIS, SCREENING = table_of(UseProfile), table_of(Diagnosis), table_of(Screening)
SESSION, EXAMINATION, URINE = table_of(CareSession), table_of(Examination), table_of(UrineTest)
REFERRAL, DESTINATION, LETTER = table_of(Referral), table_of(Destination), table_of(IssuedLetter)
VISIT = table_of(AftercareVisit)


@dataclass(frozen=True, slots=True)
class Served:
    """One day on which somebody was served: registered, met, examined, assessed or referred."""

    episode_id: UUID
    client_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Care:
    """One masa perawatan with what the record says of it; the rows are those of the tables."""

    episode: RowMapping
    client: RowMapping
    profile: RowMapping | None
    diagnoses: tuple[RowMapping, ...]
    urine: RowMapping | None
    services: tuple[str, ...]
    destinations: tuple[str, ...]


def first_registered(work: Work, period: Period) -> list[UUID]:
    """Return the first masa perawatan of clients, those registered in the period, in the order of registration."""
    query = (
        select(EPISODE.c.id)
        .where(EPISODE.c.registered_on.between(period.first, period.last), EPISODE.c.period_number == 1)
        .order_by(EPISODE.c.registered_on, EPISODE.c.registration_number)
    )
    return list(work.connection.execute(query).scalars())


def served_in(work: Work, period: Period) -> list[Served]:
    """Return who was served in the period, each day of each masa perawatan once, the earliest first."""
    found = {Served(*row) for row in work.connection.execute(union_all(*_events(period)))}
    return sorted(found, key=lambda one: (one.on, str(one.episode_id)))


def referrals_in(period: Period) -> Select[Any]:
    """Return the referrals whose letter is dated in the period: episode, client, day, kind of destination; cancelled ones not."""
    joined = REFERRAL.join(LETTER, LETTER.c.id == REFERRAL.c.letter_id).join(
        DESTINATION, DESTINATION.c.id == REFERRAL.c.destination_id
    )
    return (
        select(REFERRAL.c.episode_id, REFERRAL.c.client_id, LETTER.c.dated_on, DESTINATION.c.kind)
        .select_from(joined)
        .where(
            REFERRAL.c.state != CANCELLED,
            LETTER.c.voided_on.is_(None),
            LETTER.c.dated_on.between(period.first, period.last),
        )
    )


def held_in(period: Period) -> Select[Any]:
    """Return the meetings that took place in the period: episode, client, day, service."""
    return select(SESSION.c.episode_id, SESSION.c.client_id, SESSION.c.held_on, SESSION.c.service).where(
        SESSION.c.held_on.between(period.first, period.last),
        SESSION.c.attendance.in_(held_codes()),
        is_current(SESSION),
    )


def dated_in(table: Table, day: str, period: Period) -> Select[Any]:
    """Return the current records of a clinical table whose ``day`` lies in the period: episode, client, day."""
    return select(table.c.episode_id, table.c.client_id, table.c[day]).where(
        table.c[day].between(period.first, period.last), is_current(table)
    )


def _events(period: Period) -> Iterator[Select[Any]]:
    yield select(EPISODE.c.id, EPISODE.c.client_id, EPISODE.c.registered_on).where(
        EPISODE.c.registered_on.between(period.first, period.last)
    )
    for found in (held_in(period), referrals_in(period)):
        yield found.with_only_columns(*list(found.selected_columns)[:3], maintain_column_froms=True)
    for table, day in (
        (PROFILE, "assessed_on"),
        (SCREENING, "taken_on"),
        (EXAMINATION, "examined_on"),
        (URINE, "taken_on"),
        (DIAGNOSIS, "made_on"),
    ):
        yield dated_in(table, day, period)
    yield dated_in(VISIT, "held_on", period).where(VISIT.c.attendance.in_(held_codes()))


def care_of(work: Work, episode_ids: Sequence[UUID]) -> list[Care]:
    """Return what the record says of some masa perawatan, in their order."""
    rows: dict[UUID, RowMapping] = {}
    clients: dict[UUID, RowMapping] = {}
    for row in _batched(work, select(EPISODE), EPISODE.c.id, episode_ids):
        rows[row["id"]] = row
    client_ids = [row["client_id"] for row in rows.values()]
    for row in _batched(work, select(CLIENT), CLIENT.c.id, client_ids):
        clients[row["id"]] = row
    profiles = _by_episode(_current(work, PROFILE, episode_ids))
    diagnoses = _by_episode(_current(work, DIAGNOSIS, episode_ids))
    tests = _by_episode(_current(work, URINE, episode_ids))
    services = _services(work, episode_ids)
    destinations = _destinations(work, episode_ids)
    return [
        Care(
            rows[one],
            clients[rows[one]["client_id"]],
            next(iter(profiles.get(one, ())), None),
            tuple(sorted(diagnoses.get(one, ()), key=lambda row: (not row["is_main"], row["made_on"], row["code"]))),
            min(tests.get(one, ()), key=lambda row: (row["taken_on"], row["created_at"]), default=None),
            tuple(services.get(one, ())),
            tuple(destinations.get(one, ())),
        )
        for one in episode_ids
    ]


def _current(work: Work, table: Table, episode_ids: Sequence[UUID]) -> Iterator[RowMapping]:
    return _batched(work, select(table).where(is_current(table)), table.c.episode_id, episode_ids)


def _services(work: Work, episode_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the services given in each masa perawatan, each once, in the order in which they were first given."""
    query = (
        select(SESSION.c.episode_id, SESSION.c.service)
        .where(SESSION.c.attendance.in_(held_codes()), SESSION.c.service != "", is_current(SESSION))
        .order_by(SESSION.c.held_on, SESSION.c.created_at)
    )
    return _named(_batched(work, query, SESSION.c.episode_id, episode_ids), "service")


def _destinations(work: Work, episode_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return where each was referred by a letter that counts."""
    joined = REFERRAL.join(LETTER, LETTER.c.id == REFERRAL.c.letter_id).join(
        DESTINATION, DESTINATION.c.id == REFERRAL.c.destination_id
    )
    query = (
        select(REFERRAL.c.episode_id, DESTINATION.c.name)
        .select_from(joined)
        .where(and_(REFERRAL.c.state != CANCELLED, LETTER.c.voided_on.is_(None)))
        .order_by(LETTER.c.dated_on, LETTER.c.created_at)
    )
    return _named(_batched(work, query, REFERRAL.c.episode_id, episode_ids), "name")


def _named(rows: Iterable[RowMapping], name: str) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in rows:
        known = found.setdefault(row["episode_id"], [])
        if row[name] not in known:
            known.append(row[name])
    return found


def _by_episode(rows: Iterable[RowMapping]) -> dict[UUID, list[RowMapping]]:
    found: dict[UUID, list[RowMapping]] = {}
    for row in rows:
        found.setdefault(row["episode_id"], []).append(row)
    return found


def _batched(work: Work, query: Select[Any], key: Any, ids: Sequence[UUID]) -> Iterator[RowMapping]:  # noqa: ANN401 - a column
    """Yield the rows of ``query`` whose ``key`` is one of ``ids``, asked for in batches that every engine takes."""
    for start in range(0, len(ids), _BATCH):
        yield from work.connection.execute(query.where(key.in_(ids[start : start + _BATCH]))).mappings()
