"""Steps that the tests of the file's sections share: open a section, look at its form, save it."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.desk.admit import Admitted
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.dialogs import ReasonDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import TODAY, settle

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def open_section(session: Session, jobs: Jobs, shown: Show, client_id: UUID, section: str) -> ClientFilePage:
    """Open a client's file at ``section``."""
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client_id, section))
    settle(jobs)
    return page


def form_of(page: ClientFilePage) -> Form:
    """Return the form at the side."""
    assert page.forms.form is not None, "no form is open"
    return page.forms.form


def save(page: ClientFilePage, jobs: Jobs) -> None:
    """Save by Ctrl+S; nothing is refused."""
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    form = page.forms.form
    assert form is None, [(field.spec.name, field.trouble) for field in form.column.troubled()]


def refused(page: ClientFilePage, jobs: Jobs) -> dict[str, str]:
    """Save by Ctrl+S and return what is refused, by field."""
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    return {field.spec.name: field.trouble for field in form_of(page).column.troubled()}


def give_reason(page: QWidget, jobs: Jobs, reason: str) -> None:
    """Type a reason into the dialog that asks for it, and accept."""
    QApplication.processEvents()
    dialog = next(one for one in page.window().findChildren(ReasonDialog) if one.isVisible())
    dialog.field.setFocus()
    type_text(reason)
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Space)
    settle(jobs)
    assert not [one for one in page.window().findChildren(ReasonDialog) if one.isVisible()]


def texts(widget: QWidget) -> str:
    """Return all words that are shown in ``widget``."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def begin_outpatient(clinic: OpenClinic, client: Admitted) -> None:
    """Take a client on in outpatient care, by the signed-in person."""
    with clinic.writing() as work:
        draft = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, client.episode_id, 1, draft)
