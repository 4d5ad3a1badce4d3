"""A person who is served, for life: one No. Rekam Medis, her identity, her family and contacts."""

from datetime import date
from uuid import UUID

from sqlmodel import Field

from rehab_app.store.record import Record


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


class ClientContact(Record, table=True):
    """A relative or other person who stands by the client; a guardian (orang tua/wali) is marked so.

    One who was written down wrongly or stands by no longer is marked as removed and kept.
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
