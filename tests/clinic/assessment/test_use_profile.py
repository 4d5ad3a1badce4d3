"""The use profile: what Pasal 18 asks, a diagnosis by the doctor, one profile for each episode."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from rehab_app.clinic.assessment import queries, service
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.assessment.facts import UseProfileRecorded
from rehab_app.clinic.assessment.model import UseProfile
from rehab_app.clinic.assessment.rows import UseProfileRow
from rehab_app.clinic.assessment.rules import unknown_items
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, open_episode, versions_kept
from tests.makers import make_actor

SITI = make_actor()
DOCTOR = make_actor(Role.DOKTER, name="dr. Ratna")
REGISTERED = date(2022, 2, 1)
KNOWN = {"main_substance": "sabu", "months_of_use": 36, "route": "smoked", "treatment_history": "belum pernah"}


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _draft(**typed: object) -> UseProfileDraft:
    return UseProfileDraft.model_validate({"assessed_on": TODAY, **KNOWN, **typed})


def _profile(store: Store, episode_id: UUID) -> UseProfileRow:
    with store.reading(SITI) as work:
        row = queries.use_profile_of(work, episode_id)
    assert row is not None
    return row


def test_a_profile_may_begin_with_what_is_known(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        service.record_use_profile(work, episode_id, UseProfileDraft(assessed_on=TODAY))
    row = _profile(store, episode_id)
    assert unknown_items(row) == ("substance", "duration", "route", "diagnosis", "treatment")
    assert unknown_items(None) == unknown_items(row)


def test_no_months_of_use_is_an_answer_too() -> None:
    assert "duration" not in unknown_items(_draft(months_of_use=0))


@pytest.mark.parametrize("code", ["F10.0", "F15.2", "f15.2", "F19.9", "Z50.3"])
def test_a_doctor_sets_a_diagnosis(store: Store, episode_id: UUID, code: str) -> None:
    with store.writing(DOCTOR) as work:
        service.record_use_profile(work, episode_id, _draft(diagnosis=code))
    assert _profile(store, episode_id).diagnosis == code.upper()
    assert unknown_items(_profile(store, episode_id)) == ()


@pytest.mark.parametrize("code", ["F15", "F152", "F20.0", "F09.1", "Z51.0", "Z50", "F15.22", "15.2", "sabu", "F1٥.2"])
def test_what_is_no_diagnosis_of_this_clinic_is_refused(store: Store, episode_id: UUID, code: str) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(DOCTOR) as work:
        service.record_use_profile(work, episode_id, _draft(diagnosis=code))
    assert codes(refused.value) == {"diagnosis": "assessment.diagnosis_form"}


def test_nobody_but_a_doctor_sets_alters_or_takes_out_a_diagnosis(store: Store, episode_id: UUID) -> None:
    with pytest.raises(NotAllowed, match="doctor_only") as refused, store.writing(SITI) as work:
        service.record_use_profile(work, episode_id, _draft(diagnosis="F15.2"))
    assert refused.value.field == "diagnosis"
    with store.writing(DOCTOR) as work:
        series_id = service.record_use_profile(work, episode_id, _draft(diagnosis="F15.2"))
    for diagnosis in ("F15.1", ""):
        with pytest.raises(NotAllowed, match="doctor_only"), store.writing(SITI) as work:
            service.correct_use_profile(work, series_id, 1, _draft(diagnosis=diagnosis), "ralat")
    with store.writing(SITI) as work:
        service.correct_use_profile(work, series_id, 1, _draft(diagnosis="F15.2", months_of_use=40), "ralat lama pakai")
    row = _profile(store, episode_id)
    assert (row.diagnosis, row.months_of_use, row.row_version) == ("F15.2", 40, 2)


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"assessed_on": None}, "assessed_on", "draft.required"),
        ({"assessed_on": date(2022, 3, 2)}, "assessed_on", "assessment.in_future"),
        ({"assessed_on": date(2022, 1, 31)}, "assessed_on", "assessment.before_registration"),
        ({"main_substance": "meth"}, "main_substance", "lists.unknown"),
        ({"route": "injected"}, "route", "lists.unknown"),
        ({"other_substances": ["ganja", "meth"]}, "other_substances", "lists.unknown"),
        ({"other_substances": ["ganja", "ganja"]}, "other_substances", "assessment.substance_twice"),
        ({"other_substances": ["sabu"]}, "other_substances", "assessment.substance_twice"),
        ({"months_of_use": 32 * 12 + 1}, "months_of_use", "assessment.longer_than_life"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.record_use_profile(work, episode_id, _draft(**typed))
    assert codes(refused.value) == {field: code}


@pytest.mark.parametrize("months", [-1, 1201, 3.5, "36"])
def test_months_that_cannot_be_are_refused_by_the_draft(months: object) -> None:
    with pytest.raises(ValidationError):
        _draft(months_of_use=months)


def test_an_episode_has_one_profile(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        service.record_use_profile(work, episode_id, _draft())
    with pytest.raises(RuleBroken, match=r"assessment\.profile_exists"), store.writing(SITI) as work:
        service.record_use_profile(work, episode_id, _draft())


def test_a_correction_keeps_the_earlier_version_with_its_reason(store: Store, episode_id: UUID) -> None:
    heard: list[UseProfileRecorded] = []
    store.bus.after_commit(UseProfileRecorded, heard.append)
    with store.writing(SITI) as work:
        series_id = service.record_use_profile(work, episode_id, _draft(other_substances=["ganja"]))
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        service.correct_use_profile(work, series_id, 1, _draft(), "")
    with store.writing(SITI) as work:
        service.correct_use_profile(work, series_id, 1, _draft(route="injected_iv"), "salah pilih")
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(DOCTOR) as work:
        service.correct_use_profile(work, series_id, 1, _draft(diagnosis="F15.2"), "diagnosis")
    with store.reading(SITI) as work:
        first, second = queries.use_profile_versions(work, series_id)
    assert (first.route, first.other_substances, second.route, second.reason) == (
        "smoked",
        ("ganja",),
        "injected_iv",
        "salah pilih",
    )
    assert len(heard) == 2
    assert deeds(store, SITI)[-2:] == ["assessment.record_use_profile", "assessment.correct_use_profile"]
    assert versions_kept(store, SITI, UseProfile) == 2
