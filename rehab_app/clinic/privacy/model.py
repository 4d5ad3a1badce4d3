"""A request of a client about her data, and its decision, each change a new version."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, UtcTime


class SubjectRequest(ClinicalRecord, table=True):
    """One request under UU 27/2022. ``kind`` is a code of the list ``request_kind``; ``decision`` empty while it is open.

    ``due_at`` is the end of its clock; ``ground`` the law or rule on which it was decided; ``done_on`` when it was carried out.
    """

    __tablename__ = "subject_request"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    kind: str
    asked_at: datetime = Field(sa_type=UtcTime)
    asked_by: str
    relation: str = ""
    asked_how: str = ""
    said: str = ""
    due_at: datetime = Field(sa_type=UtcTime)
    decision: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_by: UUID | None = None
    ground: str = ""
    done_on: date | None = None
    remark: str = ""
