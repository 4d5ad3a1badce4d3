"""A kartu lapor diri is given after the assessment of the episode, whichever room holds it."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.documents.draft import CardDraft
from rehab_app.desk.issue_card import assessed_on, issue_card
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.store.store import Store
from rehab_app.store.versions import put_in_bin
from tests.clinic.makers import TODAY, codes, make_client, open_episode
from tests.makers import make_actor, make_store

SITI = make_actor()
CLERK = make_actor(Role.PENDAFTARAN)
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, make_client(work), registered_on=REGISTERED).episode_id


def _form(store: Store, episode_id: UUID, instrument: str = "asi", status: str = "complete") -> UUID:
    with store.writing(SITI) as work:
        from rehab_app.clinic.episodes.queries import episode

        form = Screening(
            id=work.new_id(),
            client_id=episode(work, episode_id).client_id,
            episode_id=episode_id,
            instrument=instrument,
            key_version="1",
            taken_on=date(2022, 2, 10),
            taken_by=SITI.user_id,
            status=status,
        )
        return work.add(form, "assessment.record_screening").series_id


def _issue(store: Store, episode_id: UUID, day: date = TODAY) -> str:
    with store.writing(CLERK) as work:
        return issue_card(work, episode_id, CardDraft(issued_on=day)).number


@pytest.mark.parametrize(("instrument", "status"), [("", ""), ("assist", "complete"), ("asi", "partial")])
def test_without_a_complete_assessment_there_is_no_card(
    store: Store, episode_id: UUID, instrument: str, status: str
) -> None:
    if instrument:
        _form(store, episode_id, instrument, status)
    with pytest.raises(RuleBroken, match=r"documents\.not_assessed"):
        _issue(store, episode_id)


def test_after_the_form_the_desk_gives_a_card_not_dated_before_it(store: Store, episode_id: UUID) -> None:
    _form(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _issue(store, episode_id, date(2022, 2, 9))
    assert codes(refused.value) == {"issued_on": "documents.card_before_assessment"}
    assert _issue(store, episode_id, date(2022, 2, 10)) == "KLD-0001/2022"


def test_the_use_profile_counts_as_assessment_and_the_first_day_of_both(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        draft = UseProfileDraft(assessed_on=date(2022, 2, 15), main_substance="sabu")
        assessment.record_use_profile(work, episode_id, draft)
        assert assessed_on(work, episode_id) == date(2022, 2, 15)
    _form(store, episode_id)
    with store.reading(CLERK) as work:
        assert assessed_on(work, episode_id) == date(2022, 2, 10)
    assert _issue(store, episode_id)


def test_an_assessment_in_the_bin_or_of_another_episode_does_not_count(store: Store, episode_id: UUID) -> None:
    series_id = _form(store, episode_id)
    with store.writing(SITI) as work:
        put_in_bin(work, Screening, series_id, 1, "assessment.bin", "salah klien")
        other = open_episode(work).episode_id
    _form(store, other)
    with pytest.raises(RuleBroken, match=r"documents\.not_assessed"):
        _issue(store, episode_id)
