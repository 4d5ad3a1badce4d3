"""The question a form asks when it is left with something unsaved: in a notice, the harmless answer first."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rehab_app.ui.kit.form_notice import NoticeAction
from rehab_app.ui.kit.theme import State

if TYPE_CHECKING:
    from rehab_app.ui.kit.form import Form

LEAVING: Final = "leaving"


class Leave(StrEnum):
    """How a form is left: nothing was typed, what was typed stays as a draft, or it is thrown away."""

    CLEAN = "clean"
    KEEP = "keep"
    DISCARD = "discard"


class Leaving:
    """Asks what shall become of what was typed."""

    def __init__(self, form: "Form") -> None:
        self._form = form
        self._before: QWidget | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the question is on screen."""
        return self._form.notices.get(LEAVING) is not None

    def ask(self) -> None:
        """Show the question and put the focus on its harmless answer."""
        form, say = self._form, self._form.around.words.say
        stay = NoticeAction(say("Go on typing"), self.stay)
        throw = NoticeAction(say("Throw away what I typed"), lambda: self._go(Leave.DISCARD), "danger")
        keep = NoticeAction(say("Keep as a draft and leave"), lambda: self._go(Leave.KEEP))
        actions = [keep, stay, throw] if form.seal is not None else [stay, throw]
        self._before = QApplication.focusWidget()
        notice = form.notices.show_notice(LEAVING, say("What you typed is not saved yet."), State.WARNING, actions)
        notice.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def stay(self) -> None:
        """Take the question away and give the focus back."""
        self._form.notices.drop(LEAVING)
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _go(self, how: Leave) -> None:
        """Leave, unless what was typed could not be kept: then stay, with the reason on screen."""
        if how is Leave.KEEP and self._form.seal is not None and not self._form.seal():
            self.stay()
            return
        self._form.notices.drop(LEAVING)
        self._before = None
        self._form.left.emit(how)
