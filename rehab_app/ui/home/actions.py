"""What the home page asks of the rooms, each list only of whom it may show it to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients.labels import labels_of
from rehab_app.clinic.episodes.queries import episode, waiting_for_guardian
from rehab_app.clinic.referrals.service import awaiting_reply
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.clinic.sessions.queries import missed, today, unrecorded
from rehab_app.clinic.sessions.service import record_attendance
from rehab_app.desk.pasal_18 import incomplete
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.accounts.service import names_of
from rehab_app.office.emergency.service import emergency_openings, mark_seen
from rehab_app.store.work import Work
from rehab_app.ui.home.rows import IncompleteClient, Today, TodayRow, Waiting, WaitingRow
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.shell.session import Session

MISSED_FOR: Final = timedelta(days=30)
UNRECORDED_FOR: Final = timedelta(days=60)
ATTENDED: Final = "hadir"
_MOST: Final = 100


def read_today(session: Session, done: Callable[[Today], None], failed: Failed, owner: QObject) -> Job:
    """Read today's sessions and everything that waits."""
    drafts = session.clinic.drafts

    def task(work: Work) -> Today:
        day = work.clock.today()
        administrative = work.actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT)
        clinical = work.actor.may(DataClass.KLINIS, Right.MELIHAT)
        lacking = _incomplete(work, day) if clinical else ()
        waiting = [
            *(_emergencies(work) if clinical and work.actor.has(Role.SUBKOORDINATOR, Role.KEPALA) else ()),
            *(_guardians(work) if administrative else ()),
            *(_referrals(work) if clinical else ()),
            *(_missed(work, day) if administrative else ()),
            *(_unrecorded(work, day) if administrative else ()),
            *_drafts(work, [(draft.form, draft.subject, draft.kept_at) for draft in drafts.offered()]),
        ]
        if lacking:
            waiting.append(WaitingRow(Waiting.INCOMPLETE, None, "", "", None, (("count", len(lacking)),)))
        sessions = _sessions(work) if administrative else ()
        return Today(day, sessions, tuple(waiting), lacking)

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
    return tuple(TodayRow(row, names.get(row.counsellor_id, "")) for row in rows)


def _emergencies(work: Work) -> Iterable[WaitingRow]:
    openings = emergency_openings(work)
    labels = labels_of(work, sorted({row.client_id for row in openings}))
    for row in openings[:_MOST]:
        initials, number = labels.get(row.client_id, ("", ""))
        facts = (("name", row.account_name), ("reason", row.reason))
        since = row.opened_at.astimezone(work.clock.zone).date()
        yield WaitingRow(Waiting.EMERGENCY, row.client_id, initials, number, since, facts, row.id)


def _guardians(work: Work) -> Iterable[WaitingRow]:
    for row in waiting_for_guardian(work)[:_MOST]:
        yield WaitingRow(
            Waiting.GUARDIAN,
            row.client_id,
            row.initials,
            row.rm_number,
            row.registered_on,
            (("reason", row.waiting_reason),),
            row.id,
        )


def _referrals(work: Work) -> Iterable[WaitingRow]:
    for row in awaiting_reply(work)[:_MOST]:
        facts = (("destination", row.destination), ("state", row.state), ("days", row.days))
        yield WaitingRow(Waiting.REFERRAL, row.client_id, row.initials, row.rm_number, row.state_on, facts, row.id)


def _missed(work: Work, day: date) -> Iterable[WaitingRow]:
    for row in missed(work, day - MISSED_FOR)[:_MOST]:
        facts = (("times", row.times), ("next_on", row.next_on))
        yield WaitingRow(
            Waiting.MISSED, row.client_id, row.initials, row.rm_number, row.last_missed_on, facts, row.episode_id
        )


def _unrecorded(work: Work, day: date) -> Iterable[WaitingRow]:
    for row in unrecorded(work, day - UNRECORDED_FOR)[:_MOST]:
        facts = (("kind", row.kind),)
        yield WaitingRow(
            Waiting.UNRECORDED, row.client_id, row.initials, row.rm_number, row.held_on, facts, row.series_id
        )


def _incomplete(work: Work, day: date) -> tuple[IncompleteClient, ...]:
    rows = incomplete(work, date(day.year, 1, 1), day)
    return tuple(
        IncompleteClient(row.client_id, row.initials, row.rm_number, row.registered_on, row.missing) for row in rows
    )


def _drafts(work: Work, kept: list[tuple[str, str, datetime]]) -> Iterable[WaitingRow]:
    """Return a row for each kept draft, with the client it is about where that can be told and may be seen."""
    for form, subject, kept_at in kept:
        client_id = _client_behind(work, subject)
        initials, number = labels_of(work, [client_id]).get(client_id, ("", "")) if client_id else ("", "")
        since = kept_at.astimezone(work.clock.zone).date()
        yield WaitingRow(Waiting.DRAFT, client_id, initials, number, since, (("form", form),), f"{form}/{subject}")


def _client_behind(work: Work, subject: str) -> UUID | None:
    """Return the client that the subject of a draft names: her own id, or that of one of her episodes."""
    if not work.actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT):
        return None
    try:
        wanted = UUID(subject)
        if labels_of(work, [wanted]):
            return wanted
        return episode(work, wanted).client_id
    except (ValueError, RuleBroken):
        return None
