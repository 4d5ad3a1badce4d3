"""Looks at papers without a client: the sample of a text on the office's own sheet, and the test page of the letterhead."""

from collections.abc import Collection
from dataclasses import dataclass

from rehab_app.desk.letter_facts import LetterFrame, frame_of, signer_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.letters.official import Frame
from rehab_app.papers.samples.paper import sample_paper, trial_page
from rehab_app.papers.samples.values import DAY
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class TrialSheet:
    """The office's sheet at present and who signs on it, None where the profile names nobody."""

    frame: LetterFrame
    signer: Signer | None


@open_to_all
def trial_sheet(work: Work) -> TrialSheet:
    """Return the sheet that samples are drawn on; drawing then needs no unit of work."""
    try:
        signer = signer_of(profile(work))
    except RuleBroken:
        signer = None
    return TrialSheet(frame_of(work), signer)


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def note_trial(work: Work, deed: str) -> None:
    """Enter that the test page left the program (``deed``: print or save)."""
    work.note(f"letterhead.{deed}_trial")


def sample_pdf(kind: str, text: str, sheet: TrialSheet, holds: Collection[str]) -> bytes:
    """Return the sample of a text as PDF; pure, and raises as ``sample_paper`` and ``draw`` do."""
    document = sample_paper(KINDS[kind], text, _frame(sheet), holds, sheet.signer)
    return draw(sheet.frame.sized(document))


def trial_pdf(sheet: TrialSheet) -> bytes:
    """Return the test page as PDF; pure, and raises as ``trial_page`` and ``draw`` do."""
    return draw(trial_page(_frame(sheet), sheet.frame.size, sheet.signer))


def _frame(sheet: TrialSheet) -> Frame:
    one = sheet.frame
    return Frame(
        office=one.office,
        day=DAY,
        is_practice=one.is_practice,
        paper=one.paper,
        margins=one.margins,
        font=one.font,
    )
