"""What destinations say of their places: told on the telephone, noted with the day, and old soon."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, select

from rehab_app.clinic.referrals import rules
from rehab_app.clinic.referrals.facts import CapacityNoted
from rehab_app.clinic.referrals.model import CapacityNote, Destination
from rehab_app.clinic.referrals.reply_draft import CapacityDraft
from rehab_app.clinic.referrals.rows import CapacityRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

OLD_AFTER_DAYS: Final = 14
"""A note older than this is shown as old: places come and go within weeks."""

_NOTE: Final[Table] = CapacityNote.__table__  # type: ignore[attr-defined]
_SHOWN: Final = tuple(_NOTE.c[name] for name in CapacityRow.__slots__ if name in _NOTE.c)


@needs(DataClass.KLINIS, Right.INPUT)
def note_capacity(work: Work, draft: CapacityDraft) -> UUID:
    """Note what a destination said of its places and return the note; the latest one counts."""
    _check(work, draft)
    note = CapacityNote(id=work.new_id(), **draft.model_dump())
    work.add(note, "destinations.note_capacity")
    work.publish(CapacityNoted(note.destination_id))
    return note.id


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def change_capacity(work: Work, note_id: UUID, row_version: int, draft: CapacityDraft) -> None:
    """Change a note that was written down wrong; its history keeps what stood there."""
    _check(work, draft)
    note = work.session.get_one(CapacityNote, note_id)
    if note.row_version != row_version:
        raise StaleRecord("store.stale", table="capacity_note")
    for name, value in draft.model_dump().items():
        setattr(note, name, value)
    work.change(note, "destinations.change_capacity")
    work.publish(CapacityNoted(note.destination_id))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def latest_capacity(work: Work) -> dict[UUID, CapacityRow]:
    """Return the latest note of each destination that has one."""
    found: dict[UUID, CapacityRow] = {}
    query = select(*_SHOWN).order_by(_NOTE.c.noted_on, _NOTE.c.created_at)
    for row in work.connection.execute(query):
        found[row.destination_id] = _row(row, work.clock.today())
    return found


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def capacity_of(work: Work, destination_id: UUID) -> tuple[CapacityRow, ...]:
    """Return every note of one destination, the latest first."""
    query = select(*_SHOWN).where(_NOTE.c.destination_id == destination_id)
    rows = work.connection.execute(query.order_by(_NOTE.c.noted_on.desc(), _NOTE.c.created_at.desc()))
    return tuple(_row(row, work.clock.today()) for row in rows)


def _check(work: Work, draft: CapacityDraft) -> None:
    troubles = rules.capacity_troubles(draft, work.clock.today())
    if draft.destination_id is None or work.session.get(Destination, draft.destination_id) is None:
        troubles.append(RuleBroken("referrals.unknown_destination", field="destination_id"))
    if troubles:
        raise RulesBroken(troubles)


def _row(row: Row[Any], today: date) -> CapacityRow:
    age = (today - row.noted_on).days
    known: tuple[Any, ...] = (*row, age, age > OLD_AFTER_DAYS)
    return CapacityRow(*known)
