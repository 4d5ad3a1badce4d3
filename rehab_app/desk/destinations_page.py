"""The figures by destination on paper: gathered, drawn, and entered in the audit when they leave."""

from datetime import date

from rehab_app.desk.letter_facts import office_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.reports.destinations import destination_figures
from rehab_app.papers.reports.destinations_sheet import DestinationsSheet, destinations_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.LAPORAN, Right.MELIHAT)
def destinations_sheet_pdf(work: Work, first: date, last: date) -> bytes:
    """Return the page of one period as PDF, as the Kepala would sign it."""
    office = profile(work)
    sheet = DestinationsSheet(
        figures=destination_figures(work, first, last),
        office=office_facts(office),
        day=work.clock.today(),
        signer=signer_of(office) if office.head_name and office.head_title else None,
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(destinations_sheet(sheet))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_destinations_sheet(work: Work, deed: str) -> None:
    """Enter that the page was printed or saved (``deed``: print or save)."""
    work.note(f"destinations.figures.{deed}")
