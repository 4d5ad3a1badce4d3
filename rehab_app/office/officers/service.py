"""Keeping the officers who sign, and who may sign on a day: the head of the profile first."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import StaleRecord
from rehab_app.office.officers.draft import OfficerDraft
from rehab_app.office.officers.model import Officer
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.work import Work

_SHOWN: Final = tuple(OfficerRow.__slots__)


@open_to_all
def officers(work: Work, *, with_retired: bool = False) -> list[OfficerRow]:
    """Return the officers by name, without the head whom the profile names."""
    query = select(Officer).order_by(col(Officer.name), col(Officer.created_at))
    if not with_retired:
        query = query.where(col(Officer.is_retired).is_(False))
    return [_row(one) for one in work.session.exec(query)]


@open_to_all
def signers_on(work: Work, day: date) -> list[OfficerRow]:
    """Return who may sign a letter dated ``day``: the head of the profile, where it names one, then the officers of that day."""
    office = work.session.exec(select(OfficeProfile)).one()
    found = [one for one in officers(work) if one.signs_on(day)]
    if not office.head_name.strip() or not office.head_title.strip():
        return found
    head = OfficerRow(
        id=None,
        name=office.head_name,
        title=office.head_title,
        rank=office.head_rank,
        staff_number=office.head_staff_number,
    )
    return [head, *found]


@needs(DataClass.PENGATURAN, Right.INPUT)
def add_officer(work: Work, draft: OfficerDraft) -> UUID:
    """Add an officer in one capacity; raises RulesBroken as ``OfficerDraft.check`` does."""
    draft.check()
    return work.add(Officer(id=work.new_id(), **draft.model_dump()), "officers.add").id


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_officer(work: Work, officer_id: UUID, row_version: int, draft: OfficerDraft) -> None:
    """Change an officer; letters already issued keep the signer they were printed with."""
    draft.check()
    officer = _loaded(work, officer_id, row_version)
    for name, value in draft.model_dump().items():
        setattr(officer, name, value)
    work.change(officer, "officers.change")


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def retire_officer(work: Work, officer_id: UUID, row_version: int, *, is_retired: bool = True) -> None:
    """Let an officer sign no more, or again."""
    officer = _loaded(work, officer_id, row_version)
    officer.is_retired = is_retired
    work.change(officer, "officers.retire")


def _loaded(work: Work, officer_id: UUID, row_version: int) -> Officer:
    officer = work.session.get_one(Officer, officer_id)
    if officer.row_version != row_version:
        raise StaleRecord("store.stale", table="officer")
    return officer


def _row(one: Officer) -> OfficerRow:
    return OfficerRow(**{name: getattr(one, name) for name in _SHOWN})
