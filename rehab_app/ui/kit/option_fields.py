"""The fields that show all their answers: one of few, yes or no, several.

The key that stands before an answer gives it (``answer_keys``), Enter goes on, Delete unanswers.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLayout, QRadioButton, QVBoxLayout, QWidget

from rehab_app.foundation.words import N_
from rehab_app.ui.kit.answer_keys import answer_keys
from rehab_app.ui.kit.columns_layout import ColumnsLayout
from rehab_app.ui.kit.field import ValueField, Values
from rehab_app.ui.kit.field_spec import Option
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override

_LETTERS_IN_A_ROW: Final = 48
_LONG: Final = 8
_FORTH: Final = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK: Final = (Qt.Key.Key_Up, Qt.Key.Key_Left)
_ERASING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
YES: Final = "yes"
NO: Final = "no"

HandleKey = Callable[[QKeyEvent], bool]


class _Radio(QRadioButton):
    """A radio button whose keys its field handles first."""

    def __init__(self, text: str, handle: HandleKey, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._handle = handle
        self.setAutoExclusive(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handle(event):
            super().keyPressEvent(event)

    @override
    def nextCheckState(self) -> None:
        """Stay checked when clicked again: Delete unanswers."""
        self.setChecked(True)


class _Check(QCheckBox):
    """A check box whose keys its field handles first."""

    def __init__(self, text: str, handle: HandleKey, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._handle = handle

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handle(event):
            super().keyPressEvent(event)


class OptionsField(ValueField):
    """The base: one Tab stop for all buttons, arrows move between them, the key before an answer gives it."""

    is_exclusive = True

    def make_editor(self) -> QWidget:
        """Make a button for each option, in a row where they are short, else below each other, many in two columns."""
        offered = [option for option in self.listed() if option.is_offered]
        self.options: list[Option] = []
        self.buttons: list[QRadioButton | QCheckBox] = []
        self.keys: list[str] = []
        self.box = QWidget(self)
        self._buttons = self._lane(offered)
        for option in offered:
            self._add(option)
        self._offered = len(offered)
        self.answering = [*self.buttons]
        self._set_stop(0)
        return self.box

    def _add(self, option: Option) -> QRadioButton | QCheckBox:
        key = answer_keys([*(one.label for one in self.options), option.label])[-1]
        text = option.label.replace("&", "&&")
        text = f"{key.upper()}  {text}" if key else text
        kind = _Radio if self.is_exclusive else _Check
        button = kind(text, self._on_key, self.box)
        button.setAccessibleName(f"{self.label}: {option.label}")
        button.clicked.connect(self._on_clicked)
        self.options.append(option)
        self.buttons.append(button)
        self.keys.append(key)
        self._buttons.addWidget(button)
        return button

    def show_codes(self, codes: Sequence[str]) -> None:
        """Answer with exactly ``codes``, as a record or draft holds them; one that is not offered gets a button of its own."""
        while len(self.buttons) > self._offered:
            button = self.buttons.pop()
            self.options.pop()
            self.keys.pop()
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        known = {option.code: option for option in self.listed()}
        offered = {option.code for option in self.options}
        for code in codes:
            if code not in offered:
                before = self.buttons[-1] if self.buttons else None
                button = self._add(known.get(code, Option(code, code)))
                button.show()
                if before is not None:
                    QWidget.setTabOrder(before, button)
        self.answering = [*self.buttons]
        self.check(codes)

    def _lane(self, offered: Sequence[Option]) -> QLayout:
        space = self.around.theme.space
        if sum(len(option.label) + 4 for option in offered) <= _LETTERS_IN_A_ROW:
            return FlowLayout(space(2), space(0.5), self.box)
        if len(offered) > _LONG:
            return ColumnsLayout(space(1), space(0.25), self.box)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.5))
        return column

    def listed(self) -> Sequence[Option]:
        """Return the options, in their order, also those that are not offered."""
        return self.spec.options()

    def codes(self) -> list[str]:
        """Return the codes that are answered, in the order of the list."""
        return [o.code for o, button in zip(self.options, self.buttons, strict=True) if button.isChecked()]

    def check(self, codes: Sequence[str]) -> None:
        """Answer with exactly ``codes``; a code that is not in the list is answered by nothing."""
        for option, button in zip(self.options, self.buttons, strict=True):
            button.setChecked(option.code in codes)
        checked = next((i for i, button in enumerate(self.buttons) if button.isChecked()), 0)
        self._set_stop(checked)

    def answer(self, index: int) -> None:
        """Answer with option ``index`` as a key or click does: a radio button is checked, a check box is turned."""
        if self.is_exclusive:
            self.check([self.options[index].code])
        else:
            self.buttons[index].toggle()
        self._set_stop(index)
        self.tell_edited()

    def label_of(self, code: object) -> str:
        """Return the label of ``code``, or the code itself where the list has none such."""
        return next((option.label for option in self.listed() if option.code == code), str(code))

    def _set_stop(self, index: int) -> None:
        """Let Tab stop at button ``index`` alone."""
        for number, button in enumerate(self.buttons):
            is_stop = number == index
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
            if is_stop:
                self.box.setFocusProxy(button)

    def _on_clicked(self) -> None:
        clicked = self.sender()
        index = next(i for i, button in enumerate(self.buttons) if button is clicked)
        if self.is_exclusive:
            self.check([self.options[index].code])
        self._set_stop(index)
        self.tell_edited()

    def _on_key(self, event: QKeyEvent) -> bool:
        if is_plain_enter(event):
            self.stepped.emit()
        elif event.key() in _FORTH + _BACK:
            self._move(1 if event.key() in _FORTH else -1)
        elif event.key() in _ERASING and self.is_exclusive:
            self.check([])
            self.tell_edited()
        elif (index := self._index_of(event.text())) is not None:
            self.answer(index)
            self.buttons[index].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True

    def _index_of(self, text: str) -> int | None:
        """Return the option that the typed ``text`` stands for: its key, or the first letter of one label alone."""
        if len(text) != 1 or not text.isalnum():
            return None
        if text.casefold() in self.keys:
            return self.keys.index(text.casefold())
        begun = [i for i, option in enumerate(self.options) if option.label.casefold().startswith(text.casefold())]
        return begun[0] if len(begun) == 1 else None

    def _move(self, step: int) -> None:
        present = next((i for i, button in enumerate(self.buttons) if button.hasFocus()), 0)
        index = (present + step) % len(self.buttons)
        if self.is_exclusive:
            self.answer(index)
        else:
            self._set_stop(index)
        self.buttons[index].setFocus(Qt.FocusReason.TabFocusReason)


class RadioField(OptionsField):
    """One of few answers; raw and clean content are its code, None where nothing is answered."""

    def raw(self) -> object:
        """Return the code, or None."""
        return next(iter(self.codes()), None)

    def put(self, raw: object) -> None:
        """Show the answer ``raw``."""
        self.show_codes([] if raw is None else [str(raw)])

    def read(self) -> object:
        """Return the code, or None."""
        return self.raw()

    def shown(self, values: Values) -> str:
        """Return the label of the code."""
        raw = values.get(self.spec.name)
        return "" if raw is None else self.label_of(raw)


class YesNoField(OptionsField):
    """Yes, no, or not answered; raw and clean content are True, False and None."""

    def listed(self) -> Sequence[Option]:
        """Return yes and no, in the language of the screen."""
        words = self.around.words
        return (Option(YES, words.say(N_("Yes"))), Option(NO, words.say(N_("No"))))

    def raw(self) -> object:
        """Return True, False or None."""
        codes = self.codes()
        return codes[0] == YES if codes else None

    def put(self, raw: object) -> None:
        """Show the answer ``raw``."""
        self.check([] if raw is None else [YES if raw else NO])

    def read(self) -> object:
        """Return True, False or None."""
        return self.raw()

    def shown(self, values: Values) -> str:
        """Return yes, no or nothing."""
        raw = values.get(self.spec.name)
        return "" if raw is None else self.label_of(YES if raw else NO)


class ManyField(OptionsField):
    """Several answers of a list; raw content is a list of codes, clean content a tuple; None where nothing is checked."""

    is_exclusive = False

    def raw(self) -> object:
        """Return the codes in the order of the list, or None."""
        return self.codes() or None

    def put(self, raw: object) -> None:
        """Show the answers ``raw``."""
        self.show_codes([str(code) for code in raw] if isinstance(raw, (list, tuple)) else [])

    def read(self) -> object:
        """Return the codes in the order of the list, an empty tuple where none is checked."""
        return tuple(self.codes())

    def shown(self, values: Values) -> str:
        """Return the labels, separated by commas."""
        raw = values.get(self.spec.name)
        return ", ".join(self.label_of(code) for code in raw) if isinstance(raw, (list, tuple)) else ""
