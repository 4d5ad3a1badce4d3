"""The items of one section, made in slices when the section is first looked at, so that no form opens with a jolt."""

import time
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from rehab_app.instruments.form import Item, Section
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.form_slices import SLICE_MS
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.questionnaire.answers import SheetAnswers
from rehab_app.ui.kit.questionnaire.item_row import ItemRow
from rehab_app.ui.kit.questionnaire.options import Listed
from rehab_app.ui.kit.questionnaire.row_lane import RowLane

_AT_ONCE: Final = 3


class SectionPage(QScrollArea):
    """Draws one section of ``answers``. ``answered`` and ``went`` as its rows tell, ``built`` when all stand."""

    answered = Signal(str)
    went = Signal(str, int)
    built = Signal()

    def __init__(
        self,
        around: Surroundings,
        answers: SheetAnswers,
        section: Section,
        listed: Listed,
        half_time: str,
        guidance: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._answers = answers
        self.section = section
        self._listed = listed
        self._half_time = half_time
        self._rows: dict[str, ItemRow] = {}
        self._last_stop: QWidget | None = None
        self._is_begun = False
        space = around.theme.space
        margins = (space(2), space(1.5), space(2), space(3))
        self._inner = RowLane(margins, space(0.5), self.viewport())
        self._inner.setProperty("look", "plain")
        self._lay_out(guidance)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_slice)

    @property
    def rows(self) -> Mapping[str, ItemRow]:
        """The rows that stand, by item."""
        return self._rows

    @property
    def is_built(self) -> bool:
        """Whether every row stands."""
        return len(self._rows) == len(self.section.items)

    def begin(self) -> None:
        """Make the first rows at once and the others in the turns that follow; once."""
        if self._is_begun:
            return
        self._is_begun = True
        for item in self.section.items[:_AT_ONCE]:
            self._make(item)
        if self.is_built:
            self.built.emit()
        else:
            self._timer.start()

    def row(self, name: str) -> ItemRow:
        """Return the row of an item, made now where it does not stand yet, with those before it."""
        self.begin()
        for item in self.section.items:
            if name in self._rows:
                break
            if item.name not in self._rows:
                self._make(item)
        if self.is_built and self._timer.isActive():
            self._timer.stop()
            self.built.emit()
        return self._rows[name]

    def draw(self) -> None:
        """Show every answer as it is now."""
        for row in self._rows.values():
            row.draw()
        self.show_asked()

    def show_asked(self) -> None:
        """Show the items that are asked, hide those that another answer leaves out."""
        for row in self._rows.values():
            is_asked = self._answers.is_shown(row.item)
            if row.isHidden() is is_asked:
                row.setVisible(is_asked)

    def go_to(self, name: str) -> None:
        """Put the keyboard on an item."""
        row = self.row(name)
        QApplication.sendPostedEvents(self._inner, int(QEvent.Type.LayoutRequest.value))
        if row.height() < self.viewport().height():
            self.ensureWidgetVisible(row, 0, self._around.theme.space(6))
        else:
            self.verticalScrollBar().setValue(row.y())
        row.take_focus()

    def _make_slice(self) -> None:
        until = time.perf_counter() + SLICE_MS / 1000
        for item in self.section.items:
            if item.name not in self._rows:
                self._make(item)
                if time.perf_counter() >= until:
                    break
        if self.is_built:
            self._timer.stop()
            self.built.emit()

    def _make(self, item: Item) -> None:
        parts = (item, *item.columns)
        hint = self._half_time if any(part.has_half_time for part in parts) else ""
        row = ItemRow(self._around, self._answers, item, self._listed, hint, self._inner)
        row.answered.connect(self._on_answered)
        row.went.connect(self.went)
        row.editor.moved.connect(lambda place: self._show_place(row, place))
        self._rows[item.name] = row
        self._inner.add(row, is_shown=self._answers.is_shown(item))
        stop = row.editor.focusProxy() or row.editor
        if self._last_stop is not None:
            QWidget.setTabOrder(self._last_stop, stop)
        self._last_stop = stop

    def _show_place(self, row: ItemRow, place: QRect) -> None:
        """Bring a part of a tall row into view."""
        margin = self._around.theme.space(4)
        at = row.editor.mapTo(self._inner, place.center())
        self.ensureVisible(at.x(), at.y(), 0, place.height() + margin)

    def _on_answered(self, name: str) -> None:
        self.show_asked()
        self.answered.emit(name)

    def _lay_out(self, guidance: str) -> None:
        words = self._around.words
        heading = f"{self.section.number}  {self.section.label.say(words)}".strip()
        if heading:
            self._inner.add(label(heading, "heading"))
        for text in (guidance, self.section.guidance.say(words)):
            if text:
                self._inner.add(label(text, "muted"))
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
