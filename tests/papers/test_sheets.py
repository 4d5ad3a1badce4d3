"""Sheets: the recovery key, the audit's seal, and tables on landscape paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.papers.blocks import F4, PRACTICE_BANNER, Align, Column, Document, Signature, SignatureBlock
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.recovery import RecoveryFacts, recovery_sheet
from rehab_app.papers.sheets.seal import AuditSeal, seal_sheet
from rehab_app.papers.sheets.table_report import table_report
from tests.papers.pdf import fonts, pages, words

GROUPS = ("7K2QX", "AB3D9", "ZZ8T1", "MN4P0", "QK2QX", "RB3D9", "SZ8T1", "TN4P0")
KEY = RecoveryFacts("BNN Kota Balikpapan", date(2026, 1, 12), "-".join(GROUPS), "7K2Q-AB3D")
SEAL = AuditSeal("BNN Kota Balikpapan", 12345, "0123456789abcdef" * 4, date(2026, 1, 31), "Balikpapan")
COLUMNS = (
    Column("No", 0.5, Align.CENTRE),
    Column("Lama", 0.8, Align.RIGHT, "Jumlah klien"),
    Column("Baru", 0.8, Align.RIGHT, "Jumlah klien"),
    Column("Kecamatan", 3),
)


def recap(count: int = 3, **options: object) -> Document:
    """Return a recap of ``count`` districts and their total."""
    rows = [(str(number), "1", "2", f"Kecamatan {number}x") for number in range(1, count + 1)]
    total = ("", str(count), str(2 * count), "Jumlah")
    return table_report(
        "REKAPITULASI KLIEN",
        ["BULAN JANUARI 2026", ""],
        COLUMNS,
        [*rows, total],
        ["Aturan hitung versi 1."],
        has_total=True,
        **options,  # type: ignore[arg-type] # given by name in each test
    )


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("recovery-sheet", recovery_sheet(KEY)),
        ("audit-seal", seal_sheet(SEAL)),
        ("table-report", recap(has_column_numbers=True)),
    ],
)
def test_sheets_read_as_agreed(name: str, document: Document, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", to_text(document))


def test_the_recovery_key_can_be_typed_from_one_page() -> None:
    data = draw(recovery_sheet(KEY))
    (page,) = pages(data)
    assert [group for group in GROUPS if group not in page] == []
    positions = [page.index(group) for group in GROUPS]
    assert positions == sorted(positions)
    for what in ("BNN Kota Balikpapan", "12 Januari 2026", "7K2Q-AB3D", "amplop", "brankas", "RAHASIA"):
        assert what in page
    assert all(fonts(data).values())


def test_the_recovery_key_may_be_parted_by_blanks() -> None:
    assert to_text(recovery_sheet(replace(KEY, key=" ".join(GROUPS)))) == to_text(recovery_sheet(KEY))


def test_a_recovery_sheet_without_key_is_a_bug() -> None:
    with pytest.raises(ValueError, match="letters"):
        recovery_sheet(replace(KEY, key=" - "))


def test_the_key_does_not_show_in_a_representation() -> None:
    assert "7K2QX" not in repr(KEY)


def test_the_seal_holds_number_hash_and_day() -> None:
    (page,) = pages(draw(seal_sheet(SEAL)))
    assert "12345" in page
    assert SEAL.digest in page.replace(" ", "")
    assert "31 Januari 2026" in page
    assert "Bulan Januari 2026" in page
    assert "--seal 12345:0123456789abcdef " in page
    assert page.count("(\u2026") == 2


@pytest.mark.parametrize("seal", [replace(SEAL, number=0), replace(SEAL, digest=" ")])
def test_an_empty_audit_has_no_seal(seal: AuditSeal) -> None:
    with pytest.raises(ValueError, match="no seal"):
        seal_sheet(seal)


def test_practice_papers_say_so() -> None:
    for document in (
        recovery_sheet(replace(KEY, is_practice=True)),
        seal_sheet(replace(SEAL, is_practice=True)),
        recap(is_practice=True),
    ):
        assert PRACTICE_BANNER in words(draw(document))


def test_a_long_recap_counts_its_pages_and_repeats_its_headings() -> None:
    drawn = pages(draw(recap(120, has_column_numbers=True)))
    assert len(drawn) > 2
    for number, page in enumerate(drawn, 1):
        assert f"Halaman {number} dari {len(drawn)}" in page
        assert "Jumlah klien" in page
        assert "(1) (2) (3) (4)" in page
    assert "240 Jumlah" in drawn[-1]
    assert "Aturan hitung versi 1." in drawn[-1]
    assert [number for number in range(1, 121) if f"Kecamatan {number}x" not in " ".join(drawn)] == []


def test_a_recap_without_rows_says_so() -> None:
    document = table_report("REKAPITULASI", [], COLUMNS, [])
    assert "Tidak ada data" in words(draw(document))


def test_a_row_of_another_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="number of cells"):
        table_report("REKAPITULASI", [], COLUMNS, [("1", "2")])


def test_a_recap_may_be_signed_and_stand_on_f4() -> None:
    signed = SignatureBlock((Signature(("Petugas,",), "Ani"), Signature(("Kepala,",), "Budi", ("NIP 1",))))
    document = recap(signatures=signed, paper=F4, is_landscape=False)
    assert page_count(document) == 1
    assert {"Petugas,", "Ani", "Kepala,", "Budi"} <= set(words(draw(document)).split())
    assert document.page == (215, 330)


def test_twenty_eight_columns_stand_on_a_landscape_page() -> None:
    columns = [Column(f"K{number}", group="Jumlah" if number < 3 else "") for number in range(28)]
    data = draw(table_report("LAPORAN JUMLAH PASIEN PER TAHUN", [], columns, [["1"] * 28], has_column_numbers=True))
    (page,) = pages(data)
    assert [number for number in range(28) if f"K{number}" not in page] == []
