"""Every kind of paper has a sound delivered text, and every field it offers can be given a value."""

import re

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.foundation.resources import resource
from rehab_app.papers.texts.delivered import delivered, reading
from rehab_app.papers.texts.faults import faults_of
from rehab_app.papers.texts.kind import HIDDEN_CLIENT, OFFICE, PERSON
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.kinds_letters import ASSIGNMENT, ESCALATION, LETTERS, REPLY_SLIP
from rehab_app.papers.texts.language import FIELD, Property

OFFERED = {field.name for field in (*OFFICE, *PERSON, *HIDDEN_CLIENT)}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_delivered_text_has_no_faults(code: str) -> None:
    assert faults_of(delivered(code), KINDS[code].fields) == ()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_delivered_text_speaks_of_recovery_and_names_what_it_is(code: str) -> None:
    text = delivered(code)
    assert "sembuh" not in text.lower()
    assert reading(KINDS[code]).value(Property.TITLE)
    assert bool(reading(KINDS[code]).value(Property.SUBJECT)) == KINDS[code].is_letter


def test_every_text_belongs_to_a_kind() -> None:
    files = {path.stem for path in resource("letters", "texts").iterdir() if path.suffix == ".txt"}
    assert files == set(KINDS)


@pytest.mark.parametrize("kind", [ESCALATION, ASSIGNMENT, REPLY_SLIP])
def test_a_paper_that_travels_alone_has_no_field_for_a_name(kind: object) -> None:
    assert not {field.name for field in PERSON} & set(KINDS[kind.code].fields)  # type: ignore[attr-defined] # a kind


def test_a_field_is_of_one_kind_wherever_it_is() -> None:
    seen: dict[str, object] = {}
    for kind in KINDS.values():
        for name, field in kind.fields.items():
            assert seen.setdefault(name, field.kind) == field.kind, name
            assert re.fullmatch("[a-z][a-z0-9_]*", name)


def test_an_own_text_is_read_before_the_delivered_one() -> None:
    own = delivered("assignment").replace("SURAT TUGAS", "SURAT PERINTAH TUGAS")
    assert reading(ASSIGNMENT, own) != reading(ASSIGNMENT)
    with pytest.raises(RulesBroken):
        reading(ASSIGNMENT, own.replace("{hari_tugas}", "{hari_kerja}"))


@pytest.mark.parametrize("code", [kind.code for kind in LETTERS])
def test_what_a_text_does_not_use_is_offered_on_purpose(code: str) -> None:
    text = delivered(code)
    used = {match.group(1) for match in FIELD.finditer(text)} | set(re.findall(r"\[bila (?:tidak )?(\w+)\]", text))
    unused = set(KINDS[code].fields) - used - OFFERED
    assert unused <= {
        "nomor_surat", "identitas_klien", "identitas_penanggung_jawab", "kode_jawaban", "tanggal_jawaban", "jadwal_baru",
        "penyidik", "tanggal_asesmen", "tanggal_pleno", "instansi_pemohon", "keperluan",
    }  # fmt: skip
