"""All that an opened file shows, read in one go: frozen rows, no record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from rehab_app.clinic.assessment.rows import ScreeningRow, UseProfileRow
from rehab_app.clinic.clients.rows import ClientFile
from rehab_app.clinic.consent.rows import ConsentRow
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.rows import EpisodeListRow, EpisodeRow
from rehab_app.clinic.episodes.rows import StepRow as EpisodeStepRow
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals.rows import DestinationRow, ReferralRow, StepRow
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.instruments.assist import Assist


@dataclass(frozen=True, slots=True)
class OpenedClient(ClientFile):
    """The client whose file is open, with the name of the place where she lives."""

    place: str = ""

    @property
    def name(self) -> str:
        """The name, or the initials where it is not known."""
        return self.draft.full_name or self.draft.initials


@dataclass(frozen=True, slots=True)
class CareFacts:
    """The clinical part of one episode, for those who may see it; ``missing`` are items of Pasal 18."""

    screenings: tuple[ScreeningRow, ...]
    profile: UseProfileRow | None
    sessions: tuple[SessionRow, ...]
    may_read_notes: bool
    referrals: tuple[ReferralRow, ...]
    referral_steps: Mapping[UUID, tuple[StepRow, ...]]
    destinations: tuple[DestinationRow, ...]
    instrument: Assist
    missing: tuple[str, ...]

    @property
    def attended(self) -> int:
        """How many meetings the client came to."""
        return sum(session.attendance in held_codes() for session in self.sessions)

    @property
    def screening(self) -> ScreeningRow | None:
        """The screening that was taken last."""
        return self.screenings[0] if self.screenings else None

    @property
    def referral(self) -> ReferralRow | None:
        """The referral that was prepared last."""
        return self.referrals[0] if self.referrals else None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """An opened file with the episode that is chosen; ``care`` is None for those without the right to see clinical data.

    ``names`` are those of the accounts that stand in the rows, ``counsellors`` the accounts that may look after a client.
    ``hours`` are the clinic's first and last, ``session_slots`` the half hours of a usual meeting.
    ``alerting`` names the instruments of the open episode whose answers may not be overlooked.
    """

    client: OpenedClient
    today: date
    episodes: tuple[EpisodeRow, ...] = ()
    episode: EpisodeRow | None = None
    steps: tuple[EpisodeStepRow, ...] = ()
    consents: tuple[ConsentRow, ...] = ()
    care: CareFacts | None = None
    names: Mapping[UUID, str] = field(default_factory=dict)
    counsellors: tuple[tuple[UUID, str], ...] = ()
    target_sessions: int = 8
    hours: tuple[int, int] = (8, 17)
    session_slots: int = 2
    alerting: tuple[str, ...] = ()

    @property
    def open_episode(self) -> EpisodeRow | None:
        """The episode that has not ended; there is never more than one."""
        return next((episode for episode in self.episodes if episode.state != State.CLOSED), None)

    @property
    def is_open(self) -> bool:
        """Whether the chosen episode has not ended."""
        return self.episode is not None and self.episode.state != State.CLOSED

    def account(self, account_id: UUID | None) -> str:
        """Return the name behind an account, empty for none."""
        return "" if account_id is None else self.names.get(account_id, "")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the audit about something that belongs to a client."""

    number: int
    at: datetime
    by: str
    seat: str
    action: str


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """An episode of the list with its counsellor's name."""

    row: EpisodeListRow
    counsellor: str
