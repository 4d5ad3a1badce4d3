"""Marks that are no words: the QR of a short code, and a line to cut along."""

from functools import lru_cache
from typing import Final

from reportlab import platypus
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import black
from reportlab.lib.units import mm

from rehab_app.papers.blocks import Align
from rehab_app.papers.draw.pen import Pen

_QUIET: Final = 4
"""Empty modules round a QR, as ISO/IEC 18004 asks."""
_LEVEL: Final = "M"


class QrMark(platypus.Flowable):  # type: ignore[misc] # ReportLab is not typed
    """The QR of a code as one filled path: runs of dark modules in a row are one rectangle."""

    def __init__(self, modules: tuple[tuple[bool, ...], ...], side: float) -> None:
        super().__init__()
        self._modules = modules
        self.width = self.height = side

    def draw(self) -> None:
        """Draw the modules, the quiet zone left empty."""
        canvas = self.canv
        module = self.width / (len(self._modules) + 2 * _QUIET)
        path = canvas.beginPath()
        for row, modules in enumerate(self._modules):
            y = self.height - (row + _QUIET + 1) * module
            for column, length in _runs(modules):
                path.rect((column + _QUIET) * module, y, length * module, module)
        canvas.setFillColor(black)
        canvas.drawPath(path, stroke=0, fill=1)


def qr_mark(code: str, side: float) -> QrMark:
    """Return the QR of ``code``, ``side`` points wide with its quiet zone."""
    return QrMark(qr_modules(code), side)


@lru_cache(maxsize=8)
def qr_modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the QR of ``code``, True where a module is dark; error correction level M."""
    widget = QrCodeWidget(code, barLevel=_LEVEL)
    widget.qr.make()
    count = widget.qr.getModuleCount()
    return tuple(tuple(bool(widget.qr.isDark(row, column)) for column in range(count)) for row in range(count))


class _Ticked(platypus.Flowable):  # type: ignore[misc] # ReportLab is not typed
    """A paragraph with an empty box before its first line; no font of a letter is sure to hold one."""

    def __init__(self, words: platypus.Paragraph, left: float) -> None:
        super().__init__()
        self._words, self._left = words, left

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the paragraph."""
        self.width, self.height = self._words.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the paragraph, and the box on its first line."""
        style = self._words.style
        side = style.fontSize * 0.85
        self._words.drawOn(self.canv, 0, 0)
        self.canv.setLineWidth(0.8)
        self.canv.rect(self._left, self.height - style.fontSize - side * 0.1, side, side, stroke=1, fill=0)

    def getSpaceAfter(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the gap below the paragraph."""
        return float(self._words.getSpaceAfter())


def ticked(words: platypus.Paragraph, left: float) -> platypus.Flowable:
    """Return ``words`` with an empty box ``left`` points from the margin."""
    return _Ticked(words, left)


def cut_line(text: str, pen: Pen) -> list[platypus.Flowable]:
    """Return a broken line across the text, small words below its middle."""
    rule = platypus.HRFlowable(width="100%", thickness=0.7, color=black, spaceBefore=0, spaceAfter=1, dash=(4, 3))
    words = [pen.write(text, pen.style(Align.CENTRE, size=pen.size - 3, after=2 * mm))] if text else []
    return [rule, *words]


def _runs(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return where runs of dark modules begin, and how long each is."""
    found: list[tuple[int, int]] = []
    for column, is_dark in enumerate(modules):
        if not is_dark:
            continue
        if found and sum(found[-1]) == column:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((column, 1))
    return found
