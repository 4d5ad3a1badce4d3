"""Bugs, caught at the last door: logged without client data, kept as a report, shown by one dialog.

Of an unknown exception only its type and its frames (module, line, function) are written: its text may carry what a client
told. Qt's own messages are written by their kind and by the function they name.
"""

import logging
import platform
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from rehab_app import __version__
from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import RuleBroken

logger = logging.getLogger(__name__)

MOST_REPORTS: Final = 50
_QT_FUNCTION: Final = re.compile(r"^(Q[A-Za-z]+(?:::[A-Za-z]+)*|libpng|qt\.[a-z.]+)")
_QT_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def frames(error: BaseException) -> list[str]:
    """Return the frames of ``error`` as ``module:line function``, outermost first, without any value."""
    found = []
    step: TracebackType | None = error.__traceback__
    while step is not None:
        module = step.tb_frame.f_globals.get("__name__", "?")
        found.append(f"{module}:{step.tb_lineno} {step.tb_frame.f_code.co_name}")
        step = step.tb_next
    return found


def account(error: BaseException) -> str:
    """Return what may be written of ``error`` and of what caused it: types and frames; of a known trouble its code too."""
    lines: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        kind = f"{type(step).__module__}.{type(step).__qualname__}"
        lines.append(f"{kind} {step.code}" if isinstance(step, RuleBroken) else kind)
        lines.extend(f"  {frame}" for frame in frames(step))
        step = step.__cause__ or step.__context__
        if step is not None:
            lines.append("while handling or because of")
    return "\n".join(lines)


class Failures(QObject):
    """The last door. ``report`` may be called from any thread; the signals come on the UI thread.

    ``failed(path)``: a bug was met, and ``path`` (or an empty text) is its report. ``troubled(RuleBroken)``: a known trouble
    that no page has shown.
    """

    failed = Signal(str)
    troubled = Signal(object)
    _crossing_failed = Signal(str)
    _crossing_troubled = Signal(object)

    def __init__(self, clock: Clock, logs: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._logs = logs
        self._guard = threading.Lock()
        self._reported: dict[str, str] = {}
        self._uninstall: Callable[[], None] | None = None
        self._crossing_failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._crossing_troubled.connect(self.troubled, Qt.ConnectionType.QueuedConnection)

    def write_to(self, logs: Path | None) -> None:
        """Keep the reports in the folder ``logs`` from now on."""
        self._logs = logs

    def install(self) -> None:
        """Stand at Python's, the threads' and Qt's last doors."""
        before, before_thread = sys.excepthook, threading.excepthook
        before_qt = qInstallMessageHandler(self._on_qt)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread

        def uninstall() -> None:
            sys.excepthook, threading.excepthook = before, before_thread
            qInstallMessageHandler(before_qt)

        self._uninstall = uninstall

    def uninstall(self) -> None:
        """Leave the doors as they were found."""
        if self._uninstall is not None:
            self._uninstall()
            self._uninstall = None

    def report(self, error: BaseException) -> None:
        """Log ``error``, keep a report of it, and tell the screen. A known trouble is only told."""
        if isinstance(error, RuleBroken):
            self._crossing_troubled.emit(error)
            return
        text = account(error)
        logger.error("bug: %s", text.replace("\n", " | "))
        self._crossing_failed.emit(self._keep(text))

    def _keep(self, text: str) -> str:
        """Write one report per kind of bug and return its path; nothing where there is no folder or no space."""
        with self._guard:
            if text in self._reported or len(self._reported) >= MOST_REPORTS or self._logs is None:
                return self._reported.get(text, "")
            stamp = self._clock.now().strftime("%Y%m%d-%H%M%S")
            path = self._logs / f"crash-{stamp}-{len(self._reported) + 1}.txt"
            head = (
                f"rehab_app {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
            )
            try:
                self._logs.mkdir(parents=True, exist_ok=True)
                path.write_text(f"{head}\n{self._clock.now().isoformat()}\n\n{text}\n", "utf-8")
            except OSError as error:
                logger.error("report not kept: errno %s", error.errno)  # noqa: TRY400 - the text may carry a path
                return ""
            self._reported[text] = str(path)
            return str(path)

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        named = _QT_FUNCTION.match(message)
        category = getattr(context, "category", None) or "default"
        logger.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt %s: %s", category, named[0] if named else "(not named)")
