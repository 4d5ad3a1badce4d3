"""What is asked now: the question in words, and its answers with their digit keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rehab_app.instruments.instrument import Question, Subject
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.questionnaire.options import REFUSED
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class QuestionBar(QFrame):
    """Shows one question; a click on an answer does what its digit does."""

    def __init__(self, session: Session, answer: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._answer = answer
        self.setProperty("look", "sunken")
        theme = session.context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space(1))
        self._text = label("", "strong")
        self._hint = label("", "hint")
        self._answers = QWidget()
        self._lane = FlowLayout(theme.space(1), theme.space(1), self._answers)
        self._refusal = NoteLine(theme, State.DANGER, look="error")
        for widget in (self._text, self._hint, self._answers, self._refusal):
            column.addWidget(widget)
        self._refusal.setVisible(False)

    @property
    def text(self) -> str:
        """The question that is shown."""
        return self._text.text()

    @property
    def refusal(self) -> str:
        """What is said of a digit that is no answer, empty where nothing is."""
        return "" if self._refusal.isHidden() else self._refusal.text

    def refuse(self, typed: str, possible: str) -> None:
        """Say that a digit is no answer to the question, and which ones are, until another one is asked."""
        text = self._session.say(REFUSED, typed=typed, possible=possible)
        self._refusal.say(text)
        self._refusal.setVisible(True)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def ask(self, question: Question | None, subject: Subject | None, hint: str = "") -> None:
        """Show a question, of a substance or of none; nothing where the interview is complete."""
        self._refusal.setVisible(False)
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        say = self._session.say
        if question is None:
            self._text.setText(say("Every question is answered."))
            self._hint.setText(say("Choose the routing below, then save (Ctrl+S)."))
            return
        about = f"{say(subject.label)} ({say(subject.examples)})" if subject else say("All substances")
        self._text.setText(f"{question.name.upper()}  {say(question.label)} – {about}")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for number, option in enumerate(question.options):
            points = f" ({option.points})" if question.is_scored else ""
            text = f"{number + 1}  {say(option.label)}{points}"
            made = button(self._session.context.theme, text, clicked=lambda number=number: self._answer(number))  # type: ignore[misc]
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._lane.addWidget(made)
            made.show()
