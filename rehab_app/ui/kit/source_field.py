"""A text that is written line by line: numbers beside the lines, a mark where one is wrong, and the text kept to the letter."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.text_fields import LinesEdit, LinesField
from rehab_app.ui.kit.theme import Theme

_MARK = 14
_GAP = 6


class SourceEdit(LinesEdit):
    """Several lines with their numbers; lines that are wrong have an icon beside their number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marked: frozenset[int] = frozenset()
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        theme.changed.connect(self._gutter.update)
        self._make_room()

    @property
    def marked(self) -> frozenset[int]:
        """The lines that are marked as wrong, from 1."""
        return self._marked

    @property
    def line(self) -> int:
        """The line the cursor stands on, from 1."""
        return self.textCursor().blockNumber() + 1

    def mark(self, lines: Iterable[int]) -> None:
        """Mark these lines as wrong, and no others."""
        self._marked = frozenset(lines)
        self._gutter.update()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line, from 1, and give the text the focus."""
        block = self.document().findBlockByNumber(max(0, min(line, self.blockCount()) - 1))
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert(self, text: str, *, is_alone: bool) -> None:
        """Insert ``text`` at the cursor, in a line of its own where it must stand alone; one step for undo."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if is_alone:
            if cursor.hasSelection():
                cursor.removeSelectedText()
            line, at = cursor.block().text(), cursor.positionInBlock()
            text = ("\n" if line[:at].strip() else "") + text + ("\n" if line[at:].strip() else "")
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), self._gutter_width(), area.height()))

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in view and the marks of those that are wrong."""
        painter = QPainter(self._gutter)
        painter.fillRect(event.rect(), self._theme.colour("window"))
        block, height = self.firstVisibleBlock(), self.fontMetrics().height()
        while block.isValid():
            top = self._top_of(block)
            if top > event.rect().bottom():
                break
            self._paint_number(painter, block.blockNumber() + 1, round(top), height)
            block = block.next()

    def _paint_number(self, painter: QPainter, number: int, top: int, height: int) -> None:
        is_marked = number in self._marked
        painter.setPen(self._theme.colour("danger" if is_marked else "muted"))
        width = self._gutter.width() - _GAP
        painter.drawText(QRect(0, top, width, height), Qt.AlignmentFlag.AlignRight, str(number))
        if is_marked:
            picture = self._theme.icons.pixmap("danger", _MARK, "danger", self.devicePixelRatioF())
            painter.drawPixmap(2, top + (height - _MARK) // 2, picture)

    def _top_of(self, block: QTextBlock) -> float:
        area: QRectF = self.blockBoundingGeometry(block).translated(self.contentOffset())
        return area.top() + self.viewport().geometry().top() - self._gutter.geometry().top()

    def _gutter_width(self) -> int:
        digits = len(str(max(10, self.blockCount())))
        return _MARK + 4 + QFontMetrics(self.font()).horizontalAdvance("9") * digits + _GAP

    def _make_room(self) -> None:
        self.setViewportMargins(self._gutter_width(), 0, 0, 0)

    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self._gutter.scroll(0, scrolled)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())


class _Gutter(QWidget):
    """The strip beside the lines."""

    def __init__(self, edit: SourceEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_gutter(event)


class SourceField(LinesField):
    """A text kept to the letter; it takes the height that is left, ``spec.lines`` at least."""

    edit: SourceEdit

    def make_editor(self) -> QWidget:
        """Make the editor."""
        self.edit = SourceEdit(self.around.theme, self)
        self.edit.setMinimumHeight(QFontMetrics(self.edit.font()).lineSpacing() * self.spec.lines)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.edit.textChanged.connect(self._on_changed)
        self._is_filling = False
        return self.edit

    def read(self) -> object:
        """Return the text as typed, None where there is none; raises ``field.too_long``."""
        text = self.edit.toPlainText()
        if self.spec.longest and len(text) > self.spec.longest:
            raise RuleBroken("field.too_long", longest=self.spec.longest, length=len(text))
        return text if text.strip() else None
