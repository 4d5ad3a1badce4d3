"""The outcome of a year on paper: gathered, drawn, and entered in the audit when it leaves."""

from rehab_app.desk.letter_facts import office_facts, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.reports.outcome import outcome_figures
from rehab_app.papers.reports.outcome_sheet import OutcomeSheet, outcome_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.LAPORAN, Right.MELIHAT)
def outcome_sheet_pdf(work: Work, year: int) -> bytes:
    """Return the outcome page of one year as PDF, as the Kepala would sign it."""
    office = profile(work)
    sheet = OutcomeSheet(
        figures=outcome_figures(work, year),
        office=office_facts(office),
        day=work.clock.today(),
        signer=signer_of(office) if office.head_name and office.head_title else None,
        is_practice=is_practice_clinic(work.connection),
    )
    return draw(outcome_sheet(sheet))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_outcome_sheet(work: Work, year: int, deed: str) -> None:
    """Enter that the outcome page of ``year`` was printed or saved (``deed``: print or save)."""
    work.note(f"outcome.{deed}.{year}")
