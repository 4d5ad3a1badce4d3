"""PDF pages as pictures, for the preview and the printer. Everything here runs on the drawing lane.

pdfium is not thread-safe: one lock guards the whole library, and a file is opened, drawn and closed by one lane.
"""

import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.pdfium import PDFIUM
from rehab_app.ui.kit.job import Cancelled, Progress

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_PER_INCH: Final = 72
MOST_DPI: Final = 300
MOST_PIXELS: Final = 60_000_000


class PdfFile:
    """An open PDF: its page sizes in points, and its pages as pictures."""

    def __init__(self, document: "PdfDocument", sizes: tuple[tuple[float, float], ...]) -> None:
        self._document: PdfDocument | None = document
        self.sizes = sizes

    @classmethod
    def open(cls, data: bytes) -> "PdfFile":
        """Open the bytes of a PDF; Trouble where they are none, or damaged, or behind a password."""
        import pypdfium2  # noqa: PLC0415 - not on the way to the sign-in window

        with PDFIUM:
            try:
                document = pypdfium2.PdfDocument(data)
                sizes = tuple(document.get_page_size(number) for number in range(len(document)))
            except pypdfium2.PdfiumError as error:
                raise Trouble("kit.pdf_damaged") from error
        return cls(document, sizes)

    def picture(self, page: int, scale: float) -> QImage:
        """Return ``page`` (from 0) at ``scale`` pixels a point; an empty picture where it is damaged or the file is closed."""
        import pypdfium2  # noqa: PLC0415 - not on the way to the sign-in window

        width, height = self.sizes[page]
        scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
        with PDFIUM:
            if self._document is None:
                return QImage()
            try:
                drawn = self._document[page]
                bitmap = drawn.render(scale=scale, prefer_bgrx=True, rev_byteorder=False)
            except pypdfium2.PdfiumError:
                return QImage()
            image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            drawn.close()
        return image

    def close(self) -> None:
        """Close the file and forget its bytes."""
        with PDFIUM:
            if self._document is not None:
                self._document.close()
                self._document = None


def make_printer(sizes: tuple[tuple[float, float], ...]) -> QPrinter:
    """Return a printer set to the paper of the first page, to be shown in the print dialog. UI thread."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    if sizes:
        narrow, wide = sorted(sizes[0])
        printer.setPageSize(QPageSize(QSizeF(narrow, wide), QPageSize.Unit.Point))
        printer.setPageOrientation(_orientation(sizes[0]))
    return printer


def print_pages(file: PdfFile, printer: QPrinter, progress: Progress) -> int:
    """Print the pages chosen in ``printer`` and return how many; Trouble where the printer refuses, Cancelled midway."""
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(file.sizes), len(file.sizes))
    painter = QPainter()
    pages = range(first - 1, last)
    try:
        for done, page in enumerate(pages):
            progress.reach(done, len(pages))
            printer.setPageOrientation(_orientation(file.sizes[page]))
            if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                raise Trouble("kit.printer_refuses")
            dpi = min(printer.resolution(), MOST_DPI)
            _place(painter, printer, file.picture(page, dpi / POINTS_PER_INCH), file.sizes[page])
    except Cancelled:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return len(pages)


def save_file(path: Path, data: bytes) -> Path:
    """Write ``data`` whole to ``path`` or not at all; Trouble where there is no space or no right to write."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:20]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Trouble("kit.disk_full") from error
        raise Trouble("kit.folder_refuses") from error
    return path


def _orientation(size: tuple[float, float]) -> QPageLayout.Orientation:
    width, height = size
    return QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait


def _place(painter: QPainter, printer: QPrinter, image: QImage, size: tuple[float, float]) -> None:
    """Draw a page at its own size where the paper is as large, else as large as the paper allows."""
    layout = printer.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF())
    paper: QRect = layout.fullRectPixels(printer.resolution())
    dots = printer.resolution() / POINTS_PER_INCH
    fit = min(1.0, paper.width() / (size[0] * dots), paper.height() / (size[1] * dots))
    width, height = round(size[0] * dots * fit), round(size[1] * dots * fit)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRect((paper.width() - width) // 2, 0, width, height), image)
