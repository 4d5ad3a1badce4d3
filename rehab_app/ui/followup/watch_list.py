"""The absence watch as a list of two lines a row: what is known of a client, and below it why she is on the list."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from rehab_app.clinic.followup.rows import AbsentRow
from rehab_app.foundation.dates import day_of, format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.followup.said import why
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.row_painter import PADDING, Line, RowPainter
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT: Final = _ONE_LINE | Qt.AlignmentFlag.AlignLeft.value
_RIGHT: Final = _ONE_LINE | Qt.AlignmentFlag.AlignRight.value
_SHARE: Final = 0.85
"""How much higher than two lines of text two lines of a row need not be: they belong together."""


class WatchRows(RowsModel[AbsentRow]):
    """The rows; a copied one holds why it is there too. ``counsellor`` gives the name of a row's counsellor."""

    def __init__(self, session: Session, counsellor: Callable[[AbsentRow], str]) -> None:
        super().__init__(session.context, watch_columns(session), key=lambda row: row.episode_id)
        self._session = session
        self.counsellor = counsellor

    def reason(self, row: AbsentRow) -> str:
        """Return why a row is on the list, the compulsory ones marked by their word."""
        mark = self._session.say("COMPULSORY") if row.is_compulsory else ""
        return joined([mark, why(self._session, row)])

    @override
    def row_text(self, index: int) -> str:
        """Return the row as one line of text, its reason last."""
        row = self.row_at(index)
        return "" if row is None else "\t".join([super().row_text(index), self.counsellor(row), self.reason(row)])


class _WatchPainter(RowPainter[AbsentRow]):
    """Paints the cells in the upper half of a row and its reason over the whole width of the lower half."""

    def __init__(self, table: "WatchTable") -> None:
        super().__init__(table.rows, table.header)
        self._table = table

    @override
    def paint(self, painter: QPainter, lines: Iterable[Line], width: int, *, has_focus: bool) -> None:
        kept = list(lines)
        super().paint(painter, kept, width, has_focus=has_focus)
        metrics, theme = painter.fontMetrics(), self._table.context.theme
        painter.setPen(theme.colour("muted"))
        for line in kept:
            row = self._table.rows.row_at(line.number)
            if row is not None:
                half = line.height // 2
                spot = QRect(PADDING, line.top + half - 2, width - 2 * PADDING, half)
                self._paint_second_line(painter, metrics, row, spot)

    def _paint_second_line(self, painter: QPainter, metrics: QFontMetrics, row: AbsentRow, spot: QRect) -> None:
        """Paint the reason, and the counsellor on the right of it where there is room for both."""
        rows, cut = self._table.rows, Qt.TextElideMode.ElideRight
        reason, name = rows.reason(row), rows.counsellor(row)
        taken = metrics.horizontalAdvance(reason) + 2 * PADDING
        if metrics.horizontalAdvance(name) <= spot.width() - taken:
            painter.drawText(spot, _RIGHT, name)
        painter.drawText(spot, _LEFT, metrics.elidedText(reason, cut, spot.width()))

    def _paint_cell(self, painter: QPainter, metrics: QFontMetrics, row: AbsentRow, line: Line, place: object) -> None:
        super()._paint_cell(painter, metrics, row, replace(line, height=line.height // 2 + 2), place)  # type: ignore[arg-type]


class WatchTable(Table[AbsentRow]):
    """The list; each row says why it is there without being asked."""

    def __init__(self, session: Session, rows: WatchRows) -> None:
        self.rows = rows
        super().__init__(rows, session.say("Those who stay away"), name="followup.watch", view_state=session.view_state)
        self._rows = _WatchPainter(self)

    def say_empty(self, *, has_others: bool, show_all: Callable[[], None]) -> None:
        """Say what an empty list means: that only others' clients stay away, or nobody, and what would bring somebody here."""
        say = self.context.say
        if has_others:
            self.set_empty(
                say("None of your clients stays away"), say("Others of the clinic do."), say("Show all"), show_all
            )
            return
        self.set_empty(
            say("Nobody stays away"),
            say(
                "A client comes here by herself: after meetings missed in a row, after days without contact, or where a "
                "promised day has passed. She goes once she comes or is reached."
            ),
        )

    def _set_row_height(self) -> None:
        height = self.context.theme.row_height(self.fontMetrics())
        self.verticalHeader().setDefaultSectionSize(int(height * 2 * _SHARE))


def watch_columns(session: Session) -> list[Column[AbsentRow]]:
    """Return the columns of the first line."""
    say = session.say
    today = session.context.clock.today

    def last_call(row: AbsentRow) -> str:
        if row.last_called_at is None:
            return say("never called")
        day = format_short(day_of(row.last_called_at, session.context.clock.zone))
        return f"{day} {session.label('call_outcome', row.last_outcome)}"

    return [
        Column(N_("Client"), lambda row: row.initials, width=8, is_private=True, order=lambda row: row.initials),
        Column(N_("No. RM"), lambda row: row.rm_number, width=8, order=lambda row: row.rm_number),
        Column(
            N_("Next try"),
            lambda row: _try_text(session, row),
            width=12,
            state=lambda row: try_state(row, today()),
            order=lambda row: (row.next_try_on or date.min, row.rm_number),
        ),
        Column(
            N_("Days"),
            lambda row: str(row.days_without_contact),
            width=5,
            align="right",
            tooltip=lambda _row: say("Days without contact"),
            order=lambda row: row.days_without_contact,
        ),
        Column(
            N_("Missed"),
            lambda row: str(len(row.missed_on)),
            width=6,
            align="right",
            order=lambda row: len(row.missed_on),
        ),
        Column(
            N_("Last call"),
            last_call,
            width=24,
            stretches=True,
            order=lambda row: row.last_called_at.timestamp() if row.last_called_at else 0.0,
        ),
        Column(
            N_("Summons"),
            lambda row: _summons(session, row),
            width=15,
            state=_summons_state,
            order=lambda row: row.summons_number,
        ),
        Column(
            N_("Next meeting"),
            lambda row: format_short(row.next_planned_on) if row.next_planned_on else say("none"),
            width=11,
            order=lambda row: row.next_planned_on or date.max,
        ),
    ]


def count_text(session: Session, shown: int, whole: int) -> str:
    """Return how many stay away, of how many in the whole clinic where not all are shown; empty where nobody does."""
    text = session.context.words.say_many("{count} client stays away", "{count} clients stay away", shown)
    if shown != whole:
        text = session.say("{shown}; {count} in the whole clinic", shown=text, count=whole)
    return text if whole else ""


def due(rows: Iterable[AbsentRow], today: date) -> list[AbsentRow]:
    """Return those whose turn has come: no next try is agreed on, or its day is there."""
    return [row for row in rows if row.next_try_on is None or row.next_try_on <= today]


def called_text(session: Session, left: int, *, has_next: bool) -> str:
    """Return that a call is recorded, and what comes now: the next row, the ``left`` ones above, or nothing more."""
    say = session.say
    if has_next:
        return say("The call is recorded. Next row.")
    if left:
        return say("The call is recorded. This was the last row; above it still wait: {count}.", count=left)
    return say("The call is recorded. The list is done: nobody on it waits for a call today.")


def try_state(row: AbsentRow, today: date) -> State:
    """Return how urgent the next try is."""
    if row.next_try_on is None:
        return State.WARNING
    return State.DANGER if row.next_try_on <= today else State.NEUTRAL


def _try_text(session: Session, row: AbsentRow) -> str:
    today = session.context.clock.today()
    if row.next_try_on is None:
        return session.say("now")
    return session.say("today") if row.next_try_on == today else format_short(row.next_try_on)


def _summons(session: Session, row: AbsentRow) -> str:
    if not row.summons_number:
        return session.say("none")
    if row.summons_sent_on is None:
        return session.say("{number}, not sent", number=row.summons_number)
    return session.say("{number}, {day}", number=row.summons_number, day=format_short(row.summons_sent_on))


def _summons_state(row: AbsentRow) -> State:
    if not row.summons_number:
        return State.NEUTRAL
    return State.WARNING if row.summons_sent_on is None else State.INFO
