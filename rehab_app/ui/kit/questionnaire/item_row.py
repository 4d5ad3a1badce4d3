"""One item on the screen: number, wording, editor, and whether it is filled in, refused or does not apply."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from rehab_app.instruments.form import NO_VALUE, NO_VALUE_LABELS, NOT_FILLED_IN, WINDOW_LABELS, Item, Kind, NoValue
from rehab_app.instruments.form_answers import no_value_of
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.cell_grid import GridAnswer
from rehab_app.ui.kit.questionnaire.choice_bar import ChoiceBar
from rehab_app.ui.kit.questionnaire.editor import AnswerEditor, state_of_key
from rehab_app.ui.kit.questionnaire.line_answers import LineAnswer, LinesAnswer
from rehab_app.ui.kit.questionnaire.options import Listed, options_of

_NUMBER_STEPS: Final = 4
_BESIDE_STEPS: Final = 36
_BAR: Final = 3
_SCALES: Final = {Kind.SEVERITY, Kind.CLIENT_SCALE}


class ItemRow(QFrame):
    """Draws one item of ``answers``. ``answered(item)`` after each change, ``went(item, steps)`` when the user goes on."""

    answered = Signal(str)
    went = Signal(str, int)

    def __init__(
        self, around: Surroundings, answers: SheetAnswers, item: Item, listed: Listed, half_time: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._answers = answers
        self.item = item
        self.editor = self._make_editor(listed)
        self._chosen = label("", "hint")
        self._state = QToolButton()
        self._lay_out(half_time)
        self.editor.answered.connect(self._take)
        self.editor.stated.connect(self._take_state)
        self.editor.went.connect(lambda steps: self.went.emit(item.name, steps))
        self.draw()

    @property
    def state_text(self) -> str:
        """What is said of the answer itself: not filled in, refused, does not apply; empty where there is one."""
        return self._state.text()

    def draw(self) -> None:
        """Show the answer as it is now."""
        say, raw = self._around.words.say, self._answers.of(self.item.name)
        state = no_value_of(raw)
        self.editor.show_answer(None if state is not None else raw)
        if state is not None:
            text = say(NO_VALUE_LABELS[state])
        elif self._answers.is_open(self.item):
            text = say("Optional") if self.item.is_optional else say(NOT_FILLED_IN)
        else:
            text = ""
        self._state.setText(text)
        self._state.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextOnly if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        if self.item.kind in _SCALES:
            self._chosen.setText(self.editor.told(raw) if state is None and raw is not None else "")

    def take_focus(self) -> None:
        """Put the keyboard on the answer."""
        self.editor.take_focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = state_of_key(event, with_alt=True)
        if state is not None:
            self._take_state(state)
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark the item that has the keyboard by a bar at its edge."""
        super().paintEvent(event)
        focused = QApplication.focusWidget()
        if isinstance(focused, QWidget) and self.isAncestorOf(focused):
            painter = QPainter(self)
            painter.fillRect(0, 2, _BAR, self.height() - 4, self._around.theme.colour("accent"))

    def _make_editor(self, listed: Listed) -> AnswerEditor:
        item, theme, words = self.item, self._around.theme, self._around.words
        if item.kind in {Kind.GRID, Kind.TABLE}:
            return GridAnswer(theme, words, self._answers, item, listed, self)
        if item.kind is Kind.LINES:
            return LinesAnswer(theme, self._answers, item, self)
        if item.kind in {Kind.TEXT, Kind.NUMBER, Kind.DATE}:
            return LineAnswer(theme, words, self._answers, item, self)
        return ChoiceBar(
            theme,
            options_of(item, words, listed),
            takes_many=item.kind is Kind.MANY,
            is_plain=item.kind in _SCALES,
            parent=self,
        )

    def _lay_out(self, half_time: str) -> None:
        theme, words, item = self._around.theme, self._around.words, self.item
        wording = item.label.say(words)
        is_beside = isinstance(self.editor, ChoiceBar) and self.editor.line_width <= theme.space(_BESIDE_STEPS)
        number = label(item.number, "strong", wraps=False)
        number.setFixedWidth(theme.space(_NUMBER_STEPS))
        self._dress_state()
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(number)
        head.addWidget(label(wording), 1)
        if item.window is not None:
            head.addWidget(label(words.say(WINDOW_LABELS[item.window]), "hint", wraps=False))
        if is_beside:
            self.editor.setFixedWidth(theme.space(_BESIDE_STEPS))
            head.addWidget(self.editor)
        head.addWidget(self._state)
        below = QVBoxLayout()
        below.setContentsMargins(theme.space(_NUMBER_STEPS + 1), 0, 0, 0)
        below.setSpacing(theme.space(0.5))
        if not is_beside:
            below.addWidget(self.editor)
        below.addWidget(self._chosen)
        for hint in (item.hint.say(words), half_time):
            if hint:
                below.addWidget(label(hint, "hint"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        column.setSpacing(theme.space(0.5))
        column.addLayout(head)
        column.addLayout(below)
        self._chosen.setVisible(item.kind in _SCALES)  # it has its parent now, so it does not show as a window
        self.editor.setAccessibleName(f"{item.number} {wording}".strip())

    def _dress_state(self) -> None:
        say = self._around.words.say
        self._state.setProperty("look", "quiet")
        self._state.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._state.setAccessibleName(say("State of the answer"))
        self._state.setToolTip(
            say("X: refuses to answer, N: does not apply, Delete: not filled in (Alt+X, Alt+N in a text)")
        )
        self._around.theme.icons.put(self._state, "more", "muted")
        texts = [say(NOT_FILLED_IN), *(say(text) for text in NO_VALUE_LABELS.values())]
        widest = max(self._state.fontMetrics().horizontalAdvance(text) for text in texts)
        self._state.setFixedWidth(widest + self._around.theme.space(2.5))
        self._state.clicked.connect(self._ask_state)

    def _ask_state(self) -> None:
        """Offer the states to the mouse."""
        say, menu = self._around.words.say, QMenu(self)
        menu.addAction(say(NOT_FILLED_IN)).triggered.connect(lambda: self._take(None))
        for state, text in NO_VALUE_LABELS.items():
            menu.addAction(say(text)).triggered.connect(lambda _on=False, state=state: self._take_state(state))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._state.mapToGlobal(self._state.rect().bottomLeft()))

    def _take(self, raw: object) -> None:
        self._answers.put(self.item.name, raw)
        self.draw()
        self.answered.emit(self.item.name)

    def _take_state(self, state: NoValue) -> None:
        self._take({NO_VALUE: state.value})
        self.went.emit(self.item.name, 1)
