"""The rencana rawatan on paper: what is planned, and the three places of signature."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.papers.blocks import PRACTICE_BANNER
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.care_plan import CarePlanFacts, PlannedProblem, care_plan_sheet
from tests.papers.pdf import fonts, pages, reader, words
from tests.papers.samples import CLIENT, GUARDIAN, OFFICE, SIGNER

PROBLEMS = (
    PlannedProblem(
        "Napza",
        "Memakai sabu hampir setiap hari sejak 4 tahun; dua kali berhenti, dua kali kambuh",
        "Saya mau berhenti total dan kuat kalau diajak teman lama",
        ("Wawancara Motivasional (MI)", "Pencegahan Kekambuhan"),
        "Catatan harian pemicu; tes urin tiap dua minggu",
        "Sedang dikerjakan",
    ),
    PlannedProblem(
        "Keluarga/Sosial",
        "Sering bertengkar dengan istri",
        "Saya mau dipercaya lagi di rumah",
        ("Family Support Group (FSG)",),
        state="Belum tercapai",
    ),
    PlannedProblem("Pekerjaan/Dukungan", "Diberhentikan pada Desember", "Kerja lagi sebelum Lebaran"),
)
FACTS = CarePlanFacts(
    office=OFFICE,
    client=CLIENT,
    head=SIGNER,
    registration_number="0012/2026",
    period_number=1,
    number=1,
    made_on=date(2026, 1, 12),
    made_by="Konselor Contoh, S.Psi.",
    problems=PROBLEMS,
    diagnoses=("F15.2 sindrom ketergantungan, stimulansia lain", "F17.2 sindrom ketergantungan, tembakau"),
    modality="Rawat jalan",
    target_sessions=12,
    rhythm="Seminggu sekali",
    review_on=date(2026, 2, 11),
    guardian=GUARDIAN,
)
RENEWED = replace(
    FACTS,
    number=3,
    made_on=date(2026, 3, 13),
    review_on=date(2026, 4, 12),
    progress="Tidak memakai sejak tiga minggu; datang lima kali berturut-turut.",
    remark="Kontrol dokter bulan depan.",
    is_minor=True,
    client_signed_on=date(2026, 3, 13),
    guardian_signed_on=date(2026, 3, 14),
    is_practice=True,
)
LEAST = CarePlanFacts(
    office=OFFICE,
    client=Person(name="", initials="BS"),
    head=SIGNER,
    registration_number="0012/2026",
    period_number=2,
    number=1,
    made_on=date(2026, 1, 12),
    made_by="",
    problems=PROBLEMS[2:],
)


@pytest.mark.parametrize(
    ("name", "facts"), [("care-plan", FACTS), ("care-plan-renewed", RENEWED), ("care-plan-least", LEAST)]
)
def test_the_sheet_reads_as_agreed(name: str, facts: CarePlanFacts, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", to_text(care_plan_sheet(facts)))


def test_an_ordinary_plan_stands_on_one_page_with_all_that_was_planned() -> None:
    data = draw(care_plan_sheet(FACTS))
    (page,) = pages(data)
    for what in (
        "RENCANA RAWATAN",
        "RAHASIA",
        "Budi Setiawan",
        "000123",
        "0012/2026",
        "F15.2",
        "F17.2",
        "12 (dua belas) kali",
        "Seminggu sekali",
        "11 Februari 2026",
        "Konselor Contoh, S.Psi.",
        "kuat kalau diajak teman lama",
        "Catatan harian pemicu",
        "Halaman 1 dari 1",
    ):
        assert what in page, what
    assert all(fonts(data).values())


def test_client_family_and_head_have_a_place_to_sign_each() -> None:
    said = words(draw(care_plan_sheet(FACTS)))
    for who in (
        "Klien,",
        "Orang tua/wali/keluarga,",
        "Pimpinan,",
        "KEPALA BADAN NARKOTIKA NASIONAL",
        "Siti Aminah",
        "Drs. Contoh Pejabat",
    ):
        assert who in said, who
    assert said.count("Tanggal \u2026") == 3
    signed = words(draw(care_plan_sheet(RENEWED)))
    assert "Disetujui tanggal 13 Maret 2026" in signed
    assert "Disetujui tanggal 14 Maret 2026" in signed
    assert signed.count("Tanggal \u2026") == 1
    assert "Orang tua/wali," in signed
    assert "keluarga," not in signed


def test_a_renewal_says_which_and_how_the_client_got_on() -> None:
    said = words(draw(care_plan_sheet(RENEWED)))
    assert "Pembaruan ke-2" in said
    assert "Tidak memakai sejak tiga minggu" in said
    assert PRACTICE_BANNER in said
    first = words(draw(care_plan_sheet(FACTS)))
    assert "Pembaruan" not in first
    assert "Perkembangan klien" not in first


def test_no_name_stands_in_the_properties() -> None:
    file = reader(draw(care_plan_sheet(FACTS)))
    assert file.metadata is not None
    properties = " ".join(str(value) for value in file.metadata.values())
    assert file.metadata.title == "Rencana rawatan"
    assert not any(name in properties for name in ("Budi", "Setiawan", "Siti", "Contoh"))


def test_a_client_known_by_initials_alone_signs_by_them() -> None:
    said = words(draw(care_plan_sheet(LEAST)))
    assert "BS" in said
    assert "Masa perawatan ke- : 2" in said
    assert "Target" not in said


def test_a_long_plan_runs_over_pages_and_repeats_its_headings() -> None:
    long = replace(FACTS, problems=tuple(replace(PROBLEMS[0], problem=f"Masalah nomor {n}x. " * 12) for n in range(30)))
    drawn = pages(draw(care_plan_sheet(long)))
    assert len(drawn) > 2
    assert all(page.count("Tujuan (kata-kata klien)") == 1 for page in drawn[:-1])
    assert [n for n in range(30) if f"Masalah nomor {n}x." not in " ".join(drawn)] == []
    assert "Klien," in drawn[-1]
