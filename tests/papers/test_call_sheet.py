"""The call sheet: initials and RM, safe-contact rules in words, names on request alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.clinic.followup.rules import REASONS
from rehab_app.papers.blocks import PRACTICE_BANNER
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.templates import template
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.call_sheet import CallLine, CallNumber, CallSheet, call_sheet
from tests.papers.pdf import pages, words

MOTHER = CallNumber(
    phone="0812-0000-0001",
    name="Sari Wulandari",
    relation="Ibu",
    is_informed=True,
    who_may_answer="hanya ibu, bukan ayah tiri",
    call_times="setelah 17.00",
    sentence="Selamat sore Bu, ini Siti. Budi bisa dihubungi?",
    may_leave_message=True,
    last_outcome="Tidak diangkat",
)
UNCLE = CallNumber(phone="(0542) 765432", name="Joko", relation="Paman/bibi", is_informed=False)
FRIEND = CallNumber(phone="0813-0000-0002", name="Andi Saputra")
OWN = CallNumber(
    phone="0812-0000-0009", name="Budi Setiawan", is_own=True, is_informed=True, last_outcome="Nomor tidak aktif"
)
FIRST = CallLine(
    initials="B.S.",
    rm_number="000123",
    reasons=("Tidak hadir 2 kali berturut-turut: 23/02/2022, 26/02/2022.", "Tanpa kontak 15 hari, sejak 14/02/2022."),
    so_far=(
        "Terakhir 26/02/2022: Tidak diangkat.",
        "Dicoba 2 kali sejak kontak terakhir.",
        "Belum ada pertemuan berikut.",
    ),
    numbers=(OWN, MOTHER, UNCLE, FRIEND),
    name="Budi Setiawan",
)
SECOND = CallLine(
    "A.W.", "000124", ("Berjanji datang 25/02/2022, belum datang.",), ("Pertemuan berikut: 04/03/2022.",), ()
)
SHEET = CallSheet("Klinik Pratama BNN Kota Balikpapan", date(2022, 3, 1), "Siti Konselor", (FIRST, SECOND))
NAMES = ("Budi", "Setiawan", "Wulandari", "Saputra", "Joko")


def test_the_sheet_reads_as_agreed(golden: Callable[[str, str], None]) -> None:
    golden("call-sheet.txt", to_text(call_sheet(SHEET)))


def test_names_stand_on_the_paper_on_request_alone() -> None:
    said = words(draw(call_sheet(SHEET)))
    assert [name for name in NAMES if name in said] == []
    assert "Ibu S.W.: 0812-0000-0001" in said
    assert "ini Siti. B. bisa dihubungi?" in said
    named = words(draw(call_sheet(replace(SHEET, has_names=True))))
    assert [name for name in NAMES if name not in named] == []


@pytest.mark.parametrize(
    ("number", "told", "untold"),
    [
        (MOTHER, ["Tahu program.", "Boleh meninggalkan pesan."], ["TIDAK TAHU", "Jangan meninggalkan"]),
        (UNCLE, ["TIDAK TAHU program.", "Jangan meninggalkan pesan.", "bicara dengan B.S.?"], ["Boleh meninggalkan"]),
        (FRIEND, ["anggap TIDAK TAHU", "Jangan meninggalkan pesan.", "bicara dengan B.S.?"], ["Boleh meninggalkan"]),
        (OWN, ["Klien sendiri", "Jangan meninggalkan pesan."], ["Tahu program", "bicara dengan B.S.?"]),
    ],
    ids=["informed", "not informed", "unknown", "own"],
)
def test_each_number_says_how_it_may_be_called(number: CallNumber, told: list[str], untold: list[str]) -> None:
    text = to_text(call_sheet(replace(SHEET, lines=(replace(FIRST, numbers=(number,)),))))
    body = text.split("Jangan menyebut klinik")[0]
    assert [part for part in told if part not in body] == []
    assert [part for part in untold if part in body] == []


def test_every_page_is_marked_and_a_practice_sheet_says_so() -> None:
    many = replace(SHEET, lines=(FIRST,) * 12, is_practice=True)
    drawn = pages(draw(call_sheet(many)))
    assert len(drawn) > 1
    assert [page for page in drawn if "RAHASIA" not in page or PRACTICE_BANNER not in page] == []


def test_an_empty_sheet_says_so() -> None:
    assert "Tidak ada klien yang perlu dihubungi" in words(draw(call_sheet(replace(SHEET, lines=()))))


def test_names_do_not_show_in_a_representation() -> None:
    assert [name for name in NAMES if name in repr(replace(SHEET, lines=(replace(FIRST, numbers=(UNCLE,)),)))] == []


def test_the_sheet_has_words_for_every_reason() -> None:
    assert {code.rpartition(".")[2] for code in REASONS} == set(template("call_sheet").parts["reasons"])
