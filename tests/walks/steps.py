"""Steps that the walks of a day share: to a room, a file or a section, a form saved, what is stored, what can be read."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from rehab_app.clinic.assessment import filled
from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.instruments.panel import InstrumentsPanel
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.followup.page import FollowUpPage
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.questionnaire.form import QuestionnaireForm
from rehab_app.ui.schedule.page import SchedulePage
from tests.ui.makers import TODAY, wait_for
from tests.walks.day_clinic import Day
from tests.walks.walker import ALT, CTRL, SHIFT, Walker


def clinic_of(walker: Walker) -> OpenClinic:
    """Return the clinic that is open in the program."""
    clinic = walker.program.clinic
    assert clinic is not None
    return clinic


def go_to_room(walker: Walker, key: Qt.Key, name: str) -> None:
    """Go to a room by Alt and its number."""
    walker.think()
    walker.press(key, ALT)
    wait_for(lambda: walker.shell.room == name)
    walker.settle()


def opened_file(walker: Walker) -> ClientFilePage:
    """Return the opened file, once it is read."""
    wait_for(lambda: walker.shell.room == "clients.file")
    page = walker.page
    assert isinstance(page, ClientFilePage)
    walker.settle()
    assert page.facts is not None
    return page


def find_client(walker: Walker, name: str, client_id: UUID) -> ClientFilePage:
    """Find a client by the beginning of her name."""
    walker.think()
    walker.press(Qt.Key.Key_F, CTRL)
    walker.type_text(name)
    walker.press(Qt.Key.Key_Return)
    wait_for(lambda: walker.shell.room == "clients.file")
    page = opened_file(walker)
    wait_for(lambda: page.facts is not None and page.facts.client.id == client_id)
    walker.settle()
    return page


def go_to_section(walker: Walker, page: ClientFilePage, typed: str, name: str) -> None:
    """Go to a section that has no key of its own by the palette."""
    walker.think()
    walker.command(typed, lambda: page.section.name == name)


def form_of(page: ClientFilePage | SchedulePage | FollowUpPage) -> Form:
    """Return the form at the side, once it is open."""
    wait_for(lambda: page.forms.form is not None)
    assert page.forms.form is not None
    return page.forms.form


def save_form(walker: Walker, page: ClientFilePage | SchedulePage | FollowUpPage, key: Qt.Key = Qt.Key.Key_S) -> None:
    """Save the form at the side; it goes, and nothing is refused."""
    form = form_of(page)
    walker.press(key, CTRL)
    wait_for(lambda: page.forms.form is not form or bool(form.column.troubled()))
    assert page.forms.form is not form, [(one.spec.name, one.trouble) for one in form.column.troubled()]
    walker.settle()


def meetings_of(walker: Walker, day: Day, place: int) -> list[SessionRow]:
    """Return what is stored of a client's meetings, the first one first."""
    with clinic_of(walker).reading() as work:
        return list(sessions.of_episode(work, day.clients[place].episode_id))


def instrument_of(walker: Walker, day: Day, place: int) -> InstrumentRow:
    """Return the one instrument that is stored of a client."""
    with clinic_of(walker).reading() as work:
        (row,) = filled.instruments_of(work, day.clients[place].episode_id)
    return row


def open_from_schedule(walker: Walker, downs: int) -> ClientFilePage:
    """Go down in the schedule to the next meeting and open the client's meetings."""
    walker.think()
    walker.press(Qt.Key.Key_Down, times=downs)
    walker.press(Qt.Key.Key_Return)
    walker.settle()
    walker.press(Qt.Key.Key_Return)
    page = opened_file(walker)
    assert isinstance(page.section, MeetingsPanel)
    return page


def write_note(walker: Walker, page: ClientFilePage, words: tuple[str, ...]) -> None:
    """Enter that she came, write S, O, A and P, and sign."""
    walker.think()
    walker.type_text("h")
    walker.settle()
    walker.press(Qt.Key.Key_Return)
    form = form_of(page)
    for name, text in zip(("subjective", "objective", "appraisal", "next_plan"), words, strict=True):
        walker.answer(form, name, text)
    save_form(walker, page, Qt.Key.Key_Return)


def require_note(walker: Walker, day: Day, place: int, words: tuple[str, ...]) -> None:
    """Hold a note against what is stored: she came today, and whoever is signed in signed her words."""
    row = next(one for one in meetings_of(walker, day, place) if one.group_id is None)
    assert (row.held_on, row.attendance) == (TODAY, "hadir")
    assert (row.subjective, row.objective, row.appraisal, row.next_plan) == words
    assert row.signed_by == clinic_of(walker).actor.user_id


def begin_instrument(walker: Walker, page: ClientFilePage, instrument: str, moment: str) -> QuestionnaireForm:
    """Go to the instruments and choose one and its moment by two digits."""
    go_to_section(walker, page, "alat", "instruments")
    walker.press(Qt.Key.Key_I, CTRL | SHIFT)
    for digit in (instrument, moment):
        walker.think()
        walker.type_text(digit)
    panel = page.section
    assert isinstance(panel, InstrumentsPanel)
    wait_for(lambda: panel.filling is not None)
    walker.settle()
    assert panel.filling is not None
    return panel.filling


def save_instrument(walker: Walker, page: ClientFilePage) -> None:
    """Save the questionnaire, which goes."""
    panel = page.section
    assert isinstance(panel, InstrumentsPanel)
    walker.save()
    wait_for(lambda: panel.filling is None)
    walker.settle()


def texts_on_screen() -> str:
    """Return every word on any window of the program, and what lies on the clipboard."""
    found = [QGuiApplication.clipboard().text()]
    for widget in QApplication.allWidgets():
        found += [widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription(), _text_of(widget)]
    return "\n".join(found)


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.text() if isinstance(widget, QLabel | QLineEdit | QPushButton) else ""
