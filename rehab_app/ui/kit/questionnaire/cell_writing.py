"""Writing into a cell: a line for a text, the list for a choice with more answers than keys."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rehab_app.instruments.form import Item
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.options import AnswerOption
from rehab_app.ui.kit.questionnaire.reading import text_of


class Written(Protocol):
    """The table that is written into."""

    def column_at(self, column: int) -> Item | None:
        """Return what a column asks, None for the names of the rows."""

    def options_at(self, column: int) -> Sequence[AnswerOption]:
        """Return the answers of a column, none where it is typed."""

    def raw_at(self, row: int, column: int) -> object:
        """Return the raw answer of a cell."""

    def put(self, row: int, column: int, raw: object) -> None:
        """Take a raw answer."""

    def put_text(self, row: int, column: int, text: str) -> None:
        """Take what was typed."""


class CellWriting(QStyledItemDelegate):
    """Makes the editors of ``table`` and carries between them and its answers."""

    def __init__(self, table: Written) -> None:
        super().__init__(table if isinstance(table, QObject) else None)
        self._table = table

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        options = self._table.options_at(index.column())
        if not options:
            return QLineEdit(parent)
        box = QComboBox(parent)
        box.addItem("", None)
        for one in options:
            if one.is_offered:
                box.addItem(one.label, one.value)
        return box

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        raw = self._table.raw_at(index.row(), index.column())
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(raw)))
        elif isinstance(editor, QLineEdit):
            column = self._table.column_at(index.column())
            editor.setText(text_of(column, raw) if column is not None else "")

    @override
    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, QComboBox):
            self._table.put(index.row(), index.column(), editor.currentData())
        elif isinstance(editor, QLineEdit):
            self._table.put_text(index.row(), index.column(), editor.text())
