"""What care changed in a year: quality of life (WHOQOL-BREF) at intake against exit, and who was not measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Date, Select, Table, and_, bindparam, exists, or_, select, type_coerce

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import Modality
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.outcome import WHOQOL_DOMAINS, Change, Outcome, Pair, changes, outcome
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.papers.reports.behind import SHOWN, BehindRow, in_order
from rehab_app.papers.reports.counted import first_day, last_day
from rehab_app.papers.reports.figures import check_year
from rehab_app.store.direct import Direct
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

RULE: Final = "2022.1"
INSTRUMENT: Final = "whoqol"
_BATCH: Final = 400
WITHOUT_AWAL: Final = "without_awal"
WITHOUT_AKHIR: Final = "without_akhir"
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_TAKEN: Final[Table] = Screening.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """The outcome of a year by the rule of version ``rule``; ``target`` is in per cent of the clients who rose."""

    year: int
    rule: str
    target: int
    outcome: Outcome


@needs(DataClass.LAPORAN, Right.MELIHAT)
def outcome_figures(work: Work, year: int) -> OutcomeFigures:
    """Return the outcome of a year; raises RuleBroken("figures.year") for one that cannot be.

    Counted are the episodes of outpatient care that ended in the year, and those that have not ended but were measured at exit in
    it; ``awal`` is the first measure of the episode so marked, ``akhir`` the last.
    """
    check_year(year, work.clock.today())
    pairs = [pair for _, pair in _pairs(work, year)]
    return OutcomeFigures(year, RULE, int(setting(work, "outcome_target_percent")), outcome(pairs))


@needs(DataClass.KLINIS, Right.MELIHAT)
def clients_behind_outcome(work: Work, year: int, name: str, change: str = "") -> tuple[BehindRow, ...]:
    """Return the clients behind one number, the first registered first.

    ``name`` is a domain with a ``change`` (meningkat, tetap, menurun), or ``WITHOUT_AWAL`` or ``WITHOUT_AKHIR``. How a client
    fares is clinical data, so the right to see it is needed. Raises RuleBroken("figures.year") or ("figures.table").
    """
    check_year(year, work.clock.today())
    work.actor.require(DataClass.LAPORAN, Right.MELIHAT)
    is_known = name in {WITHOUT_AWAL, WITHOUT_AKHIR} or (name in WHOQOL_DOMAINS and change in set(Change))
    if not is_known:
        raise RuleBroken("figures.table", field="table", name=name)
    wanted = [episode_id for episode_id, pair in _pairs(work, year) if _is_behind(pair, name, change)]
    return tuple(_behind(work, wanted))


def _is_behind(pair: Pair, name: str, change: str) -> bool:
    if name == WITHOUT_AWAL:
        return pair.awal is None
    if name == WITHOUT_AKHIR:
        return pair.awal is not None and pair.akhir is None
    found = changes(pair)[name]
    return found is not None and found == Change(change)


def _pairs(work: Work, year: int) -> Iterator[tuple[UUID, Pair]]:
    """Yield each counted episode with its measures, from one statement that reads the scores out of their JSON."""
    rows = _MEASURES.rows(work.connection, {"first": first_day(year), "last": last_day(year)})
    for episode_id, taken in groupby(rows, key=itemgetter(0)):
        yield episode_id, _pair(taken)


def _pair(taken: Iterable[Sequence[Any]]) -> Pair:
    """Return the first measure marked awal and the last one marked akhir; rows come in the order of their days."""
    awal: Sequence[Any] | None = None
    akhir: Sequence[Any] | None = None
    for row in taken:
        if row[1] == "awal" and awal is None:
            awal = row
        elif row[1] == "akhir":
            akhir = row
    return Pair(_scores(awal), _scores(akhir))


def _scores(row: Sequence[Any] | None) -> dict[str, float | None] | None:
    return None if row is None else dict(zip(WHOQOL_DOMAINS, row[2:], strict=True))


def _statement() -> Select[Any]:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    ended = _EPISODE.c.ended_on.between(first, last)
    measured = exists().where(
        _TAKEN.c.episode_id == _EPISODE.c.id,
        _TAKEN.c.instrument == INSTRUMENT,
        _TAKEN.c.moment == "akhir",
        _TAKEN.c.taken_on.between(first, last),
        is_current(_TAKEN),
    )
    of_instrument = and_(
        _TAKEN.c.episode_id == _EPISODE.c.id,
        _TAKEN.c.instrument == INSTRUMENT,
        _TAKEN.c.taken_on <= last,
        is_current(_TAKEN),
    )
    return (
        select(_EPISODE.c.id, _TAKEN.c.moment, *(_score(domain).label(domain) for domain in WHOQOL_DOMAINS))
        .select_from(_EPISODE.outerjoin(_TAKEN, of_instrument))
        .where(
            _EPISODE.c.modality == Modality.OUTPATIENT.value,
            or_(ended, and_(_EPISODE.c.ended_on.is_(None), measured.correlate(_EPISODE))),
        )
        .order_by(_EPISODE.c.registered_on, _EPISODE.c.id, _TAKEN.c.taken_on, _TAKEN.c.created_at)
    )


def _score(domain: str) -> ColumnElement[Any]:
    found: ColumnElement[Any] = type_coerce(_TAKEN.c.scores, JSON)[domain].as_float()
    return found


# Put together once, and read past the engine: a year has some thousand measures.
_MEASURES: Final = Direct(_statement())


def _behind(work: Work, episode_ids: Iterable[UUID]) -> Iterator[BehindRow]:
    wanted = list(episode_ids)
    for start in range(0, len(wanted), _BATCH):
        query = select(*SHOWN).join(_CLIENT, _CLIENT.c.id == _EPISODE.c.client_id)
        shown = in_order(query.where(_EPISODE.c.id.in_(wanted[start : start + _BATCH])))
        yield from (BehindRow(*row) for row in work.connection.execute(shown))
