"""Paper on the screen: read it, zoom, print it, save it as PDF, and blank it at lock."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import tell_trouble
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.job import Cancelled, Fault, Job
from rehab_app.ui.kit.layout import EmptyState, button, icon_button, label
from rehab_app.ui.kit.page_drawing import PageDrawing
from rehab_app.ui.kit.paper_view import ZOOM_STEP, PaperView
from rehab_app.ui.kit.pdf import PdfFile, make_printer, print_pages, save_file
from rehab_app.ui.kit.progress_line import ProgressLine


class Leaving(StrEnum):
    """How a paper leaves the program."""

    PRINT = "print"
    SAVE = "save"


Gate = Callable[[Leaving, Callable[[], None]], None]
"""``gate(leaving, go)`` is asked before a paper leaves: it notes it in the audit and calls ``go`` when that is committed."""

_EMPTY: Final = 0
_PAPER: Final = 1


class Preview(QWidget):
    """Shows one PDF. Pages are drawn off the UI thread, only those in view.

    ``printed(pages)`` and ``saved(path)`` tell what has left; ``failed(RuleBroken)`` a PDF that cannot be shown.
    """

    printed = Signal(int)
    saved = Signal(str)
    shown = Signal(int)
    failed = Signal(object)

    def __init__(self, context: ScreenContext, gate: Gate | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._gate: Gate = gate or (lambda _leaving, go: go())
        self._data = b""
        self._name = ""
        self._file: PdfFile | None = None
        self._opening: Job | None = None
        self.view = PaperView(context.theme, context.say("This page cannot be shown"))
        self._drawing = PageDrawing(context.jobs, self.view, self._on_failed, self)
        self._empty = EmptyState(context.theme, icon="document")
        self._title = ElidedLabel("heading")
        self._page_label = label("", "muted", wraps=False)
        self._zoom_label = label("", "muted", wraps=False)
        self.progress = ProgressLine(context)
        self._tools: list[QWidget] = []
        self.setFocusProxy(self.view)
        self._build()
        self._follow()
        self.forget()

    @property
    def page_count(self) -> int:
        """The number of pages shown; 0 while there is nothing."""
        return len(self._file.sizes) if self._file is not None else 0

    def show_pdf(self, data: bytes, name: str) -> None:
        """Show the bytes of a PDF; ``name`` is its title here and its file name, without the suffix."""
        self.forget()
        self._data, self._name = data, name
        self._title.setText(name)
        self._opening = self.context.jobs.draw(lambda: PdfFile.open(data), self._take_file, self._on_failed, owner=self)

    def forget(self) -> None:
        """Blank the preview and drop the paper, at lock or when the page closes."""
        if self._opening is not None:
            self._opening.drop()
        self._drawing.forget()
        self._opening, self._file, self._data, self._name = None, None, b"", ""
        self.view.set_sizes(())
        self._title.clear()
        self._say_empty(self.context.say("No document to show"))

    def print_paper(self) -> None:
        """Ask for a printer, and print."""
        if self._file is not None:
            printer = make_printer(self._file.sizes)
            dialog = QPrintDialog(printer, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setMinMax(1, self.page_count)
            dialog.accepted.connect(lambda: self._gate(Leaving.PRINT, lambda: self.print_on(printer)))
            QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print on ``printer``, off the UI thread, with a progress that can be cancelled."""
        file = self._file
        if file is not None:
            progress = self.progress.begin(self.context.say("Printing {name}", name=self._name))
            task = self.context.jobs.draw(
                lambda: print_pages(file, printer, progress),
                self._on_printed,
                self._on_not_done,
                owner=self,
                progress=progress,
            )
            self.progress.follow(task)

    def save_paper(self) -> None:
        """Ask for a place, and save the PDF there."""
        if self._file is None:
            return
        say = self.context.say
        dialog = QFileDialog(self, say("Save PDF"), f"{self._name}.pdf", f"{say('PDF documents')} (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self._gate(Leaving.SAVE, lambda: self.save_to(Path(path))))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Save the PDF as ``path``, whole or not at all."""
        data = self._data
        if data:
            self.context.jobs.write(
                lambda: save_file(path, data), lambda done: self.saved.emit(str(done)), self._on_not_done, owner=self
            )

    def _build(self) -> None:
        theme, say = self.context.theme, self.context.say
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        bar.addWidget(self._title, 1)
        bar.addWidget(self._page_label)
        bar.addSpacing(theme.space(1))
        for tool in (
            self._tool("zoom_out", say("Smaller"), "Ctrl+-", lambda: self.view.zoom_by(1 / ZOOM_STEP)),
            self._zoom_label,
            self._tool("zoom_in", say("Larger"), "Ctrl++", lambda: self.view.zoom_by(ZOOM_STEP)),
            self._tool("fit_width", say("Fit width"), "F", self.view.fit_width),
        ):
            bar.addWidget(tool)
        bar.addSpacing(theme.space(1))
        for icon, text, keys, act in (
            ("pdf", say("Save PDF"), "Ctrl+S", self.save_paper),
            ("print", say("Print"), "Ctrl+P", self.print_paper),
        ):
            made = button(theme, text, icon=icon, look="main" if icon == "print" else "", clicked=act)
            made.setToolTip(f"{text} ({keys})")
            self._bind(keys, act)
            self._tools.append(made)
            bar.addWidget(made)
        self._bind("Ctrl+=", lambda: self.view.zoom_by(ZOOM_STEP))
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(bar)
        column.addWidget(self.progress)
        column.addLayout(self._stack, 1)
        # Added once the layout has its widget: a stack without one shows its first page as a window of its own.
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)

    def _tool(self, icon: str, text: str, keys: str, act: Callable[[], None]) -> QToolButton:
        made = icon_button(self.context.theme, icon, text, act)
        made.setToolTip(f"{text} ({keys})")
        self._bind(keys, act)
        self._tools.append(made)
        return made

    def _bind(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _follow(self) -> None:
        self.view.page_changed.connect(self._say_place)
        self.view.zoom_changed.connect(self._say_place)

    def _say_empty(self, heading: str, text: str = "") -> None:
        self._empty.tell(heading, text)
        self._stack.setCurrentIndex(_EMPTY)
        self._say_place()

    def _say_place(self) -> None:
        has_paper = self._file is not None
        for tool in (*self._tools, self._page_label, self._zoom_label):
            tool.setEnabled(has_paper)
        say, page = self.context.say, self.view.page + 1
        place = say("Page {page} of {count}", page=page, count=self.page_count) if has_paper else ""
        self._page_label.setText(place)
        self._zoom_label.setText(f"{round(self.view.zoom * 100)} %" if has_paper else "")
        self.view.setAccessibleName(f"{self._name}. {place}")

    def _take_file(self, file: PdfFile) -> None:
        self._opening = None
        self._file = file
        self._drawing.begin(file)
        self.view.set_sizes(file.sizes)
        self._stack.setCurrentIndex(_PAPER)
        self._say_place()
        self.shown.emit(len(file.sizes))

    def _on_failed(self, trouble: RuleBroken) -> None:
        if isinstance(trouble, Cancelled):
            return
        self.forget()
        self._say_empty(self.context.say("This document cannot be shown"), self.context.trouble(trouble))
        self.failed.emit(trouble)

    def _on_printed(self, pages: int) -> None:
        self.progress.end()
        self.printed.emit(pages)

    def _on_not_done(self, trouble: RuleBroken) -> None:
        self.progress.end()
        if not isinstance(trouble, Cancelled | Fault):
            tell_trouble(self.context, self.window(), trouble)
