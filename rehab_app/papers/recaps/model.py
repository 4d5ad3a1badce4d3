"""Signed recaps: what an office reported stays as it was reported."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record


class SignedRecap(Record, table=True):
    """One recap as it was signed: its columns, its cells and the clients behind it. A later one of the period is ``edition`` 2.

    ``kind``: new_patients, patients_of_year, perka_4. ``rows`` are the printed cells, ``clients`` the ids behind them,
    ``basis`` what each client's row said, so that a later look can show what changed. ``digest`` names the kept PDF.
    """

    __tablename__ = "signed_recap"
    __table_args__ = (UniqueConstraint("kind", "from_on", "until_on", "edition"),)

    kind: str
    from_on: date = Field(index=True)
    until_on: date
    edition: int = 1
    columns: list[str] = Field(default_factory=list, sa_type=JSON)
    rows: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    clients: list[str] = Field(default_factory=list, sa_type=JSON)
    basis: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    signer_name: str
    signer_title: str = ""
    signed_on: date
    letter_id: UUID | None = Field(default=None, foreign_key="issued_letter.id")
    digest: str
    size: int
    remark: str = ""
