"""The section of the examinations."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.examination.rows import ExaminationRow, RecordedExamination
from rehab_app.clinic.examination.rules import notices, shown
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.papers.charts import Line, trend
from rehab_app.ui.clients.clinical_section import ClinicalSection, labels
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.examination import actions, forms
from rehab_app.ui.clients.examination.actions import Examinations
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed, FileDesk, Part
from rehab_app.ui.clients.showing import NOTHING, code_text
from rehab_app.ui.clients.versions import Version
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_LEAST_POINTS: Final = 2
_PRESSURE_ROOM: Final = 20
_WEIGHT_ROOM: Final = 5


class ExaminationPanel(ClinicalSection[Examinations]):
    """The examinations of the chosen episode, the one that is marked in full, and the trends."""

    name: ClassVar[str] = "examination"
    title: ClassVar[str] = N_("Examination")
    part: ClassVar[Part] = Part.ASSESSMENT

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[ExaminationRow] | None = None

    def read(self, facts: FileFacts, done: Callable[[Examinations], None], failed: Failed) -> Job:
        """Read the examinations."""
        episode_id = facts.episode.id if facts.episode is not None else facts.client.id
        return actions.read(self.session, episode_id, facts.client.id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: Examinations) -> None:
        """Show the list, the marked examination and the trends."""
        say = self.session.say
        self.table = None
        if facts.episode is None:
            self.say_no_episode()
            return
        may_enter = self.may_enter(facts)
        if may_enter:
            self.add_deeds([Deed(say("Record vital signs"), self.record, "Ctrl+Shift+E", "examination", "main")])
        self._words = QWidget()
        self._lane = QVBoxLayout(self._words)
        self._lane.setContentsMargins(0, 0, 0, 0)
        self.table = self._list(found.rows, may_enter=may_enter)
        self.body.addWidget(self.table)
        if found.rows:
            text = say("On an examination: Enter correct, V versions, Delete recycle bin.") if self.may_correct else ""
            self.body.addWidget(label(text or say("On an examination: V versions."), "hint"))
        self.body.addWidget(self._words)
        self._draw_trends(found.of_client)
        self._show_row(self.table.current_row)

    def enter(self) -> None:
        """Take the focus: on the list where it has rows."""
        if self.table is not None and self.table.records.rowCount():
            self.table.setFocus()
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section."""
        self.table = None
        super().forget()

    # What may be done.

    def record(self) -> None:
        """Ask for the vital signs of today."""
        facts = self.facts
        if facts is None or facts.episode is None:
            return
        session, episode, owner = self.session, facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_examination(session, episode.id, None, draft, saved, refused, owner)

        def saved(recorded: object) -> None:
            found = recorded.notices if isinstance(recorded, RecordedExamination) else ()
            self.tell_notices(session.say("The examination is recorded."), found)

        clock = session.context.clock
        now = clock.now().astimezone(clock.zone).time()
        specs = forms.examination_specs(session, is_correction=False)
        values = {"examined_on": facts.today, "examined_at": time_text(now)}
        title = session.say("Record vital signs")
        self.open_form(title, "examination.record", episode.id, specs, values, save, saved=saved)

    def correct(self, row: ExaminationRow) -> None:
        """Show an examination to be corrected, with a reason."""
        if not self.may_correct:
            return
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_examination(session, row.episode_id, row, draft, saved, refused, owner)

        def read(done: Done[Examinations], failed: Failed) -> Job:
            return actions.read(session, row.episode_id, row.client_id, done, failed, owner)

        def latest(found: Examinations) -> dict[str, object] | None:
            now = next((one for one in found.rows if one.series_id == row.series_id), None)
            return None if now is None else forms.examination_values(now)

        self.open_form(
            session.say("Correct the examination of {day}", day=format_short(row.examined_on)),
            "examination.correct",
            row.series_id,
            forms.examination_specs(session, is_correction=True),
            forms.examination_values(row),
            save,
            said=session.say("The examination is corrected."),
            reread=self.reread_of(read, latest),
        )

    def put_in_bin(self) -> None:
        """Put the marked examination into the recycle bin."""
        row = self._marked()
        if row is not None and self.may_correct:
            what = self.session.say("Examination of {day}", day=format_short(row.examined_on))
            self.ask_to_bin(
                what,
                lambda reason, done, failed: actions.put_in_bin(self.session, row, reason, done, failed, self),
            )

    def show_earlier(self) -> None:
        """Show the versions of the marked examination beside each other."""
        row = self._marked()
        if row is None:
            return
        title = self.session.say("Examination of {day}", day=format_short(row.examined_on))

        def read(done: Done[Sequence[Version]], failed: Failed) -> Job:
            return actions.read_versions(
                self.session,
                row.series_id,
                lambda found: done([self._version(one, found[1].get(one.entered_by, "")) for one in found[0]]),
                failed,
                self,
            )

        self.open_versions(title, read)

    def _marked(self) -> ExaminationRow | None:
        return self.table.current_row if self.table is not None else None

    # What is shown.

    def _list(self, rows: Sequence[ExaminationRow], *, may_enter: bool) -> Table[ExaminationRow]:
        say = self.session.say
        table = self.table_of(
            say("Examinations"), "clients.examinations", self._columns(), rows, lambda row: row.series_id
        )
        table.set_empty(
            say("No examination yet"),
            say("The nurse or the doctor records the vital signs here."),
            say("Record vital signs") if may_enter else "",
            self.record,
        )
        table.chosen.connect(self._show_row)
        table.opened.connect(self.correct)
        bind(table, "V", self.show_earlier, _HERE)
        bind(table, "Del", self.put_in_bin, _HERE)
        return table

    def _columns(self) -> list[Column[ExaminationRow]]:
        def said(name: str) -> Callable[[ExaminationRow], str]:
            return partial(_value, name=name)

        def unusual(row: ExaminationRow) -> str:
            count = len(notices(row))
            words = self.session.context.words
            return words.say_many("{count} unusual", "{count} unusual", count) if count else words.say("as usual")

        return [
            Column(
                N_("Day"), lambda row: " ".join([format_short(row.examined_on), time_text(row.examined_at)]), width=15
            ),
            Column(N_("Pressure"), _pressure, align="right", width=9),
            Column(N_("Pulse"), said("pulse"), align="right", width=6),
            Column(N_("Breathing"), said("respiration"), align="right", width=8),
            Column(N_("Temp."), said("temperature"), align="right", width=6),
            Column(N_("SpO2"), said("saturation"), align="right", width=6),
            Column(N_("Weight"), said("weight"), align="right", width=7),
            Column(
                N_("Look at"),
                unusual,
                width=14,
                stretches=True,
                state=lambda row: State.WARNING if notices(row) else State.OK,
            ),
        ]

    def _show_row(self, row: ExaminationRow | None) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if row is None or self.found is None:
            return
        say = self.session.say
        card = Card(self.session.context.theme, say("Examination of {day}", day=format_short(row.examined_on)))
        for notice in notices(row):
            card.body.addWidget(self.notice_line(self.notice_text(notice)))
        rows = [(caption, value) for caption, value in self._content(row).items() if value]
        author = self.found.names.get(row.examined_by, "")
        card.body.addWidget(self.pairs([*rows, (say("Examined by"), author or NOTHING)]))
        if row.row_version > 1:
            text = say("Version {version}: {reason}", version=row.row_version, reason=row.reason)
            card.body.addWidget(label(text, "hint"))
        self._lane.addWidget(card)

    def _content(self, row: ExaminationRow) -> dict[str, str]:
        session, say = self.session, self.session.say
        mass = row.body_mass_index
        content = {say("Examined on"): f"{format_short(row.examined_on)} {time_text(row.examined_at)}".strip()}
        content |= {say(said): _value(row, name=name) for name, said in forms.VITALS}
        content[say("Body mass index (kg/m²)")] = "" if mass is None else f"{mass // 10},{mass % 10}"
        content[say("Consciousness")] = (
            code_text(session, "consciousness", row.consciousness) if row.consciousness else ""
        )
        content[say("Pupils")] = code_text(session, "pupils", row.pupils) if row.pupils else ""
        content[say("Signs of use")] = labels(session, "use_sign", row.signs)
        content[say("Accompanying illnesses")] = labels(session, "comorbidity", row.comorbidities)
        content |= {session.label("body_system", system): words for system, words in row.findings.items()}
        content[say("Medicines taken now")] = row.medicines
        content[say("Remark")] = row.remark
        return content

    def _version(self, row: ExaminationRow, author: str) -> Version:
        return Version(row.row_version, row.entered_at, author, row.reason, self._content(row))

    def _draw_trends(self, rows: Sequence[ExaminationRow]) -> None:
        """Draw blood pressure and weight over all her episodes, where there is more than one value."""
        say, theme = self.session.say, self.session.context.theme
        pressure = [row for row in rows if row.systolic is not None and row.diastolic is not None]
        weights = [row for row in rows if row.weight is not None]
        if len(pressure) >= _LEAST_POINTS:
            upper = [(row.examined_on, float(row.systolic or 0)) for row in pressure]
            lower = [(row.examined_on, float(row.diastolic or 0)) for row in pressure]
            low = min(value for _, value in lower) - _PRESSURE_ROOM
            high = max(value for _, value in upper) + _PRESSURE_ROOM
            lines = [Line(say("Systolic"), tuple(upper)), Line(say("Diastolic"), tuple(lower))]
            card = Card(theme, say("Blood pressure (mmHg)"))
            card.body.addWidget(ChartView(theme, trend(lines, low, high), say("Blood pressure (mmHg)")))
            self.body.addWidget(card)
        if len(weights) >= _LEAST_POINTS:
            values = [(row.examined_on, (row.weight or 0) / 10) for row in weights]
            low, high = min(value for _, value in values), max(value for _, value in values)
            picture = trend([Line(say("Weight"), tuple(values))], low - _WEIGHT_ROOM, high + _WEIGHT_ROOM)
            card = Card(theme, say("Weight (kg)"))
            card.body.addWidget(ChartView(theme, picture, say("Weight (kg)")))
            self.body.addWidget(card)


def _value(row: ExaminationRow, *, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else shown(name, value)


def _pressure(row: ExaminationRow) -> str:
    return "" if row.systolic is None else f"{row.systolic}/{row.diastolic}"
