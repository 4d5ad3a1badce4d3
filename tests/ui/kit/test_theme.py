"""The look: readable pairs, a visible focus, light and dark, density, icons."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rehab_app.foundation.resources import resource
from rehab_app.ui.kit.icons import DRAWINGS
from rehab_app.ui.kit.theme import Density, State, Theme, Tokens, Tone, dress

TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
TOKENS = Tokens.read()
TONES = {"light": TOKENS.light, "dark": TOKENS.dark}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(table: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    for tone in TONES:
        for ink, grounds in table.items():
            for ground in grounds:
                yield tone, ink, ground


def test_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("tone", "ink", "ground"), list(pairs(dict(TOKENS.readable))))
def test_every_text_is_readable_on_every_ground_it_may_stand_on(tone: str, ink: str, ground: str) -> None:
    assert contrast(TONES[tone][ink], TONES[tone][ground]) >= TEXT_RATIO


@pytest.mark.parametrize(("tone", "ink", "ground"), list(pairs(dict(TOKENS.visible))))
def test_edges_and_focus_rings_are_visible(tone: str, ink: str, ground: str) -> None:
    assert contrast(TONES[tone][ink], TONES[tone][ground]) >= EDGE_RATIO


def test_light_and_dark_have_the_same_tokens() -> None:
    assert set(TOKENS.light) == set(TOKENS.dark)


def test_no_ink_of_the_sheet_is_left_out_of_the_readable_pairs() -> None:
    """A text colour that the sheet uses but no pair names would escape the contrast test."""
    inks = set(re.findall(r"[^-]color: \$(\w+)", resource("theme.qss").read_text("utf-8")))
    assert inks - {"disabled"} <= set(TOKENS.readable)


def test_every_state_has_an_icon_an_ink_and_a_ground() -> None:
    for state in State:
        assert str(state) in DRAWINGS
        if state is not State.NEUTRAL:
            assert str(state) in TOKENS.readable
            assert f"{state}_soft" in TOKENS.light


def test_the_drawings_of_the_sheet_have_the_colours_of_the_tokens() -> None:
    for tone, tokens in TONES.items():
        inks = {"down": "muted", "up": "muted", "check": "on_accent", "dot": "on_accent", "partly": "on_accent"}
        for name, ink in inks.items():
            assert tokens[ink] in resource("theme", tone, f"{name}.svg").read_text("utf-8")


def test_the_sheet_uses_only_lengths_and_colours_that_exist(theme: Theme) -> None:
    for tone in (Tone.LIGHT, Tone.DARK):
        for density in Density:
            theme.set_tone(tone)
            theme.set_density(density)
            assert "$" not in theme.sheet()


def test_nothing_in_the_sheet_fixes_the_height_of_what_holds_words() -> None:
    sheet = resource("theme.qss").read_text("utf-8")
    rules = re.findall(r"([^{}]+)\{([^{}]*(?:max-|[^-])height:[^{}]*)\}", sheet)
    allowed = ("indicator", "arrow", "QScrollBar", "QSplitter", "separator", "QProgressBar", '"line"')
    assert [selector.strip() for selector, _ in rules if not any(word in selector for word in allowed)] == []


def test_lato_is_there_and_used(theme: Theme, qapp: QApplication) -> None:
    assert "Lato" in QFontDatabase.families()
    assert qapp.font().family() == "Lato"
    assert theme.font("title").pointSizeF() > theme.font("heading").pointSizeF() > theme.font().pointSizeF()


def test_dark_is_shown_everywhere_at_once(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.icons.put(button, "print")
    before = average(button.icon())
    with qtbot.waitSignal(theme.changed):
        theme.set_tone(Tone.DARK)
    assert theme.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS.dark["window"])
    assert average(button.icon()) > before


def test_the_system_tone_is_followed_only_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hints:
        scheme = Qt.ColorScheme.Dark

        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's own name
            return self.scheme

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Hints))
    assert Theme(Tone.SYSTEM).is_dark
    assert not Theme(Tone.LIGHT).is_dark
    assert Theme(Tone.DARK).is_dark
    Hints.scheme = Qt.ColorScheme.Unknown
    assert not Theme(Tone.SYSTEM).is_dark


def test_a_change_of_the_system_is_shown(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.set_tone(Tone.SYSTEM)
    light = theme.colour("window")

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's own name
            return Qt.ColorScheme.Dark

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Hints))
    theme._on_system_tone()
    assert theme.colour("window") != light


def test_compact_is_smaller_than_comfortable(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Simpan")
    qtbot.addWidget(button)
    comfortable, rows = button.sizeHint().height(), theme.row_height(button.fontMetrics())
    theme.set_density(Density.COMPACT)
    assert button.sizeHint().height() < comfortable
    assert theme.row_height(button.fontMetrics()) < rows


@pytest.mark.parametrize("tone", [Tone.LIGHT, Tone.DARK])
@pytest.mark.parametrize(
    "make",
    [QPushButton, QToolButton, QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QRadioButton, QListWidget, QTabBar],
)
@pytest.mark.usefixtures("qapp")
def test_whoever_has_the_focus_shows_it(theme: Theme, qtbot: QtBot, make: type[QWidget], tone: Tone) -> None:
    theme.set_tone(tone)
    window, widget, other = QWidget(), make(), QPushButton("other")
    qtbot.addWidget(window)
    if isinstance(widget, QTabBar):
        widget.addTab("Sesi")
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(window)
    column.addWidget(widget)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    other.setFocus()
    without = count_of(widget.grab().toImage(), theme.colour("focus"))
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    with_focus = count_of(widget.grab().toImage(), theme.colour("focus"))
    assert without == 0
    assert with_focus > 20


@pytest.mark.parametrize("look", ["main", "danger", "rail", "quiet", "link"])
def test_a_filled_button_shows_the_focus_in_a_colour_of_its_own(theme: Theme, qtbot: QtBot, look: str) -> None:
    window, button, other = QWidget(), QPushButton("Simpan"), QPushButton("other")
    dress(button, look=look)
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(button)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    other.setFocus()
    before = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    ring = theme.colour(
        {"main": "focus_on_fill", "danger": "focus_on_fill", "rail": "focus_on_rail"}.get(look, "focus")
    )
    assert count_of(before, ring) == 0
    assert count_of(button.grab().toImage(), ring) > 20


def test_dress_takes_a_state_back(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 40)
    dress(field, state=State.DANGER)
    wrong = count_of(field.grab().toImage(), theme.colour("danger"))
    dress(field, state="")
    assert wrong > 20
    assert count_of(field.grab().toImage(), theme.colour("danger")) == 0


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_every_icon_is_drawn(theme: Theme, name: str) -> None:
    image = theme.icons.pixmap(name, 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_two_drawings_are_never_the_same_by_a_slip() -> None:
    meant_alike = {"hide", "private"}
    drawings = [drawing for name, drawing in DRAWINGS.items() if name not in meant_alike]
    assert len(drawings) == len(set(drawings))


def test_an_icon_is_made_once_for_each_tint(theme: Theme) -> None:
    assert theme.icons.icon("lock").cacheKey() == theme.icons.icon("lock").cacheKey()
    assert theme.icons.icon("lock").cacheKey() != theme.icons.icon("lock", "danger").cacheKey()


def test_an_unknown_icon_is_an_error(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.icons.icon("unicorn")


def test_an_icon_is_sharp_at_two_hundred_percent(theme: Theme) -> None:
    assert theme.icons.icon("lock").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)


def test_icons_of_destroyed_buttons_are_forgotten(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    theme.icons.put(button, "lock")
    button.deleteLater()
    qtbot.wait(1)
    theme.set_tone(Tone.DARK)
    assert all(entry[0]() is not button for entry in theme.icons._shown)


def test_the_way_to_a_dressed_window_imports_neither_qtawesome_nor_pydantic_nor_pdfium() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; from rehab_app.ui.kit.theme import Theme\n"
        "import rehab_app.ui.kit.dialogs, rehab_app.ui.kit.table, rehab_app.ui.kit.paged, rehab_app.ui.kit.preview\n"
        "app = QApplication([]); theme = Theme(); theme.apply(app); theme.icons.icon('lock')\n"
        "slow = 'qtawesome qtpy pydantic sqlalchemy pypdfium2 typing_extensions'.split()\n"
        "print([name for name in slow if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def average(icon: QIcon) -> float:
    """Return how light the drawn part of ``icon`` is, 0 to 255."""
    image = icon.pixmap(24, 24).toImage()
    drawn = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    values = [colour.lightness() for colour in drawn if colour.alpha() > 200]
    return sum(values) / len(values)


def count_of(image: QImage, colour: QColor) -> int:
    """Count the pixels of exactly that colour."""
    wanted = colour.rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_tokens_are_read_as_the_toml_they_are() -> None:
    assert Tokens.read()._asdict() == tomllib.loads(resource("theme.toml").read_text("utf-8"))


def test_the_first_look_is_the_whole_look_but_for_what_the_first_window_does_not_show(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    del theme
    first = Theme(Tone.SYSTEM)
    first.apply_first(qapp)
    seen_first = first.is_dark
    monkeypatch.setattr(first, "_on_system_tone", list)
    first.follow_system()
    assert first.is_dark is seen_first
    for tone in (Tone.LIGHT, Tone.DARK):
        other = Theme(tone)
        other.apply_first(qapp)
        assert other.is_dark is (tone is Tone.DARK)
        assert qapp.styleSheet() == other.sheet()


def test_an_icon_is_drawn_in_the_colour_of_its_token_and_nothing_else(theme: Theme) -> None:
    picture = theme.icons.pixmap("print", 24, "danger").toImage()
    inked = [(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha()]
    assert inked
    assert len(inked) < 24 * 24
    solid = [(x, y) for x, y in inked if picture.pixelColor(x, y).alpha() == 255]
    assert {picture.pixelColor(x, y).name() for x, y in solid} == {theme.colour("danger").name()}
