"""The signed-in window: rail, top bar, the pages of the rooms, and the status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.ui.kit.layout import NoticeLine, button, icon_button, label
from rehab_app.ui.kit.theme import State, dress
from rehab_app.ui.shell.actions import ShellFacts, read_shell_facts
from rehab_app.ui.shell.command_palette import CommandPalette
from rehab_app.ui.shell.greetings import greetings
from rehab_app.ui.shell.rail import Rail
from rehab_app.ui.shell.room import Command, Room, RoomPage
from rehab_app.ui.shell.session import Session
from rehab_app.ui.shell.shortcut_sheet import ShortcutSheet
from rehab_app.ui.shell.status_line import StatusLine

_BACK_STEPS: Final = 20


class Shell(QWidget):
    """One signed-in person's window. ``make_finder`` builds the search box of the top bar."""

    lock_requested = Signal()
    idle_known = Signal(int)
    title_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        rooms: Sequence[Room],
        make_finder: Callable[[Session], QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._rooms = {room.name: room for room in rooms if room.may_see(session.actor)}
        self._pages: dict[str, RoomPage] = {}
        self._trail: list[tuple[str, object]] = []
        self.greeting_lines: list[NoticeLine] = []
        in_rail = [room for room in self._rooms.values() if room.in_rail]
        self.rail = Rail(session, in_rail)
        self.finder = make_finder(session)
        self.status = StatusLine(session)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def page(self) -> RoomPage | None:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, RoomPage) else None

    @property
    def pages(self) -> list[RoomPage]:
        """Every page that was made so far."""
        return list(self._pages.values())

    @property
    def room(self) -> str:
        """The name of the room that is shown, or an empty text."""
        return self._trail[-1][0] if self._trail else ""

    def begin(self, room: str = "", *, greets: bool = True) -> None:
        """Show ``room`` or else the first one, say what happened since the last sign-in, and read what the status line shows."""
        if greets:
            self._greet()
        self.visit(room if room in self._rooms else next(iter(self._rooms)))
        self.read_facts()

    def read_facts(self) -> None:
        """Read anew when the window locks itself and when a backup was last proved."""
        read_shell_facts(self.session, self._take_facts, self)

    def _greet(self) -> None:
        for text, state in greetings(self.session.context.words, self.session.clinic.greeting):
            line = NoticeLine(self.session.context)
            self.greeting_lines.append(line)
            self._notices.addWidget(line)
            line.tell(text, state)

    def _take_facts(self, facts: ShellFacts) -> None:
        self.status.show_backup(facts.proven_at, is_old=facts.is_backup_old)
        self.idle_known.emit(facts.idle_minutes)

    def visit(self, name: str, subject: object = None) -> None:
        """Go to a room and show ``subject`` there; a room this person may not see is not gone to."""
        if name not in self._rooms:
            return
        if not self._trail or self._trail[-1] != (name, subject):
            self._trail = [*self._trail[-_BACK_STEPS:], (name, subject)]
        page = self._made(name)
        self._stack.setCurrentWidget(page)
        self.rail.mark(name)
        page.notice.let_go()
        page.arrive(subject)
        self.title_changed.emit(self.session.say(self._rooms[name].title))

    def go_back(self) -> None:
        """Show what was shown before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self.visit(*self._trail.pop())

    def open_search(self) -> None:
        """Put the cursor into the search box, whatever is open."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commands(self) -> list[Command]:
        """Return what can be done from here: the page's own commands, the rooms, then the window's."""
        say = self.session.say
        rooms = [
            Command(say(room.title), lambda name=room.name: self.visit(name), icon=room.icon)  # type: ignore[misc]
            for room in self._rooms.values()
            if room.in_rail or room.in_palette
        ]
        own = self.page.commands() if self.page else []
        window = [
            Command(say("Search"), self.open_search, "Ctrl+F", "search"),
            Command(say("Mask names"), self._switch_privacy, "Ctrl+Shift+P", "hide"),
            Command(say("Keyboard shortcuts"), self.show_shortcuts, "Ctrl+/", "keyboard"),
            Command(say("Lock"), self.lock_requested.emit, "Ctrl+L", "lock"),
        ]
        return [*own, *rooms, *window]

    def show_palette(self) -> None:
        """Open the command palette."""
        CommandPalette(self.session.context, self.commands(), self.window()).open()

    def show_shortcuts(self) -> None:
        """Show every key there is."""
        ShortcutSheet(self.session.context, self.commands(), self.window()).open()

    def forget(self) -> None:
        """Blank every page; the caller destroys this widget afterwards."""
        for page in self._pages.values():
            page.forget()

    def _made(self, name: str) -> RoomPage:
        if name not in self._pages:
            page = self._rooms[name].make(self.session)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top_bar())
        if self.session.clinic.is_practice:
            right.addWidget(self._practice_mark())
        theme = self.session.context.theme
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), 0)
        self._notices.setSpacing(theme.space(0.5))
        right.addLayout(self._notices)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _top_bar(self) -> QWidget:
        theme, say = self.session.context.theme, self.session.say
        bar = QFrame()
        bar.setProperty("look", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(1))
        row.addWidget(icon_button(theme, "back", say("Back (Alt+Left)"), self.go_back))
        row.addWidget(self.finder, 1)
        self._privacy = icon_button(theme, "hide", say("Mask names (Ctrl+Shift+P)"), self._switch_privacy)
        self._privacy.setCheckable(True)
        row.addWidget(self._privacy)
        row.addWidget(icon_button(theme, "keyboard", say("All commands (Ctrl+K)"), self.show_palette))
        row.addWidget(button(theme, say("Lock"), look="quiet", icon="lock", clicked=self.lock_requested.emit))
        return bar

    def _practice_mark(self) -> QWidget:
        mark = QFrame()
        mark.setProperty("look", "badge")
        dress(mark, state=State.PRACTICE)
        text = label(self.session.say("PRACTICE CLINIC: invented people, nothing here is real"), "strong", wraps=False)
        dress(text, state=State.PRACTICE)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(mark)
        row.setContentsMargins(8, 3, 8, 3)
        row.addWidget(text)
        return mark

    def _connect(self) -> None:
        self.rail.chosen.connect(self.visit)
        self.session.go.requested.connect(self.visit)
        self.session.go.back_requested.connect(self.go_back)
        self.session.to_window.settings_changed.connect(self.read_facts)
        self.session.context.privacy.changed.connect(self._privacy.setChecked)
        for keys, act in (
            ("Ctrl+F", self.open_search),
            ("F3", self.open_search),
            ("Ctrl+K", self.show_palette),
            ("Ctrl+/", self.show_shortcuts),
            ("Ctrl+L", self.lock_requested.emit),
            ("Ctrl+Shift+P", self._switch_privacy),
            ("Alt+Left", self.go_back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    def _switch_privacy(self) -> None:
        privacy = self.session.context.privacy
        privacy.switch(on=not privacy.is_on)
        self._privacy.setChecked(privacy.is_on)
