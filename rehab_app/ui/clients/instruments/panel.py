"""The section of the instruments in a client's file."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.episodes.rules import State as EpisodeState
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_short
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.words import N_
from rehab_app.instruments.form_answers import missing
from rehab_app.instruments.instrument import SUICIDE_ALERT
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.instruments import actions
from rehab_app.ui.clients.instruments.actions import Opened, Taken
from rehab_app.ui.clients.instruments.course_cards import course_cards
from rehab_app.ui.clients.instruments.filling import make_filling, values_of
from rehab_app.ui.clients.instruments.naming import ASSIST, title_of
from rehab_app.ui.clients.instruments.paper_view import PaperView
from rehab_app.ui.clients.instruments.start_card import StartCard
from rehab_app.ui.clients.instruments.telling import left_text, result_text
from rehab_app.ui.clients.section import Deed, FileDeed, FileDesk, Part, ReadingSection, Section
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.questionnaire.form import ANSWERS, QuestionnaireForm
from rehab_app.ui.kit.theme import State

_START_KEYS: Final = "Ctrl+Shift+I"


class InstrumentsPanel(ReadingSection[Taken]):
    """The filled instruments, their course, and the questionnaire while one is filled; a refresh never takes that away."""

    name: ClassVar[str] = next_step.INSTRUMENTS
    title: ClassVar[str] = N_("Instruments")
    part: ClassVar[Part] = Part.ASSESSMENT
    keys: ClassVar[str] = "F6"
    file_deeds: ClassVar[tuple[FileDeed, ...]] = (FileDeed(N_("Fill in an instrument"), _START_KEYS, "assessment"),)
    is_clinical: ClassVar[bool] = True

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.filling: QuestionnaireForm | None = None
        self.paper: PaperView | None = None
        self.start: StartCard | None = None
        self._shown: InstrumentRow | None = None
        self._opened: Opened | None = None
        self._journal: DraftJournal | None = None
        self._opening: Job | None = None

    def read(self, facts: FileFacts, done: Callable[[Taken], None], failed: Failed) -> Job:
        """Read the filled instruments of all episodes."""
        return actions.read_taken(self.session, facts.client.id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Show the instruments; while one is filled or read on paper in the same episode, only take the facts in."""
        if self.filling is not None or self.paper is not None:
            if _episode_of(self.facts) == _episode_of(facts):
                self.facts = facts
                return
            self._end_filling()
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Taken) -> None:
        """Show what can be begun, what was filled in this episode, and the course of all."""
        say = self.session.say
        self.start = None
        if facts.episode is None:
            self.body.addWidget(label(say("Register a masa perawatan first."), "muted"))
            return
        if facts.is_open and self.session.may(DataClass.KLINIS, Right.INPUT):
            self.start = StartCard(self.session)
            self.start.begun.connect(self.begin)
            self.start.blank_asked.connect(self._show_blank)
            self.deeds.append(Deed(say("Fill in an instrument"), self._focus_start, _START_KEYS, "assessment"))
            self.body.addWidget(self.start)
        rows = [row for row in found.rows if row.episode_id == facts.episode.id]
        for row in rows:
            self.body.addWidget(self._card(found, row))
        if not rows:
            text = say(
                "Nothing was measured in this masa perawatan yet. WHOQOL and URICA are due at intake and at exit."
            )
            self.body.addWidget(label(text, "muted"))
        for card in course_cards(self.session, found, facts.episode.id):
            self.body.addWidget(card)

    def begin(self, instrument: str, moment: str) -> None:
        """Begin a new one of the episode in front."""
        self._open(instrument, None, lambda opened: self._fill(opened, None, {"moment": moment}))

    def go_on(self, row: InstrumentRow) -> None:
        """Go on with what was filled in part, or correct what was complete."""
        self._open(row.instrument, row.key_version, lambda opened: self._fill(opened, row, values_of(row, opened)))

    def enter(self) -> None:
        """Take the focus: in the questionnaire where one is filled."""
        if self.filling is not None:
            self.filling.focus_first()
        elif self.paper is not None:
            self.paper.preview.setFocus()
        else:
            super().enter()

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the questionnaire."""
        return [self._journal] if self._journal is not None else []

    def forget(self) -> None:
        """Blank the section, questionnaire and paper too."""
        if self.paper is not None:
            self.paper.forget()
        self.filling = self.paper = self.start = self._journal = self._shown = None
        super().forget()

    # Filling.

    def _open(self, instrument: str, version: str | None, then: Callable[[Opened], None]) -> None:
        if self.filling is not None or self.facts is None or self.facts.episode is None:
            return
        if self._opening is not None:
            self._opening.drop()
        self._opening = actions.open_form(self.session, instrument, version, then, self.refuse, self)

    def _fill(self, opened: Opened, shown: InstrumentRow | None, values: dict[str, object]) -> None:
        facts = self.facts
        if facts is None or facts.episode is None or self.filling is not None:
            return
        is_correction = shown is not None and (shown.is_complete or facts.episode.state == EpisodeState.CLOSED)
        title = self._title(opened, values)
        form = make_filling(self.session, opened, title, self.viewport(), is_correction=is_correction)
        form.fill({"taken_on": facts.today, **values} if shown is None else values)
        subject = str(shown.series_id if shown is not None else facts.episode.id)
        name = f"assessment.{opened.form.instrument}{'.next' if shown is not None else ''}"
        run = self.session.context.jobs.write
        self._journal = DraftJournal(form, self.session.clinic.drafts, run, name=name, subject=subject)
        form.save_asked.connect(self._save)
        form.left.connect(lambda _how: self._close())
        self.filling, self._shown = form, shown
        self._opened = opened
        self._take_whole_page(form)
        self._journal.offer()
        form.focus_first()

    def _title(self, opened: Opened, values: Mapping[str, object]) -> str:
        moment = str(values.get("moment") or "")
        said = self.session.label("instrument_moment", moment) if moment else ""
        return joined([title_of(self.session, opened.form.instrument), said])

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - the signal's own argument
        facts, form, opened = self.facts, self.filling, self._opened
        if facts is None or facts.episode is None or form is None or opened is None:
            return

        document = draft.get(ANSWERS)
        left = len(missing(opened.form, document)) if isinstance(document, Mapping) else 0

        def saved(_series: object) -> None:
            form.mark_saved()
            self._close()
            say = self.session.say
            text = say("The instrument is saved in part: {left}.", left=left_text(self.session, left))
            self.desk.tell(text if left else say("The instrument is saved."), State.OK)

        def refused(trouble: RuleBroken) -> None:
            form.show_troubles(trouble)
            if isinstance(trouble, StaleRecord):
                self._show_other(form, opened)

        instrument = opened.form.instrument
        actions.keep(self.session, facts.episode.id, instrument, self._shown, draft, saved, refused, form)

    def _show_other(self, form: QuestionnaireForm, opened: Opened) -> None:
        """Show the version that another seat has saved beside what is typed."""
        shown = self._shown
        if shown is None:
            return

        def done(rows: Sequence[InstrumentRow]) -> None:
            form.show_other_version(values_of(rows[-1], opened), is_open=True)

        actions.versions(self.session, shown.series_id, done, self.refuse, form)

    def _close(self) -> None:
        """Go back from the questionnaire or the paper to the list, read anew."""
        facts = self.facts
        self.desk.clear_room(False)
        if self.paper is not None:
            self.paper.forget()
        self.filling = self.paper = self._journal = self._shown = None
        if facts is not None:
            Section.show_facts(self, facts)
            self.enter()
            super().show_facts(facts)

    def _end_filling(self) -> None:
        """Seal a questionnaire about another episode before it goes."""
        if self._journal is not None:
            self._journal.seal_now()
        self.desk.clear_room(False)
        self.filling = self.paper = self._journal = self._shown = None

    def _take_whole_page(self, widget: QWidget) -> None:
        self.start = None
        self.setWidget(widget)
        widget.show()
        self.desk.clear_room(True)

    def _focus_start(self) -> None:
        if self.start is not None:
            self.start.take_focus()
            self.ensureWidgetVisible(self.start)

    # What was filled.

    def _card(self, found: Taken, row: InstrumentRow) -> Card:
        session, say, theme = self.session, self.session.say, self.session.context.theme
        moment = session.label("instrument_moment", row.moment) if row.moment else ""
        title = title_of(session, row.instrument)
        card = Card(theme, joined([title, format_short(row.taken_on), moment, found.names.get(row.taken_by, "")]))
        marks = [
            Badge(theme, say("Complete"), State.OK)
            if row.is_complete
            else Badge(
                theme, say("Filled in part: {left}", left=left_text(session, found.left[row.series_id])), State.WARNING
            )
        ]
        if row.alerts:
            marks.append(Badge(theme, say("Alert: thoughts of suicide"), State.DANGER))
        card.body.addWidget(self.line(*marks))
        if row.alerts:
            card.body.addWidget(label(say(SUICIDE_ALERT), "strong"))
        if text := result_text(session, found, row):
            card.body.addWidget(label(text))
        if row.remark:
            card.body.addWidget(label(row.remark, "muted"))
        card.body.addWidget(self.deed_row(self._deeds_of(row, card, found)))
        return card

    def _deeds_of(self, row: InstrumentRow, card: Card, found: Taken) -> Sequence[Deed]:
        say, may = self.session.say, self.session.may
        deeds = []
        is_free = not row.is_complete and self.facts is not None and self.facts.is_open
        if row.instrument != ASSIST and is_free and may(DataClass.KLINIS, Right.INPUT):
            deeds.append(Deed(say("Go on filling in"), partial(self.go_on, row), "", "forward"))
        elif row.instrument != ASSIST and may(DataClass.KLINIS, Right.PERBAIKAN):
            deeds.append(Deed(say("Correct"), partial(self.go_on, row), "", "edit"))
        deeds.append(Deed(say("Read and print"), partial(self._show_filled, row), "", "print"))
        if row.row_version > 1:
            show = partial(self._show_versions, row, card, found)
            deeds.append(Deed(say("Earlier versions"), show, "", "timeline"))
        if row.instrument != ASSIST and may(DataClass.KLINIS, Right.PERBAIKAN):
            deeds.append(Deed(say("Put in the bin"), partial(self._ask_bin, row), "", "remove", "quiet"))
        return deeds

    def _ask_bin(self, row: InstrumentRow) -> None:
        say = self.session.say

        def binned(_done: None) -> None:
            self.desk.tell(say("The instrument is in the recycle bin."), State.OK)

        def done(reason: str) -> None:
            actions.put_in_bin(self.session, row, reason, binned, self.refuse, self)

        text = say("It leaves the file and can be brought back from the recycle bin. The reason is kept.")
        ask_reason(
            self.session.context, self.window(), say("Put in the bin?"), text, verb=say("Put in the bin"), done=done
        )

    def _show_versions(self, row: InstrumentRow, card: Card, found: Taken) -> None:
        """Show the earlier versions below the present one, each to be read on paper."""

        def done(versions: Sequence[InstrumentRow]) -> None:
            zone, say = self.session.context.clock.zone, self.session.say
            for old in versions:
                if old.row_version >= row.row_version:
                    continue
                told = [format_instant(old.entered_at, zone), result_text(self.session, found, old), old.reason]
                text = f"{say('Version {version}', version=old.row_version)}: {joined(told)}"
                card.body.addWidget(label(text))
                card.body.addWidget(
                    self.deed_row(
                        [
                            Deed(
                                say("Read version {version}", version=old.row_version),
                                partial(self._show_filled, old),
                                "",
                                "document",
                                "link",
                            )
                        ]
                    )
                )

        actions.versions(self.session, row.series_id, done, self.refuse, card)

    # Paper.

    def _show_filled(self, row: InstrumentRow) -> None:
        name = joined([title_of(self.session, row.instrument), format_short(row.taken_on)])
        view = self._show_paper(PaperView(self.session, name, row.series_id))
        actions.draw_filled(self.session, row, view.show_pdf, view.refuse, view)

    def _show_blank(self, instrument: str) -> None:
        view = self._show_paper(PaperView(self.session, title_of(self.session, instrument), None))
        actions.draw_blank(self.session, instrument, view.show_pdf, view.refuse, view)

    def _show_paper(self, view: PaperView) -> PaperView:
        self.paper = view
        view.closed.connect(self._close)
        self._take_whole_page(view)
        return view


def _episode_of(facts: FileFacts | None) -> object:
    return None if facts is None or facts.episode is None else facts.episode.id
