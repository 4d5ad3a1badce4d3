"""How an episode stands in the words of SIRENA: the stage of rehabilitation, the kind of care, and the client's status.

Pure mapping to the codes of the lists ``rehab_status`` (1, 2, 3), ``care_status`` (JALAN, INAP, LANJUT) and ``patient_status``
(PS, SL, DO, KB, MD). An empty text is what SIRENA's operator must be asked: where the code is not certain, none is made up.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from rehab_app.clinic.episodes.rules import Modality, State
from rehab_app.office.lists.in_force import lists_in_force

REGISTRATION: Final = "1"
REHABILITATION: Final = "2"
AFTER_REHABILITATION: Final = "3"
OUTPATIENT: Final = "JALAN"
INPATIENT: Final = "INAP"
AFTERCARE: Final = "LANJUT"
IN_PROCESS: Final = "PS"


class Standing(Protocol):
    """An episode, stored or shown."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def modality(self) -> str:
        """How the client was served."""

    @property
    def outpatient_since(self) -> date | None:
        """When outpatient care began."""

    @property
    def outcome(self) -> str:
        """How it ended."""

    @property
    def recovery_outcome(self) -> str:
        """How aftercare ended."""


@dataclass(frozen=True, slots=True)
class SirenaStatus:
    """``status_rehab``, ``status_rawat`` and ``status_pasien`` of an episode, and ``outcome_pasien`` after aftercare."""

    status_rehab: str
    status_rawat: str
    status_pasien: str
    outcome_pasien: str


def sirena_status(episode: Standing) -> SirenaStatus:
    """Return what SIRENA is to be told of an episode."""
    is_after = episode.state == State.AFTERCARE or bool(episode.recovery_outcome)
    return SirenaStatus(
        status_rehab=_stage(episode, is_after=is_after),
        status_rawat=_care(episode, is_after=is_after),
        status_pasien=_status(episode),
        outcome_pasien=episode.recovery_outcome,
    )


def _stage(episode: Standing, *, is_after: bool) -> str:
    if is_after:
        return AFTER_REHABILITATION
    has_begun = episode.outpatient_since is not None or episode.modality in {Modality.OUTPATIENT, Modality.REFERRAL}
    return REHABILITATION if has_begun else REGISTRATION


def _care(episode: Standing, *, is_after: bool) -> str:
    if is_after:
        return AFTERCARE
    if episode.modality == Modality.REFERRAL:
        return INPATIENT
    return OUTPATIENT if episode.modality == Modality.OUTPATIENT else ""


def _status(episode: Standing) -> str:
    if episode.state != State.CLOSED:
        return IN_PROCESS
    outcome = lists_in_force().get("outcome", episode.outcome)
    return outcome.text("sirena") if outcome is not None else ""
