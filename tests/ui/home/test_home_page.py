"""The home page: today's sessions, what waits and why, and the way from each row to its file."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.queries import of_episode
from rehab_app.clinic.sessions.service import plan_session, record_session
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.emergency.service import break_glass
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.home.page import HomePage
from rehab_app.ui.home.rows import Waiting
from rehab_app.ui.kit.context import MASK, ScreenContext
from tests.ui.driving import press
from tests.ui.makers import TODAY, admit_client, make_clinic, seat_of, settle, wait_for, wherever
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
    return [row.kind for row in page.waiting.rows]


def reason_of(page: HomePage, kind: Waiting) -> str:
    number = kinds(page).index(kind)
    return page.waiting.text(page.waiting.rows[number], 3)


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
        for number in range(page.waiting.rowCount()):
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
        page.waiting_table.choose(kinds(page).index(Waiting.EMERGENCY))
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
