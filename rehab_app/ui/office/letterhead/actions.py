"""What the section of the letterhead asks of the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from rehab_app.desk.letter_trials import TrialSheet, note_trial, trial_pdf, trial_sheet
from rehab_app.desk.office_settings import change_settings
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.profile.logo import LARGEST, remove_logo, set_logo
from rehab_app.office.settings.declared import LETTER_SHEETS, LETTER_SIZES, MARGIN_RANGE, MARGIN_SIDES, ON_LETTERS
from rehab_app.office.settings.service import all_settings
from rehab_app.papers.fonts import letter_families
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

__all__ = [
    "LETTER_SHEETS",
    "LETTER_SIZES",
    "MARGIN_RANGE",
    "MARGIN_SIDES",
    "LetterheadShown",
    "TrialSheet",
    "draw_trial",
    "note_leaving",
    "read_letterhead",
    "save_sheet",
    "take_logo",
    "take_logo_away",
]

MARGINS: Final = "letter_margins"


@dataclass(frozen=True, slots=True)
class LetterheadShown:
    """The sheet of letters at present: its settings, the fonts this PC has, and what the test page is drawn on."""

    values: Mapping[str, Any]
    families: tuple[str, ...]
    sheet: TrialSheet

    @property
    def logo(self) -> bytes | None:
        """The logo, None where there is none or it cannot be read."""
        return self.sheet.frame.office.logo


def read_letterhead(session: Session, done: Done[LetterheadShown], failed: Failed, owner: QObject) -> Job:
    """Read what the section shows."""
    return session.read(_shown, done, failed, owner=owner)


def save_sheet(
    session: Session, values: Mapping[str, Any], done: Done[LetterheadShown], failed: Failed, owner: QObject
) -> Job:
    """Change paper, margins, font and size together; a margin that is refused stands beside its side."""

    def task(work: "Work") -> LetterheadShown:
        change_settings(work, values)
        return _shown(work)

    return session.write(task, done, failed, owner=owner)


def take_logo(session: Session, path: str, done: Done[LetterheadShown], failed: Failed, owner: QObject) -> Job:
    """Take the picture at ``path`` as the logo; RuleBroken ``profile.logo_file`` where the file cannot be read."""

    def task(work: "Work") -> LetterheadShown:
        try:
            with Path(path).open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as refused:
            raise RuleBroken("profile.logo_file", field="logo") from refused
        set_logo(work, session.clinic.attachments, content)
        return _shown(work)

    return session.write(task, done, failed, owner=owner)


def take_logo_away(session: Session, done: Done[LetterheadShown], failed: Failed, owner: QObject) -> Job:
    """Print letters without a logo from now on."""

    def task(work: "Work") -> LetterheadShown:
        remove_logo(work)
        return _shown(work)

    return session.write(task, done, failed, owner=owner)


def draw_trial(session: Session, sheet: TrialSheet, done: Done[bytes], failed: Failed, owner: QObject) -> Job:
    """Draw the test page, on the lane of drawing."""
    return session.context.jobs.draw(lambda: trial_pdf(sheet), done, failed, owner=owner)


def note_leaving(session: Session, deed: str, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Enter that the test page leaves the program."""
    return session.write(lambda work: note_trial(work, deed), done, failed, owner=owner)


def _shown(work: "Work") -> LetterheadShown:
    known = all_settings(work)
    families = tuple(family.value for family in letter_families())
    return LetterheadShown({name: known[name] for name in ON_LETTERS}, families, trial_sheet(work))
