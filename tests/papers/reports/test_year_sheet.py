"""The printed year page: what it says, that it draws, and that it never prints a name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.papers.blocks import PRACTICE_BANNER
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.plain import to_text
from rehab_app.papers.reports.figures import TABLES, FigureRow, FigureTable, YearFigures, percent_of
from rehab_app.papers.reports.year_sheet import YearSheet, year_sheet
from tests.papers.samples import OFFICE, SIGNER


def _table(name: str, title: str, *rows: tuple[str, int]) -> FigureTable:
    total = sum(count for _, count in rows)
    return FigureTable(
        name, title, tuple(FigureRow(label, label, count, percent_of(count, total)) for label, count in rows)
    )


FIGURES = YearFigures(
    year=2022,
    rule="2022.1",
    total=60,
    tables=(
        FigureTable(
            "modality",
            "Modalitas",
            (
                FigureRow("outpatient", "Rawat jalan", 51, 85.0),
                FigureRow("referral", "Rujukan rawat inap", 9, 15.0),
                FigureRow("examined_only", "TAT saja", 0, 0.0),
            ),
        ),
        _table("substance", "Zat utama", ("Sabu", 56), ("Ganja", 4)),
        _table("district", "Kecamatan tempat tinggal", ("Balikpapan Barat", 17), ("Luar Balikpapan", 43)),
        *(_table(name, name, ("Semua", 60)) for name in TABLES[3:]),
    ),
    new=57,
    carried_over=4,
)
SHEET = YearSheet(figures=FIGURES, office=OFFICE, day=date(2023, 1, 9), signer=SIGNER)


def test_the_page_reads_as_the_office_would_publish_it(golden: Callable[[str, str], None]) -> None:
    golden("year-sheet.txt", to_text(year_sheet(SHEET)))


def test_every_table_ends_in_the_same_total_and_the_rule_is_printed() -> None:
    said = to_text(year_sheet(SHEET))
    assert said.count("100,0%") >= len(TABLES)
    assert "28,3%" in said
    assert "Aturan hitung (versi 2022.1)" in said
    assert "51 rawat jalan, 9 rujukan rawat inap, 0 TAT saja" in said
    assert "4 klien lama" in said
    assert "Klien baru 57 orang; mendaftar lagi (masa perawatan ke-2 dan seterusnya) 3 orang." in said


def test_the_page_draws_with_and_without_a_signer() -> None:
    assert draw(year_sheet(SHEET)).startswith(b"%PDF")
    assert page_count(year_sheet(SHEET)) == 2
    unsigned = to_text(year_sheet(replace(SHEET, signer=None)))
    assert SIGNER.name not in unsigned


def test_a_year_without_clients_says_so_and_still_prints_the_rule() -> None:
    nobody = replace(FIGURES, total=0, new=0, carried_over=0, tables=())
    said = to_text(year_sheet(replace(SHEET, figures=nobody)))
    assert "Tidak ada klien yang terdaftar pada tahun 2022." in said
    assert "Tidak ada klien lama" in said
    assert "Aturan hitung" in said


@pytest.mark.parametrize("is_practice", [True, False])
def test_practice_is_marked(is_practice: bool) -> None:
    document = year_sheet(replace(SHEET, is_practice=is_practice))
    assert (document.banner == PRACTICE_BANNER) == is_practice


def test_the_title_in_the_properties_holds_the_year_alone() -> None:
    assert year_sheet(SHEET).title == "Data klien layanan rehabilitasi tahun 2022"
