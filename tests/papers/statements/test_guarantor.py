"""Penjamin and terjamin stand each under their own word, and cannot be swapped."""

from dataclasses import replace

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.draw import draw
from rehab_app.papers.plain import to_text
from rehab_app.papers.statements.guarantor import (
    Guaranteed,
    Guarantor,
    GuarantorFacts,
    guarantor_statement,
    guarantor_values,
)
from rehab_app.papers.texts.kinds_statements import GUARANTOR_STATEMENT
from tests.papers.pdf import words
from tests.papers.statements.samples import CLINIC, DAY, GUARANTOR, KNOWN, MOTHER


def test_each_stands_under_the_right_word_on_paper() -> None:
    said = words(draw(guarantor_statement(GUARANTOR)))
    _, _, rest = said.partition("PENJAMIN Nama")
    guarantor, _, rest = rest.partition("TERJAMIN Nama")
    guaranteed, _, below = rest.partition("Dalam hubungan")
    for person, block, other in ((MOTHER, guarantor, guaranteed), (KNOWN, guaranteed, guarantor)):
        for value in (person.name, person.nik, person.phone):
            assert value in block
            assert value not in other
    assert below.rstrip().endswith(MOTHER.name)


def test_the_types_refuse_a_swap() -> None:
    with pytest.raises(TypeError):
        GuarantorFacts(
            office=CLINIC,
            guarantor=Guaranteed(KNOWN),  # type: ignore[arg-type] # what the test is about
            guaranteed=Guarantor(MOTHER),  # type: ignore[arg-type] # as above
        )
    with pytest.raises(TypeError):
        replace(GUARANTOR, guaranteed=KNOWN)  # type: ignore[arg-type] # as above


def test_no_single_value_of_either_can_be_set_by_a_text() -> None:
    """The client's data cannot be written under PENJAMIN by whoever edits the text: only whole blocks are offered."""
    offered = set(GUARANTOR_STATEMENT.fields)
    assert {"identitas_penjamin", "identitas_terjamin"} <= offered
    assert offered & {"nama", "nik", "alamat", "identitas_klien", "penjamin_nama"} == set()
    own = "Judul: Penjamin\n---\n{identitas_terjamin}\n\n{identitas_penjamin}\n\n{tanda_tangan}\n"
    said = to_text(guarantor_statement(GUARANTOR, own))
    assert said.index("**TERJAMIN**") < said.index(KNOWN.nik) < said.index("**PENJAMIN**") < said.index(MOTHER.nik)


def test_both_blocks_are_required_of_a_text() -> None:
    for left_out in ("{identitas_penjamin}", "{identitas_terjamin}"):
        own = "Judul: P\n---\n{identitas_penjamin}\n\n{identitas_terjamin}\n\n{tanda_tangan}\n".replace(left_out, "isi")
        with pytest.raises(RulesBroken):
            guarantor_statement(GUARANTOR, own)


@pytest.mark.parametrize(
    ("guarantor", "is_same"),
    [
        (replace(MOTHER, nik=KNOWN.nik), True),
        (replace(KNOWN, nik=""), True),
        (replace(KNOWN, nik="", birth_date=None), False),
        (replace(KNOWN, nik="6471021708980099"), False),
        (MOTHER, False),
    ],
    ids=["same NIK", "same name and birth", "namesake", "another NIK", "mother"],
)
def test_nobody_guarantees_for_herself(guarantor: object, is_same: bool) -> None:
    facts = replace(GUARANTOR, guarantor=Guarantor(guarantor))  # type: ignore[arg-type] # given as a person
    if not is_same:
        assert guarantor_values(facts)["identitas_penjamin"]
        guarantor_statement(facts)
        return
    with pytest.raises(RulesBroken) as refused:
        guarantor_statement(facts)
    assert [trouble.code for trouble in refused.value.troubles] == ["statements.guarantor_is_client"]


def test_a_filled_statement_needs_a_guarantor() -> None:
    with pytest.raises(RulesBroken) as refused:
        guarantor_statement(replace(GUARANTOR, guarantor=None))
    assert [trouble.code for trouble in refused.value.troubles] == ["statements.guarantor_missing"]


def test_there_is_a_place_for_witness_and_meterai() -> None:
    said = words(draw(guarantor_statement(GUARANTOR)))
    assert "Saksi," in said
    assert "Andi Saputra" in said
    assert "Meterai Rp10.000" in said
    unknown = words(draw(guarantor_statement(replace(GUARANTOR, witness="", day=None))))
    assert "Saksi, " in unknown
    assert "Balikpapan, \u2026" in unknown
    assert DAY.strftime("%Y") not in unknown.replace("1998", "")


def test_without_a_known_relation_the_sentence_goes_on_without_it() -> None:
    facts = replace(GUARANTOR, guarantor=Guarantor(replace(MOTHER, relation="")))
    said = to_text(guarantor_statement(facts))
    assert "Dalam hubungan" not in said
    assert "PENJAMIN menyatakan:" in said
    assert "sebagai ibu kandung dari TERJAMIN" in to_text(guarantor_statement(GUARANTOR))
