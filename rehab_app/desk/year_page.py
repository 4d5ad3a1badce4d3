"""The year's figures on paper: gathered, drawn, and entered in the audit when they leave."""

from rehab_app.desk.letter_facts import office_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.reports.figures import year_figures
from rehab_app.papers.reports.year_sheet import YearSheet, year_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.LAPORAN, Right.MELIHAT)
def year_sheet_pdf(work: Work, year: int, lists: ValueLists) -> bytes:
    """Return the sheet of one year as PDF, as the Kepala would sign it."""
    office = profile(work)
    sheet = YearSheet(
        figures=year_figures(work, year, lists),
        office=office_facts(office),
        day=work.clock.today(),
        signer=signer_of(office) if office.head_name and office.head_title else None,
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(year_sheet(sheet))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_year_sheet(work: Work, year: int, deed: str) -> None:
    """Enter that the sheet of ``year`` was printed or saved (``deed``: print or save)."""
    work.note(f"figures.{deed}.{year}")
