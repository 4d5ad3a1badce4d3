"""How a client is said on the screen: her name or initials, what stands beside it, and the badge of a state."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from rehab_app.clinic.episodes.rules import STATE_LABELS
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

GAP: Final = " · "
NOTHING: Final = "–"

EPISODE_STATES: Final = {
    EpisodeState.REGISTERED: State.INFO,
    EpisodeState.OUTPATIENT: State.OK,
    EpisodeState.REFERRED: State.WARNING,
    EpisodeState.AFTERCARE: State.OK,
    EpisodeState.CLOSED: State.NEUTRAL,
}
REFERRAL_STATES: Final = {
    "draft": State.INFO,
    "diajukan": State.WARNING,
    "menunggu_tempat": State.WARNING,
    "diterima": State.OK,
    "masuk": State.OK,
    "selesai": State.OK,
    "kembali": State.NEUTRAL,
    "ditolak": State.DANGER,
    "batal": State.NEUTRAL,
}
ATTENDANCE_STATES: Final = {
    "hadir": State.OK,
    "izin": State.INFO,
    "mangkir": State.DANGER,
    "batal": State.NEUTRAL,
    "": State.NEUTRAL,
}
GAP_WORDS: Final = {
    "full_name": N_("Full name"),
    "birth_date": N_("Birth date"),
    "nik": N_("NIK or identity paper"),
    "address": N_("Street and number"),
    "place_code": N_("Kelurahan / desa"),
}
"""What an identity may lack, by the field that keeps it from being complete."""
BAND_STATES: Final = {"low": State.OK, "moderate": State.WARNING, "high": State.DANGER}


class Known(Protocol):
    """What a found client, a row of the list and a likely match have in common."""

    @property
    def rm_number(self) -> str:
        """No. Rekam Medis."""

    @property
    def initials(self) -> str:
        """Initials."""

    @property
    def full_name(self) -> str:
        """The name, empty where it may not be seen or is not known."""

    @property
    def sex(self) -> str:
        """L or P."""

    @property
    def age(self) -> int | None:
        """Whole years today."""

    @property
    def district(self) -> str:
        """The district as the figures name it."""


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, with a point between them."""
    return GAP.join(part for part in parts if part)


def name_of(session: Session, client: Known) -> str:
    """Return the name, or the initials where it is not known, masked while names are masked."""
    return session.context.privacy.mask(client.full_name or client.initials)


def age_text(session: Session, age: int | None) -> str:
    """Return ``32 tahun``, or an empty text where the age is not known."""
    return "" if age is None else session.context.words.say_many("{count} year old", "{count} years old", age)


def sex_and_age(session: Session, client: Known) -> str:
    """Return ``Laki-laki, 32 tahun``."""
    parts = [session.label("sex", client.sex) if client.sex else "", age_text(session, client.age)]
    return ", ".join(part for part in parts if part)


def state_label(session: Session, state: str) -> str:
    """Return the word of an episode's state; empty for none."""
    return session.say(STATE_LABELS[EpisodeState(state)]) if state else ""


def state_of(state: str) -> State:
    """Return how an episode's state is coloured and marked."""
    return EPISODE_STATES[EpisodeState(state)] if state else State.NEUTRAL


def day_text(day: date | None) -> str:
    """Return ``17/08/1990``, or a dash for none."""
    return NOTHING if day is None else format_short(day)


def code_text(session: Session, name: str, code: str) -> str:
    """Return the label of a code, or a dash for none."""
    return session.label(name, code) if code else NOTHING
