"""A client under 18: parent or guardian as pelapor, or a wait with its reason."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import queries, service
from rehab_app.clinic.episodes.draft import ReporterDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import WAITING_GUARDIAN, Person, require_guardian_present
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import CHILD, TODAY, codes, deeds, make_client, open_episode, registration
from tests.makers import make_actor

CLERK = make_actor(Role.PENDAFTARAN)
COUNSELLOR = make_actor()
WAIT = {"waiting_reason": "orang tua di luar kota", "brought_by": "Ketua RT 12"}
MOTHER = ReporterDraft(reporter_name="Aminah", reporter_relation="mother", reporter_phone="0813 5555 1234")


def _waiting(store: Store, birth: date = CHILD) -> UUID:
    with store.writing(CLERK) as work:
        return open_episode(work, make_client(work, birth_date=birth), **WAIT).episode_id


def _row(store: Store, episode_id: UUID) -> EpisodeRow:
    with store.reading(CLERK) as work:
        return queries.episode(work, episode_id)


@pytest.mark.parametrize("relation", ["father", "mother", "guardian", "adoptive_parent"])
def test_a_parent_or_guardian_reports_a_minor(store: Store, relation: str) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=CHILD)
        opened = open_episode(
            work, client_id, reporter_name="Aminah", reporter_relation=relation, reporting_kind="guardian"
        )
    assert not opened.is_waiting_guardian
    assert opened.notices == ()
    require_guardian_present(_row(store, opened.episode_id))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, {"reporter_relation": "episodes.minor_needs_guardian"}),
        (
            {"reporter_name": "Joko", "reporter_relation": "friend"},
            {"reporter_relation": "episodes.minor_needs_guardian"},
        ),
        ({"reporter_relation": "mother"}, {"reporter_name": "episodes.minor_needs_guardian"}),
        ({"waiting_reason": "orang tua di luar kota"}, {"brought_by": "draft.required"}),
        ({"brought_by": "Polsek"}, {"waiting_reason": "draft.required"}),
        (
            {"reporter_name": "Aminah", "reporter_relation": "mother", "reporting_kind": "self"},
            {"reporting_kind": "episodes.minor_reporting_kind"},
        ),
    ],
)
def test_a_minor_without_guardian_is_refused_until_reason_and_who_brought_her_are_given(
    store: Store, typed: dict[str, str], expected: dict[str, str]
) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        open_episode(work, make_client(work, birth_date=CHILD), **typed)
    assert codes(refused.value) == expected


def test_a_minor_without_guardian_is_saved_as_waiting_and_what_must_wait_is_refused(store: Store) -> None:
    with store.writing(CLERK) as work:
        opened = open_episode(work, make_client(work, birth_date=CHILD), **WAIT)
    assert opened.is_waiting_guardian
    assert opened.notices == (WAITING_GUARDIAN,)
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"):
        require_guardian_present(_row(store, opened.episode_id))
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"), store.writing(COUNSELLOR) as work:
        service.mark_referred(work, opened.episode_id, TODAY)
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"), store.reading(CLERK) as work:
        require_guardian_present(work.session.get_one(Episode, opened.episode_id))


def test_one_is_grown_up_on_the_eighteenth_birthday(store: Store) -> None:
    with store.writing(CLERK) as work:
        assert not open_episode(work, make_client(work, birth_date=date(2004, 3, 1))).is_waiting_guardian
    with pytest.raises(RulesBroken), store.writing(CLERK) as work:
        open_episode(work, make_client(work, birth_date=date(2004, 3, 2)))


def test_a_stated_age_counts_as_the_birth_date_does() -> None:
    assert Person(stated_age=17, stated_age_on=TODAY).is_minor(TODAY)
    assert not Person(stated_age=17, stated_age_on=date(2021, 3, 1)).is_minor(TODAY)
    assert not Person().is_minor(TODAY)


def test_the_guardian_who_came_ends_the_wait_and_why_she_waited_stays(store: Store) -> None:
    episode_id = _waiting(store)
    with store.writing(CLERK) as work:
        service.guardian_came(work, episode_id, 1, MOTHER)
    row = _row(store, episode_id)
    assert not row.is_waiting_guardian
    assert (row.reporter_name, row.reporter_relation, row.reporting_kind) == ("Aminah", "mother", "guardian")
    assert (row.reporter_phone, row.waiting_reason) == ("+6281355551234", WAIT["waiting_reason"])
    assert deeds(store, CLERK)[-1] == "episodes.guardian_came"
    with pytest.raises(RuleBroken, match=r"episodes\.not_waiting"), store.writing(CLERK) as work:
        service.guardian_came(work, episode_id, 2, MOTHER)


def test_only_a_named_guardian_ends_the_wait(store: Store) -> None:
    episode_id = _waiting(store)
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        service.guardian_came(work, episode_id, 1, ReporterDraft(reporter_relation="uncle_aunt"))
    assert codes(refused.value) == {"reporter_name": "draft.required", "reporter_relation": "episodes.not_a_guardian"}
    with pytest.raises(StaleRecord), store.writing(CLERK) as work:
        service.guardian_came(work, episode_id, 7, MOTHER)
    assert _row(store, episode_id).is_waiting_guardian


def test_who_has_turned_eighteen_waits_no_longer(store: Store, clock: SetClock) -> None:
    episode_id = _waiting(store, birth=date(2004, 3, 5))
    with pytest.raises(RuleBroken, match=r"episodes\.still_minor"), store.writing(CLERK) as work:
        service.came_of_age(work, episode_id, 1)
    clock.put(datetime(2022, 3, 5, 1, 0, tzinfo=UTC))
    with store.writing(CLERK) as work:
        service.came_of_age(work, episode_id, 1)
    with store.writing(CLERK) as work:
        service.change_episode(work, episode_id, 2, registration(**WAIT))
    assert not _row(store, episode_id).is_waiting_guardian


def test_a_birth_date_corrected_to_a_minors_makes_the_open_episode_wait(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=None, stated_age=19, stated_age_on=TODAY)
        opened = open_episode(work, client_id)
        client = work.session.get_one(Client, client_id)
        client.birth_date = CHILD
        work.change(client, "clients.change")
        service.complete_registrations(work, client_id)
    row = _row(store, opened.episode_id)
    assert (row.is_waiting_guardian, row.age_at_registration) == (True, 15)
