"""What the section of the meetings asks of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.schedule import queries as schedule_queries
from rehab_app.clinic.schedule import service as schedule
from rehab_app.clinic.schedule.rows import Planned, Repeated
from rehab_app.clinic.sessions import queries
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.accounts.names import names_of
from rehab_app.office.emergency.service import break_glass
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.meetings.forms import reason_said, words_said
from rehab_app.ui.kit.field_spec import Answers
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

FREE_WITHIN: Final = timedelta(days=28)
"""How far ahead a free hour is looked for."""
PLAN_FIELDS = frozenset(PlanDraft.model_fields)
Values = Mapping[str, object]
Versions = tuple[Sequence[SessionRow], Mapping[UUID, str]]


def plan(
    session: Session, episode_id: UUID, values: Values, done: Done[Planned], failed: Failed, owner: QObject
) -> Job:
    """Plan a meeting."""

    def task(work: "Work") -> Planned:
        return schedule.plan_meeting(work, episode_id, read_draft(PlanDraft, answered(values)))

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
    """Move a planned meeting, or change what else is planned of it; a room that was emptied is taken out."""

    def task(work: "Work") -> None:
        draft = read_draft(PlanDraft, {**answered(values), "room": values.get("room") or ""})
        sessions.replan_session(work, meeting.series_id, version_in(values, meeting.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def attend(
    session: Session,
    meeting: SessionRow,
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
    *,
    signs: bool = False,
) -> Job:
    """Record who came, or correct it; words that were not asked stay as they are, emptied ones are taken out.

    ``meeting`` is what the form shows. ``signs``: the note is signed in the same transaction, all or nothing.
    """

    def task(work: "Work") -> None:
        said = {**words_said(meeting, values), "attendance_reason": reason_said(meeting, values)}
        draft = read_draft(AttendanceDraft, {**answered(values), **said})
        sessions.record_attendance(work, meeting.series_id, version_in(values, meeting.row_version), draft)
        if signs:
            newest = queries.session_versions(work, meeting.series_id)[-1]
            if newest.signed_at is None:
                sessions.sign_note(work, meeting.series_id, newest.row_version)

    return session.write(task, done, failed, owner=owner)


def sign(session: Session, meeting: SessionRow, done: Done[None], failed: Failed, owner: QObject) -> Job:
    """Sign the note of a meeting as it is shown."""
    return session.write(
        lambda work: sessions.sign_note(work, meeting.series_id, meeting.row_version), done, failed, owner=owner
    )


def repeat(
    session: Session, meeting: SessionRow, times: int, done: Done[Repeated], failed: Failed, owner: QObject
) -> Job:
    """Plan a meeting again in each of the next ``times`` weeks."""
    return session.write(lambda work: schedule.repeat_weekly(work, meeting.series_id, times), done, failed, owner=owner)


def put_in_bin(
    session: Session, meeting: SessionRow, reason: str, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Put a meeting into the recycle bin."""
    return session.write(
        lambda work: sessions.bin_session(work, meeting.series_id, meeting.row_version, reason),
        done,
        failed,
        owner=owner,
    )


def read_versions(session: Session, series_id: UUID, done: Done[Versions], failed: Failed, owner: QObject) -> Job:
    """Read every version of a meeting, the first one first, and who stands in them."""

    def task(work: "Work") -> Versions:
        rows = queries.session_versions(work, series_id)
        ids = {one for row in rows for one in (row.entered_by, row.counsellor_id, row.signed_by) if one is not None}
        return rows, names_of(work, list(ids))

    return session.read(task, done, failed, owner=owner)


def hour_notices(session: Session, answers: Answers, done: Done[Sequence[Notice]], owner: QObject) -> Job | None:
    """Ask what should be said of the day and the hour of a plan: a closed day, an hour outside the clinic's."""
    day, at, slots = answers.get("held_on"), answers.get("held_at"), answers.get("slots")
    if not isinstance(day, date):
        done(())
        return None
    hour = time.fromisoformat(str(at)) if at else None

    def task(work: "Work") -> tuple[Notice, ...]:
        return schedule_queries.notices_of(work, day, hour, slots if isinstance(slots, int) and slots > 0 else None)

    return session.read(task, done, _unheard, owner=owner)


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom and where a free hour is looked for: from ``day`` (today for None), there later than ``after`` (``10:30``)."""

    counsellor_id: UUID
    room: str
    slots: int | None
    client_id: UUID | None
    day: date | None
    after: str


def next_free(session: Session, wish: Wish, done: Done[datetime | None], failed: Failed, owner: QObject) -> Job:
    """Find the first hour from a wish on that is free and not past; None where there is none within ``FREE_WITHIN``."""

    def task(work: "Work") -> datetime | None:
        now = work.clock.now().astimezone(work.clock.zone).replace(tzinfo=None)
        first = max(wish.day or now.date(), now.date())
        after = time.fromisoformat(wish.after) if wish.after and first == wish.day else None
        for number in range(FREE_WITHIN.days):
            day = first + timedelta(days=number)
            free = schedule_queries.free_slots(work, day, wish.counsellor_id, wish.room, wish.slots, wish.client_id)
            hours = (datetime.combine(day, at) for at in free if day != first or after is None or at > after)
            found = next((hour for hour in hours if hour > now), None)
            if found is not None:
                return found
        return None

    return session.read(task, done, failed, owner=owner)


def open_in_emergency(
    session: Session, client_id: UUID, reason: str, done: Done[datetime], failed: Failed, owner: QObject
) -> Job:
    """Open a client's notes in an emergency; the Subkoordinator sees it."""
    return session.write(lambda work: break_glass(work, client_id, reason), done, failed, owner=owner)


def _unheard(_trouble: RuleBroken) -> None:
    """Say nothing: a hint may be missing."""
