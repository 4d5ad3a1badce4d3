"""The answers that are typed: a text, several lines, a number, a day."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import Words
from rehab_app.instruments.form import Item, Kind
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import TYPED
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.line_edit import LineEdit
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.editor import AnswerEditor, state_of_key
from rehab_app.ui.kit.questionnaire.reading import text_of
from rehab_app.ui.kit.text_fields import LinesEdit
from rehab_app.ui.kit.theme import State, Theme

_SHORT: Final = 14
_WIDE: Final = 60
_LINES: Final = 3


class _Line(LineEdit):
    """A line whose arrows go to the items around it, and which tells when it is left."""

    def __init__(self, owner: "LineAnswer", parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = owner

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.handled(event):
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.settle()


class LineAnswer(AnswerEditor):
    """A text, a number or a day on one line; what cannot be read is kept and said below it."""

    def __init__(
        self, theme: Theme, words: Words, answers: SheetAnswers, item: Item, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._answers = answers
        self._item = item
        self.edit = _Line(self, self)
        self._note = NoteLine(theme, State.DANGER, look="error")
        self._note.setVisible(False)
        wide = _WIDE if item.kind is Kind.TEXT else _SHORT
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * wide)
        if item.kind is Kind.DATE:
            self.edit.setPlaceholderText(words.say("dd/mm/yyyy"))
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(self.edit, 100)
        unit = item.unit.say(words) or self._bounds()
        if unit:
            row.addWidget(label(unit, "hint", wraps=False))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addLayout(row)
        column.addWidget(self._note)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.entered.connect(lambda: self.went.emit(1))

    @override
    def show_answer(self, raw: object) -> None:
        text = text_of(self._item, raw)
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(len(text) if self.edit.hasFocus() else 0)
        if not self.edit.hasFocus():
            self._tell()

    @override
    def take_focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self.edit.selectAll()

    @override
    def told(self, raw: object) -> str:
        return text_of(self._item, raw)

    def handled(self, event: QKeyEvent) -> bool:
        """Take the keys that are no part of the text; return whether it was one."""
        state = state_of_key(event, with_alt=True)
        if state is None and not self.edit.text() and self._item.kind is not Kind.TEXT:
            state = state_of_key(event)
        if state is not None:
            self.stated.emit(state)
        elif (
            event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.went.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def settle(self) -> None:
        """Write a day out and say what cannot be read, because the line is left."""
        text = self.edit.text()
        if text and self._item.kind is Kind.DATE:
            raw = self._answers.raw_of(self._item, text)
            if raw != self._answers.of(self._item.name):
                self.answered.emit(raw)
            self.edit.setText(text_of(self._item, raw))
        self._tell()

    def _on_edited(self, text: str) -> None:
        self._note.setVisible(False)
        if text and self._item.kind is Kind.DATE:
            # 1/2/19 may be on its way to 1/2/1990: what it means is read when the line is left.
            self.answered.emit({TYPED: text})
        else:
            self.answered.emit(self._answers.raw_of(self._item, text))

    def _tell(self) -> None:
        sentence = ""
        try:
            self._answers.read(self._item, self.edit.text())
        except RuleBroken as trouble:
            sentence = self._words.trouble(trouble)
        self._note.say(sentence)
        self._note.setVisible(bool(sentence))

    def _bounds(self) -> str:
        low, high = self._item.lowest, self._item.highest
        return "" if low is None or high is None or self._item.kind is not Kind.NUMBER else f"{low}\u2013{high}"


class _Lines(LinesEdit):
    """Several lines; Ctrl+Down and Ctrl+Up go to the items around them."""

    def __init__(self, owner: "LinesAnswer") -> None:
        super().__init__(owner)
        self._owner = owner

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = state_of_key(event, with_alt=True)
        if state is not None:
            self._owner.stated.emit(state)
            return
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if steps and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._owner.went.emit(steps)
            return
        super().keyPressEvent(event)


class LinesAnswer(AnswerEditor):
    """Several lines of text."""

    def __init__(self, theme: Theme, answers: SheetAnswers, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self._item = item
        self._is_filling = False
        self.edit = _Lines(self)
        metrics = self.edit.fontMetrics()
        frame = 2 * (theme.space(1) + round(self.edit.document().documentMargin()))
        self.edit.setFixedHeight(metrics.lineSpacing() * _LINES + frame)
        self.edit.setMaximumWidth(metrics.averageCharWidth() * _WIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 100)
        row.addStretch(1)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_changed)

    @override
    def show_answer(self, raw: object) -> None:
        text = text_of(self._item, raw)
        if text != self.edit.toPlainText():
            self._is_filling = True
            self.edit.setPlainText(text)
            self._is_filling = False

    @override
    def take_focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.answered.emit(self._answers.raw_of(self._item, self.edit.toPlainText()))
