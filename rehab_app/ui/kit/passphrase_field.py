"""A passphrase: hidden unless shown on purpose, warns of Caps Lock, and never part of a draft."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from rehab_app.ui.kit.field import Values
from rehab_app.ui.kit.line_edit import LineEdit
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.text_fields import LineField


def caps_lock_of(event: QKeyEvent) -> bool | None:
    """Tell from a typed letter whether Caps Lock is on; None where the key does not show it.

    Qt gives no access to the key's lamp: a capital without Shift, or a small letter with it, shows that it is on.
    """
    text = event.text()
    if len(text) != 1 or not text.isalpha() or text.upper() == text.lower():
        return None
    has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return text.isupper() is not has_shift


class PassphraseEdit(LineEdit):
    """A line edit whose text is hidden until it is asked for; ``caps_lock`` tells what typing shows of that key."""

    caps_lock = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_shown = False
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._show_mode()

    def set_shown(self, *, is_shown: bool) -> None:
        """Show the text itself, or dots."""
        self._is_shown = is_shown
        self._show_mode()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock.emit(False)
        elif (is_on := caps_lock_of(event)) is not None:
            self.caps_lock.emit(is_on)
        super().keyPressEvent(event)

    def _show_mode(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if self._is_shown else QLineEdit.EchoMode.Password)


class PassphraseField(LineField):
    """A passphrase field with a button that shows what is typed."""

    edit: PassphraseEdit

    def make_editor(self) -> QWidget:
        """Make the hidden edit and its button."""
        self.edit = PassphraseEdit(self)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * self.spec.width)
        self.edit.entered.connect(self.stepped)
        self.edit.textEdited.connect(self.tell_edited)
        self.edit.caps_lock.connect(self._on_caps_lock)
        self.show_button = QToolButton(self)
        self.show_button.setCheckable(True)
        self.show_button.setProperty("look", "quiet")
        self.show_button.toggled.connect(self._on_toggled)
        self.companions.append(self.show_button)
        self._name_button()
        return self.edit

    def values(self) -> dict[str, object]:
        """Return nothing: what is kept in a draft or compared on screen must not hold a passphrase."""
        return {self.spec.name: None}

    def fill(self, values: Values) -> None:
        """Empty the field, whatever ``values`` holds."""
        del values
        self.edit.clear()
        self.show_button.setChecked(False)

    def read(self) -> object:
        """Return the passphrase exactly as typed, spaces and all; None where there is none."""
        return self.edit.text() or None

    @property
    def is_dirty(self) -> bool:
        """Whether anything is typed."""
        return bool(self.edit.text())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.edit.text()

    def leave(self) -> None:
        """Take the word about Caps Lock away."""
        self.show_warnings([])

    def _on_caps_lock(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        sentence = self.around.words.say("Caps Lock is on.")
        self.show_warnings([sentence] if is_on else [])

    def _on_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.edit.set_shown(is_shown=is_shown)
        self._name_button()

    def _name_button(self) -> None:
        is_shown = self.show_button.isChecked()
        words = self.around.words
        name = words.say("Hide passphrase") if is_shown else words.say("Show passphrase")
        self.show_button.setToolTip(name)
        self.show_button.setAccessibleName(name)
        self.around.theme.icons.put(self.show_button, "hide" if is_shown else "show", "muted")
