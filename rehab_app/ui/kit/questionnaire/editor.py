"""What every editor of an answer has in common, and the keys that say why an item has no value."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from rehab_app.instruments.form import NoValue

_STATES = {Qt.Key.Key_X: NoValue.REFUSED, Qt.Key.Key_N: NoValue.NOT_APPLICABLE}
_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)


class AnswerEditor(QWidget):
    """Takes the answer of one item.

    ``answered(raw)`` tells each change by the user, None where the answer is taken away; ``went(steps)`` that she goes on (1) or
    back (-1); ``stated(NoValue)`` that there is no value, and why; ``moved(QRect)`` which part of a tall editor is looked at;
    ``refused(typed, possible)`` that a key is no answer here and which ones are, both empty once nothing is wrong any more.
    """

    answered = Signal(object)
    went = Signal(int)
    stated = Signal(object)
    moved = Signal(object)
    refused = Signal(str, str)

    def show_answer(self, raw: object) -> None:
        """Show a raw answer, None for none; tells nobody."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def told(self, raw: object) -> str:
        """Return a raw answer as a reader would see it."""
        return "" if raw is None else str(raw)


def state_of_key(event: QKeyEvent, *, with_alt: bool = False) -> NoValue | None:
    """Return the state that X or N says, alone or ``with_alt`` where letters are part of the answer."""
    state = _STATES.get(Qt.Key(event.key()))
    if with_alt:
        return state if event.modifiers() == Qt.KeyboardModifier.AltModifier else None
    return state if event.modifiers() in _BARE else None
