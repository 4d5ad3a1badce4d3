"""Calls to those who stay away, and the summons, each change a new version."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import ClinicalRecord, UtcTime


class ContactCall(ClinicalRecord, table=True):
    """One attempt to reach a client. Without ``contact_id`` the client's own telephone was called.

    ``channel`` is a code of the list ``call_channel``, ``outcome`` of the list ``call_outcome``. ``promised_on`` is the day the
    client said she will come, ``next_try_on`` when the clinic tries again.
    """

    __tablename__ = "contact_call"
    __table_args__ = (
        UniqueConstraint("series_id", "row_version"),
        Index("ix_contact_call_episode", "episode_id", "called_at"),
    )

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id")
    called_at: datetime = Field(sa_type=UtcTime)
    contact_id: UUID | None = Field(default=None, foreign_key="client_contact.id")
    channel: str
    reached_name: str = ""
    outcome: str
    said: str = ""
    promised_on: date | None = None
    next_try_on: date | None = None


class Summons(ClinicalRecord, table=True):
    """A summons (``number`` 1, 2, 3) or a notice to the penyidik (``kind`` of the list ``summons_kind``), prepared or sent.

    ``missed_on`` are the days of the meetings that were missed, as ISO text; ``letter_id`` the issued letter, once it has one.
    """

    __tablename__ = "summons"
    __table_args__ = (UniqueConstraint("series_id", "row_version"),)

    client_id: UUID = Field(foreign_key="client.id", index=True)
    episode_id: UUID = Field(foreign_key="episode.id", index=True)
    kind: str
    number: int
    dated_on: date
    addressee: str = ""
    missed_on: list[Any] = Field(default_factory=list, sa_type=JSON)
    new_on: date | None = None
    new_at: time | None = None
    letter_id: UUID | None = None
    sent_on: date | None = None
    is_cancelled: bool = False
    remark: str = ""
