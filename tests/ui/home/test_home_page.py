"""The home page: today's sessions, what waits and why, and the way from each row to its file."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.service import record_call
from rehab_app.clinic.privacy.draft import RequestDraft
from rehab_app.clinic.privacy.service import record_request
from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.queries import group_roster
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.queries import of_episode
from rehab_app.clinic.sessions.service import plan_session, record_attendance, record_session, sign_note
from rehab_app.clinic.tat import service as tat
from rehab_app.clinic.tat.draft import CaseDraft
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.emergency.service import break_glass
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.home.page import HomePage
from rehab_app.ui.home.rows import Waiting
from rehab_app.ui.home.waiting.lines import FIRST, items
from rehab_app.ui.kit.context import MASK, ScreenContext
from rehab_app.ui.kit.layout import EmptyState
from rehab_app.ui.schedule.subjects import GroupRoster
from tests.ui.driving import press
from tests.ui.makers import TODAY, admit_client, make_clinic, make_session, seat_of, settle, wait_for, wherever
from tests.ui.pages import shown


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


def plan_today(
    clinic: OpenClinic, name: str = "Budi Santoso", at: int = 9, birth_date: date = date(1990, 8, 17), sex: str = "L"
) -> None:
    admitted = admit_client(clinic, full_name=name, registered_on=date(2023, 1, 2), birth_date=birth_date, sex=sex)
    with clinic.writing() as work:
        plan_session(work, admitted.episode_id, PlanDraft(held_on=TODAY, held_at=time(at)))


def kinds(page: HomePage) -> list[Waiting]:
    """Return what waits, the headings left out."""
    return [line.kind for line in items(page.waiting.rows)]


def place_of(page: HomePage, kind: Waiting, number: int = 0) -> int:
    """Return where row ``number`` of a kind stands in the list."""
    places = [at for at, line in enumerate(page.waiting.rows) if line.kind is kind and line.row is not None]
    return places[number]


def heading_of(page: HomePage, kind: Waiting) -> int:
    """Return where the heading of a kind stands in the list."""
    return next(at for at, line in enumerate(page.waiting.rows) if line.kind is kind and line.row is None)


def reason_of(page: HomePage, kind: Waiting) -> str:
    return page.waiting.text(page.waiting.rows[place_of(page, kind)], 1)


def test_an_empty_day_says_what_to_do(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(HomePage, clinic, context) as page:
        assert page.sessions.rowCount() == 0
        assert page.waiting.rowCount() == 0
        gone = wherever(page.session)
        press(page.session_table, Qt.Key.Key_Return)
        assert gone == [("clients.register", None)]


def test_todays_sessions_stand_in_the_order_of_the_day(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic, "Budi Santoso", 11)
    plan_today(clinic, "Siti Rahma", 9, birth_date=date(1991, 2, 3), sex="P")
    with shown(HomePage, clinic, context) as page:
        rows = [page.sessions.row_text(number).split("\t") for number in range(page.sessions.rowCount())]
        assert [row[:3] for row in rows] == [["09.00", "SR", "000002"], ["11.00", "BS", "000001"]]
        assert rows[0][6] == "dr. Ratna Uji"
        assert rows[0][3] == "Not entered yet"


def test_names_are_masked_in_privacy_mode(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic)
    with shown(HomePage, clinic, context) as page:
        context.privacy.switch(on=True)
        assert page.sessions.row_text(0).split("\t")[1] == MASK


def test_enter_opens_the_file_at_the_sessions(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic)
    with shown(HomePage, clinic, context) as page:
        gone = wherever(page.session)
        press(page.session_table, Qt.Key.Key_Return)
        assert gone == [("clients.file", (page.sessions.rows[0].session.client_id, "sessions"))]


def test_one_key_enters_the_attendance_and_opens_the_file(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic)
    with shown(HomePage, clinic, context) as page:
        row = page.sessions.rows[0].session
        gone = wherever(page.session)
        press(page.session_table, Qt.Key.Key_H)
        wait_for(lambda: bool(gone))
        settle(context.jobs)
        with clinic.reading() as work:
            assert [one.attendance for one in of_episode(work, row.episode_id)] == ["hadir"]
        wait_for(lambda: bool(page.sessions.rows[0].session.attendance))
        press(page.session_table, Qt.Key.Key_H)
        settle(context.jobs)
        assert len(gone) == 1


def test_who_may_not_enter_has_no_such_key(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic)
    with shown(HomePage, seat_of(clinic, Role.PENDAFTARAN), context) as page:
        press(page.session_table, Qt.Key.Key_H)
        settle(context.jobs)
        assert page.sessions.rows[0].session.attendance == ""
        assert not page._attended.isVisible()


def test_each_waiting_row_says_why_it_is_there(clinic: OpenClinic, context: ScreenContext) -> None:
    missed = admit_client(clinic, registered_on=date(2023, 1, 2))
    with clinic.writing() as work:
        for day in (5, 12):
            record_session(
                work,
                missed.episode_id,
                PlanDraft(held_on=date(2023, 1, day)),
                AttendanceDraft(attendance="mangkir"),
            )
        plan_session(work, missed.episode_id, PlanDraft(held_on=date(2023, 1, 20)))
    admit_client(
        clinic,
        full_name="Rizky Pratama",
        birth_date=date(2008, 5, 5),
        waiting_reason="Orang tua di luar kota",
        brought_by="Guru BK",
    )
    with clinic.writing() as work:
        break_glass(work, missed.client_id, "Klien datang dalam keadaan darurat")
    clinic.drafts.keep("clients.register", "", {"client.full_name": "x"})
    clinic.drafts.keep("clients.change", str(missed.client_id), {"client.full_name": "x"})
    with shown(HomePage, clinic, context) as page:
        assert kinds(page) == [
            Waiting.EMERGENCY,
            Waiting.GUARDIAN,
            Waiting.MISSED,
            Waiting.DRAFT,
            Waiting.DRAFT,
            Waiting.INCOMPLETE,
        ]
        assert reason_of(page, Waiting.EMERGENCY) == "dr. Ratna Uji: Klien datang dalam keadaan darurat"
        assert reason_of(page, Waiting.GUARDIAN).endswith("Orang tua di luar kota")
        assert reason_of(page, Waiting.MISSED) == "2 sessions without notice; next on 20/01/2023"
        assert reason_of(page, Waiting.INCOMPLETE).startswith("2 records of this year")


def test_enter_on_a_waiting_row_leads_where_it_is_settled(clinic: OpenClinic, context: ScreenContext) -> None:
    client = admit_client(clinic, registered_on=date(2023, 1, 2))
    clinic.drafts.keep("clients.register", "", {"client.full_name": "x"})
    clinic.drafts.keep("assessment.use_profile", str(client.episode_id), {"x": "y"})
    with shown(HomePage, clinic, context) as page:
        gone = wherever(page.session)
        for number, line in enumerate(page.waiting.rows):
            if line.row is not None:
                page.waiting_table.choose(number)
                press(page.waiting_table, Qt.Key.Key_Return)
        assert set(gone) == {
            ("clients.register", None),
            ("clients.file", client.client_id),
            ("clients", "pasal_18"),
        }


def test_the_subkoordinator_marks_an_emergency_opening_as_seen(clinic: OpenClinic, context: ScreenContext) -> None:
    client = admit_client(clinic, registered_on=date(2023, 1, 2))
    nurse = seat_of(clinic, Role.PERAWAT, name="Nur Perawat")
    with nurse.writing() as work:
        break_glass(work, client.client_id, "Klien pingsan di ruang tunggu")
    with shown(HomePage, nurse, context) as page:
        assert Waiting.EMERGENCY not in kinds(page)
    with shown(HomePage, clinic, context) as page:
        page.waiting_table.choose(place_of(page, Waiting.EMERGENCY))
        page.waiting_table.setFocus()
        press(page.waiting_table, Qt.Key.Key_S)
        wait_for(lambda: Waiting.EMERGENCY not in kinds(page))


def test_who_sees_no_clinical_data_sees_none_here(clinic: OpenClinic, context: ScreenContext) -> None:
    admit_client(clinic, registered_on=date(2023, 1, 2))
    with shown(HomePage, seat_of(clinic, Role.ADMIN), context) as page:
        assert page.sessions.rowCount() == page.waiting.rowCount() == 0


def test_the_page_follows_what_is_written_elsewhere(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(HomePage, clinic, context) as page:
        plan_today(clinic)
        wait_for(lambda: page.sessions.rowCount() == 1)


def test_the_lock_blanks_the_lists(clinic: OpenClinic, context: ScreenContext) -> None:
    plan_today(clinic)
    with shown(HomePage, clinic, context) as page:
        page.forget()
        assert page.sessions.rowCount() == page.waiting.rowCount() == 0


def test_the_day_is_shown_before_what_waits_and_nobody_is_told_meanwhile_that_nothing_waits(
    clinic: OpenClinic, context: ScreenContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_today(clinic)
    may_go_on = Event()

    def slow(_work: object) -> tuple[()]:
        assert may_go_on.wait(10)
        return ()

    monkeypatch.setattr("rehab_app.ui.home.waiting.actions.unanswered", slow)
    page = HomePage(make_session(clinic, context))
    qtbot.addWidget(page)
    page.show()
    page.arrive()
    try:
        wait_for(lambda: page.sessions.rowCount() == 1)
        assert are_loading(page) == [False, True]
        assert not nothing_waits_is_said(page)
    finally:
        may_go_on.set()
    settle(context.jobs)
    assert are_loading(page) == [False, False]
    assert nothing_waits_is_said(page) is (page.waiting.rowCount() == 0)


def are_loading(page: HomePage) -> list[bool]:
    return [rows.is_loading for rows in (page.sessions, page.waiting)]


def nothing_waits_is_said(page: HomePage) -> bool:
    states = page.waiting_table.findChildren(EmptyState)
    assert states
    return any(state.isVisible() for state in states)


def open_outpatient(clinic: OpenClinic, **known: Any) -> Admitted:  # noqa: ANN401 - fields of two drafts
    admitted = admit_client(clinic, registered_on=date(2022, 12, 1), **known)
    with clinic.writing() as work:
        draft = OutpatientDraft(on=date(2022, 12, 1), counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, admitted.episode_id, 1, draft)
    return admitted


def test_a_heading_counts_its_group_and_empty_groups_have_none(clinic: OpenClinic, context: ScreenContext) -> None:
    for number in range(FIRST + 2):
        clinic.drafts.keep("clients.register", str(number), {"client.full_name": "x"})
    with shown(HomePage, clinic, context) as page:
        headings = [line.kind for line in page.waiting.rows if line.row is None]
        assert headings == [Waiting.DRAFT]
        assert page.waiting.text(page.waiting.rows[0], 0) == f"Draft not saved · {FIRST + 2}"
        assert len(kinds(page)) == FIRST


def test_enter_on_a_heading_shows_all_then_none_then_the_first(clinic: OpenClinic, context: ScreenContext) -> None:
    for number in range(FIRST + 2):
        clinic.drafts.keep("clients.register", str(number), {"client.full_name": "x"})
    with shown(HomePage, clinic, context) as page:
        counts = []
        for _ in range(3):
            page.waiting_table.choose(heading_of(page, Waiting.DRAFT))
            press(page.waiting_table, Qt.Key.Key_Return)
            counts.append(len(kinds(page)))
        assert counts == [FIRST + 2, 0, FIRST]


def test_a_folded_group_stays_folded_for_this_account(clinic: OpenClinic, context: ScreenContext) -> None:
    clinic.drafts.keep("clients.register", "", {"client.full_name": "x"})
    with shown(HomePage, clinic, context) as page:
        page.waiting_table.choose(heading_of(page, Waiting.DRAFT))
        press(page.waiting_table, Qt.Key.Key_Return)
        again = HomePage(page.session)
        again.arrive()
        settle(context.jobs)
        assert [line.row for line in again.waiting.rows] == [None]
        again.deleteLater()


def test_who_stays_away_is_to_be_called_and_enter_opens_the_call(clinic: OpenClinic, context: ScreenContext) -> None:
    admitted = open_outpatient(clinic)
    with shown(HomePage, clinic, context) as page:
        assert {Waiting.CALL, Waiting.MEASURE, Waiting.URINE} <= set(kinds(page))
        assert reason_of(page, Waiting.CALL) == "No contact for 46 days, since 01/12/2022."
        gone = wherever(page.session)
        for kind in (Waiting.CALL, Waiting.MEASURE, Waiting.URINE):
            page.waiting_table.choose(place_of(page, kind))
            press(page.waiting_table, Qt.Key.Key_Return)
        assert gone == [
            ("followup", admitted.episode_id),
            ("clients.file", (admitted.client_id, "instruments")),
            ("clients.file", (admitted.client_id, "urine")),
        ]


def test_an_open_tat_case_waits_with_its_next_step_until_its_duty_runs(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    client = admit_client(clinic, channel="compulsory", registered_on=date(2023, 1, 2))
    request = {"agency": "Polresta Balikpapan", "requested_on": date(2023, 1, 3)}
    with clinic.writing() as work:
        series_id = tat.open_case(work, client.episode_id, CaseDraft.model_validate(request))
    with shown(HomePage, clinic, context) as page:
        wait_for(lambda: Waiting.TAT in kinds(page))
        assert reason_of(page, Waiting.TAT) == "Request received · Polresta Balikpapan. Verify the papers."
        page.waiting_table.choose(place_of(page, Waiting.TAT))
        gone = wherever(page.session)
        press(page.waiting_table, Qt.Key.Key_Return)
        assert gone == [("clients.file", (client.client_id, "tat"))]
        with clinic.writing() as work:
            tat.move_case(work, series_id, 1, "withdrawn", CaseDraft.model_validate(request), "Dicabut")
        wait_for(lambda: Waiting.TAT not in kinds(page))


def test_a_call_whose_next_try_lies_ahead_does_not_wait(clinic: OpenClinic, context: ScreenContext) -> None:
    admitted = open_outpatient(clinic)
    with clinic.writing() as work:
        record_call(work, admitted.episode_id, CallDraft(outcome="no_answer", next_try_on=date(2023, 1, 18)))
    with shown(HomePage, clinic, context) as page:
        assert Waiting.CALL not in kinds(page)


def test_a_counsellor_is_told_of_her_own_clients(clinic: OpenClinic, context: ScreenContext) -> None:
    open_outpatient(clinic)
    with shown(HomePage, seat_of(clinic, Role.KONSELOR), context) as page:
        assert not {Waiting.CALL, Waiting.URINE, Waiting.MEASURE} & set(kinds(page))


def test_a_note_of_mine_that_is_not_signed_waits_until_it_is(clinic: OpenClinic, context: ScreenContext) -> None:
    admitted = open_outpatient(clinic)
    with clinic.writing() as work:
        draft = AttendanceDraft(attendance="hadir", note="Klien tenang.")
        series_id = record_session(work, admitted.episode_id, PlanDraft(held_on=date(2023, 1, 13)), draft)
    with shown(HomePage, clinic, context) as page:
        assert reason_of(page, Waiting.UNSIGNED).startswith("The note of meeting 1 is written")
        with clinic.writing() as work:
            sign_note(work, series_id, 1)
        wait_for(lambda: Waiting.UNSIGNED not in kinds(page))


def test_a_request_about_data_waits_with_its_clock(clinic: OpenClinic, context: ScreenContext) -> None:
    admitted = admit_client(clinic)
    with clinic.writing() as work:
        draft = RequestDraft(kind="access", asked_by="Budi Santoso", asked_how="surat")
        record_request(work, admitted.client_id, draft)
    with shown(HomePage, clinic, context) as page:
        assert "72 hours left, until 19/01/2023" in reason_of(page, Waiting.PRIVACY)
        gone = wherever(page.session)
        page.waiting_table.choose(place_of(page, Waiting.PRIVACY))
        press(page.waiting_table, Qt.Key.Key_Return)
        assert gone == [("privacy", admitted.client_id)]


# Groups, and where the cursor begins.


def open_group(clinic: OpenClinic, count: int = 3, at: int = 10) -> UUID:
    """Plan a group of today with ``count`` members and return its id."""
    members = [
        open_outpatient(clinic, full_name=f"Anggota {letter}", birth_date=date(1980 + number, 1, 5))
        for number, letter in enumerate("ABCDEFGH"[:count])
    ]
    draft = GroupDraft(
        held_on=TODAY,
        held_at=time(at),
        topic="Mengenal pemicu",
        episode_ids=tuple(one.episode_id for one in members),
    )
    with clinic.writing() as work:
        return groups.plan_group(work, draft).id


def fill_seats(clinic: OpenClinic, group_id: UUID, count: int) -> None:
    """Enter that the first ``count`` members came."""
    with clinic.writing() as work:
        for seat in group_roster(work, group_id)[:count]:
            record_attendance(work, seat.series_id, seat.row_version, AttendanceDraft(attendance="hadir"))


def test_a_group_is_one_row_with_how_many_are_still_to_be_entered(clinic: OpenClinic, context: ScreenContext) -> None:
    group_id = open_group(clinic)
    fill_seats(clinic, group_id, 1)
    with shown(HomePage, clinic, context) as page:
        (row,) = page.sessions.rows
        cells = page.sessions.row_text(0).split("\t")
        assert cells[:5] == ["10.00", "Group", "3 people", "2 not entered yet", "Mengenal pemicu"]
        assert (row.key, row.open_count) == (group_id, 2)
        context.privacy.switch(on=True)
        assert page.sessions.row_text(0).split("\t")[1] == "Group"


def test_a_group_that_is_filled_in_says_so(clinic: OpenClinic, context: ScreenContext) -> None:
    fill_seats(clinic, open_group(clinic), 3)
    with shown(HomePage, clinic, context) as page:
        assert page.sessions.row_text(0).split("\t")[3] == "All entered"
        gone = wherever(page.session)
        press(page.session_table, Qt.Key.Key_H)
        assert gone == []
        assert not page._attended.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_H])
def test_enter_and_h_on_a_group_lead_to_its_roster(clinic: OpenClinic, context: ScreenContext, key: Qt.Key) -> None:
    group_id = open_group(clinic)
    with shown(HomePage, clinic, context) as page:
        assert page._attended.text() == "Roster (H)"
        gone = wherever(page.session)
        press(page.session_table, key)
        settle(context.jobs)
        assert gone == [("schedule", GroupRoster(group_id, TODAY))]
        with clinic.reading() as work:
            assert [seat.attendance for seat in group_roster(work, group_id)] == ["", "", ""]


def test_who_may_not_see_the_schedule_is_told_who_keeps_the_group(clinic: OpenClinic, context: ScreenContext) -> None:
    open_group(clinic)
    with shown(HomePage, seat_of(clinic, Role.PENDAFTARAN), context) as page:
        gone = wherever(page.session)
        press(page.session_table, Qt.Key.Key_Return)
        assert gone == []
        assert page.notice.text


def at_cursor(page: HomePage) -> time | None:
    row = page.session_table.current_row
    assert row is not None
    return row.session.held_at


def test_the_cursor_begins_on_the_meeting_of_now_and_not_on_those_that_have_ended(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    for number, (at, name) in enumerate(((8, "Ani"), (9, "Budi"), (11, "Citra"))):
        plan_today(clinic, name, at, birth_date=date(1990 + number, 1, 2))
    with shown(HomePage, clinic, context) as page:  # it is 9.30
        assert at_cursor(page) == time(9)
        press(page.session_table, Qt.Key.Key_H)
        wait_for(lambda: not page.sessions.rows[1].open_count)
        settle(context.jobs)
        assert at_cursor(page) == time(9)  # what is written elsewhere moves nobody
        page.arrive()
        settle(context.jobs)
        assert at_cursor(page) == time(11)


def test_whoever_comes_back_stays_where_something_is_still_to_be_entered(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    for number, at in enumerate((9, 11, 14)):
        plan_today(clinic, f"Klien {'ABC'[number]}", at, birth_date=date(1990 + number, 1, 2))
    with shown(HomePage, clinic, context) as page:
        page.session_table.choose(2)
        page.arrive()
        settle(context.jobs)
        assert at_cursor(page) == time(14)


def test_where_all_of_today_has_ended_the_cursor_begins_on_the_last_that_is_open(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    for number, at in enumerate((7, 8)):
        plan_today(clinic, f"Klien {'AB'[number]}", at, birth_date=date(1990 + number, 1, 2))
    with shown(HomePage, clinic, context) as page:
        assert at_cursor(page) == time(8)
