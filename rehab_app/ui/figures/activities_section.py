"""What each counsellor carries and did: her load now, her deeds in a period with the days behind them, and the list to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.papers.reports.activities import (
    LISTS,
    Activities,
    ActivityDay,
    ActivityLine,
    Deed,
    WorkloadRow,
    may_see_all,
)
from rehab_app.ui.figures import actions
from rehab_app.ui.figures.actions import ActivityWish
from rehab_app.ui.figures.periods import periods
from rehab_app.ui.figures.section import FiguresSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import Card, SidePanel, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

LOADS_SEEN: Final = 4
DEED_WORDS: Final = {
    Deed.MEETING: N_("Meeting: {what}"),
    Deed.GROUP: N_("Group: {what}"),
    Deed.INSTRUMENT: N_("Instrument: {what}"),
    Deed.PLAN: N_("Care plan made"),
    Deed.RENEWAL: N_("Care plan renewed"),
    Deed.CALL: N_("Call: {what}"),
    Deed.AFTERCARE: N_("Aftercare: {what}"),
}


class ActivitiesSection(FiguresSection):
    """Enter on a counsellor lists her deeds, Enter on a deed opens its days; counsellors see themselves alone."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel, self._note)
        context, say = session.context, session.say
        self.sees_all = may_see_all(session.actor.roles)
        self.account_id: UUID = session.actor.user_id
        self.period = QComboBox()
        self.period.setAccessibleName(say("Time span"))
        for each in periods(context.clock.today()):
            self.period.addItem(say(each.words, year=each.first.year), each)
        self.loads: RowsModel[WorkloadRow] = RowsModel(context, self._load_columns(), key=lambda row: row.account_id)
        self.load_table = Table(self.loads, say("Workload"), name="figures.workload", view_state=session.view_state)
        self.deeds: RowsModel[ActivityLine] = RowsModel(
            context, self._deed_columns(), key=lambda line: (line.deed, line.code)
        )
        self.deed_table = Table(self.deeds, say("Activities"), name="figures.activities", view_state=session.view_state)
        self.deed_table.set_empty(say("Nothing was recorded in this period"), say("Choose another period above."))
        self._whose = label("", "heading")
        self._total = label("", "muted", wraps=False)
        self._lay_out()
        self.period.currentIndexChanged.connect(lambda _index: self._read_deeds())
        self.load_table.opened.connect(self._choose)
        self.deed_table.opened.connect(self._open)

    @property
    def wish(self) -> ActivityWish:
        """Whose deeds in which period are shown."""
        period = self.period.currentData()
        return ActivityWish(self.account_id, period.first, period.last)

    def arrive(self, subject: object = None) -> None:
        """Read the load and the deeds."""
        del subject
        self.show_figures()
        self.refresh()
        (self.load_table if self.sees_all else self.deed_table).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the load and the deeds again."""

        def done(rows: Sequence[WorkloadRow]) -> None:
            self.loads.set_rows(rows)
            if not self.load_table.currentIndex().isValid():
                self.load_table.choose(max(0, self.loads.find(self.account_id)))

        actions.read_workload(self.session, done, self.tell_trouble, self)
        self._read_deeds()

    def draw_sheet(self) -> None:
        """Draw the list of the counsellor who is shown."""

        def done(content: bytes) -> None:
            self.show_sheet(content, self.session.say("activities-{first}", first=self.wish.first.isoformat()))

        actions.draw_activities(self.session, self.wish, done, self.tell_trouble, self)

    def forget(self) -> None:
        """Blank the load, the deeds and the sheet."""
        super().forget()
        self.loads.set_rows(())
        self.deeds.set_rows(())
        self._whose.clear()
        self._total.clear()

    def _lay_out(self) -> None:
        say, theme = self.session.say, self.session.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(self._whose, 1)
        head.addWidget(self._total)
        head.addWidget(label(say("Time span"), "label", wraps=False))
        head.addWidget(self.period)
        load = Card(theme, say("Workload now"))
        load.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        load.body.addWidget(self.load_table)
        deeds = Card(theme)
        deeds.body.addLayout(head)
        deeds.body.addWidget(self.deed_table, 1)
        self.deed_table.setToolTip(say("Enter on an activity shows its days."))
        height = self.load_table.header.sizeHint().height()
        height += self.load_table.verticalHeader().defaultSectionSize() * (LOADS_SEEN if self.sees_all else 1)
        self.load_table.setFixedHeight(height + 2 * self.load_table.frameWidth() + 2)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(load)
        column.addWidget(deeds, 1)
        self.stack.addWidget(page)
        self.stack.addWidget(self.sheet)

    def _choose(self, row: WorkloadRow) -> None:
        if row.account_id is not None:
            self.account_id = row.account_id
            self._read_deeds()
            self.deed_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_deeds(self) -> None:
        wish = self.wish

        def done(found: Activities) -> None:
            if wish != self.wish:
                return
            words = self.session.context.words
            self.panel.close_panel()
            self.deeds.set_rows(found.lines)
            self._whose.setText(found.name)
            self._total.setText(words.say_many("{count} activity", "{count} activities", found.total))
            if not self.deed_table.currentIndex().isValid():
                self.deed_table.choose(0)

        actions.read_activities(self.session, wish, done, self.tell_trouble, self)

    def _open(self, line: ActivityLine) -> None:
        model: RowsModel[ActivityDay] = RowsModel(self.session.context, self._day_columns())
        model.set_rows(line.days)
        title = self._said(line)
        shown: Table[ActivityDay] = Table(model, title)
        shown.opened.connect(self._open_file)
        self.panel.open_panel(f"{title}: {format_number(line.count)}", shown)

    def _open_file(self, day: ActivityDay) -> None:
        if day.client_id is not None:
            self.session.go.to("clients.file", day.client_id)

    def _note(self, leaving: object, go: Callable[[], None]) -> None:
        actions.note_activities(self.session, self.account_id, str(leaving), go, self.tell_trouble, self)

    def _said(self, line: ActivityLine) -> str:
        say = self.session.say
        if line.deed in LISTS:
            what = self.session.label(LISTS[line.deed], line.code) if line.code else say("not said")
        else:
            what = actions.instrument_name(line.code) if line.deed is Deed.INSTRUMENT else ""
        return say(DEED_WORDS[line.deed], what=what)

    def _load_columns(self) -> list[Column[WorkloadRow]]:
        say = self.session.say
        return [
            Column(N_("Counsellor"), lambda row: row.name or say("without a counsellor"), width=20, stretches=True),
            Column(N_("Open episodes"), lambda row: format_number(row.open_episodes), align="right", width=18),
            Column(N_("Planned this week"), lambda row: format_number(row.planned), align="right", width=22),
            Column(
                N_("Past, not recorded"),
                lambda row: format_number(row.overdue),
                align="right",
                width=20,
                state=lambda row: State.WARNING if row.overdue else State.NEUTRAL,
                icon=lambda row: "warning" if row.overdue else "done",
            ),
        ]

    def _deed_columns(self) -> list[Column[ActivityLine]]:
        return [
            Column(N_("Activity"), self._said, width=30, stretches=True),
            Column(N_("Count"), lambda line: format_number(line.count), align="right", width=8),
            Column(N_("Last on"), lambda line: format_short(line.days[-1].on), width=12),
        ]

    def _day_columns(self) -> list[Column[ActivityDay]]:
        words = self.session.context.words

        def people(day: ActivityDay) -> str:
            return "" if day.client_id is not None else words.say_many("{count} person", "{count} people", day.people)

        return [
            Column(N_("Day"), lambda day: format_short(day.on), width=11),
            Column(N_("Initials"), lambda day: day.initials, width=9, is_private=True),
            Column(N_("RM"), lambda day: day.rm_number or people(day), width=10, stretches=True),
        ]
