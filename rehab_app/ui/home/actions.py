"""What the home page asks of the rooms for the day itself; what waits is gathered in ``waiting``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.schedule import queries as schedule
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.clinic.sessions.queries import today
from rehab_app.clinic.sessions.service import record_attendance
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.names import names_of
from rehab_app.office.emergency.service import mark_seen
from rehab_app.store.work import Work
from rehab_app.ui.home.rows import Today, TodayRow, WaitingGroup, folded
from rehab_app.ui.home.waiting.actions import everything
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.shell.session import Session

ATTENDED: Final = "hadir"


def read_today(session: Session, done: Callable[[Today], None], failed: Failed, owner: QObject) -> Job:
    """Read today's sessions: what whoever signs in looks for, and it is read in a moment however large the clinic."""

    def task(work: Work) -> Today:
        may_see = work.actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT)
        return Today(work.clock.today(), _sessions(work) if may_see else ())

    return session.read(task, done, failed, owner=owner)


def read_waiting(
    session: Session, done: Callable[[tuple[WaitingGroup, ...]], None], failed: Failed, owner: QObject
) -> Job:
    """Read everything that waits, the most urgent kind first; a kind of which nothing waits is left out."""
    drafts = session.clinic.drafts

    def task(work: Work) -> tuple[WaitingGroup, ...]:
        return everything(work, [(draft.form, draft.subject, draft.kept_at) for draft in drafts.offered()])

    return session.read(task, done, failed, owner=owner)


def record_attended(
    session: Session, row: TodayRow, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Enter that the client of one of today's sessions came."""

    def task(work: Work) -> None:
        draft = AttendanceDraft(attendance=ATTENDED)
        record_attendance(work, row.session.series_id, row.session.row_version, draft)

    return session.write(task, done, failed, owner=owner)


def mark_opening_seen(
    session: Session, opening_id: UUID, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Enter that an emergency opening was seen."""
    return session.write(lambda work: mark_seen(work, opening_id), done, failed, owner=owner)


def _sessions(work: Work) -> tuple[TodayRow, ...]:
    rows = today(work)
    names = names_of(work, sorted({row.counsellor_id for row in rows}))
    return tuple(
        TodayRow(seats, names.get(seats[0].counsellor_id, ""), _topic(work, seats[0].group_id))
        for seats in folded(rows)
    )


def _topic(work: Work, group_id: UUID | None) -> str:
    return schedule.group(work, group_id).topic if group_id is not None else ""
