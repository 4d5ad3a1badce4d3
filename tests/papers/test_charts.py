"""Charts as shapes: what is drawn, what is left out, and that paper can draw all of it."""

from datetime import date
from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from rehab_app.papers.blocks import Document, Figure, Paragraph
from rehab_app.papers.charts import (
    LINE_DASHES,
    LINE_MARKS,
    Dot,
    Line,
    Picture,
    Ring,
    Role,
    Stroke,
    Words,
    radar,
    trend,
)
from rehab_app.papers.draw import draw
from rehab_app.papers.plain import to_text

FIRST, SECOND, THIRD = date(2022, 1, 5), date(2022, 2, 9), date(2022, 4, 20)
FISIK = Line("Fisik", ((FIRST, 53.57), (SECOND, 60.0), (THIRD, 71.43)))
SOSIAL = Line("Sosial", ((FIRST, 50.0), (SECOND, None), (THIRD, 75.0)))
AXES = ("Medis", "Pekerjaan/Dukungan", "Napza", "Legal", "Keluarga/Sosial", "Psikiatris")


def dots(picture: Picture, role: Role) -> list[Dot]:
    return [one for one in picture.shapes if isinstance(one, Dot) and one.role is role and one.at[0] < 364]


def strokes(picture: Picture, role: Role) -> list[Stroke]:
    return [one for one in picture.shapes if isinstance(one, Stroke) and one.role is role]


def said(picture: Picture) -> list[str]:
    return [one.text for one in picture.shapes if isinstance(one, Words)]


def test_each_value_has_its_mark_and_a_higher_one_stands_higher() -> None:
    marks = dots(trend([FISIK], 0, 100), Role.FIRST)
    assert [one.at[1] for one in marks] == sorted((one.at[1] for one in marks), reverse=True)
    assert [one.at[0] for one in marks] == sorted(one.at[0] for one in marks)
    assert len(marks) == 3


def test_nothing_is_drawn_through_a_missing_value() -> None:
    picture = trend([FISIK, SOSIAL], 0, 100)
    assert len(strokes(picture, Role.FIRST)) == 2
    assert strokes(picture, Role.SECOND) == []
    assert len(dots(picture, Role.SECOND)) == 2


def test_lines_are_told_apart_without_colour() -> None:
    assert len(set(LINE_MARKS)) == len(set(LINE_DASHES)) == len(LINE_MARKS)
    picture = trend([FISIK, SOSIAL], 0, 100)
    assert {"Fisik", "Sosial"} <= set(said(picture))
    assert dots(picture, Role.FIRST)[0].mark is not dots(picture, Role.SECOND)[0].mark


def test_names_at_the_ends_of_near_lines_do_not_stand_on_each_other() -> None:
    near = [Line(f"Zat {number}", ((FIRST, 10.0), (SECOND, 20.0))) for number in range(6)]
    picture = trend(near, 0, 39)
    heights = [one.at[1] for one in picture.shapes if isinstance(one, Words) and one.text.startswith("Zat")]
    assert len(heights) == 6
    assert all(abs(one - other) >= 10 for one, other in combinations(heights, 2))
    assert max(heights) <= picture.height


def test_the_picture_is_told_in_words_and_empty_where_nobody_was_measured() -> None:
    assert trend([SOSIAL], 0, 100).told == "Sosial: 05/01/2022 50, 20/04/2022 75"
    assert "53,57" in trend([FISIK], 0, 100).told
    assert trend([Line("Fisik", ((FIRST, None),))], 0, 100).shapes == ()


def test_days_that_have_no_room_are_left_out_but_never_the_last() -> None:
    crowded = Line("R", tuple((date(2022, 1, day), 5.0) for day in range(1, 31)))
    days = [text for text in said(trend([crowded], -2, 14)) if "/" in text]
    assert "30/01/2022" in days
    assert 2 <= len(days) <= 8


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.floats(-2, 14)), min_size=1, max_size=30))
def test_every_shape_stands_inside_the_picture(values: list[tuple[date, float]]) -> None:
    picture = trend([Line("Kesiapan", tuple(values))], -2, 14)
    for shape in picture.shapes:
        points = shape.points if isinstance(shape, Stroke) else (shape.at,)
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points)


def test_a_radar_closes_its_rings_and_breaks_them_where_an_axis_was_not_answered() -> None:
    rings = [Ring("Awal", (2, 5, 8, 0, 4, 6)), Ring("Akhir", (1, 3, 4, 0, None, 3))]
    picture = radar(AXES, rings, 9)
    assert [one.is_closed for one in strokes(picture, Role.FIRST)] == [True, False]
    assert not any(one.is_closed for one in strokes(picture, Role.SECOND))
    assert set(AXES) <= set(said(picture))
    assert "Keluarga/Sosial –" in picture.told


@pytest.mark.parametrize(
    "picture",
    [trend([FISIK, SOSIAL], 0, 100), radar(AXES, [Ring("Awal", (2, 5, 8, 0, 4, 6)), Ring("Akhir", (1,) * 6)], 9)],
    ids=["trend", "radar"],
)
def test_paper_draws_it_with_its_words_and_text_output_tells_it(picture: Picture) -> None:
    document = Document(title="Grafik", blocks=(Paragraph("Hasil"), Figure(picture, "Grafik 1")))
    pdf = draw(document)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "Grafik 1" in text
    assert all(word in text for word in said(picture) if word.isalpha())
    assert picture.told in to_text(document)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    assert page.getextrema()[0] < 100


def test_an_empty_picture_leaves_no_hole() -> None:
    empty = Document(title="x", blocks=(Paragraph("a"), Figure(trend([], 0, 1), "Grafik 1"), Paragraph("b")))
    assert "Grafik" not in to_text(empty)
    assert "Grafik" not in PdfReader(BytesIO(draw(empty))).pages[0].extract_text()
