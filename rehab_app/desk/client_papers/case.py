"""What every paper of a client is made from: her episode, herself, who stands by her, and the office's sheet."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.loading import person_of
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.desk.letter_facts import LetterFrame, Sheet, frame_of, guardian_of, person_facts
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.accounts.names import names_of
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.texts.service import text_to_print
from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class Case:
    """One episode with what is known of its client on ``day``; ``subject_id`` is the record a paper shows, where it shows one.

    ``client`` is without her name where the paper is to be redacted. ``photo``: PNG or JPEG bytes for the card.
    """

    work: Work
    lists: ValueLists
    episode: EpisodeRow
    record: Client
    client: Person
    guardian: Person | None
    frame: LetterFrame
    day: date
    is_minor: bool
    subject_id: UUID | None = None
    photo: bytes | None = field(default=None, repr=False)

    @property
    def sees_care(self) -> bool:
        """Whether the acting user may see clinical data."""
        return self.work.actor.may(DataClass.KLINIS, Right.MELIHAT)

    @property
    def counsellor(self) -> str:
        """The name of the episode's counsellor, empty where it has none."""
        return self.name_of(self.episode.counsellor_id)

    def sheet(self) -> Sheet:
        """Return the office and its sheet."""
        return self.frame.sheet()

    def text(self, kind: str) -> str:
        """Return the office's text of a kind of paper."""
        return text_to_print(self.work, kind).body

    def label(self, name: str, code: str) -> str:
        """Return the label of a code, empty for none."""
        return self.lists.label(name, code) if code else ""

    def name_of(self, account_id: UUID | None) -> str:
        """Return the name behind an account, empty for none."""
        return names_of(self.work, [account_id]).get(account_id, "") if account_id is not None else ""


def case_of(work: Work, episode_id: UUID, lists: ValueLists) -> Case:
    """Return the case of an episode today; raises RuleBroken ``episodes.unknown``."""
    episode = episodes.episode(work, episode_id)
    record = work.session.get_one(Client, episode.client_id)
    day = work.clock.today()
    client = replace(person_facts(record, lists, day), registration_number=episode.registration_number)
    return Case(
        work=work,
        lists=lists,
        episode=episode,
        record=record,
        client=client,
        guardian=guardian_of(work, record, episode, lists),
        frame=frame_of(work),
        day=day,
        is_minor=person_of(record).is_minor(day),
    )
