"""The ordinary referral letter written straight in ReportLab, as a yardstick: what the same page costs without our blocks.

``python -m tests.papers.straight`` prints the medians in milliseconds. Fonts, styles and the words themselves are made once and
are not timed here, while our side is timed from the facts to the bytes.
"""

import statistics
import time
from collections.abc import Callable
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from rehab_app.papers import blocks
from rehab_app.papers.blocks import Document
from rehab_app.papers.draw import draw
from rehab_app.papers.fonts import Family, faces
from rehab_app.papers.letters.referral import referral
from tests.papers.samples import FACTS, NUMBER, OFFICE, SIGNER

_SIZE: Final = 9.9
_LEADING: Final = 12.65
_WIDTH: Final = 165 * mm
_BARE: Final = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def _styles() -> dict[str, ParagraphStyle]:
    chosen = faces(Family.PT_SERIF)
    pdfmetrics.registerFont(TTFont("Straight", str(chosen.regular)))
    pdfmetrics.registerFont(TTFont("Straight-Bold", str(chosen.bold)))
    pdfmetrics.registerFontFamily("Straight", "Straight", "Straight-Bold", "Straight", "Straight-Bold")
    font = {"fontName": "Straight", "bulletFontName": "Straight", "bulletFontSize": _SIZE}
    body = ParagraphStyle("body", fontSize=_SIZE, leading=_LEADING, **font)
    return {
        "body": body,
        "head": ParagraphStyle("head", body, fontName="Straight-Bold", fontSize=11.7, leading=15, alignment=TA_CENTER),
        "small": ParagraphStyle("small", body, fontSize=8.1, leading=10.4, alignment=TA_CENTER),
        "centre": ParagraphStyle("centre", body, alignment=TA_CENTER),
        "point": ParagraphStyle("point", body, leftIndent=6 * mm, alignment=TA_JUSTIFY, spaceAfter=3),
        "letter": ParagraphStyle("letter", body, leftIndent=11 * mm, bulletIndent=6 * mm),
        "field": ParagraphStyle("field", body, leftIndent=50 * mm, firstLineIndent=-2 * mm, bulletIndent=6 * mm),
        "opening": ParagraphStyle("opening", body, leftIndent=22 * mm, firstLineIndent=-2 * mm),
        "yth": ParagraphStyle("yth", body, leftIndent=8.5 * mm),
    }


def _words(document: Document) -> list[tuple[str, str, str]]:
    """Return (style, label, marked-up text) of each paragraph between the opening and the signature."""
    words: list[tuple[str, str, str]] = []
    for block in document.blocks:
        for part in block.blocks if isinstance(block, blocks.KeepTogether) else (block,):
            if isinstance(part, blocks.NumberedList):
                style = "letter" if part.style is blocks.ListStyle.LETTERS else "point"
                items = enumerate(part.items, part.start)
                words += [(style, blocks.list_label(part.style, at), _marked(item)) for at, item in items]
            elif isinstance(part, blocks.FieldTable):
                words += [("field", label, f":\u00a0{_marked(value)}") for label, value in part.rows]
    return words


def _marked(text: blocks.Text) -> str:
    runs = (blocks.Run(text),) if isinstance(text, str) else text
    return "".join(f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text) for run in runs)


class Straight:
    """Builds the letter with platypus alone."""

    def __init__(self, document: Document) -> None:
        self.styles = _styles()
        self.words = _words(document)

    def __call__(self) -> bytes:
        """Return the PDF."""
        output = BytesIO()
        frame = Frame(25 * mm, 12 * mm, _WIDTH, 273 * mm, 0, 0, 0, 0)
        template = BaseDocTemplate(
            output,
            pagesize=(210 * mm, 297 * mm),
            pageTemplates=[PageTemplate(frames=[frame], onPage=self._classification)],
            title="Surat",
            invariant=1,
            lang="id-ID",
            pageCompression=1,
            initialFontName="Straight",
        )
        template.build([*self._top(), *self._body()])
        return output.getvalue()

    def _top(self) -> list[Flowable]:
        style = self.styles
        first, second, third = OFFICE.letterhead
        labels = ("Nomor", "Klasifikasi", "Lampiran", "Perihal")
        values = (NUMBER, "RAHASIA", "5 (lima) berkas", "Permohonan rehabilitasi rawat inap a.n.\u00a0B.S.")
        pairs = zip(labels, values, strict=True)
        left = [Paragraph(f":\u00a0{value}", style["opening"], bulletText=label) for label, value in pairs]
        right = [
            Paragraph("Balikpapan, 12 Januari 2026", style["body"]),
            Spacer(0, 8.8),
            Paragraph("Kepada", style["yth"]),
            Paragraph("Kepala Balai Rehabilitasi BNN Tanah Merah", style["yth"], bulletText="Yth."),
            Paragraph("di \u2013 Samarinda", style["yth"]),
        ]
        return [
            Paragraph(first, style["head"]),
            Paragraph(second, style["small"]),
            Paragraph(third, style["head"]),
            *(Paragraph(line, style["small"]) for line in OFFICE.address),
            HRFlowable(width="100%", thickness=2.2, spaceBefore=4, spaceAfter=2),
            HRFlowable(width="100%", thickness=0.6, spaceBefore=0, spaceAfter=7),
            Table([[left, right]], colWidths=[87 * mm, 78 * mm], style=_BARE, spaceAfter=8),
        ]

    def _body(self) -> list[Flowable]:
        style = self.styles
        said = [Paragraph(text, style[kind], bulletText=label) for kind, label, text in self.words]
        lines = ("KEPALA BADAN NARKOTIKA NASIONAL", "KOTA BALIKPAPAN,")
        signed = [Paragraph(line, style["centre"]) for line in lines]
        name = f"<u><b>{SIGNER.name}</b></u>"
        signed += [Spacer(0, 18 * mm), *(Paragraph(x, style["centre"]) for x in (name, SIGNER.rank, SIGNER.number))]
        copies = [Paragraph("<u>Tembusan:</u>", style["body"])]
        copies += [Paragraph(copy, style["yth"], bulletText=f"{at}.") for at, copy in enumerate(FACTS.copies, 1)]
        foot = Table([[copies, signed]], colWidths=[76 * mm, 89 * mm], style=_BARE)
        return [*said[:-1], KeepTogether([said[-1], Spacer(0, 6), foot])]

    @staticmethod
    def _classification(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Straight-Bold", 9)
        canvas.drawCentredString(105 * mm, 288 * mm, "RAHASIA")
        canvas.drawCentredString(105 * mm, 6 * mm, "RAHASIA")


def medians(rounds: int = 100) -> tuple[float, float]:
    """Return the median milliseconds of our letter, from facts to bytes, and of the straight one, measured in turns."""
    straight = Straight(referral(FACTS))
    ways: tuple[Callable[[], bytes], ...] = (lambda: draw(referral(FACTS)), straight)
    taken: list[list[float]] = [[], []]
    for _ in range(rounds + 3):
        for way, times in zip(ways, taken, strict=True):
            start = time.perf_counter()
            way()
            times.append((time.perf_counter() - start) * 1000)
    ours, theirs = (statistics.median(times[3:]) for times in taken)
    return ours, theirs


def _main() -> None:
    ours, theirs = medians()
    print(f"letter {ours:.2f} ms, straight {theirs:.2f} ms, ratio {ours / theirs:.2f}")  # noqa: T201 - a command's answer


if __name__ == "__main__":
    _main()
