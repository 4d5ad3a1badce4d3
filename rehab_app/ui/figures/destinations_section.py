"""Referrals by destination: of how many sent, how many were answered, accepted and admitted, and after how many days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.papers.reports.behind import BehindRow
from rehab_app.papers.reports.destinations import DestinationFigure, DestinationFigures, Median
from rehab_app.ui.figures import actions
from rehab_app.ui.figures.behind import behind_table
from rehab_app.ui.figures.periods import periods
from rehab_app.ui.figures.section import FiguresSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import SidePanel, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

NOTHING: Final = "–"
_COUNTED: Final = {
    1: ("sent", N_("Sent")),
    2: ("replied", N_("Answered")),
    3: ("accepted", N_("Accepted")),
    4: ("refused", N_("Refused")),
    5: ("waiting", N_("Waiting")),
    6: ("admitted", N_("Admitted")),
    7: ("overdue", N_("Overdue")),
}
_USUAL: Final = N_("Year {year}")


class _Destinations(Table[DestinationFigure]):
    """The destinations; the arrows walk from number to number, Enter opens the clients behind the one that is marked."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the number beside."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        index = self.currentIndex()
        if steps is not None and index.isValid():
            column = min(max(index.column() + steps, 1), max(_COUNTED))
            self.setCurrentIndex(self.records.index(index.row(), column))
        else:
            super().keyPressEvent(event)


class DestinationsSection(FiguresSection):
    """One row for each destination; each number opens its clients for those with the clinical right."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel, self._note)
        say = session.say
        self.shown: DestinationFigures | None = None
        self.period = QComboBox()
        self.period.setAccessibleName(say("Letters dated in"))
        self._periods = periods(session.context.clock.today())
        for one in self._periods:
            self.period.addItem(say(one.words, year=one.first.year))
        years = [place for place, one in enumerate(self._periods) if one.words == _USUAL]
        self.period.setCurrentIndex(years[0] if years else 0)
        self.model: RowsModel[DestinationFigure] = RowsModel(
            session.context, self._columns(), key=lambda row: row.destination_id
        )
        self.table = _Destinations(self.model, say("Referrals by destination"))
        self.table.set_empty(
            say("No referral letter is of this period"), say("Choose another period, or issue a referral letter first.")
        )
        self.table.opened.connect(self._open_marked)
        self._lay_out()
        self.period.currentIndexChanged.connect(lambda _place: self._read())

    def arrive(self, subject: object = None) -> None:
        """Show the figures of the chosen period."""
        del subject
        self._read()
        self.period.setFocus()

    def refresh(self) -> None:
        """Read the figures again."""
        wish = self._periods[self.period.currentIndex()]
        actions.read_destinations(self.session, (wish.first, wish.last), self._show, self.tell_trouble, self)

    def draw_sheet(self) -> None:
        """Draw the page of the chosen period."""
        wish = self._periods[self.period.currentIndex()]

        def done(content: bytes) -> None:
            self.show_sheet(content, self.session.say("referrals-by-destination"))

        actions.draw_destinations(self.session, (wish.first, wish.last), done, self.tell_trouble, self)

    def forget(self) -> None:
        """Blank the counts and the sheet."""
        super().forget()
        self.shown = None
        self.model.set_rows(())

    def _read(self) -> None:
        self.show_figures()
        self.refresh()

    def _show(self, figures: DestinationFigures) -> None:
        self.shown = figures
        self.model.set_rows(figures.rows)
        marked = self.table.currentIndex()
        if figures.rows and marked.column() not in _COUNTED:
            self.table.setCurrentIndex(self.model.index(max(0, marked.row()), 1))

    def _open_marked(self, row: DestinationFigure) -> None:
        name, words = _COUNTED.get(self.table.currentIndex().column(), _COUNTED[1])
        if not self.session.may(DataClass.KLINIS, Right.MELIHAT) or self.shown is None:
            self.told.emit(
                self.session.say("Your rights show counts; where a client is treated is for those who treat."),
                State.INFO,
            )
            return
        title = f"{row.name}, {self.session.say(words).casefold()}"

        def done(rows: Sequence[BehindRow]) -> None:
            self.panel.open_panel(f"{title}: {format_number(len(rows))}", behind_table(self.session, rows, title))

        place = (self.shown.first, self.shown.last, row.destination_id, name)
        actions.read_behind_destination(self.session, place, done, self.tell_trouble, self)

    def _note(self, leaving: object, go: Callable[[], None]) -> None:
        actions.note_destinations(self.session, str(leaving), go, self.tell_trouble, self)

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        name = label(say("Letters dated in"), "label", wraps=False)
        head.addWidget(name)
        head.addWidget(self.period)
        head.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(
            label(
                say(
                    "Counted are the referrals whose letter is of the period and that were not cancelled; every count is of "
                    "those sent. Days are the median from the date of the letter, with how many it is of; waiting and "
                    "overdue are as of today."
                ),
                "hint",
            )
        )
        self.stack.addWidget(page)
        self.stack.addWidget(self.sheet)

    def _columns(self) -> list[Column[DestinationFigure]]:
        counts = [Column(words, _counter(name), align="right", width=9) for name, words in _COUNTED.values()]
        return [
            Column(N_("Destination"), lambda row: row.name, width=20, stretches=True),
            *counts,
            Column(N_("Days to the answer"), lambda row: self._days(row.reply_days), align="right", width=17),
            Column(N_("Days to admission"), lambda row: self._days(row.admission_days), align="right", width=17),
        ]

    def _days(self, found: Median) -> str:
        if found.days is None:
            return NOTHING
        days = format_number(found.days, 1 if found.days % 1 else 0)
        return self.session.say("{days} (of {count})", days=days, count=found.count)


def _counter(name: str) -> Callable[[DestinationFigure], str]:
    return lambda row: format_number(getattr(row, name))
