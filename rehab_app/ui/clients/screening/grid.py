"""The interview's sheet: substances down, questions across, one digit key an answer; the score and its band stand at the end."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from rehab_app.instruments.instrument import Question, Subject
from rehab_app.instruments.interview import Asking
from rehab_app.ui.clients.screening.answers import Answers
from rehab_app.ui.clients.showing import BAND_STATES
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.options import key_range
from rehab_app.ui.shell.session import Session

LEFT_OUT: Final = "–"
_ANSWER_WIDTH: Final = 62
_SCORE_WIDTH: Final = 64
_ROW_ROOM: Final = 10
_ERASING: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class AssistGrid(QTableWidget):
    """Draws ``answers``. ``answered`` after each change, ``moved`` when another question is marked, ``completed`` at the end.

    ``refused(typed, possible)`` when a digit is no answer to the marked question.
    """

    answered = Signal()
    moved = Signal()
    completed = Signal()
    refused = Signal(str, str)

    def __init__(self, session: Session, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.answers = answers
        self._subjects: list[Subject | None] = [*answers.description.subjects, *([None] if answers.once else [])]
        say = session.say
        titles = [question.name.upper() for question in answers.repeated] + [say("Score"), say("Risk")]
        self.setRowCount(len(self._subjects))
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        self.setVerticalHeaderLabels([self._row_title(subject) for subject in self._subjects])
        self.setAccessibleName(say("ASSIST answers"))
        self._set_behaviour()
        if self.answers.once:
            self.setSpan(self.rowCount() - 1, 0, 1, len(answers.repeated))
        self.draw()
        self.currentCellChanged.connect(lambda *_cells: self.moved.emit())

    @property
    def asked(self) -> Asking | None:
        """The question that is marked, None on a score."""
        row, column = self.currentRow(), self.currentColumn()
        if not 0 <= row < len(self._subjects):
            return None
        question = self.question_at(row, column)
        subject = self._subjects[row]
        return None if question is None else Asking(question.name, subject.name if subject else "")

    def question_at(self, row: int, column: int) -> Question | None:
        """Return the question of a cell, None where there is none."""
        if self._subjects[row] is None:
            return self.answers.once[column] if column < len(self.answers.once) else None
        return self.answers.repeated[column] if column < len(self.answers.repeated) else None

    def draw(self) -> None:
        """Show every answer as it is now."""
        for row, subject in enumerate(self._subjects):
            for column in range(len(self.answers.repeated)):
                self._draw_cell(row, column, subject)

    def show_scores(self, scores: Mapping[str, object], bands: Mapping[str, str | None]) -> None:
        """Show the score and the band of each substance; empty where there is none yet."""
        first = len(self.answers.repeated)
        theme = self._session.context.theme
        for row, subject in enumerate(self._subjects):
            score = scores.get(subject.name) if subject else None
            band = bands.get(subject.name) if subject else None
            points, risk = self._still(row, first), self._still(row, first + 1)
            points.setText("" if score is None else str(score))
            risk.setText(self._session.label("risk_band", band) if band else "")
            if band:
                state = BAND_STATES[band]
                risk.setIcon(theme.icons.icon(str(state), str(state)))
                risk.setForeground(theme.colour(str(state)))
            else:
                risk.setData(Qt.ItemDataRole.DecorationRole, None)

    def answer(self, number: int) -> None:
        """Answer the marked question with its option ``number`` (from 0) and go on to the next one that is asked."""
        asked = self.asked
        if asked is None:
            return
        question = next(one for one in self.answers.description.questions if one.name == asked.question)
        if 0 <= number < len(question.options):
            self.answers.put(asked.subject, asked.question, question.options[number].points)
            self.draw()
            self.answered.emit()
            self.go_on()
        else:
            self.refused.emit(str(number + 1), key_range(str(place + 1) for place in range(len(question.options))))

    def go_on(self) -> None:
        """Mark the next question that is asked; tell where the interview is complete."""
        asked = self.answers.next_asked()
        if asked is None:
            self.completed.emit()
            return
        self.mark(asked)

    def mark(self, asked: Asking) -> None:
        """Mark a question."""
        for row, subject in enumerate(self._subjects):
            if (subject.name if subject else "") == asked.subject:
                questions = self.answers.repeated if subject else self.answers.once
                names = [question.name for question in questions]
                self.setCurrentCell(row, names.index(asked.question))
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits answer, Delete takes back, Enter goes to the next open question; the arrows are Qt's."""
        text = event.text()
        has_modifier = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if text.isdecimal() and not has_modifier:
            self.answer(int(text) - 1)
        elif event.key() in _ERASING:
            self._erase()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not has_modifier:
            self.go_on()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters must not jump about."""

    def _erase(self) -> None:
        asked = self.asked
        if asked is not None:
            self.answers.put(asked.subject, asked.question, None)
            self.draw()
            self.answered.emit()

    def _draw_cell(self, row: int, column: int, subject: Subject | None) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setItem(row, column, item)
        question = self.question_at(row, column)
        is_asked = question is not None and self.answers.is_asked(subject, question)
        selectable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(selectable if is_asked else Qt.ItemFlag.NoItemFlags)
        if question is None or not is_asked:
            item.setText("" if question is None else LEFT_OUT)
            return
        points = self.answers.of(subject.name if subject else "", question.name)
        chosen = next((option for option in question.options if option.points == points), None)
        is_plain = question.is_scored and chosen is not None
        label = self._session.say(chosen.label) if chosen else ""
        item.setText(str(points) if is_plain else label)
        item.setToolTip(label)

    def _still(self, row: int, column: int) -> QTableWidgetItem:
        """Return a cell that is only shown."""
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            if column == len(self.answers.repeated):
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setItem(row, column, item)
        return item

    def _row_title(self, subject: Subject | None) -> str:
        if subject is None:
            question = self.answers.once[0]
            return f"{question.name.upper()}  {self._session.say(question.label)}"
        return f"{subject.mark}  {self._session.say(subject.label)}"

    def _set_behaviour(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column in range(len(self.answers.repeated)):
            self.setColumnWidth(column, _ANSWER_WIDTH)
        self.setColumnWidth(len(self.answers.repeated), _SCORE_WIDTH)
        header.setSectionResizeMode(len(self.answers.repeated) + 1, QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.setSectionsClickable(False)
        rows.setHighlightSections(True)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_ROOM)
        height = header.sizeHint().height() + self.rowCount() * rows.defaultSectionSize() + 2 * self.frameWidth() + 4
        self.setFixedHeight(height)
