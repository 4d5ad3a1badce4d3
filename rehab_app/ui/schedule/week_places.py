"""Where the hours and the meetings of the week lie on the screen, as it is measured and scrolled now."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea

from rehab_app.ui.schedule.blocks import Block, Layout
from rehab_app.ui.schedule.cursor import Cursor
from rehab_app.ui.schedule.week_painter import Measures, WeekShown


class WeekPlaces:
    """Measures the week in its scroll area; ``measures`` is None until a week is shown."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._area = area
        self.measures: Measures | None = None

    @property
    def offset(self) -> QPoint:
        """How far the week is scrolled."""
        return QPoint(self._area.horizontalScrollBar().value(), self._area.verticalScrollBar().value())

    def measure(self, shown: WeekShown) -> None:
        """Measure a week in the room there is, and let the bars scroll over the rest."""
        area, room = self._area, self._area.viewport().size()
        measures = self.measures = Measures.of(shown, area.fontMetrics(), room)
        whole = measures.size(shown.layout)
        for bar, length, page, step in (
            (area.horizontalScrollBar(), whole.width(), room.width(), measures.column),
            (area.verticalScrollBar(), whole.height(), room.height(), measures.line),
        ):
            bar.setRange(0, max(0, length - page))
            bar.setPageStep(page)
            bar.setSingleStep(step)

    def scroll_to(self, place: QRect) -> None:
        """Scroll so that a place is seen whole, beside hours and heads."""
        measures = self.measures
        if measures is None:
            return
        view = self._area.viewport().size()
        for bar, near, far, edge, room in (
            (self._area.horizontalScrollBar(), place.left(), place.right(), measures.gutter, view.width()),
            (self._area.verticalScrollBar(), place.top(), place.bottom(), measures.head, view.height()),
        ):
            if near - bar.value() < edge:
                bar.setValue(near - edge)
            elif far - bar.value() > room:
                bar.setValue(far - room + 1)

    def block_under(self, layout: Layout, point: QPoint) -> Block | None:
        """Return the meeting under a point of the screen."""
        measures = self.measures
        if measures is None:
            return None
        spot = point + self.offset
        return next((block for block in layout.blocks if measures.block(block).contains(spot)), None)

    def cursor_under(self, layout: Layout, point: QPoint) -> Cursor | None:
        """Return the cursor that stands under a point of the screen, None beside the hours."""
        if self.measures is None:
            return None
        column, slot = self.measures.spot(point + self.offset)
        if not (0 <= column < len(layout.days) and layout.first_slot <= slot < layout.slots):
            return None
        stops = layout.stops(column, slot)
        block = self.block_under(layout, point)
        return Cursor(column, slot, stops.index(block) if block in stops else len(stops) - 1)
