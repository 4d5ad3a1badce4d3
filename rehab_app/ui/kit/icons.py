"""The icons, by what they mean to the clinic and not by what they show.

The drawings are the Phosphor font that QtAwesome ships. Its module takes longer to import than the sign-in window may spend,
so the font file and its map are read directly, when the first icon is asked for. Neither is the name space ``Qt`` touched
here (21 ms).
"""

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol
from weakref import ReferenceType, ref

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap
from shiboken6 import isValid

from rehab_app.ui.kit.icon_engine import SquareEngine

_CENTRED: Final = 0x84  # Qt.AlignmentFlag.AlignCenter
GLYPH: Final = 0.94  # of the square; the rest is the distance to the word

DRAWINGS: Final = {
    # rooms
    "home": "house",
    "client": "user",
    "clients": "users",
    "register": "user-plus",
    "episode": "folder-open",
    "screening": "clipboard-text",
    "assessment": "list-plus",
    "examination": "first-aid",
    "urine_test": "test-tube",
    "plan": "path",
    "session": "chats",
    "schedule": "calendar-blank",
    "referral": "paper-plane-tilt",
    "letter": "envelope-simple",
    "document": "file-text",
    "consent": "handshake",
    "tat": "scales",
    "ibm": "tree-structure",
    "figures": "chart-bar",
    "timeline": "clock-counter-clockwise",
    "audit": "list-bullets",
    "accounts": "user-gear",
    "office": "buildings",
    "place": "map-pin",
    "phone": "phone",
    "backup": "hard-drives",
    "settings": "gear-six",
    "help": "question",
    "practice": "student",
    # doing
    "search": "magnifying-glass",
    "add": "plus",
    "edit": "pencil-simple",
    "remove": "trash",
    "save": "floppy-disk",
    "close": "x",
    "undo": "arrow-counter-clockwise",
    "reload": "arrows-clockwise",
    "print": "printer",
    "pdf": "file-pdf",
    "export": "export",
    "import": "download-simple",
    "copy": "copy",
    "attach": "paperclip",
    "filter": "funnel",
    "more": "dots-three",
    "back": "arrow-left",
    "forward": "arrow-right",
    "open": "arrow-square-out",
    "left": "caret-left",
    "right": "caret-right",
    "up": "caret-up",
    "down": "caret-down",
    "zoom_in": "magnifying-glass-plus",
    "zoom_out": "magnifying-glass-minus",
    "fit_width": "arrows-out-line-horizontal",
    "sign_in": "sign-in",
    "lock": "lock-simple",
    "unlock": "lock-simple-open",
    "key": "key",
    "show": "eye",
    "hide": "eye-slash",
    "keyboard": "keyboard",
    # standing
    "ok": "check-circle",
    "warning": "warning",
    "danger": "warning-octagon",
    "info": "info",
    "neutral": "circle",
    "waiting": "clock",
    "done": "check",
    "cancelled": "x-circle",
    "private": "eye-slash",
    "empty": "tray",
    "light": "sun",
    "dark": "moon",
}


class Iconed(Protocol):
    """Anything that shows an icon: a button, an action, a tab."""

    def setIcon(self, icon: QIcon, /) -> None:
        """Show ``icon``."""


class Icons:
    """Draws, tints and keeps the icons; re-tints those it was asked to ``put`` when the theme changes.

    ``colour`` gives the colour of a token of the theme. UI thread only.
    """

    def __init__(self, colour: Callable[[str], QColor]) -> None:
        self._colour = colour
        self._made: dict[tuple[str, str], QIcon] = {}
        self._family = ""
        self._codes = ""
        self._characters: dict[str, str] = {}
        self._shown: list[tuple[ReferenceType[Iconed], str, str]] = []

    def icon(self, name: str, tint: str = "text") -> QIcon:
        """Return the icon ``name`` in the colour of token ``tint``; KeyError for a name that is not in ``DRAWINGS``."""
        key = (name, tint)
        if key not in self._made:
            self._made[key] = self._make(DRAWINGS[name], self._colour(tint), self._colour("disabled"))
        return self._made[key]

    def pixmap(self, name: str, size: int, tint: str = "text", ratio: float = 1) -> QPixmap:
        """Return the icon as a picture of ``size`` device-independent pixels on a screen of ``ratio``."""
        return self._draw(DRAWINGS[name], self._colour(tint), size, ratio)

    def put(self, target: Iconed, name: str, tint: str = "text") -> None:
        """Show the icon ``name`` on ``target``, now and in every tone to come."""
        self._shown = [entry for entry in self._shown if entry[0]() not in {None, target}]
        self._shown.append((ref(target), name, tint))
        target.setIcon(self.icon(name, tint))

    def forget(self) -> None:
        """Drop all drawn icons, because the colours changed."""
        self._made.clear()

    def renew(self) -> None:
        """Draw again what ``put`` has shown and still exists."""
        living: list[tuple[ReferenceType[Iconed], str, str]] = []
        for entry in self._shown:
            target = entry[0]()
            if target is not None and isValid(target):
                target.setIcon(self.icon(entry[1], entry[2]))
                living.append(entry)
        self._shown = living

    def _make(self, drawing: str, colour: QColor, disabled: QColor) -> QIcon:
        return QIcon(
            SquareEngine(
                lambda pixels, is_disabled: self._draw(drawing, disabled if is_disabled else colour, pixels, 1)
            )
        )

    def _draw(self, drawing: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        self._load()
        pixels = round(size * ratio)
        font = QFont(self._family)
        font.setPixelSize(round(pixels * GLYPH))
        picture = _empty(pixels)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.drawText(QRect(0, 0, pixels, pixels), _CENTRED, self._character(drawing))
        painter.end()
        picture = _tinted(picture, colour)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _character(self, drawing: str) -> str:
        known = self._characters.get(drawing)
        if known is None:
            found = re.search(rf'"{drawing}": "(\w+)"', self._codes)
            if found is None:
                raise KeyError(drawing)
            known = self._characters[drawing] = chr(int(found[1], 16))
        return known

    def _load(self) -> None:
        if self._codes:
            return
        spec = find_spec("qtawesome")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("qtawesome")
        folder = Path(spec.submodule_search_locations[0]) / "fonts"
        font, table = next(folder.glob("phosphor-[0-9]*.ttf")), next(folder.glob("phosphor-charmap-*.json"))
        self._family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))[0]
        self._codes = table.read_text("utf-8")


def _empty(pixels: int) -> QPixmap:
    picture = QPixmap(QSize(pixels, pixels))
    picture.fill(QColor(0, 0, 0, 0))
    return picture


def _tinted(ink: QPixmap, colour: QColor) -> QPixmap:
    """Return the black drawing ``ink`` in ``colour``. A pen of that colour would do, but setting one loads all of ``Qt``."""
    plain = QPixmap(ink.size())
    plain.fill(colour)
    painter = QPainter(ink)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.drawPixmap(0, 0, plain)
    painter.end()
    return ink
