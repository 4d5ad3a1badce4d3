"""The versions of a record beside each other: an earlier one on the left, the present one on the right, what differs marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from rehab_app.foundation.dates import format_instant
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_WIDTH: Final = 900
_HEIGHT: Final = 420


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is read: who entered it when and why, and its content by caption, both already said."""

    number: int
    at: datetime
    by: str
    reason: str
    content: Mapping[str, str]


class VersionsDialog(Dialog):
    """Shows two of ``versions`` (the first one first): the present one, and an earlier one that the arrows choose."""

    def __init__(self, session: Session, parent: QWidget | None, title: str, versions: Sequence[Version]) -> None:
        super().__init__(session.context, parent, title, State.INFO)
        self._session = session
        self.versions = list(versions)
        self.shown = max(0, len(self.versions) - 2)
        self.setMinimumWidth(_WIDTH)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(_HEIGHT)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(title)
        if len(self.versions) > 1:
            self.body.addWidget(self._arrows())
        else:
            self.add_text(session.say("There is one version; nothing has been corrected."), "muted")
        self.body.addWidget(self._scroll, 1)
        self.add_button(session.say("Close"), self.accept, look="main", is_default=True)
        self._draw()

    def show_version(self, place: int) -> None:
        """Show version ``place`` (from 0) on the left; out of range changes nothing."""
        if 0 <= place < len(self.versions) - 1:
            self.shown = place
            self._draw()

    def _arrows(self) -> QWidget:
        session, theme = self._session, self._session.context.theme
        row = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(0.5), row)
        for text, keys, arrow, icon, step in (
            (session.say("Earlier version"), "Left", "←", "left", -1),
            (session.say("Later version"), "Right", "→", "right", 1),
        ):
            made = button(theme, text, icon=icon, clicked=lambda step=step: self.show_version(self.shown + step))  # type: ignore[misc]
            made.setToolTip(f"{text} ({arrow})")
            bind(self, keys, lambda step=step: self.show_version(self.shown + step))  # type: ignore[misc]
            lane.addWidget(made)
        return row

    def _draw(self) -> None:
        session, theme = self._session, self._session.context.theme
        inner = QWidget()
        inner.setProperty("look", "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.space(1), 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(1))
        now = self.versions[-1]
        before = self.versions[self.shown] if len(self.versions) > 1 else None
        pair = [one for one in (before, now) if one is not None]
        for column, one in enumerate(pair):
            grid.addWidget(label(self._head(one), "strong"), 0, column + 2)
        captions = dict.fromkeys(caption for one in pair for caption in one.content)
        for line, caption in enumerate(captions, start=1):
            said = [one.content.get(caption, NOTHING) or NOTHING for one in pair]
            is_other = len(set(said)) > 1
            if is_other:
                mark = Mark(theme, State.WARNING)
                mark.setAccessibleName(session.say("differs"))
                mark.setToolTip(session.say("differs"))
                grid.addWidget(mark, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(caption, "label"), line, 1, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate(said):
                shown = label(text, "strong" if is_other else "")
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(shown, line, column + 2, Qt.AlignmentFlag.AlignTop)
        for column, share in enumerate((0, 2, 3, 3)[: len(pair) + 2]):
            grid.setColumnStretch(column, share)
        grid.setRowStretch(len(captions) + 1, 1)
        self._scroll.setWidget(inner)

    def _head(self, one: Version) -> str:
        session = self._session
        at = format_instant(one.at, session.context.clock.zone)
        text = session.say("Version {number} of {total}", number=one.number, total=len(self.versions))
        parts = [text, at, one.by, one.reason]
        return "\n".join(part for part in parts if part)


def show_versions(session: Session, parent: QWidget | None, title: str, versions: Sequence[Version]) -> VersionsDialog:
    """Open the dialog of ``versions``."""
    dialog = VersionsDialog(session, parent, title, versions)
    dialog.open()
    return dialog
