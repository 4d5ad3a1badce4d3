"""Those who stay away, the calls and the summons, as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AbsenceReason:
    """Why a client is on the list: a code of ``rules.REASONS`` and the facts that fill its sentence."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AbsentRow:
    """A client in outpatient care who stays away.

    ``missed_on`` are the meetings missed since she last came. ``last_contact_on`` is the latest of the last attended meeting,
    the last call that reached her and the start of outpatient care. ``summons_number`` is the last summons since she last
    came, 0 where there is none; it is prepared until it has ``summons_sent_on``. ``next_planned_on`` does not clear the row.
    """

    episode_id: UUID
    client_id: UUID
    initials: str
    rm_number: str
    registration_number: str
    counsellor_id: UUID | None
    is_compulsory: bool
    reasons: tuple[AbsenceReason, ...]
    missed_on: tuple[date, ...]
    last_attended_on: date | None
    last_contact_on: date
    days_without_contact: int
    last_called_at: datetime | None
    last_outcome: str
    promised_on: date | None
    next_try_on: date | None
    summons_number: int
    summons_sent_on: date | None
    next_planned_on: date | None


@dataclass(frozen=True, slots=True)
class CallTarget:
    """One number that may be called, with the rules of safe contact; the client's own has no ``contact_id``.

    ``is_informed`` None: nobody knows whether this person knows of the care, which counts as no. ``last_outcome`` is that of
    the last call to this number in this episode.
    """

    contact_id: UUID | None
    name: str
    relation: str
    phone: str
    is_informed: bool | None
    who_may_answer: str
    call_times: str
    discreet_sentence: str
    may_leave_message: bool
    last_outcome: str


@dataclass(frozen=True, slots=True)
class CallSheetRow:
    """One client to be called on a day: why she is on the list, whom to call and how.

    ``tries`` are the calls since the last contact.
    """

    absent: AbsentRow
    full_name: str
    targets: tuple[CallTarget, ...]
    tries: int


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in one version; ``said`` is withheld from those who may not read the notes of this episode."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    called_at: datetime
    contact_id: UUID | None
    channel: str
    reached_name: str
    outcome: str
    said: str
    is_said_withheld: bool
    promised_on: date | None
    next_try_on: date | None
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class SummonsRow:
    """One summons or notice in one version: prepared, sent (``sent_on``) or cancelled."""

    series_id: UUID
    row_version: int
    episode_id: UUID
    client_id: UUID
    kind: str
    number: int
    dated_on: date
    addressee: str
    missed_on: tuple[date, ...]
    new_on: date | None
    new_at: time | None
    letter_id: UUID | None
    sent_on: date | None
    is_cancelled: bool
    remark: str
    reason: str
    entered_at: datetime
    entered_by: UUID


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried to bring a client back since she last came, for whoever decides on a drop-out."""

    last_attended_on: date | None
    missed_on: tuple[date, ...]
    calls: tuple[CallRow, ...]
    summonses: tuple[SummonsRow, ...]
