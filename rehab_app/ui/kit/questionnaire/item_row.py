"""One item on the screen: number, wording, editor, and whether it is filled in, refused or does not apply."""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from rehab_app.instruments.form import NO_VALUE, NO_VALUE_LABELS, NOT_FILLED_IN, WINDOW_LABELS, Item, Kind, NoValue
from rehab_app.instruments.form_answers import no_value_of
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.cell_grid import GridAnswer
from rehab_app.ui.kit.questionnaire.choice_bar import ChoiceBar
from rehab_app.ui.kit.questionnaire.editor import AnswerEditor, state_of_key
from rehab_app.ui.kit.questionnaire.line_answers import LineAnswer, LinesAnswer
from rehab_app.ui.kit.questionnaire.options import REFUSED, Listed, options_of
from rehab_app.ui.kit.theme import State, Theme

_NUMBER_STEPS: Final = 4
_BESIDE_STEPS: Final = 36
_LABEL_STEPS: Final = 9
_GAPS: Final = 6
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
        self._head, self._below = QHBoxLayout(), QVBoxLayout()
        line = self.editor.line_width if isinstance(self.editor, ChoiceBar) else around.theme.space(_BESIDE_STEPS) + 1
        self._may_be_beside = self._is_beside = line <= around.theme.space(_BESIDE_STEPS)
        self._chosen = label("", "hint")
        self._refusal: _Refusal | None = None
        self._state = QToolButton()
        self._lay_out(half_time)
        self.editor.answered.connect(self._take)
        self.editor.stated.connect(self._take_state)
        self.editor.refused.connect(self._tell_refused)
        self.editor.went.connect(lambda steps: self.went.emit(item.name, steps))
        self.draw()

    @property
    def state_text(self) -> str:
        """What is said of the answer itself: not filled in, refused, does not apply; empty where there is one."""
        return self._state.text()

    @property
    def refusal(self) -> str:
        """What is said of a key that is no answer here, empty where nothing is."""
        return "" if self._refusal is None or self._refusal.isHidden() else self._refusal.text

    def draw(self) -> None:
        """Show the answer as it is now."""
        if self._refusal is not None:
            self._refusal.setVisible(False)
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
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put short answers beside their wording, and below it where both have no room on one line."""
        super().resizeEvent(event)
        space = self._around.theme.space
        needed = space(_NUMBER_STEPS + _LABEL_STEPS + _GAPS) + self._state.width() + self.editor.maximumWidth()
        has_room = event.size().width() >= needed
        if self._may_be_beside and has_room is not self._is_beside:
            self._is_beside = has_room
            self._head.removeWidget(self.editor)
            self._below.removeWidget(self.editor)
            self.editor.setMinimumWidth(self.editor.maximumWidth() if has_room else 0)
            if has_room:
                self._head.insertWidget(self._head.indexOf(self._state), self.editor)
            else:
                self._below.insertWidget(0, self.editor)

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
        number = label(item.number, "strong", wraps=False)
        number.setFixedWidth(theme.space(_NUMBER_STEPS))
        self._dress_state()
        head = self._head
        head.setSpacing(theme.space(1))
        head.addWidget(number)
        head.addWidget(label(wording), 1)
        if item.window is not None:
            head.addWidget(label(words.say(WINDOW_LABELS[item.window]), "hint", wraps=False))
        if self._is_beside:
            self.editor.setFixedWidth(theme.space(_BESIDE_STEPS))
            head.addWidget(self.editor)
        head.addWidget(self._state)
        below = self._below
        below.setContentsMargins(theme.space(_NUMBER_STEPS + 1), 0, 0, 0)
        below.setSpacing(theme.space(0.5))
        if not self._is_beside:
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

    def _tell_refused(self, typed: str, possible: str) -> None:
        """Say beside the item that a key is no answer, and which ones are; the answer stays as it is."""
        if not typed:
            if self._refusal is not None:
                self._refusal.setVisible(False)
            return
        if self._refusal is None:
            self._refusal = self._make_refusal()
        text = self._around.words.say(REFUSED, typed=typed, possible=possible)
        self._refusal.say(text)
        self._refusal.setVisible(True)
        if isinstance(self.editor, GridAnswer):  # shown first: only then is it dressed, and as wide as it will be
            self._put_beside(self.editor.current_place(), self._refusal)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.editor, text))

    def _make_refusal(self) -> "_Refusal":
        """Make the sentence: below the answer, or over a grid, which is so tall that nobody would look below it."""
        floats = isinstance(self.editor, GridAnswer)
        made = _Refusal(self._around.theme, self, floats=floats)
        if not floats:
            self._below.insertWidget(self._below.indexOf(self._chosen), made)
        return made

    def _put_beside(self, cell: QRect, note: "_Refusal") -> None:
        """Put a sentence right below a cell of the editor, above it where the grid ends there."""
        at = self.editor.mapTo(self, cell.bottomLeft())
        needed = note.fontMetrics().horizontalAdvance(note.text) + self._around.theme.space(6)
        note.setFixedWidth(min(needed, self.width()))
        height = max(note.heightForWidth(note.width()), note.minimumSizeHint().height())
        is_last = at.y() + height + 2 > self.height()
        top = self.editor.mapTo(self, cell.topLeft()).y() - height - 2 if is_last else at.y() + 2
        note.setGeometry(max(0, min(at.x(), self.width() - note.width())), top, note.width(), height)
        note.raise_()

    def _take(self, raw: object) -> None:
        self._answers.put(self.item.name, raw)
        self.draw()
        self.answered.emit(self.item.name)

    def _take_state(self, state: NoValue) -> None:
        self._take({NO_VALUE: state.value})
        self.went.emit(self.item.name, 1)


class _Refusal(QFrame):
    """The sentence about a key that is no answer; one that ``floats`` stands on a ground of its own."""

    def __init__(self, theme: Theme, parent: QWidget, *, floats: bool) -> None:
        super().__init__(parent)
        self._floats = floats
        self._line = NoteLine(theme, State.DANGER, look="error", parent=self)
        row = QHBoxLayout(self)
        room = theme.space(1) if floats else 0
        row.setContentsMargins(room, room // 2, room, room // 2)
        row.addWidget(self._line)
        if floats:
            self.setProperty("look", "notice")
            self.setProperty("state", str(State.DANGER))
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay inside the item where the sentence turns out wider than was reckoned."""
        super().resizeEvent(event)
        owner = self.parentWidget()
        over = 0 if owner is None else self.geometry().right() - owner.width() + 1
        if self._floats and over > 0:
            self.move(max(0, self.x() - over), self.y())

    @property
    def text(self) -> str:
        """The sentence."""
        return self._line.text

    def say(self, text: str) -> None:
        """Show ``text``."""
        self._line.say(text)
