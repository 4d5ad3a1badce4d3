"""What holds for each statement and sheet: a sound text, nothing lost on paper, nobody named where she may not be."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import F4, PRACTICE_BANNER, FieldTable
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.letters.facts import Office
from rehab_app.papers.plain import to_text
from rehab_app.papers.texts.delivered import delivered, reading
from rehab_app.papers.texts.faults import faults_of
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.kinds_statements import CARE_SHEETS, STATEMENTS
from rehab_app.papers.texts.language import Condition, NewPage, Place, Row, all_pieces, fields_in, texts_of
from tests.papers.pdf import fonts, reader, words
from tests.papers.samples import LONG_NAME
from tests.papers.statements.samples import BLANK, FILLED, KNOWN, LONG_CLIENT, about, made

CODES = tuple(FILLED)
NAMES = ("Budi", "Setiawan", "Siti Aminah")
# What the office may put into its own text although the delivered one does without.
OFFERED = {
    "klinik",
    "unit",
    "kota",
    "alamat_klinik",
    "telepon_klinik",
    "tanggal_surat",
    "formulir_kosong",
    "nama",
    "inisial",
    "nik",
    "identitas_lain",
    "tempat_tanggal_lahir",
    "umur",
    "jenis_kelamin",
    "agama",
    "alamat",
    "pekerjaan",
    "no_hp",
    "no_rm",
    "no_registrasi",
    "wali_nik",
    "wali_alamat",
    "wali_no_hp",
}


@pytest.mark.parametrize("code", CODES)
def test_it_reads_as_agreed(code: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{code.replace('_', '-')}.txt", to_text(made(FILLED[code])))
    golden(f"{code.replace('_', '-')}-blank.txt", to_text(made(BLANK[code])))


def test_every_kind_has_facts_here_and_stands_among_the_kinds() -> None:
    assert {kind.code for kind in (*STATEMENTS, *CARE_SHEETS)} == set(CODES)
    assert [kind.code for kind in (*STATEMENTS, *CARE_SHEETS) if KINDS[kind.code] is not kind] == []


@pytest.mark.parametrize("code", CODES)
def test_the_delivered_text_has_no_fault_and_uses_what_is_not_merely_offered(code: str) -> None:
    assert faults_of(delivered(code), KINDS[code].fields) == ()
    pieces = [*all_pieces(reading(KINDS[code]).pieces)]
    used = {name for piece in pieces for words_ in texts_of(piece) for name, _ in fields_in(words_)}
    used |= {piece.condition.name for piece in pieces if piece.condition is not None}
    assert set(KINDS[code].fields) - used - OFFERED == set()


@pytest.mark.parametrize("code", CODES)
def test_a_blank_form_leaves_nothing_out_and_names_nobody(code: str) -> None:
    said = words(draw(made(BLANK[code])))
    missing: list[str] = []
    for piece in all_pieces(reading(KINDS[code]).pieces):
        if isinstance(piece, Place | NewPage) or piece.condition not in (None, Condition("formulir_kosong")):
            continue
        told = piece.label if isinstance(piece, Row) else texts_of(piece)[0]
        parts = told.replace("**", "").split("{")[0].splitlines()
        missing += [part for part in parts if " ".join(part.split()) not in said]
    assert missing == []
    assert [name for name in (*NAMES, "6471") if name in said] == []
    assert "\u2026" in said


@pytest.mark.parametrize("code", CODES)
def test_long_names_and_addresses_are_printed_whole(code: str) -> None:
    facts = about(FILLED[code], LONG_CLIENT)
    text = "".join(words(draw(made(facts))).split())
    known = to_text(made(facts))
    assert ("".join(LONG_NAME.split()) in text) == (LONG_NAME in known)
    assert ("".join(LONG_CLIENT.address.split()) in text) == (LONG_CLIENT.address in known)
    assert code == "receipt_of_papers" or LONG_NAME in known  # a receipt shows the client by initials


@pytest.mark.parametrize("code", CODES)
def test_no_name_stands_in_the_properties_and_every_font_in_the_file(code: str) -> None:
    data = draw(made(FILLED[code]))
    file = reader(data)
    assert file.metadata is not None
    properties = " ".join(str(value) for value in file.metadata.values())
    assert [name for name in NAMES if name in properties] == []
    assert file.metadata.title
    assert all(fonts(data).values())


@pytest.mark.parametrize("code", [code for code in CODES if code != "report_card"])
def test_the_family_and_the_sheet_of_the_office_are_used(code: str) -> None:
    document = made(replace(FILLED[code], paper=F4, font="Liberation Serif"))
    assert (document.paper, document.font) == (F4, "Liberation Serif")
    assert page_count(document) == 1


@pytest.mark.parametrize("code", CODES)
def test_a_paper_of_practice_says_so(code: str) -> None:
    for facts in (FILLED[code], BLANK[code]):
        assert PRACTICE_BANNER in words(draw(made(replace(facts, is_practice=True))))
        assert PRACTICE_BANNER not in words(draw(made(facts)))


@pytest.mark.parametrize("code", ["informed_consent", "outpatient_statement", "guarantor_statement", "reporting_pact"])
def test_an_unknown_nik_leaves_its_row_out_and_dots_on_a_blank_form(code: str) -> None:
    unknown = about(FILLED[code], replace(KNOWN, nik=""))
    before, after = to_text(made(FILLED[code])).count("No. KTP"), to_text(made(unknown)).count("No. KTP")
    assert after == before - 1
    assert to_text(made(replace(unknown, is_blank=True))).count("No. KTP") >= before


@pytest.mark.parametrize("code", CODES)
def test_without_a_letterhead_it_is_refused(code: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        made(replace(FILLED[code], office=Office(letterhead=(), city="Balikpapan")))
    assert "papers.letterhead_missing" in [trouble.code for trouble in refused.value.troubles]


@pytest.mark.parametrize("code", [code for code in CODES if code not in {"receipt_of_papers", "visit_sheet"}])
def test_a_filled_paper_needs_a_client(code: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        made(about(FILLED[code], replace(KNOWN, name=" ", initials="")))
    assert "papers.client_unnamed" in [trouble.code for trouble in refused.value.troubles]


def test_names_do_not_show_in_a_representation() -> None:
    assert [code for code, facts in FILLED.items() if any(name in repr(facts) for name in NAMES)] == []


def test_the_text_of_the_office_replaces_the_delivered_one() -> None:
    own = "Judul: Pernyataan\n---\n# PERNYATAAN KAMI\n\n1. Bersedia datang, kata {nama}.\n{tanda_tangan}\n"
    said = to_text(made(FILLED["outpatient_statement"], own))
    assert "PERNYATAAN KAMI" in said
    assert "Bersedia datang, kata Budi Setiawan." in said
    with pytest.raises(RulesBroken):
        made(FILLED["outpatient_statement"], own.replace("{tanda_tangan}", ""))


@pytest.mark.parametrize("code", [code for code in CODES if code != "report_card"])
def test_rows_to_write_on_stand_apart(code: str) -> None:
    tables = [block for block in made(BLANK[code]).blocks if isinstance(block, FieldTable)]
    assert tables
    assert [table for table in tables if table.row_gap <= 0] == []
    assert [
        one for one in made(FILLED["outpatient_statement"]).blocks if isinstance(one, FieldTable) and one.row_gap
    ] == []


def test_a_form_may_be_half_known() -> None:
    """The identity printed, the rest to be written by hand: what is given stands there, dots for what is not."""
    said = to_text(made(replace(about(FILLED["reporting_pact"], KNOWN), is_blank=True, day=None)))
    assert KNOWN.nik in said
    assert "Balikpapan, \u2026" in said
    assert "Bila belum berusia 18 tahun" in said
