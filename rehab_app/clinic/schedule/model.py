"""Group meetings; the seat of each client is a meeting of her own episode that names the group."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import Index

from rehab_app.store.record import Record


class GroupMeeting(Record, table=True):
    """One meeting of a group (or of families). ``slots`` are half hours; ``state`` planned, held or cancelled."""

    __tablename__ = "group_meeting"
    __table_args__ = (Index("ix_group_meeting_held_on", "held_on"),)

    held_on: date
    held_at: time
    slots: int
    room: str = ""
    kind: str = "group"
    service: str = ""
    topic: str = ""
    counsellor_id: UUID
    state: str = "planned"
    summary: str = ""
