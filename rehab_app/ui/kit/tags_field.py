"""The field that takes several answers of a long list by typing: each choice becomes a button above the line.

The first letters find an answer, Enter takes it, Enter on the empty line goes on; Backspace on the empty line takes the last one
back, a click on a button takes that one back. Raw content is a list of codes, clean content a tuple.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field import ValueField, Values
from rehab_app.ui.kit.field_spec import Pick
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.line_edit import is_plain_enter
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.suggestions import SuggestEdit, fitting
from rehab_app.ui.kit.theme import Theme


class _TagEdit(SuggestEdit):
    """The line; ``emptied`` on Backspace where nothing is typed."""

    emptied = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, has_arrow=True, parent=parent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        if is_plain_enter(event) and self.current is not None:
            # Taken, and no more than that: the next answer may follow.
            self._take_current()
            return
        super().keyPressEvent(event)


class TagsField(ValueField):
    """Several answers of a value list, in the order in which they were chosen."""

    def make_editor(self) -> QWidget:
        """Make the line and the lane of what is chosen."""
        theme = self.around.theme
        self._codes: list[str] = []
        self.box = QWidget(self)
        self._tags = QWidget(self.box)
        self._lane = FlowLayout(theme.space(0.5), theme.space(0.5), self._tags)
        self.edit = _TagEdit(theme, self.box)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * self.spec.width)
        self.edit.setAccessibleName(self.label)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(self._tags)
        column.addWidget(self.edit)
        self.box.setFocusProxy(self.edit)
        self.answering = [self.edit]
        self.edit.textEdited.connect(self._on_typed)
        self.edit.asked.connect(lambda: self.edit.offer(self._open(""), is_first_current=False))
        self.edit.picked.connect(self._on_picked)
        self.edit.entered.connect(self.stepped)
        self.edit.emptied.connect(self._take_back_last)
        self._tags.hide()
        return self.box

    def raw(self) -> object:
        """Return the codes, None where nothing is chosen."""
        return [*self._codes] or None

    def put(self, raw: object) -> None:
        """Show the codes of ``raw``, also those that are no longer offered."""
        self._codes = [str(code) for code in raw] if isinstance(raw, (list, tuple)) else []
        self.edit.clear()
        self._draw()

    def read(self) -> object:
        """Return the codes; raises ``field.not_in_list`` where something is typed that was not taken."""
        if self.edit.text().strip():
            raise RuleBroken("field.not_in_list")
        return tuple(self._codes)

    def shown(self, values: Values) -> str:
        """Return the labels, separated by commas."""
        raw = values.get(self.spec.name)
        labels = self._labels()
        codes = [str(code) for code in raw] if isinstance(raw, (list, tuple)) else []
        return ", ".join(labels.get(code, code) for code in codes)

    def _labels(self) -> dict[str, str]:
        return {option.code: option.label for option in self.spec.options()}

    def _open(self, text: str) -> Sequence[Pick]:
        """Return what may still be chosen and fits ``text``."""
        offered = [one for one in self.spec.options() if one.is_offered and one.code not in self._codes]
        return fitting(text, [Pick(one.code, one.label) for one in offered])

    def _on_typed(self, text: str) -> None:
        if text.strip():
            picks = self._open(text)
            self.edit.offer(picks, is_first_current=True)
            self.set_hint("" if picks else self.around.words.say("Nothing fits"))
        else:
            self.edit.close_list()
            self.set_hint("")
        self.tell_edited()

    def _on_picked(self, pick: Pick) -> None:
        self._codes.append(pick.key)
        self.edit.clear()
        self.set_hint("")
        self._draw()
        self.tell_edited()

    def _take_back_last(self) -> None:
        if self._codes:
            self._take_back(self._codes[-1])

    def _take_back(self, code: str) -> None:
        self._codes.remove(code)
        self._draw()
        self.tell_edited()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        labels = self._labels()
        for code in self._codes:
            text = labels.get(code, code)
            made = button(self.around.theme, text, icon="close", clicked=partial(self._take_back, code))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAccessibleName(self.around.words.say("Take out: {answer}", answer=text))
            self._lane.addWidget(made)
            made.show()
        self._tags.setVisible(bool(self._codes))
