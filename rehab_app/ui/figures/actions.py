"""What the figures' page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from rehab_app.desk.year_page import note_year_sheet, year_sheet_pdf
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.reports.behind import BehindRow, clients_behind
from rehab_app.papers.reports.figures import YearFigures, year_figures
from rehab_app.ui.shell.session import Session

Failed = Callable[[RuleBroken], None]


def read_figures(
    session: Session, year: int, done: Callable[[YearFigures], None], failed: Failed, owner: QObject
) -> None:
    """Read the figures of ``year`` in the language of the screen."""
    language = session.context.words.language
    session.read(lambda work: year_figures(work, year, session.lists, language), done, failed, owner=owner)


def read_behind(
    session: Session,
    year: int,
    place: tuple[str, str],
    done: Callable[[Sequence[BehindRow]], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Read the clients behind one number; ``place`` is its table and code."""
    session.read(lambda work: clients_behind(work, year, *place), done, failed, owner=owner)


def draw_sheet(session: Session, year: int, done: Callable[[bytes], None], failed: Failed, owner: QObject) -> None:
    """Draw the sheet of ``year``."""
    session.read(lambda work: year_sheet_pdf(work, year, session.lists), done, failed, owner=owner)


def note_sheet(session: Session, year: int, deed: str, go: Callable[[], None], failed: Failed, owner: QObject) -> None:
    """Enter in the audit that the sheet leaves, then let it go."""
    session.write(lambda work: note_year_sheet(work, year, deed), lambda _done: go(), failed, owner=owner)
