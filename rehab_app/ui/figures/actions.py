"""What the figures' page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.desk.activities_page import activities_sheet_pdf, note_activities_sheet
from rehab_app.desk.destinations_page import destinations_sheet_pdf, note_destinations_sheet
from rehab_app.desk.outcome_page import note_outcome_sheet, outcome_sheet_pdf
from rehab_app.desk.pasal_18 import IncompleteRow
from rehab_app.desk.recap_page import lacking, note_recap, recap_file, recap_pdf, sign_recap
from rehab_app.desk.year_page import note_year_sheet, year_sheet_pdf
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.registry import form
from rehab_app.papers.recaps.rules import Naming, Wish
from rehab_app.papers.recaps.service import changes_since, note_signed, signed_pdf, signed_recaps
from rehab_app.papers.recaps.signed import ClientChange, SignedRow
from rehab_app.papers.reports.activities import Activities, WorkloadRow, activities, workload
from rehab_app.papers.reports.behind import BehindRow, clients_behind
from rehab_app.papers.reports.destinations import (
    DestinationFigures,
    clients_behind_destination,
    destination_figures,
)
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


def read_destinations(
    session: Session,
    period: tuple[date, date],
    done: Callable[[DestinationFigures], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Read the referrals of a period by destination."""
    session.read(lambda work: destination_figures(work, *period), done, failed, owner=owner)


def read_behind_destination(
    session: Session,
    place: tuple[date, date, UUID, str],
    done: Callable[[Sequence[BehindRow]], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Read the clients behind one number; ``place`` is its period, destination and name."""
    session.read(lambda work: clients_behind_destination(work, *place), done, failed, owner=owner)


def draw_destinations(
    session: Session, period: tuple[date, date], done: Callable[[bytes], None], failed: Failed, owner: QObject
) -> None:
    """Draw the page of a period."""
    session.read(lambda work: destinations_sheet_pdf(work, *period), done, failed, owner=owner)


def note_destinations(session: Session, deed: str, go: Callable[[], None], failed: Failed, owner: QObject) -> None:
    """Enter in the audit that the page leaves, then let it go."""
    session.write(lambda work: note_destinations_sheet(work, deed), lambda _done: go(), failed, owner=owner)


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


def draw_recap(session: Session, wish: Wish, done: Callable[[bytes], None], failed: Failed, owner: QObject) -> None:
    """Draw a recap; one with names is entered in the audit, so it goes over the writing lane."""
    run = session.write if wish.naming is Naming.NAMES else session.read
    run(lambda work: recap_pdf(work, wish), done, failed, owner=owner)


def make_recap_file(
    session: Session, wish: Wish, done: Callable[[bytes], None], failed: Failed, owner: QObject
) -> None:
    """Make the spreadsheet of a recap, and enter in the audit that it leaves."""
    session.write(lambda work: recap_file(work, wish), done, failed, owner=owner)


def note_recap_leaving(
    session: Session, wish: Wish, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter in the audit that a recap leaves, then let it go."""
    session.write(lambda work: note_recap(work, wish, deed), lambda _done: go(), failed, owner=owner)


def sign(session: Session, wish: Wish, done: Callable[[UUID], None], failed: Failed, owner: QObject) -> None:
    """Sign a recap."""
    attachments = session.clinic.attachments
    session.write(lambda work: sign_recap(work, attachments, wish), done, failed, owner=owner)


def read_lacking(
    session: Session, wish: Wish, done: Callable[[Sequence[IncompleteRow]], None], failed: Failed, owner: QObject
) -> None:
    """Read whose record keeps a recap from being signed."""
    session.read(lambda work: lacking(work, wish), done, failed, owner=owner)


def read_signed(session: Session, done: Callable[[Sequence[SignedRow]], None], failed: Failed, owner: QObject) -> None:
    """Read the signed recaps."""
    session.read(signed_recaps, done, failed, owner=owner)


def read_changes(
    session: Session, recap_id: UUID, done: Callable[[Sequence[ClientChange]], None], failed: Failed, owner: QObject
) -> None:
    """Read what changed since a recap was signed."""
    session.read(lambda work: changes_since(work, recap_id, session.lists), done, failed, owner=owner)


def look_at_signed(
    session: Session, recap_id: UUID, done: Callable[[bytes], None], failed: Failed, owner: QObject
) -> None:
    """Fetch the paper as it was signed, and enter the look in the audit."""
    attachments = session.clinic.attachments
    session.write(lambda work: signed_pdf(work, attachments, recap_id), done, failed, owner=owner)


def note_signed_leaving(
    session: Session, recap_id: UUID, deed: str, go: Callable[[], None], failed: Failed, owner: QObject
) -> None:
    """Enter in the audit that a signed recap leaves again, then let it go."""
    session.write(lambda work: note_signed(work, recap_id, deed), lambda _done: go(), failed, owner=owner)
