"""Name and passphrase at the gate: two fields and one button, with the manners of the form kit but without its weight.

Enter goes from field to field and after the last one signs in, Ctrl+S signs in from anywhere, an error stands below its field
and goes when it is being mended. What only an answer or an error needs is imported then: by that time it is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.shell.card import PlainButton

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from rehab_app.foundation.words import Words
    from rehab_app.ui.kit.field_note import NoteLine
    from rehab_app.ui.kit.theme import Theme


class GateEdit(QLineEdit):
    """A line edit: ``entered`` tells Enter alone, ``left`` that the focus went, ``caps_lock`` what a letter shows of that key."""

    entered = Signal()
    left = Signal()
    caps_lock = Signal(bool)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell Enter instead of pressing a default button."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - slow; not before the first key

        from rehab_app.ui.kit.line_edit import is_plain_enter  # noqa: PLC0415 - as above
        from rehab_app.ui.kit.passphrase_field import caps_lock_of  # noqa: PLC0415 - as above

        if is_plain_enter(event):
            self.entered.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock.emit(False)
        elif (is_on := caps_lock_of(event)) is not None:
            self.caps_lock.emit(is_on)
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus went."""
        super().focusOutEvent(event)
        self.left.emit()


class GateField(QWidget):
    """One question: its label, its edit, and below it what is wrong or worth knowing."""

    def __init__(self, label: str, words: Words, theme: Theme, parent: QWidget, letters: int) -> None:
        super().__init__(parent)
        self.edit = GateEdit(self)
        self.answering: list[QWidget] = [self.edit]
        self._words = words
        self._theme = theme
        self._error: NoteLine | None = None
        self._warning: NoteLine | None = None
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * letters)
        self.edit.setAccessibleName(label)
        self.edit.textEdited.connect(lambda _text: self.show_trouble(""))
        caption = QLabel(f"{label} *", self)
        caption.setProperty("look", "label")
        caption.setBuddy(self.edit)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(0.5))
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space(1))
        self._row.addWidget(self.edit, 1)
        self._column.addWidget(caption)
        self._column.addLayout(self._row)

    @property
    def trouble(self) -> str:
        """The error that is shown, or an empty text."""
        return self._error.text if self._error is not None else ""

    @property
    def warning(self) -> str:
        """The warning that is shown, or an empty text."""
        return self._warning.text if self._warning is not None else ""

    def focus_editor(self) -> None:
        """Put the cursor here and select what is typed, as the Tab key would."""
        self.edit.setFocus()
        self.edit.selectAll()

    def show_trouble(self, sentence: str) -> None:
        """Show ``sentence`` below the edit as its error; an empty one takes the error away."""
        if sentence == self.trouble:
            return
        if self._error is None:
            self._error = self._note(State.DANGER, "error")
        self._error.say(sentence)
        self._error.setVisible(bool(sentence))
        dress(self.edit, state=State.DANGER if sentence else State.NEUTRAL)
        self._describe()

    def show_warning(self, sentence: str) -> None:
        """Show ``sentence`` below the edit; it warns and never blocks."""
        if sentence == self.warning:
            return
        if self._warning is None:
            self._warning = self._note(State.WARNING, "hint")
        self._warning.say(sentence)
        self._warning.setVisible(bool(sentence))
        self._describe()

    def _note(self, state: State, look: str) -> NoteLine:
        from rehab_app.ui.kit.field_note import NoteLine  # noqa: PLC0415 - not before something is wrong

        note = NoteLine(self._theme, state, look=look)
        self._column.addWidget(note)
        return note

    def _describe(self) -> None:
        self.edit.setAccessibleDescription(f"{self.trouble} {self.warning}".strip())


class PassphraseGateField(GateField):
    """The passphrase: hidden unless shown on purpose, and with a word when Caps Lock is on."""

    def __init__(self, label: str, words: Words, theme: Theme, parent: QWidget, letters: int) -> None:
        super().__init__(label, words, theme, parent, letters)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.caps_lock.connect(self._on_caps_lock)
        self.edit.left.connect(self._on_left)
        self.show_button = QToolButton(self)
        self.show_button.setCheckable(True)
        self.show_button.setProperty("look", "quiet")
        self.show_button.toggled.connect(self._on_toggled)
        self._row.addWidget(self.show_button)
        self._name_button()

    def complete(self) -> None:
        """Tell the system's keyboards that what is typed here is secret; the first window need not wait for that."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - slow; behind the first window

        hint = Qt.InputMethodHint
        self.edit.setInputMethodHints(hint.ImhHiddenText | hint.ImhSensitiveData | hint.ImhNoPredictiveText)

    def empty(self) -> None:
        """Forget what was typed, and hide again."""
        self.edit.clear()
        self.show_button.setChecked(False)

    def _on_left(self) -> None:
        """Take the word about Caps Lock away once the focus is elsewhere in this window."""
        focused = QApplication.focusWidget()
        if focused is not None and focused.window() is self.window() and not self.isAncestorOf(focused):
            self.show_warning("")

    def _on_caps_lock(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.show_warning(self._words.say("Caps Lock is on.") if is_on else "")

    def _on_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._name_button()

    def _name_button(self) -> None:
        is_shown = self.show_button.isChecked()
        name = self._words.say("Hide passphrase") if is_shown else self._words.say("Show passphrase")
        self.show_button.setToolTip(name)
        self.show_button.setAccessibleName(name)
        self._theme.icons.put(self.show_button, "hide" if is_shown else "show", "muted")


class SignInForm(QWidget):
    """The two fields and the button. ``asked(login, passphrase)`` asks for the sign-in; nothing more until ``end``."""

    asked = Signal(str, str)
    LETTERS: Final = 60

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._is_asking = False
        self._was_refused = False
        self._summary: NoteLine | None = None
        self._answers = QWidget(self)
        self._login = GateField(words.say("Sign-in name"), words, theme, self._answers, self.LETTERS)
        self._passphrase = PassphraseGateField(words.say("Passphrase"), words, theme, self._answers, self.LETTERS)
        self.save_button = PlainButton(words.say("Sign in"), "main", self.save, self)
        self.save_button.setToolTip(f"{words.say('Sign in')} (Ctrl+S)")
        self.save_button.put_icon(theme, "sign_in", "on_accent")
        self._login.edit.entered.connect(self._passphrase.focus_editor)
        # Enter after the passphrase signs in; the button itself refuses while a wait is counted down.
        self._passphrase.edit.entered.connect(self.save_button.click)
        for field in (self._login, self._passphrase):
            field.edit.textEdited.connect(self._on_edited)
        self._lay_out()

    def field(self, name: str) -> GateField:
        """Return the field ``login`` or ``passphrase``; KeyError for any other name."""
        return {"login": self._login, "passphrase": self._passphrase}[name]

    @property
    def login(self) -> str:
        """The name as it is typed."""
        return self._login.edit.text()

    @property
    def is_empty(self) -> bool:
        """Whether no passphrase is typed."""
        return not self._passphrase.edit.text()

    def fill(self, login: str) -> None:
        """Show ``login``, and no passphrase."""
        self._login.edit.setText(login)
        self._login.edit.setCursorPosition(0)
        self._passphrase.empty()

    def complete(self) -> None:
        """Add what the first painting does not need: the keys, and what input methods must know."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - slow; behind the first window
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - as above

        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        self._passphrase.complete()
        self.save_button.installEventFilter(self)

    def save(self) -> None:
        """Ask for the sign-in, or show what is missing; nothing happens while one is on its way."""
        if self._is_asking or not self.save_button.isEnabled():
            return
        from rehab_app.ui.kit.text_fields import tidy  # noqa: PLC0415 - not before the first answer

        self._passphrase.show_warning("")
        login = tidy(self.login)
        missing = [field for field in (self._login, self._passphrase) if not field.edit.text()]
        if not login and self._login not in missing:
            missing.insert(0, self._login)
        for field in (self._login, self._passphrase):
            sentence = self._words.trouble(RuleBroken("field.required")) if field in missing else ""
            field.show_trouble(sentence)
        self._was_refused = bool(missing)
        self._count()
        if missing:
            missing[0].focus_editor()
            return
        self._is_asking = True
        self.tell(self._words.say("Opening…"), State.NEUTRAL)
        self._answers.setEnabled(False)
        self.asked.emit(login, self._passphrase.edit.text())

    def end(self) -> None:
        """End a try that let nobody in: the passphrase is empty again, the name stays."""
        self._is_asking = False
        self.tell("", State.NEUTRAL)
        self._answers.setEnabled(True)
        self._passphrase.empty()
        self._passphrase.focus_editor()

    def tell(self, text: str, state: State) -> None:
        """Say ``text`` beside the button; an empty one says nothing."""
        if self._summary is None:
            if not text:
                return
            from PySide6.QtCore import Qt  # noqa: PLC0415 - not before something is said

            from rehab_app.ui.kit.field_note import NoteLine  # noqa: PLC0415 - as above

            self._summary = NoteLine(self._theme, state, look="")
            self._bar.insertWidget(1, self._summary, 1, Qt.AlignmentFlag.AlignVCenter)
        self._summary.say(text, state)
        self._summary.setVisible(bool(text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the focused button with Enter, as typists expect."""
        if event.type() is QEvent.Type.KeyPress:
            from PySide6.QtGui import QKeyEvent  # noqa: PLC0415 - not before the first key

            from rehab_app.ui.kit.line_edit import is_plain_enter  # noqa: PLC0415 - as above

            if isinstance(event, QKeyEvent) and is_plain_enter(event):
                self.save_button.click()
                return True
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        troubles = sum(bool(field.trouble) for field in (self._login, self._passphrase))
        text = self._words.say_many("{count} thing needs attention", "{count} things need attention", troubles)
        self.tell(text if troubles else "", State.DANGER)

    def _on_edited(self, _text: str) -> None:
        if self._was_refused:
            self._count()

    def _lay_out(self) -> None:
        theme = self._theme
        fields = QVBoxLayout(self._answers)
        fields.setContentsMargins(0, theme.space(1), 0, theme.space(3))
        fields.setSpacing(theme.space(1.5))
        fields.addWidget(self._login)
        fields.addWidget(self._passphrase)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(0, theme.space(1.5), 0, theme.space(1.5))
        self._bar.setSpacing(theme.space(1))
        self._bar.addWidget(self.save_button)
        self._bar.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._answers)
        column.addLayout(self._bar)
