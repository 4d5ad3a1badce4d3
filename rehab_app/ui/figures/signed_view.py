"""A signed recap opened again: what it would say otherwise now, client by client, with the reasons, and the way to its paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_instant, format_short, month_name
from rehab_app.foundation.words import N_
from rehab_app.papers.letters.templates import template
from rehab_app.papers.recaps.causes import Cause
from rehab_app.papers.recaps.rules import Kind
from rehab_app.papers.recaps.signed import ClientChange, SignedRow
from rehab_app.ui.audit.columns import deed_words
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.shell.session import Session


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the list: a client, what reads otherwise, both words of it, and why."""

    client_id: UUID
    rm_number: str
    initials: str
    what: str
    before: str
    after: str
    why: str


class SignedView(QWidget):
    """``left`` for back to the recaps, ``paper_asked`` for the paper as it was signed; Enter on a line opens the file."""

    left = Signal()
    paper_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        say, theme = session.say, session.context.theme
        self._heading = label("", "heading")
        self._hint = label("", "muted")
        self.paper = button(
            theme, say("Show as it was signed"), look="main", icon="document", clicked=self.paper_asked.emit
        )
        self.model: RowsModel[ChangeLine] = RowsModel(session.context, _columns())
        self.table = Table(self.model, say("Changed since it was signed"), name="figures.recap_changes")
        self.table.set_empty(say("Nothing has changed since"), say("The record still says what was signed."))
        self.table.opened.connect(lambda line: session.go.to("clients.file", line.client_id))
        head = QHBoxLayout()
        head.addWidget(
            button(theme, say("Back to the recaps"), look="link", icon="back", clicked=self.left.emit),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        head.addStretch(1)
        head.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_changes(self, title: str, row: SignedRow, changes: Sequence[ClientChange]) -> None:
        """Show what changed since a recap was signed."""
        say = self.session.say
        self._heading.setText(title)
        self._hint.setText(
            say(
                "Signed on {day} by {name}. It keeps its numbers, clients and paper; below is what the record says now.",
                day=format_short(row.signed_on),
                name=row.signer_name,
            )
        )
        self.model.set_rows(tuple(line for one in changes for line in self._lines(row.wish.kind, one)))
        self.table.choose(0)

    def forget(self) -> None:
        """Blank the list."""
        self.model.set_rows(())
        self._heading.clear()
        self._hint.clear()

    def _lines(self, kind: Kind, one: ClientChange) -> Iterator[ChangeLine]:
        say = self.session.say
        why = "; ".join(dict.fromkeys(self._why(cause) for cause in one.causes)) or say("no deed on her record")
        if one.is_added or one.is_removed:
            what = say("Now in the recap, not when it was signed") if one.is_added else say("No longer in the recap")
            yield ChangeLine(one.client_id, one.rm_number, one.initials, what, "", "", why)
        for change in one.changes:
            what = self._column(kind, change.code)
            yield ChangeLine(one.client_id, one.rm_number, one.initials, what, change.before, change.after, why)

    def _column(self, kind: Kind, code: str) -> str:
        """Return the heading of a column, of the yearly recap with its month."""
        headings = template("recaps").parts[f"{kind.value}_columns"]
        month, _, column = code.rpartition(".")
        said = " ".join(headings.get(column, column).split())
        if not month:
            return said
        name = month_name(int(month), self.session.context.words.language) if int(month) else self.session.say("Year")
        return f"{name}: {said}"

    def _why(self, cause: Cause) -> str:
        words, clock = self.session.context.words, self.session.context.clock
        deed = f"{deed_words(words, cause.action)}, {cause.by}, {format_instant(cause.at, clock.zone)}"
        return f"{cause.reason} ({deed})" if cause.reason else deed


def _columns() -> list[Column[ChangeLine]]:
    return [
        Column(N_("RM"), lambda line: line.rm_number, width=9, order=lambda line: line.rm_number),
        Column(N_("Initials"), lambda line: line.initials, width=9, is_private=True),
        Column(N_("What changed"), lambda line: line.what, width=18),
        Column(N_("When signed"), lambda line: line.before, width=20),
        Column(N_("Now"), lambda line: line.after, width=20),
        Column(N_("Why"), lambda line: line.why, width=30, stretches=True),
    ]
