"""Whose quality of life and readiness are due: at intake until they are taken in whole, at exit before the last meetings."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.filled import instruments_of
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.service import close
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.planning import plan_session
from rehab_app.clinic.sessions.recording import record_attendance
from rehab_app.desk.measures_due import EXIT, INTAKE, MeasureDueRow, measures_due
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed
from rehab_app.instruments import registry
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient, open_episode
from tests.makers import make_actor, make_store

COUNSELLOR = make_actor(Role.KONSELOR, Role.SUBKOORDINATOR)
OTHER = make_actor(Role.KONSELOR, name="Budi Konselor")
REGISTRAR = make_actor(Role.PENDAFTARAN, name="Rini Pendaftaran")
TARGET = 4
BEGAN = TODAY - timedelta(days=30)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path)
    keep_accounts(made, COUNSELLOR, OTHER)
    with made.writing(COUNSELLOR) as work:
        change_setting(work, "target_sessions", TARGET)
    return made


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, COUNSELLOR, registered_on=BEGAN)


def due(store: Store, counsellor_id: UUID | None = None) -> list[tuple[str, str]]:
    with store.reading(COUNSELLOR) as work:
        return [(row.instrument, row.moment) for row in measures_due(work, counsellor_id)]


def rows(store: Store) -> tuple[MeasureDueRow, ...]:
    with store.reading(COUNSELLOR) as work:
        return measures_due(work)


def fill(store: Store, episode_id: UUID, instrument: str, moment: str, *, only: int = 100) -> None:
    items = {item.name: 3 for item in registry.form(instrument).items[:only]}
    draft = InstrumentDraft(taken_on=TODAY, moment=moment, answers={"items": items})
    with store.writing(COUNSELLOR) as work:
        instruments.record_instrument(work, episode_id, instrument, draft)


def attend(store: Store, episode_id: UUID, days_ago: int, attendance: str = "hadir") -> None:
    with store.writing(COUNSELLOR) as work:
        series = plan_session(work, episode_id, PlanDraft(held_on=TODAY - timedelta(days=days_ago)))
        record_attendance(
            work,
            series,
            1,
            AttendanceDraft(attendance=attendance, attendance_reason="" if attendance == "hadir" else "sakit"),
        )


def test_both_measures_are_due_from_the_first_day_of_outpatient_care(store: Store, episode_id: UUID) -> None:
    assert due(store) == [("whoqol", INTAKE), ("urica", INTAKE)]
    first = rows(store)[0]
    assert (first.episode_id, first.since, first.attended, first.target) == (episode_id, BEGAN, 0, TARGET)
    assert first.rm_number == "000001"


def test_one_that_was_taken_is_no_longer_due(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "whoqol", INTAKE)
    assert due(store) == [("urica", INTAKE)]
    fill(store, episode_id, "urica", INTAKE)
    assert due(store) == []


def test_one_that_was_filled_in_part_is_due_and_said_to_be_begun(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "whoqol", INTAKE, only=5)
    assert [(row.instrument, row.is_begun) for row in rows(store)] == [("whoqol", True), ("urica", False)]


def test_a_repeated_measure_stands_for_neither_intake_nor_exit(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "whoqol", "berkala")
    assert ("whoqol", INTAKE) in due(store)


def test_one_that_was_binned_is_due_again(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "whoqol", INTAKE)
    with store.writing(COUNSELLOR) as work:
        [row] = instruments_of(work, episode_id)
        instruments.bin_instrument(work, row.series_id, 1, "klien lain")
    assert ("whoqol", INTAKE) in due(store)


def test_the_exit_measure_is_due_one_meeting_before_the_target(store: Store, episode_id: UUID) -> None:
    for instrument in ("whoqol", "urica"):
        fill(store, episode_id, instrument, INTAKE)
    attend(store, episode_id, 4)
    attend(store, episode_id, 3)
    attend(store, episode_id, 2, "mangkir")
    assert due(store) == []
    attend(store, episode_id, 1)
    assert due(store) == [("whoqol", EXIT), ("urica", EXIT)]
    assert rows(store)[0].attended == 3
    fill(store, episode_id, "whoqol", EXIT)
    assert due(store) == [("urica", EXIT)]


def test_how_long_before_is_the_offices_choice(store: Store, episode_id: UUID) -> None:
    attend(store, episode_id, 1)
    assert ("whoqol", EXIT) not in due(store)
    with store.writing(COUNSELLOR) as work:
        change_setting(work, "exit_measure_sessions_before", 3)
    assert ("whoqol", EXIT) in due(store)


def test_a_target_of_the_episode_itself_counts_before_the_offices(store: Store) -> None:
    episode_id = make_outpatient(store, COUNSELLOR)
    with store.writing(COUNSELLOR) as work:
        record = work.session.get_one(Episode, episode_id)
        record.target_sessions = 1
        work.change(record, "episodes.set_target")
    assert ("whoqol", EXIT) in due(store)


def test_only_open_outpatient_care_is_listed(store: Store, episode_id: UUID) -> None:
    with store.writing(COUNSELLOR) as work:
        open_episode(work)
        version = work.session.get_one(Episode, episode_id).row_version
        close(work, episode_id, version, CloseDraft(on=TODAY, outcome="dropped_out", reason="pindah kota"), 0)
    assert due(store) == []


def test_the_list_can_be_narrowed_to_one_counsellor(store: Store, episode_id: UUID) -> None:
    assert [row.episode_id for row in rows(store)] == [episode_id, episode_id]
    assert due(store, counsellor_id=COUNSELLOR.user_id)
    assert due(store, counsellor_id=OTHER.user_id) == []


def test_who_may_not_see_care_is_refused(store: Store) -> None:
    with store.reading(REGISTRAR) as work, pytest.raises(NotAllowed):
        measures_due(work)
