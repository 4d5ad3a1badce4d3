"""A chart on screen: painted in the theme's colours, told in words."""

from datetime import date

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from rehab_app.papers.charts import Line, Ring, radar, trend
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.theme import Theme, Tone

DAYS = (date(2022, 1, 5), date(2022, 4, 20))
PICTURE = trend(
    [
        Line(name, tuple(zip(DAYS, values, strict=True)))
        for name, values in (("Fisik", (53.6, 71.4)), ("Psikologis", (70.8, 60.0)), ("Sosial", (50.0, 75.0)))
    ],
    0,
    100,
)
RADAR = radar(
    ("Medis", "Kerja", "Napza", "Legal", "Sosial", "Psikiatris"),
    [Ring("Awal", (2, 5, 8, 0, 4, 6)), Ring("Akhir", (1,) * 6)],
    9,
)


def colours(image: QImage) -> set[str]:
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("picture", [PICTURE, RADAR], ids=["trend", "radar"])
def test_lines_are_painted_in_the_colours_of_the_theme(qtbot: QtBot, tone: Tone, picture: object) -> None:
    theme = Theme(tone)
    view = ChartView(theme, picture, "Grafik")  # type: ignore[arg-type]  # one of the two pictures
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    seen = colours(view.grab().toImage())
    assert theme.colour("accent").name() in seen
    assert theme.colour("danger").name() in seen


def test_what_it_shows_is_told(qtbot: QtBot) -> None:
    view = ChartView(Theme(Tone.LIGHT), PICTURE, "Grafik")
    qtbot.addWidget(view)
    assert "Fisik: 05/01/2022 53,60" in view.accessibleDescription()
    radar = ChartView(Theme(Tone.LIGHT), RADAR, "Jaring")
    qtbot.addWidget(radar)
    assert radar.accessibleDescription() == RADAR.told
    assert radar.sizeHint().height() == round(RADAR.height * 96 / 72)
