"""The year's figures on screen: tables that sum to one total, each number opening its clients, and the sheet to print."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import N_
from rehab_app.papers.reports.behind import BehindRow
from rehab_app.papers.reports.figures import FigureRow, FigureTable, YearFigures
from rehab_app.ui.figures import actions
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.layout import Card, EmptyState, button, label
from rehab_app.ui.kit.preview import Leaving, Preview
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.room import Command, RoomPage
from rehab_app.ui.shell.session import Session

_YEARS: Final = 8
_COLUMNS: Final = 2
_CARD_ROWS: Final = 4  # what heading and frame of a card take, in rows


class FiguresPage(RoomPage):
    """Counts, never names; a number is opened with Enter and shows initials and RM."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Figures"))
        self._shown: YearFigures | None = None
        self.year = QComboBox()
        self.preview = Preview(self.context, self._gate)
        self._cards = QWidget()
        self._cards.setProperty("look", "plain")
        self._columns_of_cards = [QVBoxLayout() for _ in range(_COLUMNS)]
        self._empty = EmptyState(self.context.theme, icon="figures")
        self._total = label("", "number", wraps=False)
        self._split = label("", "muted")
        self._rule = label("", "hint")
        self._stack = QStackedWidget()
        self._lay_out()
        for kind in (EpisodeOpened, EpisodeChanged):
            self.context.facts.hear(kind, lambda _fact: self._refresh(), self)

    def arrive(self, subject: object = None) -> None:
        """Show the figures of the chosen year; ``subject`` may be a year."""
        if isinstance(subject, int) and (place := self.year.findData(subject)) >= 0:
            self.year.setCurrentIndex(place)
        self._read()
        self.year.setFocus()

    def forget(self) -> None:
        """Drop the counts, the clients behind them and the sheet."""
        self._shown = None
        self._clear()
        self.panel.close_panel()
        self.preview.forget()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        return [Command(self.session.say("Show the sheet to print"), self._draw_sheet, "Ctrl+P", "print")]

    def _lay_out(self) -> None:
        theme, say = self.context.theme, self.session.say
        today = self.context.clock.today()
        for year in range(today.year, today.year - _YEARS, -1):
            self.year.addItem(str(year), year)
        self.year.setAccessibleName(say("Year"))
        self.year.currentIndexChanged.connect(lambda _index: self._read())
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(label(say("Year"), "label", wraps=False))
        head.addWidget(self.year)
        head.addSpacing(theme.space(2))
        head.addWidget(self._total)
        head.addWidget(self._split, 1)
        self._sheet = button(theme, say("Show the sheet"), look="main", icon="print", clicked=self._draw_sheet)
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
        self.body.addWidget(self._stack, 1)

    def _chosen(self) -> int:
        return int(self.year.currentData())

    def _read(self) -> None:
        self._show_figures()
        actions.read_figures(self.session, self._chosen(), self._show, self._refused, self)

    def _refresh(self) -> None:
        if self.isVisible():
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
        tables = [table for table in figures.tables if table.rows]
        heights = [0] * _COLUMNS
        for table in tables:
            place = heights.index(min(heights))
            heights[place] += len(table.rows) + _CARD_ROWS
            self._columns_of_cards[place].addWidget(self._card(table))
        for cards in self._columns_of_cards:
            cards.addStretch(1)

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
            model: RowsModel[BehindRow] = RowsModel(self.context, _behind_columns(), key=lambda each: each.episode_id)
            model.set_rows(rows)
            shown: Table[BehindRow] = Table(model, row.label)
            shown.opened.connect(lambda each: self.session.go.to("clients.file", each.client_id))
            self.panel.open_panel(f"{row.label}: {format_number(len(rows))}", shown)

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
        for cards in self._columns_of_cards:
            while (item := cards.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


def _behind_columns() -> list[Column[BehindRow]]:
    return [
        Column(N_("Initials"), lambda row: row.initials, width=9, is_private=True, order=lambda row: row.initials),
        Column(N_("RM"), lambda row: row.rm_number, width=8, order=lambda row: row.rm_number),
        Column(N_("Registered on"), lambda row: format_short(row.registered_on), width=12, stretches=True),
    ]
