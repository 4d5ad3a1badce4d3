"""The check of the register of a year: each counter in a line, then what was found."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.papers.register.check import CheckRow, YearCheck
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.letters.words import FINDINGS, GRAVE, SAID
from rehab_app.ui.shell.session import Session


class CheckView(QWidget):
    """Findings as rows; Enter on one of a letter shows it in the register (``opened`` of the table)."""

    def __init__(self, session: Session, back: Callable[[], None], print_check: Callable[[], None]) -> None:
        super().__init__()
        say, theme = session.say, session.context.theme
        self._session = session
        self._names: dict[str, str] = {}
        self.model: RowsModel[CheckRow] = RowsModel(
            session.context, self._columns(), key=lambda row: (row.finding, row.series, row.number_text)
        )
        self.table: Table[CheckRow] = Table(
            self.model, say("Check of the numbers"), name="letters.check", view_state=session.view_state
        )
        self._heading = label("", "heading", wraps=False)
        self.counters = label("", "muted")
        line = QHBoxLayout()
        line.addWidget(button(theme, say("Back to the register"), look="link", icon="back", clicked=back))
        line.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignRight)
        line.addSpacing(theme.space(2))
        line.addWidget(button(theme, say("Print the check"), icon="print", clicked=print_check))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(line)
        column.addWidget(self.counters)
        column.addWidget(self.table, 1)

    def show_check(self, check: YearCheck) -> None:
        """Show the check of a year."""
        say = self._session.say
        self._names = {one.series: one.names for one in check.series}
        self._heading.setText(say("Check of the numbers of {year}", year=check.year))
        lines = [
            say("{names}: last number {last}, {letters} letters", names=one.names, last=one.last, letters=one.letters)
            for one in check.series
        ]
        self.counters.setText("\n".join(lines))
        self.counters.setVisible(bool(lines))
        self.table.set_empty(
            say("All numbers are in order"),
            say("None is missing, void, reserved, put in afterwards or out of order."),
        )
        self.model.set_rows(check.findings)
        self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Blank the findings: reasons may tell much."""
        self.model.set_rows(())
        self.counters.clear()
        self._heading.clear()

    def _columns(self) -> list[Column[CheckRow]]:
        say = self._session.say

        def said(row: CheckRow) -> str:
            return say(SAID[row.finding], said=row.said) if row.finding in SAID else row.said

        return [
            Column(
                N_("Finding"),
                lambda row: say(FINDINGS[row.finding]),
                width=24,
                state=lambda row: GRAVE.get(row.finding, State.WARNING),
            ),
            Column(N_("Number"), lambda row: row.number_text, width=34),
            Column(N_("Dated"), lambda row: format_short(row.dated_on) if row.dated_on else "", width=11),
            Column(N_("Counter"), lambda row: self._names.get(row.series, row.series), width=18),
            Column(N_("What there is to say"), said, width=30, stretches=True, tooltip=said),
        ]
