"""Accounts and the emergency opening of a file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from rehab_app.store.record import Record, UtcTime


class Account(Record, table=True):
    """One person of the office. ``roles`` are codes of Role; ``grants`` are [class, right, is_given] triples."""

    __tablename__ = "account"

    login: str = Field(unique=True)
    full_name: str
    title: str = ""
    rank: str = ""
    staff_number: str = ""
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    grants: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    slot_id: str = ""
    is_active: bool = True
    must_change_passphrase: bool = False


class EmergencyAccess(Record, table=True):
    """A file opened by breaking the glass: whose, by whom, why, and until when; listed to the Subkoordinator until seen."""

    __tablename__ = "emergency_access"

    client_id: UUID = Field(index=True)
    account_id: UUID = Field(index=True)
    reason: str
    valid_until: datetime = Field(sa_type=UtcTime)
    seen_by: UUID | None = None
    seen_at: datetime | None = Field(default=None, sa_type=UtcTime)
