"""What stands above an opened file: the states as badges, and what stands to be done with the way to it."""

from itertools import zip_longest
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

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
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

# Of the first step, and of the one that follows an alert.
_STEP_KEYS: Final = ("Ctrl+Shift+G", "Ctrl+Shift+T")
_LEAST_BESIDE: Final = 420


class StepLine(QFrame):
    """One step with the way to it, by a button and by ``keys``; ``went(section)`` when the way is taken."""

    went = Signal(str)

    def __init__(self, session: Session, keys: str) -> None:
        super().__init__()
        theme, text = session.context.theme, session.say("Go there")
        self.step = Step("")
        self.keys = keys
        self.setProperty("look", "notice")
        self.note = NoteLine(theme, State.INFO, look="")
        self._go = button(theme, text, look="link", icon="forward", clicked=self.go)
        bind(self, keys, self.go)
        self._go.setToolTip(f"{text} ({keys})")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        self._row.addWidget(self.note, 1)
        self._row.addWidget(self._go, 0, Qt.AlignmentFlag.AlignRight)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the way below the words where both have no room beside each other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if self.width() < _LEAST_BESIDE else ways.LeftToRight)

    def show_step(self, step: Step | None) -> None:
        """Show another step, or go away where there is none."""
        self.step = step or Step("")
        self.setVisible(step is not None)
        self.note.say(self.step.text, self.step.state)
        dress(self, state=self.step.state)
        self._go.setVisible(bool(self.step.section))
        self._go.setAccessibleDescription(self.step.text)

    def go(self) -> None:
        """Take the way."""
        if self.step.section:
            self.went.emit(self.step.section)

    @property
    def button_height(self) -> int:
        """The height of a button that stands in a line, in pixels."""
        return self._go.sizeHint().height()


class FileHeader(QWidget):
    """Badges and what stands to be done. ``went(section)`` when the way to a section is taken.

    The page puts ``alert`` where it never scrolls away, and shows it.
    """

    went = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.missing_sections: tuple[str, ...] = ()
        theme = session.context.theme
        self._badges = QWidget()
        self._lane = FlowLayout(theme.space(1), theme.space(0.5), self._badges)
        self.lines = tuple(StepLine(session, keys) for keys in _STEP_KEYS)
        say = session.say
        self.alert = button(
            theme,
            say("Alert: thoughts of suicide"),
            look="danger",
            icon="danger",
            clicked=lambda: self.went.emit(next_step.INSTRUMENTS),
        )
        self.alert.setToolTip(say(SUICIDE_ALERT))
        self.alert.setAccessibleDescription(say(SUICIDE_ALERT))
        self.alert.hide()
        self.photo = Photo(session)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        column.addWidget(self._badges)
        for line in self.lines:
            line.went.connect(self.went)
            column.addWidget(line)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.space(1.5))
        beside.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(column, 1)

    @property
    def step(self) -> Step:
        """What stands to be done first."""
        return self.lines[0].step

    def commands(self) -> list[Command]:
        """Return the ways to what stands to be done, for the command palette."""
        shown = [line for line in self.lines if line.step.section]
        return [Command(line.step.text, line.go, line.keys, "forward") for line in shown]

    def forget(self) -> None:
        """Blank the photograph."""
        self.photo.forget()

    def show_facts(self, facts: FileFacts) -> None:
        """Show the badges and what stands to be done in the chosen episode."""
        self._badges.setVisible(False)  # or the page is laid out anew with each of them
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        height = self.lines[0].button_height
        for widget in self._marks(facts):
            framed = QWidget()
            framed.setFixedHeight(height)
            row = QHBoxLayout(framed)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            self._lane.addWidget(framed)
        self._badges.setVisible(True)
        self.photo.show_client(facts.client.id)
        for line, step in zip_longest(self.lines, next_step.next_steps(self._session, facts)):
            line.show_step(step)
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
