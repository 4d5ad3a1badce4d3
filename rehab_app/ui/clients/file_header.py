"""What stands above an opened file: the states as badges, and the next step with the way to it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.episodes.rules import NOTICES, PROTECTED_PERIODS, THIRD_PERIOD
from rehab_app.instruments.instrument import SUICIDE_ALERT
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.attachments.photo import Photo
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.next_step import Step
from rehab_app.ui.clients.showing import state_label, state_of
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import Badge, button
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.shell.session import Session


class FileHeader(QWidget):
    """Badges and the next step. ``went(section)`` when the way to a section is taken."""

    went = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._step = Step("")
        self.missing_sections: tuple[str, ...] = ()
        theme, say = session.context.theme, session.say
        self._badges = QWidget()
        self._lane = FlowLayout(theme.space(1), theme.space(0.5), self._badges)
        self._line = QFrame()
        self._line.setProperty("look", "notice")
        self.note = NoteLine(theme, State.INFO, look="")
        self._go = button(theme, say("Go there"), look="link", icon="forward", clicked=self._on_go)
        bind(self._go, "Ctrl+Shift+G", self._on_go)
        self._go.setToolTip(f"{say('Go there')} (Ctrl+Shift+G)")
        row = QHBoxLayout(self._line)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._go)
        self.photo = Photo(session)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        column.addWidget(self._badges)
        column.addWidget(self._line)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.space(1.5))
        beside.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(column, 1)

    @property
    def step(self) -> Step:
        """The next step that is shown."""
        return self._step

    def forget(self) -> None:
        """Blank the photograph."""
        self.photo.forget()

    def show_facts(self, facts: FileFacts) -> None:
        """Show the badges and the next step of the chosen episode."""
        self._badges.setVisible(False)  # or the page is laid out anew with each of them
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        height = self._go.sizeHint().height()
        for widget in self._marks(facts):
            framed = QWidget()
            framed.setFixedHeight(height)
            row = QHBoxLayout(framed)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            self._lane.addWidget(framed)
        self._badges.setVisible(True)
        self.photo.show_client(facts.client.id)
        self._step = next_step.next_step(self._session, facts)
        self.note.say(self._step.text, self._step.state)
        dress(self._line, state=self._step.state)
        self._go.setVisible(bool(self._step.section))
        self.missing_sections = tuple(
            name
            for name, is_missing in (
                (next_step.IDENTITY, bool(facts.client.gaps)),
                (next_step.PROFILE, facts.care is not None and bool(set(facts.care.missing) - {"identity"})),
            )
            if is_missing
        )

    def _marks(self, facts: FileFacts) -> list[QWidget]:
        say, theme, episode = self._session.say, self._session.context.theme, facts.episode
        marks: list[QWidget] = []
        if facts.alerting:
            text = say("Alert: thoughts of suicide")
            to_answers = button(
                theme, text, look="danger", icon="danger", clicked=lambda: self.went.emit(next_step.INSTRUMENTS)
            )
            to_answers.setToolTip(say(SUICIDE_ALERT))
            to_answers.setAccessibleDescription(say(SUICIDE_ALERT))
            marks.append(to_answers)
        if episode is not None:
            marks.append(Badge(theme, state_label(self._session, episode.state), state_of(episode.state)))
            is_late = episode.period_number > PROTECTED_PERIODS
            period = Badge(
                theme,
                say("Masa perawatan {period}", period=episode.period_number),
                State.WARNING if is_late else State.NEUTRAL,
            )
            if is_late:
                period.setToolTip(say(NOTICES[THIRD_PERIOD], period=episode.period_number))
            marks.append(period)
            if episode.is_waiting_guardian:
                marks.append(Badge(theme, say("Waiting for a guardian"), State.WARNING))
            counsellor = facts.account(episode.counsellor_id)
            if counsellor:
                marks.append(Badge(theme, say("Counsellor: {name}", name=counsellor), State.NEUTRAL))
        marks += self._missing(facts)
        return marks

    def _missing(self, facts: FileFacts) -> list[QWidget]:
        """Return what is incomplete, each as a button that leads to it."""
        say, theme = self._session.say, self._session.context.theme
        found: list[QWidget] = []
        if facts.client.gaps:
            text = say("Identity incomplete: {count}", count=len(facts.client.gaps))
            found.append(
                button(theme, text, look="link", icon="warning", clicked=lambda: self.went.emit(next_step.IDENTITY))
            )
        lacking = set(facts.care.missing) - {"identity"} if facts.care is not None else set()
        if lacking:
            text = say("Pasal 18 incomplete: {count}", count=len(lacking))
            found.append(
                button(theme, text, look="link", icon="warning", clicked=lambda: self.went.emit(next_step.PROFILE))
            )
        return found

    def _on_go(self) -> None:
        self.went.emit(self._step.section)
