"""What a counsellor did in a period, each deed with its day: the evidence for her angka kredit, and what she carries now.

A deed counts for the one who did it: who held the meeting, took the instrument, made the plan, called. Wrong entries that lie in
the recycle bin count for nobody.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, Table, and_, func, select

from rehab_app.clinic.aftercare.model import AftercareVisit
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.followup.model import ContactCall
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.schedule.model import GroupMeeting
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.accounts.model import Account
from rehab_app.office.rights.needs import needs
from rehab_app.store.record import Record
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

LONGEST_PERIOD: Final = 366 * 2
_CARING: Final = frozenset({Role.KONSELOR, Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG})
OVERSEERS: Final = (Role.SUBKOORDINATOR, Role.KEPALA)
_WEEK: Final = 7


class Deed(StrEnum):
    """What is counted; the code beside it is of the list ``session_type``, of an instrument, or of another list."""

    MEETING = "meeting"
    GROUP = "group"
    INSTRUMENT = "instrument"
    PLAN = "plan"
    RENEWAL = "renewal"
    CALL = "call"
    AFTERCARE = "aftercare"


LISTS: Final = {
    Deed.MEETING: "session_type",
    Deed.GROUP: "session_type",
    Deed.CALL: "call_channel",
    Deed.AFTERCARE: "aftercare_activity",
}
"""The value list that the codes of a deed are of; an instrument's code is its name, a plan has none."""


@dataclass(frozen=True, slots=True)
class ActivityDay:
    """One deed: its day and the client; of a group how many came (``people``) and no client."""

    on: date
    client_id: UUID | None
    initials: str
    rm_number: str
    people: int = 1


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """All deeds of one kind and code, the first one first. An empty code means it was not said."""

    deed: Deed
    code: str
    days: tuple[ActivityDay, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Activities:
    """What one account did from ``first`` to ``last``, both counted in."""

    account_id: UUID
    name: str
    first: date
    last: date
    lines: tuple[ActivityLine, ...]

    @property
    def total(self) -> int:
        """How many deeds they are in all."""
        return sum(line.count for line in self.lines)


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """What one counsellor carries: open episodes, meetings planned this week, and meetings past that nobody recorded.

    ``account_id`` is None in the row of those who have no counsellor yet.
    """

    account_id: UUID | None
    name: str
    open_episodes: int
    planned: int
    overdue: int


def may_see_all(actor_roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles sees what every counsellor did; the others see their own."""
    return not set(OVERSEERS).isdisjoint(actor_roles)


@needs(DataClass.LAPORAN, Right.MELIHAT)
def activities(work: Work, account_id: UUID, first: date, last: date) -> Activities:
    """Return what an account did in a period; another's for the Subkoordinator and the Kepala alone.

    Raises NotAllowed ``rights.overseer``, and RuleBroken ``activities.period`` for one that ends before it begins, is longer than
    two years, or begins after today.
    """
    if account_id != work.actor.user_id and not may_see_all(work.actor.roles):
        raise NotAllowed("rights.overseer")
    if not first <= last or (last - first).days >= LONGEST_PERIOD or first > work.clock.today():
        raise RuleBroken("activities.period", field="last")
    found = [line for read in _READERS for line in read(work, account_id, first, last)]
    name = _accounts(work)[account_id].full_name
    order = list(Deed)
    found.sort(key=lambda line: (order.index(line.deed), -line.count, line.code))
    return Activities(account_id, name, first, last, tuple(found))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def workload(work: Work) -> tuple[WorkloadRow, ...]:
    """Return what each counsellor carries, the heaviest first: all for those who oversee, else one's own row alone.

    Those without a counsellor come last, where there are any. The week is the one of today, Monday to Sunday.
    """
    monday = work.clock.today() - timedelta(days=work.clock.today().weekday())
    carried = _counted(
        work, select(_EPISODE.c.counsellor_id, func.count()).where(_EPISODE.c.state != State.CLOSED.value)
    )
    of_week = _SESSION.c.held_on.between(monday, monday + timedelta(days=_WEEK - 1))
    planned = _counted(work, _unrecorded().where(of_week))
    overdue = _counted(work, _unrecorded().where(_SESSION.c.held_on < work.clock.today()))
    carrying = {one for counts in (carried, planned, overdue) for one in counts}
    accounts = _accounts(work)
    people = {one: row.full_name for one, row in accounts.items() if one in carrying or _is_caring(row)}
    rows = [
        WorkloadRow(one, name, carried.get(one, 0), planned.get(one, 0), overdue.get(one, 0))
        for one, name in people.items()
        if may_see_all(work.actor.roles) or one == work.actor.user_id
    ]
    rows.sort(key=lambda row: (-row.open_episodes, -row.planned, row.name.casefold()))
    if may_see_all(work.actor.roles) and carried.get(None):
        rows.append(WorkloadRow(None, "", carried[None], 0, 0))
    return tuple(rows)


def _table(kind: type[Record]) -> Table:
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found


_SESSION, _EPISODE, _CLIENT = _table(CareSession), _table(Episode), _table(Client)
_GROUP, _PLAN, _CALL = _table(GroupMeeting), _table(CarePlan), _table(ContactCall)
_ACCOUNT = _table(Account)
_TAKEN, _VISIT = _table(Screening), _table(AftercareVisit)


def _accounts(work: Work) -> dict[UUID, Row[Any]]:
    query: Select[Any] = select(_ACCOUNT.c.id, _ACCOUNT.c.full_name, _ACCOUNT.c.roles, _ACCOUNT.c.is_active)
    return {row.id: row for row in work.connection.execute(query)}


def _is_caring(account: Row[Any]) -> bool:
    """Whether an account may look after a client now."""
    return bool(account.is_active) and not _CARING.isdisjoint(account.roles)


def _unrecorded() -> Select[Any]:
    """Return meetings of open episodes that nobody recorded, counted by counsellor."""
    return (
        select(_SESSION.c.counsellor_id, func.count())
        .select_from(_SESSION.join(_EPISODE, _EPISODE.c.id == _SESSION.c.episode_id))
        .where(_SESSION.c.attendance == "", _EPISODE.c.state != State.CLOSED.value, is_current(_SESSION))
    )


def _counted(work: Work, query: Select[Any]) -> dict[UUID | None, int]:
    by = query.selected_columns[0]
    return {row[0]: int(row[1]) for row in work.connection.execute(query.group_by(by))}


def _with_client(table: FromClause, code: ColumnElement[Any], on: ColumnElement[Any]) -> Select[Any]:
    return select(
        code.label("code"), on.label("on"), _CLIENT.c.id.label("client_id"), _CLIENT.c.initials, _CLIENT.c.rm_number
    ).select_from(table.join(_CLIENT, _CLIENT.c.id == table.c.client_id))


def _lines(deed: Deed, rows: Iterable[Any]) -> Iterator[ActivityLine]:
    """Gather rows of code, day, client and people into lines."""
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    for code, found in groupby(ordered, key=lambda row: row[0]):
        yield ActivityLine(deed, code, tuple(ActivityDay(*row[1:]) for row in found))


def _meetings(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    """Yield the meetings with one client or one family that took place; seats of a group count with the group."""
    query = _with_client(_SESSION, _SESSION.c.service, _SESSION.c.held_on).where(
        _SESSION.c.counsellor_id == account_id,
        _SESSION.c.held_on.between(first, last),
        _SESSION.c.attendance.in_(held_codes()),
        _SESSION.c.group_id.is_(None),
        is_current(_SESSION),
    )
    return _lines(Deed.MEETING, work.connection.execute(query))


def _groups(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    came = and_(_SESSION.c.group_id == _GROUP.c.id, _SESSION.c.attendance.in_(held_codes()), is_current(_SESSION))
    query = (
        select(_GROUP.c.service, _GROUP.c.held_on, func.count(_SESSION.c.id))
        .select_from(_GROUP.join(_SESSION, came))
        .where(_GROUP.c.counsellor_id == account_id, _GROUP.c.held_on.between(first, last))
        .group_by(_GROUP.c.id)
    )
    rows = work.connection.execute(query)
    return _lines(Deed.GROUP, ((row[0], row[1], None, "", "", int(row[2])) for row in rows))


def _instruments(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    query = _with_client(_TAKEN, _TAKEN.c.instrument, _TAKEN.c.taken_on).where(
        _TAKEN.c.taken_by == account_id, _TAKEN.c.taken_on.between(first, last), is_current(_TAKEN)
    )
    return _lines(Deed.INSTRUMENT, work.connection.execute(query))


def _plans(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    """Yield plans and their renewals: each number of a plan once, however often it was corrected."""
    alive = select(_PLAN.c.series_id).where(is_current(_PLAN))
    query = (
        _with_client(_PLAN, _PLAN.c.number, _PLAN.c.made_on)
        .add_columns(_PLAN.c.series_id, _PLAN.c.made_by)
        .where(_PLAN.c.made_on.between(first, last), _PLAN.c.series_id.in_(alive))
        .order_by(_PLAN.c.row_version)
    )
    latest: dict[tuple[UUID, int], Row[Any]] = {}
    for row in work.connection.execute(query):
        latest[row.series_id, row.code] = row
    mine = [("", *row[1:5]) for row in latest.values() if row.made_by == account_id and row.code == 1]
    renewed = [("", *row[1:5]) for row in latest.values() if row.made_by == account_id and row.code > 1]
    yield from _lines(Deed.PLAN, mine)
    yield from _lines(Deed.RENEWAL, renewed)


def _calls(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    """Yield the calls that an account entered, by the office's day; a correction by somebody else leaves them hers."""
    zone, begun = work.clock.zone, _CALL.alias("begun")
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    hers = select(begun.c.series_id).where(begun.c.row_version == 1, begun.c.created_by == account_id)
    query = _with_client(_CALL, _CALL.c.channel, _CALL.c.called_at).where(
        _CALL.c.called_at >= since, _CALL.c.called_at < until, _CALL.c.series_id.in_(hers), is_current(_CALL)
    )
    rows = work.connection.execute(query)
    return _lines(Deed.CALL, ((row[0], row[1].astimezone(zone).date(), *row[2:]) for row in rows))


def _visits(work: Work, account_id: UUID, first: date, last: date) -> Iterator[ActivityLine]:
    query = _with_client(_VISIT, _VISIT.c.kind, _VISIT.c.held_on).where(
        _VISIT.c.visited_by == account_id,
        _VISIT.c.held_on.between(first, last),
        _VISIT.c.attendance.in_(held_codes()),
        is_current(_VISIT),
    )
    return _lines(Deed.AFTERCARE, work.connection.execute(query))


_Reader = Callable[[Work, UUID, date, date], Iterator[ActivityLine]]
_READERS: Final[tuple[_Reader, ...]] = (_meetings, _groups, _instruments, _plans, _calls, _visits)
