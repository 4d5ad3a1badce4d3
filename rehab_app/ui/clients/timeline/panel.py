"""The section of the timeline."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import ClassVar, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from rehab_app.clinic.timeline.rows import KIND_WORDS, EventKind, EventRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.papers.sheets.timeline import Course, event_text
from rehab_app.ui.clients import next_step
from rehab_app.ui.clients.clinical_section import ClinicalSection
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.section import Deed, FileDesk, Part, Section
from rehab_app.ui.clients.timeline import actions
from rehab_app.ui.clients.timeline.actions import Life
from rehab_app.ui.clients.timeline.lines import Line, lines_of
from rehab_app.ui.clients.timeline.paper import TimelinePaper
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.job import Failed, Job
from rehab_app.ui.kit.layout import Card, label
from rehab_app.ui.kit.table import Table

_HERE: Final = Qt.ShortcutContext.WidgetShortcut
_LEAST_HEIGHT: Final = 360
_DIGITS: Final = 9
ICONS: Final = {
    EventKind.STEP: "episode",
    EventKind.CONSENT: "consent",
    EventKind.PAPER: "document",
    EventKind.ATTACHMENT: "attach",
    EventKind.CARD: "key",
    EventKind.INSTRUMENT: "screening",
    EventKind.USE_PROFILE: "assessment",
    EventKind.EXAMINATION: "examination",
    EventKind.URINE: "urine_test",
    EventKind.DIAGNOSIS: "info",
    EventKind.PLAN: "plan",
    EventKind.SESSION: "session",
    EventKind.CALL: "phone",
    EventKind.SUMMONS: "letter",
    EventKind.TAT: "tat",
    EventKind.DUTY: "waiting",
    EventKind.REFERRAL: "referral",
    EventKind.REPLY: "referral",
    EventKind.HANDOVER: "document",
    EventKind.AFTERCARE: "place",
    EventKind.LETTER: "letter",
    EventKind.REQUEST: "private",
}
SECTIONS: Final = {
    EventKind.STEP: next_step.CARE,
    EventKind.CONSENT: next_step.CONSENT,
    EventKind.PAPER: next_step.CONSENT,
    EventKind.ATTACHMENT: "attachments",
    EventKind.CARD: next_step.CONSENT,
    EventKind.INSTRUMENT: next_step.INSTRUMENTS,
    EventKind.USE_PROFILE: next_step.PROFILE,
    EventKind.EXAMINATION: "examination",
    EventKind.URINE: "urine",
    EventKind.DIAGNOSIS: "diagnosis",
    EventKind.PLAN: "plan",
    EventKind.SESSION: next_step.MEETINGS,
    EventKind.CALL: "followup",
    EventKind.SUMMONS: "followup",
    EventKind.TAT: "tat",
    EventKind.DUTY: "tat",
    EventKind.REFERRAL: next_step.REFERRAL,
    EventKind.REPLY: next_step.REFERRAL,
    EventKind.HANDOVER: next_step.REFERRAL,
    EventKind.AFTERCARE: "aftercare",
    EventKind.LETTER: next_step.REFERRAL,
    EventKind.REQUEST: next_step.CONSENT,
}
"""Where an event of each kind is read in full, by the name of the section."""
ASSIST: Final = "assist"


class TimelinePanel(ClinicalSection[Life]):
    """Charts above, which can be put away; below them the events by month. Digits and arrows choose the kind that is shown."""

    is_clinical: ClassVar[bool] = False
    name: ClassVar[str] = "timeline"
    title: ClassVar[str] = N_("Timeline")
    part: ClassVar[Part] = Part.HISTORY
    keys: ClassVar[str] = "Ctrl+0"

    def __init__(self, desk: FileDesk) -> None:
        super().__init__(desk)
        self.table: Table[Line] | None = None
        self.paper: TimelinePaper | None = None
        self.kind: EventKind | None = None
        self.shows_charts = True
        self._kinds: list[EventKind | None] = []
        self._group: QButtonGroup | None = None

    def read(self, facts: FileFacts, done: Callable[[Life], None], failed: Failed) -> Job:
        """Read the events and the courses."""
        return actions.read(self.session, facts.client.id, done, failed, self)

    def show_facts(self, facts: FileFacts) -> None:
        """Read anew; a paper that is looked at stays on the screen, of this client alone."""
        if self.paper is not None and self.facts is not None and self.facts.client.id == facts.client.id:
            self.facts = facts
            return
        super().show_facts(facts)

    def draw_read(self, facts: FileFacts, found: Life) -> None:
        """Show charts, filter and events."""
        say = self.session.say
        deeds = []
        if found.courses:
            text = say("Hide the charts") if self.shows_charts else say("Show the charts")
            deeds.append(Deed(text, self.turn_charts, "Ctrl+Shift+C", "figures"))
        if self.session.may(DataClass.KLINIS, Right.MELIHAT) and found.events:
            deeds.append(Deed(say("Timeline on paper"), self.open_paper, "Ctrl+P", "print"))
        if deeds:
            self.add_deeds(deeds)
        if found.courses and self.shows_charts:
            self.body.addWidget(self._charts(found.courses))
        self.body.addWidget(self._filter(found.events))
        periods = {episode.id: str(episode.period_number) for episode in facts.episodes}
        model: RowsModel[Line] = RowsModel(self.session.context, self._columns(found, periods), key=lambda one: one.key)
        self.table = Table(model, say("Timeline"), name="clients.timeline", view_state=self.session.view_state)
        self.table.setMinimumHeight(_LEAST_HEIGHT)
        self.table.set_empty(
            say("Nothing has happened yet"), say("What is entered in any section stands here by itself.")
        )
        self.table.opened.connect(self.go_to)
        self.follow_row(self.table)
        for step, keys in ((-1, "Left"), (1, "Right")):
            bind(self.table, keys, lambda step=step: self._move(step), _HERE)  # type: ignore[misc]
        for digit in range(_DIGITS + 1):
            bind(self.table, str(digit), lambda place=digit: self.choose_kind(place), _HERE)  # type: ignore[misc]
        self.body.addWidget(self.table, 1)
        self.body.addWidget(
            label(say("Enter goes to the entry. Left and Right or the digits choose a kind, 0 shows all."), "hint")
        )
        self._show_kind()

    def enter(self) -> None:
        """Take the focus on the events."""
        if self.paper is not None:
            self.paper.preview.setFocus()
        elif self.table is not None:
            self.table.setFocus()
            self.ensureWidgetVisible(self.table)
        else:
            super().enter()

    def forget(self) -> None:
        """Blank the section and its paper."""
        if self.paper is not None:
            self.paper.forget()
        self.table, self.paper, self._group, self.kind = None, None, None, None
        super().forget()

    # What may be done.

    def choose_kind(self, place: int) -> None:
        """Show the events of the kind with this number of the bar; 0 is all of them."""
        if place < len(self._kinds):
            self.kind = self._kinds[place]
            self._show_kind()

    def turn_charts(self) -> None:
        """Put the charts away, or show them again."""
        self.shows_charts = not self.shows_charts
        if self.facts is not None:
            Section.show_facts(self, self.facts)
            self.enter()

    def go_to(self, line: Line) -> None:
        """Go to the section where the event is read in full, in its own masa perawatan."""
        event, facts = line.event, self.facts
        if facts is None:
            return
        name = SECTIONS[event.kind]
        if event.kind is EventKind.INSTRUMENT and event.code == ASSIST:
            name = next_step.SCREENING
        here = facts.episode.id if facts.episode is not None else None
        if event.episode_id is not None and event.episode_id != here:
            self.desk.choose_episode(event.episode_id)
        self.desk.go(name)

    def open_paper(self) -> None:
        """Show the timeline as it would be printed, in place of the events."""
        if self.facts is None:
            return
        self.table, self._group = None, None
        self.paper = TimelinePaper(self.session, self.facts.client.id)
        self.paper.closed.connect(self._close_paper)
        self.setWidget(self.paper)
        self.paper.show()
        self.desk.clear_room(True)
        self.paper.begin()

    def _close_paper(self) -> None:
        if self.paper is not None:
            self.paper.forget()
        self.paper = None
        self.desk.clear_room(False)
        if self.facts is not None:
            Section.show_facts(self, self.facts)
            self.enter()

    # What is shown.

    def _charts(self, courses: Sequence[Course]) -> QWidget:
        theme = self.session.context.theme
        box = QWidget()
        lane = FlowLayout(theme.space(2), theme.space(2), box)
        for course in courses:
            card = Card(theme, course.name)
            card.body.addWidget(ChartView(theme, course.picture, course.name))
            lane.addWidget(card)
        return box

    def _filter(self, events: Sequence[EventRow]) -> QWidget:
        """Return a button for each kind that is there; the first nine carry the digit that chooses them."""
        say, theme = self.session.say, self.session.context.theme
        counts = Counter(one.kind for one in events)
        self._kinds = [None, *(kind for kind in EventKind if counts[kind])]
        if self.kind not in self._kinds:
            self.kind = None
        box = QWidget()
        box.setAccessibleName(say("Kinds of event"))
        lane = FlowLayout(theme.space(0.5), theme.space(0.5), box)
        self._group = QButtonGroup(box)
        for place, kind in enumerate(self._kinds):
            name = say("All") if kind is None else say(KIND_WORDS[kind])
            count = len(events) if kind is None else counts[kind]
            digit = f"{place}  " if place <= _DIGITS else ""
            made = QToolButton()
            made.setProperty("look", "quiet")
            made.setText(f"{digit}{name} ({count})".replace("&", "&&"))
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _on, place=place: self.choose_kind(place))
            self._group.addButton(made, place)
            lane.addWidget(made)
        if not events:
            box.hide()
        return box

    def _move(self, step: int) -> None:
        place = self._kinds.index(self.kind) + step
        self.choose_kind(place % len(self._kinds))

    def _show_kind(self) -> None:
        found, table = self.found, self.table
        if found is None or table is None or not isinstance(table.records, RowsModel):
            return
        wanted = [one for one in found.events if self.kind is None or one.kind is self.kind]
        table.records.set_rows(lines_of(wanted))
        if not table.currentIndex().isValid():
            table.choose(0)
        chosen = self._group.button(self._kinds.index(self.kind)) if self._group is not None else None
        if chosen is not None:
            chosen.setChecked(True)

    def _columns(self, found: Life, periods: dict[UUID, str]) -> list[Column[Line]]:
        session, words = self.session, self.session.context.words

        def masa(line: Line) -> str:
            return periods.get(line.event.episode_id, "") if line.event.episode_id else ""

        return [
            Column(N_("Month"), lambda line: line.month_text(words.language), width=15),
            Column(N_("Day"), lambda line: line.day_text, width=16),
            Column(
                N_("Kind"),
                lambda line: session.say(KIND_WORDS[line.event.kind]),
                width=21,
                icon=lambda line: ICONS[line.event.kind],
            ),
            Column(
                N_("What"),
                lambda line: event_text(line.event, session.lists, words),
                width=30,
                stretches=True,
                tooltip=lambda line: event_text(line.event, session.lists, words),
            ),
            Column(N_("Masa"), masa, align="right", width=7),
            Column(N_("Who"), lambda line: found.names.get(line.event.by, "") if line.event.by else "", width=16),
        ]
