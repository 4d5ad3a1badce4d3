"""The section of the examinations."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from rehab_app.clinic.examination.rows import ExaminationRow
from rehab_app.clinic.examination.rules import notices, shown
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.notices import Recorded
from rehab_app.foundation.words import N_
from rehab_app.papers.charts import Line, trend
from rehab_app.ui.clients.clinical_section import labels, values_now
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.examination import actions, forms
from rehab_app.ui.clients.examination.actions import Examinations
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keeping import Keeper
from rehab_app.ui.clients.listed_section import ListedSection
from rehab_app.ui.clients.section import Deed, FileDeed, Part
from rehab_app.ui.clients.showing import NOTHING, code_text
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.layout import Card
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

_LEAST_POINTS: Final = 2
_PRESSURE_ROOM: Final = 20
_WEIGHT_ROOM: Final = 5


class ExaminationPanel(ListedSection[Examinations, ExaminationRow]):
    """The examinations of the chosen episode, the one that is marked in full, and the trends."""

    name: ClassVar[str] = "examination"
    title: ClassVar[str] = N_("Examination")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "F7"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (FileDeed(N_("Record vital signs"), "Ctrl+Shift+E", "examination"),)

    @property
    def keeper(self) -> Keeper[ExaminationRow]:
        """What the services offer for examinations."""
        return actions.EXAMINATIONS

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
        hint = say("On an examination: Enter correct, V versions, Delete recycle bin.") if self.may_correct else ""
        self.add_list(self._list(found.rows, may_enter=may_enter), hint or say("On an examination: V versions."))
        self._draw_trends(found.of_client)

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
            found = recorded.notices if isinstance(recorded, Recorded) else ()
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

        self.open_form(
            session.say("Correct the examination of {day}", day=format_short(row.examined_on)),
            "examination.correct",
            row.series_id,
            forms.examination_specs(session, is_correction=True),
            forms.examination_values(row),
            save,
            said=session.say("The examination is corrected."),
            reread=self.reread_of(read, lambda found: values_now(found.rows, row, forms.examination_values)),
        )

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

    def title_of(self, row: ExaminationRow) -> str:
        """Return ``Examination of`` its day."""
        return self.session.say("Examination of {day}", day=format_short(row.examined_on))

    def notices_of(self, row: ExaminationRow) -> Sequence[QWidget]:
        """Return what is unusual in an examination."""
        return [self.notice_line(self.notice_text(notice)) for notice in notices(row)]

    def author_of(self, row: ExaminationRow, found: Examinations) -> tuple[str, str]:
        """Return who examined."""
        return self.session.say("Examined by"), found.names.get(row.examined_by, "") or NOTHING

    def content_of(self, row: ExaminationRow) -> dict[str, str]:
        """Return what was found, by its captions."""
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
