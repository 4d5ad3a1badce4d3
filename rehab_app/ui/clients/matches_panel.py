"""Beside the registration: who may be registered already, with what speaks for it and against."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rehab_app.clinic.clients.matches import REASON_WORDS, Reason
from rehab_app.clinic.clients.rows import LikelyMatch
from rehab_app.ui.clients.showing import joined, name_of, sex_and_age
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.shell.session import Session

WIDTH: Final = 300


class _List(QListWidget):
    """The matches; Enter opens the one that is marked."""

    opened = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class MatchesPanel(QFrame):
    """Lists likely matches, most likely first. ``opened(UUID)`` when one shall be opened."""

    opened = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._matches: tuple[LikelyMatch, ...] = ()
        self._shown: list[UUID] = []
        say, theme = session.say, session.context.theme
        self.setProperty("look", "panel")
        self.setFixedWidth(WIDTH)
        self._note = label(say("People who may be the same appear here while you type."), "muted")
        self._keys = label(say("Ctrl+O opens the one that is marked; F6 goes to this list."), "hint")
        self.list = _List()
        self.list.setAccessibleName(say("Perhaps registered already"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self._filler = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(2),) * 4)
        column.setSpacing(theme.space(1))
        column.addWidget(label(say("Perhaps registered already"), "heading"))
        column.addWidget(self._note)
        column.addWidget(self.list, 1)
        column.addWidget(self._keys)
        column.addWidget(self._filler, 1)
        self.list.opened.connect(self.open_current)
        self.list.itemDoubleClicked.connect(lambda _item: self.open_current())
        session.context.privacy.changed.connect(self._draw)
        self.show_matches(())

    @property
    def matches(self) -> Sequence[LikelyMatch]:
        """The matches that are shown."""
        return self._matches

    def show_matches(self, matches: Sequence[LikelyMatch]) -> None:
        """Show ``matches``; the one that was marked stays marked where it is still among them."""
        self._matches = tuple(matches)
        self._draw()

    def open_current(self) -> None:
        """Open the file of the match that is marked."""
        row = self.list.currentRow()
        if 0 <= row < len(self._matches):
            self.opened.emit(self._matches[row].id)

    def focus_list(self) -> None:
        """Put the focus on the list where it has somebody."""
        if self._matches:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _draw(self) -> None:
        marked = self._marked()
        self.list.clear()
        for match in self._matches:
            item = QListWidgetItem(self.text_of(match))
            is_certain = Reason.SAME_NIK in match.reasons
            icon = "danger" if is_certain else "clients"
            item.setIcon(self._session.context.theme.icons.icon(icon, "danger" if is_certain else "muted"))
            self.list.addItem(item)
        self._shown = [match.id for match in self._matches]
        self.list.setCurrentRow(self._shown.index(marked) if marked in self._shown else 0)
        has_any = bool(self._matches)
        self.list.setVisible(has_any)
        self._keys.setVisible(has_any)
        self._note.setVisible(not has_any)
        self._filler.setVisible(not has_any)

    def text_of(self, match: LikelyMatch) -> str:
        """Return a match in lines: who, what is known, why, and what speaks against."""
        say = self._session.say
        reasons = ", ".join(say(REASON_WORDS[reason]) for reason in match.reasons)
        doubts = ", ".join(say(REASON_WORDS[reason]) for reason in match.doubts)
        lines = [
            name_of(self._session, match),
            joined([f"RM {match.rm_number}", sex_and_age(self._session, match)]),
            match.district,
            say("Because: {reasons}", reasons=reasons),
        ]
        if doubts:
            lines.append(say("But: {doubts}", doubts=doubts))
        return "\n".join(lines)

    def _marked(self) -> UUID | None:
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None
