"""Undoing a merge: how much goes back by itself, and what was written since, each for choice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.desk.part_clients import PartPreview, Since
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.duplicates.side_table import SideTable
from rehab_app.ui.clients.duplicates.words import FIELD_WORDS, KIND_WORDS
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class PartView(QWidget):
    """``part_asked`` when the two shall stand apart again; ``left`` for back to the list."""

    part_asked = Signal()
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.seen: PartPreview | None = None
        self.going_back: set[str] = set()
        say, theme = session.say, session.context.theme
        self.model: RowsModel[Since] = RowsModel(session.context, self._columns(), key=lambda row: row.id)
        self.table: SideTable[Since] = SideTable(self.model, say("Written since the merge"))
        self.table.set_empty(
            say("Nothing was written since the merge"), say("Both records become what they were before it.")
        )
        self.table.decided.connect(self._decide)
        self.table.turned.connect(self._turn)
        self.table.opened.connect(self._turn)
        self._heading = label("", "heading")
        self._about = label("", "muted")
        self._keys = label(
            say(
                "Left leaves it with the kept record, Right gives it to the other. What hangs on a masa perawatan goes with it."
            ),
            "hint",
        )
        part = button(theme, say("Undo the merge"), look="main", icon="undo", clicked=self.ask)
        part.setToolTip("Ctrl+Return")
        bind(self, "Ctrl+Return", self.ask)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(part)
        back = button(theme, say("Back to the list"), look="link", icon="back", clicked=self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self.table, 1)
        column.addWidget(self._keys)

    def show_preview(self, seen: PartPreview) -> None:
        """Show what would go where."""
        self.seen = seen
        self.going_back = {one.id for one in seen.since if one.goes_back}
        say = self.session.say
        self._heading.setText(
            say("RM {merged} stands apart from RM {kept} again", merged=seen.merged_rm, kept=seen.kept_rm)
        )
        count = self.session.context.words.say_many(
            "{count} record goes back as it was moved.", "{count} records go back as they were moved.", seen.going_back
        )
        self._about.setText(count)
        self.model.set_rows(seen.since)
        self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Blank what is shown."""
        self.seen, self.going_back = None, set()
        self.model.set_rows(())
        self._heading.clear()
        self._about.clear()

    def ask(self) -> None:
        """Ask for the parting."""
        if self.seen is not None:
            self.part_asked.emit()

    def _turn(self, row: Since) -> None:
        self._decide(row, row.id not in self.going_back)

    def _decide(self, row: Since, is_right: bool) -> None:  # noqa: FBT001 - a signal's argument
        if row.is_bound or self.seen is None:
            return
        self.going_back = self.going_back | {row.id} if is_right else self.going_back - {row.id}
        current = self.table.currentIndex().row()
        self.model.set_rows(self.seen.since)
        self.table.choose(max(0, current))

    def _goes(self, row: Since) -> str:
        say = self.session.say
        if row.is_bound:
            return say("goes with its masa perawatan")
        return say("goes to the other record") if row.id in self.going_back else say("stays with the kept record")

    def _columns(self) -> list[Column[Since]]:
        say, zone = self.session.say, self.session.context.clock.zone
        return [
            Column(N_("What"), lambda row: say(KIND_WORDS[row.kind]), width=26),
            Column(N_("Field"), lambda row: say(FIELD_WORDS[row.name]) if row.name else "", width=22),
            Column(N_("Written"), lambda row: format_instant(row.at, zone) if row.at else "", width=22),
            Column(
                N_("Where it goes"),
                self._goes,
                width=30,
                stretches=True,
                icon=lambda row: "lock" if row.is_bound else ("right" if row.id in self.going_back else "left"),
                state=lambda row: State.INFO if row.id in self.going_back and not row.is_bound else State.NEUTRAL,
            ),
        ]
