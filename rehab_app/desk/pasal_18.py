"""Whose record still lacks what PP 25/2011 Pasal 18 asks of every recapitulation about clients.

Of its seven items the first, the count, is the registration itself; the other six are followed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Table, and_, select

from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.assessment.rules import PROFILE_ITEMS, unknown_items
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

IDENTITY: Final = "identity"
ITEMS: Final = (IDENTITY, *PROFILE_ITEMS)
ITEM_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        IDENTITY: N_("Identity"),
        "substance": N_("Substance"),
        "duration": N_("Duration of use"),
        "route": N_("Route of use"),
        "diagnosis": N_("Diagnosis"),
        "treatment": N_("Treatment or its history"),
    }
)

_CLIENT: Final[Table] = Client.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]
_FIELDS: Final = tuple(field for fields in PROFILE_ITEMS.values() for field in fields)

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
    query = _query().where(_EPISODE.c.registered_on.between(first, last))
    query = query.order_by(_EPISODE.c.registered_on, _EPISODE.c.registration_number)
    found = ((row, _missing_items(row)) for row in work.connection.execute(query))
    return tuple(_incomplete(row, missing) for row, missing in found if missing)


@needs(DataClass.KLINIS, Right.MELIHAT)
def missing_of(work: Work, episode_id: UUID) -> tuple[str, ...]:
    """Return the items that one episode lacks."""
    return _missing_items(work.connection.execute(_query().where(_EPISODE.c.id == episode_id)).one())


def _query() -> Select[Any]:
    """Return what is shown of each episode, then what is asked of client and use profile (NULL where there is none)."""
    asked = [_CLIENT.c.is_identity_complete, *(_PROFILE.c[field] for field in _FIELDS)]
    profile = and_(_PROFILE.c.episode_id == _EPISODE.c.id, is_current(_PROFILE))
    joined = _EPISODE.join(_CLIENT, _EPISODE.c.client_id == _CLIENT.c.id).outerjoin(_PROFILE, profile)
    return select(*_SHOWN, *asked).select_from(joined)


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
