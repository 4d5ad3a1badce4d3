"""The value lists hold what the field asks for, under codes that stay."""

import re
from pathlib import Path

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.choices import SUBJECTS, Choice, ValueLists

LISTS = ValueLists.load()
ASSIST = {
    "tobacco",
    "alcohol",
    "cannabis",
    "cocaine",
    "amphetamine",
    "inhalants",
    "sedatives",
    "hallucinogens",
    "opioids",
    "other",
}
# EUDA TDI 3.0, as the protocol numbers them; 8 (alcohol) only as a secondary drug, empty for tobacco.
TDI_SUBSTANCES = re.compile(r"1\.[1-5]|2\.[1-3]|3\.[1-5]|4\.[1-4]|5\.[1-3]|6|7\.[1-3]|8|9|")


def labels(name: str) -> set[str]:
    return {choice.label_id for choice in LISTS.of(name)}


def test_codes_are_stable_names_and_every_choice_speaks_both_languages() -> None:
    assert len(LISTS.names()) >= 40
    for name in LISTS.names():
        codes = [choice.code for choice in LISTS.of(name)]
        assert len(codes) == len(set(codes)), name
        assert all(re.fullmatch(r"[a-z0-9_]+|[A-Z]+", code) for code in codes), name
        assert all(LISTS.title(name, language).strip() for language in ("id", "en"))
        for choice in LISTS.of(name):
            assert choice.label_id == choice.label_id.strip() != ""
            assert choice.label_en == choice.label_en.strip() != ""


def test_no_two_offered_choices_of_a_list_look_alike() -> None:
    for name in LISTS.names():
        for language in ("id", "en"):
            shown = [choice.label(language) for choice in LISTS.offered(name)]
            assert len(shown) == len(set(shown)), (name, language)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("sex", {"Laki-laki", "Perempuan"}),
        ("religion", {"Islam", "Kristen (Protestan)", "Katolik", "Hindu", "Buddha", "Khonghucu"}),
        ("marital_status", {"Belum Menikah", "Menikah", "Cerai Hidup", "Cerai Mati"}),
        ("education", {"Tidak Sekolah", "Tidak Tamat SD", "SD / Sederajat", "D1", "D2", "D3", "S1 / D4", "S2"}),
        ("occupation", {"TNI", "Polisi", "Pelajar", "Mahasiswa", "Tidak Bekerja", "Wiraswasta"}),
        ("ethnicity", {"Jawa", "Bugis", "Banjar", "Madura", "Dayak", "Makassar", "Kutai", "Paser"}),
        ("identity_kind", {"KTP", "Paspor", "KITAS", "KITAP", "Tidak ada"}),
        ("reporting_kind", {"Lapor diri", "Dilaporkan keluarga", "Dilaporkan orang tua/wali"}),
        ("category", {"Pecandu", "Penyalah Guna", "Korban Penyalahgunaan"}),
        (
            "source",
            {
                "Datang sendiri",
                "Keluarga",
                "Rujukan lembaga",
                "Razia",
                "Rekomendasi TAT",
                "Putusan pengadilan",
                "SKHPN positif",
            },
        ),
        (
            "substance",
            {"Sabu", "Ekstasi", "Ganja", "Tembakau sintetis", "Tramadol", "Lem", "Ketamin", "Alkohol", "Lainnya"},
        ),
        ("attendance", {"Hadir", "Izin", "Mangkir / Tanpa Kabar"}),
        ("destination_kind", {"Balai", "Panti", "RSUD/RSJ", "Lain-lain"}),
        (
            "referral_state",
            {"Diajukan", "Menunggu tempat", "Diterima", "Masuk", "Selesai", "Kembali", "Ditolak", "Batal"},
        ),
        ("risk_class", {"Ringan", "Sedang", "Berat"}),
    ],
)
def test_the_field_finds_its_own_words(name: str, wanted: set[str]) -> None:
    assert wanted <= labels(name)


def test_sirena_codes_are_kept_as_they_are() -> None:
    assert [choice.code for choice in LISTS.of("patient_status")] == ["PS", "SL", "DO", "KB", "MD"]
    assert {choice.code for choice in LISTS.of("care_status")} == {"INAP", "JALAN", "LANJUT"}
    assert {choice.code for choice in LISTS.of("aftercare_outcome")} == {"PP", "PTP", "TPP", "TPTP"}
    assert {choice.code for choice in LISTS.of("referral_unit")} == {"BNNP", "BNNK", "BL", "KM", "RD"}
    assert {choice.text("sirena") for choice in LISTS.of("outcome")} == {"SL", "DO", "KB", "MD", ""}


def test_every_substance_has_its_place_in_the_other_systems() -> None:
    rows = {choice.code for choice in LISTS.of("asi_substance")} | {""}
    groups = {"F10": "alcohol", "F11": "opioids", "F12": "cannabis", "F13": "sedatives", "F14": "cocaine", "F15": "amphetamine",
              "F16": "hallucinogens", "F17": "tobacco", "F18": "inhalants", "F19": "other"}  # fmt: skip
    for choice in LISTS.of("substance"):
        assert choice.text("assist") in ASSIST
        assert groups[choice.text("icd10")] == choice.text("assist")
        assert TDI_SUBSTANCES.fullmatch(choice.text("tdi"))
        assert choice.text("asi") in rows
    assert {choice.text("assist") for choice in LISTS.of("substance")} == ASSIST
    wanted = {
        "sabu": "3.2", "ekstasi": "3.3", "ganja": "7.1", "tembakau_sintetis": "7.2", "heroin": "1.1", "tramadol": "1.5",
        "dekstro": "1.5", "benzodiazepin": "4.2", "lem": "6", "ketamin": "5.2", "kecubung": "5.3", "double_l": "9",
    }  # fmt: skip
    assert {code: LISTS.require("substance", code, "").text("tdi") for code in wanted} == wanted


def test_marks_that_rules_hang_on() -> None:
    guardians = {choice.code for choice in LISTS.of("relation") if choice.is_marked("is_guardian")}
    assert guardians == {"father", "mother", "guardian", "adoptive_parent"}
    assert all(choice.is_marked("is_family") for choice in LISTS.of("relation") if choice.is_marked("is_guardian"))
    assert [choice.code for choice in LISTS.of("attendance") if choice.is_marked("is_missed")] == ["mangkir"]
    assert [choice.code for choice in LISTS.of("reporting_kind") if choice.is_marked("is_for_minor")] == ["guardian"]
    assert [choice.text("tdi") for choice in LISTS.of("route")] == ["3", "4", "2", "1", "1"]
    assert {choice.text("channel") for choice in LISTS.of("source")} == {choice.code for choice in LISTS.of("channel")}
    columns = [choice.extras["recap_column"] for choice in LISTS.of("destination_kind")]
    assert columns == [25, 26, 27, 28]


def test_destinations_ask_for_known_documents() -> None:
    documents = {choice.code for choice in LISTS.of("document")}
    kinds = {choice.code for choice in LISTS.of("destination_kind")}
    assert len(LISTS.of("destination")) == 5
    for destination in LISTS.of("destination"):
        assert destination.codes("checklist")
        assert set(destination.codes("checklist")) <= documents
        assert "referral_letter" in destination.codes("checklist")
        assert destination.text("kind") in kinds
        assert destination.text("place")
        assert destination.text("addressee")
    assert {"bpjs_card", "sktm", "psychiatrist_letter"} <= set(
        LISTS.require("destination", "atma_husada", "").codes("checklist")
    )
    assert {"photo", "stamp_duty", "leave_letter"} <= set(LISTS.require("destination", "lido", "").codes("checklist"))


def test_labels_in_both_languages_and_an_unknown_code_as_itself() -> None:
    assert LISTS.label("education", "primary") == "SD / Sederajat"
    assert LISTS.label("education", "primary", "en") == "Primary school"
    assert LISTS.label("education", "kejar_paket") == "kejar_paket"
    assert LISTS.label("education", "") == ""
    with pytest.raises(KeyError):
        LISTS.label("educatoin", "primary")


def test_an_unknown_code_is_refused_beside_its_field_and_a_retired_one_is_not() -> None:
    with pytest.raises(RuleBroken) as caught:
        LISTS.require("education", "kejar_paket", "education")
    assert (caught.value.code, caught.value.field, caught.value.facts["list"]) == (
        "lists.unknown",
        "education",
        "education",
    )
    assert LISTS.require("education", "dropped_out", "education").is_retired


def test_retired_choices_are_offered_only_where_the_record_holds_them() -> None:
    offered = [choice.code for choice in LISTS.offered("marital_status")]
    assert "formerly_married" not in offered
    assert "formerly_married" in [choice.code for choice in LISTS.offered("marital_status", kept="formerly_married")]
    assert LISTS.label("marital_status", "formerly_married") == "Duda/Janda (Cerai)"


def test_choices_cannot_be_changed() -> None:
    choice = LISTS.of("sex")[0]
    with pytest.raises(TypeError):
        choice.extras["fhir"] = "x"  # type: ignore[index]
    assert isinstance(choice, Choice)


@pytest.mark.parametrize(
    "text",
    [
        '[sex]\nid = "a"\nen = "b"\n',
        '[sex]\nid = "a"\nen = "b"\nchoices = []\n',
        '[sex]\nid = "a"\nen = "b"\nchoices = [{ code = "x", id = "y" }]\n',
        '[sex]\nid = "a"\nen = "b"\nchoices = [{ code = "x", id = "y", en = " " }]\n',
        '[sex]\nid = "a"\nen = "b"\nchoices = [{ code = "x", id = "y", en = "z" }, { code = "x", id = "y", en = "z" }]\n',
        '[sex]\nid = "a"\nen = "b"\nchoices = [{ code = "x", id = "y", en = "z", more = 1.5 }]\n',
        '[sex]\nen = "b"\nchoices = [{ code = "x", id = "y", en = "z" }]\n',
    ],
)
def test_a_wrong_file_is_told_by_the_name_of_its_list(tmp_path: Path, text: str) -> None:
    for subject in SUBJECTS:
        (tmp_path / f"{subject}.toml").write_text("", "utf-8")
    (tmp_path / f"{SUBJECTS[0]}.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="list sex"):
        ValueLists.load(tmp_path)


def test_a_list_that_stands_twice_is_told(tmp_path: Path) -> None:
    for subject in SUBJECTS:
        (tmp_path / f"{subject}.toml").write_text(
            '[sex]\nid = "a"\nen = "b"\nchoices = [{ code = "x", id = "y", en = "z" }]\n', "utf-8"
        )
    with pytest.raises(ValueError, match="list sex stands twice"):
        ValueLists.load(tmp_path)
