"""A person who is served, for life: one No. Rekam Medis, her identity, her family and contacts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record, UtcTime


class Client(Record, table=True):
    """One person. Coded fields hold codes of ``resources/lists``; an empty text means not known."""

    __tablename__ = "client"

    rm_number: str = Field(unique=True)
    full_name: str = ""
    initials: str
    aliases: str = ""
    sex: str
    birth_date: date | None = Field(default=None, index=True)
    birth_place: str = ""
    stated_age: int | None = None
    stated_age_on: date | None = None
    nik: str | None = Field(default=None, unique=True)
    kk_number: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    identity_missing_reason: str = ""
    jkn_number: str = ""
    religion: str = ""
    ethnicity: str = ""
    marital_status: str = ""
    education: str = ""
    occupation: str = ""
    blood_group: str = ""
    citizenship: str = ""
    country: str = ""
    phone: str = ""
    other_phone: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    place_code: str = ""
    place_text: str = ""
    postcode: str = ""
    father_name: str = ""
    mother_name: str = ""
    remark: str = ""
    is_identity_complete: bool = False
    merged_into: UUID | None = Field(default=None, index=True)


class ClientContact(Record, table=True):
    """A relative or other person who stands by the client; a guardian (orang tua/wali) is marked so.

    One who was written down wrongly or stands by no longer is marked as removed and kept. The rules of safe contact:
    ``is_informed`` whether this person knows of the care (None: not known), who else may answer, when to call, the sentence to
    say, whether a message may be left, and whether a letter goes in a plain envelope.
    """

    __tablename__ = "client_contact"

    client_id: UUID = Field(foreign_key="client.id", index=True)
    name: str
    relation: str = ""
    nik: str = ""
    phone: str = ""
    address: str = ""
    occupation: str = ""
    is_guardian: bool = False
    remark: str = ""
    is_removed: bool = False
    is_informed: bool | None = None
    who_may_answer: str = ""
    call_times: str = ""
    discreet_sentence: str = ""
    may_leave_message: bool = False
    needs_plain_envelope: bool = True


class ClientMerge(Record, table=True):
    """Two records found to be one person: ``merged_id`` was taken into ``kept_id``.

    ``snapshot`` holds what is needed to part them again: for each table the series that were moved with their versions, the
    masa perawatan before, and the fields that were taken over. ``undone_at`` says when they were parted.
    """

    __tablename__ = "client_merge"

    kept_id: UUID = Field(foreign_key="client.id", index=True)
    merged_id: UUID = Field(foreign_key="client.id", index=True)
    reason: str
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)
    undo_reason: str = ""


class DistinctPair(Record, table=True):
    """Two clients who look alike and were found to be different people."""

    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: UUID = Field(foreign_key="client.id")
    second_id: UUID = Field(foreign_key="client.id", index=True)
    reason: str = ""
