"""The office profile and its settings."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from rehab_app.store.record import Record


class OfficeProfile(Record, table=True):
    """The one profile of this store. ``letterhead`` lines go on every letter; ``working_area`` lists regency codes (64.71)."""

    __tablename__ = "office_profile"

    unit_name: str
    clinic_name: str = ""
    letterhead: list[str] = Field(default_factory=list, sa_type=JSON)
    address: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    unit_code: str = ""
    time_zone: str = "Asia/Makassar"
    home_regency: str = ""
    working_area: list[str] = Field(default_factory=list, sa_type=JSON)
    head_name: str = ""
    head_title: str = ""
    head_rank: str = ""
    head_staff_number: str = ""
    logo_digest: str = ""
    backup_place: str = ""


class OfficeSetting(Record, table=True):
    """One setting that differs from its default; ``name`` is declared in ``office.settings``."""

    __tablename__ = "office_setting"

    name: str = Field(unique=True)
    value: Any = Field(default=None, sa_type=JSON)
