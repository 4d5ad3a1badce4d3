"""The consent: what may be told to whom, who gives it, and that it can be withdrawn."""

from dataclasses import replace

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.plain import to_text
from rehab_app.papers.statements.by_hand import FormFacts
from rehab_app.papers.statements.informed_consent import informed_consent
from rehab_app.papers.statements.outpatient import outpatient_statement
from rehab_app.papers.statements.receipt import receipt_of_papers
from rehab_app.papers.statements.reporting_pact import reporting_pact
from tests.papers.pdf import words
from tests.papers.statements.samples import (
    BLANK,
    CONSENT,
    LONG_CLIENT,
    MOTHER,
    OUTPATIENT,
    PACT,
    RECEIPT,
    SCOPES,
    made,
)

MINOR = replace(CONSENT, is_minor=True)


def test_only_what_is_agreed_is_listed_by_recipient() -> None:
    said = to_text(informed_consent(CONSENT))
    assert "1 | Balai Rehabilitasi BNN Tanah Merah | Hasil skrining; Ringkasan asesmen; Diagnosis;" in said
    assert "2 | Ibu kandung | Riwayat dan kehadiran rawatan | pendampingan" in said
    assert "Pemeriksaan fisik" not in said


def test_without_recipients_it_says_that_nothing_is_told() -> None:
    said = to_text(informed_consent(replace(CONSENT, disclosures=())))
    assert "**tidak** menyetujui data itu diberitahukan" in said
    assert "Kepada |" not in said
    assert "**tidak** menyetujui" not in to_text(informed_consent(CONSENT))


def test_it_can_be_withdrawn_and_says_how_soon() -> None:
    for facts in (CONSENT, MINOR, BLANK["informed_consent"]):
        said = words(draw(made(facts)))
        assert "dapat ditarik kembali kapan saja" in said
        assert "3 x 24 (tiga kali dua puluh empat) jam" in said


def test_of_a_minor_the_guardian_gives_it() -> None:
    said = to_text(informed_consent(MINOR))
    assert "belum berusia 18 tahun, persetujuan ini diberikan untuknya oleh orang tua/wali:" in said
    assert MOTHER.nik in said
    assert said.index("Orang tua/wali,") < said.index("Klien,")
    adult = to_text(informed_consent(CONSENT))
    assert "18 tahun" not in adult
    assert MOTHER.nik not in adult  # the family of an adult signs along, no more
    assert "Keluarga/penjamin," in adult


@pytest.mark.parametrize("guardian", [None, replace(MOTHER, name=" ")])
def test_of_a_minor_without_guardian_nothing_is_printed(guardian: Person | None) -> None:
    papers: tuple[FormFacts, ...] = (
        replace(CONSENT, is_minor=True, guardian=guardian),
        replace(OUTPATIENT, is_minor=True, guardian=guardian),
        replace(PACT, is_minor=True, guardian=guardian),
    )
    for facts in papers:
        with pytest.raises(RulesBroken) as refused:
            made(facts)
        assert [trouble.code for trouble in refused.value.troubles] == ["statements.guardian_missing"]


def test_the_guardian_of_a_minor_signs_beside_her() -> None:
    for said in (
        to_text(outpatient_statement(replace(OUTPATIENT, is_minor=True, guardian=MOTHER))),
        to_text(reporting_pact(replace(PACT, is_minor=True, guardian=MOTHER))),
    ):
        assert "Mendampingi," in said
        assert "Siti Aminah" in said
        assert "didampingi orang tua/wali:" in said


def test_the_blank_form_has_a_box_for_each_scope_of_each_recipient() -> None:
    said = to_text(made(BLANK["informed_consent"]))
    for scope in SCOPES:
        assert said.count(f"[ ] {scope}".replace(" ", "\u00a0").replace("[\u00a0]", "[\u00a0\u00a0\u00a0]")) == 4


def test_an_ordinary_consent_stands_on_one_page() -> None:
    assert page_count(informed_consent(CONSENT)) == 1
    assert page_count(informed_consent(MINOR)) == 1
    assert (
        page_count(
            informed_consent(replace(MINOR, client=LONG_CLIENT, guardian=replace(MOTHER, address=LONG_CLIENT.address)))
        )
        <= 2
    )


def test_the_pledge_leaves_out_what_is_not_agreed() -> None:
    said = to_text(reporting_pact(replace(PACT, recommendation="", tested="", sent_by="")))
    assert "Rekomendasi TAT" not in said
    assert "Dikirim oleh" not in said
    assert "3. Menjalani tes urin berkala" in said


def test_a_receipt_lists_the_papers_and_shows_the_client_by_initials() -> None:
    said = to_text(receipt_of_papers(RECEIPT))
    assert "2 | Kartu Keluarga | Fotokopi | 2 | satu buram" in said
    assert "B.S." in said
    assert "Budi" not in said
    with pytest.raises(RulesBroken) as refused:
        receipt_of_papers(replace(RECEIPT, papers=()))
    assert [trouble.code for trouble in refused.value.troubles] == ["statements.no_papers"]
