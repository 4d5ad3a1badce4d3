"""Urine tests read for the file, the timeline and the list of the day."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, bindparam, exists, func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.clinic.urine_tests.rows import DueRow, KitRow, UrineTestRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.direct import Direct
from rehab_app.store.shown import shown_columns
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

MOST_KITS: Final = 5
# Of how many tests the kits are looked through: a clinic uses up a box before it opens the next.
_LOOKED_THROUGH: Final = 200
_TEST: Final[Table] = UrineTest.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_LATEST_FIRST: Final = (_TEST.c.taken_on.desc(), _TEST.c.taken_at.desc().nulls_last(), _TEST.c.created_at.desc())
# Put together once: every opened file asks them.
_WHOLE: Final = select(*shown_columns(UrineTestRow, _TEST))
_OF_EPISODE: Final = Direct(
    _WHOLE.where(_TEST.c.episode_id == bindparam("of_episode"), is_current(_TEST)).order_by(*_LATEST_FIRST)
)
_OF_CLIENT: Final = Direct(
    _WHOLE.where(_TEST.c.client_id == bindparam("of_client"), is_current(_TEST)).order_by(*_LATEST_FIRST)
)
_VERSIONS: Final = Direct(_WHOLE.where(_TEST.c.series_id == bindparam("of_series")).order_by(_TEST.c.row_version))
_KITS: Final = (
    select(_TEST.c.kit, _TEST.c.lot, _TEST.c.expires_on, _TEST.c.taken_on)
    .where(is_current(_TEST), _TEST.c.kit != "")
    .order_by(_TEST.c.taken_on.desc())
    .limit(_LOOKED_THROUGH)
)

_LAST: Final = (
    select(_TEST.c.taken_on)
    .where(_TEST.c.episode_id == _EPISODE.c.id, is_current(_TEST))
    .order_by(_TEST.c.taken_on.desc())
    .limit(1)
    .correlate(_EPISODE)
    .scalar_subquery()
)
_IN_CARE: Final[Select[Any]] = (
    select(
        _EPISODE.c.id,
        _EPISODE.c.client_id,
        _CLIENT.c.initials,
        _CLIENT.c.rm_number,
        _EPISODE.c.registration_number,
        _EPISODE.c.counsellor_id,
        func.coalesce(_EPISODE.c.outpatient_since, _EPISODE.c.registered_on).label("since"),
        _LAST.label("last_on"),
    )
    .join_from(_EPISODE, _CLIENT, _EPISODE.c.client_id == _CLIENT.c.id)
    .where(
        _EPISODE.c.state == State.OUTPATIENT.value,
        # Who was tested after that day is not due: most are left out here, before anything else of theirs is read.
        ~exists(
            select(1).where(
                _TEST.c.episode_id == _EPISODE.c.id, _TEST.c.taken_on > bindparam("long_ago"), is_current(_TEST)
            )
        ).correlate(_EPISODE),
    )
)


@needs(DataClass.KLINIS, Right.MELIHAT)
def panel(work: Work) -> tuple[str, ...]:
    """Return the parameters that the office tests, in their order; what the value list does not know is left out."""
    lists = lists_in_force()
    return tuple(code for code in setting(work, "urine_panel") if lists.get("urine_parameter", code) is not None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def urine_tests_of_episode(work: Work, episode_id: UUID) -> tuple[UrineTestRow, ...]:
    """Return the tests of an episode in their current versions, the latest first."""
    return _OF_EPISODE.made(work.connection, UrineTestRow, {"of_episode": episode_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def urine_tests_of_client(work: Work, client_id: UUID) -> tuple[UrineTestRow, ...]:
    """Return the tests of a client over all her episodes in their current versions, the latest first."""
    return _OF_CLIENT.made(work.connection, UrineTestRow, {"of_client": client_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def urine_test_versions(work: Work, series_id: UUID) -> tuple[UrineTestRow, ...]:
    """Return every version of one test, the first one first."""
    return _VERSIONS.made(work.connection, UrineTestRow, {"of_series": series_id})


@needs(DataClass.KLINIS, Right.MELIHAT)
def due(work: Work, *, counsellor_id: UUID | None = None) -> tuple[DueRow, ...]:
    """Return the clients in outpatient care whose last test is ``urine_every_days`` old or older, the longest due first.

    Who was not tested in this episode yet is due that many days after the start of outpatient care. Of one counsellor if given.
    """
    every = timedelta(days=int(setting(work, "urine_every_days")))
    query = _IN_CARE if counsellor_id is None else _IN_CARE.where(_EPISODE.c.counsellor_id == counsellor_id)
    today = work.clock.today()
    found = [_due(row, every) for row in work.connection.execute(query, {"long_ago": today - every})]
    listed = (row for row in found if row.due_on <= today)
    return tuple(sorted(listed, key=lambda row: (row.due_on, row.rm_number)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def kits_known(work: Work) -> tuple[KitRow, ...]:
    """Return at most ``MOST_KITS`` kits with lot and expiry as they were used last, the latest first, for quick entry."""
    last_used: dict[tuple[str, str, date | None], date] = {}
    for kit, lot, expires_on, taken_on in work.connection.execute(_KITS):
        last_used.setdefault((kit, lot, expires_on), taken_on)
    return tuple(KitRow(*known, last_on=day) for known, day in list(last_used.items())[:MOST_KITS])


def _due(row: Row[Any], every: timedelta) -> DueRow:
    return DueRow(
        episode_id=row.id,
        client_id=row.client_id,
        initials=row.initials,
        rm_number=row.rm_number,
        registration_number=row.registration_number,
        counsellor_id=row.counsellor_id,
        last_on=row.last_on,
        due_on=(row.last_on or row.since) + every,
    )
