"""The schedule by keys alone: planned, moved and taken back, refused with whom, a group with its roster; and who may what."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.schedule import groups, queries
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.calendar.service import OfficeDayDraft, add_office_day
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.rooms import rooms
from rehab_app.ui.schedule.page import SchedulePage
from rehab_app.ui.schedule.subjects import GroupRoster
from rehab_app.ui.schedule.week_painter import LEAST_LANE
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, focused, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wherever

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
NAMES = (
    "Andi Wijaya",
    "Bagus Pratama",
    "Citra Lestari",
    "Dewi Anggraini",
    "Eko Saputra",
    "Fajar Nugroho",
    "Gita Sari",
    "Hadi",
)


def _client(clinic: OpenClinic, name: str = "Budi Santoso") -> Admitted:
    client = admit_client(clinic, full_name=name)
    with clinic.writing() as work:
        episodes.open_outpatient(
            work, client.episode_id, 1, OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        )
    return client


def _plan(clinic: OpenClinic, client: Admitted, at: str = "11:00", day: date = TODAY) -> UUID:
    with clinic.writing() as work:
        return sessions.plan_session(work, client.episode_id, PlanDraft(held_on=day, held_at=time.fromisoformat(at)))


def _group(clinic: OpenClinic, members: Sequence[Admitted], at: str = "10:00", day: date = TODAY) -> UUID:
    draft = GroupDraft(
        held_on=day,
        held_at=time.fromisoformat(at),
        topic="Mengenal pemicu",
        episode_ids=tuple(one.episode_id for one in members),
    )
    with clinic.writing() as work:
        return groups.plan_group(work, draft).id


def _week(clinic: OpenClinic, first: date = TODAY) -> tuple[SlotRow, ...]:
    with clinic.reading() as work:
        return queries.week(work, first)


@pytest.fixture
def open_page(session: Session, jobs: Jobs, shown: Show) -> Callable[[], SchedulePage]:
    """Open the page of the counsellor: ``open_page()``."""

    def made(of: Session = session) -> SchedulePage:
        page = SchedulePage(of)
        shown(page)
        page.arrive()
        settle(jobs)
        return page

    return made


def _is_carrying(page: SchedulePage) -> bool:
    return page.grid.carried is not None


def _form(page: SchedulePage) -> Form:
    assert page.forms.form is not None, "no form is open"
    return page.forms.form


def _rest(jobs: Jobs) -> None:
    """Let what was pressed be done, and the week be read anew after it."""
    for _ in range(3):
        settle(jobs)


def _key(jobs: Jobs, *keys: Qt.Key) -> None:
    for key in keys:
        press(key)
        _rest(jobs)


def _type(jobs: Jobs, text: str) -> None:
    type_text(text)
    settle(jobs)


def _save(jobs: Jobs) -> None:
    press(Qt.Key.Key_S, CTRL)
    _rest(jobs)


def test_a_counsellor_sees_her_own_week_with_today_and_the_closed_saturday(
    open_page: Callable[[], SchedulePage], office: OpenClinic, clinic: OpenClinic
) -> None:
    client = _client(clinic)
    _plan(clinic, client)
    other = seat_of(office, Role.KONSELOR, name="Rina Konselor")
    _plan(other, _client(other, "Citra Lestari"), "14:00")
    page = open_page()
    assert page.counsellor_id == clinic.actor.user_id
    assert page.grid.shown is not None
    assert [block.row.client_id for block in page.grid.shown.layout.blocks] == [client.client_id]
    heads = page.grid.shown.heads
    assert [head.is_today for head in heads] == [True, False, False, False, False, False]
    assert heads[5].remark == "tutup"
    assert focused() is page.grid
    assert (page.grid.day, page.grid.at) == (TODAY, time(9, 30))


def test_a_meeting_is_planned_with_enter_a_name_enter_and_save(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    client = _client(clinic)
    page = open_page()
    _key(jobs, Qt.Key.Key_Return)
    _type(jobs, "budi")
    _key(jobs, Qt.Key.Key_Return)
    _save(jobs)
    (row,) = _week(clinic)
    assert (row.client_id, row.day, row.at, row.slots) == (client.client_id, TODAY, time(9, 30), 2)
    assert page.forms.form is None
    assert page.grid.row is not None
    assert page.grid.row.client_id == client.client_id
    assert focused() is page.grid


def test_the_down_arrow_offers_ones_own_clients(
    open_page: Callable[[], SchedulePage], office: OpenClinic, clinic: OpenClinic, jobs: Jobs
) -> None:
    mine = _client(clinic)
    other = seat_of(office, Role.KONSELOR, name="Rina Konselor")
    _client(other, "Citra Lestari")
    page = open_page()
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_Down)
    offered = _form(page).field("client").answering[0].offered  # type: ignore[attr-defined]
    assert [pick.key for pick in offered] == [str(mine.client_id)]


def test_a_client_who_is_not_in_care_is_not_offered(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    page = open_page()
    _key(jobs, Qt.Key.Key_Return)
    _type(jobs, "budi")
    _save(jobs)
    assert _form(page).field("client").trouble
    assert not _week(clinic)


def test_m_arrows_and_enter_move_a_meeting_and_ctrl_z_takes_it_back(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return)
    (row,) = _week(clinic)
    assert (row.day, row.at) == (TODAY + timedelta(days=1), time(11, 30))
    assert "dipindahkan" in page.notice.text
    assert page.grid.row is not None
    press(Qt.Key.Key_Z, CTRL)
    _rest(jobs)
    (row,) = _week(clinic)
    assert (row.day, row.at) == (TODAY, time(11, 0))
    press(Qt.Key.Key_Z, CTRL)
    _rest(jobs)
    assert len(_week(clinic)) == 1


def test_a_meeting_is_carried_into_the_next_week(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_M, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    assert not _week(clinic)
    (row,) = _week(clinic, TODAY + timedelta(days=7))
    assert row.at == time(11, 0)


def test_an_hour_that_is_taken_is_refused_beside_it_with_whom_and_the_meeting_is_still_carried(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    other = _client(clinic, "Citra Lestari")
    _plan(clinic, other, "11:00")
    series = _plan(clinic, _client(clinic), "09:00")
    page = open_page()
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_M, *[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)
    assert "CL 000001" in page.grid.refusal
    assert "11.00" in page.grid.refusal
    assert _is_carrying(page)
    _key(jobs, Qt.Key.Key_Down)
    assert page.grid.refusal == ""
    _key(jobs, Qt.Key.Key_Escape)
    assert not _is_carrying(page)
    assert {row.at for row in _week(clinic)} == {time(9, 0), time(11, 0)}


def test_a_meeting_that_another_seat_moved_meanwhile_is_not_overwritten(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    page.grid.stand_on(series)
    press(Qt.Key.Key_M)
    with clinic.writing() as work:
        sessions.replan_session(work, series, 1, PlanDraft(held_on=TODAY, held_at=time(15)))
    _key(jobs, Qt.Key.Key_Right, Qt.Key.Key_Return)
    settle(jobs)
    (row,) = _week(clinic)
    assert (row.day, row.at) == (TODAY, time(15))
    assert page.grid.carried is None
    assert page.notice.text


def test_a_recorded_meeting_is_not_picked_up(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    from rehab_app.clinic.sessions.draft import AttendanceDraft

    series = _plan(clinic, _client(clinic))
    with clinic.writing() as work:
        sessions.record_attendance(work, series, 1, AttendanceDraft(attendance="hadir"))
    page = open_page()
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_M)
    assert page.grid.carried is None


def test_a_conflict_in_the_form_stands_beside_the_hour(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    _plan(clinic, _client(clinic, "Citra Lestari"), "10:00")
    _client(clinic)
    page = open_page()
    _key(jobs, Qt.Key.Key_Return)
    _type(jobs, "budi")
    _key(jobs, Qt.Key.Key_Return)
    _save(jobs)
    assert "CL 000001" in _form(page).field("held_at").trouble
    assert len(_week(clinic)) == 1


def test_a_closed_day_is_shaded_with_its_name_and_warned_of_in_the_form(
    open_page: Callable[[], SchedulePage], office: OpenClinic, jobs: Jobs
) -> None:
    with office.writing() as work:
        add_office_day(work, OfficeDayDraft(day=TODAY, name="Apel besar"))
    page = open_page()
    assert page.grid.shown is not None
    assert page.grid.shown.heads[0].is_closed
    assert "Apel besar" in page.grid.shown.heads[0].remark
    _key(jobs, Qt.Key.Key_Return)
    assert "Apel besar" in _form(page).field("held_at").warning


def test_enter_on_a_meeting_opens_it_and_enter_again_the_clients_meetings(
    open_page: Callable[[], SchedulePage], session: Session, clinic: OpenClinic, jobs: Jobs
) -> None:
    client = _client(clinic)
    series = _plan(clinic, client)
    gone = wherever(session)
    page = open_page()
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_Return)
    assert not page.panel.isHidden()
    _key(jobs, Qt.Key.Key_Return)
    assert gone == [("clients.file", FileSection(client.client_id, "sessions"))]


def test_weeks_are_turned_and_t_comes_back_to_today(open_page: Callable[[], SchedulePage], jobs: Jobs) -> None:
    page = open_page()
    _key(jobs, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert page.first_day == TODAY + timedelta(days=7)
    _key(jobs, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert page.grid.day == TODAY + timedelta(days=14)
    _key(jobs, Qt.Key.Key_T)
    assert page.grid.day == TODAY


def test_a_group_of_eight_is_planned_and_its_roster_filled_with_one_key_each(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    clients = [_client(clinic, name) for name in NAMES]
    page = open_page()
    _key(jobs, Qt.Key.Key_G)
    _type(jobs, "Mengenal pemicu")
    _key(jobs, Qt.Key.Key_Return)
    for name in NAMES:
        _type(jobs, name.split()[0])
        _key(jobs, Qt.Key.Key_Return)
    _save(jobs)
    (row,) = _week(clinic)
    assert (row.topic, row.seats, row.at) == ("Mengenal pemicu", len(clients), time(9, 30))
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_Return)
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_M)
    _type(jobs, "tanpa kabar")
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_I)
    _type(jobs, "kerja")
    _key(jobs, *[Qt.Key.Key_Return] * 6)
    _type(jobs, "Pemicu dan cara menghindar.")
    _save(jobs)
    assert page.forms.form is None
    assert row.group_id is not None
    with clinic.reading() as work:
        seats = queries.group_roster(work, row.group_id)
        summary = queries.group(work, row.group_id).summary
    assert [seat.attendance for seat in seats] == ["hadir", "mangkir", "izin", *["hadir"] * 5]
    assert [seat.attendance_reason for seat in seats[1:3]] == ["tanpa kabar", "kerja"]
    assert summary == "Pemicu dan cara menghindar."


def test_a_roster_that_is_refused_names_the_member_and_records_nobody(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    group_id = _group(clinic, [_client(clinic), _client(clinic, "Citra Lestari")])
    page = open_page()
    page.grid.stand_on(group_id)
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_Return)
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_I, Qt.Key.Key_Return)
    _save(jobs)
    assert "CL 000002" in _form(page).field("roster").trouble
    with clinic.reading() as work:
        assert [seat.attendance for seat in queries.group_roster(work, group_id)] == ["", ""]


def test_a_member_who_is_met_elsewhere_at_that_hour_is_named(
    open_page: Callable[[], SchedulePage], office: OpenClinic, clinic: OpenClinic, jobs: Jobs
) -> None:
    other = seat_of(office, Role.KONSELOR, name="Rina Konselor")
    _plan(other, _client(other, "Citra Lestari"), "09:30")
    page = open_page()
    _key(jobs, Qt.Key.Key_G)
    _type(jobs, "Topik")
    _key(jobs, Qt.Key.Key_Return)
    _type(jobs, "citra")
    _key(jobs, Qt.Key.Key_Return)
    _save(jobs)
    assert "Citra Lestari 000001" in _form(page).field("members").trouble
    assert [row.group_id for row in _week(clinic)] == [None]


def test_a_group_is_repeated_weekly_and_a_closed_day_is_named(
    open_page: Callable[[], SchedulePage], office: OpenClinic, clinic: OpenClinic, jobs: Jobs
) -> None:
    with office.writing() as work:
        add_office_day(work, OfficeDayDraft(day=TODAY + timedelta(days=7), name="Imlek"))
    page_group = _group(clinic, [_client(clinic)])
    page = open_page()
    page.grid.stand_on(page_group)
    _key(jobs, Qt.Key.Key_R)
    _form(page).field("times").fill({"times": 2})
    _form(page).field("times").tell_edited()
    _save(jobs)
    assert "Imlek" in page.notice.text
    assert len(_week(clinic, TODAY + timedelta(days=14))) == 1
    assert not _week(clinic, TODAY + timedelta(days=7))


def test_initials_are_masked_while_names_are(open_page: Callable[[], SchedulePage], clinic: OpenClinic) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    assert page.grid.shown is not None
    assert page.grid.shown.lines[series][0] == "BS 000001"
    page.context.privacy.switch(on=True)
    assert page.grid.shown.lines[series][0] == f"{MASK} 000001"


def test_the_lock_leaves_nothing_on_the_page(open_page: Callable[[], SchedulePage], clinic: OpenClinic) -> None:
    _plan(clinic, _client(clinic))
    page = open_page()
    page.forget()
    assert page.grid.shown is None
    assert page.detail.text() == ""
    assert page.week is None


def test_who_may_only_see_neither_plans_nor_moves(
    open_page: Callable[..., SchedulePage], office: OpenClinic, clinic: OpenClinic, sign_in: SignIn, jobs: Jobs
) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page(sign_in(seat_of(office, Role.KEPALA, name="Kepala")))
    assert page.counsellor_id is None
    _key(jobs, Qt.Key.Key_Return)
    assert page.forms.form is None
    page.grid.stand_on(series)
    _key(jobs, Qt.Key.Key_M)
    assert page.grid.carried is None


def test_the_room_is_for_those_who_see_clinical_data(clinic: OpenClinic, office: OpenClinic) -> None:
    room = next(room for room in rooms() if room.name == "schedule")
    assert room.may_see(clinic.actor)
    assert not room.may_see(seat_of(office, Role.PENDAFTARAN, name="Petugas").actor)


def test_ten_counsellors_at_one_hour_stand_in_ten_lanes_that_can_be_scrolled_to(
    open_page: Callable[..., SchedulePage], office: OpenClinic, sign_in: SignIn, jobs: Jobs
) -> None:
    for number in range(10):
        seat = seat_of(office, Role.KONSELOR, name=f"Konselor {number}")
        _plan(seat, _client(seat, f"Klien Nomor {number}"))
    page = open_page(sign_in(office))
    assert page.grid.shown is not None
    assert page.grid.shown.layout.most_lanes == 10
    assert page.grid.horizontalScrollBar().maximum() >= 10 * LEAST_LANE * 6 - page.grid.viewport().width()
    page.grid.stand_at(TODAY, time(11))
    seen = set()
    for _ in range(10):
        assert page.grid.row is not None
        seen.add(page.grid.row.client_id)
        _key(jobs, Qt.Key.Key_Right)
    assert len(seen) == 10
    assert page.grid.row is None
    assert page.grid.day == TODAY


def test_the_mouse_drags_a_meeting_to_another_hour(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    grid = page.grid
    grid.stand_on(series)
    begin = grid.cursor_rect().center()
    grid.stand_at(TODAY + timedelta(days=2), time(14))
    end = grid.cursor_rect().center()
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    _rest(jobs)
    (row,) = _week(clinic)
    assert row.day == TODAY + timedelta(days=2)
    assert row.at in {time(13), time(13, 30), time(14)}
    assert not _is_carrying(page)


def test_a_click_alone_moves_nothing(open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs) -> None:
    series = _plan(clinic, _client(clinic))
    page = open_page()
    page.grid.stand_on(series)
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.cursor_rect().center())
    _rest(jobs)
    assert [row.at for row in _week(clinic)] == [time(11)]
    assert page.grid.row is not None


def test_a_roster_that_another_seat_was_faster_with_is_shown_beside_what_is_typed(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    group_id = _group(clinic, [_client(clinic)])
    page = open_page()
    page.grid.stand_on(group_id)
    _key(jobs, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    with clinic.writing() as work:
        (seat,) = queries.group_roster(work, group_id)
        mark = AttendanceDraft(attendance="mangkir")
        groups.record_roster(work, group_id, {seat.series_id: mark})
    _save(jobs)
    assert page.forms.form is not None, "what was typed is not lost"
    with clinic.reading() as work:
        assert [one.attendance for one in queries.group_roster(work, group_id)] == ["mangkir"]


# Asked for by Today, and beside an open panel.


def _asked_for(page: SchedulePage, jobs: Jobs, subject: object) -> None:
    page.arrive(subject)
    _rest(jobs)


def test_a_roster_that_is_asked_for_is_opened_with_the_cursor_on_its_group(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    group_id = _group(clinic, [_client(clinic, name) for name in NAMES[:2]])
    page = open_page()
    _asked_for(page, jobs, GroupRoster(group_id, TODAY))
    assert page.grid.row is not None
    assert page.grid.row.group_id == group_id
    assert page.panel.accessibleName() == "Daftar hadir: Mengenal pemicu"
    assert "roster" in _form(page).column.names()


def test_a_roster_of_a_colleague_is_opened_too_though_the_week_was_narrowed_to_oneself(
    open_page: Callable[[], SchedulePage], office: OpenClinic, jobs: Jobs
) -> None:
    other = seat_of(office, Role.KONSELOR, name="Rina Konselor")
    group_id = _group(other, [_client(other, name) for name in NAMES[:2]])
    page = open_page()
    narrowed_to = [page.counsellor_id]
    _asked_for(page, jobs, GroupRoster(group_id, TODAY))
    assert [*narrowed_to, page.counsellor_id] == [page.session.actor.user_id, None]
    assert page.grid.row is not None
    assert page.grid.row.group_id == group_id
    assert "roster" in _form(page).column.names()


def test_a_group_that_is_gone_opens_nothing(open_page: Callable[[], SchedulePage], jobs: Jobs) -> None:
    page = open_page()
    _asked_for(page, jobs, GroupRoster(UUID(int=7), TODAY))
    assert page.forms.form is None
    assert page.panel.isHidden()


def test_who_may_only_look_sees_the_group_that_is_asked_for(
    open_page: Callable[..., SchedulePage], office: OpenClinic, clinic: OpenClinic, sign_in: SignIn, jobs: Jobs
) -> None:
    group_id = _group(clinic, [_client(clinic, name) for name in NAMES[:2]])
    page = open_page(sign_in(seat_of(office, Role.KEPALA, name="Kepala Uji")))
    _asked_for(page, jobs, GroupRoster(group_id, TODAY))
    assert page.forms.form is None
    assert not page.panel.isHidden()


@pytest.mark.parametrize(("lanes", "has_panel"), [(1, True), (2, False)])
def test_the_whole_week_stands_without_scrolling_at_1366_pixels_where_its_words_can_be_read(
    open_page: Callable[..., SchedulePage],
    office: OpenClinic,
    sign_in: SignIn,
    jobs: Jobs,
    lanes: int,
    has_panel: bool,
) -> None:
    for number in range(lanes):
        seat = seat_of(office, Role.KONSELOR, name=f"Konselor {number}")
        _plan(seat, _client(seat, NAMES[number]), "11:00")
    page = open_page(sign_in(office))
    page.resize(1166, 660)  # what the window leaves of 1366x768
    page.grid.stand_at(TODAY, time(11))
    if has_panel:
        _key(jobs, Qt.Key.Key_Return)
    assert page.panel.isHidden() is not has_panel
    assert page.grid.shown is not None
    assert page.grid.shown.layout.most_lanes == lanes
    assert page.grid.horizontalScrollBar().maximum() == 0


def test_in_a_narrow_window_an_open_panel_takes_the_page_and_gives_it_back(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    _plan(clinic, _client(clinic))
    page = open_page()
    page.resize(760, 470)  # what the window leaves of 1920x1080 at 200 %
    page.grid.stand_at(TODAY, time(11))
    _key(jobs, Qt.Key.Key_Return)
    assert not page.panel.isHidden()
    assert not page.grid.isVisible()
    assert page.width() == 760
    _key(jobs, Qt.Key.Key_Escape)
    assert page.grid.isVisible()
    assert focused() is page.grid


def test_the_cursor_on_a_closed_day_says_the_whole_of_its_name(
    open_page: Callable[[], SchedulePage], office: OpenClinic
) -> None:
    name = "Rapat kerja BNN Provinsi Kalimantan Timur"
    with office.writing() as work:
        add_office_day(work, OfficeDayDraft(day=TODAY + timedelta(days=1), name=name))
    page = open_page()
    page.grid.stand_at(TODAY, time(9))
    assert name not in page.detail.text()
    page.grid.stand_at(TODAY + timedelta(days=1), time(9))
    assert f"tutup: {name}" in page.detail.text()


def test_the_next_free_hour_is_proposed_by_a_key_where_a_meeting_is_planned_in_the_week(
    open_page: Callable[[], SchedulePage], clinic: OpenClinic, jobs: Jobs
) -> None:
    client = _client(clinic)
    _plan(clinic, client, "10:00")
    page = open_page()
    page.planner.plan(TODAY, time(10))
    _rest(jobs)
    form = _form(page)
    press(Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    _rest(jobs)
    assert form.answers_of(["held_on", "held_at"]) == {"held_on": TODAY, "held_at": "11:00"}
    page.planner.plan_group(TODAY, time(10))
    assert page.forms.form is form, "what was proposed is not lost to another form"
