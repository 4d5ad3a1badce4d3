"""The values that papers share: what is known is said, what is not is empty, and a blank form has dots to write on."""

from dataclasses import replace
from datetime import date

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import FieldTable, NumberedList, SignatureBlock, plain
from rehab_app.papers.letters.facts import Office, Person, Signer
from rehab_app.papers.letters.official import PENDING, Frame, letter
from rehab_app.papers.letters.phrases import date_in_words
from rehab_app.papers.letters.referral import referral_subject
from rehab_app.papers.letters.values import (
    DOTS,
    client_values,
    ended,
    guardian_values,
    identity_table,
    listed,
    office_values,
    person_values,
    signature_blocks,
)
from rehab_app.papers.texts.compose import Composed
from rehab_app.papers.texts.delivered import delivered
from tests.papers.samples import CLIENT, FACTS, GUARDIAN, OFFICE, SIGNER

DAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("number", "alone"),
    [("NIP 197801012005011001", "197801012005011001"), ("NRP 70010001", "70010001"), ("NIP.1978", "1978"), ("", "")],
)
def test_the_number_of_who_signs_is_offered_with_and_without_its_kind(number: str, alone: str) -> None:
    values = office_values(OFFICE, replace(SIGNER, number=number), DAY)
    assert (values["penandatangan_nomor"], values["penandatangan_nip_nrp"]) == (number, alone)


def test_a_number_that_is_not_taken_is_dots() -> None:
    assert office_values(OFFICE, SIGNER, DAY)["nomor_surat"] == PENDING
    assert office_values(OFFICE, SIGNER, DAY, " R/1 ")["nomor_surat"] == "R/1"


def test_an_office_without_a_clinic_is_called_by_its_unit() -> None:
    assert office_values(replace(OFFICE, clinic=" "), SIGNER, DAY)["klinik"] == "BNNK-BPP"
    assert office_values(Office(()), Signer("", ""), DAY)["alamat_klinik"] == ""


def test_what_is_not_known_of_a_person_is_empty_or_dots() -> None:
    bare = Person(name="Ani")
    known = person_values(bare)
    assert known["nama"] == "Ani"
    assert {value for name, value in known.items() if name != "nama"} == {""}
    assert {value for name, value in person_values(bare, is_blank=True).items() if name != "nama"} == {DOTS}
    assert client_values(bare, is_blank=True)["no_rm"] == DOTS


def test_two_persons_of_a_paper_are_told_apart_by_their_prefix() -> None:
    values = {**person_values(CLIENT, "terjamin_"), **person_values(GUARDIAN, "penjamin_")}
    assert values["terjamin_nama"] == "Budi Setiawan"
    assert values["penjamin_nama"] == "Siti Aminah"


def test_a_redacted_person_is_found_by_her_number() -> None:
    values = client_values(CLIENT.without_name())
    assert values["nama"] == "B.S. (No. RM 000123)"
    assert values["nik"] == values["alamat"] == values["tempat_tanggal_lahir"] == values["no_hp"] == ""
    assert CLIENT.without_name().without_name() == CLIENT.without_name()
    assert client_values(Person(name="", initials="A.B."))["nama"] == "A.B."


def test_a_guardian_who_is_not_there_has_no_table() -> None:
    assert guardian_values(None) == {"identitas_penanggung_jawab": ()}
    (table,) = identity_table(GUARDIAN, is_guardian=True)
    assert isinstance(table, FieldTable)
    assert [label for label, _ in table.rows] == ["Penanggung jawab", "NIK / No. HP", "Alamat"]
    assert plain(table.rows[0][1]) == "Siti Aminah (Ibu kandung)"


def test_lists_are_closed_and_empty_ones_are_nothing() -> None:
    assert listed(["", " "]) == ()
    (block,) = listed(["satu.", " dua; ", ""])
    assert isinstance(block, NumberedList)
    assert block.items == ("satu;", "dua.")


def test_sentences_are_ended_once() -> None:
    assert [ended(text) for text in ("a", " a. ", "a?", " ", "")] == ["a.", "a.", "a?", "", ""]


def test_a_signature_has_its_copies_and_what_stands_above_it() -> None:
    (block,) = signature_blocks(SIGNER, ("Arsip", " "), above=("Balikpapan, hari ini", ""))
    assert isinstance(block, SignatureBlock)
    assert block.copies.items == ("Arsip",)
    assert block.signatures[0].above == ("Balikpapan, hari ini",)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 12), "Senin tanggal dua belas bulan Januari tahun dua ribu dua puluh enam"),
        (date(2000, 2, 29), "Selasa tanggal dua puluh sembilan bulan Februari tahun dua ribu"),
        (
            date(1999, 12, 31),
            "Jumat tanggal tiga puluh satu bulan Desember tahun seribu sembilan ratus sembilan puluh sembilan",
        ),
        (date(2110, 5, 1), "Kamis tanggal satu bulan Mei tahun dua ribu seratus sepuluh"),
    ],
)
def test_days_in_words(day: date, words: str) -> None:
    assert date_in_words(day) == words


def test_the_subject_of_the_register_is_that_of_the_letter() -> None:
    assert referral_subject(FACTS) == "Permohonan rehabilitasi rawat inap a.n. B.S."
    own = delivered("referral").replace("Permohonan rehabilitasi", "Rujukan")
    assert referral_subject(FACTS, own) == "Rujukan rawat inap a.n. B.S."


def test_a_letter_without_a_subject_is_refused() -> None:
    composed = Composed(title="Surat", classification="", subject=" ", blocks=())
    with pytest.raises(RulesBroken) as refused:
        letter(composed, Frame(office=OFFICE, day=DAY, addressee=("Kepala",)))
    assert [(one.code, one.field) for one in refused.value.troubles] == [("papers.subject_missing", "subject")]
