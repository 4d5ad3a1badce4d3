"""Diagnoses: made by the doctor alone, several in an episode, one of them main, none held twice."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from rehab_app.clinic.diagnoses import queries, service
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.diagnoses.facts import DiagnosisRecorded
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.diagnoses.rows import DiagnosisRow
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import (
    TODAY,
    codes,
    deeds,
    keep_accounts,
    make_outpatient,
    open_episode,
    versions_kept,
)
from tests.makers import make_actor

DOCTOR = make_actor(Role.DOKTER)
COUNSELLOR = make_actor(Role.KONSELOR)
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(COUNSELLOR) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _draft(code: str = "F15.2", **typed: object) -> DiagnosisDraft:
    return DiagnosisDraft.model_validate({"code": code, "made_on": TODAY, **typed})


def _record(store: Store, episode_id: UUID, draft: DiagnosisDraft) -> UUID:
    with store.writing(DOCTOR) as work:
        return service.record_diagnosis(work, episode_id, draft)


def _rows(store: Store, episode_id: UUID) -> dict[str, DiagnosisRow]:
    with store.reading(COUNSELLOR) as work:
        return {row.code: row for row in queries.diagnoses_of_episode(work, episode_id)}


def _held(store: Store, episode_id: UUID, day: date = TODAY) -> list[str]:
    with store.reading(COUNSELLOR) as work:
        return [row.code for row in queries.held_diagnoses(work, episode_id, day)]


def test_several_diagnoses_stand_in_one_episode_the_main_one_first(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft("F17.2", severity="ringan", made_on=REGISTERED))
    _record(store, episode_id, _draft("f15 .2", is_main=True, severity="berat"))
    _record(store, episode_id, _draft("Z50.3"))
    rows = _rows(store, episode_id)
    assert list(rows) == ["F15.2", "F17.2", "Z50.3"]
    assert _held(store, episode_id) == ["F15.2", "F17.2", "Z50.3"]
    main = rows["F15.2"]
    assert (main.is_main, main.severity, main.made_by, main.ended_on) == (True, "berat", DOCTOR.user_id, None)
    assert main.words() == "sindrom ketergantungan, stimulansia lain"
    assert rows["Z50.3"].words("en") == "drug rehabilitation"


def test_a_new_main_diagnosis_takes_the_place_of_the_earlier_one_in_the_same_step(
    store: Store, episode_id: UUID
) -> None:
    heard: list[DiagnosisRecorded] = []
    store.bus.after_commit(DiagnosisRecorded, heard.append)
    first = _record(store, episode_id, _draft("F15.2", is_main=True))
    second = _record(store, episode_id, _draft("F19.2", is_main=True))
    rows = _rows(store, episode_id)
    assert {code: row.is_main for code, row in rows.items()} == {"F19.2": True, "F15.2": False}
    assert (rows["F15.2"].row_version, rows["F15.2"].reason) == (2, "diagnosis utama: F19.2")
    assert deeds(store, DOCTOR)[-3:] == ["diagnoses.record", "diagnoses.not_main", "diagnoses.record"]
    assert [fact.series_id for fact in heard] == [first, first, second]
    with store.writing(DOCTOR) as work:
        service.correct_diagnosis(work, first, 2, _draft("F15.2", is_main=True), "zat utama ternyata sabu")
    assert {code: row.is_main for code, row in _rows(store, episode_id).items()} == {"F15.2": True, "F19.2": False}


def test_a_refused_main_diagnosis_leaves_the_earlier_one_in_its_place(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft("F15.2", is_main=True))
    with pytest.raises(RulesBroken):
        _record(store, episode_id, _draft("F19.2", is_main=True, made_on=TODAY + timedelta(days=1)))
    assert _rows(store, episode_id)["F15.2"].is_main
    assert versions_kept(store, DOCTOR, Diagnosis) == 1


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"code": ""}, "code", "draft.required"),
        ({"code": "15.2"}, "code", "diagnoses.form"),
        ({"code": "F152"}, "code", "diagnoses.form"),
        ({"code": "F15.20"}, "code", "diagnoses.form"),
        ({"code": "sabu"}, "code", "diagnoses.form"),
        ({"code": "F15"}, "code", "diagnoses.fourth_character"),
        ({"code": "B18.2"}, "title", "diagnoses.title_needed"),
        ({"code": "Z50.9"}, "title", "diagnoses.title_needed"),
        ({"severity": "fatal"}, "severity", "lists.unknown"),
        ({"made_on": None}, "made_on", "draft.required"),
        ({"made_on": date(2022, 3, 2)}, "made_on", "episodes.day_in_future"),
        ({"made_on": date(2022, 1, 31)}, "made_on", "episodes.day_before_registration"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft(**{"code": "F15.2", **typed}))  # type: ignore[arg-type] # as it is typed
    assert codes(refused.value) == {field: code}
    assert _rows(store, episode_id) == {}


def test_a_code_of_another_chapter_is_kept_with_its_title(store: Store, episode_id: UUID) -> None:
    _record(store, episode_id, _draft("B18.2", title="hepatitis C kronis"))
    _record(store, episode_id, _draft("F20", title="skizofrenia"))
    rows = _rows(store, episode_id)
    assert (rows["B18.2"].words(), rows["F20"].words()) == ("hepatitis C kronis", "skizofrenia")


def test_one_code_is_held_once_and_may_be_made_again_after_it_ended(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft(made_on=REGISTERED))
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, _draft("f15.2"))
    assert codes(refused.value) == {"code": "diagnoses.twice"}
    other = _record(store, episode_id, _draft("F12.1"))
    with pytest.raises(RulesBroken) as refused, store.writing(DOCTOR) as work:
        service.correct_diagnosis(work, other, 1, _draft("F15.2"), "salah kode")
    assert codes(refused.value) == {"code": "diagnoses.twice"}
    with store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 1, TODAY, "remisi")
    again = _record(store, episode_id, _draft())
    assert again != series_id
    with pytest.raises(RuleBroken, match=r"diagnoses\.twice"), store.writing(DOCTOR) as work:
        service.resume_diagnosis(work, series_id, 2, "salah diakhiri")
    with store.writing(COUNSELLOR) as work:
        elsewhere = open_episode(work).episode_id
    _record(store, elsewhere, _draft())


def test_a_diagnosis_ends_with_day_and_reason_and_is_held_until_then(
    store: Store, episode_id: UUID, clock: SetClock
) -> None:
    series_id = _record(store, episode_id, _draft("F15.3", is_main=True, made_on=REGISTERED))
    for ended_on, code in (
        (None, "draft.required"),
        (TODAY + timedelta(days=1), "diagnoses.ended_in_future"),
        (REGISTERED - timedelta(days=1), "diagnoses.ended_before_made"),
    ):
        with pytest.raises(RuleBroken) as refused, store.writing(DOCTOR) as work:
            service.end_diagnosis(work, series_id, 1, ended_on, "putus zat selesai")
        assert (refused.value.code, refused.value.field) == (code, "ended_on")
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 1, TODAY, " ")
    with store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 1, date(2022, 2, 10), "putus zat selesai")
    assert _held(store, episode_id, date(2022, 2, 9)) == ["F15.3"]
    assert _held(store, episode_id, date(2022, 2, 10)) == []
    assert _held(store, episode_id, REGISTERED - timedelta(days=1)) == []
    with pytest.raises(RuleBroken, match=r"diagnoses\.ended$"), store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 2, TODAY, "lagi")
    with pytest.raises(RulesBroken) as late, store.writing(DOCTOR) as work:
        service.correct_diagnosis(work, series_id, 2, _draft("F15.3"), "salah tanggal")
    assert codes(late.value) == {"made_on": "diagnoses.made_after_end"}
    clock.advance(timedelta(days=1))
    _record(store, episode_id, _draft("F15.2", is_main=True))
    row = _rows(store, episode_id)["F15.3"]
    assert (row.is_main, row.row_version) == (True, 2), "who was main until the end stays so in the history"


def test_a_diagnosis_ended_by_mistake_is_held_again_but_not_as_a_second_main_one(
    store: Store, episode_id: UUID
) -> None:
    series_id = _record(store, episode_id, _draft("F15.2", is_main=True))
    with pytest.raises(RuleBroken, match=r"diagnoses\.not_ended"), store.writing(DOCTOR) as work:
        service.resume_diagnosis(work, series_id, 1, "keliru")
    with store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 1, TODAY, "remisi")
        service.resume_diagnosis(work, series_id, 2, "keliru")
    assert _rows(store, episode_id)["F15.2"].is_main
    with store.writing(DOCTOR) as work:
        service.end_diagnosis(work, series_id, 3, TODAY, "remisi")
        service.record_diagnosis(work, episode_id, _draft("F12.2", is_main=True))
        service.resume_diagnosis(work, series_id, 4, "keliru")
    assert {code: row.is_main for code, row in _rows(store, episode_id).items()} == {"F12.2": True, "F15.2": False}


def test_the_bin_gives_back_what_does_not_clash(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft("F15.2", is_main=True))
    with store.writing(DOCTOR) as work:
        service.bin_diagnosis(work, series_id, 1, "klien lain")
    assert _held(store, episode_id) == []
    again = _record(store, episode_id, _draft("F15.2"))
    with pytest.raises(RuleBroken, match=r"diagnoses\.twice"), store.writing(DOCTOR) as work:
        service.restore_diagnosis(work, series_id, 2, "ternyata benar")
    with store.writing(DOCTOR) as work:
        service.bin_diagnosis(work, again, 1, "dua kali")
        service.record_diagnosis(work, episode_id, _draft("F12.2", is_main=True))
        service.restore_diagnosis(work, series_id, 2, "ternyata benar")
    assert {code: row.is_main for code, row in _rows(store, episode_id).items()} == {"F12.2": True, "F15.2": False}


@pytest.mark.parametrize("role", [Role.KONSELOR, Role.PERAWAT, Role.PSIKOLOG, Role.SUBKOORDINATOR])
def test_the_doctor_alone_makes_and_changes_a_diagnosis(store: Store, episode_id: UUID, role: Role) -> None:
    series_id = _record(store, episode_id, _draft())
    deeds_of: list[Callable[[Work], object]] = [
        lambda work: service.record_diagnosis(work, episode_id, _draft("F12.1")),
        lambda work: service.correct_diagnosis(work, series_id, 1, _draft("F12.1"), "salah"),
        lambda work: service.end_diagnosis(work, series_id, 1, TODAY, "selesai"),
        lambda work: service.resume_diagnosis(work, series_id, 1, "keliru"),
        lambda work: service.bin_diagnosis(work, series_id, 1, "salah"),
        lambda work: service.restore_diagnosis(work, series_id, 1, "salah"),
    ]
    for deed in deeds_of:
        with pytest.raises(NotAllowed, match=r"diagnoses\.doctor_only"), store.writing(make_actor(role)) as work:
            deed(work)
    assert _rows(store, episode_id)["F15.2"].row_version == 1


def test_a_doctor_who_is_counsellor_too_may(store: Store, episode_id: UUID) -> None:
    both = make_actor(Role.KONSELOR, Role.DOKTER, name="dr. Dewi")
    with store.writing(both) as work:
        service.record_diagnosis(work, episode_id, _draft())
    assert _rows(store, episode_id)["F15.2"].made_by == both.user_id


def test_a_correction_keeps_the_earlier_version_and_the_slower_seat_is_told(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, _draft("F15.1"))
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(DOCTOR) as work:
        service.correct_diagnosis(work, series_id, 1, _draft(), "")
    colleague = make_actor(Role.DOKTER, name="dr. Andi")
    with store.writing(colleague) as work:
        service.correct_diagnosis(work, series_id, 1, _draft("F15.2"), "memenuhi kriteria ketergantungan")
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(DOCTOR) as work:
        service.correct_diagnosis(work, series_id, 1, _draft("F15.3"), "salah")
    with store.reading(COUNSELLOR) as work:
        first, second = queries.diagnosis_versions(work, series_id)
    assert (first.code, second.code, second.reason) == ("F15.1", "F15.2", "memenuhi kriteria ketergantungan")
    assert (second.made_by, second.entered_by) == (DOCTOR.user_id, colleague.user_id)


def test_a_closed_episode_takes_no_new_diagnosis_but_a_correction(store: Store) -> None:
    keep_accounts(store, DOCTOR)
    episode_id = make_outpatient(store, DOCTOR)
    series_id = _record(store, episode_id, _draft("F15.1"))
    with store.writing(DOCTOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        episodes.close(work, episode_id, version, CloseDraft(on=TODAY, outcome="dropped_out", reason="x"), attended=0)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _record(store, episode_id, _draft("F12.2"))
    with store.writing(DOCTOR) as work:
        service.correct_diagnosis(work, series_id, 1, _draft("F15.2"), "salah kode")
    assert list(_rows(store, episode_id)) == ["F15.2"]
