"""The section of the urine tests."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from rehab_app.clinic.urine_tests.rows import KitRow, UrineTestRow
from rehab_app.clinic.urine_tests.rules import Shown
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.notices import Recorded
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.clinical_section import labels, values_now
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.form_panel import Refused, Saved
from rehab_app.ui.clients.keeping import Keeper
from rehab_app.ui.clients.listed_section import ListedSection
from rehab_app.ui.clients.section import Deed, FileDeed, Part
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.clients.urine import actions, forms
from rehab_app.ui.clients.urine.actions import KNOWN_KIT, UrineTests
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.field_spec import as_raw
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State

# So many parameters stand beside each other at 1366 pixels; a seventh is the most the field knows.
_MOST_COLUMNS: Final = 7
_WIDE: Final = 12
_NARROW: Final = 11


class UrinePanel(ListedSection[UrineTests, UrineTestRow]):
    """The client's tests down, the parameters across: what was found over time, each cell a word with its icon."""

    name: ClassVar[str] = "urine"
    title: ClassVar[str] = N_("Urine test")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "F8"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (FileDeed(N_("Record a urine test"), "Ctrl+Shift+U", "urine_test"),)

    @property
    def keeper(self) -> Keeper[UrineTestRow]:
        """What the services offer for urine tests."""
        return actions.URINE_TESTS

    def read(self, facts: FileFacts, done: Callable[[UrineTests], None], failed: Failed) -> Job:
        """Read the tests."""
        return actions.read(self.session, facts.client.id, done, failed, self)

    def draw_read(self, facts: FileFacts, found: UrineTests) -> None:
        """Show the tests over time, and the marked one in full."""
        say = self.session.say
        self.table = None
        if facts.episode is None:
            self.say_no_episode()
            return
        may_enter = self.may_enter(facts)
        if may_enter:
            self.add_deeds([Deed(say("Record a urine test"), self.record, "Ctrl+Shift+U", "urine_test", "main")])
        hint = say("On a test: Enter correct, V versions, Delete recycle bin.") if self.may_correct else ""
        self.add_list(self._list(facts, found, may_enter=may_enter), hint or say("On a test: V versions."))

    # What may be done.

    def record(self) -> None:
        """Ask for the results of today, with the kit that was used last."""
        facts, found = self.facts, self.found
        if facts is None or facts.episode is None or found is None:
            return
        session, episode, owner = self.session, facts.episode, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_test(session, episode.id, None, draft, saved, refused, owner)

        def saved(recorded: object) -> None:
            notices = recorded.notices if isinstance(recorded, Recorded) else ()
            self.tell_notices(session.say("The urine test is recorded."), notices)

        clock = session.context.clock
        now = clock.now().astimezone(clock.zone).time()
        form = self.open_form(
            session.say("Record a urine test"),
            "urine_tests.record",
            episode.id,
            forms.urine_specs(session, found.panel, found.kits, is_correction=False),
            {"taken_on": facts.today, "taken_at": time_text(now), **forms.first_values(found.kits)},
            save,
            saved=saved,
        )
        self._follow_kit(form, found.kits)

    def correct(self, row: UrineTestRow) -> None:
        """Show a test to be corrected, with the panel it was taken with."""
        found = self.found
        if found is None or not self.may_correct:
            return
        session, owner = self.session, self.desk.forms

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.keep_test(session, row.episode_id, row, draft, saved, refused, owner)

        def read(done: Done[UrineTests], failed: Failed) -> Job:
            return actions.read(session, row.client_id, done, failed, owner)

        form = self.open_form(
            session.say("Correct the urine test of {day}", day=format_short(row.taken_on)),
            "urine_tests.correct",
            row.series_id,
            forms.urine_specs(session, list(row.results), found.kits, is_correction=True),
            forms.urine_values(row),
            save,
            said=session.say("The urine test is corrected."),
            reread=self.reread_of(read, lambda read: values_now(read.rows, row, forms.urine_values)),
        )
        self._follow_kit(form, found.kits)

    def _follow_kit(self, form: Form | None, kits: Sequence[KitRow]) -> None:
        """Fill in kit, lot and expiry where one that was used before is chosen."""
        if form is None or len(kits) < 2:  # noqa: PLR2004 - one alone is filled in already
            return

        def fill() -> None:
            chosen = form.answers_of([KNOWN_KIT])[KNOWN_KIT]
            if isinstance(chosen, str) and chosen.isdecimal():
                values = {name: as_raw(value) for name, value in forms.kit_values(kits[int(chosen)]).items()}
                form.column.fill(values, values)
                form.changed.emit()

        form.field(KNOWN_KIT).edited.connect(fill)

    # What is shown.

    def _list(self, facts: FileFacts, found: UrineTests, *, may_enter: bool) -> Table[UrineTestRow]:
        say = self.session.say
        columns = self._columns(facts, found)
        table = self.table_of(say("Urine tests"), "clients.urine_tests", columns, found.rows, lambda row: row.series_id)
        table.set_empty(
            say("No urine test yet"),
            say("The first one belongs to the assessment; each parameter is answered by one key."),
            say("Record a urine test") if may_enter else "",
            self.record,
        )
        return table

    def _columns(self, facts: FileFacts, found: UrineTests) -> list[Column[UrineTestRow]]:
        tested = dict.fromkeys([*found.panel, *(parameter for row in found.rows for parameter in row.results)])
        used = [one for one in tested if any(_is_tested(row, one) for row in found.rows)] or list(found.panel)
        periods = {episode.id: episode.period_number for episode in facts.episodes}
        columns: list[Column[UrineTestRow]] = [
            Column(N_("Day"), lambda row: format_short(row.taken_on), width=11),
        ]
        if len({row.episode_id for row in found.rows}) > 1:
            columns.append(Column(N_("Masa"), lambda row: str(periods.get(row.episode_id, "")), align="right", width=6))
        columns += [
            Column(
                parameter,
                partial(self._cell, parameter),
                width=_WIDE if len(used) < _MOST_COLUMNS else _NARROW,
                state=partial(_state, parameter),
                icon=partial(_icon, parameter),
                tooltip=partial(self._tip, parameter),
            )
            for parameter in used[:_MOST_COLUMNS]
        ]
        columns.append(Column(N_("Look at"), self._doubt, width=14, stretches=True))
        return columns

    def _cell(self, parameter: str, row: UrineTestRow) -> str:
        if not _is_tested(row, parameter):
            return NOTHING
        said = self.session.label("urine_result", row.results[parameter])
        return self.session.say("{result} (Rx)", result=said) if parameter in row.explained else said

    def _tip(self, parameter: str, row: UrineTestRow) -> str:
        name = self.session.label("urine_parameter", parameter)
        return f"{name}: {self.session.label('urine_result', row.results.get(parameter, Shown.NOT_TESTED))}"

    def _doubt(self, row: UrineTestRow) -> str:
        say = self.session.say
        parts = [say("sample doubted")] if row.is_sample_doubted else []
        if _is_expired(row):
            parts.append(say("kit expired"))
        return ", ".join(parts)

    def title_of(self, row: UrineTestRow) -> str:
        """Return ``Urine test of`` its day."""
        return self.session.say("Urine test of {day}", day=format_short(row.taken_on))

    def notices_of(self, row: UrineTestRow) -> Sequence[QWidget]:
        """Return what was found, what a medicine explains of it, and what is in doubt."""
        say, session, lines = self.session.say, self.session, []
        if row.unexplained:
            found = labels(session, "urine_parameter", row.unexplained)
            lines.append(self.notice_line(say("Positive: {parameters}.", parameters=found), State.DANGER))
        if row.explained:
            found = labels(session, "urine_parameter", row.explained)
            text = say("Positive, explained by a medicine: {parameters}.", parameters=found)
            lines.append(self.notice_line(text, State.INFO))
        if doubt := self._doubt(row):
            lines.append(self.notice_line(doubt[0].upper() + doubt[1:]))
        return lines

    def author_of(self, row: UrineTestRow, found: UrineTests) -> tuple[str, str]:
        """Return who tested."""
        return self.session.say("Tested by"), found.names.get(row.tested_by, "") or NOTHING

    def content_of(self, row: UrineTestRow) -> dict[str, str]:
        """Return what was found and how it was taken, by its captions."""
        session, say = self.session, self.session.say
        content = {say("Taken on"): f"{format_short(row.taken_on)} {time_text(row.taken_at)}".strip()}
        content |= {
            session.label("urine_parameter", parameter): session.label("urine_result", result)
            for parameter, result in row.results.items()
        }
        content[say("Occasion")] = session.label("urine_occasion", row.occasion) if row.occasion else ""
        content[say("Watched by")] = session.context.privacy.mask(row.watched_by) if row.watched_by else ""
        content[say("Is the sample doubted?")] = say("Yes") if row.is_sample_doubted else ""
        content[say("Prescribed medicine that may explain it")] = row.medicines
        content[say("Explained by this medicine")] = labels(session, "urine_parameter", row.explained)
        content[say("Kit")] = forms.kit_text(KitRow(row.kit, row.lot, row.expires_on, row.taken_on))
        content[say("Remark")] = row.remark
        return content


def _is_tested(row: UrineTestRow, parameter: str) -> bool:
    return row.results.get(parameter, Shown.NOT_TESTED) != Shown.NOT_TESTED


def _is_expired(row: UrineTestRow) -> bool:
    return row.expires_on is not None and row.expires_on < row.taken_on


def _state(parameter: str, row: UrineTestRow) -> State:
    if parameter in row.explained:
        return State.INFO
    return forms.RESULT_STATES.get(row.results.get(parameter, ""), State.NEUTRAL)


def _icon(parameter: str, row: UrineTestRow) -> str:
    return str(_state(parameter, row))
