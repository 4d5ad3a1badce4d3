"""Instruments on paper: blank for the pen, filled with X and N, with credit and licence, and honest about missing text."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.foundation.words import INDONESIAN
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.instruments.form_wording import with_pack
from rehab_app.instruments.packs import Pack
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.blocks import PRACTICE_BANNER
from rehab_app.papers.draw import draw
from rehab_app.papers.plain import to_text
from rehab_app.papers.sheets.instrument_form import FilledFacts, InstrumentFacts, ScaleResult, instrument_form
from tests.papers.pdf import fonts, pages, words
from tests.papers.samples import OFFICE

LISTS = ValueLists.load()
X = {"no_value": "refused"}
N = {"no_value": "not_applicable"}
FILLED = FilledFacts(
    document={"items": {"1": 1, "2": 0, "3": X}},
    client="Budi Setiawan",
    record_number="000123",
    registration_number="0012/2026",
    taken_on=date(2026, 1, 12),
    moment="Awal",
    taken_by="Konselor Contoh, S.Psi.",
    remark="Terburu-buru.",
    results=(ScaleResult("Skor total", "–", "Belum ada skor: butir 3, 4 belum dijawab."),),
)
ASSESSED = replace(
    FILLED,
    document={
        "items": {
            "arrived_on": "2026-01-12",
            "marital_status": "married",
            "hospital_stays": [{"illness": "Tifus", "year": 2015}],
            "drug_grid": {"1": N, "2": {"days_30": 10, "years": 3, "route": 3}, "3": {"days_30": X}},
            "main_substance": "sabu",
            "temperature": 36.5,
            "users_lived_with": [1, 3],
            "psychiatric": {"suicidal_thoughts": {"days_30": True}},
            "severity_drug": 7,
            "convictions": N,
        }
    },
    results=(ScaleResult("Napza", "7"),),
    alerts=("6 Pikiran serius untuk bunuh diri",),
    row_version=2,
    reason="salah tanggal",
)


def labels(form: Form) -> Mapping[str, Mapping[str, str]]:
    parts = [one for item in form.items for one in (item, *item.columns)]
    names = {"instrument_moment", *(one.list_name for one in parts if one.list_name)}
    return {name: {choice.code: choice.label(INDONESIAN) for choice in LISTS.of(name)} for name in names}


def facts(form: Form | str, answered: FilledFacts | None = None) -> InstrumentFacts:
    found = registry.form(form) if isinstance(form, str) else form
    if answered is not None:
        places = registry.missing(found.instrument, found.version, answered.document)
        answered = replace(answered, open_places=frozenset(places))
    return InstrumentFacts(office=OFFICE, form=found, labels=labels(found), answered=answered)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("instrument-dast10-blank", facts("dast10")),
        ("instrument-dast10-filled", facts("dast10", FILLED)),
        ("instrument-asi-blank", facts("asi")),
        ("instrument-asi-filled", facts("asi", ASSESSED)),
    ],
)
def test_the_sheet_reads_as_agreed(name: str, made: InstrumentFacts, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", to_text(instrument_form(made)))


@pytest.mark.parametrize("name", registry.form_names())
def test_every_instrument_can_be_printed_blank_with_credit_and_licence(name: str) -> None:
    form = registry.form(name)
    data = draw(instrument_form(facts(form)))
    text = " ".join(words(data).split())
    assert " ".join(form.credit.split()) in text
    assert " ".join(form.licence.split()) in text
    assert all(fonts(data).values())
    assert ("Teks resmi belum dimasukkan" in text) is form.is_licensed


def test_a_pack_prints_its_own_text_and_credit_and_no_longer_says_that_text_is_missing() -> None:
    form = registry.form("dast10")
    items = {str(number): f"Pertanyaan lengkap {number}" for number in range(1, 11)}
    pack = Pack("dast10", form.version, "2026-1", "id", "Kredit paket", "Izin tertulis", items, {})
    text = " ".join(words(draw(instrument_form(facts(with_pack(form, pack))))).split())
    assert "Pertanyaan lengkap 10" in text
    assert "Kredit paket" in text
    assert "paket 2026-1" in text
    assert "Teks resmi belum" not in text


def test_x_n_and_what_is_not_filled_in_stand_apart() -> None:
    text = to_text(instrument_form(facts("dast10", FILLED)))
    assert "belum diisi" in text
    assert "1 – Ya" in text
    assert "Belum lengkap: 7 butir" in text


def test_what_an_interview_leaves_out_is_not_said_to_be_open() -> None:
    substances = {row.name: {"q1": 0} for item in registry.form("assist").items for row in item.rows}
    whole = {"substances": {**substances, "cannabis": {"q1": 1, "q2": 0, "q6": 3, "q7": 0}}, "q8": 0}
    text = to_text(instrument_form(facts("assist", replace(FILLED, document=whole))))
    assert "belum diisi" not in text
    lacking = {**whole, "substances": {**substances, "cannabis": {"q1": 1, "q2": 4, "q6": 3, "q7": 0}}}
    text = to_text(instrument_form(facts("assist", replace(FILLED, document=lacking))))
    assert "Belum lengkap: 3 butir belum diisi." in text
    assert text.count("belum diisi") == 4


def test_an_alert_is_printed_above_everything_else() -> None:
    first, *_ = pages(draw(instrument_form(facts("asi", ASSESSED))))
    assert "PERHATIAN" in first
    assert "Pikiran serius untuk bunuh diri" in first


def test_the_title_names_nobody_and_practice_is_marked() -> None:
    document = instrument_form(replace(facts("dast10", FILLED), is_practice=True))
    assert "Budi" not in document.title
    assert document.banner == PRACTICE_BANNER
    assert document.classification == "RAHASIA"


def test_names_with_marks_are_printed_as_they_are() -> None:
    odd = replace(FILLED, client="Siti **{x}** <b>& O'Neil", remark="<i>catatan</i>")
    text = words(draw(instrument_form(facts("dast10", odd))))
    assert "**{x}** <b>& O'Neil" in text
    assert "<i>catatan</i>" in text
