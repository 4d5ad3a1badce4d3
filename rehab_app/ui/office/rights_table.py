"""What the chosen roles may do, class by class, with the personal exceptions that can be given or withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.office.rights.matrix import default_matrix, rights_of
from rehab_app.ui.kit.layout import label
from rehab_app.ui.office.specs import CLASS_WORDS, RIGHT_WORDS

GrantTriple = tuple[str, str, bool]


class RightsTable(QWidget):
    """A box for each class and right. A box that differs from what the roles give is a personal exception."""

    edited = Signal()

    def __init__(self, say: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = default_matrix()
        self._roles: tuple[Role, ...] = ()
        self._grants: dict[tuple[DataClass, Right], bool] = {}
        self.boxes: dict[tuple[DataClass, Right], QCheckBox] = {}
        self._marks = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        self._exception = say("exception")
        for column, right in enumerate(Right, 1):
            grid.addWidget(
                label(say(RIGHT_WORDS[right]), "label", wraps=False), 0, column, Qt.AlignmentFlag.AlignCenter
            )
        for row, data_class in enumerate(DataClass, 1):
            grid.addWidget(label(say(CLASS_WORDS[data_class])), row, 0)
            for column, right in enumerate(Right, 1):
                box = QCheckBox()
                box.setAccessibleName(f"{say(CLASS_WORDS[data_class])}: {say(RIGHT_WORDS[right])}")
                box.clicked.connect(lambda checked, k=(data_class, right): self._on_clicked(k, checked))
                self.boxes[data_class, right] = box
                grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignCenter)
            self._marks[data_class] = label("", "hint", wraps=False)
            grid.addWidget(self._marks[data_class], row, 4)
        grid.setColumnStretch(0, 1)

    @property
    def grants(self) -> list[GrantTriple]:
        """The personal exceptions: those that differ from what the roles give."""
        return [
            (data_class.value, right.value, is_given)
            for (data_class, right), is_given in self._grants.items()
            if is_given != self._by_roles(data_class, right)
        ]

    def show_rights(self, roles: Sequence[str], grants: Sequence[GrantTriple] | None = None) -> None:
        """Show what ``roles`` give, with ``grants`` or else the exceptions made so far."""
        self._roles = tuple(Role(role) for role in roles)
        if grants is not None:
            self._grants = {(DataClass(name), Right(right)): is_given for name, right, is_given in grants}
        self._draw()

    def _by_roles(self, data_class: DataClass, right: Right) -> bool:
        return right in rights_of(self._roles, matrix=self._matrix).get(data_class, frozenset())

    def _on_clicked(self, key: tuple[DataClass, Right], checked: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self._grants[key] = checked
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        for data_class in DataClass:
            differs = False
            for right in Right:
                given = self._by_roles(data_class, right)
                wanted = self._grants.get((data_class, right), given)
                self.boxes[data_class, right].setChecked(wanted)
                differs = differs or wanted != given
            self._marks[data_class].setText(self._exception if differs else "")
