"""Makers of counted people: an episode with its substance and, where wanted, a referral with its letter."""

from datetime import date
from itertools import count
from uuid import UUID, uuid4

from sqlmodel import select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.work import Work
from tests.clinic.makers import make_client, open_episode

LISTS = ValueLists.load()
BARAT, UTARA, SELATAN = "64.71.02.1001", "64.71.03.1001", "64.71.05.1002"
TIMUR, KOTA, TENGAH, PENAJAM = "64.71.01.1001", "64.71.06.1001", "64.71.04.1001", "64.09.01.1001"
_NUMBERS = count(1)


def register(work: Work, day: date, client_id: UUID | None = None, **known: object) -> UUID:
    """Register a person on ``day``, a new one with ``known`` facts where no client is given; return the episode's id."""
    typed = {name: known.pop(name) for name in ("source",) if name in known}
    return open_episode(work, client_id or make_client(work, **known), registered_on=day, **typed).episode_id


def use(work: Work, episode_id: UUID, substance: str) -> UseProfile:
    """Enter the main substance of an episode."""
    episode = work.session.get_one(Episode, episode_id)
    profile = UseProfile(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        assessed_on=episode.registered_on,
        main_substance=substance,
    )
    return work.add(profile, "assessment.record_use_profile")


def screen(work: Work, episode_id: UUID, group: str, day: date) -> Screening:
    """Enter a screening whose leading ASSIST group is ``group``."""
    episode = work.session.get_one(Episode, episode_id)
    screening = Screening(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        instrument="assist",
        key_version="3.1",
        taken_on=day,
        taken_by=work.actor.user_id,
        main_substance=group,
    )
    return work.add(screening, "assessment.record_screening")


def refer(work: Work, episode_id: UUID, dated_on: date) -> tuple[Referral, IssuedLetter]:
    """Enter a referral whose letter is dated ``dated_on``."""
    episode = work.session.get_one(Episode, episode_id)
    number = next(_NUMBERS)
    letter = IssuedLetter(
        id=uuid4(),
        series="letter.R",
        year=dated_on.year,
        number=number,
        number_text=f"R/{number}/{dated_on.year}",
        kind="referral",
        dated_on=dated_on,
        registered_on=dated_on,
        addressee="Kepala Balai",
        subject="a.n. B.S.",
        client_id=episode.client_id,
        episode_id=episode_id,
        digest="0" * 64,
        size=1,
    )
    work.add(letter, "letters.issue.referral")
    referral = Referral(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        destination_id=_destination(work),
        reason="kambuh",
        state="diajukan",
        state_on=dated_on,
        letter_id=letter.id,
    )
    return work.add(referral, "referrals.prepare"), letter


def _destination(work: Work) -> UUID:
    known = work.session.exec(select(Destination.id)).first()
    if known is not None:
        return known
    return work.add(Destination(id=uuid4(), code="balai", name="Balai", kind="balai"), "destinations.add").id


def change_episode(work: Work, episode_id: UUID, **facts: object) -> None:
    """Change stored facts of an episode."""
    episode = work.session.get_one(Episode, episode_id)
    for name, value in facts.items():
        setattr(episode, name, value)
    work.change(episode, "episodes.change")
