"""The form of a screening: the interview, what it comes to so far, and the routing that the counsellor chooses."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.assessment.rows import ScreeningRow
from rehab_app.clinic.assessment.rules import Result
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments.assist import Assist
from rehab_app.instruments.instrument import Scope
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.screening import actions
from rehab_app.ui.clients.screening.answers import Answers
from rehab_app.ui.clients.screening.grid import AssistGrid
from rehab_app.ui.clients.screening.question_bar import QuestionBar
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Answers as FieldAnswers
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_notice import NoticeAction
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

INTERVIEW: Final = "interview"
_INCOMPLETE: Final = "incomplete"
_ACCEPT_KEYS: Final = "Ctrl+T"


class ScreeningForm(QWidget):
    """One interview, new or corrected. ``save_asked(values)`` hands over what a service takes; ``left(Leave)`` as the form's."""

    save_asked = Signal(object)
    left = Signal(object)

    def __init__(self, session: Session, answers: Answers, corrected: ScreeningRow | None = None) -> None:
        super().__init__()
        self._session = session
        self.answers = answers
        self.corrected = corrected
        self.proposal: str | None = None
        self._scored = ""
        self._job: Job | None = None
        self.form = Form(self._specs(), session.context, save_text=session.say("Save the screening"))
        self.grid = AssistGrid(session, answers, self.form.column)
        self.question = QuestionBar(session, self._answer_by_click)
        self.result = NoteLine(session.context.theme, State.INFO)
        self.notes = NoteLine(session.context.theme, State.WARNING)
        self._accept = button(
            session.context.theme, session.say("Accept the proposal"), icon="done", clicked=self.accept_proposal
        )
        self._accept.setToolTip(f"{session.say('Accept the proposal')} ({_ACCEPT_KEYS})")
        self._lay_out()
        self._connect()
        self.form.fill(self._first_values())
        self._on_moved()

    def start(self) -> None:
        """Put the keyboard on the first question that is asked."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        asked = self.answers.next_asked()
        if asked is not None:
            self.grid.mark(asked)

    def accept_proposal(self) -> None:
        """Take the proposal for the routing, because the counsellor says so."""
        if self.proposal:
            field = self.form.field("routing")
            field.fill({"routing": self.proposal})
            field.tell_edited()

    def _specs(self) -> Sequence[FieldSpec]:
        session = self._session
        specs = [
            FieldSpec(name=INTERVIEW, label=N_("ASSIST answers"), visible_when=_never),
            FieldSpec(name="routing", label=N_("Routing"), kind=Kind.RADIO, options=choices(session, "routing")),
            FieldSpec(
                name="override_reason",
                label=N_("Why the routing differs from the proposal"),
                kind=Kind.LINES,
                width=Width.WIDE,
                visible_when=self._differs,
            ),
        ]
        specs.append(
            FieldSpec(name="taken_on", label=N_("Screened on"), kind=Kind.DATE, is_required=True, width=Width.SHORT)
        )
        if self.corrected is not None:
            specs.append(
                FieldSpec(
                    name="reason",
                    label=N_("Reason of the correction"),
                    kind=Kind.LINES,
                    is_required=True,
                    width=Width.WIDE,
                )
            )
        return specs

    def _first_values(self) -> dict[str, object]:
        if self.corrected is None:
            return {"taken_on": self._session.context.clock.today()}
        self.answers.take(self.corrected.answers)
        self.grid.draw()
        return screening_values(self.answers.instrument, self.corrected)

    def _lay_out(self) -> None:
        say, theme = self._session.say, self._session.context.theme
        description = self.answers.description
        lane = self.form.column.layout()
        assert isinstance(lane, QVBoxLayout)  # noqa: S101 - the form's column is one
        interview = QWidget()
        column = QVBoxLayout(interview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.question)
        column.addWidget(self.grid)
        column.addWidget(label(say(description.guidance), "hint"))
        column.addWidget(self.result)
        column.addWidget(self.notes)
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        lane.insertWidget(0, interview)
        lane.insertWidget(
            lane.count() - 1, label(f"{description.name} {description.version}. {description.credit}", "hint")
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.form)
        self.notes.setVisible(False)
        self._accept.setVisible(False)
        QWidget.setTabOrder(self.grid, self.form.field("routing").editor)

    def _connect(self) -> None:
        self.grid.answered.connect(self._on_answered)
        self.grid.moved.connect(self._on_moved)
        self.grid.refused.connect(self.question.refuse)
        self.grid.completed.connect(self._on_completed)
        self.form.changed.connect(self._on_changed)
        self.form.save_asked.connect(self._on_save)
        self.form.left.connect(self.left)
        bind(self, _ACCEPT_KEYS, self.accept_proposal)

    def _differs(self, answers: FieldAnswers) -> bool:
        """Whether the routing that is chosen is another one than the proposal, so that a reason is asked."""
        return self.proposal is not None and bool(answers.get("routing")) and answers.get("routing") != self.proposal

    def _answer_by_click(self, number: int) -> None:
        self.grid.answer(number)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answered(self) -> None:
        """Carry the answers into the form, whose journal keeps them."""
        field = self.form.field(INTERVIEW)
        field.fill({INTERVIEW: self.answers.text()})
        field.tell_edited()

    def _on_changed(self) -> None:
        """Follow a draft that was restored, and score what is there."""
        kept = str(self.form.field(INTERVIEW).values()[INTERVIEW] or "")
        if kept != self.answers.text():
            self.answers.read_text(kept)
            self.grid.draw()
            self._on_moved()
        if kept != self._scored:
            self._scored = kept
            self._score()

    def _on_moved(self) -> None:
        asked = self.grid.asked
        if asked is None or (
            self.answers.next_asked() is None and self.answers.of(asked.subject, asked.question) is not None
        ):
            self.question.ask(None, None)
            return
        description = self.answers.description
        question = next(one for one in description.questions if one.name == asked.question)
        subject = next((one for one in description.subjects if one.name == asked.subject), None)
        hints = [
            skip.label for skip in description.skips if skip.question == asked.question and skip.scope is Scope.EACH
        ]
        self.question.ask(question, subject, self._session.say(hints[0]) if hints else "")

    def _on_completed(self) -> None:
        self.question.ask(None, None)
        self.form.field("routing").focus_editor()

    # What it comes to.

    def _score(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self.answers.is_empty:
            self._show_result(None)
            return
        document = self.answers.document()
        self._job = actions.score(self._session, document, self._show_result, self._on_unscored, self)

    def _on_unscored(self, _trouble: RuleBroken) -> None:
        self._show_result(None)

    def _show_result(self, result: Result | None) -> None:
        self._job = None
        self.proposal = None if result is None else result.proposal
        self.grid.show_scores(
            {} if result is None else result.scored.scores, {} if result is None else result.scored.bands
        )
        self._accept.setVisible(bool(self.proposal))
        self.result.say(*self._said(result))
        notes = [] if result is None else [note.say(self._session.context.words) for note in result.scored.notes]
        self.notes.say("\n".join(notes), State.WARNING)
        self.notes.setVisible(bool(notes))
        # The reason is asked or not by what is proposed now.
        self.form.field("routing").edited.emit()

    def _said(self, result: Result | None) -> tuple[str, State]:
        say, session = self._session.say, self._session
        if result is None:
            return say("The score and the proposal appear here while you ask."), State.NEUTRAL
        routing = result.routing
        if not result.proposal:
            reason = routing.reason.say(session.context.words) if routing.reason else ""
            return say("No proposal. {reason}", reason=reason), State.NEUTRAL
        subjects = {subject.name: subject for subject in self.answers.description.subjects}
        causes = ", ".join(say(subjects[name].label) for name in routing.substances)
        band = session.label("risk_band", routing.band.value) if routing.band else ""
        text = say(
            "Proposal: {routing}, because of {causes} ({band}).",
            routing=session.label("routing", result.proposal),
            causes=causes,
            band=band,
        )
        if routing.may_rise:
            text = f"{text} {say('Unanswered questions may still raise it.')}"
        return text, State.INFO

    # Saving.

    def _on_save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if self.answers.is_empty:
            self.form.show_troubles(RuleBroken("screening.nothing_answered"))
            self.start()
            return
        if self.answers.needed() and self.form.notices.get(_INCOMPLETE) is None:
            self._ask_incomplete(draft)
            return
        self._hand_over(draft)

    def _hand_over(self, draft: Mapping[str, object]) -> None:
        self.form.notices.drop(_INCOMPLETE)
        self.save_asked.emit(
            {name: value for name, value in draft.items() if name != INTERVIEW} | {"answers": self.answers.document()}
        )

    def _ask_incomplete(self, draft: Mapping[str, object]) -> None:
        say = self._session.say
        self.form.is_saving = False
        count = len(self.answers.needed())
        text = self._session.context.words.say_many(
            "{count} question is not answered; its substance gets no score.",
            "{count} questions are not answered; their substances get no score.",
            count,
        )

        def save_anyway() -> None:
            self.form.is_saving = True
            self._hand_over(draft)

        def go_on() -> None:
            self.form.notices.drop(_INCOMPLETE)
            self.start()

        deeds = [NoticeAction(say("Go on asking"), go_on, "main"), NoticeAction(say("Save as it is"), save_anyway)]
        notice = self.form.notices.show_notice(_INCOMPLETE, text, State.WARNING, deeds)
        notice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _never(_answers: FieldAnswers) -> bool:
    return False


def screening_values(instrument: Assist, row: ScreeningRow) -> dict[str, object]:
    """Return a stored screening as the form takes it up, with the version that is shown."""
    answers = Answers(instrument)
    answers.take(row.answers)
    names = ("taken_on", "routing", "override_reason")
    values = {name: getattr(row, name) for name in names}
    return {**values, INTERVIEW: answers.text(), VERSION: row.row_version}


def day_and_author(row: ScreeningRow, author: str) -> str:
    """Return when and by whom a screening was taken."""
    return f"{format_short(row.taken_on)}, {author}" if author else format_short(row.taken_on)
