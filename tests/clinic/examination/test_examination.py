"""Examinations: what cannot be is refused, what is unusual is said, and each correction keeps the earlier version."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import Person
from rehab_app.clinic.examination import queries, rules, service
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.clinic.examination.facts import ExaminationRecorded
from rehab_app.clinic.examination.model import Examination
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import (
    ADULT,
    TODAY,
    codes,
    deeds,
    keep_accounts,
    make_client,
    make_outpatient,
    open_episode,
    versions_kept,
)
from tests.makers import make_actor

NURSE = make_actor(Role.PERAWAT)
DOCTOR = make_actor(Role.DOKTER)
USUAL: dict[str, object] = {
    "examined_on": TODAY,
    "examined_at": time(9, 30),
    "systolic": 120,
    "diastolic": 80,
    "pulse": 72,
    "respiration": 16,
    "temperature": 367,
    "saturation": 98,
    "weight": 645,
    "height": 168,
    "consciousness": "compos_mentis",
    "pupils": "isochoric",
    "signs": ["needle_marks"],
    "comorbidities": ["hepatitis_c"],
    "findings": {"skin": "bekas suntikan di lengan kiri"},
}


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(NURSE) as work:
        return open_episode(work, registered_on=date(2022, 2, 1)).episode_id


def _draft(**typed: object) -> ExaminationDraft:
    return ExaminationDraft.model_validate({**USUAL, **typed})


def _record(store: Store, episode_id: UUID, draft: ExaminationDraft) -> UUID:
    with store.writing(NURSE) as work:
        return service.record_examination(work, episode_id, draft).series_id


def test_what_was_measured_is_kept_and_usual_values_call_for_nothing(store: Store, episode_id: UUID) -> None:
    with store.writing(NURSE) as work:
        done = service.record_examination(work, episode_id, _draft())
    assert done.notices == ()
    with store.reading(DOCTOR) as work:
        (row,) = queries.examinations_of_episode(work, episode_id)
        assert queries.examinations_of_client(work, row.client_id) == (row,)
    kept = {name: getattr(row, name) for name in USUAL}
    assert kept == {**USUAL, "signs": ("needle_marks",), "comorbidities": ("hepatitis_c",)}
    assert (row.series_id, row.examined_by, row.row_version) == (done.series_id, NURSE.user_id, 1)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("systolic", 39, 301),
        ("diastolic", 19, 201),
        ("pulse", 19, 251),
        ("respiration", 3, 81),
        ("temperature", 249, 451),
        ("saturation", 39, 101),
        ("weight", 99, 4001),
        ("height", 59, 251),
    ],
)
def test_an_impossible_value_is_refused_beside_its_field_and_the_last_possible_one_is_not(
    store: Store, episode_id: UUID, name: str, low: int, high: int
) -> None:
    beside = {"systolic": {"diastolic": 30}, "diastolic": {"systolic": 250}}.get(name, {})
    for value in (low, high, -1, 0):
        assert codes(RulesBroken(_troubles(beside | {name: value})))[name] == "examination.impossible"
        with pytest.raises(RulesBroken):
            _record(store, episode_id, _draft(**beside, **{name: value}))
    for value in (low + 1, high - 1):
        assert _troubles(beside | {name: value}) == []


def _troubles(typed: dict[str, int]) -> list[RuleBroken]:
    draft = ExaminationDraft.model_validate({"examined_on": TODAY, **typed})
    return rules.examination_troubles(draft, Person(birth_date=ADULT), date(2022, 2, 1), TODAY)


def test_every_vital_sign_has_limits_in_a_sensible_order() -> None:
    for limits in rules.LIMITS.values():
        assert limits.least < limits.usual_from < limits.usual_to <= limits.greatest


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"systolic": 150}, "systolic", "150"),
        ({"systolic": 85}, "systolic", "85"),
        ({"diastolic": 95}, "diastolic", "95"),
        ({"pulse": 110}, "pulse", "110"),
        ({"respiration": 28}, "respiration", "28"),
        ({"temperature": 384}, "temperature", "38,4"),
        ({"saturation": 91}, "saturation", "91"),
        ({"weight": 1520}, "weight", "152,0"),
        ({"height": 125}, "height", "125"),
    ],
)
def test_an_unusual_value_is_kept_and_said(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, said: str
) -> None:
    with store.writing(NURSE) as work:
        done = service.record_examination(work, episode_id, _draft(**typed))
    (notice,) = done.notices
    assert (notice.field, notice.facts["value"]) == (field, said)
    with store.reading(NURSE) as work:
        (row,) = queries.examinations_of_episode(work, episode_id)
    assert getattr(row, field) == typed[field]


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"examined_on": None}, "examined_on", "draft.required"),
        ({"examined_on": date(2022, 3, 2)}, "examined_on", "episodes.day_in_future"),
        ({"examined_on": date(2022, 1, 31)}, "examined_on", "episodes.day_before_registration"),
        ({"examined_on": date(1990, 8, 16)}, "examined_on", "episodes.day_before_birth"),
        ({"systolic": None}, "systolic", "examination.half_a_pressure"),
        ({"diastolic": None}, "diastolic", "examination.half_a_pressure"),
        ({"systolic": 80, "diastolic": 80}, "diastolic", "examination.pressure_order"),
        ({"consciousness": "awake"}, "consciousness", "lists.unknown"),
        ({"pupils": "wide"}, "pupils", "lists.unknown"),
        ({"signs": ["needle_marks", "tattoo"]}, "signs", "lists.unknown"),
        ({"comorbidities": ["flu"]}, "comorbidities", "lists.unknown"),
        ({"findings": {"soul": "berat"}}, "findings", "lists.unknown"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(**typed))
    assert codes(refused.value) == {field: code}
    with store.reading(NURSE) as work:
        assert queries.examinations_of_episode(work, episode_id) == ()


def test_an_examination_without_anything_is_refused(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, ExaminationDraft(examined_on=TODAY, examined_at=time(9, 0)))
    assert codes(refused.value) == {"": "examination.empty"}
    _record(store, episode_id, ExaminationDraft(examined_on=TODAY, remark="menolak diperiksa"))


@pytest.mark.parametrize("typed", [{"pulse": "72"}, {"pulse": 72.5}, {"pulse": True}, {"mood": "baik"}])
def test_what_is_no_whole_number_or_no_field_does_not_pass_the_gate(typed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _draft(**typed)


def test_a_closed_episode_takes_no_new_examination_but_a_correction_with_reason(store: Store) -> None:
    keep_accounts(store, DOCTOR)
    episode_id = make_outpatient(store, DOCTOR)
    series_id = _record(store, episode_id, _draft())
    with store.writing(DOCTOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        draft = CloseDraft(on=TODAY, outcome="dropped_out", reason="tidak datang lagi")
        episodes.close(work, episode_id, version, draft, attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _record(store, episode_id, _draft())
    with store.writing(DOCTOR) as work:
        service.correct_examination(work, series_id, 1, _draft(pulse=80), "salah baca")
    with store.reading(DOCTOR) as work:
        (row,) = queries.examinations_of_episode(work, episode_id)
    assert (row.pulse, row.reason) == (80, "salah baca")


def test_a_correction_keeps_the_earlier_version_and_who_examined(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft())
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.correct_examination(work, series_id, 1, _draft(), "  ")
    with store.writing(DOCTOR) as work:
        (notice,) = service.correct_examination(work, series_id, 1, _draft(temperature=390), "angka terbalik")
    assert notice.field == "temperature"
    with store.reading(DOCTOR) as work:
        first, second = queries.examination_versions(work, series_id)
    assert (first.temperature, second.temperature, second.reason) == (367, 390, "angka terbalik")
    assert (second.examined_by, second.entered_by) == (NURSE.user_id, DOCTOR.user_id)
    assert versions_kept(store, DOCTOR, Examination) == 2


def test_of_two_seats_on_one_examination_the_slower_is_told(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft())
    with store.writing(DOCTOR) as work:
        service.correct_examination(work, series_id, 1, _draft(pulse=80), "salah baca")
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(DOCTOR) as work:
        service.correct_examination(work, series_id, 1, _draft(pulse=90), "salah baca")


def test_a_mistaken_examination_goes_into_the_bin_and_comes_back(store: Store, episode_id: UUID) -> None:
    heard: list[ExaminationRecorded] = []
    store.bus.after_commit(ExaminationRecorded, heard.append)
    series_id = _record(store, episode_id, _draft())
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.bin_examination(work, series_id, 1, "")
    with store.writing(DOCTOR) as work:
        service.bin_examination(work, series_id, 1, "klien lain")
    with store.reading(DOCTOR) as work:
        assert queries.examinations_of_episode(work, episode_id) == ()
        assert [row.is_binned for row in queries.examination_versions(work, series_id)] == [False, True]
    with pytest.raises(StaleRecord), store.writing(DOCTOR) as work:
        service.correct_examination(work, series_id, 2, _draft(), "salah baca")
    with store.writing(DOCTOR) as work:
        service.restore_examination(work, series_id, 2, "ternyata benar")
    with store.reading(DOCTOR) as work:
        (row,) = queries.examinations_of_episode(work, episode_id)
    assert (row.row_version, row.systolic, row.reason) == (3, 120, "ternyata benar")
    assert [fact.series_id for fact in heard] == [series_id] * 3
    assert deeds(store, DOCTOR)[-3:] == ["examination.record", "examination.bin", "examination.restore"]


def test_the_latest_examination_stands_first(store: Store, episode_id: UUID) -> None:
    for day, hour in ((date(2022, 2, 3), 8), (TODAY, 8), (TODAY, 11), (date(2022, 2, 20), 9)):
        _record(store, episode_id, _draft(examined_on=day, examined_at=time(hour)))
    with store.reading(NURSE) as work:
        rows = queries.examinations_of_episode(work, episode_id)
    assert [(row.examined_on.day, row.examined_at) for row in rows] == [
        (1, time(11)),
        (1, time(8)),
        (20, time(9)),
        (3, time(8)),
    ]


@pytest.mark.parametrize(
    ("weight", "height", "index"),
    [(645, 168, 229), (700, 175, 229), (None, 170, None), (700, None, None), (722, 170, 250)],
)
def test_the_body_mass_index_is_tenths_rounded_half_up(
    weight: int | None, height: int | None, index: int | None
) -> None:
    assert rules.body_mass_index(weight, height) == index


def test_repeated_codes_and_empty_findings_are_dropped(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft(signs=["wounds", "wounds"], findings={"skin": " ", "limbs": "normal"}))
    with store.reading(NURSE) as work:
        (row,) = queries.examinations_of_episode(work, episode_id)
    assert (row.signs, dict(row.findings)) == (("wounds",), {"limbs": "normal"})


def test_an_examination_of_an_episode_that_is_not_there_is_a_known_trouble(store: Store) -> None:
    with store.writing(NURSE) as work:
        make_client(work)
    with pytest.raises(RuleBroken, match=r"episodes\.unknown"):
        _record(store, uuid4(), _draft())
