"""The days on which the clinic is closed: those of the decree, and what the office puts in or takes out itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import WEEKDAYS, format_short
from rehab_app.foundation.words import N_
from rehab_app.office.calendar.days import WEEKEND
from rehab_app.office.calendar.holidays import years_known
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import confirm
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, hide_unless, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.closed_days.actions import DayRow, YearOfDays, add_day, read_days, take_out_day
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

_YEARS_BEFORE = 1
_YEARS_AFTER = 2
_LONGEST_NAME = 120


def day_specs() -> list[FieldSpec]:
    """Return what is asked of a day of the office's own."""
    return [
        FieldSpec(name="day", label=N_("Day"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="is_open",
            label=N_("Open although the calendar closes it"),
            kind=Kind.YES_NO,
            help=N_("For a Saturday or a holiday on which the clinic works."),
        ),
        FieldSpec(
            name="name",
            label=N_("Why the clinic is closed"),
            width=Width.WIDE,
            longest=_LONGEST_NAME,
            visible_when=_is_closed,
        ),
    ]


def _is_closed(answers: Answers) -> bool:
    return not answers.get("is_open")


class ClosedDaysSection(Section):
    """The year's days with their names; days of the office's own are put in and taken out."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say, theme = session.say, session.context.theme
        self.forms = FormPanel(session, panel)
        self.model: RowsModel[DayRow] = RowsModel(session.context, self._columns(), key=lambda row: row.day)
        self.table = Table(self.model, say("Closed days"), name="office.closed_days", view_state=session.view_state)
        self.year = QComboBox()
        this = session.context.clock.today().year
        for year in sorted({*years_known(), *range(this - _YEARS_BEFORE, this + _YEARS_AFTER + 1)}):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(self.year.findData(this))
        self.year.setAccessibleName(say("Year"))
        self.unknown = NoteLine(theme, State.WARNING, look="")
        self.unknown.setVisible(False)
        caption = label(say("Year"), "label", wraps=False)
        caption.setBuddy(self.year)
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(caption)
        head.addWidget(self.year)
        head.addWidget(
            label(
                say("Saturdays and Sundays are closed by themselves. The schedule warns on all these days."), "muted"
            ),
            1,
        )
        self._may_add = session.may(DataClass.PENGATURAN, Right.INPUT)
        self._may_take_out = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        add = button(theme, say("Add a day"), look="main", icon="add", clicked=self.add)
        hide_unless(self._may_add, add)
        head.addWidget(add)
        self.column.addLayout(head)
        self.column.addWidget(self.unknown)
        self.column.addWidget(self.table, 1)
        if self._may_take_out:
            self.column.addWidget(label(say("Delete takes out a day of the office's own."), "hint"))
            bind(self.table, "Del", self.take_out, Qt.ShortcutContext.WidgetShortcut)
        self.year.currentIndexChanged.connect(lambda _index: self._read())

    def arrive(self) -> None:
        """Read the year."""
        self._read()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return self.forms.journals

    def forget(self) -> None:
        """Blank the list."""
        self.model.set_rows(())
        self.forms.forget()

    def commands(self) -> list[Command]:
        """Return what can be done with the days."""
        return [Command(self.session.say("Add a day"), self.add, "Ctrl+N", "schedule")] if self._may_add else []

    def add(self) -> None:
        """Ask for a day of the office's own."""
        if not self._may_add:
            return

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            add_day(self.session, draft, saved, refused, self.forms)

        def saved(_result: object) -> None:
            self.tell(self.session.say("The day is entered."))
            self._read()

        say = self.session.say
        self.forms.open_form(
            FormOrder(
                title=say("Add a day"),
                name="office.day",
                subject="",
                specs=day_specs(),
                values={"is_open": False},
                save=save,
                saved=saved,
            )
        )

    def take_out(self) -> None:
        """Ask whether the marked day of the office's own is taken out."""
        row, say = self.table.current_row, self.session.say
        if row is None:
            return
        if row.own_id is None:
            self.tell(say("This day comes from the decree. Add it as open where the clinic works on it."), State.INFO)
            return

        def done(_result: object) -> None:
            self.tell(say("The day is taken out; it follows the calendar again."))
            self._read()

        def go() -> None:
            take_out_day(self.session, row, done, self.tell_trouble, self)

        confirm(
            self.session.context,
            self.window(),
            say("Take out {day}?", day=format_short(row.day)),
            say("The day follows the calendar again: {name}", name=self._name(row)),
            verb=say("Take out"),
            yes=go,
        )

    def _read(self) -> None:
        read_days(self.session, int(self.year.currentData()), self._show, self.tell_trouble, self)

    def _show(self, found: YearOfDays) -> None:
        say = self.session.say
        if found.year != int(self.year.currentData()):
            return
        self.unknown.setVisible(not found.has_decree)
        if not found.has_decree:
            years = ", ".join(map(str, found.known))
            text = say(
                "The public holidays of {year} are not in the program (it has {years}). Enter them here from the decree.",
                year=found.year,
                years=years,
            )
            self.unknown.say(text)
        self.table.set_empty(
            say("No closed days in {year}", year=found.year),
            say("Only Saturdays and Sundays are closed."),
            say("Add a day") if self._may_add else "",
            self.add,
        )
        self.model.set_rows(found.rows)
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _name(self, row: DayRow) -> str:
        return self.session.say(row.name) if row.name in WEEKEND.values() else row.name

    def _columns(self) -> list[Column[DayRow]]:
        say = self.session.say
        names = WEEKDAYS[self.session.context.words.language]
        return [
            Column(N_("Day"), lambda row: f"{names[row.day.weekday()]} {format_short(row.day)}", width=22),
            Column(N_("Name"), self._name, stretches=True),
            Column(
                N_("Standing"),
                lambda row: say("clinic open") if row.is_open else say("clinic closed"),
                width=12,
                state=lambda row: State.OK if row.is_open else State.NEUTRAL,
            ),
            Column(
                N_("Comes from"),
                lambda row: say("this office") if row.own_id is not None else say("the decree"),
                width=18,
            ),
        ]
