"""One day of a counsellor, by keys alone, in the real program on a clinic of eight clients.

Monday, 16 January 2023. At **8.00** Siti signs in; *Today* lists the group of nine, member by member, and three meetings. At
**9.05** the eight are to sit in the group room. She opens the schedule, where the cursor stands on the group, and gives each
one a key: six came, Bagus asked to be excused for his work, Gita stays away without a word, as last week. At **11.00** Andi
comes alone; she writes S, O, A and P while he is there and signs with Ctrl+Enter, then his urine is tested: six parameters,
all negative. At **13.00** the same with Citra, and a DAST-10, ten questions by ten digits. At **14.00** Dewi sits down and
does not look up. Siti asks the SRQ-20; at the seventeenth question she says yes. The form warns at once and the file goes on
saying it. Siti speaks with her, writes it down, signs, and renews her care plan, which is due today. At **15.00** she looks
who stays away: Gita is there, and the list says why. She calls; nobody answers: one key, and the program proposes tomorrow.
At **15.30** she plans a meeting with Eko and carries it to another day; ten to four, *Today* says what is left. At **16.00**
she has begun a line in Fajar's file when somebody knocks: Ctrl+L. Nothing of it is left on the screen or readable on the
disk; it waits, sealed, for her passphrase.

Counted as something to think about: each way that is chosen (a room, a section, a row, which instrument) and each field that
is answered; by the strict count each row and each question too. What she hears and says meanwhile takes as long as it takes.
"""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from rehab_app.clinic.assessment import filled
from rehab_app.clinic.followup.queries import calls_of_episode
from rehab_app.clinic.followup.watch import absent
from rehab_app.clinic.plans import queries as plans
from rehab_app.clinic.schedule import queries as schedule
from rehab_app.clinic.urine_tests.queries import urine_tests_of_episode
from rehab_app.instruments.instrument import SUICIDE_ALERT
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.followup.page import FollowUpPage
from rehab_app.ui.home.page import HomePage
from rehab_app.ui.home.rows import Waiting
from rehab_app.ui.schedule.page import SchedulePage
from rehab_app.ui.shell.shell import Shell
from tests.ui.driving import gate_of, running
from tests.ui.makers import TODAY, wait_for
from tests.walks.day_clinic import (
    ANDI,
    BAGUS,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    GITA,
    LAST_WEEK,
    LOGIN,
    NAMES,
    PASSPHRASE,
    Day,
    make_day,
    sign_in_again,
)
from tests.walks.steps import (
    begin_instrument,
    clinic_of,
    find_client,
    form_of,
    go_to_room,
    go_to_section,
    instrument_of,
    meetings_of,
    open_from_schedule,
    require_note,
    save_form,
    save_instrument,
    texts_on_screen,
    write_note,
)
from tests.walks.walker import CTRL, SHIFT, Walker

MOST: Final = {
    "sign in": (24, 10.0, 10.0),
    "roster of eight": (24, 12.0, 22.0),
    "SOAP note": (84, 32.0, 32.0),
    "urine test": (20, 9.0, 16.0),
    "second SOAP note": (92, 36.0, 36.0),
    "DAST-10": (26, 12.0, 25.0),
    "SRQ-20 with alert": (42, 20.0, 45.0),
    "crisis note": (170, 56.0, 56.0),
    "plan review": (42, 15.0, 15.0),
    "call logged": (8, 7.0, 7.0),
    "meeting planned": (14, 9.0, 9.0),
    "meeting moved": (8, 6.0, 6.0),
    "look at what waits": (3, 3.0, 3.0),
    "lock": (2, 1.0, 1.0),
}
"""The most keys and seconds of each task by the keystroke-level model, then the seconds by its strict count; see ``walker``."""
ANDI_NOTE: Final = ("Tidur lebih baik.", "Rapi, tenang.", "Tahap aksi.", "Latihan menolak ajakan.")
CITRA_NOTE: Final = ("Bertengkar dengan suami.", "Mata sembab.", "Risiko kambuh sedang.", "Undang suami.")
CRISIS_NOTE: Final = (
    "Ingin mengakhiri hidup sejak Jumat, belum ada rencana.",
    "Menunduk, suara pelan.",
    "Risiko bunuh diri sedang.",
    "Kontrak aman, ibu menjemput, dokter diberi tahu.",
)
DAST: Final = "1010010000"
HALF_NOTE: Final = "Ayahnya baru meninggal"
Report = Callable[[str, object], None]


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """The clinic of the day, locked."""
    return make_day(tmp_path)


@pytest.fixture
def walker(qapp: QApplication, qtbot: QtBot, day: Day) -> Iterator[Walker]:
    """The counsellor at the gate of the program at eight o'clock."""
    del qtbot
    day.at(8)
    with running(qapp, day.root, language="id", clock=day.clock) as program:
        yield Walker(program)


# 8.00


def _sign_in(walker: Walker) -> None:
    """The day begins; everybody who is expected is listed by initials and hour."""
    gate = gate_of(walker.program)
    with walker.task("sign in"):
        assert walker.focused() is gate.form.field("login").edit
        for text in (LOGIN, PASSPHRASE):
            walker.think()
            walker.type_text(text)
            walker.press(Qt.Key.Key_Return)
        wait_for(lambda: isinstance(walker.program.frame.shown, Shell))
    assert walker.shell.greeting_lines == []
    page = walker.page
    assert isinstance(page, HomePage)
    shown = [(len(row.seats), row.session.initials, row.session.held_at) for row in page.sessions.rows]
    first = "".join(part[0] for part in NAMES[0][0].split())
    assert shown == [(len(NAMES), first, time(9)), (1, "AW", time(11)), (1, "CL", time(13)), (1, "DA", time(14))]
    assert page.session_table.current_row is page.sessions.rows[0]


# 9.05


def _fill_roster(walker: Walker, day: Day) -> SchedulePage:
    """Six came, one is excused with a reason, one stays away without a word."""
    day.at(9, 5)
    with walker.task("roster of eight"):
        go_to_room(walker, Qt.Key.Key_4, "schedule")
        page = walker.page
        assert isinstance(page, SchedulePage)
        wait_for(lambda: page.grid.row is not None)
        assert page.grid.row is not None
        assert page.grid.row.group_id == day.group_id
        walker.press(Qt.Key.Key_Return)
        walker.settle()
        walker.press(Qt.Key.Key_Return)
        form_of(page)
        walker.think()
        for place in range(len(NAMES)):
            walker.go_through({BAGUS: "i", GITA: "m"}.get(place, "\n"))
            if place in {BAGUS, GITA}:
                walker.think()
                walker.type_text("kerja" if place == BAGUS else "")
                walker.press(Qt.Key.Key_Return)
        save_form(walker, page)
    with clinic_of(walker).reading() as work:
        seats = schedule.group_roster(work, day.group_id)
        assert schedule.group(work, day.group_id).state == "held"
    came = {seat.episode_id: (seat.attendance, seat.attendance_reason) for seat in seats}
    assert came.pop(day.clients[BAGUS].episode_id) == ("izin", "kerja")
    assert came.pop(day.clients[GITA].episode_id) == ("mangkir", "")
    assert set(came.values()) == {("hadir", "")}
    assert len(came) == 6
    return page


# 11.00 and 13.00


def _see_andi(walker: Walker, day: Day) -> None:
    """A note written and signed, then six parameters by six keys; kit and lot are those used last."""
    day.at(11, 40)
    with walker.task("SOAP note"):
        page = open_from_schedule(walker, 3)
        write_note(walker, page, ANDI_NOTE)
    require_note(walker, day, ANDI, ANDI_NOTE)
    with walker.task("urine test"):
        go_to_section(walker, page, "tes u", "urine")
        walker.press(Qt.Key.Key_U, CTRL | SHIFT)
        form_of(page)
        walker.think()
        walker.go_through("nnnnnn")
        save_form(walker, page)
    with clinic_of(walker).reading() as work:
        (test,) = urine_tests_of_episode(work, day.clients[ANDI].episode_id)
    assert (len(test.results), set(test.results.values())) == (6, {"negative"})
    assert (test.taken_on, test.kit, test.lot, test.expires_on) == (TODAY, "Strip 6", "A12", date(2024, 1, 31))


def _see_citra(walker: Walker, day: Day) -> None:
    """Back to the schedule, the next meeting, a note; then ten questions by ten digits."""
    day.at(13, 30)
    with walker.task("second SOAP note"):
        go_to_room(walker, Qt.Key.Key_4, "schedule")
        assert walker.page.panel.isHidden(), "what it says of Andi's meeting is no longer so"
        page = open_from_schedule(walker, 3)
        write_note(walker, page, CITRA_NOTE)
    require_note(walker, day, CITRA, CITRA_NOTE)
    with walker.task("DAST-10"):
        begin_instrument(walker, page, "3", "1")
        walker.think()
        walker.go_through(DAST)
        save_instrument(walker, page)
    row = instrument_of(walker, day, CITRA)
    assert (row.instrument, row.moment, row.status, row.taken_on) == ("dast10", "awal", "complete", TODAY)
    assert row.answers == {"items": {str(n + 1): int(digit) for n, digit in enumerate(DAST)}}
    assert row.scores["total"] == 2  # item 3 is turned round


# 14.00


def _meet_the_crisis(walker: Walker, day: Day) -> None:
    """Item 17 is answered with yes: the form warns before anything is saved, the file goes on warning."""
    day.at(14, 5)
    warning = walker.program.context.say(SUICIDE_ALERT)
    with walker.task("SRQ-20 with alert"):
        go_to_room(walker, Qt.Key.Key_4, "schedule")
        page = open_from_schedule(walker, 1)
        form = begin_instrument(walker, page, "5", "2")
        walker.think()
        walker.go_through("0" * 16)
        assert not form.questionnaire.alert.text
        walker.go_through("1")
        assert warning in form.questionnaire.alert.text
        walker.go_through("000")
        save_instrument(walker, page)
    row = instrument_of(walker, day, DEWI)
    assert (row.status, row.alerts, row.scores["total"]) == ("complete", ("17",), 1)
    marks = [one for one in page.findChildren(QPushButton) if one.accessibleDescription() == warning]
    assert [one.text() for one in marks] == ["Perhatian: keinginan bunuh diri"]
    assert marks[0].isVisible()
    with clinic_of(walker).reading() as work:
        assert [one.client_id for one in filled.alerting(work)] == [day.clients[DEWI].client_id]
    with walker.task("crisis note"):
        walker.think()
        walker.press(Qt.Key.Key_5, CTRL)
        walker.settle()
        write_note(walker, page, CRISIS_NOTE)
    require_note(walker, day, DEWI, CRISIS_NOTE)
    _renew_plan(walker, day, page)


def _renew_plan(walker: Walker, day: Day, page: ClientFilePage) -> None:
    """The plan is due: how she got on is said, the rest stays as it stood."""
    progress = "Krisis; temui dua kali sepekan."
    with walker.task("plan review"):
        walker.think()
        walker.press(Qt.Key.Key_9, CTRL)
        walker.settle()
        walker.press(Qt.Key.Key_W, CTRL | SHIFT)
        walker.answer(form_of(page), "progress", progress)
        save_form(walker, page)
    with clinic_of(walker).reading() as work:
        plan = plans.plan_of_episode(work, day.clients[DEWI].episode_id)
    assert plan is not None
    assert (plan.number, plan.made_on, plan.progress) == (2, TODAY, progress)
    assert plan.review_on is not None
    assert plan.review_on > TODAY


# 15.00


def _call_gita(walker: Walker, day: Day) -> None:
    """She stands on the list with the reason; one key for the outcome, and tomorrow is proposed."""
    day.at(15)
    with walker.task("call logged"):
        go_to_room(walker, Qt.Key.Key_5, "followup")
        page = walker.page
        assert isinstance(page, FollowUpPage)
        wait_for(lambda: page.model.rowCount() == 1)
        (row,) = page.model.rows
        assert row.client_id == day.clients[GITA].client_id
        days = ", ".join(f"{one:%d/%m/%Y}" for one in (LAST_WEEK, TODAY))
        assert days in page.model.reason(row)
        assert page.model.reason(row) in page.model.row_text(0)
        walker.press(Qt.Key.Key_Return)
        form = form_of(page)
        walker.answer(form, "outcome", "5")
        assert form.answers()["next_try_on"] == TODAY + timedelta(days=1)
        walker.think()
        save_form(walker, page)
    with clinic_of(walker).reading() as work:
        (call,) = calls_of_episode(work, day.clients[GITA].episode_id)
        (still,) = absent(work)
    assert (call.outcome, call.next_try_on, call.channel) == ("no_answer", TODAY + timedelta(days=1), "phone")
    assert still.next_try_on == TODAY + timedelta(days=1)


# 15.30


def _plan_eko(walker: Walker, day: Day) -> None:
    """A meeting planned at the cursor, on Wednesday at two; then carried a day and an hour on."""
    day.at(15, 30)
    with walker.task("meeting planned"):
        go_to_room(walker, Qt.Key.Key_4, "schedule")
        page = walker.page
        assert isinstance(page, SchedulePage)
        walker.think()
        walker.press(Qt.Key.Key_Right, times=2)
        walker.press(Qt.Key.Key_Return)
        walker.answer(form_of(page), "client", "eko", confirm=True)
        save_form(walker, page)
    planned = meetings_of(walker, day, EKO)[-1]
    assert (planned.held_on, planned.held_at) == (TODAY + timedelta(days=2), time(14))
    with walker.task("meeting moved"):
        walker.think(2)
        walker.type_text("m")
        walker.press(Qt.Key.Key_Right)
        walker.press(Qt.Key.Key_Up, times=2)
        walker.press(Qt.Key.Key_Return)
        walker.settle()
        wait_for(lambda: page.grid.carried is None)
        walker.settle()
    moved = next(one for one in meetings_of(walker, day, EKO) if one.series_id == planned.series_id)
    assert (moved.held_on, moved.held_at) == (TODAY + timedelta(days=3), time(13))


# 15.50


def _look_at_today(walker: Walker, day: Day) -> None:
    """Before she goes, Today says what is left: Dewi above all, and nothing of what was done."""
    day.at(15, 50)
    with walker.task("look at what waits"):
        go_to_room(walker, Qt.Key.Key_1, "home")
        page = walker.page
        assert isinstance(page, HomePage)
        wait_for(lambda: bool(page.waiting.rows))
    waiting = [(line.row.kind, line.row.client_id) for line in page.waiting.rows if line.row is not None]
    assert waiting[0] == (Waiting.ALERT, day.clients[DEWI].client_id)
    assert not {Waiting.UNRECORDED, Waiting.UNSIGNED, Waiting.PLAN} & {kind for kind, _ in waiting}


# 16.00


def _lock(walker: Walker, day: Day) -> None:
    """A line is begun in Fajar's file, somebody knocks, the window is locked."""
    day.at(16)
    client = day.clients[FAJAR]
    page = find_client(walker, "fajar", client.client_id)
    walker.press(Qt.Key.Key_5, CTRL)
    walker.settle()
    walker.press(Qt.Key.Key_Return)
    walker.answer(form_of(page), "subjective", HALF_NOTE)
    warning = walker.program.context.say(SUICIDE_ALERT)
    assert HALF_NOTE in texts_on_screen()
    with walker.task("lock"):
        walker.press(Qt.Key.Key_L, CTRL)
        gate_of(walker.program)
    told = texts_on_screen()
    names = [part for name, _ in NAMES for part in name.split()]
    for text in (HALF_NOTE, *names, *ANDI_NOTE, *CITRA_NOTE, *CRISIS_NOTE, warning):
        assert text not in told
    for path in day.root.rglob("*"):
        assert not path.is_file() or HALF_NOTE.encode() not in path.read_bytes(), path
    again = sign_in_again(day.root, day.clock)
    drafts = [(draft.form, draft.content.get("subjective")) for draft in again.drafts.offered()]
    again.lock()
    assert drafts == [("sessions.attend", HALF_NOTE)]


def test_a_counsellors_day_goes_by_keys_from_the_gate_to_the_lock(
    walker: Walker, day: Day, record_property: Report
) -> None:
    _sign_in(walker)
    _fill_roster(walker, day)
    _see_andi(walker, day)
    _see_citra(walker, day)
    _meet_the_crisis(walker, day)
    _call_gita(walker, day)
    _plan_eko(walker, day)
    _look_at_today(walker, day)
    _lock(walker, day)
    _require_quick(walker, record_property)


def _require_quick(walker: Walker, report: Report) -> None:
    """Report keys, seconds and screens of each task, and hold them against the table."""
    assert list(walker.keys) == list(MOST)
    for task, most in MOST.items():
        found = (walker.keys[task], round(walker.seconds(task), 1), round(walker.seconds(task, is_strict=True), 1))
        for name, figure in zip(("keys", "seconds", "strict seconds"), found, strict=True):
            report(f"{name}: {task}", figure)
        report(f"screens: {task}", " > ".join(walker.screens[task]))
        assert found[0] > 0, task
        assert all(figure <= bound for figure, bound in zip(found, most, strict=True)), (task, found, most)
