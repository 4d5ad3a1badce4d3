"""What the section of the meetings asks of the services."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.office.emergency.service import break_glass
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.meetings.forms import words_said
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

PLAN_FIELDS = frozenset(PlanDraft.model_fields)
Values = Mapping[str, object]


def plan(session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Plan a meeting."""

    def task(work: "Work") -> object:
        return sessions.plan_session(work, episode_id, read_draft(PlanDraft, answered(values)))

    return session.write(task, done, failed, owner=owner)


def record(
    session: Session, episode_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record a meeting that was not planned."""
    known = answered(values)
    planned = {name: value for name, value in known.items() if name in PLAN_FIELDS}
    attended = {name: value for name, value in known.items() if name not in PLAN_FIELDS}

    def task(work: "Work") -> object:
        return sessions.record_session(
            work, episode_id, read_draft(PlanDraft, planned), read_draft(AttendanceDraft, attended)
        )

    return session.write(task, done, failed, owner=owner)


def move(
    session: Session, meeting: SessionRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Move a planned meeting."""

    def task(work: "Work") -> None:
        draft = read_draft(PlanDraft, answered(values))
        sessions.replan_session(work, meeting.series_id, version_in(values, meeting.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def attend(
    session: Session, meeting: SessionRow, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record who came, or correct it; words that were not asked stay as they are, emptied ones are taken out.

    ``meeting`` is what the form shows.
    """

    def task(work: "Work") -> None:
        draft = read_draft(AttendanceDraft, {**answered(values), **words_said(meeting, values)})
        sessions.record_attendance(work, meeting.series_id, version_in(values, meeting.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def open_in_emergency(
    session: Session, client_id: UUID, reason: str, done: Done[datetime], failed: Failed, owner: QObject
) -> Job:
    """Open a client's notes in an emergency; the Subkoordinator sees it."""
    return session.write(lambda work: break_glass(work, client_id, reason), done, failed, owner=owner)
