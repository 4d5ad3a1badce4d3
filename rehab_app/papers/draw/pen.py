"""The pen a document is written with: ink, size and line width, and the styles and paragraphs made from them."""

from dataclasses import dataclass
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from rehab_app.papers.blocks import Align, Text
from rehab_app.papers.draw.ink import Ink, Measures, paragraph, paragraph_style

LEADING: Final = 1.15
_PLACES: Final = ("KOTA ", "KABUPATEN ", "PROVINSI ", "Kota ", "Kabupaten ", "Provinsi ")


@dataclass(frozen=True, slots=True)
class Pen:
    """The ink, the nominal letter size and the width of the text, in points."""

    ink: Ink
    size: float
    width: float

    def style(
        self,
        align: Align = Align.LEFT,
        *,
        size: float = 0,
        is_bold: bool = False,
        left: float = 0,
        first_line: float = 0,
        bullet: float = 0,
        after: float = 0,
    ) -> ParagraphStyle:
        """Return the style of these measures in points; ``size`` is nominal, 0 the document's own."""
        nominal = size or self.size
        font = self.ink.name(is_bold=is_bold)
        letter = round(nominal * self.ink.scale, 3)
        measures = Measures(font, letter, nominal * LEADING, align, left, first_line, bullet, after)
        return paragraph_style(measures)

    def write(self, text: Text, style: ParagraphStyle, label: str = "", lead: str = "") -> Paragraph:
        """Return ``text`` as a paragraph, with a hanging ``label`` and a ``lead`` right before its first letter."""
        return paragraph(text, style, self.ink, label, lead)

    def line_width(self, text: str, style: ParagraphStyle) -> float:
        """Return the width of ``text`` on one line, in points."""
        return float(stringWidth(text, style.fontName, style.fontSize))

    def balanced(self, text: str, style: ParagraphStyle, width: float) -> str:
        """Return ``text`` in two lines of like length where one is wider than ``width``, as titles are set.

        A title breaks before the office's place ("... NASIONAL / KOTA BALIKPAPAN") where both lines then fit.
        """
        words = text.split()
        if not width < self.line_width(" ".join(words), style) <= 2 * width:
            return text
        halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]

        def badness(halves: tuple[str, str]) -> tuple[bool, float]:
            widest = max(self.line_width(half, style) for half in halves)
            return not (halves[1].startswith(_PLACES) and widest <= width), widest

        if not halves:
            return text
        first, second = min(halves, key=badness)
        return f"{first}\n{second}"
