"""What a form says above its fields: a sentence, what can be done about it, and two versions beside each other.

What the style sheet may aim at: frame ``look="notice"`` with its ``state``; headings of the versions ``look="label"``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rehab_app.ui.kit.dialogs import with_accelerators
from rehab_app.ui.kit.field_note import Mark
from rehab_app.ui.kit.field_spec import Surroundings
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.form_column import Difference
from rehab_app.ui.kit.layout import button, label
from rehab_app.ui.kit.theme import State

_TALLEST: Final = 200


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a notice: its text (already said), what it does, and its look."""

    text: str
    run: Callable[[], None]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a form: their headings (already said) and where they differ.

    ``swap(name)`` takes the right version of a touched field into the form, or gives the left one back, and returns whether the
    right one stands there now.
    """

    left: str
    right: str
    differences: Sequence[Difference]
    swap: Callable[[str], bool] | None = None
    is_open: bool = False


class VersionTable(QScrollArea):
    """The differing fields, each with both versions; a button per row takes the right one."""

    def __init__(self, versions: Versions, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._versions = versions
        self.takers: dict[str, QPushButton] = {}
        self._cells: list[tuple[QLabel, str]] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("look", "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, around.theme.space(2), 0)
        grid.setHorizontalSpacing(around.theme.space(2))
        grid.setVerticalSpacing(around.theme.space(0.5))
        for column, heading in enumerate((around.words.say("Field"), versions.left, versions.right)):
            grid.addWidget(label(heading, "label"), 0, column)
        for row, difference in enumerate(versions.differences, start=1):
            self._add(grid, row, difference)
        for column, stretch in enumerate((2, 3, 3, 0)):
            grid.setColumnStretch(column, stretch)
        around.privacy.changed.connect(self._show_texts)
        self._show_texts()
        self.setWidget(inner)
        self.setFixedHeight(min(_TALLEST, inner.sizeHint().height() + 2))

    def _add(self, grid: QGridLayout, row: int, difference: Difference) -> None:
        say, level = self._around.words.say, Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(label(difference.label, "strong"), row, 0, level)
        for column, text in ((1, difference.left), (2, difference.right)):
            cell = label(text or say("(empty)"), "" if text else "muted")
            if difference.is_identity and text:
                self._cells.append((cell, text))
            grid.addWidget(cell, row, column, level)
        swap = self._versions.swap
        if swap is None:
            return
        if not difference.is_touched:
            taken = label(say("is taken over"), "muted")
            taken.setIndent(self._around.theme.space(0.5))
            grid.addWidget(taken, row, 3, level)
            return
        taker = button(self._around.theme, say("Use this"), look="link")
        taker.setAccessibleName(f"{difference.label}: {say('Use this')}")
        taker.clicked.connect(lambda: self._name_taker(difference, is_right=swap(difference.name)))
        self.takers[difference.name] = taker
        grid.addWidget(taker, row, 3, level)

    def _show_texts(self) -> None:
        """Mask what identifies somebody while privacy mode is on."""
        for cell, text in self._cells:
            cell.setText(self._around.privacy.mask(text))

    def _name_taker(self, difference: Difference, *, is_right: bool) -> None:
        say = self._around.words.say
        text = say("Use mine") if is_right else say("Use this")
        taker = self.takers[difference.name]
        taker.setText(text)
        taker.setAccessibleName(f"{difference.label}: {text}")


class FormNotice(QFrame):
    """One notice above the fields."""

    def __init__(
        self,
        around: Surroundings,
        text: str,
        state: State,
        actions: Sequence[NoticeAction] = (),
        versions: Versions | None = None,
    ) -> None:
        super().__init__()
        theme = around.theme
        self.text = text
        self.setProperty("look", "notice")
        self.setProperty("state", str(state))
        self.setAccessibleName(text)
        self.buttons: list[QPushButton] = []
        self.table = VersionTable(versions, around) if versions is not None and versions.differences else None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        column.setSpacing(theme.space(1))
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        line.addWidget(Mark(theme, state), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(text), 1)
        column.addLayout(line)
        if self.table is not None:
            column.addWidget(self.table)
            self.table.setVisible(versions is not None and versions.is_open)
        row = self._buttons(around, actions)
        if self.buttons:
            column.addLayout(row)

    def all_buttons(self) -> list[QPushButton]:
        """Return the buttons in visual order, those of the table first."""
        return [*(self.table.takers.values() if self.table is not None else ()), *self.buttons]

    def _buttons(self, around: Surroundings, actions: Sequence[NoticeAction]) -> FlowLayout:
        row = FlowLayout(around.theme.space(1), around.theme.space(1))
        texts = with_accelerators([action.text for action in actions])
        for action, text in zip(actions, texts, strict=True):
            made = button(around.theme, text, look=action.look, clicked=action.run)
            made.setAccessibleName(action.text)
            self.buttons.append(made)
            row.addWidget(made)
        if self.table is not None:
            self._toggle = button(around.theme, "", look="quiet", clicked=self._on_toggled)
            self._around = around
            self._name_toggle()
            self.buttons.append(self._toggle)
            row.addWidget(self._toggle)
        return row

    def _on_toggled(self) -> None:
        if self.table is not None:
            self.table.setVisible(self.table.isHidden())
            self._name_toggle()

    def _name_toggle(self) -> None:
        say = self._around.words.say
        is_hidden = self.table is None or self.table.isHidden()
        text = say("Show the differences") if is_hidden else say("Hide the differences")
        self._toggle.setText(text)
        self._toggle.setAccessibleName(text)


class NoticeStack(QWidget):
    """The notices of a form, each under a key of its own; a new one takes the place of the old one of its key.

    ``showing`` tells that one is about to be shown: whatever shall come after its buttons for Tab has to stand by then.
    """

    showing = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._notices: dict[str, FormNotice] = {}
        self._column = QVBoxLayout(self)
        space = around.theme.space
        self._column.setContentsMargins(space(3), space(1.5), space(3), 0)
        self._column.setSpacing(space(1))
        self.setVisible(False)

    def show_notice(
        self,
        key: str,
        text: str,
        state: State,
        actions: Sequence[NoticeAction] = (),
        versions: Versions | None = None,
    ) -> FormNotice:
        """Show a notice under ``key``, below those that are shown already, and return it."""
        self.showing.emit()
        place = self._column.indexOf(self._notices[key]) if key in self._notices else -1
        self.drop(key)
        notice = FormNotice(self._around, text, state, actions, versions)
        self._notices[key] = notice
        self._column.insertWidget(place, notice)
        self.setVisible(True)
        notice.setVisible(True)
        before: QWidget = self
        for each in notice.all_buttons():
            QWidget.setTabOrder(before, each)
            before = each
        return notice

    def drop(self, key: str) -> None:
        """Take the notice of ``key`` away; nothing happens where there is none."""
        notice = self._notices.pop(key, None)
        if notice is not None:
            notice.setVisible(False)
            self._column.removeWidget(notice)
            notice.deleteLater()
            self.setVisible(bool(self._notices))

    def get(self, key: str) -> FormNotice | None:
        """Return the notice of ``key``."""
        return self._notices.get(key)
