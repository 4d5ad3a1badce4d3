"""Urine tests: the panel, what a medicine explains, kits past their day, trends and who is due."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from rehab_app.clinic.episodes.service import mark_referred
from rehab_app.clinic.urine_tests import queries, rules, service
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.clinic.urine_tests.facts import UrineTestRecorded
from rehab_app.clinic.urine_tests.rows import KitRow
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.foundation.notices import Recorded
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, keep_accounts, make_outpatient
from tests.makers import make_actor

NURSE = make_actor(Role.PERAWAT)
DOCTOR = make_actor(Role.DOKTER)
COUNSELLOR = make_actor(Role.KONSELOR)
HEAD = make_actor(Role.SUBKOORDINATOR)
REGISTERED = date(2022, 2, 1)
CLEAN = dict.fromkeys(("MET", "AMP", "THC", "BZO", "MOP", "COC"), "negative")


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, COUNSELLOR)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, COUNSELLOR, registered_on=REGISTERED)


def _draft(found: dict[str, str] | None = None, /, **typed: object) -> UrineTestDraft:
    given = {"taken_on": TODAY, "results": CLEAN | (found or {}), "watched_by": "Perawat Contoh"}
    return UrineTestDraft.model_validate({**given, **typed})


def _record(store: Store, episode_id: UUID, draft: UrineTestDraft) -> Recorded:
    with store.writing(NURSE) as work:
        return service.record_urine_test(work, episode_id, draft)


def test_a_test_is_kept_with_a_result_for_each_parameter_in_the_order_of_the_panel(
    store: Store, episode_id: UUID
) -> None:
    turned = dict(reversed((CLEAN | {"SOMA": "not_tested", "MET": "positive", "BZO": "invalid"}).items()))
    _record(store, episode_id, _draft(turned, kit="Strip 6", lot="A12", expires_on=TODAY, occasion="periodic"))
    with store.reading(COUNSELLOR) as work:
        (row,) = queries.urine_tests_of_episode(work, episode_id)
        assert queries.urine_tests_of_client(work, row.client_id) == (row,)
    assert list(row.results.items()) == [
        ("MET", "positive"),
        ("AMP", "negative"),
        ("THC", "negative"),
        ("BZO", "invalid"),
        ("MOP", "negative"),
        ("COC", "negative"),
        ("SOMA", "not_tested"),
    ]
    assert (row.kit, row.lot, row.expires_on, row.watched_by) == ("Strip 6", "A12", TODAY, "Perawat Contoh")
    assert (row.positives, row.unexplained, row.tested_by) == (("MET",), ("MET",), NURSE.user_id)


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"taken_on": None}, "taken_on", "draft.required"),
        ({"taken_on": date(2022, 3, 2)}, "taken_on", "episodes.day_in_future"),
        ({"taken_on": date(2022, 1, 31)}, "taken_on", "episodes.day_before_registration"),
        ({"occasion": "curiosity"}, "occasion", "lists.unknown"),
        ({"results": CLEAN | {"LSD": "negative"}}, "results", "lists.unknown"),
        ({"results": CLEAN | {"MET": "faint"}}, "results", "lists.unknown"),
        ({"results": {"MET": "negative"}}, "results", "urine_tests.result_missing"),
        ({"results": {}}, "results", "urine_tests.result_missing"),
        ({"results": dict.fromkeys(CLEAN, "not_tested")}, "results", "urine_tests.nothing_tested"),
        ({"explained": ["BZO"], "medicines": "alprazolam"}, "explained", "urine_tests.explained_not_positive"),
        ({"explained": ["SOMA"], "medicines": "alprazolam"}, "explained", "urine_tests.explained_not_positive"),
        (
            {"results": CLEAN | {"BZO": "positive"}, "explained": ["BZO"]},
            "medicines",
            "urine_tests.explained_needs_medicine",
        ),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(**typed))
    assert codes(refused.value) == {field: code}
    with store.reading(COUNSELLOR) as work:
        assert queries.urine_tests_of_episode(work, episode_id) == ()


def test_a_forgotten_parameter_is_named(store: Store, episode_id: UUID) -> None:
    results = {name: result for name, result in CLEAN.items() if name not in {"THC", "COC"}}
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, UrineTestDraft(taken_on=TODAY, results=results))
    assert refused.value.troubles[0].facts["parameters"] == "THC, COC"


def test_a_medicine_explains_a_positive_and_changes_no_result(store: Store, episode_id: UUID) -> None:
    draft = _draft(
        {"BZO": "positive", "MET": "positive"}, medicines="alprazolam, resep dr. X", explained=["BZO", "BZO"]
    )
    assert _record(store, episode_id, draft).notices == ()
    with store.reading(COUNSELLOR) as work:
        (row,) = queries.urine_tests_of_episode(work, episode_id)
    assert (row.results["BZO"], row.explained, row.unexplained) == ("positive", ("BZO",), ("MET",))


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({"expires_on": TODAY}, []),
        ({"expires_on": TODAY - timedelta(days=1)}, [rules.KIT_EXPIRED]),
        ({"taken_on": date(2022, 2, 10), "expires_on": date(2022, 2, 20)}, []),
        ({"is_sample_doubted": True}, [rules.SAMPLE_DOUBTED]),
        ({"results": CLEAN | {"THC": "invalid", "COC": "invalid"}}, [rules.NOT_VALID]),
    ],
)
def test_what_should_be_looked_at_is_said_and_refuses_nothing(
    store: Store, episode_id: UUID, typed: dict[str, object], messages: list[str]
) -> None:
    done = _record(store, episode_id, _draft(**typed))
    assert [notice.message for notice in done.notices] == messages
    if messages == [rules.NOT_VALID]:
        assert done.notices[0].facts["parameters"] == "THC, COC"
    with store.reading(COUNSELLOR) as work:
        assert queries.urine_tests_of_episode(work, episode_id)[0].series_id == done.series_id


def test_the_panel_is_the_offices_and_an_older_test_keeps_its_own(store: Store, episode_id: UUID) -> None:
    six = _record(store, episode_id, _draft())
    with store.writing(HEAD) as work:
        change_setting(work, "urine_panel", [*CLEAN, "SOMA", "no such strip"])
    with store.reading(NURSE) as work:
        assert queries.panel(work) == (*CLEAN, "SOMA")
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft())
    assert refused.value.troubles[0].facts["parameters"] == "SOMA"
    _record(store, episode_id, _draft({"SOMA": "negative"}))
    with store.writing(DOCTOR) as work:
        service.correct_urine_test(work, six.series_id, 1, _draft({"AMP": "positive"}), "salah baca garis")
    with store.reading(COUNSELLOR) as work:
        first, second = queries.urine_test_versions(work, six.series_id)
    assert (first.results["AMP"], second.results["AMP"], second.reason) == ("negative", "positive", "salah baca garis")
    assert (second.tested_by, second.entered_by) == (NURSE.user_id, DOCTOR.user_id)


def test_a_correction_names_its_reason_and_the_slower_seat_is_told(store: Store, episode_id: UUID) -> None:
    done = _record(store, episode_id, _draft())
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.correct_urine_test(work, done.series_id, 1, _draft(), " ")
    with store.writing(DOCTOR) as work:
        service.correct_urine_test(work, done.series_id, 1, _draft({"MET": "positive"}), "salah baca")
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(DOCTOR) as work:
        service.correct_urine_test(work, done.series_id, 1, _draft(), "salah baca")


def test_a_mistaken_test_goes_into_the_bin_and_comes_back(store: Store, episode_id: UUID) -> None:
    heard: list[UrineTestRecorded] = []
    store.bus.after_commit(UrineTestRecorded, heard.append)
    done = _record(store, episode_id, _draft())
    with store.writing(DOCTOR) as work:
        service.bin_urine_test(work, done.series_id, 1, "sampel klien lain")
    with store.reading(COUNSELLOR) as work:
        assert queries.urine_tests_of_episode(work, episode_id) == ()
    with store.writing(DOCTOR) as work:
        service.restore_urine_test(work, done.series_id, 2, "sampelnya benar")
    with store.reading(COUNSELLOR) as work:
        (row,) = queries.urine_tests_of_episode(work, episode_id)
    assert (row.row_version, row.reason) == (3, "sampelnya benar")
    assert len(heard) == 3
    assert deeds(store, COUNSELLOR)[-3:] == ["urine_tests.record", "urine_tests.bin", "urine_tests.restore"]


def test_who_was_not_tested_for_the_offices_number_of_days_is_due(store: Store, clock: SetClock) -> None:
    never = make_outpatient(store, COUNSELLOR, registered_on=date(2022, 2, 10))
    tested = make_outpatient(store, COUNSELLOR, registered_on=REGISTERED)
    fresh = make_outpatient(store, COUNSELLOR, registered_on=REGISTERED)
    new = make_outpatient(store, COUNSELLOR, registered_on=date(2022, 2, 16))
    _record(store, tested, _draft(taken_on=date(2022, 2, 15)))
    _record(store, fresh, _draft(taken_on=date(2022, 2, 10)))
    _record(store, fresh, _draft(taken_on=date(2022, 2, 16)))
    with store.reading(COUNSELLOR) as work:
        rows = queries.due(work)
        assert queries.due(work, counsellor_id=COUNSELLOR.user_id) == rows
        assert queries.due(work, counsellor_id=NURSE.user_id) == ()
    assert [(row.episode_id, row.last_on, row.due_on) for row in rows] == [
        (never, None, date(2022, 2, 24)),
        (tested, date(2022, 2, 15), TODAY),
    ]
    assert (rows[0].initials, rows[0].rm_number, rows[0].registration_number) == ("BS", "000001", "0001/2022")
    clock.advance(timedelta(days=1))
    with store.reading(COUNSELLOR) as work:
        assert {row.episode_id for row in queries.due(work)} == {never, tested, fresh, new}
    with store.writing(HEAD) as work:
        change_setting(work, "urine_every_days", 30)
    with store.reading(COUNSELLOR) as work:
        assert queries.due(work) == ()


def test_a_test_in_the_bin_does_not_count_and_a_referred_client_is_not_due(store: Store) -> None:
    episode_id = make_outpatient(store, COUNSELLOR, registered_on=REGISTERED)
    done = _record(store, episode_id, _draft())
    with store.reading(COUNSELLOR) as work:
        assert queries.due(work) == ()
    with store.writing(DOCTOR) as work:
        service.bin_urine_test(work, done.series_id, 1, "sampel klien lain")
    with store.reading(COUNSELLOR) as work:
        assert [row.last_on for row in queries.due(work)] == [None]
    with store.writing(DOCTOR) as work:
        mark_referred(work, episode_id, TODAY)
    with store.reading(COUNSELLOR) as work:
        assert queries.due(work) == ()


def test_kits_are_offered_as_they_were_used_last(store: Store, episode_id: UUID) -> None:
    for number in range(1, 8):
        draft = _draft(taken_on=date(2022, 2, number), kit="Strip 6", lot=f"L{number % 6}", expires_on=date(2023, 1, 1))
        _record(store, episode_id, draft)
    _record(store, episode_id, _draft(kit=""))
    with store.reading(NURSE) as work:
        kits = queries.kits_known(work)
    assert kits[0] == KitRow("Strip 6", "L1", date(2023, 1, 1), date(2022, 2, 7))
    assert [kit.lot for kit in kits] == ["L1", "L0", "L5", "L4", "L3"]


def test_a_client_under_no_care_yet_is_tested_all_the_same(store: Store) -> None:
    episode_id = make_outpatient(store, COUNSELLOR)
    assert _record(store, episode_id, _draft()).notices == ()


def test_the_days_are_those_of_the_office_not_of_utc(store: Store, clock: SetClock, episode_id: UUID) -> None:
    clock.put(datetime(2022, 3, 1, 17, 0, tzinfo=UTC))  # 2 March, 01.00 WITA
    _record(store, episode_id, _draft(taken_on=date(2022, 3, 2)))
