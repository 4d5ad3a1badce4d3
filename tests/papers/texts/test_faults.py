"""What is wrong with a text is told line by line, each with a sentence in both languages."""

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.foundation.words import ENGLISH, INDONESIAN, Words
from rehab_app.papers.texts.faults import LONGEST, check, faults_of
from rehab_app.papers.texts.fields import FieldKind, MergeField, named

FIELDS = named(
    (
        MergeField("nama", "Name", is_personal=True),
        MergeField("inisial", "Initials"),
        MergeField("tabel", "Table", FieldKind.BLOCKS),
        MergeField("setuju", "Agreed", FieldKind.CONDITION),
        MergeField("tanda_tangan", "Signature", FieldKind.BLOCKS, is_required=True),
    )
)
SOUND = "Judul: Surat\nPerihal: a.n. {inisial}\n---\nIsi {nama}.\n[bila setuju] {tabel}\n{tanda_tangan}\n"


def found(text: str) -> list[tuple[int, str]]:
    """Return line and code of each fault."""
    return [(one.line, one.code.removeprefix("texts.")) for one in faults_of(text, FIELDS)]


def test_a_sound_text_has_no_faults() -> None:
    assert found(SOUND) == []
    assert check(SOUND, FIELDS).pieces


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Isi {nma}.", "unknown_field_near"),
        ("Isi {zzzzzz}.", "unknown_field"),
        ("{zzzzzz}", "unknown_field"),
        ("[bila zzzzzz] Isi.", "unknown_field"),
        ("Isi {tabel}.", "block_in_sentence"),
        ("Tabel : {tabel}", "block_in_sentence"),
        ("- {tabel} dan lain", "block_in_sentence"),
        ("Isi {setuju}.", "condition_printed"),
        ("{setuju}", "condition_printed"),
        ("Isi {nama.", "brace"),
        ("Isi nama}.", "brace"),
        ("Isi {Nama}.", "brace"),
        ("Isi {}.", "brace"),
        ("Isi {nama.__class__}.", "brace"),
        ("Isi **tebal.", "mark_open"),
        ("Isi __garis.", "mark_open"),
        ("Isi [bila setuju] dan.", "condition_misplaced"),
        ("[bila setuju Isi.", "condition_misplaced"),
    ],
)
def test_a_faulty_line_is_named(line: str, fault: str) -> None:
    assert found(SOUND.replace("Isi {nama}.", line)) == [(4, fault)]


def test_the_nearest_field_is_told() -> None:
    (fault,) = faults_of(SOUND.replace("{nama}", "{nama_}"), FIELDS)
    assert fault.facts == {"line": "4", "name": "nama_", "near": "nama"}


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ("Isi tanpa kepala.\n", [(0, "required_missing"), (1, "no_head")]),
        ("Perihal: x\n---\n{tanda_tangan}\n", [(1, "no_title")]),
        ("Judul: Surat {nama}\n---\n{tanda_tangan}\n", [(1, "field_in_title")]),
        ("Judul: Surat\nWarna: merah\n---\n{tanda_tangan}\n", [(2, "unknown_property")]),
        ("Judul: Surat\napa ini\n---\n{tanda_tangan}\n", [(2, "not_a_property")]),
        ("Judul: Surat\nPerihal: a.n. {nama}\n---\n{tanda_tangan}\n", [(2, "person_in_subject")]),
        ("Judul: Surat\nPerihal: {tabel}\n---\n{tanda_tangan}\n", [(2, "block_in_sentence")]),
        ("Judul: Surat\n---\n\n", [(0, "no_body"), (0, "required_missing")]),
        ("Judul: Surat\n---\nIsi.\n", [(0, "required_missing")]),
        ("", [(0, "no_body"), (0, "required_missing"), (1, "no_head")]),
    ],
)
def test_what_a_text_lacks_is_told(head: str, faults: list[tuple[int, str]]) -> None:
    assert found(head) == faults


def test_every_fault_is_told_at_once_beside_the_body() -> None:
    with pytest.raises(RulesBroken) as refused:
        check("Judul: Surat\n---\nIsi {apa_ini}.\n**x\n", FIELDS)
    assert [(one.code, one.field) for one in refused.value.troubles] == [
        ("texts.required_missing", "body"),
        ("texts.unknown_field", "body"),
        ("texts.mark_open", "body"),
    ]


def test_a_text_may_not_grow_without_end() -> None:
    assert found(SOUND + "x" * LONGEST) == [(0, "too_long")]


@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
def test_a_fault_says_its_line_in_both_languages(language: str) -> None:
    (fault,) = faults_of(SOUND.replace("{nama}", "{nma}"), FIELDS)
    sentence = Words.of(language).trouble(fault)
    assert "4" in sentence
    assert "nma" in sentence
    assert "nama" in sentence
