"""The absence watch: who is on it and why, what is shown beside, and what takes a row off."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.followup import watch
from rehab_app.clinic.followup.rules import MISSED, NO_CONTACT, PROMISE_BROKEN, REASONS
from rehab_app.clinic.sessions import queries as meetings
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed
from rehab_app.office.settings.service import change_setting
from tests.clinic.followup.makers import CLERK, REGISTERED, SITI, TODAY, Clinic, at
from tests.makers import make_actor

HEAD = make_actor(Role.KEPALA)
FIRST, SECOND, THIRD = date(2022, 2, 20), date(2022, 2, 23), date(2022, 2, 26)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)


def test_two_missed_meetings_in_a_row_put_a_client_on_the_list_with_the_days(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "hadir", FIRST)
    clinic.meet(episode_id, "mangkir", SECOND)
    assert clinic.absent() == ()
    clinic.meet(episode_id, "mangkir", THIRD)
    (row,) = clinic.absent()
    assert [reason.code for reason in row.reasons] == [MISSED]
    assert row.reasons[0].facts == {"count": 2, "days": "23/02/2022, 26/02/2022"}
    assert (row.missed_on, row.last_attended_on, row.last_contact_on) == ((SECOND, THIRD), FIRST, FIRST)
    assert (row.initials, row.rm_number, row.counsellor_id) == ("BS", "000001", SITI.user_id)
    assert (row.is_compulsory, row.days_without_contact, row.last_outcome, row.summons_number) == (False, 9, "", 0)


def test_an_excuse_neither_counts_nor_breaks_the_row(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST)
    clinic.meet(episode_id, "izin", SECOND)
    assert clinic.reasons(episode_id) == [NO_CONTACT]
    clinic.meet(episode_id, "mangkir", THIRD)
    assert clinic.reasons(episode_id) == [MISSED, NO_CONTACT]


def test_who_comes_again_leaves_the_list_and_counts_anew(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    assert MISSED in clinic.reasons(episode_id)
    clinic.meet(episode_id, "hadir", THIRD)
    assert clinic.absent() == ()
    clinic.meet(episode_id, "mangkir", TODAY)
    assert clinic.absent() == ()


@pytest.mark.parametrize(("days", "is_listed"), [(13, False), (14, True)])
def test_days_without_contact_count_from_the_last_attended_meeting(
    clinic: Clinic, days: int, *, is_listed: bool
) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "hadir", TODAY - timedelta(days=days))
    assert (clinic.reasons(episode_id) == [NO_CONTACT]) == is_listed
    assert bool(clinic.absent()) == is_listed


def test_who_never_came_is_counted_from_the_start_of_outpatient_care(clinic: Clinic) -> None:
    episode_id = clinic.client()
    (row,) = clinic.absent()
    assert row.reasons[0].facts == {"days": 29, "since": "31/01/2022"}
    assert (row.last_contact_on, row.last_attended_on) == (REGISTERED, None)
    fresh = clinic.client(registered_on=TODAY - timedelta(days=13))
    assert clinic.reasons(fresh) == []
    assert clinic.reasons(episode_id) == [NO_CONTACT]


@pytest.mark.parametrize("outcome", ["will_come", "asks_other_day", "refuses"])
def test_a_call_that_reached_her_takes_her_off(clinic: Clinic, outcome: str) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.call(episode_id, outcome)
    assert clinic.absent() == ()


@pytest.mark.parametrize("outcome", ["no_answer", "family_passes_on", "number_dead", "wrong_number", "unsafe", "moved"])
def test_a_call_that_did_not_reach_her_stays_beside_the_row(clinic: Clinic, outcome: str) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.call(episode_id, "no_answer", at(SECOND))
    clinic.call(episode_id, outcome)
    (row,) = clinic.absent()
    assert (row.last_outcome, row.last_called_at) == (outcome, clinic.clock.now())
    assert row.next_try_on == (None if outcome == "moved" else TODAY + timedelta(days=1))


def test_who_was_reached_and_misses_again_is_back(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.call(episode_id, "will_come", at(SECOND, 15))
    assert clinic.absent() == ()
    clinic.meet(episode_id, "mangkir", THIRD)
    assert clinic.reasons(episode_id) == [MISSED]
    assert clinic.absent()[0].missed_on == (FIRST, SECOND, THIRD)


def test_a_call_counts_on_the_offices_day_not_on_that_of_the_instant(clinic: Clinic) -> None:
    episode_id = clinic.client()
    # 01.00 WITA of the 16th is still the 15th in UTC: 13 days ago, not 14.
    clinic.call(episode_id, "refuses", at(date(2022, 2, 16), 1))
    assert clinic.absent() == ()
    later = clinic.client()
    clinic.call(later, "refuses", at(date(2022, 2, 15), 23))
    assert clinic.reasons(later) == [NO_CONTACT]


def test_a_promise_that_was_not_kept_brings_her_back(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "hadir", FIRST)
    clinic.call(episode_id, "will_come", at(SECOND), promised_on=TODAY - timedelta(days=1))
    assert clinic.reasons(episode_id) == [PROMISE_BROKEN]
    assert clinic.absent()[0].promised_on == TODAY - timedelta(days=1)
    clinic.meet(episode_id, "hadir", THIRD)
    assert clinic.absent() == ()


def test_a_promise_for_today_or_later_is_waited_for(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.call(episode_id, "will_come", promised_on=TODAY)
    assert clinic.absent() == ()


def test_a_planned_meeting_is_shown_and_takes_nobody_off(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.plan(episode_id, date(2022, 3, 8))
    clinic.plan(episode_id, date(2022, 3, 4))
    (row,) = clinic.absent()
    assert row.next_planned_on == date(2022, 3, 4)


def test_the_end_of_the_episode_takes_her_off(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    draft = CloseDraft(on=TODAY, outcome="dropped_out", reason="tidak dapat dihubungi sejak 31 Januari")
    with clinic.store.writing(SITI) as work:
        episodes.close(work, episode_id, 2, draft, attended=0)
    assert clinic.absent() == ()


def test_what_was_corrected_or_binned_counts_no_more(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "hadir", date(2022, 2, 16))
    clinic.meet(episode_id, "mangkir", FIRST, SECOND, THIRD)
    with clinic.store.writing(SITI) as work:
        first, second = meetings.of_episode(work, episode_id)[1:3]
        excused = AttendanceDraft(attendance="izin", attendance_reason="sakit", correction_reason="ada surat")
        sessions.record_attendance(work, first.series_id, 1, excused)
        sessions.bin_session(work, second.series_id, 1, "salah klien")
    assert clinic.absent() == ()
    with clinic.store.writing(SITI) as work:
        sessions.restore_session(work, second.series_id, 2, "ternyata benar")
    assert clinic.absent()[0].missed_on == (SECOND, THIRD)


def test_the_office_sets_its_own_rule(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "hadir", FIRST)
    clinic.meet(episode_id, "mangkir", SECOND)
    with clinic.store.writing(HEAD) as work:
        change_setting(work, "absence_missed", 1)
        change_setting(work, "absence_days", 60)
    assert clinic.reasons(episode_id) == [MISSED]


def test_the_longest_without_contact_comes_first_and_compulsory_clients_are_marked(clinic: Clinic) -> None:
    fresh = clinic.client(channel="compulsory")
    older = clinic.client(registered_on=date(2022, 1, 10))
    clinic.meet(fresh, "hadir", date(2022, 2, 10))
    assert [(row.episode_id, row.is_compulsory) for row in clinic.absent()] == [(older, False), (fresh, True)]


def test_each_reason_has_its_sentence(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.meet(episode_id, "mangkir", FIRST, SECOND)
    clinic.call(episode_id, "family_passes_on", at(FIRST), promised_on=SECOND)
    (row,) = clinic.absent()
    assert [reason.code for reason in row.reasons] == [MISSED, NO_CONTACT, PROMISE_BROKEN]
    said = [REASONS[reason.code].format(**reason.facts) for reason in row.reasons]
    assert all("{" not in sentence for sentence in said)


def test_the_list_is_for_those_who_see_care(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed), clinic.store.reading(CLERK) as work:
        watch.absent(work)


def test_the_call_sheet_holds_those_whose_try_is_due_with_every_number_and_its_rules(clinic: Clinic) -> None:
    episode_id = clinic.client()
    informed = clinic.contact(
        episode_id,
        is_informed=True,
        who_may_answer="hanya ibu",
        call_times="sore",
        discreet_sentence="Bu, ini Siti.",
        may_leave_message=True,
    )
    clinic.contact(episode_id, name="Tanpa Nomor", phone="")
    clinic.contact(episode_id, name="Dihapus", is_removed=True)
    clinic.call(episode_id, "number_dead", at(SECOND), next_try_on=THIRD)
    clinic.call(episode_id, "no_answer", at(THIRD), contact_id=informed, next_try_on=date(2022, 3, 2))
    with clinic.store.reading(SITI) as work:
        assert watch.call_sheet(work, TODAY) == ()
        (row,) = watch.call_sheet(work, date(2022, 3, 2))
    assert (row.full_name, row.tries, row.absent.episode_id) == ("Budi Santoso", 2, episode_id)
    (target,) = row.targets
    assert (target.contact_id, target.name, target.is_informed, target.last_outcome) == (
        informed,
        "Sari Ibu",
        True,
        "no_answer",
    )
    assert (target.who_may_answer, target.call_times, target.discreet_sentence, target.may_leave_message) == (
        "hanya ibu",
        "sore",
        "Bu, ini Siti.",
        True,
    )


def test_the_clients_own_number_comes_first(clinic: Clinic) -> None:
    episode_id = clinic.client()
    clinic.contact(episode_id)
    clinic.own_phone(episode_id, "+6281200000009")
    clinic.call(episode_id, "number_dead", next_try_on=TODAY)
    with clinic.store.reading(SITI) as work:
        (row,) = watch.call_sheet(work, TODAY)
    assert [(one.contact_id is None, one.phone, one.last_outcome) for one in row.targets] == [
        (True, "+6281200000009", "number_dead"),
        (False, "+6281200000001", ""),
    ]


def test_a_client_without_any_number_is_on_the_sheet_all_the_same(clinic: Clinic) -> None:
    clinic.client()
    with clinic.store.reading(SITI) as work:
        (row,) = watch.call_sheet(work, TODAY)
    assert row.targets == ()
