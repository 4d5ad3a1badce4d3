"""How an episode ends, and what SIRENA is told of it; who comes back after a relapse keeps her history."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rehab_app.clinic.episodes import queries, service
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.sirena import SirenaStatus, sirena_status
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.shipped import shipped_lists
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, keep_accounts, make_client, make_outpatient, open_episode
from tests.makers import make_actor

SITI = make_actor()
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI)
    return store


def _in_aftercare(store: Store) -> UUID:
    episode_id = make_outpatient(store, SITI, registered_on=REGISTERED)
    with store.writing(SITI) as work:
        service.begin_aftercare(work, episode_id, 2, TODAY)
    return episode_id


def _row(store: Store, episode_id: UUID) -> EpisodeRow:
    with store.reading(SITI) as work:
        return queries.episode(work, episode_id)


def _close(store: Store, episode_id: UUID, attended: int = 8, **typed: object) -> None:
    with store.writing(SITI) as work:
        version = queries.episode(work, episode_id).row_version
        draft = CloseDraft.model_validate({"on": TODAY, "outcome": "completed", **typed})
        service.close(work, episode_id, version, draft, attended)


@pytest.mark.parametrize("outcome", ["PP", "PTP", "TPP", "TPTP"])
def test_aftercare_ends_with_the_outcome_of_recovery(store: Store, outcome: str) -> None:
    episode_id = _in_aftercare(store)
    _close(store, episode_id, recovery_outcome=outcome)
    row = _row(store, episode_id)
    assert (row.state, row.recovery_outcome) == ("closed", outcome)
    assert sirena_status(row) == SirenaStatus("3", "LANJUT", "SL", outcome)


def test_a_completed_aftercare_is_not_closed_without_its_outcome(store: Store) -> None:
    episode_id = _in_aftercare(store)
    for said, code in (("", "episodes.recovery_outcome_missing"), ("SEMBUH", "lists.unknown")):
        with pytest.raises(RuleBroken) as refused:
            _close(store, episode_id, recovery_outcome=said)
        assert codes(refused.value) == {"recovery_outcome": code}
    assert _row(store, episode_id).state == "aftercare"
    _close(store, episode_id, outcome="dropped_out", reason="tidak datang lagi")


def test_without_aftercare_there_is_no_outcome_of_recovery(store: Store) -> None:
    episode_id = make_outpatient(store, SITI, registered_on=REGISTERED)
    with pytest.raises(RuleBroken) as refused:
        _close(store, episode_id, recovery_outcome="PP")
    assert codes(refused.value) == {"recovery_outcome": "episodes.recovery_without_aftercare"}


def test_a_completion_before_the_target_has_its_reason(store: Store) -> None:
    episode_id = make_outpatient(store, SITI, registered_on=REGISTERED)
    with pytest.raises(RuleBroken, match=r"episodes\.completed_early"):
        _close(store, episode_id, attended=4)
    _close(store, episode_id, attended=4, reason="tujuan tercapai pada pertemuan keempat")
    row = _row(store, episode_id)
    assert row.end_reason == "tujuan tercapai pada pertemuan keempat"
    assert sirena_status(row) == SirenaStatus("2", "JALAN", "SL", "")


def test_sirena_is_told_of_each_state_on_the_way(store: Store) -> None:
    with store.writing(SITI) as work:
        registered = open_episode(work).episode_id
        referred = open_episode(work).episode_id
        service.mark_referred(work, referred, TODAY)
    outpatient = make_outpatient(store, SITI)
    aftercare = _in_aftercare(store)
    told = [sirena_status(_row(store, one)) for one in (registered, referred, outpatient, aftercare)]
    assert told == [
        SirenaStatus("1", "", "PS", ""),
        SirenaStatus("2", "INAP", "PS", ""),
        SirenaStatus("2", "JALAN", "PS", ""),
        SirenaStatus("3", "LANJUT", "PS", ""),
    ]


@pytest.mark.parametrize("outcome", [choice.code for choice in shipped_lists().of("outcome")])
def test_every_outcome_is_told_in_a_code_of_sirena_or_not_at_all(store: Store, outcome: str) -> None:
    episode_id = make_outpatient(store, SITI, registered_on=REGISTERED)
    _close(store, episode_id, outcome=outcome, reason="alasan")
    status = sirena_status(_row(store, episode_id))
    known = {choice.code for choice in shipped_lists().of("patient_status")}
    assert status.status_pasien in {*known, ""} - {"PS"}
    expected = {"completed": "SL", "dropped_out": "DO", "absconded": "DO", "died": "MD", "relapsed": "KB"}
    if outcome in expected:
        assert status.status_pasien == expected[outcome]


def test_the_codes_sirena_is_told_stand_in_the_lists() -> None:
    lists = shipped_lists()
    for name, wanted in (("rehab_status", ("1", "2", "3")), ("care_status", ("JALAN", "INAP", "LANJUT"))):
        assert {choice.code for choice in lists.of(name)} == set(wanted)


def test_who_relapses_is_registered_anew_and_keeps_what_was(store: Store, clock: SetClock) -> None:
    with store.writing(SITI) as work:
        client_id = make_client(work)
        first = open_episode(work, client_id, registered_on=REGISTERED).episode_id
        service.mark_referred(work, first, REGISTERED)
        service.begin_aftercare(work, first, 2, REGISTERED)
    _close(store, first, recovery_outcome="TPTP")
    clock.put(datetime(2022, 9, 1, 1, tzinfo=UTC))
    with store.writing(SITI) as work:
        again = open_episode(work, client_id, registered_on=date(2022, 9, 1))
        rows = queries.episodes_of(work, client_id)
    assert again.period_number == 2
    assert [(row.period_number, row.state, row.recovery_outcome) for row in rows] == [
        (2, "registered", ""),
        (1, "closed", "TPTP"),
    ]
    with store.reading(SITI) as work:
        assert [step.to_state for step in queries.steps_of(work, first)] == [
            "registered",
            "referred",
            "aftercare",
            "closed",
        ]
