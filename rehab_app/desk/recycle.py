"""The recycle bin of one client: what was entered by mistake in any room, and its way back.

Nothing leaves the bin but by being taken out again: clinical records are never deleted (Permenkes 24/2022), so the bin only keeps
them out of sight.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, bindparam, select

from rehab_app.clinic.aftercare import service as aftercare
from rehab_app.clinic.aftercare.model import AftercarePlan, AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.documents.rules import class_of
from rehab_app.clinic.examination import service as examination
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup import service as followup
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.plans import service as plans
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.referrals import handovers, replies
from rehab_app.clinic.referrals.model import Handover, ReferralReply
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat import service as tat
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import day_of
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Fact
from rehab_app.office.rights.needs import needs
from rehab_app.store.record import ClinicalRecord
from rehab_app.store.versions import is_in_bin, take_from_bin
from rehab_app.store.work import Work

Restore = Callable[[Work, UUID, int, str], None]
# Reports that a new plan of the duty replaced were no mistake.
_PUT_ASIDE: Final = frozenset({tat.RENEWED, tat.ENDED})
_INSTANTS: Final = frozenset({"called_at", "asked_at"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record that may lie in the bin: its class of data, the column of its own day, and its room's way back.

    A kind whose room has no rule against coming back is taken out as it was.
    """

    record: type[ClinicalRecord]
    data_class: DataClass
    day: str
    restore: Restore | None = None


@dataclass(frozen=True, slots=True)
class BinnedRow:
    """One series in the bin: its kind (a key of ``KINDS``), its own day, and who put it there, when and why."""

    kind: str
    series_id: UUID
    row_version: int
    episode_id: UUID | None
    day: date | None
    binned_at: datetime
    binned_by: UUID
    why: str
    may_restore: bool


@dataclass(frozen=True, slots=True)
class Restored(Fact):
    """A series was taken out of the recycle bin."""

    kind: str
    series_id: UUID
    client_id: UUID


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "consent": Kind(Consent, DataClass.ADMINISTRATIF, "signed_on", consent.restore_consent),
        "handed_paper": Kind(HandedPaper, DataClass.ADMINISTRATIF, "handed_on", documents.restore_paper),
        "attachment": Kind(Attachment, DataClass.ADMINISTRATIF, "taken_on", documents.restore_attachment),
        "report_card": Kind(ReportCard, DataClass.ADMINISTRATIF, "issued_on"),
        "subject_request": Kind(SubjectRequest, DataClass.ADMINISTRATIF, "asked_at", privacy.restore_request),
        "screening": Kind(Screening, DataClass.KLINIS, "taken_on"),
        "use_profile": Kind(UseProfile, DataClass.KLINIS, "assessed_on"),
        "examination": Kind(Examination, DataClass.KLINIS, "examined_on", examination.restore_examination),
        "urine_test": Kind(UrineTest, DataClass.KLINIS, "taken_on", urine_tests.restore_urine_test),
        "diagnosis": Kind(Diagnosis, DataClass.KLINIS, "made_on", diagnoses.restore_diagnosis),
        "care_plan": Kind(CarePlan, DataClass.KLINIS, "made_on", plans.restore_plan),
        "care_session": Kind(CareSession, DataClass.KLINIS, "held_on", sessions.restore_session),
        "contact_call": Kind(ContactCall, DataClass.KLINIS, "called_at", followup.restore_call),
        "summons": Kind(Summons, DataClass.KLINIS, "dated_on"),
        "tat_case": Kind(TatCase, DataClass.KLINIS, "requested_on", tat.restore_case),
        "duty_report": Kind(DutyReport, DataClass.KLINIS, "due_on", tat.restore_report),
        "referral_reply": Kind(ReferralReply, DataClass.KLINIS, "happened_on", replies.restore),
        "handover": Kind(Handover, DataClass.KLINIS, "handed_on", handovers.restore_handover),
        "aftercare_plan": Kind(AftercarePlan, DataClass.KLINIS, "started_on", aftercare.restore_plan),
        "aftercare_visit": Kind(AftercareVisit, DataClass.KLINIS, "due_on", aftercare.restore_visit),
    }
)
"""Every kind of record of a client that may be put into the bin, by the name of its table."""


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def bin_of_client(work: Work, client_id: UUID) -> tuple[BinnedRow, ...]:
    """Return what lies in a client's bin and the acting user may see, the latest put there first."""
    found: list[BinnedRow] = []
    for name, kind in KINDS.items():
        if not any(work.actor.may(data, Right.MELIHAT) for data in _classes(kind)):
            continue
        for row in work.connection.execute(_in_bin(name), {"of_client": client_id}):
            data_class = _class_of(kind, row)
            if work.actor.may(data_class, Right.MELIHAT) and row.reason not in _PUT_ASIDE:
                found.append(_binned(work, name, kind, row, data_class))
    return tuple(sorted(found, key=lambda row: row.binned_at, reverse=True))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def restore(work: Work, kind: str, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a series out of the bin, by its room's own rules; needs the right of correction over its class of data.

    Raises RuleBroken ``recycle.unknown``, StaleRecord where it is no longer in the bin as it was shown, and what the room raises.
    """
    known = KINDS.get(kind)
    if known is None:
        raise RuleBroken("recycle.unknown")
    table = _table(known)
    query = select(table).where(table.c.series_id == series_id).order_by(table.c.row_version.desc()).limit(1)
    row = work.connection.execute(query).first()
    if row is None:
        raise RuleBroken("recycle.unknown")
    work.actor.require(_class_of(known, row), Right.PERBAIKAN)
    if known.restore is not None:
        known.restore(work, series_id, row_version, reason)
    else:
        take_from_bin(work, known.record, series_id, row_version, "recycle.restore", required(reason))
    work.publish(Restored(kind, series_id, row.client_id))


@cache
def _in_bin(name: str) -> Select[Any]:
    """Return what finds the series of a kind that lie in a client's bin; put together once."""
    table = _table(KINDS[name])
    return select(table).where(table.c.client_id == bindparam("of_client"), is_in_bin(table))


def _table(kind: Kind) -> Table:
    found: Table = kind.record.__table__  # type: ignore[attr-defined]
    return found


def _classes(kind: Kind) -> tuple[DataClass, ...]:
    """Return the classes of data that records of a kind may belong to."""
    return (DataClass.ADMINISTRATIF, DataClass.KLINIS) if kind.record is Attachment else (kind.data_class,)


def _class_of(kind: Kind, row: Row[Any]) -> DataClass:
    """Return the class of one record: that of its kind, and of an attachment that of what it shows."""
    return class_of(row.kind) if kind.record is Attachment else kind.data_class


def _binned(work: Work, name: str, kind: Kind, row: Row[Any], data_class: DataClass) -> BinnedRow:
    day = getattr(row, kind.day)
    return BinnedRow(
        kind=name,
        series_id=row.series_id,
        row_version=row.row_version,
        episode_id=getattr(row, "episode_id", None),
        day=day_of(day, work.clock.zone) if kind.day in _INSTANTS and day is not None else day,
        binned_at=row.created_at,
        binned_by=row.created_by,
        why=row.reason,
        may_restore=work.actor.may(data_class, Right.PERBAIKAN),
    )
