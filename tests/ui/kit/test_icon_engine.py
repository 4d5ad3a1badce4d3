"""An icon is drawn when it is painted: sharp on every screen, square, disabled where its button is, and only once a size."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap

from rehab_app.ui.kit.icon_engine import SquareEngine
from rehab_app.ui.kit.theme import Theme


def made() -> tuple[QIcon, list[tuple[int, bool]]]:
    drawn: list[tuple[int, bool]] = []

    def draw(pixels: int, is_disabled: bool) -> QPixmap:
        drawn.append((pixels, is_disabled))
        picture = QPixmap(pixels, pixels)
        picture.fill("red")
        return picture

    return QIcon(SquareEngine(draw)), drawn


@pytest.mark.usefixtures("theme")
def test_nothing_is_drawn_before_it_is_asked_for_and_nothing_twice() -> None:
    icon, drawn = made()
    copy = QIcon(icon)
    assert drawn == []
    for _ in range(2):
        icon.pixmap(QSize(18, 18), 1.0)
        copy.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Selected)
        copy.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled)
    assert drawn == [(18, False), (18, True)]


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 18), (1.25, 22), (2.0, 36)])
def test_it_is_square_and_as_sharp_as_the_screen(ratio: float, pixels: int) -> None:
    icon, drawn = made()
    picture = icon.pixmap(QSize(18, 18), ratio)
    assert (picture.width(), picture.height()) == (pixels, pixels)
    assert picture.devicePixelRatio() == pytest.approx(ratio, abs=0.06)
    assert drawn == [(pixels, False)]
    assert icon.pixmap(QSize(24, 18), ratio).size() == QSize(pixels, pixels)
    assert icon.actualSize(QSize(24, 18)) == QSize(18, 18)


@pytest.mark.usefixtures("theme")
def test_it_is_painted_in_the_middle_of_its_room() -> None:
    icon, drawn = made()
    image = QImage(80, 40, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(2)
    image.fill(0)
    painter = QPainter(image)
    icon.paint(painter, QRect(0, 0, 40, 20))
    painter.end()
    assert drawn == [(40, False)]
    row = [image.pixelColor(x, 20).alpha() for x in range(80)]
    assert row == [0] * 20 + [255] * 40 + [0] * 20


def test_the_icons_of_the_theme_are_drawn_in_their_tint(theme: Theme) -> None:
    def inks(mode: QIcon.Mode) -> set[str]:
        image = theme.icons.icon("save", "accent").pixmap(QSize(18, 18), 2.0, mode).toImage()
        spots = [image.pixelColor(x, y) for x in range(36) for y in range(36)]
        return {spot.name() for spot in spots if spot.alpha() == 255}

    assert inks(QIcon.Mode.Normal) == {theme.colour("accent").name()}
    assert inks(QIcon.Mode.Disabled) == {theme.colour("disabled").name()}
