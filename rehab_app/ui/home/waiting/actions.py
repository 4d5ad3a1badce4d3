"""Gathers what waits from every room, each list only for whom it may be shown to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol, TypeVar
from uuid import UUID

from rehab_app.clinic.aftercare.queries import due as visits_due
from rehab_app.clinic.assessment.filled import alerting
from rehab_app.clinic.clients.labels import labels_of
from rehab_app.clinic.consent.queries import open_withdrawals
from rehab_app.clinic.episodes.queries import episode, waiting_for_guardian
from rehab_app.clinic.followup.watch import absent
from rehab_app.clinic.plans.queries import review_overdue
from rehab_app.clinic.privacy.queries import open_requests
from rehab_app.clinic.referrals.ageing import unanswered
from rehab_app.clinic.sessions.queries import missed, unrecorded, unsigned
from rehab_app.clinic.tat.queries import duty_due, open_cases
from rehab_app.clinic.tat.rules import CaseState
from rehab_app.clinic.urine_tests.queries import due as urine_due
from rehab_app.desk.measures_due import measures_due
from rehab_app.desk.pasal_18 import count_incomplete
from rehab_app.desk.recaps_due import recaps_due
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.dates import day_of
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.emergency.service import emergency_openings
from rehab_app.ui.home.rows import Waiting, WaitingGroup, WaitingRow

if TYPE_CHECKING:
    from rehab_app.clinic.aftercare.rows import DueRow as VisitDueRow
    from rehab_app.clinic.assessment.rows import AlertRow
    from rehab_app.clinic.consent.rows import WithdrawalRow
    from rehab_app.clinic.episodes.rows import EpisodeListRow
    from rehab_app.clinic.followup.rows import AbsentRow
    from rehab_app.clinic.plans.rows import ReviewRow
    from rehab_app.clinic.privacy.rows import OpenRequestRow
    from rehab_app.clinic.referrals.rows import AgeingRow
    from rehab_app.clinic.sessions.rows import MissedRow, SessionListRow
    from rehab_app.clinic.tat.rows import CaseListRow, DutyRow
    from rehab_app.clinic.urine_tests.rows import DueRow as UrineDueRow
    from rehab_app.desk.measures_due import MeasureDueRow
    from rehab_app.desk.recaps_due import RecapDueRow
    from rehab_app.office.emergency.service import EmergencyRow
    from rehab_app.store.work import Work

MISSED_FOR: Final = timedelta(days=30)
UNRECORDED_FOR: Final = timedelta(days=60)
MOST: Final = 100
"""So many rows of a kind stand in the list; its heading counts all of them."""

Kept = Sequence[tuple[str, str, datetime]]
Row = TypeVar("Row")
# Who looks after clients of her own is told of hers and of those nobody has; everybody else of all.
_SEES_ALL: Final = (Role.SUBKOORDINATOR, Role.KEPALA, Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG)


class Client(Protocol):
    """What every list row says of its client."""

    @property
    def client_id(self) -> UUID:
        """Her id."""

    @property
    def initials(self) -> str:
        """Her initials."""

    @property
    def rm_number(self) -> str:
        """No. Rekam Medis."""


class Cared(Protocol):
    """A row whose episode may have a counsellor."""

    @property
    def counsellor_id(self) -> UUID | None:
        """The counsellor, None for none."""


C = TypeVar("C", bound=Client)
O = TypeVar("O", bound=Cared)  # noqa: E741 - of whom somebody cares


def everything(work: Work, kept: Kept) -> tuple[WaitingGroup, ...]:
    """Return what waits for the acting user, the most urgent kind first; ``kept`` are her drafts: form, subject, when."""
    groups: list[WaitingGroup] = []
    stays_away: tuple[AbsentRow, ...] = ()
    if work.actor.may(DataClass.KLINIS, Right.MELIHAT):
        stays_away = absent(work)
        groups += _clinical(work, stays_away)
    if work.actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT):
        groups += _administrative(work, {row.client_id for row in stays_away})
    if work.actor.may(DataClass.LAPORAN, Right.INPUT):
        groups.append(_group(Waiting.RECAP, recaps_due(work), _recap))
    groups.append(_group(Waiting.DRAFT, kept, partial(_draft, work)))
    order = list(Waiting)
    return tuple(sorted((group for group in groups if group.count), key=lambda group: order.index(group.kind)))


def _clinical(work: Work, stays_away: Sequence[AbsentRow]) -> Iterator[WaitingGroup]:
    today = work.clock.today()
    if work.actor.has(Role.SUBKOORDINATOR, Role.KEPALA):
        yield _emergencies(work)
    yield _listed(Waiting.ALERT, alerting(work), _alert)
    due = [row for row in stays_away if row.next_try_on is None or row.next_try_on <= today]
    yield _listed(Waiting.CALL, _mine(work, due), partial(_call, work))
    # What a duty asks for is told by its reports.
    yield _listed(Waiting.TAT, [row for row in open_cases(work) if row.state != CaseState.DUTY], _case)
    yield _listed(Waiting.REFERRAL, unanswered(work), _referral)
    yield _listed(Waiting.UNSIGNED, unsigned(work, today - UNRECORDED_FOR), _unsigned)
    yield _listed(Waiting.PLAN, _mine(work, review_overdue(work)), _plan)
    yield _measures(work)
    yield _listed(Waiting.URINE, _mine(work, urine_due(work)), _urine)
    lacking = count_incomplete(work, date(today.year, 1, 1), today)
    if lacking:
        row = WaitingRow(Waiting.INCOMPLETE, None, "", "", None, {"count": lacking})
        yield WaitingGroup(Waiting.INCOMPLETE, lacking, (row,))


def _administrative(work: Work, away: set[UUID]) -> Iterator[WaitingGroup]:
    today = work.clock.today()
    yield _listed(Waiting.WITHDRAWAL, open_withdrawals(work), partial(_withdrawal, work))
    yield _listed(Waiting.PRIVACY, open_requests(work), partial(_request, work))
    yield _listed(Waiting.GUARDIAN, waiting_for_guardian(work), _guardian)
    # Who is on the absence watch is called from there.
    once = [row for row in missed(work, today - MISSED_FOR) if row.client_id not in away]
    yield _listed(Waiting.MISSED, once, _missed)
    yield _listed(Waiting.DUTY, duty_due(work), _duty)
    yield _listed(Waiting.AFTERCARE, visits_due(work), _visit)
    yield _listed(Waiting.UNRECORDED, unrecorded(work, today - UNRECORDED_FOR), _unrecorded)


def _group(kind: Waiting, rows: Sequence[Row], make: Callable[[Row], WaitingRow]) -> WaitingGroup:
    return WaitingGroup(kind, len(rows), tuple(make(row) for row in rows[:MOST]))


Told = tuple[date | None, dict[str, object], object]
"""Since when a row waits, what fills its sentence, and what its action needs."""


def _listed(kind: Waiting, rows: Sequence[C], tell: Callable[[C], Told]) -> WaitingGroup:
    def make(row: C) -> WaitingRow:
        since, facts, subject = tell(row)
        return WaitingRow(kind, row.client_id, row.initials, row.rm_number, since, facts, subject)

    return _group(kind, rows, make)


def _mine(work: Work, rows: Iterable[O]) -> list[O]:
    if work.actor.has(*_SEES_ALL):
        return list(rows)
    me = work.actor.user_id
    return [row for row in rows if row.counsellor_id is None or row.counsellor_id == me]


def _emergencies(work: Work) -> WaitingGroup:
    openings = emergency_openings(work)
    labels = labels_of(work, sorted({row.client_id for row in openings[:MOST]}))

    def make(row: EmergencyRow) -> WaitingRow:
        initials, number = labels.get(row.client_id, ("", ""))
        facts = {"name": row.account_name, "reason": row.reason}
        since = day_of(row.opened_at, work.clock.zone)
        return WaitingRow(Waiting.EMERGENCY, row.client_id, initials, number, since, facts, row.id)

    return _group(Waiting.EMERGENCY, openings, make)


def _alert(row: AlertRow) -> Told:
    facts = {"instrument": row.instrument, "items": ", ".join(row.items), "day": row.taken_on}
    return row.taken_on, facts, f"{row.episode_id}/{row.instrument}"


def _withdrawal(work: Work, row: WithdrawalRow) -> Told:
    clock = row.clock
    facts = {"kind": row.kind, "hours": clock.hours_left, "by": clock.stop_by, "is_overdue": clock.is_overdue}
    return day_of(clock.asked_at, work.clock.zone), facts, row.series_id


def _request(work: Work, row: OpenRequestRow) -> Told:
    facts = {"kind": row.kind, "hours": row.hours_left, "by": row.due_at, "decision": row.decision}
    return day_of(row.due_at, work.clock.zone), {**facts, "is_overdue": row.is_overdue}, row.series_id


def _guardian(row: EpisodeListRow) -> Told:
    return row.registered_on, {"reason": row.waiting_reason}, row.id


def _call(work: Work, row: AbsentRow) -> Told:
    is_due = row.next_try_on is not None
    facts = {"reasons": row.reasons, "is_due": is_due, "is_today": row.next_try_on == work.clock.today()}
    return row.next_try_on or row.last_contact_on, facts, row.episode_id


def _missed(row: MissedRow) -> Told:
    return row.last_missed_on, {"times": row.times, "next_on": row.next_on}, row.episode_id


def _duty(row: DutyRow) -> Told:
    return row.due_on, {"days": row.days_late}, row.series_id


def _case(row: CaseListRow) -> Told:
    return row.requested_on, {"state": row.state, "agency": row.agency}, row.series_id


def _visit(row: VisitDueRow) -> Told:
    return row.due_on, {"kind": row.kind, "days": row.days_late}, row.series_id


def _referral(row: AgeingRow) -> Told:
    facts = {"destination": row.destination, "state": row.state, "days": row.days or 0, "late": row.late_days or 0}
    return row.sent_on or row.state_on, facts, row.id


def _unrecorded(row: SessionListRow) -> Told:
    return row.held_on, {"kind": row.kind}, row.series_id


def _unsigned(row: SessionListRow) -> Told:
    return row.held_on, {"number": row.number}, row.series_id


def _plan(row: ReviewRow) -> Told:
    return row.review_on, {"made_on": row.made_on, "review_on": row.review_on}, row.series_id


def _urine(row: UrineDueRow) -> Told:
    return row.due_on, {"last_on": row.last_on}, row.episode_id


def _measures(work: Work) -> WaitingGroup:
    """Return the measures that are due, a row for each client and moment."""

    def moment(row: MeasureDueRow) -> tuple[UUID, str]:
        return row.episode_id, row.moment

    due = _mine(work, measures_due(work))
    rows = [tuple(of_one) for _, of_one in groupby(due, moment)]

    def make(of_one: tuple[MeasureDueRow, ...]) -> WaitingRow:
        row = of_one[0]
        facts: dict[str, object] = {
            "instruments": tuple(one.instrument for one in of_one),
            "moment": row.moment,
            "attended": row.attended,
            "target": row.target,
        }
        subject = f"{row.episode_id}/{row.moment}"
        return WaitingRow(Waiting.MEASURE, row.client_id, row.initials, row.rm_number, row.since, facts, subject)

    return _group(Waiting.MEASURE, rows, make)


def _recap(row: RecapDueRow) -> WaitingRow:
    period = row.period
    facts: dict[str, object] = {
        "length": period.length.value,
        "first": period.first,
        "last": period.last,
        "due": row.due_on,
        "latest": row.latest_on,
        "is_overdue": row.is_overdue,
    }
    subject = f"{period.length.value}/{period.first.isoformat()}"
    return WaitingRow(Waiting.RECAP, None, "", "", row.due_on, facts, subject)


def _draft(work: Work, kept: tuple[str, str, datetime]) -> WaitingRow:
    """Return a row for a kept draft, with the client it is about where that can be told and may be seen."""
    form, subject, kept_at = kept
    client_id = _client_behind(work, subject)
    initials, number = labels_of(work, [client_id]).get(client_id, ("", "")) if client_id else ("", "")
    since = day_of(kept_at, work.clock.zone)
    return WaitingRow(Waiting.DRAFT, client_id, initials, number, since, {"form": form}, f"{form}/{subject}")


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
