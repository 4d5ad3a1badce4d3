"""Paper and spreadsheet say the same: every cell equal, days as days, and no text is ever a formula."""

from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest

from rehab_app.papers.blocks import Align, Table
from rehab_app.papers.draw import draw
from rehab_app.papers.recaps.rows import Behind, Cell, Recap, RecapColumn, shown
from rehab_app.papers.recaps.rules import Kind
from rehab_app.papers.recaps.sheets import Confirmed, recap_sheet
from rehab_app.papers.recaps.workbook import recap_workbook
from tests.papers.pdf import words
from tests.papers.recaps.makers import wish
from tests.papers.recaps.sheet_reader import cells, names_in

CONFIRMED = Confirmed(city="Balikpapan", day=date(2022, 4, 1))
DANGEROUS = ["=1+1", "+62 812", "-5", "@SUM(A1)", '=HYPERLINK("http://a.id")', "http://a.id", "000001", "12", "{=A1}"]


def _recap(rows: list[tuple[Cell, ...]], kind: Kind = Kind.NEW_PATIENTS, *, has_total: bool = False) -> Recap:
    columns = (
        RecapColumn("date", "Tanggal", 2, Align.CENTRE),
        RecapColumn("name", "Nama", 4, group="Klien"),
        RecapColumn("rm_number", "RM", 2, group="Klien"),
        RecapColumn("age", "Umur", 1, Align.RIGHT),
    )
    behind = (Behind(uuid4(), uuid4(), "000001", "BS"),)
    return Recap(wish(kind), "LAPORAN", ("Klinik Uji",), columns, tuple(rows), ("Catatan",), behind, has_total)


ROWS: list[tuple[Cell, ...]] = [
    (date(2022, 3, 2), "Budi Santoso", "000001", 31),
    (date(2022, 3, 9), "Siti", "000002", ""),
    ("Jumlah", "", "2", None),
]


def _table(recap: Recap) -> list[tuple[str, ...]]:
    return [
        tuple(str(cell) for cell in row)
        for block in recap_sheet(recap, CONFIRMED).blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_cell_is_the_same_on_paper_and_in_the_spreadsheet(kind: Kind) -> None:
    recap = _recap(ROWS, kind, has_total=True)
    read = cells(recap_workbook(recap, CONFIRMED))
    top = next(row for (row, column), cell in read.items() if column == 0 and cell == date(2022, 3, 2))
    found = [tuple(read.get((top + at, place), "") for place in range(4)) for at in range(len(ROWS))]
    assert found == [tuple(shown(cell) if cell is None else cell for cell in row) for row in ROWS]
    assert [tuple(shown(cell) for cell in row) for row in found] == _table(recap) == list(recap.printed())


def test_headings_groups_numbers_lines_and_notes_are_the_same_too() -> None:
    recap = _recap(ROWS)
    read = list(cells(recap_workbook(recap, CONFIRMED)).values())
    said = words(draw(recap_sheet(recap, CONFIRMED)))
    for text in ("LAPORAN", "Klinik Uji", "Tanggal", "Klien", "Nama", "RM", "Umur", "(1)", "(4)", "Catatan"):
        assert read.count(text) == 1
        assert text in said


def test_text_is_never_taken_for_a_formula_a_link_or_a_number() -> None:
    recap = _recap([(text, text, text, 1) for text in DANGEROUS])
    content = recap_workbook(recap, CONFIRMED)
    assert [cell for cell in cells(content).values() if cell in DANGEROUS] == [
        text for text in DANGEROUS for _ in range(3)
    ]
    assert not [name for name in names_in(content) if "rels" in name and "sheet1" in name]


def test_days_are_days_and_numbers_numbers() -> None:
    read = cells(recap_workbook(_recap(ROWS), CONFIRMED)).values()
    assert date(2022, 3, 2) in read
    assert 31 in read
    assert "31" not in read


def test_the_same_recap_gives_the_same_bytes_and_names_nobody_who_made_it() -> None:
    made = [recap_workbook(_recap(ROWS), CONFIRMED) for _ in range(2)]
    assert all(first == second for first, second in pairwise(made))


def test_a_long_name_and_letters_outside_latin_stand_whole() -> None:
    name = "Ğüłşah Þórðardóttir ニコ " + "Panjang " * 8
    recap = _recap([(date(2022, 3, 2), name.strip(), "000001", 31)])
    assert name.strip() in cells(recap_workbook(recap, CONFIRMED)).values()
    assert "Panjang" in words(draw(recap_sheet(recap, CONFIRMED)))


def test_a_recap_of_nobody_says_so_on_paper() -> None:
    assert "Tidak ada data pada masa ini." in words(draw(recap_sheet(_recap([]), CONFIRMED)))


def test_a_practice_clinic_marks_both() -> None:
    practice = Confirmed(city="Balikpapan", day=date(2022, 4, 1), is_practice=True)
    assert any("LATIHAN" in str(cell) for cell in cells(recap_workbook(_recap(ROWS), practice)).values())
    assert "LATIHAN" in words(draw(recap_sheet(_recap(ROWS), practice)))
