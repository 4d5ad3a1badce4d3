"""What lists, the search box and the likely matches show of a client: frozen, and no more than they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

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
