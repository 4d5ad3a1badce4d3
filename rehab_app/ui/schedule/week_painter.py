"""Paints the week: days, hours, the meetings and the cursor, all in one go.

What stands in a block is said once, when the week is read; painting only measures and draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from rehab_app.ui.clients.showing import ATTENDANCE_STATES
from rehab_app.ui.kit.theme import State, Theme
from rehab_app.ui.schedule.blocks import HOURLESS, Block, Layout, key_of

PAD: Final = 6
BAR: Final = 4
ICON: Final = 14
LEAST_COLUMN: Final = 118
LEAST_LANE: Final = 84
TIGHT_COLUMN: Final = 84
TIGHT_LANE: Final = 62
"""How narrow days and meetings may become where the whole week then stands side by side; else it scrolls in the usual width."""
LEAST_FOR_ICON: Final = 96
_HALF: Final = 2
_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT: Final = _ONE_LINE | Qt.AlignmentFlag.AlignLeft.value
_RIGHT: Final = _ONE_LINE | Qt.AlignmentFlag.AlignRight.value
_GROUNDS: Final = {State.OK: "ok_soft", State.INFO: "info_soft", State.DANGER: "danger_soft"}


@dataclass(frozen=True, slots=True)
class DayHead:
    """What stands above a column: the day, and what is to be known of it; ``closed`` days are shaded."""

    day: str
    short: str
    remark: str
    is_closed: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week ready to be painted: the layout, what stands above the days, and the lines of each meeting by its key."""

    layout: Layout
    heads: tuple[DayHead, ...]
    lines: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    hourless: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Where things lie, in pixels: the gutter of the hours, the heads, and the size of one column and one half hour."""

    gutter: int
    head: int
    column: int
    line: int
    top: int
    """The line that lies uppermost: 0, or ``HOURLESS``."""

    @classmethod
    def of(cls, shown: WeekShown, metrics: QFontMetrics, room: QSize) -> "Measures":
        """Measure a week so that it fills ``room``, no smaller than its words need."""
        layout = shown.layout
        labels = ["00.00", shown.hourless] if layout.first_slot == HOURLESS else ["00.00"]
        gutter = max(metrics.horizontalAdvance(label) for label in labels) + 2 * PAD
        head = 2 * metrics.height() + 2 * PAD
        least = max(LEAST_COLUMN, layout.most_lanes * LEAST_LANE)
        tight = max(TIGHT_COLUMN, layout.most_lanes * TIGHT_LANE)
        shared = (room.width() - gutter) // len(layout.days)
        column = shared if shared >= tight else least
        lines = layout.slots - layout.first_slot
        return cls(
            gutter, head, column, max(metrics.height() + PAD, (room.height() - head) // lines), layout.first_slot
        )

    def size(self, layout: Layout) -> QSize:
        """Return how large the whole week is."""
        return QSize(
            self.gutter + self.column * len(layout.days), self.head + self.line * (layout.slots - layout.first_slot)
        )

    def cell(self, column: int, first: int, end: int) -> QRect:
        """Return where half hours of a day lie, before scrolling."""
        top = self.head + (first - self.top) * self.line
        return QRect(self.gutter + column * self.column, top, self.column, (end - first) * self.line)

    def block(self, block: Block) -> QRect:
        """Return where a meeting lies, before scrolling."""
        cell = self.cell(block.column, block.first, block.end)
        width = (cell.width() - PAD) // block.lanes
        return QRect(cell.left() + 1 + block.lane * width, cell.top() + 1, width - 1, cell.height() - 2)

    def spot(self, point: QPoint) -> tuple[int, int]:
        """Return the column and the half hour that a point (scrolled back) lies in; they may be out of range."""
        return (point.x() - self.gutter) // self.column, (point.y() - self.head) // self.line + self.top


@dataclass(frozen=True, slots=True)
class Marks:
    """What changes from key to key: where the cursor stands, what is carried, and what was refused beside it."""

    cursor: QRect
    has_focus: bool
    carried: UUID | None = None
    ghost: tuple[str, ...] = ()
    refusal: str = ""


class WeekPainter:
    """Paints a ``WeekShown`` in ``Measures``."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._cut: dict[tuple[str, int], str] = {}
        self._split: dict[tuple[str, int], tuple[str, ...]] = {}
        self._icons: dict[tuple[str, str], QPixmap] = {}
        self._strong = QFont()
        theme.changed.connect(self._forget)

    def paint(
        self, painter: QPainter, shown: WeekShown, measures: Measures, offset: QPoint, view: QRect, marks: Marks
    ) -> None:
        """Paint what ``view`` shows of the week, which is scrolled by ``offset``."""
        self._strong = QFont(painter.font())
        self._strong.setBold(True)
        painter.save()
        painter.setClipRect(view.adjusted(measures.gutter, measures.head, 0, 0))
        painter.translate(-offset)
        seen = view.translated(offset)
        self._paint_ground(painter, shown, measures)
        for block in shown.layout.blocks:
            area = measures.block(block)
            if area.intersects(seen):
                is_faded = marks.carried is not None and key_of(block.row) == marks.carried
                self._paint_block(painter, area, block, shown.lines.get(key_of(block.row), ()), is_faded=is_faded)
        self._paint_cursor(painter, marks)
        painter.restore()
        self._paint_hours(painter, shown, measures, offset, view)
        self._paint_heads(painter, shown, measures, offset, view)
        if marks.refusal:
            self._paint_refusal(painter, marks.refusal, marks.cursor.translated(-offset), view)

    def _paint_ground(self, painter: QPainter, shown: WeekShown, measures: Measures) -> None:
        layout, colour = shown.layout, self._theme.colour
        height = measures.size(layout).height()
        for column, head in enumerate(shown.heads):
            whole = measures.cell(column, layout.first_slot, layout.slots)
            painter.fillRect(whole, colour("sunken" if head.is_closed else "surface"))
            for first, end in ((layout.first_slot, layout.opens), (layout.closes, layout.slots)):
                if end > first and not head.is_closed:
                    painter.fillRect(measures.cell(column, first, end), colour("sunken"))
            if head.is_today:
                painter.fillRect(QRect(whole.left(), whole.top(), 3, whole.height()), colour("accent_fill"))
        right = measures.gutter + measures.column * len(layout.days)
        for slot in range(layout.first_slot, layout.slots):
            is_hour = (layout.starts // 30 + slot) % _HALF == 0
            line = measures.cell(0, slot, slot + 1).top()
            painter.fillRect(
                measures.gutter, line, right - measures.gutter, 1, colour("border" if is_hour else "hover")
            )
        for column in range(len(layout.days) + 1):
            painter.fillRect(measures.gutter + column * measures.column, measures.head, 1, height, colour("border"))

    def _paint_block(
        self, painter: QPainter, area: QRect, block: Block, lines: tuple[str, ...], *, is_faded: bool
    ) -> None:
        colour = self._theme.colour
        code = block.row.attendance or ("hadir" if block.row.state == "held" else "")
        state = ATTENDANCE_STATES.get(code, State.NEUTRAL)
        bar = "accent_fill" if state is State.NEUTRAL else str(state)
        painter.setOpacity(0.4 if is_faded else 1)
        painter.fillRect(area, colour("border"))
        painter.fillRect(area.adjusted(1, 1, -1, -1), colour(_GROUNDS.get(state, "accent_soft")))
        painter.fillRect(QRect(area.left(), area.top(), BAR, area.height()), colour(bar))
        inner = area.adjusted(BAR + PAD - 2, 2, -3, -2)
        has_icon = inner.width() >= LEAST_FOR_ICON
        if has_icon:
            icon = "clients" if block.row.group_id is not None else "client"
            self._icon(painter, QRect(inner.left(), inner.top(), ICON, self._height(painter)), icon, "muted")
        if state is not State.NEUTRAL:
            place = QRect(inner.right() - ICON, inner.top(), ICON, self._height(painter))
            self._icon(painter, place, str(state), str(state))
        self._paint_lines(
            painter, inner, lines, ICON + 4 if has_icon else 0, ICON + 4 if state is not State.NEUTRAL else 0
        )
        painter.setOpacity(1)

    def _paint_lines(self, painter: QPainter, inner: QRect, lines: tuple[str, ...], left: int, right: int) -> None:
        """Write as many lines as fit; the first one is strong and leaves room for its icons."""
        height = self._height(painter)
        painter.setPen(self._theme.colour("text"))
        plain, strong = painter.font(), self._strong
        if lines and inner.height() >= 2 * height:
            lines = (*self._in_two(painter, lines[0], inner.width() - left - right), *lines[1:])
        for number, text in enumerate(lines[: max(1, inner.height() // height)]):
            painter.setFont(plain if number else strong)
            room = inner.adjusted(0 if number else left, 0, 0 if number else -right, 0)
            line = QRect(room.left(), inner.top() + number * height, room.width(), height)
            painter.drawText(line, _LEFT, self._fitted(painter, text, line.width(), is_strong=not number))
        painter.setFont(plain)

    def _paint_cursor(self, painter: QPainter, marks: Marks) -> None:
        colour = self._theme.colour
        area = marks.cursor.adjusted(1, 1, -1, -1)
        if marks.ghost:
            painter.fillRect(area, colour("danger_soft" if marks.refusal else "accent_soft"))
            inner = area.adjusted(BAR + PAD - 2, 2, -3, -2)
            self._paint_lines(painter, inner, marks.ghost, 0, 0)
        tint = "danger" if marks.refusal else "focus" if marks.has_focus else "border_strong"
        pen = QPen(colour(tint), 2 if marks.has_focus or marks.refusal else 1)
        if marks.ghost:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _paint_hours(
        self, painter: QPainter, shown: WeekShown, measures: Measures, offset: QPoint, view: QRect
    ) -> None:
        layout, colour = shown.layout, self._theme.colour
        painter.save()
        painter.setClipRect(QRect(0, measures.head, measures.gutter, view.height()))
        painter.fillRect(QRect(0, measures.head, measures.gutter, view.height()), colour("window"))
        painter.setPen(colour("muted"))
        for slot in range(layout.first_slot, layout.slots):
            at = layout.time_of(slot)
            if at is not None and at.minute:
                continue
            top = measures.cell(0, slot, slot + 1).top() - offset.y()
            text = shown.hourless if at is None else f"{at:%H.%M}"
            painter.drawText(QRect(0, top, measures.gutter - PAD, self._height(painter)), _RIGHT, text)
        painter.restore()

    def _paint_heads(
        self, painter: QPainter, shown: WeekShown, measures: Measures, offset: QPoint, view: QRect
    ) -> None:
        colour, height = self._theme.colour, self._height(painter)
        painter.save()
        painter.fillRect(QRect(0, 0, view.width(), measures.head), colour("window"))
        painter.setClipRect(QRect(measures.gutter, 0, view.width(), measures.head))
        plain, strong = painter.font(), self._strong
        has_room = self._has_room(shown, measures.column - 2 * PAD)
        for column, head in enumerate(shown.heads):
            area = QRect(measures.gutter + column * measures.column - offset.x(), 0, measures.column, measures.head)
            if head.is_closed:
                painter.fillRect(area.adjusted(1, 0, 0, 0), colour("sunken"))
            if head.is_today:
                painter.fillRect(QRect(area.left(), area.bottom() - 2, area.width(), 3), colour("accent_fill"))
            inner = area.adjusted(PAD, PAD, -PAD, -PAD)
            painter.setFont(strong)
            painter.setPen(colour("accent" if head.is_today else "text"))
            painter.drawText(
                QRect(inner.left(), inner.top(), inner.width(), height),
                _LEFT,
                head.day if has_room else head.short,
            )
            painter.setFont(plain)
            painter.setPen(colour("accent" if head.is_today and not head.is_closed else "muted"))
            painter.drawText(
                QRect(inner.left(), inner.top() + height, inner.width(), height),
                _LEFT,
                self._fitted(painter, head.remark, inner.width(), is_strong=False),
            )
        painter.restore()

    def _paint_refusal(self, painter: QPainter, text: str, cursor: QRect, view: QRect) -> None:
        """Write why an hour is refused beside it, where there is room."""
        theme = self._theme
        width = min(theme.space(40), view.width() - 2 * PAD)
        flags = Qt.AlignmentFlag.AlignLeft.value | Qt.TextFlag.TextWordWrap.value
        inner = painter.boundingRect(QRect(0, 0, width - ICON - 4 * PAD, view.height()), flags, text)
        size = QSize(inner.width() + ICON + 4 * PAD, inner.height() + 2 * PAD)
        left = (
            cursor.right() + PAD
            if cursor.right() + PAD + size.width() <= view.right()
            else cursor.left() - size.width() - PAD
        )
        top = min(max(PAD, cursor.top()), view.bottom() - size.height() - PAD)
        area = QRect(QPoint(max(PAD, left), top), size)
        painter.fillRect(area, theme.colour("danger"))
        painter.fillRect(area.adjusted(1, 1, -1, -1), theme.colour("danger_soft"))
        self._icon(painter, QRect(area.left() + PAD, area.top() + PAD, ICON, self._height(painter)), "danger", "danger")
        painter.setPen(theme.colour("text"))
        painter.drawText(area.adjusted(2 * PAD + ICON, PAD, -PAD, -PAD), flags, text)

    def _icon(self, painter: QPainter, place: QRect, name: str, tint: str) -> None:
        """Draw an icon in the middle of ``place``; the picture is kept: one week has it two hundred times."""
        picture = self._icons.get((name, tint))
        if picture is None:
            ratio = painter.device().devicePixelRatio()
            picture = self._icons[name, tint] = self._theme.icons.pixmap(name, ICON, tint, ratio)
        painter.drawPixmap(place.left(), place.top() + (place.height() - ICON) // 2, picture)

    def _forget(self) -> None:
        """Drop what was measured and drawn in other colours and letters."""
        self._cut.clear()
        self._split.clear()
        self._icons.clear()

    def _has_room(self, shown: WeekShown, width: int) -> bool:
        """Whether the whole name of every day fits; where one does not, all stand with their short names."""
        metrics = QFontMetrics(self._strong)
        return all(metrics.horizontalAdvance(head.day) <= width for head in shown.heads)

    def _in_two(self, painter: QPainter, text: str, width: int) -> tuple[str, ...]:
        """Return a first line that is too long for its place in two: a number must be read whole."""
        known = self._split.get((text, width))
        if known is None:
            begun, _, rest = text.rpartition(" ")
            is_long = begun and painter.fontMetrics().horizontalAdvance(text) > width - 4
            known = self._split[text, width] = (begun, rest) if is_long else (text,)
        return known

    def _height(self, painter: QPainter) -> int:
        return painter.fontMetrics().height()

    def _fitted(self, painter: QPainter, text: str, width: int, *, is_strong: bool) -> str:
        key = (f"{is_strong}{text}", width)
        known = self._cut.get(key)
        if known is None:
            known = self._cut[key] = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        return known
