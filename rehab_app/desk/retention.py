"""How long a client's record is kept: 25 years (setting) after her last visit, which any room may hold (Permenkes 24/2022)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select, true

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.merging import taken_in
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import HandedPaper, ReportCard
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import DecisionDraft
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.privacy.rules import ERASURE, PARTLY, REFUSED, RETENTION_GROUND
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of, format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.record import Record
from rehab_app.store.versions import is_current, loaded_current
from rehab_app.store.work import Work

VISITS: Final[tuple[tuple[type[Record], str], ...]] = (
    (Episode, "registered_on"),
    (CareSession, "held_on"),
    (Screening, "taken_on"),
    (UseProfile, "assessed_on"),
    (Examination, "examined_on"),
    (UrineTest, "taken_on"),
    (Diagnosis, "made_on"),
    (CarePlan, "made_on"),
    (AftercareVisit, "held_on"),
    (DutyReport, "reported_on"),
    (TatCase, "assessed_on"),
    (Consent, "signed_on"),
    (HandedPaper, "handed_on"),
    (ReportCard, "issued_on"),
)
"""What shows that a client was here, and its day."""
_ATTENDED: Final = (CareSession, AftercareVisit)
_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, slots=True)
class Retention:
    """The last visit of a client, the years a record is kept, and the last day on which it must be kept."""

    last_visit: date
    years: int
    keep_until: date

    def is_over(self, day: date) -> bool:
        """Whether the record need not be kept any more on ``day``."""
        return day > self.keep_until


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def retention(work: Work, client_id: UUID) -> Retention:
    """Return how long a client's record is kept; one who was never here counts from the day she was written down.

    Visits of records that were taken into hers count. Raises RuleBroken ``clients.unknown``.
    """
    client = work.session.get(Client, client_id)
    if client is None:
        raise RuleBroken("clients.unknown")
    ids = [client_id, *(one.id for one in taken_in(work, client_id))]
    found = (work.connection.execute(query, {"of_clients": ids}).scalar_one() for query in _latest_days())
    days = [day for day in found if day is not None]
    last_visit = max(days, default=day_of(client.created_at, work.clock.zone))
    years = int(setting(work, "retention_years"))
    return Retention(last_visit, years, years_later(last_visit, years))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def decide_request(work: Work, series_id: UUID, row_version: int, draft: DecisionDraft) -> None:
    """Decide a request of a client; an erasure is granted only when her record need not be kept any more.

    Raises as ``privacy.service.decide`` does.
    """
    request = loaded_current(work, SubjectRequest, series_id, row_version)
    privacy.decide(work, series_id, row_version, draft, retention(work, request.client_id).keep_until)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def proposed_ground(work: Work, client_id: UUID, kind: str, decision: str) -> Notice | None:
    """Return the ground to propose where an erasure is asked for while the record must be kept, else None."""
    kept = retention(work, client_id)
    if kind != ERASURE or decision not in {REFUSED, PARTLY} or kept.is_over(work.clock.today()):
        return None
    facts = {"years": kept.years, "last": format_long(kept.last_visit), "until": format_long(kept.keep_until)}
    return Notice(RETENTION_GROUND, "ground", facts)


def years_later(day: date, years: int) -> date:
    """Return the same day ``years`` later; 29 February becomes 1 March where there is none, so that nothing ends early."""
    if (day.month, day.day) == _LEAP_DAY:
        try:
            return day.replace(year=day.year + years)
        except ValueError:
            return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


@cache
def _latest_days() -> tuple[Select[Any], ...]:
    """Return what finds the latest day of each kind of visit; put together once."""
    return tuple(_latest_day(kind, name) for kind, name in VISITS)


def _latest_day(kind: type[Record], name: str) -> Select[Any]:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    counts: ColumnElement[bool] = is_current(table) if kind.is_clinical else true()
    of_clients = table.c.client_id.in_(bindparam("of_clients", expanding=True))
    query = select(func.max(table.c[name])).where(of_clients, counts)
    return query.where(table.c.attendance.in_(held_codes())) if kind in _ATTENDED else query
