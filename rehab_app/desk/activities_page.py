"""A counsellor's list of deeds on paper: gathered, drawn, and entered in the audit when it leaves."""

from datetime import date
from uuid import UUID

from rehab_app.desk.letter_facts import office_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.model import Account
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.reports.activities import activities
from rehab_app.papers.reports.activities_sheet import ActivitiesSheet, activities_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.LAPORAN, Right.MELIHAT)
def activities_sheet_pdf(work: Work, account_id: UUID, first: date, last: date) -> bytes:
    """Return the list of one account as PDF, signed by her and confirmed by the Kepala; raises as ``activities`` does."""
    found = activities(work, account_id, first, last)
    office, account = profile(work), work.session.get_one(Account, account_id)
    sheet = ActivitiesSheet(
        activities=found,
        lists=lists_in_force(),
        office=office_facts(office),
        day=work.clock.today(),
        by=Signer(title=account.title, name=account.full_name, rank=account.rank, number=account.staff_number),
        signer=signer_of(office) if office.head_name and office.head_title else None,
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(activities_sheet(sheet))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_activities_sheet(work: Work, account_id: UUID, deed: str) -> None:
    """Enter that the list of an account was printed or saved (``deed``: print or save)."""
    work.note(f"activities.{deed}", "account", account_id)
