"""Asking for a folder, a file or a place to save with the system's dialog; answers by callback, without a loop inside."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_folder(parent: QWidget, title: str, start: str, done: Callable[[str], None]) -> QFileDialog:
    """Ask for a folder, beginning at ``start``."""
    dialog = _dialog(parent, title, start, done)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_file(parent: QWidget, title: str, start: str, kinds: str, done: Callable[[str], None]) -> QFileDialog:
    """Ask for an existing file; ``kinds`` is Qt's filter text."""
    dialog = _dialog(parent, title, start, done)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.open()
    return dialog


def choose_target(parent: QWidget, title: str, name: str, kinds: str, done: Callable[[str], None]) -> QFileDialog:
    """Ask where to save a file that is called ``name``; ``kinds`` is Qt's filter text."""
    dialog = _dialog(parent, title, "", done)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, start: str, done: Callable[[str], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, start)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(done)
    return dialog
