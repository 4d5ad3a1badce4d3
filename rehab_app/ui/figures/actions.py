"""What the figures' page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.desk.activities_page import activities_sheet_pdf, note_activities_sheet
from rehab_app.desk.outcome_page import note_outcome_sheet, outcome_sheet_pdf
from rehab_app.desk.year_page import note_year_sheet, year_sheet_pdf
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.registry import form
from rehab_app.papers.reports.activities import Activities, WorkloadRow, activities, workload
from rehab_app.papers.reports.behind import BehindRow, clients_behind
from rehab_app.papers.reports.figures import YearFigures, year_figures
from rehab_app.papers.reports.outcome import OutcomeFigures, clients_behind_outcome, outcome_figures
from rehab_app.ui.shell.session import Session

Failed = Callable[[RuleBroken], None]


@dataclass(frozen=True, slots=True)
class ActivityWish:
    """Whose deeds, from which day to which, both counted in."""

    account_id: UUID
    first: date
    last: date


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


def read_outcome(
    session: Session, year: int, done: Callable[[OutcomeFigures], None], failed: Failed, owner: QObject
) -> None:
    """Read what care changed in ``year``."""
    session.read(lambda work: outcome_figures(work, year), done, failed, owner=owner)


def read_behind_outcome(
    session: Session,
    year: int,
    place: tuple[str, str],
    done: Callable[[Sequence[BehindRow]], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Read the clients behind one number of the outcome; ``place`` is its name and the change."""
    session.read(lambda work: clients_behind_outcome(work, year, *place), done, failed, owner=owner)


def draw_outcome(session: Session, year: int, done: Callable[[bytes], None], failed: Failed, owner: QObject) -> None:
    """Draw the outcome page of ``year``."""
    session.read(lambda work: outcome_sheet_pdf(work, year), done, failed, owner=owner)


def note_outcome(
    session: Session, year: int, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter in the audit that the outcome page leaves, then let it go."""
    session.write(lambda work: note_outcome_sheet(work, year, deed), lambda _done: go(), failed, owner=owner)


def read_workload(
    session: Session, done: Callable[[Sequence[WorkloadRow]], None], failed: Failed, owner: QObject
) -> None:
    """Read what each counsellor carries, or one's own load."""
    session.read(workload, done, failed, owner=owner)


def read_activities(
    session: Session, wish: ActivityWish, done: Callable[[Activities], None], failed: Failed, owner: QObject
) -> None:
    """Read what an account did in a period."""
    session.read(lambda work: activities(work, wish.account_id, wish.first, wish.last), done, failed, owner=owner)


def draw_activities(
    session: Session, wish: ActivityWish, done: Callable[[bytes], None], failed: Failed, owner: QObject
) -> None:
    """Draw the list of an account."""
    session.read(
        lambda work: activities_sheet_pdf(work, wish.account_id, wish.first, wish.last), done, failed, owner=owner
    )


def note_activities(
    session: Session, account_id: UUID, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter in the audit that a list of deeds leaves, then let it go."""
    session.write(lambda work: note_activities_sheet(work, account_id, deed), lambda _done: go(), failed, owner=owner)


def instrument_name(code: str) -> str:
    """Return what an instrument is called."""
    return form(code).name
