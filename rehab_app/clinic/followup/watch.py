"""The absence watch: who in outpatient care stays away, why she is on the list, and what was done about it so far.

One statement over the episodes in outpatient care, which are few beside all there ever were; each looks up its own meetings
and calls by index. What stands in the list is narrowed in the statement and decided by ``rules.reasons``.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Row, ScalarSelect, Select, Table, and_, bindparam, false, func, or_, select

from rehab_app.clinic.clients.contacts import SafeContactRow, safe_contacts
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.meanings import held_codes, missed_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.followup.model import ContactCall, Summons
from rehab_app.clinic.followup.rows import AbsentRow, CallSheetRow, CallTarget
from rehab_app.clinic.followup.rules import COMPULSORY, SUMMONS, Limits, Standing, day_start, reached_codes, reasons
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_CALL: Final[Table] = ContactCall.__table__  # type: ignore[attr-defined]
_SUMMONS: Final[Table] = Summons.__table__  # type: ignore[attr-defined]
_HAS_PROMISE: Final = _CALL.c.promised_on.is_not(None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def absent(work: Work) -> tuple[AbsentRow, ...]:
    """Return the clients in outpatient care who stay away, the longest without contact first.

    On the list is who missed as many meetings in a row as the setting ``absence_missed`` says and was not reached since, who
    had no contact (an attended meeting, a call that reached her) for ``absence_days`` days, and who promised to come on a
    day that has passed. A row goes by itself once she comes, is reached, or leaves outpatient care.
    """
    limits = Limits(int(setting(work, "absence_missed")), int(setting(work, "absence_days")))
    today, zone = work.clock.today(), work.clock.zone
    quiet_since = today - timedelta(days=limits.days)
    asked = {
        "outpatient": State.OUTPATIENT.value,
        "held": held_codes(),
        "missed": missed_codes(),
        "reached": reached_codes(),
        "least_missed": limits.missed,
        "quiet_since": quiet_since,
        "quiet_from": day_start(quiet_since + timedelta(days=1), zone),
        "today": today,
        "long_ago": date.min,
        "kind": SUMMONS,
    }
    found = work.connection.execute(_STATEMENT, asked)
    rows = (_row(list(of_one), limits, work) for _, of_one in groupby(found, lambda row: row.id))
    return tuple(sorted((row for row in rows if row.reasons), key=lambda row: (row.last_contact_on, row.rm_number)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def call_sheet(work: Work, day: date) -> tuple[CallSheetRow, ...]:
    """Return whom to call on a day: those who stay away and whose next try is due, with every number that may be called.

    Each number carries its rules of safe contact; the client's own comes first.
    """
    due = [row for row in absent(work) if row.next_try_on is None or row.next_try_on <= day]
    clients = {row.id: row for row in work.connection.execute(_numbers([row.client_id for row in due]))}
    contacts: dict[UUID, list[SafeContactRow]] = {row.client_id: [] for row in due}
    for contact in safe_contacts(work, list(contacts)):
        contacts[contact.client_id].append(contact)
    calls: dict[UUID, list[Row[*tuple[Any, ...]]]] = {row.episode_id: [] for row in due}
    for call in work.connection.execute(_calls(list(calls))):
        calls[call.episode_id].append(call)
    return tuple(
        _sheet_row(work, row, clients[row.client_id], contacts[row.client_id], calls[row.episode_id]) for row in due
    )


@needs(DataClass.KLINIS, Right.MELIHAT)
def targets_of(work: Work, client_id: UUID, episode_id: UUID) -> tuple[CallTarget, ...]:
    """Return every number that may be called about one client with its rules of safe contact, her own first."""
    client = work.connection.execute(_numbers([client_id])).one()
    calls = work.connection.execute(_calls([episode_id])).all()
    return _targets(client, safe_contacts(work, [client_id]), calls)


def _of_episode(table: Table, owner: CTE | Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return a look into the records of the row's episode, in their current versions."""
    return select(*columns).where(table.c.episode_id == owner.c.id, is_current(table)).correlate(owner)


def _latest_call(owner: CTE | Table, name: str, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    query = _of_episode(_CALL, owner, _CALL.c[name]).where(*conditions)
    return query.order_by(_CALL.c.called_at.desc()).limit(1).scalar_subquery()


def _attended_on(owner: CTE | Table) -> ScalarSelect[Any]:
    query = _of_episode(_SESSION, owner, _SESSION.c.held_on)
    query = query.where(_SESSION.c.attendance.in_(bindparam("held", expanding=True)))
    return query.order_by(_SESSION.c.held_on.desc()).limit(1).scalar_subquery()


def _open_episodes() -> CTE:
    """Return the episodes in outpatient care with the last attended meeting, the last call that reached, the last promise.

    Kept as a table of its own: folded into the statement around it, each look would be made again at every mention.
    """
    reached = _CALL.c.outcome.in_(bindparam("reached", expanding=True))
    query = select(
        _EPISODE.c.id,
        _EPISODE.c.client_id,
        _EPISODE.c.registration_number,
        _EPISODE.c.counsellor_id,
        _EPISODE.c.channel,
        func.coalesce(_EPISODE.c.outpatient_since, _EPISODE.c.registered_on).label("since"),
        _attended_on(_EPISODE).label("attended_on"),
        _latest_call(_EPISODE, "called_at", reached).label("reached_at"),
        _latest_call(_EPISODE, "promised_on", _HAS_PROMISE).label("promised_on"),
    ).where(_EPISODE.c.state == bindparam("outpatient"))
    return query.cte("open_episode").prefix_with("MATERIALIZED")


def _missed_after(owner: CTE) -> ColumnElement[bool]:
    """Return the condition that a meeting of the row's episode was missed after the last attended one."""
    return and_(
        _SESSION.c.episode_id == owner.c.id,
        _SESSION.c.attendance.in_(bindparam("missed", expanding=True)),
        _SESSION.c.held_on > func.coalesce(owner.c.attended_on, bindparam("long_ago")),
        is_current(_SESSION),
    )


def _watched() -> Select[Any]:
    """Return the statement: those who may be on the list, a row for each meeting they missed since they last came."""
    owner = _open_episodes()
    missed = select(func.count()).select_from(_SESSION).where(_missed_after(owner)).correlate(owner).scalar_subquery()
    is_quiet = and_(
        owner.c.since <= bindparam("quiet_since"),
        func.coalesce(owner.c.attended_on, bindparam("long_ago")) <= bindparam("quiet_since"),
        or_(owner.c.reached_at.is_(None), owner.c.reached_at < bindparam("quiet_from")),
    )
    planned = _of_episode(_SESSION, owner, func.min(_SESSION.c.held_on)).where(
        _SESSION.c.attendance == "", _SESSION.c.held_on >= bindparam("today")
    )
    return (
        select(
            owner,
            _CLIENT.c.initials,
            _CLIENT.c.rm_number,
            _latest_call(owner, "called_at", _HAS_PROMISE).label("promised_at"),
            _latest_call(owner, "called_at").label("last_called_at"),
            _latest_call(owner, "outcome").label("last_outcome"),
            _latest_call(owner, "next_try_on").label("next_try_on"),
            _latest_summons(owner, "number").label("summons_number"),
            _latest_summons(owner, "sent_on").label("summons_sent_on"),
            planned.scalar_subquery().label("next_planned_on"),
            _SESSION.c.held_on.label("missed_on"),
        )
        .select_from(owner.join(_CLIENT, _CLIENT.c.id == owner.c.client_id).outerjoin(_SESSION, _missed_after(owner)))
        .where(or_(missed >= bindparam("least_missed"), is_quiet, owner.c.promised_on < bindparam("today")))
        .order_by(owner.c.id, _SESSION.c.held_on)
    )


def _latest_summons(owner: CTE, name: str) -> ScalarSelect[Any]:
    """Return a column of the last summons since the client last came."""
    query = _of_episode(_SUMMONS, owner, _SUMMONS.c[name]).where(
        _SUMMONS.c.kind == bindparam("kind"),
        _SUMMONS.c.is_cancelled == false(),
        _SUMMONS.c.dated_on > func.coalesce(owner.c.attended_on, bindparam("long_ago")),
    )
    return query.order_by(_SUMMONS.c.number.desc()).limit(1).scalar_subquery()


# Put together once: the first page asks it.
_STATEMENT: Final = _watched()


def _row(found: list[Row[*tuple[Any, ...]]], limits: Limits, work: Work) -> AbsentRow:
    """Return one client of the list from her rows, one for each meeting she missed."""
    one, today, zone = found[0], work.clock.today(), work.clock.zone
    missed = tuple(row.missed_on for row in found if row.missed_on is not None)
    standing = Standing(one.since, one.attended_on, one.reached_at, missed, one.promised_on, one.promised_at)
    contact = standing.contact_on(zone)
    return AbsentRow(
        episode_id=one.id,
        client_id=one.client_id,
        initials=one.initials,
        rm_number=one.rm_number,
        registration_number=one.registration_number,
        counsellor_id=one.counsellor_id,
        is_compulsory=one.channel == COMPULSORY,
        reasons=reasons(standing, limits, today, zone),
        missed_on=missed,
        last_attended_on=one.attended_on,
        last_contact_on=contact,
        days_without_contact=(today - contact).days,
        last_called_at=one.last_called_at,
        last_outcome=one.last_outcome or "",
        promised_on=one.promised_on,
        next_try_on=one.next_try_on,
        summons_number=one.summons_number or 0,
        summons_sent_on=one.summons_sent_on,
        next_planned_on=one.next_planned_on,
    )


def _numbers(client_ids: list[UUID]) -> Select[Any]:
    columns = [_CLIENT.c[name] for name in ("id", "full_name", "phone", "other_phone")]
    return select(*columns).where(_CLIENT.c.id.in_(client_ids))


def _calls(episode_ids: list[UUID]) -> Select[Any]:
    columns = [_CALL.c[name] for name in ("episode_id", "contact_id", "called_at", "outcome")]
    query = select(*columns).where(_CALL.c.episode_id.in_(episode_ids), is_current(_CALL))
    return query.order_by(_CALL.c.episode_id, _CALL.c.called_at)


def _sheet_row(
    work: Work,
    row: AbsentRow,
    client: Row[*tuple[Any, ...]],
    contacts: list[SafeContactRow],
    calls: list[Row[*tuple[Any, ...]]],
) -> CallSheetRow:
    since = day_start(row.last_contact_on, work.clock.zone)
    targets = _targets(client, contacts, calls)
    return CallSheetRow(row, client.full_name, targets, sum(call.called_at >= since for call in calls))


def _targets(
    client: Row[*tuple[Any, ...]], contacts: Sequence[SafeContactRow], calls: Sequence[Row[*tuple[Any, ...]]]
) -> tuple[CallTarget, ...]:
    last = {call.contact_id: call.outcome for call in calls}
    return (*_own(client, last.get(None, "")), *(_target(contact, last) for contact in contacts if contact.phone))


def _own(client: Row[*tuple[Any, ...]], last_outcome: str) -> Iterator[CallTarget]:
    for phone in (client.phone, client.other_phone):
        if phone:
            yield CallTarget(None, client.full_name, "", phone, True, "", "", "", False, last_outcome)  # noqa: FBT003 - a row


def _target(contact: SafeContactRow, last: dict[UUID | None, str]) -> CallTarget:
    return CallTarget(
        contact_id=contact.id,
        name=contact.name,
        relation=contact.relation,
        phone=contact.phone,
        is_informed=contact.is_informed,
        who_may_answer=contact.who_may_answer,
        call_times=contact.call_times,
        discreet_sentence=contact.discreet_sentence,
        may_leave_message=contact.may_leave_message,
        last_outcome=last.get(contact.id, ""),
    )
