"""The answers of an item as a row of chips, each with the key that chooses it; one widget, however many answers there are."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.editor import AnswerEditor, state_of_key
from rehab_app.ui.kit.questionnaire.options import AnswerOption, key_range, said
from rehab_app.ui.kit.theme import Theme

_WRAP: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
_USUAL_WIDTH: Final = 560
_KEY_GAP: Final = 6
_FRAME: Final = 2


class ChoiceBar(AnswerEditor):
    """One answer or (``takes_many``) several. Its key answers and goes on; arrows and Space choose too, Delete takes it back.

    ``is_plain`` shows the keys alone where the labels would repeat themselves (a scale from 0 to 9).
    """

    def __init__(
        self,
        theme: Theme,
        options: Sequence[AnswerOption],
        *,
        takes_many: bool = False,
        is_plain: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.options = options
        self._takes_many = takes_many
        self._is_plain = is_plain or all(option.label == option.key for option in options)
        self._raw: object = None
        self._marked = -1
        self._boxes: list[QRect] = []
        self._width = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> list[AnswerOption]:
        """The answers that are offered, and a retired one where it is the answer."""
        return [option for option in self.options if option.is_offered or self._is_chosen(option)]

    @property
    def line_width(self) -> int:
        """How wide all answers are beside each other."""
        gap, wide = self._theme.space(0.75), 100_000
        return sum(self._size(option, wide).width() + gap for option in self.options) - gap

    @override
    def show_answer(self, raw: object) -> None:
        self._raw = raw
        self._marked = next((place for place, option in enumerate(self.shown) if self._is_chosen(option)), -1)
        self.setAccessibleDescription(self.told(raw))
        self._place(self.width(), is_forced=True)
        self.update()

    @override
    def told(self, raw: object) -> str:
        return said(self.options, raw) if isinstance(raw, int | str | list) else ""

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        boxes = self._laid_out(width)
        return boxes[-1].bottom() + 1 if boxes else 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(_USUAL_WIDTH, self.heightForWidth(_USUAL_WIDTH))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.space(20), self._chip_height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(event.size().width(), is_forced=True)
        super().resizeEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget a key that was no answer."""
        super().focusOutEvent(event)
        self.refused.emit("", "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handled(event):
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = next((at for at, box in enumerate(self._boxes) if box.contains(event.position().toPoint())), -1)
        if place >= 0:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._choose(place)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._place(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (option, box) in enumerate(zip(self.shown, self._boxes, strict=True)):
            self._paint(painter, option, box, is_marked=place == self._marked and self.hasFocus())

    def _handled(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        place = next((at for at, option in enumerate(self.shown) if text and option.key == text), -1)
        if place >= 0:
            self._choose(place)
        elif (state := state_of_key(event)) is not None:
            self.stated.emit(state)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._mark(self._marked + (1 if key == Qt.Key.Key_Right else -1))
        elif key == Qt.Key.Key_Space and self._marked >= 0:
            self._choose(self._marked)
        elif key == Qt.Key.Key_Delete:
            self.answered.emit(None)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Backspace}:
            self.went.emit(-1)
        elif key == Qt.Key.Key_Down or is_plain_enter(event):
            self.went.emit(1)
        elif text.isdecimal() and (possible := key_range(option.key for option in self.shown)):
            self.refused.emit(text, possible)
        else:
            return self._sought(text)
        return True

    def _sought(self, text: str) -> bool:
        """Mark the next answer that begins with a letter."""
        if not text.isalpha():
            return False
        shown = self.shown
        order = [*range(self._marked + 1, len(shown)), *range(self._marked + 1)]
        found = next((at for at in order if shown[at].label.casefold().startswith(text.casefold())), -1)
        if found >= 0:
            self._mark(found)
        return found >= 0

    def _mark(self, place: int) -> None:
        self._marked = min(max(place, 0), len(self.shown) - 1)
        self.update()

    def _choose(self, place: int) -> None:
        value = self.shown[place].value
        self._marked = place
        if not self._takes_many:
            self.answered.emit(value)
            self.went.emit(1)
            return
        chosen = list(self._raw) if isinstance(self._raw, list) else []
        kept = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        order = [option.value for option in self.options]
        self.answered.emit(sorted(kept, key=order.index) or None)

    def _is_chosen(self, option: AnswerOption) -> bool:
        chosen = self._raw if isinstance(self._raw, list) else [self._raw]
        return any(type(one) is type(option.value) and one == option.value for one in chosen)

    # Drawing.

    def _place(self, width: int, *, is_forced: bool = False) -> None:
        if is_forced or width != self._width or len(self._boxes) != len(self.shown):
            self._width = width
            self._boxes = self._laid_out(width)

    def _laid_out(self, width: int) -> list[QRect]:
        gap, at, line, boxes = self._theme.space(0.75), QPoint(0, 0), 0, []
        for option in self.shown:
            size = self._size(option, width)
            if at.x() and at.x() + size.width() > width:
                at, line = QPoint(0, at.y() + line + gap), 0
            boxes.append(QRect(at, size))
            at = QPoint(at.x() + size.width() + gap, at.y())
            line = max(line, size.height())
        return boxes

    def _size(self, option: AnswerOption, width: int) -> QSize:
        metrics = self.fontMetrics()
        room = self._frame_width(metrics)
        if self._is_plain:
            return QSize(self._theme.space(4.5), self._chip_height())
        words = metrics.size(0, option.label)
        if words.width() + room > width:
            inner = max(1, width - room)
            words = metrics.boundingRect(QRect(0, 0, inner, 10_000), _WRAP, option.label).size()
            words.setWidth(inner)
        return QSize(words.width() + room, max(self._chip_height(), words.height() + 2 * self._theme.space(0.5)))

    def _chip_height(self) -> int:
        return self.fontMetrics().height() + 2 * self._theme.space(0.75)

    def _frame_width(self, metrics: QFontMetrics) -> int:
        return 2 * self._theme.space(1) + metrics.horizontalAdvance("0") + 2 * _KEY_GAP + _FRAME

    def _paint(self, painter: QPainter, option: AnswerOption, box: QRect, *, is_marked: bool) -> None:
        is_chosen, colour = self._is_chosen(option), self._theme.colour
        painter.setPen(
            QPen(
                colour("focus" if is_marked else "accent" if is_chosen else "border_strong"), _FRAME if is_marked else 1
            )
        )
        painter.setBrush(colour("accent_fill" if is_chosen else "surface"))
        area = box.adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, 5, 5)
        ink = colour("on_accent" if is_chosen else "text")
        if self._is_plain:
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, option.key)
            return
        inside = area.adjusted(self._theme.space(1), 0, -self._theme.space(1) + 2, 0)
        digit = self.fontMetrics().horizontalAdvance("0")
        painter.setPen(ink if is_chosen else colour("muted"))
        mark = "\u2713" if is_chosen and self._takes_many else option.key
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), mark)
        painter.setPen(ink)
        painter.drawText(inside.adjusted(digit + 2 * _KEY_GAP - 2, 0, 0, 0), _WRAP, option.label)
