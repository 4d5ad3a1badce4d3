"""A diagnosis of the doctor, each correction a new version."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord


class Diagnosis(ClinicalRecord, table=True):
    """One diagnosis by ICD-10: ``code`` F10.0 to F19.9, Z50.x, or another with its ``title``.

    ``severity`` is a code of the list ``risk_class`` as BNN papers print it (ringan, sedang, berat), empty where not said.
    ``ended_on`` is the day from which the doctor no longer holds it.
    """

    __tablename__ = "diagnosis"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    code: str
    title: str = ""
    is_main: bool = False
    severity: str = ""
    made_on: date
    made_by: UUID
    ended_on: date | None = None
    remark: str = ""
