"""What the schedule asks of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.clients.queries import find
from rehab_app.clinic.episodes.queries import episodes_in, open_episode_of
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.clinic.schedule import groups, queries, service
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.rows import GroupRow, Planned, Repeated, RosterRow, SlotRow, WeekDay
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.notices import Notice
from rehab_app.office.accounts.names import names_of
from rehab_app.office.accounts.service import counsellors
from rehab_app.office.settings.present import setting
from rehab_app.ui.clients.answered import answered, version_in
from rehab_app.ui.clients.showing import joined, name_of
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

Values = Mapping[str, object]
MOST_HITS: Final = 10
MOST_OWN: Final = 50
_OPEN: Final = (EpisodeState.OUTPATIENT, EpisodeState.AFTERCARE, EpisodeState.REGISTERED, EpisodeState.REFERRED)


@dataclass(frozen=True, slots=True)
class Week:
    """A week as it was read: its days, meetings, and whom and where they may be narrowed to."""

    first_day: date
    today: date
    days: tuple[WeekDay, ...]
    rows: tuple[SlotRow, ...]
    counsellors: tuple[tuple[UUID, str], ...]
    names: Mapping[UUID, str]
    opens: int
    closes: int
    slots: int


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group with its members."""

    group: GroupRow
    roster: tuple[RosterRow, ...]


def read_week(
    session: Session,
    first_day: date,
    counsellor_id: UUID | None,
    room: str,
    done: Done[Week],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read a week, narrowed to a counsellor or a room where one is given."""

    def task(work: "Work") -> Week:
        rows = queries.week(work, first_day, counsellor_id, room)
        return Week(
            first_day=first_day,
            today=work.clock.today(),
            days=queries.week_days(work, first_day),
            rows=rows,
            counsellors=tuple(counsellors(work)),
            names=names_of(work, list({row.counsellor_id for row in rows})),
            opens=int(setting(work, "day_starts_at")),
            closes=int(setting(work, "day_ends_at")),
            slots=int(setting(work, "session_slots")),
        )

    return session.read(task, done, failed, owner=owner)


def read_group(session: Session, group_id: UUID, done: Done[GroupShown], failed: Failed, owner: QObject) -> Job:
    """Read a group with its members."""

    def task(work: "Work") -> GroupShown:
        return GroupShown(queries.group(work, group_id), queries.group_roster(work, group_id))

    return session.read(task, done, failed, owner=owner)


def find_open(session: Session, text: str, done: Done[Sequence[Pick]], owner: QObject) -> Job:
    """Find clients in care for what was typed; for nothing typed, those of the person who is signed in."""

    def task(work: "Work") -> list[Pick]:
        if not text.strip():
            own = episodes_in(work, _OPEN, counsellor_id=work.actor.user_id, limit=MOST_OWN)
            mask = session.context.privacy.mask
            return [Pick(str(row.client_id), f"{mask(row.initials)} {row.rm_number}") for row in own]
        hits = [hit for hit in find(work, text, MOST_HITS) if hit.state in _OPEN]
        return [Pick(str(hit.id), f"{name_of(session, hit)} {hit.rm_number}", joined([hit.district])) for hit in hits]

    return session.read(task, done, _unheard, owner=owner)


# Meetings of one client.


def plan(session: Session, values: Values, done: Done[Planned], failed: Failed, owner: QObject) -> Job:
    """Plan a meeting of the client that was picked."""
    known = answered(values)
    client_id = UUID(str(known.pop("client")))

    def task(work: "Work") -> Planned:
        draft = read_draft(PlanDraft, known)
        return service.plan_meeting(work, _open_episode(work, client_id, "client"), draft)

    return session.write(task, done, failed, owner=owner)


def change(session: Session, row: SlotRow, values: Values, done: Done[object], failed: Failed, owner: QObject) -> Job:
    """Change the plan of a meeting."""

    def task(work: "Work") -> None:
        draft = read_draft(PlanDraft, {**answered(values), "room": values.get("room") or ""})
        sessions.replan_session(work, _series(row), version_in(values, row.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def move(
    session: Session,
    row: SlotRow,
    day: date,
    at: time | None,
    done: Done[Sequence[Notice]],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Move a meeting or a group to another day and hour."""

    def task(work: "Work") -> Sequence[Notice]:
        if row.group_id is not None and at is not None:
            return groups.move_group(work, row.group_id, row.row_version, day, at)
        return service.move_meeting(work, _series(row), row.row_version, day, at)

    return session.write(task, done, failed, owner=owner)


def repeat(session: Session, row: SlotRow, times: int, done: Done[Repeated], failed: Failed, owner: QObject) -> Job:
    """Plan a meeting or a group again in each of the next ``times`` weeks."""

    def task(work: "Work") -> Repeated:
        if row.group_id is not None:
            return groups.repeat_group_weekly(work, row.group_id, times)
        return service.repeat_weekly(work, _series(row), times)

    return session.write(task, done, failed, owner=owner)


# Groups.


def plan_group(session: Session, values: Values, done: Done[Planned], failed: Failed, owner: QObject) -> Job:
    """Plan a group with the members that were picked."""
    known = answered(values)
    members = _ids(known.pop("members", ()))

    def task(work: "Work") -> Planned:
        episodes = _open_episodes(work, members)
        return groups.plan_group(work, read_draft(GroupDraft, {**known, "episode_ids": episodes}))

    return session.write(task, done, failed, owner=owner)


def change_group(
    session: Session, group: GroupRow, values: Values, done: Done[Sequence[Notice]], failed: Failed, owner: QObject
) -> Job:
    """Change what is planned of a group."""

    def task(work: "Work") -> Sequence[Notice]:
        draft = read_draft(GroupDraft, answered(values))
        return groups.change_group(work, group.id, version_in(values, group.row_version), draft)

    return session.write(task, done, failed, owner=owner)


def add_members(
    session: Session, group_id: UUID, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Give those who were picked a seat."""
    members = _ids(values.get("members") or ())

    def task(work: "Work") -> object:
        return groups.add_members(work, group_id, _open_episodes(work, members))

    return session.write(task, done, failed, owner=owner)


def remove_member(
    session: Session,
    roster: Sequence[RosterRow],
    values: Values,
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Take a member out, with the reason."""
    versions = {str(seat.series_id): seat.row_version for seat in roster}
    series = str(values.get("seat") or "")

    def task(work: "Work") -> None:
        groups.remove_member(work, UUID(series), versions[series], str(values.get("reason") or ""))

    return session.write(task, done, failed, owner=owner)


def cancel_group(
    session: Session, group: GroupRow, reason: str, done: Done[None], failed: Failed, owner: QObject
) -> Job:
    """Cancel a group, with the reason."""
    return session.write(
        lambda work: groups.cancel_group(work, group.id, group.row_version, reason), done, failed, owner=owner
    )


def record_roster(
    session: Session, shown: GroupShown, values: Values, done: Done[object], failed: Failed, owner: QObject
) -> Job:
    """Record who came to a group and its summary, all in one."""
    marks = values.get("roster")
    given = marks if isinstance(marks, Mapping) else {}
    versions = {seat.series_id: seat.row_version for seat in shown.roster}
    summary = values.get("summary")

    def task(work: "Work") -> None:
        drafts = {
            UUID(series): read_draft(
                AttendanceDraft, {"attendance": one["mark"], "attendance_reason": one.get("reason", "")}
            )
            for series, one in given.items()
        }
        groups.record_roster(work, shown.group.id, drafts, versions, "" if summary is None else str(summary))

    return session.write(task, done, failed, owner=owner)


def _open_episodes(work: "Work", client_ids: Sequence[UUID]) -> list[UUID]:
    return [_open_episode(work, client_id, "members") for client_id in client_ids]


def _open_episode(work: "Work", client_id: UUID, field: str) -> UUID:
    found = open_episode_of(work, client_id)
    if found is None:
        raise RuleBroken("schedule_ui.no_open_episode", field=field)
    return found.id


def _ids(raw: object) -> list[UUID]:
    return [UUID(str(one)) for one in raw] if isinstance(raw, (list, tuple)) else []


def _series(row: SlotRow) -> UUID:
    if row.series_id is None:
        raise RuleBroken("schedule.unknown_meeting")
    return row.series_id


def _unheard(_trouble: RuleBroken) -> None:
    """Say nothing: the answer of a search that was overtaken, or a hint that may be missing."""
