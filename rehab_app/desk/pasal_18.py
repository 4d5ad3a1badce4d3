"""Whose record still lacks what PP 25/2011 Pasal 18 asks of every recapitulation about clients.

Of its seven items the first, the count, is the registration itself; the other six are followed here. The diagnosis is the
doctor's in the room diagnoses; one of an older use profile answers where she made none there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, Table, and_, bindparam, exists, false, func, or_, select

from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.assessment.rules import PROFILE_ITEMS, unknown_items
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

IDENTITY: Final = "identity"
DIAGNOSIS: Final = "diagnosis"
ITEMS: Final = (IDENTITY, *PROFILE_ITEMS)
ITEM_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        IDENTITY: N_("identity"),
        "substance": N_("substance"),
        "duration": N_("duration of use"),
        "route": N_("route of use"),
        "diagnosis": N_("diagnosis"),
        "treatment": N_("treatment"),
    }
)
"""What each item is called in a sentence or a cell."""

_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]
_DIAGNOSIS: Final[Table] = Diagnosis.__table__  # type: ignore[attr-defined]
_FIELDS: Final = tuple(field for fields in PROFILE_ITEMS.values() for field in fields)

_OF_THE_DOCTOR: Final = and_(_DIAGNOSIS.c.episode_id == _EPISODE.c.id, is_current(_DIAGNOSIS))

_SHOWN: Final = (
    _EPISODE.c.id,
    _EPISODE.c.client_id,
    _CLIENT.c.initials,
    _CLIENT.c.rm_number,
    _EPISODE.c.registration_number,
    _EPISODE.c.registered_on,
    _EPISODE.c.counsellor_id,
)


@dataclass(frozen=True, slots=True)
class IncompleteRow:
    """One episode whose record is incomplete; ``missing`` names items of ``ITEMS`` in their order."""

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    registered_on: date
    counsellor_id: UUID | None
    missing: tuple[str, ...]


@needs(DataClass.KLINIS, Right.MELIHAT)
def incomplete(work: Work, first: date, last: date) -> tuple[IncompleteRow, ...]:
    """Return the episodes registered from ``first`` to ``last`` that lack an item, the earliest registered first."""
    rows = work.connection.execute(_INCOMPLETE, {"first": first, "last": last})
    return tuple(_incomplete(row, _missing_items(row)) for row in rows)


@needs(DataClass.KLINIS, Right.MELIHAT)
def count_incomplete(work: Work, first: date, last: date) -> int:
    """Return how many episodes ``incomplete`` would list; the records themselves stay where they are."""
    return int(work.connection.execute(_COUNT, {"first": first, "last": last}).scalar_one())


@needs(DataClass.KLINIS, Right.MELIHAT)
def missing_of(work: Work, episode_id: UUID) -> tuple[str, ...]:
    """Return the items that one episode lacks."""
    return _missing_items(work.connection.execute(_query().where(_EPISODE.c.id == episode_id)).one())


def _query() -> Select[Any]:
    """Return what is shown of each episode, then what is asked of client and use profile (NULL where there is none)."""
    asked = [_CLIENT.c.is_identity_complete, *(_known(field) for field in _FIELDS)]
    profile = and_(_PROFILE.c.episode_id == _EPISODE.c.id, is_current(_PROFILE))
    joined = _EPISODE.join(_CLIENT, _EPISODE.c.client_id == _CLIENT.c.id).outerjoin(_PROFILE, profile)
    return select(*_SHOWN, *asked).select_from(joined)


def _known(field: str) -> ColumnElement[Any]:
    """Return what answers a field of the use profile: for the diagnosis any code of the doctor's, else that of the profile.

    One that has ended answers too, because a recapitulation looks back.
    """
    if field != DIAGNOSIS:
        return _PROFILE.c[field]
    doctors = select(_DIAGNOSIS.c.code).where(_OF_THE_DOCTOR).limit(1).correlate(_EPISODE).scalar_subquery()
    return func.coalesce(doctors, _PROFILE.c.diagnosis).label(field)


def _lacks() -> ColumnElement[bool]:
    """Return the condition that an item is missing, as ``unknown_items`` finds it; what is cheap to see is asked first."""
    profile = [
        and_(*(_is_empty(field) for field in fields)) for item, fields in PROFILE_ITEMS.items() if item != DIAGNOSIS
    ]
    doctors = exists(select(1).where(_OF_THE_DOCTOR)).correlate(_EPISODE)
    return or_(_CLIENT.c.is_identity_complete == false(), *profile, and_(_is_empty(DIAGNOSIS), ~doctors))


def _is_empty(field: str) -> ColumnElement[bool]:
    column = _PROFILE.c[field]
    return column.is_(None) if isinstance(column.type, Integer) else or_(column.is_(None), column == "")


def _missing_items(row: Row[Any]) -> tuple[str, ...]:
    identity = () if row.is_identity_complete else (IDENTITY,)
    return (*identity, *unknown_items(row))


def _incomplete(row: Row[Any], missing: tuple[str, ...]) -> IncompleteRow:
    return IncompleteRow(
        episode_id=row.id,
        client_id=row.client_id,
        initials=row.initials,
        rm_number=row.rm_number,
        registration_number=row.registration_number,
        registered_on=row.registered_on,
        counsellor_id=row.counsellor_id,
        missing=missing,
    )


# Put together once: the first page asks them, and whoever looks after the records.
_SPAN: Final = _EPISODE.c.registered_on.between(bindparam("first"), bindparam("last"))
_LACKING: Final = _query().where(_SPAN, _lacks())
_INCOMPLETE: Final = _LACKING.order_by(_EPISODE.c.registered_on, _EPISODE.c.registration_number)
_COUNT: Final = _LACKING.with_only_columns(func.count(), maintain_column_froms=True)
