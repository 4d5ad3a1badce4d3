"""What the timeline shows of each event: codes and numbers, no word of what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab_app.foundation.words import N_


class EventKind(StrEnum):
    """What kind of event it is, by the room it comes from."""

    STEP = "step"
    CONSENT = "consent"
    PAPER = "paper"
    ATTACHMENT = "attachment"
    CARD = "card"
    INSTRUMENT = "instrument"
    USE_PROFILE = "use_profile"
    EXAMINATION = "examination"
    URINE = "urine"
    DIAGNOSIS = "diagnosis"
    PLAN = "plan"
    SESSION = "session"
    CALL = "call"
    SUMMONS = "summons"
    TAT = "tat"
    DUTY = "duty"
    REFERRAL = "referral"
    REPLY = "reply"
    HANDOVER = "handover"
    AFTERCARE = "aftercare"
    LETTER = "letter"
    REQUEST = "request"


KIND_WORDS: Final[Mapping[EventKind, str]] = MappingProxyType(
    {
        EventKind.STEP: N_("Masa perawatan"),
        EventKind.CONSENT: N_("Consent"),
        EventKind.PAPER: N_("Paper handed in"),
        EventKind.ATTACHMENT: N_("Attachment"),
        EventKind.CARD: N_("Kartu lapor diri"),
        EventKind.INSTRUMENT: N_("Instrument"),
        EventKind.USE_PROFILE: N_("Substances and diagnosis"),
        EventKind.EXAMINATION: N_("Examination"),
        EventKind.URINE: N_("Urine test"),
        EventKind.DIAGNOSIS: N_("Diagnosis"),
        EventKind.PLAN: N_("Care plan"),
        EventKind.SESSION: N_("Meeting"),
        EventKind.CALL: N_("Call"),
        EventKind.SUMMONS: N_("Summons"),
        EventKind.TAT: N_("Integrated assessment (TAT)"),
        EventKind.DUTY: N_("Reporting duty"),
        EventKind.REFERRAL: N_("Referral"),
        EventKind.REPLY: N_("Answer of the destination"),
        EventKind.HANDOVER: N_("Handover"),
        EventKind.AFTERCARE: N_("Aftercare"),
        EventKind.LETTER: N_("Letter"),
        EventKind.REQUEST: N_("Request about data"),
    }
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. ``code`` and ``other`` are codes of the lists that belong to its kind (see ``service``), or plain numbers.

    ``number`` is a count that belongs to it (pertemuan ke-, the number of a summons, a version); ``key`` the id or series that
    its room knows it by. ``is_corrected`` where an earlier version stands behind it. ``by`` is who did or entered it.
    """

    kind: EventKind
    day: date
    at: time | None
    episode_id: UUID | None
    key: UUID
    code: str
    other: str
    text: str
    number: int | None
    by: UUID | None
    is_corrected: bool
