"""The kartu lapor diri: of card size, whole whatever stands on it, and silent about the substance."""

from dataclasses import replace
from datetime import date

import pytest

from rehab_app.foundation.errors import RuleBroken, RulesBroken, Trouble
from rehab_app.papers.blocks import PRACTICE_BANNER, CardFace, Cards, Document, Signature
from rehab_app.papers.draw import draw
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.report_card import ReportCardFacts, report_card, report_card_pages
from tests.papers.pdf import pages, reader, words
from tests.papers.samples import LONG_NAME, SIGNER, logo
from tests.papers.statements.samples import CARD, CLINIC, LONG_CLIENT, photo

MILLIMETRE = 72 / 25.4


def test_card_pages_are_of_the_size_of_an_identity_card_front_and_back() -> None:
    file = reader(draw(report_card_pages(CARD)))
    assert len(file.pages) == 2
    for page in file.pages:
        assert float(page.mediabox.width) == pytest.approx(85.6 * MILLIMETRE, abs=0.01)
        assert float(page.mediabox.height) == pytest.approx(54 * MILLIMETRE, abs=0.01)
    front, back = pages(draw(report_card_pages(CARD)))
    assert "KARTU LAPOR DIRI" in front
    assert "KETENTUAN" in back


def test_the_sheet_holds_both_sides_on_one_page() -> None:
    (page,) = pages(draw(report_card(CARD)))
    for what in ("KLD-0012/2026", "Budi Setiawan", "000123", "ke-1", "9 Juli 2026", "KETENTUAN", "12/01/2026", "3."):
        assert what in page, what


def test_it_says_nothing_of_the_substance_or_the_diagnosis() -> None:
    said = to_text(report_card(CARD)).lower()
    assert [word for word in ("narkotika", "zat", "diagnosis", "f15", "urin", "sabu") if word in said.split()] == [
        "narkotika"
    ]  # the name of the BADAN alone
    assert said.count("narkotika") == said.count("badan narkotika nasional")


def test_a_photo_takes_the_place_of_the_empty_frame() -> None:
    assert "Pas foto" in words(draw(report_card(CARD)))
    with_photo = draw(report_card(replace(CARD, photo=photo())))
    assert "Pas foto" not in words(with_photo)
    assert len(reader(with_photo).pages[0].images) == 1
    assert (
        len(
            reader(draw(report_card(replace(CARD, photo=photo(), office=replace(CLINIC, logo=logo()))))).pages[0].images
        )
        == 2
    )


@pytest.mark.parametrize("damaged", [b"no picture", photo()[:200], b""])
def test_a_photo_that_is_none_is_named(damaged: bytes) -> None:
    with pytest.raises(Trouble) as refused:
        draw(report_card(replace(CARD, photo=damaged)))
    assert refused.value.code == "papers.photo_unreadable"


def test_the_longest_name_and_address_fit_and_far_too_much_is_refused_without_quoting_it() -> None:
    long = replace(CARD, client=LONG_CLIENT, signer=replace(SIGNER, name=f"{LONG_NAME}, S.H.", title=SIGNER.title * 2))
    for make in (report_card, report_card_pages):
        said = "".join(words(draw(make(long))).split())
        assert "".join(LONG_NAME.split()) in said
        assert "".join(LONG_CLIENT.address.split()) in said
    with pytest.raises(RuleBroken) as refused:
        draw(report_card(replace(CARD, client=replace(LONG_CLIENT, address="Jalan Panjang " * 200))))
    assert refused.value.code == "papers.too_long"
    assert "Panjang" not in str(refused.value)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(CARD, assessed_on=None), "statements.card_before_assessment"),
        (replace(CARD, number=" "), "statements.card_unnumbered"),
        (replace(CARD, valid_until=None), "statements.card_validity_missing"),
    ],
)
def test_there_is_no_card_without_assessment_number_and_validity(facts: ReportCardFacts, code: str) -> None:
    for make in (report_card, report_card_pages):
        with pytest.raises(RulesBroken) as refused:
            make(facts)
        assert [trouble.code for trouble in refused.value.troubles] == [code]


def test_days_reported_stand_in_the_first_boxes_the_latest_where_there_are_more() -> None:
    days = tuple(date(2026, 2, day) for day in range(1, 11))
    said = to_text(report_card(replace(CARD, reported_on=days)))
    assert "01/02/2026" not in said
    assert "03/02/2026 | " in said
    assert "10/02/2026" in said
    assert "1. | 2. | 3." in to_text(report_card(replace(CARD, reported_on=())))


def test_a_card_of_practice_says_so_on_both_sides() -> None:
    for page in pages(draw(report_card_pages(replace(CARD, is_practice=True)))):
        assert PRACTICE_BANNER in page


def test_the_office_writes_rows_and_rules_of_its_own() -> None:
    own = (
        "Judul: Kartu\n---\n# KARTU KAMI\nNo : {nomor_kartu}\nSampai : {berlaku_sampai}\n\n===\n\n"
        "# ATURAN\n\n1. Datang tepat waktu.\n\nTunjukkan kepada {klinik}.\n"
    )
    front, back = pages(draw(report_card_pages(CARD, own)))
    assert "KARTU KAMI" in front
    assert "Alamat" not in front
    assert "ATURAN" in back
    assert "Tunjukkan kepada Klinik Pratama BNN Kota Balikpapan." in back


def test_a_card_without_faces_or_parts_is_drawn() -> None:
    bare = Document(title="Kartu", blocks=(Cards(()), Cards((CardFace(title="KARTU"),))))
    assert words(draw(bare)) == "KARTU"
    signed = CardFace(title="KARTU", signature=Signature(("KEPALA,",), "Nama"))
    assert "KEPALA, Nama" in words(draw(Document(title="Kartu", blocks=(Cards((signed,)),))))
