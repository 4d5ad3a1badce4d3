"""The limit of a start: a bare PySide6 window in a fresh process, until it has been painted; prints ``painted``."""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Painted(QObject):
    """Prints ``painted`` after the first painting of a window, and ends the process."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, _tell)
        return False


def _tell() -> None:
    sys.stdout.write("painted\n")
    sys.stdout.flush()
    os._exit(0)


def _main() -> None:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    watch = Painted()
    window.installEventFilter(watch)
    window.resize(1280, 760)
    window.show()
    app.exec()


if __name__ == "__main__":
    _main()
