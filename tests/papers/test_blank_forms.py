"""The forms to fill in by hand: each by its code, each with dots, none about anybody."""

from dataclasses import replace

import pytest

from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.instruments import registry
from rehab_app.papers.blank_forms import Blank, BlankForm, blank_forms
from rehab_app.papers.blocks import F4, PRACTICE_BANNER
from rehab_app.papers.draw import draw
from rehab_app.papers.texts.kinds_statements import CARE_SHEETS, STATEMENTS
from tests.papers.pdf import pages, words
from tests.papers.statements.samples import CLINIC, SCOPES

BLANK = Blank(office=CLINIC, labels={"consent_scope": {f"{at}": label for at, label in enumerate(SCOPES)}})
FORMS = blank_forms([registry.form(name) for name in registry.form_names()])
OWN = "Judul: Pernyataan\n---\n# PERNYATAAN KAMI\n\nNama : {nama}\n\n{tanda_tangan}\n"


def test_every_statement_and_sheet_and_instrument_can_be_printed_blank() -> None:
    kinds = {kind.code for kind in (*STATEMENTS, *CARE_SHEETS)}
    instruments = {f"instrument_{name}" for name in registry.form_names()}
    assert set(FORMS) == kinds | instruments | {"care_plan", "progress_sheet"}
    assert [code for code, form in FORMS.items() if form.code != code] == []
    assert [code for code in blank_forms() if code.startswith("instrument_")] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_it_draws_with_room_to_write_and_says_when_it_is_practice(form: BlankForm) -> None:
    said = words(draw(form.make(BLANK)))
    assert "\u2026" in said
    assert "BADAN NARKOTIKA NASIONAL" in said
    practice = pages(draw(form.make(replace(BLANK, is_practice=True, paper=F4))))
    assert [page for page in practice if PRACTICE_BANNER not in page] == []


def test_the_labels_are_said_in_indonesian() -> None:
    said = Words.of(INDONESIAN)
    assert said.say(FORMS["guarantor_statement"].label) == "Surat pernyataan menjadi penjamin"
    assert FORMS["instrument_dast10"].label == registry.form("dast10").name


def test_the_office_s_own_text_and_value_lists_are_used() -> None:
    own = replace(BLANK, texts={"outpatient_statement": OWN})
    assert "PERNYATAAN KAMI" in words(draw(FORMS["outpatient_statement"].make(own)))
    assert "PERNYATAAN KAMI" not in words(draw(FORMS["reporting_pact"].make(own)))
    assert "Pemeriksaan fisik dan penyakit penyerta" in words(draw(FORMS["informed_consent"].make(BLANK)))
