"""Choices the office added to the value lists, or worded and retired in its own way."""

from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record


class ListChoice(Record, table=True):
    """One choice of a value list as the office has it; a shipped choice with the same code is replaced by it.

    ``place`` orders the choices of a list (None: where it was shipped, new ones last). A choice is retired, never deleted.
    """

    __tablename__ = "list_choice"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    list_name: str
    code: str
    label_id: str
    label_en: str = ""
    is_retired: bool = False
    place: int | None = None
    extras: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
