"""Makers of clients for recaps: registered, with a whole record, met, examined and referred."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import select

from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.papers.recaps.rules import Kind, Length, Naming, Wish, period_of
from rehab_app.store.work import Work

YEAR = period_of(Length.YEAR, date(2022, 1, 1))
MARCH = period_of(Length.MONTH, date(2022, 3, 1))


def wish(kind: Kind, length: Length = Length.MONTH, day: date = MARCH.first, naming: Naming = Naming.HIDDEN) -> Wish:
    """Return the wish for a recap of the period in which ``day`` lies."""
    return Wish(kind, period_of(length, day), naming)


def whole(work: Work, episode_id: UUID, **known: object) -> UUID:
    """Give an episode the use profile that Pasal 18 asks for, with what is given changed; return its series."""
    episode = work.session.get_one(Episode, episode_id)
    values: dict[str, Any] = {
        "main_substance": "sabu",
        "other_substances": ["ganja"],
        "months_of_use": 27,
        "route": "smoked",
        "diagnosis": "F15.2",
        "treatment_history": "belum pernah",
        "therapy": "konseling",
        **known,
    }
    profile = UseProfile(
        id=uuid4(), client_id=episode.client_id, episode_id=episode_id, assessed_on=episode.registered_on, **values
    )
    return work.add(profile, "assessment.record_use_profile").series_id


def meet(work: Work, episode_id: UUID, day: date, service: str = "addiction_counselling", came: str = "hadir") -> UUID:
    """Enter a meeting."""
    episode = work.session.get_one(Episode, episode_id)
    number = len(work.session.exec(select(CareSession).where(CareSession.episode_id == episode_id)).all()) + 1
    session = CareSession(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        held_on=day,
        number=number,
        kind="individual",
        service=service,
        counsellor_id=work.actor.user_id,
        attendance=came,
    )
    return work.add(session, "sessions.record").id


def diagnose(work: Work, episode_id: UUID, code: str, day: date) -> UUID:
    """Enter a diagnosis of the doctor."""
    episode = work.session.get_one(Episode, episode_id)
    made = Diagnosis(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        code=code,
        is_main=True,
        made_on=day,
        made_by=work.actor.user_id,
    )
    return work.add(made, "diagnoses.record").id


def examine(work: Work, episode_id: UUID, day: date) -> UUID:
    """Enter a physical examination."""
    episode = work.session.get_one(Episode, episode_id)
    found = Examination(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        examined_on=day,
        examined_by=work.actor.user_id,
    )
    return work.add(found, "examination.record").id


def sample(work: Work, episode_id: UUID, day: date, results: dict[str, str]) -> UUID:
    """Enter a urine test."""
    episode = work.session.get_one(Episode, episode_id)
    test = UrineTest(
        id=uuid4(),
        client_id=episode.client_id,
        episode_id=episode_id,
        taken_on=day,
        tested_by=work.actor.user_id,
        results=results,
    )
    return work.add(test, "urine_tests.record").id
