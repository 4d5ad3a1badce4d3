"""The one dialog that erases a client: it says what goes and what remains, and asks for her No. RM typed by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from rehab_app.desk.erase_client import BACKUPS_REMAIN
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class EraseDialog(Dialog):
    """``confirmed`` once the No. RM was typed as it is; until then the button that erases cannot be pressed."""

    confirmed = Signal()

    def __init__(self, session: Session, parent: QWidget | None, rm_number: str) -> None:
        say = session.say
        super().__init__(
            session.context, parent, say("Erase the client with RM {number}?", number=rm_number), State.DANGER
        )
        self._rm_number = rm_number
        self.add_text(
            say("Her identity, every masa perawatan, meeting, instrument, letter and attachment go for good.")
        )
        self.add_text(say("The audit keeps that and by whom she was erased, without a word about her."), "muted")
        self.add_text(say(BACKUPS_REMAIN))
        caption = label(say("Type her No. RM to confirm"), "label")
        self.field = QLineEdit()
        self.field.setAccessibleName(say("Type her No. RM to confirm"))
        caption.setBuddy(self.field)
        self.body.addWidget(caption)
        self.body.addWidget(self.field)
        self.add_button(say("Cancel"), self.reject, is_default=True)
        self.erase_button = self.add_button(say("Erase for good"), self._confirm, look="danger")
        self.erase_button.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.erase_button.setEnabled(text.strip() == rm_number))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        if self.field.text().strip() == self._rm_number:
            self.confirmed.emit()
            self.accept()
