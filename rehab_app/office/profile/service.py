"""Changing the office profile."""

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.work import Work


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_profile(work: Work, draft: ProfileDraft, row_version: int) -> None:
    """Change the office profile; letters already issued keep what was printed on them."""
    draft.check()
    row = work.session.exec(select(OfficeProfile)).one()
    if row.row_version != row_version:
        raise StaleRecord("store.stale", table="office_profile")
    for name, value in draft.model_dump().items():
        setattr(row, name, value)
    work.change(row, "profile.change")


@open_to_all
def first_profile(work: Work, draft: ProfileDraft) -> None:
    """Keep the profile of a new store; called once, by whoever makes the store."""
    draft.check()
    if work.session.exec(select(OfficeProfile)).first() is not None:
        raise RuleBroken("opening.exists")
    work.add(OfficeProfile(id=work.new_id(), **draft.model_dump()), "profile.create")
