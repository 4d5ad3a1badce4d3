"""What the room of following up asks of the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from rehab_app.clinic.followup import watch
from rehab_app.clinic.followup.rows import AbsentRow
from rehab_app.desk import follow_up as papers
from rehab_app.office.accounts.names import names_of
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class Watch:
    """The absence watch as it is now, in the order in which it is worked; names of the counsellors."""

    rows: tuple[AbsentRow, ...]
    names: Mapping[UUID, str]
    today: date


def read_watch(session: Session, done: Done[Watch], failed: Failed, owner: QObject) -> Job:
    """Read the absence watch: whose next try is due first, then those nobody has called, then those with a later try."""

    def task(work: Work) -> Watch:
        rows, today = watch.absent(work), work.clock.today()
        names = names_of(work, [one for one in {row.counsellor_id for row in rows} if one is not None])
        return Watch(tuple(sorted(rows, key=lambda row: _turn(row, today))), names, today)

    return session.read(task, done, failed, owner=owner)


def draw_sheet(
    session: Session, day: date, done: Done[bytes], failed: Failed, owner: QObject, *, has_names: bool
) -> Job:
    """Draw the call sheet of a day."""
    return session.read(
        lambda work: papers.call_sheet_pdf(work, day, session.lists, has_names=has_names), done, failed, owner=owner
    )


def note_sheet(
    session: Session, deed: str, done: Done[None], failed: Failed, owner: QObject, *, has_names: bool
) -> Job:
    """Enter into the audit that a call sheet leaves the program."""
    return session.write(
        lambda work: papers.note_call_sheet(work, deed, has_names=has_names), done, failed, owner=owner
    )


def _turn(row: AbsentRow, today: date) -> tuple[int, date, int]:
    """Return whose turn it is; within one group the earliest try, then the longest without contact."""
    if row.next_try_on is None:
        return (1, today, -row.days_without_contact)
    return (0 if row.next_try_on <= today else 2, row.next_try_on, -row.days_without_contact)
