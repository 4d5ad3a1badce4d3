"""The figures on screen: the year's counts, what care changed, and what each counsellor did; each number opens what it counts."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from rehab_app.clinic.assessment.facts import ScreeningRecorded
from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.sessions.facts import SessionRecorded
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.papers.reports.behind import BehindRow
from rehab_app.papers.reports.figures import FigureRow, FigureTable, YearFigures
from rehab_app.ui.figures import actions
from rehab_app.ui.figures.activities_section import ActivitiesSection
from rehab_app.ui.figures.behind import behind_table
from rehab_app.ui.figures.destinations_section import DestinationsSection
from rehab_app.ui.figures.outcome_section import OutcomeSection
from rehab_app.ui.figures.recaps_section import RecapsSection
from rehab_app.ui.figures.section import FiguresSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import Card, EmptyState, button, label
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.kit.year_box import YearBox
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

TABS: Final = ("year", "outcome", "activities", "recaps", "destinations")
_COLUMNS: Final = 2
S = TypeVar("S", bound=FiguresSection)
_CARD_ROWS: Final = 4  # what heading and frame of a card take, in rows


class FiguresPage(RoomPage):
    """Counts, never names; a number is opened with Enter and shows initials and RM."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Figures"))
        self._shown: YearFigures | None = None
        self._waiting: list[tuple[QVBoxLayout, Sequence[FigureTable]]] = []
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.setInterval(0)
        self._next_turn.timeout.connect(self._fill_next)
        self.year = YearBox(self.context)
        self.preview = Preview(self.context, self._gate)
        self._cards = QWidget()
        self._cards.setProperty("look", "plain")
        self._columns_of_cards = [QVBoxLayout() for _ in range(_COLUMNS)]
        self._empty = EmptyState(self.context.theme, icon="figures")
        self._total = label("", "number", wraps=False)
        self._split = label("", "muted")
        self._rule = label("", "hint")
        self._stack = QStackedWidget()
        self._made: list[FiguresSection] = []
        self.tabs = QTabBar()
        self._tab_stack = QStackedWidget()
        self._lay_out()
        self._lay_out_tabs()
        for kind in (EpisodeOpened, EpisodeChanged):
            self.context.facts.hear(kind, lambda _fact: self._refresh(), self)
        for of_care in (ScreeningRecorded, SessionRecorded, ReferralChanged):
            self.context.facts.hear(of_care, lambda _fact: self._refresh_section(), self)

    @property
    def section(self) -> FiguresSection | None:
        """The section in front; None for the year's counts."""
        in_front: FiguresSection | None = None
        match TABS[self.tabs.currentIndex()]:
            case "outcome":
                in_front = self.outcome
            case "activities":
                in_front = self.activities
            case "recaps":
                in_front = self.recaps
            case "destinations":
                in_front = self.destinations
        return in_front

    @cached_property
    def outcome(self) -> OutcomeSection:
        """What became of the clients; as every section made when it is first asked for, since each holds tables of its own."""
        return self._joined(OutcomeSection(self.session, self.panel))

    @cached_property
    def activities(self) -> ActivitiesSection:
        """Activities and workload."""
        return self._joined(ActivitiesSection(self.session, self.panel))

    @cached_property
    def recaps(self) -> RecapsSection:
        """The recaps the office owes."""
        return self._joined(RecapsSection(self.session, self.panel))

    @cached_property
    def destinations(self) -> DestinationsSection:
        """Referrals by destination."""
        return self._joined(DestinationsSection(self.session, self.panel))

    def _joined(self, section: S) -> S:
        section.told.connect(self.notice.tell)
        self._tab_stack.addWidget(section)
        self._made.append(section)
        return section

    def arrive(self, subject: object = None) -> None:
        """Show the tab in front; ``subject`` may be a year, or the name of a tab and what it is to show (``recaps/...``)."""
        tab, _, rest = subject.partition("/") if isinstance(subject, str) else ("", "", "")
        if tab in TABS:
            self.tabs.setCurrentIndex(TABS.index(tab))
        if self.section is not None:
            self.section.arrive(rest or subject)
            return
        self.year.choose(subject)
        self._read()
        self.year.setFocus()

    def forget(self) -> None:
        """Drop the counts, the clients behind them and the sheet."""
        self._shown = None
        self._clear()
        self.panel.close_panel()
        self.preview.forget()
        for section in self._made:
            section.forget()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        say = self.session.say
        ways = [
            Command(
                say("{room}: {section}", room=say("Figures"), section=self.tabs.tabText(place)),
                partial(self.tabs.setCurrentIndex, place),
                icon="figures",
            )
            for place in range(self.tabs.count())
        ]
        return [Command(say("Show the sheet to print"), self._draw, "Ctrl+P", "print"), *ways]

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        self.year.chosen.connect(lambda _year: self._read())
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(label(say("Year"), "label", wraps=False))
        head.addWidget(self.year)
        head.addSpacing(theme.space(2))
        head.addWidget(self._total)
        head.addWidget(self._split, 1)
        self._sheet = button(theme, say("Show the sheet"), look="main", icon="print", clicked=self._draw)
        self._sheet.setShortcut("Ctrl+P")
        self.add_action(self._sheet)
        side_by_side = QHBoxLayout(self._cards)
        side_by_side.setSpacing(theme.space(2))
        side_by_side.setContentsMargins(0, 0, theme.space(1), 0)
        for cards in self._columns_of_cards:
            cards.setSpacing(theme.space(2))
            side_by_side.addLayout(cards, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._cards)
        figures = QWidget()
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addWidget(self._rule)
        paper = QWidget()
        below = QVBoxLayout(paper)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(
            button(theme, say("Back to the figures"), look="link", icon="back", clicked=self._show_figures),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        below.addWidget(self.preview, 1)
        for page in (figures, paper, self._empty):
            self._stack.addWidget(page)

    def _lay_out_tabs(self) -> None:
        say = self.session.say
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(say("Sections"))
        for title in (
            N_("Registered in the year"),
            N_("Outcome"),
            N_("Activities and workload"),
            N_("Recaps"),
            N_("Referrals by destination"),
        ):
            self.tabs.addTab(say(title))
        self._tab_stack.addWidget(self._stack)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._tab_stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda s=step: self._turn(s))

    def _on_tab(self, _place: int) -> None:
        self.panel.close_panel()
        self._tab_stack.setCurrentWidget(self.section or self._stack)
        if self.isVisible():
            self.arrive()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _draw(self) -> None:
        """Draw the sheet of the tab in front."""
        if self.section is not None:
            self.section.draw_sheet()
        else:
            self._draw_sheet()

    def _refresh_section(self) -> None:
        if self.isVisible() and self.section is not None:
            self.section.refresh()

    def _chosen(self) -> int:
        return self.year.year

    def _read(self) -> None:
        self._show_figures()
        actions.read_figures(self.session, self._chosen(), self._show, self._refused, self)

    def _refresh(self) -> None:
        if self.isVisible() and self.section is not None:
            self.section.refresh()
        elif self.isVisible():
            actions.read_figures(self.session, self._chosen(), self._show, self._refused, self)

    def _show(self, figures: YearFigures) -> None:
        say = self.session.say
        self._shown = figures
        self._clear()
        self._total.setText(say("{count} clients", count=format_number(figures.total)))
        self._split.setText(
            say(
                "{new} new, {again} registered before; {carried} carried over from earlier years stand apart",
                new=figures.new,
                again=figures.total - figures.new,
                carried=figures.carried_over,
            )
        )
        self._rule.setText(
            say(
                "Counting rule {rule}: a person counts once in a year, by the first registration of the year; "
                "every table sums to the same total.",
                rule=figures.rule,
            )
        )
        if figures.total == 0:
            self._empty.tell(
                say("Nobody was registered in {year}", year=figures.year),
                say("Choose another year, or register the first client."),
            )
        cards: list[list[FigureTable]] = [[] for _ in self._columns_of_cards]
        heights = [0] * _COLUMNS
        for table in (table for table in figures.tables if table.rows):
            place = heights.index(min(heights))
            heights[place] += len(table.rows) + _CARD_ROWS
            cards[place].append(table)
        self._waiting = [*zip(self._columns_of_cards, cards, strict=True)]
        self._fill_next()

    def _fill_next(self) -> None:
        """Fill one column of cards, and the next one in the next turn: all in one would keep the window waiting too long."""
        column, tables = self._waiting.pop(0)
        for table in tables:
            column.addWidget(self._card(table))
        column.addStretch(1)
        if self._waiting:
            self._next_turn.start()

    def _card(self, table: FigureTable) -> QWidget:
        card = Card(self.context.theme, table.title)
        model: RowsModel[FigureRow] = RowsModel(self.context, self._columns(), key=lambda row: row.code)
        model.set_rows(table.rows)
        shown: Table[FigureRow] = Table(model, table.title)
        shown.opened.connect(lambda row: self._open(table.name, row))
        shown.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height = shown.header.sizeHint().height() + shown.verticalHeader().defaultSectionSize() * len(table.rows)
        shown.setFixedHeight(height + 2 * shown.frameWidth() + 2)
        card.body.addWidget(shown)
        return card

    def _columns(self) -> list[Column[FigureRow]]:
        return [
            Column(N_("What"), lambda row: row.label, width=12, stretches=True),
            Column(N_("People"), lambda row: format_number(row.count), align="right", width=7),
            Column(N_("Share"), lambda row: f"{format_number(row.percent, 1)} %", align="right", width=8),
        ]

    def _open(self, table: str, row: FigureRow) -> None:
        if not self.session.may(DataClass.ADMINISTRATIF, Right.MELIHAT):
            self.notice.tell(self.session.say("Your rights show counts, not the clients behind them."), State.INFO)
            return

        def done(rows: Sequence[BehindRow]) -> None:
            self.panel.open_panel(
                f"{row.label}: {format_number(len(rows))}", behind_table(self.session, rows, row.label)
            )

        actions.read_behind(self.session, self._chosen(), (table, row.code), done, self._refused, self)

    def _draw_sheet(self) -> None:
        year = self._chosen()
        self.panel.close_panel()

        def done(content: bytes) -> None:
            self.preview.show_pdf(content, self.session.say("figures-{year}", year=year))
            self._stack.setCurrentIndex(1)
            self.preview.setFocus()

        actions.draw_sheet(self.session, year, done, self._refused, self)

    def _show_figures(self) -> None:
        self._stack.setCurrentIndex(0)

    def _gate(self, leaving: Leaving, go: Callable[[], None]) -> None:
        actions.note_sheet(self.session, self._chosen(), leaving.value, go, self._refused, self)

    def _refused(self, trouble: RuleBroken) -> None:
        self.notice.tell(self.context.trouble(trouble), State.DANGER)

    def _clear(self) -> None:
        self._next_turn.stop()
        self._waiting = []
        for cards in self._columns_of_cards:
            while (item := cards.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
