"""Whose record still lacks what PP 25/2011 Pasal 18 asks of every recapitulation about clients.

Of its seven items the first, the count, is the registration itself; the other six are followed here. The diagnosis is the
doctor's in the room diagnoses; one of an older use profile answers where she made none there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Table, and_, bindparam, exists, false, func, or_, select

from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.assessment.rules import PROFILE_ITEMS, unknown_items
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.office.rights.needs import needs
from rehab_app.store.direct import Direct
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work

IDENTITY: Final = "identity"
DIAGNOSIS: Final = "diagnosis"
_BATCH: Final = 400
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
    return _INCOMPLETE.made(work.connection, _incomplete, {"first": first, "last": last})


@needs(DataClass.KLINIS, Right.MELIHAT)
def count_incomplete(work: Work, first: date, last: date) -> int:
    """Return how many episodes ``incomplete`` would list; the records themselves stay where they are."""
    return int(_COUNT.one(work.connection, {"first": first, "last": last})[0])


@needs(DataClass.KLINIS, Right.MELIHAT)
def missing_of(work: Work, episode_id: UUID) -> tuple[str, ...]:
    """Return the items that one episode lacks."""
    row = _OF_EPISODE.one(work.connection, {"episode": episode_id})
    return _missing_items(row[len(_SHOWN) :])


@needs(DataClass.KLINIS, Right.MELIHAT)
def incomplete_of(work: Work, episode_ids: Sequence[UUID]) -> tuple[IncompleteRow, ...]:
    """Return those of some episodes that lack an item, however long ago they were registered."""
    found: list[IncompleteRow] = []
    for start in range(0, len(episode_ids), _BATCH):
        some = _query().where(_EPISODE.c.id.in_(episode_ids[start : start + _BATCH]), _lacks())
        found += [_incomplete(*row) for row in work.connection.execute(some)]
    return tuple(found)


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


def _missing_items(asked: Sequence[Any]) -> tuple[str, ...]:
    """Return the items that are missing where ``asked`` is whether the identity is complete, then the fields of the profile."""
    return _named(bool(asked[0]), tuple(value is None or value == "" for value in asked[1:]))


@cache
def _named(is_identity_complete: bool, are_empty: tuple[bool, ...]) -> tuple[str, ...]:  # noqa: FBT001 - one of a row's answers
    """Return the items that are missing where these answers are: a few dozen ways that thousands of rows share."""
    answers = {field: "" if is_empty else field for field, is_empty in zip(_FIELDS, are_empty, strict=True)}
    return (*(() if is_identity_complete else (IDENTITY,)), *unknown_items(SimpleNamespace(**answers)))


def _incomplete(*values: Any) -> IncompleteRow:  # noqa: ANN401 - the columns of a row
    shown = len(_SHOWN)
    return IncompleteRow(*(*values[:shown], _missing_items(values[shown:])))


# Put together once: the first page asks them, and whoever looks after the records.
_SPAN: Final = _EPISODE.c.registered_on.between(bindparam("first"), bindparam("last"))
_LACKING: Final = _query().where(_SPAN, _lacks())
_INCOMPLETE: Final = Direct(_LACKING.order_by(_EPISODE.c.registered_on, _EPISODE.c.registration_number))
_COUNT: Final = Direct(_LACKING.with_only_columns(func.count(), maintain_column_froms=True))
_OF_EPISODE: Final = Direct(_query().where(_EPISODE.c.id == bindparam("episode")))
