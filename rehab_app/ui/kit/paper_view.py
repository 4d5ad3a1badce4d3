"""Sheets of paper in a scroll area: laid out from their sizes alone, painted from the pictures that have come so far."""

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import Theme

POINTS_TO_PIXELS: Final = 96 / 72
LEAST_ZOOM: Final = 0.25
MOST_ZOOM: Final = 4.0
ZOOM_STEP: Final = 1.25
PAGES_KEPT: Final = 3
LINE_STEP: Final = 48


class PaperView(QAbstractScrollArea):
    """Shows sheets of given sizes (points).

    ``wanted(first, last)``: the pages (from 0) whose pictures should come, at ``scale``; ``page_changed(page)``: the sheet in the
    middle; ``zoom_changed(zoom)``: 1.0 is life size on a 96 dpi screen.
    """

    wanted = Signal(int, int)
    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, unreadable: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._unreadable = unreadable
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = []
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._zoom = 1.0
        self._fits_width = True
        self._page = 0
        self._asked = (-1, -1, 0.0)
        self.setProperty("look", "paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(LINE_STEP)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """The size of the sheets; 1.0 is life size."""
        return self._zoom

    @property
    def scale(self) -> float:
        """Pixels of the screen for each point of the paper."""
        return self._zoom * POINTS_TO_PIXELS * self.devicePixelRatioF()

    @property
    def page(self) -> int:
        """The sheet in the middle, from 0."""
        return self._page

    @property
    def pictured(self) -> list[int]:
        """The pages whose picture is held in the present scale."""
        return sorted(page for page, (scale, _) in self._pictures.items() if scale == self.scale)

    def set_sizes(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Lay out sheets of ``sizes`` and show the first; an empty tuple blanks the view."""
        self._sizes = sizes
        self._pictures.clear()
        self._page = 0
        self._arrange()
        self.verticalScrollBar().setValue(0)

    def set_picture(self, page: int, scale: float, image: QImage) -> None:
        """Take the picture of ``page`` made at ``scale``; an empty one says that the page cannot be shown."""
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[page] = (scale, image)
        self.viewport().update()

    def zoom_by(self, factor: float) -> None:
        """Make the sheets larger or smaller."""
        self._fits_width = False
        self._set_zoom(self._zoom * factor)

    def fit_width(self) -> None:
        """Make the widest sheet as wide as the view, now and whenever the view changes."""
        self._fits_width = True
        self._arrange()

    def go_to(self, page: int) -> None:
        """Show the top of ``page``."""
        if self._tops:
            self.verticalScrollBar().setValue(self._tops[max(0, min(page, len(self._tops) - 1))] - self._theme.space(2))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down scroll by the view, Home and End go to the first and the last sheet."""
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_Space: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_Down: bar.value() + LINE_STEP,
            Qt.Key.Key_Up: bar.value() - LINE_STEP,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        value = steps.get(Qt.Key(event.key())) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if value is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(value)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        else:
            super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the sheets out anew."""
        super().resizeEvent(event)
        self._arrange()

    @override
    def sizeHint(self) -> QSize:
        """Ask for a readable page."""
        return QSize(640, 720)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheets in view: their picture, or white paper until it comes."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("sunken"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        first, last = self._in_view()
        for page in range(first, last + 1):
            sheet = self.sheet(page)
            painter.setPen(self._theme.colour("border_strong"))
            painter.setBrush(Qt.GlobalColor.white)
            painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
            picture = self._pictures.get(page)
            if picture is not None and not picture[1].isNull():
                painter.drawImage(sheet, picture[1])
            else:
                words = str(page + 1) if picture is None else f"{page + 1}: {self._unreadable}"
                painter.setPen(Qt.GlobalColor.darkGray)
                painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        self._ask(first, last)

    def sheet(self, page: int) -> QRect:
        """Return where ``page`` lies in the viewport now."""
        size = self._pixels(page)
        left = max(self._theme.space(2), (self.viewport().width() - size.width()) // 2)
        return QRect(
            left - self.horizontalScrollBar().value(),
            self._tops[page] - self.verticalScrollBar().value(),
            size.width(),
            size.height(),
        )

    def _pixels(self, page: int) -> QSize:
        width, height = self._sizes[page]
        return QSize(round(width * self._zoom * POINTS_TO_PIXELS), round(height * self._zoom * POINTS_TO_PIXELS))

    def _set_zoom(self, zoom: float) -> None:
        zoom = max(LEAST_ZOOM, min(MOST_ZOOM, zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)
        self._arrange(keeps_zoom=True)

    def _arrange(self, *, keeps_zoom: bool = False) -> None:
        """Lay out the sheets below each other, keeping the place in the document."""
        gap, bar = self._theme.space(2), self.verticalScrollBar()
        if self._fits_width and not keeps_zoom and self._sizes:
            room = self.viewport().width() - 2 * gap
            self._set_zoom(room / (max(width for width, _ in self._sizes) * POINTS_TO_PIXELS))
            return
        before = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._tops = []
        top = gap
        for page in range(len(self._sizes)):
            self._tops.append(top)
            top += self._pixels(page).height() + gap
        widest = max((self._pixels(page).width() for page in range(len(self._sizes))), default=0) + 2 * gap
        view = self.viewport().size()
        bar.setPageStep(view.height())
        bar.setRange(0, max(0, top - view.height()) if self._sizes else 0)
        bar.setValue(round(before * bar.maximum()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, widest - view.width()))
        self._asked = (-1, -1, 0.0)
        self._on_scrolled()

    def _in_view(self) -> tuple[int, int]:
        """Return the first and the last page in view; (0, -1) where there is none."""
        if not self._tops:
            return 0, -1
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = max(first, bisect_right(self._tops, top + self.viewport().height()) - 1)
        return first, last

    def _ask(self, first: int, last: int) -> None:
        """Ask once for the pictures in view and the next, and let go those far away."""
        if last < first or self._asked == (first, last, self.scale):
            return
        self._asked = (first, last, self.scale)
        for page in [page for page in self._pictures if not first - PAGES_KEPT <= page <= last + PAGES_KEPT]:
            del self._pictures[page]
        self.wanted.emit(first, min(last + 1, len(self._sizes) - 1))

    def _on_scrolled(self) -> None:
        if self._tops:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 2
            page = max(0, bisect_right(self._tops, middle) - 1)
            if page != self._page:
                self._page = page
                self.page_changed.emit(page)
        self.viewport().update()
