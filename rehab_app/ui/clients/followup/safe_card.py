"""How one number may be called, large and before the number itself: who may answer, when, with which words, and no message."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.clients.phones import show_phone
from rehab_app.clinic.followup.rows import CallTarget
from rehab_app.ui.clients.followup.forms import target_text
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.flow_layout import FlowLayout
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
        who = say("May answer: {who}", who=mask(target.who_may_answer)) if target.who_may_answer else ""
        times = say("When: {times}", times=target.call_times) if target.call_times else ""
        if who or times:
            self._text(column, joined([who, times]), "strong")
        sentence = target.discreet_sentence or say(
            "Good morning, may I speak to {client}? If not just now, I will call again later.",
            client=mask(self._client),
        )
        self._text(column, f"“{sentence}”", "heading")
        self._number(column, target)
        return state

    def _number(self, column: QVBoxLayout, target: CallTarget) -> None:
        """Write whether a message may be left, and after it whom the number reaches and the number, large."""
        session, space = self._session, self._session.context.theme.space
        rule, state = session.say("Do NOT leave a message."), State.DANGER
        if target.may_leave_message:
            rule, state = session.say("A message may be left."), State.OK
        number = session.context.privacy.mask(show_phone(target.phone))
        row = FlowLayout(space(2), space(0.5))
        large = label(number, "number", wraps=False)
        large.ensurePolished()
        for widget in (
            self._marked(rule, state, wraps=False),
            large,
            label(target_text(session, target), "label", wraps=False),
        ):
            widget.setMinimumHeight(large.sizeHint().height())  # all in the middle of one line
            row.addWidget(widget)
        column.addLayout(row)
        self.texts += [rule, target_text(session, target), number]

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
        column.addWidget(self._marked(text, state))
        self.texts.append(text)

    def _marked(self, text: str, state: State, *, wraps: bool = True) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._session.context.theme.space(1))
        row.addWidget(Mark(self._session.context.theme, state))
        row.addWidget(label(text, "heading", wraps=wraps), 1)
        return box

    def _text(self, column: QVBoxLayout, text: str, look: str = "") -> None:
        column.addWidget(label(text, look))
        self.texts.append(text)
