"""How one number may be called, large and before the number itself: who may answer, when, with which words, and no message."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.followup.rows import CallTarget
from rehab_app.ui.clients.followup.forms import target_text
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.shell.session import Session


class SafeCard(QFrame):
    """The rules of the number that is chosen; what is not known counts as the more careful answer."""

    def __init__(self, session: Session, client: str) -> None:
        super().__init__()
        self._session = session
        self._client = client
        self._inner: QWidget | None = None
        self.texts: list[str] = []
        dress(self, look="notice")
        self._lane = QVBoxLayout(self)
        self._lane.setContentsMargins(*(session.context.theme.space(1.5),) * 4)

    def show_target(self, target: CallTarget | None) -> None:
        """Show how ``target`` may be called; None: there is no number."""
        if self._inner is not None:
            self._lane.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self.texts = []
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._session.context.theme.space(0.75))
        state = self._fill(column, target)
        self._lane.addWidget(self._inner)
        dress(self, state=state)
        self.setAccessibleName(" ".join(self.texts))

    def _fill(self, column: QVBoxLayout, target: CallTarget | None) -> State:
        say, mask = self._session.say, self._session.context.privacy.mask
        if target is None:
            self._line(column, say("No number is known that may be called."), State.WARNING)
            self._text(column, say("Visit her at home, or enter a number in her identity."))
            return State.WARNING
        warning, state = self._warning(target)
        self._line(column, warning, state)
        if target.who_may_answer:
            self._text(column, say("May answer: {who}", who=mask(target.who_may_answer)), "strong")
        if target.call_times:
            self._text(column, say("When: {times}", times=target.call_times), "strong")
        sentence = target.discreet_sentence or say(
            "Good morning, may I speak to {client}? If not just now, I will call again later.",
            client=mask(self._client),
        )
        self._text(column, f"“{sentence}”", "heading")
        if target.may_leave_message:
            self._line(column, say("A message may be left."), State.OK)
        else:
            self._line(column, say("Do NOT leave a message."), State.DANGER)
        self._text(column, target_text(self._session, target), "label")
        self._text(column, mask(show_phone(target.phone)), "number")
        return state

    def _warning(self, target: CallTarget) -> tuple[str, State]:
        say = self._session.say
        if target.contact_id is None:
            return say("Make sure that the client herself answers before you say where you call from."), State.INFO
        if target.is_informed:
            return say("Knows of the care."), State.OK
        if target.is_informed is None:
            text = say("Nobody knows whether this person knows: do not mention the clinic, BNN or rehabilitation.")
            return text, State.DANGER
        return say("DOES NOT KNOW of the care: do not mention the clinic, BNN or rehabilitation."), State.DANGER

    def _line(self, column: QVBoxLayout, text: str, state: State) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._session.context.theme.space(1))
        mark = Mark(self._session.context.theme, state)
        row.addWidget(mark)
        row.addWidget(label(text, "heading"), 1)
        column.addLayout(row)
        self.texts.append(text)

    def _text(self, column: QVBoxLayout, text: str, look: str = "") -> None:
        column.addWidget(label(text, look))
        self.texts.append(text)
