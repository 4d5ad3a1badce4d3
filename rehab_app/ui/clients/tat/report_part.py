"""The reports of the duty: a list in which one key says whether she reported."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt

from rehab_app.clinic.tat.rows import ReportRow
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.form_panel import Refused, Saved, Values
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import FileDesk
from rehab_app.ui.clients.tat import actions, forms, said
from rehab_app.ui.clients.tat.actions import Cases
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class ReportPart(ClinicalSection[Cases]):
    """The base of the section: the duty to report."""

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.reports: Table[ReportRow] | None = None

    def enter(self) -> None:
        """Take the focus: on the reports where there are any."""
        if self.reports is not None and self.reports.records.rowCount():
            self.reports.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.reports = None
        super().forget()

    def keep(self, *, is_kept: bool) -> None:
        """Record the marked report by one key: kept today, or missed; what is recorded already is opened to be corrected."""
        row, facts = self._report(), self.facts
        if row is None or facts is None or not self.may_enter(facts):
            return
        if row.is_kept is not None:
            self.edit_report(row)
            return
        say = self.session.say
        if is_kept:
            told, state = say("Report of {day}: kept.", day=format_short(row.due_on)), State.OK
        else:
            told, state = say("Report of {day}: missed.", day=format_short(row.due_on)), State.WARNING
        values = {"is_kept": is_kept, "reported_on": facts.today if is_kept else None}
        actions.keep_report(self.session, row, values, lambda _done: self.desk.tell(told, state), self.refuse, self)

    def edit_report(self, row: ReportRow) -> None:
        """Open the form of one report."""
        facts = self.facts
        is_correction = row.is_kept is not None
        if facts is None or not (self.may_correct if is_correction else self.may_enter(facts)):
            return
        owner = self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_report(self.session, row, draft, saved, refused, owner)

        def read(done: Done[Cases], failed: Failed) -> Job:
            return actions.read(self.session, row.episode_id, done, failed, owner)

        def latest(found: Cases) -> Values | None:
            now = next((one for one in found.reports if one.series_id == row.series_id), None)
            return None if now is None else forms.report_values(now)

        values = forms.report_values(row)
        self.open_form(
            self.session.say("Report due on {day}", day=format_short(row.due_on)),
            "tat.report",
            row.series_id,
            forms.report_specs(is_correction=is_correction),
            values if is_correction else {**values, "reported_on": facts.today},
            save,
            said=self.session.say("The report is recorded."),
            reread=self.reread_of(read, latest),
        )

    def show_report_versions(self) -> None:
        """Show the versions of the marked report beside each other."""
        row = self._report()
        if row is None:
            return

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_report_versions(
                self.session,
                row.series_id,
                lambda found: done(
                    [said.report_version(self.session, one, found[1].get(one.entered_by, "")) for one in found[0]]
                ),
                failed,
                self,
            )

        self.open_versions(self.session.say("Report due on {day}", day=format_short(row.due_on)), read)

    def _report(self) -> ReportRow | None:
        return self.reports.current_row if self.reports is not None else None

    def _draw_reports(self, found: Cases) -> None:
        say, facts = self.session.say, self.facts
        kept = sum(row.is_kept is True for row in found.reports)
        missed = sum(row.is_kept is False for row in found.reports)
        counts = say("{kept} kept, {missed} missed, {count} in all", kept=kept, missed=missed, count=len(found.reports))
        self.body.addWidget(
            self.line(label(say("Duty to report"), "heading", wraps=False), label(counts, "muted"), stretch_last=True)
        )
        self.reports = self._report_list(found.reports)
        self.body.addWidget(self.reports)
        if facts is not None and self.may_enter(facts):
            self.body.addWidget(label(say("On a report: H reported today, M missed, Enter form, V versions."), "hint"))

    def _report_list(self, reports: Sequence[ReportRow]) -> Table[ReportRow]:
        say = self.session.say
        columns: list[Column[ReportRow]] = [
            Column(N_("Due on"), lambda row: format_short(row.due_on), width=11),
            Column(
                N_("State"),
                lambda row: said.standing(self.session, row)[0],
                width=18,
                state=lambda row: said.standing(self.session, row)[1],
            ),
            Column(N_("Reported on"), lambda row: said.day(row.reported_on), width=13),
            Column(N_("Where"), lambda row: row.place, width=20),
            Column(N_("Remark"), lambda row: row.remark, stretches=True),
        ]
        table = self.table_of(say("Duty to report"), "clients.duty", columns, reports, lambda row: row.series_id)
        table.set_empty(say("No report is planned"), say("Plan the duty to report: its days follow from the rhythm."))
        waiting = next((number for number, row in enumerate(reports) if row.is_kept is None), len(reports) - 1)
        table.choose(waiting)
        table.opened.connect(self.edit_report)
        bind(table, "H", partial(self.keep, is_kept=True), _HERE)
        bind(table, "M", partial(self.keep, is_kept=False), _HERE)
        bind(table, "V", self.show_report_versions, _HERE)
        return table
