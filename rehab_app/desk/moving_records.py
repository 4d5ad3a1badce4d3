"""Moves what hangs on one client to another: records by a change, clinical records by a version, episodes in their order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_rows
from sqlmodel import col, select

from rehab_app.clinic.aftercare.model import AftercarePlan, AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.clients.search_index import CLIENTS, registration_keys
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.referrals.model import Handover, Referral, ReferralReply
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.office.accounts.model import EmergencyAccess
from rehab_app.papers.register.model import IssuedLetter, PaperPrint
from rehab_app.store.direct import Direct
from rehab_app.store.record import ClinicalRecord, Record
from rehab_app.store.versions import is_latest
from rehab_app.store.work import Work

MOVED_RECORDS: Final[tuple[type[Record], ...]] = (
    Referral,
    ClientContact,
    IssuedLetter,
    PaperPrint,
    EmergencyAccess,
)
"""What hangs on a client and may be changed; episodes are moved apart, because they are counted."""

MOVED_CLINICAL: Final[tuple[type[ClinicalRecord], ...]] = (
    Consent,
    Screening,
    UseProfile,
    CareSession,
    Examination,
    UrineTest,
    Diagnosis,
    CarePlan,
    ContactCall,
    Summons,
    TatCase,
    DutyReport,
    AftercarePlan,
    AftercareVisit,
    ReferralReply,
    Handover,
    HandedPaper,
    Attachment,
    ReportCard,
    SubjectRequest,
)
"""What hangs on a client and is only added to: its series get a version under the other client, in the bin or out of it."""


def table_of(kind: type[Record]) -> Table:
    """Return the table of a kind of record."""
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found


def episodes_of(work: Work, client_id: UUID) -> list[Episode]:
    """Return the episodes of a client in the order of their masa perawatan."""
    query = select(Episode).where(Episode.client_id == client_id).order_by(col(Episode.period_number))
    return list(work.session.exec(query))


def in_order(episodes: Iterable[Episode]) -> list[Episode]:
    """Return episodes in the order in which they are counted: by the day of registration, then as they were entered."""
    return sorted(episodes, key=lambda one: (one.registered_on, one.created_at, one.id.hex))


def count_episodes(
    work: Work, client_id: UUID, staying: Sequence[Episode], coming: Sequence[Episode], action: str
) -> None:
    """Give the episodes of a client, with those that come to her, their masa perawatan ke- anew.

    No number may stand twice even for a moment: those that stay move up from the last and down from the first.
    """
    numbers = {one.id: place for place, one in enumerate(in_order([*staying, *coming]), 1)}
    rising = [one for one in staying if numbers[one.id] > one.period_number]
    falling = [one for one in staying if numbers[one.id] < one.period_number]
    for one in [*reversed(rising), *falling]:
        one.period_number = numbers[one.id]
        work.change(one, action)
    for one in coming:
        one.client_id, one.period_number = client_id, numbers[one.id]
        work.change(one, action)


def records_of(work: Work, kind: type[Record], client_id: UUID) -> list[Record]:
    """Return the changeable records of one kind that hang on a client."""
    return list(work.session.exec(select(kind).where(table_of(kind).c.client_id == client_id)))


def latest_of(work: Work, kind: type[ClinicalRecord], client_id: UUID) -> list[dict[str, Any]]:
    """Return the latest version of each series of one kind that hangs on a client, in the bin or out of it, as rows."""
    names, query = _latest_of(kind)
    return [dict(zip(names, row, strict=True)) for row in query.rows(work.connection, {"client": client_id})]


def begun_since(work: Work, kind: type[ClinicalRecord], client_id: UUID, since: datetime) -> set[UUID]:
    """Return the series of one kind that were begun under a client after an instant, whatever became of them."""
    found = _begun_since(kind).rows(work.connection, {"client": client_id, "since": since})
    return {row[0] for row in found}


def move_record(work: Work, record: Record, client_id: UUID, action: str) -> None:
    """Let a changeable record hang on another client."""
    record.client_id = client_id  # every kind of MOVED_RECORDS has it
    work.change(record, action)


def move_series(
    work: Work,
    kind: type[ClinicalRecord],
    latest: Sequence[Mapping[str, Any]],
    client_id: UUID,
    action: str,
    reason: str,
) -> dict[str, int]:
    """Let series of one kind hang on another client from their next versions on; returns these versions by their series."""
    moved = work.correct_many(table_of(kind), latest, {"client_id": client_id}, action, reason)
    return {row["series_id"].hex: row["row_version"] for row in moved}


def index_registrations(work: Work, client_id: UUID, episodes: Collection[Episode]) -> None:
    """Let a client be found by the registration numbers of episodes that the index does not have under her yet."""
    number = CLIENTS.number_of(work.connection, client_id)
    if number is not None:
        keys = {key for one in episodes for key in registration_keys(one.registration_number)}
        CLIENTS.add_keys(work.connection, number, keys)


@cache
def _latest_of(kind: type[ClinicalRecord]) -> tuple[tuple[str, ...], Direct]:
    """Return a kind's column names and the query for its latest versions, put together once: a merge asks for all kinds."""
    table = table_of(kind)
    query = select_rows(table).where(table.c.client_id == bindparam("client"), is_latest(table))
    return tuple(table.c.keys()), Direct(query)


@cache
def _begun_since(kind: type[ClinicalRecord]) -> Direct:
    table = table_of(kind)
    is_begun = (table.c.row_version == 1) & (table.c.created_at > bindparam("since"))
    return Direct(select_rows(table.c.series_id).where(table.c.client_id == bindparam("client"), is_begun))
