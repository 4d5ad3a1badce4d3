"""Signed recaps as they are listed, what changed since, and who may see a recap or choose its names."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.foundation.actor import Actor, DataClass, Right
from rehab_app.papers.recaps.causes import Cause
from rehab_app.papers.recaps.rules import Kind, Wish

ABOUT_CLIENTS: Final = frozenset({Kind.NEW_PATIENTS, Kind.PERKA_4})
"""The recaps with a row for each client."""


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One signed recap as it is listed."""

    id: UUID
    wish: Wish
    edition: int
    signer_name: str
    signed_on: date
    clients: int
    remark: str


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a recap would say otherwise now: of which column, before and after; both empty for a client as a whole."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClientChange:
    """What changed of one client since: she came in (``is_added``), fell out (``is_removed``), or reads otherwise; and why."""

    client_id: UUID
    rm_number: str
    initials: str
    is_added: bool
    is_removed: bool
    changes: tuple[Change, ...]
    causes: tuple[Cause, ...]


def may_name(actor: Actor) -> bool:
    """Whether somebody may choose the names in a recap: who reports for the office, and sees registrations."""
    return actor.may(DataClass.LAPORAN, Right.INPUT) and actor.may(DataClass.ADMINISTRATIF, Right.MELIHAT)


def may_see(actor: Actor, kind: Kind) -> bool:
    """Whether somebody may see a recap: counts whoever sees reports, lists of clients only those with the clinical right."""
    return actor.may(DataClass.LAPORAN, Right.MELIHAT) and (
        kind not in ABOUT_CLIENTS or actor.may(DataClass.KLINIS, Right.MELIHAT)
    )
