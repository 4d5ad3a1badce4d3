"""The items of one section, made in slices when the section is first looked at, so that no form opens with a jolt.

The item that is gone to is made first, wherever it stands, then those below it and at last those above.
"""

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise

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
        self._order = {item.name: at for at, item in enumerate(section.items)}
        self._anchor: ItemRow | None = None
        self._is_begun = False
        space = around.theme.space
        margins = (space(2), space(1.5), space(2), space(3))
        self._inner = RowLane(margins, space(0.5), self.viewport())
        self._inner.setProperty("look", "plain")
        self._lay_out(guidance)
        self._heads = self._inner.count
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
        self._make_slice()
        if not self.is_built:
            self._timer.start()

    def row(self, name: str) -> ItemRow:
        """Return the row of an item, made now where it does not stand yet; the others follow around it."""
        if name not in self._rows:
            self._make(self.section.items[self._order[name]])
            if self.is_built:
                self._end()
        self._anchor = self._rows[name]
        self.begin()
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
        self._bring(row)
        row.take_focus()

    def _bring(self, row: ItemRow) -> None:
        """Bring a row into view; a tall one from its head on."""
        QApplication.sendPostedEvents(self._inner, int(QEvent.Type.LayoutRequest.value))
        if row.height() < self.viewport().height():
            self.ensureWidgetVisible(row, 0, self._around.theme.space(6))
        else:
            self.verticalScrollBar().setValue(row.y())

    def _make_slice(self) -> None:
        until = time.perf_counter() + SLICE_MS / 1000
        place = self._anchor.y() if self._anchor is not None else 0
        for item in self._waiting():
            self._make(item)
            if time.perf_counter() >= until:
                break
        if self._anchor is not None and self._anchor.y() != place:
            self._bring(self._anchor)
        if self.is_built:
            self._end()

    def _waiting(self) -> Sequence[Item]:
        """Return the items whose rows do not stand yet: those below the one that was gone to, then those above it."""
        items = self.section.items
        first = self._order[self._anchor.item.name] if self._anchor is not None else 0
        return [item for item in (*items[first:], *items[:first]) if item.name not in self._rows]

    def _end(self) -> None:
        """Let Tab go through the rows in their order; that was not to be had while they came in another one."""
        self._timer.stop()
        rows = [self._rows[item.name] for item in self.section.items]
        stops = [row.editor.focusProxy() or row.editor for row in rows]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.built.emit()

    def _make(self, item: Item) -> None:
        parts = (item, *item.columns)
        hint = self._half_time if any(part.has_half_time for part in parts) else ""
        row = ItemRow(self._around, self._answers, item, self._listed, hint, self._inner)
        row.answered.connect(self._on_answered)
        row.went.connect(self.went)
        row.editor.moved.connect(lambda place: self._show_place(row, place))
        before = sum(self._order[name] < self._order[item.name] for name in self._rows)
        self._rows[item.name] = row
        self._inner.add(row, is_shown=self._answers.is_shown(item), place=self._heads + before)

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
