"""Small pictures for the practice clinic, drawn in memory: a placeholder face, a sheet of paper, a urine kit. Nobody is shown."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

_FACE_SIZE = (120, 160)
_SHEET_SIZE = (210, 297)
_KIT_SIZE = (180, 120)
_PAPER = "#f4f1ea"
_INK = "#5b6770"
_BACKDROPS = ("#b23a3a", "#2f6ba8")
_SKINS = ("#e0b894", "#c99a72", "#a9774f")
_STRIPS = 6


def face(chance: Random) -> bytes:
    """Return a PNG of a drawn face before a red or blue backdrop, as on a pas foto."""
    image = Image.new("RGB", _FACE_SIZE, chance.choice(_BACKDROPS))
    draw = ImageDraw.Draw(image)
    skin = chance.choice(_SKINS)
    draw.ellipse((20, 118, 100, 220), fill="#eeeeee")
    draw.rectangle((52, 95, 68, 125), fill=skin)
    draw.ellipse((34, 34, 86, 108), fill=skin)
    draw.pieslice((32, 26, 88, 92), 180, 360, fill="#1f1a17")
    for eye in (48, 66):
        draw.ellipse((eye, 64, eye + 6, 69), fill="#1f1a17")
    draw.arc((50, 76, 70, 92), 20, 160, fill="#7a3b2e", width=2)
    return _png(image)


def sheet(chance: Random) -> bytes:
    """Return a PNG of a sheet with lines in place of words, as a scan of a paper would be."""
    image = Image.new("RGB", _SHEET_SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    for row in range(30, 250, 14):
        draw.line((24, row, chance.randrange(110, 186), row), fill=_INK, width=2)
    draw.rectangle((120, 255, 186, 280), outline=_INK)
    return _png(image)


def kit(positives: int) -> bytes:
    """Return a PNG of a test of six strips; a positive strip shows the control line alone."""
    image = Image.new("RGB", _KIT_SIZE, "#dfe7ee")
    draw = ImageDraw.Draw(image)
    for strip in range(_STRIPS):
        left = 12 + strip * 28
        draw.rectangle((left, 16, left + 16, 104), fill="white", outline=_INK)
        draw.line((left + 2, 40, left + 14, 40), fill="#b23a3a", width=3)
        if strip >= positives:
            draw.line((left + 2, 66, left + 14, 66), fill="#b23a3a", width=3)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.quantize(32).save(kept, "PNG", optimize=True)
    return kept.getvalue()
