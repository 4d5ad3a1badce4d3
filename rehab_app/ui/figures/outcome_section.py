"""What care changed in a year, domain by domain: of how many, against the target, and who was not measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.instruments.outcome import Change, DomainOutcome
from rehab_app.papers.reports.behind import BehindRow
from rehab_app.papers.reports.outcome import WITHOUT_AKHIR, WITHOUT_AWAL, OutcomeFigures
from rehab_app.ui.figures import actions
from rehab_app.ui.figures.behind import behind_table
from rehab_app.ui.figures.section import FiguresSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import EmptyState, SidePanel, button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.kit.year_box import YearBox
from rehab_app.ui.shell.session import Session

DOMAIN_WORDS: Final = {
    "physical": N_("Physical"),
    "psychological": N_("Psychological"),
    "social": N_("Social"),
    "environment": N_("Environment"),
}
CHANGE_WORDS: Final = {Change.MENINGKAT: N_("Risen"), Change.TETAP: N_("Unchanged"), Change.MENURUN: N_("Fallen")}
_COUNTED: Final = {1: Change.MENINGKAT, 2: Change.TETAP, 3: Change.MENURUN}
NOTHING: Final = "–"
_FRAME: Final = 2
_SLACK: Final = 12  # for a bar to scroll sideways where the window is narrow


class _Domains(Table[DomainOutcome]):
    """The domains; the arrows walk from number to number, Enter opens the clients behind the one that is marked."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the number beside."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        index = self.currentIndex()
        if steps is not None and index.isValid():
            column = min(max(index.column() + steps, 0), self.records.columnCount() - 1)
            self.setCurrentIndex(self.records.index(index.row(), column))
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the number that is marked: the row alone would not tell which one Enter opens."""
        super().paintEvent(event)
        index = self.currentIndex()
        if index.isValid() and index.column() in _COUNTED and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.context.theme.colour("accent"), _FRAME))
            painter.drawRect(self.visualRect(index).adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME))


@dataclass(frozen=True, slots=True)
class _Place:
    """A number that can be opened: its name for the service, the change, and its words."""

    name: str
    change: str
    words: str


class OutcomeSection(FiguresSection):
    """One row for each domain of WHOQOL-BREF; each number opens its clients for those with the clinical right."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel, self._note)
        say, theme = session.say, session.context.theme
        self.shown: OutcomeFigures | None = None
        self.year = YearBox(session.context)
        self.model: RowsModel[DomainOutcome] = RowsModel(session.context, self._columns(), key=lambda row: row.domain)
        self.table = _Domains(self.model, say("Outcome of the year"))
        self.table.opened.connect(self._open_marked)
        self._headline = label("")
        self._target = label("", "muted")
        self._rule = label(
            say(
                "Counted are the masa perawatan of outpatient care that ended in the year, and those measured at exit in it. "
                "The share is of those with both scores of a domain; who was not measured is told, never left out in silence."
            ),
            "hint",
        )
        self._without_akhir = button(theme, "", clicked=lambda: self._open(self._place(WITHOUT_AKHIR)))
        self._without_awal = button(theme, "", clicked=lambda: self._open(self._place(WITHOUT_AWAL)))
        self._empty = EmptyState(theme, icon="figures")
        self._figures = QWidget()
        self._lay_out()
        self.year.chosen.connect(lambda _year: self._read())

    def arrive(self, subject: object = None) -> None:
        """Show the outcome of the chosen year."""
        self.year.choose(subject)
        self._read()
        self.year.setFocus()

    def refresh(self) -> None:
        """Read the outcome again."""
        actions.read_outcome(self.session, self.year.year, self._show, self.tell_trouble, self)

    def draw_sheet(self) -> None:
        """Draw the outcome page of the chosen year."""
        year = self.year.year

        def done(content: bytes) -> None:
            self.show_sheet(content, self.session.say("outcome-{year}", year=year))

        actions.draw_outcome(self.session, year, done, self.tell_trouble, self)

    def forget(self) -> None:
        """Blank the counts and the sheet."""
        super().forget()
        self.shown = None
        self.model.set_rows(())
        self._headline.clear()
        for each in (self._without_akhir, self._without_awal):
            each.setVisible(False)

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(label(say("Year"), "label", wraps=False))
        head.addWidget(self.year)
        head.addWidget(self._headline, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.space(1))
        for each in (self._without_akhir, self._without_awal):
            each.setVisible(False)
            below.addWidget(each)
        below.addStretch(1)
        inner = QVBoxLayout(self._figures)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space(1.5))
        rows = self.table.header.sizeHint().height() + self.table.verticalHeader().defaultSectionSize() * len(
            DOMAIN_WORDS
        )
        self.table.setFixedHeight(rows + 2 * self.table.frameWidth() + _SLACK)
        inner.addWidget(self.table)
        inner.addWidget(self._target)
        inner.addLayout(below)
        inner.addWidget(self._rule)
        inner.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(self._figures, 1)
        column.addWidget(self._empty, 1)
        self._empty.setVisible(False)
        self.stack.addWidget(page)
        self.stack.addWidget(self.sheet)

    def _read(self) -> None:
        self.show_figures()
        self.refresh()

    def _show(self, figures: OutcomeFigures) -> None:
        say, found = self.session.say, figures.outcome
        self.shown = figures
        self.model.set_rows(found.domains if found.clients else ())
        self._figures.setVisible(bool(found.clients))
        self._empty.setVisible(not found.clients)
        if not found.clients:
            self._headline.clear()
            self._empty.tell(
                say("Nobody ended outpatient care in {year}", year=figures.year),
                say("Measure WHOQOL-BREF at intake and at exit: the outcome then counts itself."),
            )
            return
        both = found.clients - found.without_akhir - found.without_awal
        self._headline.setText(
            say("{both} of {clients} clients were measured at intake and at exit.", both=both, clients=found.clients)
        )
        self._target.setText(say("Target: {target} % of the clients rise in each domain.", target=figures.target))
        for each, count, said in (
            (
                self._without_akhir,
                found.without_akhir,
                say("{count} without a measure at exit", count=found.without_akhir),
            ),
            (
                self._without_awal,
                found.without_awal,
                say("{count} without a measure at intake", count=found.without_awal),
            ),
        ):
            each.setText(said)
            each.setVisible(count > 0)
        marked = self.table.currentIndex()
        if marked.column() not in _COUNTED:
            self.table.setCurrentIndex(self.model.index(max(0, marked.row()), 1))

    def _place(self, name: str) -> _Place:
        words = self._without_akhir.text() if name == WITHOUT_AKHIR else self._without_awal.text()
        return _Place(name, "", words)

    def _open_marked(self, row: DomainOutcome) -> None:
        change = _COUNTED.get(self.table.currentIndex().column(), Change.MENINGKAT)
        say = self.session.say
        words = f"{say(DOMAIN_WORDS[row.domain])}, {say(CHANGE_WORDS[change]).casefold()}"
        self._open(_Place(row.domain, change.value, words))

    def _open(self, place: _Place) -> None:
        if not self.session.may(DataClass.KLINIS, Right.MELIHAT):
            self.told.emit(
                self.session.say("Your rights show counts; how a client fares is for those who treat."), State.INFO
            )
            return

        def done(rows: Sequence[BehindRow]) -> None:
            self.panel.open_panel(
                f"{place.words}: {format_number(len(rows))}", behind_table(self.session, rows, place.words)
            )

        actions.read_behind_outcome(
            self.session, self.year.year, (place.name, place.change), done, self.tell_trouble, self
        )

    def _note(self, leaving: object, go: Callable[[], None]) -> None:
        actions.note_outcome(self.session, self.year.year, str(leaving), go, self.tell_trouble, self)

    def _columns(self) -> list[Column[DomainOutcome]]:
        say = self.session.say

        def share(row: DomainOutcome) -> str:
            return NOTHING if row.percent is None else f"{format_number(row.percent, 2)} %"

        def reached(row: DomainOutcome) -> str:
            is_reached = None if self.shown is None else row.reaches(self.shown.target)
            return {True: say("reached"), False: say("not reached"), None: NOTHING}[is_reached]

        def state(row: DomainOutcome) -> State:
            is_reached = None if self.shown is None else row.reaches(self.shown.target)
            return {True: State.OK, False: State.WARNING, None: State.NEUTRAL}[is_reached]

        return [
            Column(N_("Domain"), lambda row: say(DOMAIN_WORDS[row.domain]), width=13, stretches=True),
            Column(N_("Risen"), lambda row: format_number(row.risen), align="right", width=11),
            Column(N_("Unchanged"), lambda row: format_number(row.unchanged), align="right", width=9),
            Column(N_("Fallen"), lambda row: format_number(row.fallen), align="right", width=10),
            Column(N_("Of how many"), lambda row: format_number(row.denominator), align="right", width=11),
            Column(N_("Share that rose"), share, align="right", width=13),
            Column(N_("Target"), reached, width=15, state=state),
        ]
