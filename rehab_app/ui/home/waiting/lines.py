"""The list of what waits: a heading with its count for each kind, the first rows of it below, all of them on Enter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtGui import QFontMetrics, QPainter

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.home.columns import ReadRows
from rehab_app.ui.home.rows import Waiting, WaitingGroup, WaitingLine
from rehab_app.ui.home.waiting.said import ICONS, STATES, TITLES, row_state, why
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.row_painter import Line, RowPainter
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

FIRST: Final = 3
"""So many rows of a kind are shown at first."""
_FOLDED: Final = "home.folded"
_WHAT: Final = 0


class WaitingLines(ReadRows[WaitingLine]):
    """The groups as lines; which are folded is kept per account, which are shown whole until the lock."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.context, _columns(session), key=lambda line: line.key)
        self._session = session
        self._groups: tuple[WaitingGroup, ...] = ()
        self._whole: set[Waiting] = set()
        kept = session.view_state.recall(_FOLDED).split()
        self._folded = {kind for kind in Waiting if kind in kept}

    def set_groups(self, groups: Sequence[WaitingGroup]) -> None:
        """Show ``groups`` instead."""
        self._groups = tuple(groups)
        self.set_rows(list(self._lines()))

    def turn(self, kind: Waiting) -> None:
        """Show more of a group, then nothing of it, then its first rows again."""
        group = next((one for one in self._groups if one.kind is kind), None)
        if group is None:
            return
        if kind in self._folded:
            self._folded.discard(kind)
        elif kind not in self._whole and len(group.rows) > FIRST:
            self._whole.add(kind)
        else:
            self._whole.discard(kind)
            self._folded.add(kind)
        self._session.view_state.remember(_FOLDED, " ".join(sorted(self._folded)))
        self.set_rows(list(self._lines()))

    @override
    def text(self, row: WaitingLine, column: int) -> str:
        """Return what the cell shows; the initials of a row are masked in privacy mode, a heading never."""
        if column == _WHAT and row.row is not None and row.row.initials:
            return joined([self.context.privacy.mask(row.row.initials), row.row.rm_number])
        return super().text(row, column)

    def _lines(self) -> Iterator[WaitingLine]:
        for group in self._groups:
            shown = self._shown(group)
            yield WaitingLine(group, shown)
            yield from (WaitingLine(group, shown, row) for row in group.rows[:shown])

    def _shown(self, group: WaitingGroup) -> int:
        if group.kind in self._folded:
            return 0
        return len(group.rows) if group.kind in self._whole else min(FIRST, len(group.rows))


class _HeadingPainter(RowPainter[WaitingLine]):
    """Paints headings in strong letters."""

    @override
    def _paint_cell(
        self, painter: QPainter, metrics: QFontMetrics, row: WaitingLine, line: Line, place: object
    ) -> None:
        if row.row is not None:
            super()._paint_cell(painter, metrics, row, line, place)  # type: ignore[arg-type]
            return
        plain = painter.font()
        strong = painter.font()
        strong.setBold(True)
        painter.setFont(strong)
        super()._paint_cell(painter, QFontMetrics(strong), row, line, place)  # type: ignore[arg-type]
        painter.setFont(plain)

    def _width(self, text: str, metrics: QFontMetrics) -> int:
        """Return how wide a text is; not kept, because the same text may stand in strong letters too."""
        return metrics.horizontalAdvance(text)


class WaitingTable(Table[WaitingLine]):
    """The list; Enter on a heading shows more or less of its group."""

    def __init__(self, session: Session, lines: WaitingLines) -> None:
        super().__init__(lines, session.say("What waits"), name="home.waiting", view_state=session.view_state)
        self._rows = _HeadingPainter(lines, self.header)


def items(lines: Iterable[WaitingLine]) -> list[WaitingLine]:
    """Return the lines that are no headings."""
    return [line for line in lines if line.row is not None]


def _columns(session: Session) -> list[Column[WaitingLine]]:
    say = session.say

    def what(line: WaitingLine) -> str:
        return say("{what} · {count}", what=say(TITLES[line.kind]), count=line.group.count) if line.row is None else ""

    def state(line: WaitingLine) -> State:
        return STATES[line.kind] if line.row is None else row_state(line.row)

    def icon(line: WaitingLine) -> str:
        if line.row is not None:
            return ICONS[line.kind]
        return "down" if line.shown else "right"

    def reason(line: WaitingLine) -> str:
        return _heading_hint(session, line) if line.row is None else why(session, line.row)

    def since(line: WaitingLine) -> str:
        return format_short(line.row.since) if line.row is not None and line.row.since is not None else ""

    return [
        Column(N_("What waits"), what, width=30, state=state, icon=icon),
        Column(N_("Why it is here"), reason, stretches=True),
        Column(N_("Since"), since, width=12, align="right"),
    ]


def _heading_hint(session: Session, line: WaitingLine) -> str:
    if not line.shown:
        return session.say("folded; Enter shows them")
    if line.shown < len(line.group.rows):
        return session.say("the first {shown}; Enter shows all", shown=line.shown)
    if line.shown < line.group.count:
        return session.say("the first {shown}", shown=line.shown)
    return ""
