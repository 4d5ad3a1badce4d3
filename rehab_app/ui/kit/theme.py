"""The look of every window, made from the tokens of ``resources/theme.toml``.

A widget never carries a style sheet of its own. It says what it is with ``dress``:

- ``look`` of a QPushButton: ``main`` (the one main action), ``danger``, ``quiet``, ``link``; of a QToolButton: ``quiet``;
- ``look`` of a QLabel: ``title``, ``heading``, ``label`` (above a field), ``strong``, ``muted``, ``hint``, ``error``, ``number``;
- ``look`` of a QFrame: ``card``, ``panel``, ``sunken``, ``bar``, ``footer``, ``line``, ``notice``, ``badge``;
- ``state`` of a label, field, notice or badge: a ``State``. Colour never speaks alone: an icon or a word stands with it.

The sign-in window comes this way, so nothing slow is touched before it is painted: Python's TOML reader takes 8 ms, the name
space ``Qt`` with all its enumerations 21 ms, the type QStyle 7 ms.
"""

from ast import literal_eval
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from rehab_app.foundation.resources import resource
from rehab_app.ui.kit.icons import Icons

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics
    from PySide6.QtWidgets import QApplication, QWidget

FUSION: Final = ("-style", "fusion")
"""Arguments of a QApplication that is to begin with the style all windows have."""
_HALF_LIGHT: Final = 128


class Tone(StrEnum):
    """Light or dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much air stands between things."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class State(StrEnum):
    """What a notice, badge, field or cell says about itself."""

    NEUTRAL = "neutral"
    OK = "ok"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"
    PRACTICE = "practice"


class Tokens(NamedTuple):
    """The values of ``theme.toml``."""

    grid: Mapping[str, int]
    type: Mapping[str, Any]
    density: Mapping[str, Mapping[str, float]]
    light: Mapping[str, str]
    dark: Mapping[str, str]
    readable: Mapping[str, list[str]]
    visible: Mapping[str, list[str]]

    @classmethod
    def read(cls) -> "Tokens":
        """Read the shipped tokens; FileNotFoundError where the installation is incomplete."""
        return cls(**read_plain(resource("theme.toml").read_text("utf-8")))


def read_plain(text: str) -> dict[str, dict[str, Any]]:
    """Read TOML of the kind of ``theme.toml``: tables, and in them one value a line that Python would write the same way.

    ValueError or SyntaxError for any other.
    """
    tables: dict[str, dict[str, Any]] = {}
    table: dict[str, Any] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = {}
            above, _, name = line.strip("[]").rpartition(".")
            (tables.setdefault(above, {}) if above else tables)[name] = table
        elif line and not line.startswith("#"):
            name, _, value = line.partition(" = ")
            is_colour = value.startswith('"#') and value.endswith('"')
            table[name] = value[1:-1] if is_colour else literal_eval(value)
    return tables


def dress(widget: "QWidget", *, look: str = "", state: State | str | None = None) -> None:
    """Say what ``widget`` is (``look``) and how it stands (``state``), and let the style sheet follow."""
    if look:
        widget.setProperty("look", look)
    if state is not None:
        widget.setProperty("state", str(state))
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Theme(QObject):
    """Tone, density, colours, fonts and icons; ``changed`` tells whoever paints by hand."""

    changed = Signal()

    def __init__(
        self, tone: Tone = Tone.SYSTEM, density: Density = Density.COMFORTABLE, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = Tokens.read()
        self._tone = tone
        self._density = density
        self._app: QApplication | None = None
        self._was_dark_before: bool | None = None
        self._made: dict[str, QColor] = {}
        self.icons = Icons(self.colour)

    @property
    def tone(self) -> Tone:
        """The tone that was asked for."""
        return self._tone

    @property
    def density(self) -> Density:
        """The density that was asked for."""
        return self._density

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are shown now."""
        if self._tone is not Tone.SYSTEM:
            return self._tone is Tone.DARK
        if self._was_dark_before is not None:
            return self._was_dark_before
        from PySide6.QtCore import Qt  # noqa: PLC0415 - slow; see above

        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def colour(self, name: str) -> QColor:
        """Return the colour of a token, e.g. ``colour("muted")``; KeyError for an unknown name."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = QColor(self._colours[name])
        return made

    def space(self, steps: float = 1) -> int:
        """Return a distance of ``steps`` grid units, in pixels."""
        return round(self._tokens.grid["unit"] * steps)

    def font(self, look: str = "body") -> QFont:
        """Return the font of ``body``, ``small``, ``heading`` or ``title``."""
        font = QFont(self._tokens.type["family"])
        font.setPointSizeF(self._points(look))
        font.setBold(look in {"heading", "title"})
        font.setFeature(QFont.Tag("liga"), 0)
        return font

    def row_height(self, metrics: "QFontMetrics") -> int:
        """Return the height of a table row whose text has ``metrics``."""
        return metrics.height() + 2 * round(self._tokens.density[self._density]["row"])

    def apply(self, app: "QApplication") -> None:
        """Dress ``app``: style, fonts, palette and style sheet; from now on follow the system and the setters."""
        from PySide6.QtWidgets import QStyleFactory  # noqa: PLC0415 - slow; see above

        self._app = app
        self._register_fonts(self._tokens.type["files"])
        app.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_tone)
        self._refresh()

    def apply_first(self, app: "QApplication") -> None:
        """Dress ``app``, which has begun with ``FUSION``, for its first window; ``follow_system`` does the rest behind it.

        Until then the system counts as dark where the colours it hands out are.
        """
        self._app = app
        self._was_dark_before = QGuiApplication.palette().color(_ROLE.Window).lightness() < _HALF_LIGHT
        self._register_fonts(self._tokens.type["files"][:_FIRST_FONTS])
        self._refresh()

    def follow_system(self) -> None:
        """Follow the system from now on, and have every font, after ``apply_first``."""
        was_dark, self._was_dark_before = self.is_dark, None
        for name in self._tokens.type["files"][_FIRST_FONTS:]:
            self._register_font(name)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_tone)
        if self.is_dark is not was_dark:
            self._on_system_tone()

    def set_tone(self, tone: Tone) -> None:
        """Show ``tone`` from now on."""
        if tone is not self._tone:
            self._tone = tone
            self._made.clear()
            self._refresh()

    def set_density(self, density: Density) -> None:
        """Show ``density`` from now on."""
        if density is not self._density:
            self._density = density
            self._refresh()

    def sheet(self) -> str:
        """Return the style sheet of the present tone and density."""
        return Template(self._template).substitute(self._colours, **self._lengths())

    def palette(self) -> QPalette:
        """Return the palette of the present tone."""
        palette = QPalette()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            is_disabled = group is QPalette.ColorGroup.Disabled
            for role, token in _PALETTE.items():
                is_ink = role in _INKS
                palette.setColor(group, role, self.colour("disabled" if is_disabled and is_ink else token))
        return palette

    @cached_property
    def _template(self) -> str:
        return resource("theme.qss").read_text("utf-8")

    @property
    def _colours(self) -> Mapping[str, str]:
        return self._tokens.dark if self.is_dark else self._tokens.light

    def _points(self, look: str) -> float:
        body = self._tokens.density[self._density]["body"]
        return round(body * float(self._tokens.type.get(look, 1)), 2)

    def _lengths(self) -> dict[str, object]:
        unit, control = self._tokens.grid["unit"], round(self._tokens.density[self._density]["control"])
        return {
            "unit": unit,
            "half": unit // 2,
            "radius": self._tokens.grid["radius"],
            "card_radius": self._tokens.grid["card_radius"],
            "focus_width": self._tokens.grid["focus"],
            "pad_x": unit * 2,
            "pad_y": control,
            "pad_x_focus": unit * 2 - 1,
            "pad_y_focus": control - 1,
            "pad_field_focus": unit - 1,
            "pad_text_y": max(1, control - 4),
            "pad_text_y_focus": max(0, control - 5),
            "head_x": unit + 2,
            "row_y": round(self._tokens.density[self._density]["row"]) - 2,
            "group_top": unit * 3,
            "small_pt": self._points("small"),
            "heading_pt": self._points("heading"),
            "title_pt": self._points("title"),
            "images": resource("theme", "dark" if self.is_dark else "light").as_posix(),
        }

    def _register_fonts(self, names: list[str]) -> None:
        if not QFontDatabase.hasFamily(self._tokens.type["family"]):
            for name in names:
                self._register_font(name)

    @staticmethod
    def _register_font(name: str) -> None:
        spec = find_spec("fontpkg_lato")
        if spec is not None and spec.submodule_search_locations:
            path = Path(spec.submodule_search_locations[0]) / "files" / name
            QFontDatabase.addApplicationFont(str(path))

    def _on_system_tone(self) -> None:
        self._made.clear()
        if self._tone is Tone.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        if self._app is None:
            return
        self.icons.forget()
        self._app.setFont(self.font())
        self._app.setPalette(self.palette())
        self._app.setStyleSheet(self.sheet())
        self.icons.renew()
        self.changed.emit()


_FIRST_FONTS: Final = 2  # regular and bold stand on the first window, italic does not
_ROLE = QPalette.ColorRole
_PALETTE: Final = {
    _ROLE.Window: "window",
    _ROLE.WindowText: "text",
    _ROLE.Base: "surface",
    _ROLE.AlternateBase: "hover",
    _ROLE.Text: "text",
    _ROLE.Button: "surface",
    _ROLE.ButtonText: "text",
    _ROLE.BrightText: "danger",
    _ROLE.PlaceholderText: "placeholder",
    _ROLE.ToolTipBase: "tooltip",
    _ROLE.ToolTipText: "on_tooltip",
    _ROLE.Highlight: "accent_soft",
    _ROLE.HighlightedText: "text",
    _ROLE.Accent: "accent_fill",
    _ROLE.Link: "accent",
    _ROLE.LinkVisited: "accent",
    _ROLE.Light: "surface",
    _ROLE.Midlight: "hover",
    _ROLE.Mid: "border",
    _ROLE.Dark: "border_strong",
    _ROLE.Shadow: "border_strong",
}
_INKS: Final = {_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText}
