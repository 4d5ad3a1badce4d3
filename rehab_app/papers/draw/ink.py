"""Letters on paper: fonts registered once, and text made safe for them.

A letter that the document's font lacks is set in Lato; one that Lato lacks too (emoji), or that runs from right to left and
would stand in the wrong order (Arabic, Hebrew), is replaced by an open square, never dropped in silence.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from rehab_app.foundation.errors import Trouble
from rehab_app.papers.blocks import Align, Run, Text
from rehab_app.papers.fonts import Family, faces

SQUARE: Final = "\u25a1"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_ATTACHED: Final = frozenset({"Mn", "Me", "Mc"})
_UNSEEN: Final = frozenset({"Cf", "Cn", "Co"})
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_ALIGN: Final = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT, Align.JUSTIFY: TA_JUSTIFY}
_REGISTERING: Final = Lock()


@dataclass(frozen=True, slots=True)
class Ink:
    """A font family as the drawing knows it: names of its two weights, the letters it has, its scale."""

    regular: str
    bold: str
    letters: frozenset[int]
    scale: float

    def name(self, *, is_bold: bool) -> str:
        """Return the font name of a weight."""
        return self.bold if is_bold else self.regular


def ink(family: str) -> Ink:
    """Return the registered family called ``family`` (PT Serif where the PC lacks it).

    Raises Trouble("papers.font_unreadable") where the font file is damaged.
    """
    with _REGISTERING:
        return _register(family)


@cache
def _register(family: str) -> Ink:
    chosen = faces(family)
    regular, bold = (f"{chosen.family.value.replace(' ', '')}-{weight}" for weight in ("Regular", "Bold"))
    letters = frozenset(_register_face(regular, chosen.regular) & _register_face(bold, chosen.bold))
    # Letters are never set in italics, so their slots in the family hold the upright faces.
    pdfmetrics.registerFontFamily(regular, normal=regular, bold=bold, italic=regular, boldItalic=bold)
    return Ink(regular, bold, letters, chosen.scale)


def _register_face(name: str, file: Path) -> set[int]:
    try:
        font = TTFont(name, str(file), asciiReadable=False)
    except (TTFError, OSError) as error:
        raise Trouble("papers.font_unreadable", font=file.name) from error
    pdfmetrics.registerFont(font)
    return set(font.face.charToGlyph)


@dataclass(frozen=True, slots=True)
class Measures:
    """How a paragraph is set: font name, and sizes and distances in points."""

    font: str
    size: float
    leading: float
    align: Align = Align.LEFT
    left: float = 0
    first_line: float = 0
    bullet: float = 0
    after: float = 0


@cache
def paragraph_style(measures: Measures) -> ParagraphStyle:
    """Return the style of ``measures``; equal measures share one."""
    return ParagraphStyle(
        "",
        fontName=measures.font,
        bulletFontName=measures.font,
        fontSize=measures.size,
        bulletFontSize=measures.size,
        leading=measures.leading,
        alignment=_ALIGN[measures.align],
        leftIndent=measures.left,
        firstLineIndent=measures.first_line,
        bulletIndent=measures.bullet,
        spaceAfter=measures.after,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        uriWasteReduce=0,
        underlineWidth="0.05*F",
        underlineOffset="-0.12*F",
    )


def paragraph(text: Text, style: ParagraphStyle, ink_: Ink, label: str = "", lead: str = "") -> Paragraph:
    """Return ``text`` as a paragraph, with a hanging ``label`` and a ``lead`` set right before its first letter."""
    bullet = single_font(label, ink_) or SQUARE if label else None
    simple = single_font(text, ink_) if isinstance(text, str) else None
    if simple is not None:
        return Paragraph("", style, bulletText=bullet, frags=[_fragment(lead + simple, style)])
    is_bold = style.fontName == ink_.bold
    return Paragraph(lead + markup(text, ink_, is_bold=is_bold), style, bulletText=bullet)


def _fragment(text: str, style: ParagraphStyle) -> ParaFrag:
    """Return plain text as the paragraph parser would, without the parser (twelve times its speed)."""
    return ParaFrag(
        rise=0,
        greek=0,
        link=[],
        us_lines=[],
        bold=0,
        italic=0,
        fontName=style.fontName,
        fontSize=style.fontSize,
        textColor=style.textColor,
        text=text,
    )


def single_font(text: str, ink_: Ink) -> str | None:
    """Return ``text`` as it can be drawn in one line of the document's own font, or None where it cannot."""
    if text.isascii() and text.isprintable():
        return text
    pieces = list(_pieces(text, ink_))
    if "\n" in text or any(is_fallback for _, is_fallback in pieces):
        return None
    return "".join(letters for letters, _ in pieces)


def markup(text: Text, ink_: Ink, *, is_bold: bool = False) -> str:
    """Return ``text`` in the paragraph parser's mark-up, escaped, with letters from Lato where the font lacks them.

    ``is_bold`` says that the paragraph itself is.
    """
    runs = (Run(text),) if isinstance(text, str) else text
    return "".join(_run_markup(run, ink_, is_bold=is_bold or run.bold) for run in runs)


def _run_markup(run: Run, ink_: Ink, *, is_bold: bool) -> str:
    said = ""
    for letters, is_fallback in _pieces(run.text, ink_):
        safe = escape(letters).replace("\n", "<br/>")
        font = ink(Family.LATO).name(is_bold=is_bold)
        said += f'<font name="{font}">{safe}</font>' if is_fallback else safe
    if run.underline:
        said = f"<u>{said}</u>"
    return f"<b>{said}</b>" if run.bold else said


def _pieces(text: str, ink_: Ink) -> Iterator[tuple[str, bool]]:
    """Yield ``text`` in pieces: the letters, and whether they stand in Lato instead of the document's font."""
    letters = _drawable(text, ink_.letters)
    for is_fallback, group in groupby(letters, key=lambda letter: not _has(letter, ink_.letters)):
        yield "".join(group), is_fallback


def _drawable(text: str, own: frozenset[int]) -> Iterator[str]:
    """Yield the letters of ``text`` that can be drawn, a square for each that cannot."""
    is_replaced = is_joined = False
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if _is_seen(letter, own):
            is_replaced = is_joined = False
            yield letter
            continue
        kind = unicodedata.category(letter)
        if kind == "Cf":
            is_joined = letter == "\u200d"
        elif kind in {"Cc", "Zl", "Zp", "Zs"}:
            is_replaced = is_joined = False
            yield " "
        elif not (is_replaced and (is_joined or kind in _ATTACHED or ord(letter) in _SKIN_TONES)):
            yield from _replacement(letter, own)
            is_replaced, is_joined = True, False


def _replacement(letter: str, own: frozenset[int]) -> Iterator[str]:
    """Yield the plain letters that mean the same as ``letter`` where they can be drawn, else a square."""
    same = unicodedata.normalize("NFKC", letter)
    yield from same if same != letter and all(_is_seen(part, own) for part in same) else SQUARE


def _is_seen(letter: str, own: frozenset[int]) -> bool:
    if letter == "\n" or letter.isascii():
        return letter == "\n" or letter.isprintable()
    if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT or unicodedata.category(letter) in _UNSEEN:
        return False
    return _has(letter, own) or ord(letter) in ink(Family.LATO).letters


def _has(letter: str, own: frozenset[int]) -> bool:
    return letter == "\n" or ord(letter) in own


def replaced(text: str, family: str) -> str:
    """Return the letters of ``text`` that the drawing would replace by squares, so that a screen can warn of them."""
    own = ink(family).letters
    return "".join(
        letter
        for letter in dict.fromkeys(unicodedata.normalize("NFC", text))
        if SQUARE in "".join(_drawable(letter, own)) and letter != SQUARE
    )
