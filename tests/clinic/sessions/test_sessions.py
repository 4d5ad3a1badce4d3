"""Meetings: planned, moved, recorded, corrected; their numbers, days and lists."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.sessions import queries, service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from tests.clinic.makers import (
    CHILD,
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

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
CLERK = make_actor(Role.PENDAFTARAN)
DOCTOR = make_actor(Role.DOKTER)
REGISTERED = date(2022, 2, 1)
CAME = AttendanceDraft(attendance="hadir", note="Klien terbuka.", next_plan="Bahas pemicu.")
STAYED_AWAY = AttendanceDraft(attendance="mangkir")


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA, CLERK)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, SITI, registered_on=REGISTERED)


def _plan(store: Store, episode_id: UUID, day: date | None = TODAY, **typed: object) -> UUID:
    with store.writing(SITI) as work:
        return service.plan_session(work, episode_id, PlanDraft.model_validate({"held_on": day, **typed}))


def _record(store: Store, episode_id: UUID, day: date, attendance: AttendanceDraft = CAME, **typed: object) -> UUID:
    with store.writing(SITI) as work:
        draft = PlanDraft.model_validate({"held_on": day, **typed})
        return service.record_session(work, episode_id, draft, attendance)


def _attend(store: Store, series_id: UUID, attendance: AttendanceDraft = CAME, version: int = 1) -> None:
    with store.writing(SITI) as work:
        service.record_attendance(work, series_id, version, attendance)


def _rows(store: Store, episode_id: UUID) -> tuple[SessionRow, ...]:
    with store.reading(SITI) as work:
        return queries.of_episode(work, episode_id)


def _close(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        episodes.close(work, episode_id, 2, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)


def test_a_plan_takes_the_next_number_and_the_episodes_counsellor(store: Store, episode_id: UUID) -> None:
    for day in (date(2022, 3, 1), date(2022, 3, 8), date(2022, 3, 15)):
        _plan(store, episode_id, day, held_at="09:30", service="motivational_interview")
    rows = _rows(store, episode_id)
    assert [(row.number, row.held_on.day, row.attendance) for row in rows] == [(1, 1, ""), (2, 8, ""), (3, 15, "")]
    assert {(row.counsellor_id, row.held_at, row.service) for row in rows} == {
        (SITI.user_id, time(9, 30), "motivational_interview")
    }


def test_a_meeting_the_clinic_cancelled_gives_its_number_back(store: Store, episode_id: UUID) -> None:
    _plan(store, episode_id, date(2022, 2, 8))
    second = _plan(store, episode_id, date(2022, 2, 15))
    _attend(store, second, AttendanceDraft(attendance="batal"))
    _plan(store, episode_id, date(2022, 2, 22))
    assert [(row.number, row.attendance) for row in _rows(store, episode_id)] == [(1, ""), (2, "batal"), (2, "")]


def test_numbers_begin_anew_in_each_episode(store: Store, episode_id: UUID) -> None:
    _plan(store, episode_id)
    _plan(store, make_outpatient(store, SITI))
    with store.reading(SITI) as work:
        assert [row.number for row in queries.today(work)] == [1, 1]


@pytest.mark.parametrize(
    ("day", "typed", "field", "code"),
    [
        (None, {}, "held_on", "draft.required"),
        (date(2022, 1, 31), {}, "held_on", "sessions.before_registration"),
        (date(2023, 3, 3), {}, "held_on", "sessions.too_far_ahead"),
        (TODAY, {"kind": ""}, "kind", "draft.required"),
        (TODAY, {"kind": "chat"}, "kind", "lists.unknown"),
        (TODAY, {"service": "massage"}, "service", "lists.unknown"),
        (TODAY, {"counsellor_id": str(uuid4())}, "counsellor_id", "episodes.no_counsellor"),
        (TODAY, {"counsellor_id": str(CLERK.user_id)}, "counsellor_id", "episodes.no_counsellor"),
    ],
)
def test_each_wrong_plan_is_told_beside_its_field(
    store: Store, episode_id: UUID, day: date | None, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _plan(store, episode_id, day, **typed)
    assert codes(refused.value) == {field: code}
    assert _rows(store, episode_id) == ()


def test_two_meetings_on_one_day_are_of_different_kinds(store: Store, episode_id: UUID) -> None:
    first = _plan(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _plan(store, episode_id, held_at="15:00")
    assert codes(refused.value) == {"held_on": "sessions.same_day"}
    _plan(store, episode_id, kind="group")
    _attend(store, first, AttendanceDraft(attendance="batal"))
    _plan(store, episode_id)


def test_what_has_ended_takes_no_meeting(store: Store, episode_id: UUID) -> None:
    planned = _plan(store, episode_id)
    recorded = _record(store, episode_id, date(2022, 2, 8))
    _close(store, episode_id)
    for attempt in (
        lambda: _plan(store, episode_id, date(2022, 3, 8)),
        lambda: _record(store, episode_id, date(2022, 2, 9)),
        lambda: _attend(store, planned),
    ):
        with pytest.raises(RuleBroken, match=r"episodes\.closed"):
            attempt()
    with pytest.raises(RuleBroken, match=r"episodes\.closed"), store.writing(SITI) as work:
        service.replan_session(work, planned, 1, PlanDraft(held_on=date(2022, 3, 8)))
    _attend(store, recorded, AttendanceDraft(attendance="mangkir", correction_reason="salah klien"))
    assert [row.attendance for row in _rows(store, episode_id)] == ["mangkir", ""]


def test_a_minor_who_waits_for_a_guardian_may_be_seen(store: Store) -> None:
    with store.writing(SITI) as work:
        child = make_client(work, birth_date=CHILD)
        opened = open_episode(work, child, waiting_reason="orang tua di luar kota", brought_by="Ketua RT")
    _record(store, opened.episode_id, TODAY)
    assert _rows(store, opened.episode_id)[0].attendance == "hadir"


def test_attendance_is_a_new_version_and_the_plan_stays_readable(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id)
    with store.reading(SITI) as work:
        planned, held = queries.session_versions(work, series_id)
        assert queries.count_attended(work, episode_id) == 1
    assert (planned.attendance, planned.note, held.attendance, held.note) == ("", "", "hadir", "Klien terbuka.")
    assert (held.number, held.row_version, held.next_plan) == (1, 2, "Bahas pemicu.")


@pytest.mark.parametrize(
    ("attendance", "field", "code"),
    [
        (AttendanceDraft(), "attendance", "draft.required"),
        (AttendanceDraft(attendance="late"), "attendance", "lists.unknown"),
        (AttendanceDraft(attendance="izin"), "attendance_reason", "sessions.excuse_needs_reason"),
    ],
)
def test_each_wrong_attendance_is_told_beside_its_field(
    store: Store, episode_id: UUID, attendance: AttendanceDraft, field: str, code: str
) -> None:
    series_id = _plan(store, episode_id)
    with pytest.raises(RulesBroken) as refused:
        _attend(store, series_id, attendance)
    assert codes(refused.value) == {field: code}
    with pytest.raises(RulesBroken) as refused:
        _record(store, episode_id, date(2022, 2, 8), attendance)
    assert codes(refused.value) == {field: code}


def test_nobody_has_come_or_stayed_away_tomorrow_but_may_have_excused_herself(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id, date(2022, 3, 2))
    for attendance in (CAME, STAYED_AWAY):
        with pytest.raises(RulesBroken) as refused:
            _attend(store, series_id, attendance)
        assert codes(refused.value) == {"attendance": "sessions.attendance_in_future"}
    _attend(store, series_id, AttendanceDraft(attendance="izin", attendance_reason="bekerja"))
    assert _rows(store, episode_id)[0].attendance == "izin"


def test_a_recorded_attendance_is_corrected_with_a_reason_by_those_who_may(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, TODAY)
    with pytest.raises(RulesBroken) as refused:
        _attend(store, series_id, STAYED_AWAY)
    assert codes(refused.value) == {"correction_reason": "draft.required"}
    _attend(store, series_id, AttendanceDraft(attendance="mangkir", correction_reason="salah klien"))
    (row,) = _rows(store, episode_id)
    assert (row.attendance, row.note, row.reason, row.row_version) == ("mangkir", "Klien terbuka.", "salah klien", 2)


def test_the_first_note_is_a_new_version_and_no_correction(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id, AttendanceDraft(attendance="hadir"))
    _attend(store, series_id, AttendanceDraft(attendance="hadir", note="Klien terbuka."), version=2)
    _attend(store, series_id, AttendanceDraft(attendance="hadir", next_plan="Bahas pemicu."), version=3)
    (row,) = _rows(store, episode_id)
    assert (row.note, row.next_plan, row.reason, row.row_version) == ("Klien terbuka.", "Bahas pemicu.", "", 4)


@pytest.mark.parametrize(
    "draft",
    [
        AttendanceDraft(attendance="hadir", note="Klien tertutup."),
        AttendanceDraft(attendance="hadir", note=""),
        AttendanceDraft(attendance="hadir", next_plan=""),
        AttendanceDraft(attendance="hadir", attendance_reason="terlambat"),
    ],
    ids=["other note", "no note", "no plan", "reason"],
)
def test_words_of_somebody_else_that_become_others_or_are_taken_out_need_a_reason(
    store: Store, episode_id: UUID, draft: AttendanceDraft
) -> None:
    series_id = _record(store, episode_id, TODAY)
    with pytest.raises(RulesBroken) as refused, store.writing(DOCTOR) as work:
        service.record_attendance(work, series_id, 1, draft)
    assert codes(refused.value) == {"correction_reason": "draft.required"}
    assert _rows(store, episode_id)[0].row_version == 1


def test_another_attendance_needs_a_reason_of_its_author_too(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, TODAY)
    with pytest.raises(RulesBroken) as refused:
        _attend(store, series_id, AttendanceDraft(attendance="hadir", attendance_reason="terlambat"))
    assert codes(refused.value) == {"correction_reason": "draft.required"}


def test_a_first_note_together_with_another_attendance_is_a_correction(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id, AttendanceDraft(attendance="hadir"))
    with pytest.raises(RulesBroken):
        _attend(store, series_id, AttendanceDraft(attendance="mangkir", note="Tidak datang."), version=2)


def test_what_says_nothing_new_writes_no_version(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, TODAY)
    _attend(store, series_id, AttendanceDraft(attendance="hadir", note="Klien terbuka."))
    assert _rows(store, episode_id)[0].row_version == 1


def test_a_first_note_after_the_end_of_the_episode_is_a_correction(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id, AttendanceDraft(attendance="hadir"))
    _close(store, episode_id)
    late = AttendanceDraft(attendance="hadir", note="Ditulis kemudian.")
    with pytest.raises(RulesBroken) as refused:
        _attend(store, series_id, late, version=2)
    assert codes(refused.value) == {"correction_reason": "draft.required"}
    _attend(store, series_id, late.model_copy(update={"correction_reason": "lupa"}), version=2)
    assert _rows(store, episode_id)[0].note == "Ditulis kemudian."


def test_an_empty_note_takes_the_words_out_and_none_keeps_them(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, TODAY)
    _attend(store, series_id, AttendanceDraft(attendance="hadir", note="", correction_reason="salah klien"))
    (row,) = _rows(store, episode_id)
    assert (row.note, row.next_plan) == ("", "Bahas pemicu.")


def test_a_planned_meeting_is_moved_and_a_recorded_one_is_not(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id, date(2022, 3, 3))
    with store.writing(SITI) as work:
        service.replan_session(work, series_id, 1, PlanDraft(held_on=date(2022, 3, 3), held_at=time(14, 0)))
        service.replan_session(work, series_id, 2, PlanDraft(held_on=TODAY, kind="family"))
    (row,) = _rows(store, episode_id)
    assert (row.held_on, row.kind, row.number, row.row_version) == (TODAY, "family", 1, 3)
    _attend(store, series_id, version=3)
    with pytest.raises(RuleBroken, match="already_recorded"), store.writing(SITI) as work:
        service.replan_session(work, series_id, 4, PlanDraft(held_on=date(2022, 3, 8)))


def test_two_seats_on_one_meeting_the_slower_is_told(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id)
    second = Store(store.engine, store.clock)
    with pytest.raises(StaleRecord), second.writing(RINA) as work:
        service.record_attendance(work, series_id, 1, STAYED_AWAY)
    assert _rows(store, episode_id)[0].attendance == "hadir"


def test_only_attended_meetings_are_counted_each_once(store: Store, episode_id: UUID) -> None:
    for day in (date(2022, 2, 8), date(2022, 2, 15)):
        _record(store, episode_id, day)
    _record(store, episode_id, date(2022, 2, 16), STAYED_AWAY)
    corrected = _record(store, episode_id, date(2022, 2, 17))
    _attend(store, corrected, AttendanceDraft(attendance="mangkir", correction_reason="salah klien"))
    _plan(store, episode_id)
    with store.reading(SITI) as work:
        assert queries.count_attended(work, episode_id) == 2


def test_today_shows_the_days_meetings_in_order_without_cancelled_ones_and_ended_episodes(
    store: Store, episode_id: UUID
) -> None:
    _plan(store, episode_id, kind="group")
    _plan(store, episode_id, held_at="10:00")
    _plan(store, episode_id, date(2022, 3, 2))
    cancelled = _plan(store, episode_id, kind="family")
    _attend(store, cancelled, AttendanceDraft(attendance="batal"))
    ended = make_outpatient(store, SITI)
    _plan(store, ended)
    _close(store, ended)
    with store.reading(CLERK) as work:
        rows = queries.today(work)
        mine = queries.sessions_between(work, TODAY, date(2022, 3, 2), counsellor_id=SITI.user_id)
        hers = queries.sessions_between(work, TODAY, TODAY, counsellor_id=RINA.user_id)
    assert [(row.held_at, row.kind) for row in rows] == [(time(10, 0), "individual"), (None, "group")]
    assert {(row.initials, row.rm_number, row.target_sessions) for row in rows} == {("BS", "000001", 8)}
    assert (len(mine), hers) == (3, ())


def test_a_day_that_passed_without_attendance_is_listed_until_it_is_recorded(
    store: Store, clock: SetClock, episode_id: UUID
) -> None:
    series_id = _plan(store, episode_id)
    with store.reading(CLERK) as work:
        assert queries.unrecorded(work, REGISTERED) == ()
    clock.put(datetime(2022, 3, 2, 1, 0, tzinfo=UTC))
    with store.reading(CLERK) as work:
        assert [row.series_id for row in queries.unrecorded(work, REGISTERED)] == [series_id]
        assert queries.unrecorded(work, date(2022, 3, 2)) == ()
    _attend(store, series_id)
    with store.reading(CLERK) as work:
        assert queries.unrecorded(work, REGISTERED) == ()


def test_who_stayed_away_is_listed_once_until_she_comes_or_the_episode_ends(store: Store, episode_id: UUID) -> None:
    for day in (date(2022, 2, 8), date(2022, 2, 15)):
        _record(store, episode_id, day, STAYED_AWAY)
    _plan(store, episode_id, date(2022, 3, 8))
    with store.reading(CLERK) as work:
        (row,) = queries.missed(work, date(2022, 2, 1))
        (later,) = queries.missed(work, date(2022, 2, 10))
        none = queries.missed(work, date(2022, 2, 16))
    assert (row.last_missed_on, row.times, row.next_on) == (date(2022, 2, 15), 2, date(2022, 3, 8))
    assert (row.episode_id, row.rm_number, row.counsellor_id) == (episode_id, "000001", SITI.user_id)
    assert (later.times, none) == (1, ())
    _record(store, episode_id, date(2022, 2, 22))
    with store.reading(CLERK) as work:
        assert queries.missed(work, date(2022, 2, 1)) == ()
    _record(store, episode_id, date(2022, 2, 25), STAYED_AWAY)
    with store.reading(CLERK) as work:
        assert [found.times for found in queries.missed(work, date(2022, 2, 1))] == [1]
    _close(store, episode_id)
    with store.reading(CLERK) as work:
        assert queries.missed(work, date(2022, 2, 1)) == ()


def test_an_absence_that_was_corrected_is_not_listed(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, date(2022, 2, 8), STAYED_AWAY)
    corrected = AttendanceDraft(attendance="izin", attendance_reason="sakit", correction_reason="ada surat dokter")
    _attend(store, series_id, corrected)
    with store.reading(CLERK) as work:
        assert queries.missed(work, REGISTERED) == ()


def test_who_may_only_enter_cannot_correct(store: Store, episode_id: UUID) -> None:
    series_id = _record(store, episode_id, TODAY)
    rights = {**SITI.rights, DataClass.KLINIS: frozenset({Right.INPUT, Right.MELIHAT})}
    beginner = make_actor(name="Magang")
    limited = type(beginner)(beginner.user_id, beginner.name, beginner.roles, rights)
    with pytest.raises(NotAllowed, match=r"rights\.missing"), store.writing(limited) as work:
        service.record_attendance(work, series_id, 1, STAYED_AWAY)


def test_who_may_only_enter_adds_the_first_note(store: Store, episode_id: UUID) -> None:
    series_id = _plan(store, episode_id)
    _attend(store, series_id, AttendanceDraft(attendance="hadir"))
    rights = {**SITI.rights, DataClass.KLINIS: frozenset({Right.INPUT, Right.MELIHAT})}
    beginner = make_actor(name="Magang")
    limited = type(beginner)(beginner.user_id, beginner.name, beginner.roles, rights)
    with store.writing(limited) as work:
        service.record_attendance(work, series_id, 2, AttendanceDraft(attendance="hadir", note="Klien terbuka."))
    assert _rows(store, episode_id)[0].note == "Klien terbuka."


def test_history_audit_and_fact_follow_each_version(store: Store, episode_id: UUID) -> None:
    heard: list[SessionRecorded] = []
    store.bus.after_commit(SessionRecorded, heard.append)
    series_id = _plan(store, episode_id)
    _attend(store, series_id)
    assert [(fact.series_id, fact.attendance) for fact in heard] == [(series_id, ""), (series_id, "hadir")]
    assert deeds(store, SITI)[-2:] == ["sessions.plan", "sessions.attendance"]
    assert versions_kept(store, SITI, CareSession) == 2
