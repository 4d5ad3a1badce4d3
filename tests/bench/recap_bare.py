"""A recap of a thousand rows straight on ReportLab's canvas, as a yardstick: one string after the other, one grid to a page."""

from collections.abc import Sequence
from io import BytesIO
from itertools import accumulate

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from rehab_app.papers.blocks import Column
from rehab_app.papers.draw.ink import ink
from rehab_app.papers.fonts import Family

COLUMNS = tuple(
    Column(heading, weight)
    for heading, weight in (
        ("NO.", 1),
        ("IDENTITAS", 3),
        ("L/P", 1),
        ("USIA", 1),
        ("JENIS ZAT", 2),
        ("CARA PAKAI", 2),
        ("LAMA", 2),
        ("DIAGNOSA", 2),
    )
)
LINES = tuple(
    (str(at), f"BS / {at:04d}/2022", "L", str(18 + at % 40), "Sabu", "Merokok", f"{at % 9 + 1} tahun", "F15.2")
    for at in range(1, 1001)
)
WRAPPED = tuple(
    (
        *row[:6],
        f"{row[6]} 3 bulan sebelum masa perawatan",
        "F15.2 sindrom ketergantungan, stimulansia lain, klien ke-" + row[0],
    )
    for row in LINES
)
_LEFT, _TOP, _FOOT, _ROW, _SIZE = 42.5, 540.0, 45.0, 14.35, 8.1


def bare(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the rows as a PDF: each cell on one line, however long."""
    output, font = BytesIO(), ink(Family.LATO).regular
    canvas = Canvas(output, pagesize=landscape(A4), pageCompression=1, invariant=1)
    room = canvas._pagesize[0] - 2 * _LEFT
    total = sum(column.weight for column in COLUMNS)
    edges = list(accumulate((room * column.weight / total for column in COLUMNS), initial=_LEFT))
    each = int((_TOP - _FOOT) / _ROW)
    for start in range(0, len(rows), each):
        page = rows[start : start + each]
        canvas.setFont(font, _SIZE)
        canvas.setLineWidth(0.5)
        for at, row in enumerate(page):
            for edge, cell in zip(edges, row, strict=False):
                canvas.drawString(edge + 3, _TOP - at * _ROW, cell)
        canvas.grid(edges, [_TOP + _ROW - 4 - at * _ROW for at in range(len(page) + 1)])
        canvas.showPage()
    canvas.save()
    return output.getvalue()
