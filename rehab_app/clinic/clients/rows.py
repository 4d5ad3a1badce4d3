"""What lists, the search box and the likely matches show of a client: frozen, and no more than they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.matches import Reason
from rehab_app.foundation.words import N_


class MatchedBy(StrEnum):
    """What a client was found by."""

    NAME = "name"
    ALIAS = "alias"
    SPELLING = "spelling"
    RM = "rm"
    REGISTRATION = "registration"
    NIK = "nik"
    PHONE = "phone"
    CONTACT_PHONE = "contact_phone"
    IDENTITY = "identity"


MATCHED_BY_WORDS: Final[Mapping[MatchedBy, str]] = MappingProxyType(
    {
        MatchedBy.NAME: N_("by name"),
        MatchedBy.ALIAS: N_("by alias"),
        MatchedBy.SPELLING: N_("by similar spelling"),
        MatchedBy.RM: N_("by No. Rekam Medis"),
        MatchedBy.REGISTRATION: N_("by No. Registrasi"),
        MatchedBy.NIK: N_("by NIK"),
        MatchedBy.PHONE: N_("by telephone"),
        MatchedBy.CONTACT_PHONE: N_("by a contact's telephone"),
        MatchedBy.IDENTITY: N_("by identity paper"),
    }
)


@dataclass(frozen=True, slots=True)
class FoundClient:
    """One answer of the search box. ``age`` in whole years today; ``registration_number`` and ``state`` of the last episode."""

    id: UUID
    rm_number: str
    initials: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    district: str
    registration_number: str
    state: str
    matched_by: MatchedBy


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One row of the list of clients. ``full_name`` is empty where the acting user may not see names."""

    id: UUID
    rm_number: str
    initials: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    district: str
    registration_number: str
    state: str
    is_identity_complete: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A client as she is named beside another. ``age`` in whole years today."""

    id: UUID
    rm_number: str
    initials: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    district: str


@dataclass(frozen=True, slots=True)
class LikelyMatch:
    """A client who may be the person that is being typed: how likely (0 to 1), what speaks for it and what against."""

    id: UUID
    rm_number: str
    initials: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    district: str
    score: float
    reasons: tuple[Reason, ...]
    doubts: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ClientFile:
    """An opened file: the client as a draft that the form can take up, and what follows from it today.

    ``gaps`` are the fields that keep the identity from being complete; ``age`` is in whole years.
    """

    id: UUID
    row_version: int
    rm_number: str
    draft: ClientDraft
    age: int | None
    is_minor: bool
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    registered_at: datetime
    changed_at: datetime
    changed_by: UUID
