"""The base of a file's sections: what they share, how they show facts, and the small pieces they are built of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QTableView, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import FormPanel, Reread, Values
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.job import Cancelled, Failed, Fault, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import button, focus_first, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session


@dataclass(frozen=True, slots=True)
class FileDesk:
    """What a section is given: the session, the side panel's forms, the notice line, and the way to another section.

    ``clear_room(True)`` takes away what stands above the sections, while one of them needs the whole page; ``read(done)`` reads
    the file anew.
    """

    session: Session
    forms: FormPanel
    tell: Callable[[str, State], None]
    go: Callable[[str], None]
    reload: Callable[[], None]
    choose_episode: Callable[[object], None]
    clear_room: Callable[[bool], None]
    read: Callable[[Callable[[FileFacts], None]], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a section offers: its words (already said), what it does, its keys, icon and look."""

    text: str
    act: Callable[[], None]
    keys: str = ""
    icon: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class FileDeed:
    """What a section offers from anywhere in the file: its words (a message id) and the keys, which no other section has."""

    text: str
    keys: str
    icon: str = ""


class Part(StrEnum):
    """The parts of a file, each a message id."""

    PERSON = N_("Client")
    ASSESSMENT = N_("Assessment")
    CARE = N_("Treatment")
    HISTORY = N_("History")


Read = TypeVar("Read")


class Section(QScrollArea):
    """One section of an opened file. Subclasses draw ``facts`` in ``draw``; forms stand in the side panel, never here.

    ``part`` is the part of the file it stands in; ``keys`` bring it to the front from anywhere in the file, those of a
    ``file_deeds`` do so and begin what stands in ``deeds`` under the same keys. One that ``is_clinical`` is made for those alone
    who may see clinical data.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    part: ClassVar[Part] = Part.PERSON
    keys: ClassVar[str] = ""
    file_deeds: ClassVar[tuple[FileDeed, ...]] = ()
    is_clinical: ClassVar[bool] = False

    def __init__(self, desk: FileDesk) -> None:
        super().__init__()
        self.desk = desk
        self.session = desk.session
        self.facts: FileFacts | None = None
        self.deeds: list[Deed] = []
        self.setAccessibleName(self.session.say(self.title))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QVBoxLayout()

    def show_facts(self, facts: FileFacts) -> None:
        """Show ``facts`` in place of what is shown; the focus stays in the section where it was in it."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.facts = facts
        inner = self._begin()
        self.draw(facts)
        self.body.addStretch(1)
        # Set in whole: what is added to a widget that is shown already cannot take the focus at once.
        self.setWidget(inner)
        inner.show()
        if had_focus:
            self.enter()

    @classmethod
    def is_offered(cls, session: Session) -> bool:
        """Whether the section stands in the file for whoever is signed in."""
        return not cls.is_clinical or session.may(DataClass.KLINIS, Right.MELIHAT)

    def draw(self, facts: FileFacts) -> None:
        """Put the section's cards into ``body``; subclasses do this."""
        raise NotImplementedError

    def forget(self) -> None:
        """Blank the section."""
        self.facts = None
        self.setWidget(self._begin())

    def journals(self) -> list[DraftJournal]:
        """Return the journals of forms that stand in the section itself; most have none."""
        return []

    def commands(self) -> list[Command]:
        """Return what can be done here, for the command palette."""
        return [Command(deed.text, deed.act, deed.keys, deed.icon) for deed in self.deeds]

    def enter(self) -> None:
        """Take the focus."""
        inner = self.widget()
        if inner is not None:
            focus_first(inner)

    @classmethod
    def may_begin(cls, session: Session, facts: FileFacts) -> bool:
        """Whether ``file_deeds`` can be done in this file; what is made of the section's rights before it is made itself."""
        return facts.is_open and session.may(DataClass.KLINIS, Right.INPUT)

    def begin_by(self, keys: str) -> None:
        """Do what is offered under ``keys``; where it is not, only take the focus: the section says why."""
        deed = next((deed for deed in self.deeds if deed.keys == keys), None)
        if deed is None:
            self.enter()
        else:
            deed.act()

    def refuse(self, trouble: RuleBroken) -> None:
        """Say a trouble that belongs to no field."""
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self.session.context, self.window(), trouble)

    def reread(self, latest: Callable[[FileFacts], Values | None]) -> Reread:
        """Return what reads the file anew where another seat was faster and shows ``latest`` of it beside what is typed."""

        def reread(show: Callable[[Values], None]) -> None:
            def done(facts: FileFacts) -> None:
                values = latest(facts)
                if values is not None:
                    show(values)

            self.desk.read(done)

        return reread

    def add_deeds(self, deeds: Iterable[Deed]) -> None:
        """Add a row of buttons to the body, the first one the main action."""
        self.body.addWidget(self.deed_row(list(deeds)))

    def deed_row(self, deeds: Sequence[Deed]) -> QWidget:
        """Return a row of buttons that wraps where it has no room."""
        theme = self.session.context.theme
        from_anywhere = {one.keys for one in self.file_deeds}
        row = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), row)
        for deed in deeds:
            made = button(theme, deed.text, look=deed.look, icon=deed.icon, clicked=deed.act)
            if deed.keys:
                if deed.keys not in from_anywhere:  # those the page has bound: twice they would do nothing
                    bind(made, deed.keys, deed.act)
                made.setToolTip(f"{deed.text} ({deed.keys})")
            lane.addWidget(made)
        self.deeds.extend(deeds)
        if not deeds:
            row.hide()
        return row

    def pairs(self, rows: Sequence[tuple[str, str]], columns: int = 2) -> QWidget:
        """Return label and value pairs in ``columns`` columns; values wrap and can be selected."""
        theme = self.session.context.theme
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(1))
        height = -(-len(rows) // columns)
        for place, (caption, value) in enumerate(rows):
            column, line = divmod(place, max(1, height))
            said = label(value)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(caption, "label"), line, column * 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, line, column * 2 + 1, Qt.AlignmentFlag.AlignTop)
        for column in range(columns):
            grid.setColumnStretch(column * 2, 2 if columns > 1 else 1)
            grid.setColumnStretch(column * 2 + 1, 3 if columns > 1 else 4)
        return box

    def follow_row(self, table: QTableView) -> None:
        """Keep the marked row of a list in view, also where the section is scrolled so far that the list is cut."""

        def show() -> None:
            inner, index = self.widget(), table.currentIndex()
            if inner is not None and index.isValid() and table.hasFocus():
                row = table.visualRect(index)
                at = table.viewport().mapTo(inner, row.bottomLeft())
                self.ensureVisible(0, at.y(), 0, row.height() * 2)

        table.selectionModel().currentRowChanged.connect(show)

    def line(self, *widgets: QWidget, stretch_last: bool = False) -> QWidget:
        """Return widgets beside each other, the last one as wide as there is room where ``stretch_last``."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.session.context.theme.space(1))
        for widget in widgets:
            row.addWidget(widget, 1 if stretch_last and widget is widgets[-1] else 0)
        if not stretch_last:
            row.addStretch(1)
        return box

    def _begin(self) -> QWidget:
        """Begin an empty body and return the widget it stands in."""
        self.deeds = []
        theme = self.session.context.theme
        inner = QWidget()
        inner.setProperty("look", "plain")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, theme.space(1), theme.space(1), theme.space(2))
        self.body.setSpacing(theme.space(2))
        return inner


class ReadingSection(Section, Generic[Read]):
    """A section that reads what it shows when it comes to the front, so that opening a file reads no more than is looked at.

    Subclasses start the reading in ``read`` and draw what came of it in ``draw_read``.
    """

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.found: Read | None = None
        self._job: Job | None = None
        self._is_awaited = False
        self._awaited_keys = ""

    def read(self, facts: FileFacts, done: Callable[[Read], None], failed: Failed) -> Job:
        """Read on the reading lane; subclasses do this through their ``actions``."""
        raise NotImplementedError

    def draw_read(self, facts: FileFacts, found: Read) -> None:
        """Put the section's cards into ``body``; subclasses do this."""
        raise NotImplementedError

    def renew(self, facts: FileFacts, found: Read) -> bool:
        """Show what was read in the lists that stand already, so that nobody loses her place; False to draw all anew."""
        del facts, found
        return False

    def show_facts(self, facts: FileFacts) -> None:
        """Read anew for ``facts``; what is shown stays until the answer is there, unless it is of another client or episode."""
        if self.facts is not None and _is_other(self.facts, facts):
            self.forget()
        self._drop()
        self.facts = facts

        def take(found: Read) -> None:
            self._job = None
            is_drawn, self.found = self.found is not None, found
            if not (is_drawn and self.renew(facts, found)):
                Section.show_facts(self, facts)
            is_awaited, self._is_awaited = self._is_awaited, False
            keys, self._awaited_keys = self._awaited_keys, ""
            if keys and self.isVisible():
                self.begin_by(keys)
            elif is_awaited and self.isVisible() and self.desk.forms.form is None:
                self.enter()

        self._job = self.read(facts, take, self._on_failed)

    def enter(self) -> None:
        """Take the focus; where the answer is not there yet, as soon as it is."""
        if self.found is None:
            self._is_awaited = self._job is not None
        else:
            super().enter()

    def begin_by(self, keys: str) -> None:
        """Do what is offered under ``keys``; while it is being read what may be done, as soon as that is known."""
        if self._job is not None:
            self._awaited_keys = keys
        else:
            super().begin_by(keys)

    def draw(self, facts: FileFacts) -> None:
        """Draw what was read."""
        if self.found is not None:
            self.draw_read(facts, self.found)

    def forget(self) -> None:
        """Blank the section and drop what is being read."""
        self._drop()
        self.found = None
        self._is_awaited = False
        self._awaited_keys = ""
        super().forget()

    def _on_failed(self, trouble: RuleBroken) -> None:
        self._job = None
        self._awaited_keys = ""
        self.refuse(trouble)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None


def _is_other(shown: FileFacts, facts: FileFacts) -> bool:
    """Whether facts are about another client or another of her episodes."""
    episodes = [one.episode.id if one.episode is not None else None for one in (shown, facts)]
    return shown.client.id != facts.client.id or episodes[0] != episodes[1]
