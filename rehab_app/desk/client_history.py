"""What the audit says of a client: of her record and of everything that belongs to it, as far as the reader may see it."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, select

from rehab_app.clinic.aftercare.model import AftercarePlan, AftercareVisit
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.documents.model import Attachment, HandedPaper, ReportCard
from rehab_app.clinic.documents.rules import clinical_kinds
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.privacy.model import SubjectRequest
from rehab_app.clinic.referrals.model import Handover, Referral, ReferralReply, ReferralStep
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.tat.model import DutyReport, TatCase
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.model import EmergencyAccess
from rehab_app.office.audit.service import AuditRow, of_records
from rehab_app.office.rights.needs import needs
from rehab_app.papers.register.model import IssuedLetter, PaperPrint
from rehab_app.store.record import Record
from rehab_app.store.work import Work

MOST: Final = 300
OF_CLIENT: Final[tuple[tuple[DataClass, tuple[type[Record], ...]], ...]] = (
    (DataClass.ADMINISTRATIF, (ClientContact, Episode, Consent, HandedPaper, Attachment, ReportCard, SubjectRequest)),
    (DataClass.KLINIS, (Screening, UseProfile, Examination, UrineTest, Diagnosis, CarePlan)),
    (DataClass.KLINIS, (CareSession, ContactCall, Summons, TatCase, DutyReport)),
    (DataClass.KLINIS, (Referral, ReferralReply, Handover, AftercarePlan, AftercareVisit, EmergencyAccess)),
    (DataClass.SURAT, (IssuedLetter, PaperPrint)),
)
"""The records that name their client, by the class of data they are seen with; of attachments the kind decides."""


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def of_client(work: Work, client_id: UUID, limit: int = MOST) -> list[AuditRow]:
    """Return the newest entries about a client and all that belongs to her.

    Clinical records count for those who may see them, letters likewise; every version of a record counts.
    """
    ids = [client_id]
    for query in _queries(work, client_id):
        ids += work.connection.execute(query).scalars()
    return of_records(work, ids, limit)


def _queries(work: Work, client_id: UUID) -> list[Select[Any]]:
    """Return what finds the ids of the records that the acting user may know of."""
    kinds = [kind for data, found in OF_CLIENT if work.actor.may(data, Right.MELIHAT) for kind in found]
    queries = [_owned(kind, client_id) for kind in kinds if kind is not Attachment]
    if Attachment in kinds:
        queries.append(_attached(client_id, with_clinical=work.actor.may(DataClass.KLINIS, Right.MELIHAT)))
    queries.append(_steps(EpisodeStep, "episode_id", _owned(Episode, client_id)))
    if Referral in kinds:
        queries.append(_steps(ReferralStep, "referral_id", _owned(Referral, client_id)))
    return queries


def _owned(kind: type[Record], client_id: UUID) -> Select[Any]:
    table = _table(kind)
    return select(table.c.id).where(table.c.client_id == client_id)


def _attached(client_id: UUID, *, with_clinical: bool) -> Select[Any]:
    """Return what finds the attachments; those of a clinical kind only ``with_clinical``."""
    owned = _owned(Attachment, client_id)
    return owned if with_clinical else owned.where(_table(Attachment).c.kind.not_in(clinical_kinds()))


def _steps(kind: type[Record], owner: str, owners: Select[Any]) -> Select[Any]:
    table = _table(kind)
    return select(table.c.id).where(table.c[owner].in_(owners))


def _table(kind: type[Record]) -> Table:
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found
