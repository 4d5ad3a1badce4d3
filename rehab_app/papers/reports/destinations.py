"""Referrals by destination: how many were sent, answered, accepted, refused and admitted, and after how many days.

Rule 2022.1: a referral counts by the day of its letter; one that was cancelled does not. The denominator of every count is what
was sent to that destination; a median says of how many it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.referrals.model import Destination, Referral, ReferralReply, ReferralStep
from rehab_app.clinic.referrals.rules import ACCEPTED, ADMITTED, AWAITING_REPLY, CANCELLED, REFUSED, SUBMITTED, WAITING
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.papers.reports.behind import SHOWN, BehindRow, in_order
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

RULE: Final = "2022.1"
_REFERRAL: Final[Table] = Referral.__table__  # type: ignore[attr-defined]
_DESTINATION: Final[Table] = Destination.__table__  # type: ignore[attr-defined]
_STEP: Final[Table] = ReferralStep.__table__  # type: ignore[attr-defined]
_REPLY: Final[Table] = ReferralReply.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Median:
    """A middle value in days, None where there is none, and of how many referrals it is."""

    days: float | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class DestinationFigure:
    """The counts of one destination; every count is of the ``sent``."""

    destination_id: UUID
    name: str
    sent: int
    replied: int
    accepted: int
    refused: int
    waiting: int
    admitted: int
    overdue: int
    reply_days: Median
    admission_days: Median


@dataclass(frozen=True, slots=True)
class DestinationFigures:
    """The figures of a period, both days counted in, by the rule of version ``rule``; most sent first."""

    first: date
    last: date
    rule: str
    rows: tuple[DestinationFigure, ...]


@dataclass(frozen=True, slots=True)
class _Sent:
    """One referral that counts."""

    episode_id: UUID
    destination_id: UUID
    destination: str
    state: str
    replied_after: int | None
    admitted_after: int | None
    was_accepted: bool
    is_overdue: bool


COUNTED: Final[Mapping[str, Callable[[_Sent], bool]]] = {
    "sent": lambda _one: True,
    "replied": lambda one: one.replied_after is not None,
    "accepted": lambda one: one.was_accepted,
    "refused": lambda one: one.state == REFUSED,
    "waiting": lambda one: one.state == WAITING,
    "admitted": lambda one: one.admitted_after is not None,
    "overdue": lambda one: one.is_overdue,
}
"""The counts, by the name under which their clients are opened."""


@needs(DataClass.LAPORAN, Right.MELIHAT)
def destination_figures(work: Work, first: date, last: date) -> DestinationFigures:
    """Return the figures of a period; raises RuleBroken("figures.period") where it ends before it begins."""
    _check_period(first, last)
    by_place: dict[UUID, list[_Sent]] = {}
    for one in _sent(work, first, last):
        by_place.setdefault(one.destination_id, []).append(one)
    rows = [_figure(found) for found in by_place.values()]
    return DestinationFigures(first, last, RULE, tuple(sorted(rows, key=lambda row: (-row.sent, row.name))))


@needs(DataClass.KLINIS, Right.MELIHAT)
def clients_behind_destination(
    work: Work, first: date, last: date, destination_id: UUID, name: str
) -> tuple[BehindRow, ...]:
    """Return the clients behind one number (``name`` of ``COUNTED``), the first registered first.

    Where a client is treated is clinical data. Raises RuleBroken("figures.period") and ("figures.table").
    """
    _check_period(first, last)
    work.actor.require(DataClass.LAPORAN, Right.MELIHAT)
    if name not in COUNTED:
        raise RuleBroken("figures.table", field="table", name=name)
    counts = COUNTED[name]
    wanted = [
        one.episode_id for one in _sent(work, first, last) if one.destination_id == destination_id and counts(one)
    ]
    if not wanted:
        return ()
    query: Select[Any] = select(*SHOWN).join(_CLIENT, _CLIENT.c.id == _EPISODE.c.client_id)
    shown = in_order(query.where(_EPISODE.c.id.in_(wanted)))
    return tuple(BehindRow(*row) for row in work.connection.execute(shown))


def _check_period(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken("figures.period", field="last")


def _figure(found: Sequence[_Sent]) -> DestinationFigure:
    counts = {name: sum(counts(one) for one in found) for name, counts in COUNTED.items()}
    return DestinationFigure(
        destination_id=found[0].destination_id,
        name=found[0].destination,
        reply_days=_median([one.replied_after for one in found if one.replied_after is not None]),
        admission_days=_median([one.admitted_after for one in found if one.admitted_after is not None]),
        **counts,
    )


def _median(days: Sequence[int]) -> Median:
    return Median(float(median(days)), len(days)) if days else Median()


def _sent(work: Work, first: date, last: date) -> Iterator[_Sent]:
    """Yield the referrals whose letter is of the period; those from before the slips count by their submission."""
    steps, replies = _steps(work), _first_replies(work)
    usual, today = int(setting(work, "referral_reply_days")), work.clock.today()
    query = (
        select(*_REFERRAL.c, _DESTINATION.c.name, _DESTINATION.c.reply_days)
        .join(_DESTINATION, _DESTINATION.c.id == _REFERRAL.c.destination_id)
        .where(_REFERRAL.c.state != CANCELLED, _REFERRAL.c.letter_id.is_not(None))
    )
    for row in work.connection.execute(query):
        days = steps.get(row.id, {})
        sent_on = row.sent_on or days.get(SUBMITTED, row.state_on)
        if not first <= sent_on <= last:
            continue
        answers = [day for state, day in days.items() if state != SUBMITTED]
        answers += [replies[row.id]] if row.id in replies else []
        due_on = row.reply_due_on or (sent_on + timedelta(days=row.reply_days or usual))
        yield _Sent(
            episode_id=row.episode_id,
            destination_id=row.destination_id,
            destination=row.name,
            state=row.state,
            replied_after=(min(answers) - sent_on).days if answers else None,
            admitted_after=(days[ADMITTED] - sent_on).days if ADMITTED in days else None,
            was_accepted=ACCEPTED in days or ADMITTED in days,
            is_overdue=row.state in {*AWAITING_REPLY, ADMITTED} and due_on < today,
        )


def _steps(work: Work) -> Mapping[UUID, dict[str, date]]:
    query = select(_STEP.c.referral_id, _STEP.c.to_state, _STEP.c.happened_on).where(is_current(_STEP))
    found: dict[UUID, dict[str, date]] = {}
    for row in work.connection.execute(query):
        found.setdefault(row.referral_id, {})[row.to_state] = row.happened_on
    return found


def _first_replies(work: Work) -> Mapping[UUID, date]:
    query = (
        select(_REPLY.c.referral_id, func.min(_REPLY.c.received_on).label("day"))
        .where(is_current(_REPLY))
        .group_by(_REPLY.c.referral_id)
    )
    return {row.referral_id: row.day for row in work.connection.execute(query)}
