"""The office's words and order, and the text of a pack, change what is shown and never what is answered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form, Item
from rehab_app.instruments.form_answers import alerts, checked_answers
from rehab_app.instruments.form_wording import with_pack, with_wording
from rehab_app.instruments.packs import Pack

ASI = registry.form("asi")
DAST = registry.form("dast10")
FILLED = {"items": {"skills": "Las", "psychiatric": {"suicidal_thoughts": {"days_30": True}}, "convictions": 2}}


def _item(form: Form, name: str) -> Item:
    item = form.item(name)
    assert item is not None
    return item


def _names(form: Form, section: str) -> list[str]:
    return [item.name for one in form.sections if one.name == section for item in one.items]


def test_a_text_of_the_office_replaces_ours_in_every_language() -> None:
    form = with_wording(ASI, {"skills": ("  Keahlian kerja ", None)})
    assert (_item(form, "skills").label.indonesian, _item(form, "skills").label.english) == ("Keahlian kerja", "")
    assert _item(form, "occupation") == _item(ASI, "occupation")
    assert _names(form, "employment") == _names(ASI, "employment")


def test_an_empty_text_keeps_ours() -> None:
    assert with_wording(ASI, {"skills": ("", None), "living": ("  ", None)}) == ASI
    assert with_wording(ASI, {}) == ASI


@pytest.mark.parametrize(
    ("overrides", "order"),
    [
        ({"client_legal": ("", 1)}, ["client_legal", "charges", "convictions"]),
        ({"client_legal": ("", 2)}, ["charges", "client_legal", "convictions"]),
        ({"charges": ("", 3)}, ["convictions", "client_legal", "charges"]),
        ({"charges": ("", 99)}, ["convictions", "client_legal", "charges"]),
        ({"client_legal": ("", 0)}, ["client_legal", "charges", "convictions"]),
        ({"client_legal": ("", -5)}, ["client_legal", "charges", "convictions"]),
        ({"charges": ("", 2), "client_legal": ("", 1)}, ["client_legal", "charges", "convictions"]),
        (
            {"charges": ("", 3), "convictions": ("", 2), "client_legal": ("", 1)},
            ["client_legal", "convictions", "charges"],
        ),
    ],
)
def test_an_item_stands_where_the_office_puts_it(
    overrides: dict[str, tuple[str, int | None]], order: list[str]
) -> None:
    assert _names(with_wording(ASI, overrides), "legal") == order


def test_rows_of_a_grid_may_be_worded_and_moved_and_still_alert() -> None:
    form = with_wording(ASI, {"psychiatric.suicidal_thoughts": ("Ingin mati", 1), "drug_grid.1": ("Miras", None)})
    first = _item(form, "psychiatric").rows[0]
    assert (first.name, first.label.indonesian, first.raises_alert) == ("suicidal_thoughts", "Ingin mati", True)
    assert [row.name for row in _item(form, "psychiatric").rows][1:3] == ["depression", "anxiety"]
    assert _item(form, "drug_grid").rows[0].label.indonesian == "Miras"
    assert [row.name for row in _item(form, "drug_grid").rows] == [row.name for row in _item(ASI, "drug_grid").rows]
    assert alerts(form, FILLED) == alerts(ASI, FILLED) == ("psychiatric.suicidal_thoughts",)


def test_a_name_of_another_version_is_passed_over() -> None:
    assert with_wording(ASI, {"gone": ("Teks", 1), "psychiatric.gone": ("Teks", 1)}) == ASI


_OVERRIDES = st.dictionaries(
    st.sampled_from([item.name for item in ASI.items] + ["psychiatric.suicide_attempt", "drug_grid.8", "gone"]),
    st.tuples(st.text(max_size=8), st.none() | st.integers(-3, 99)),
)


@given(_OVERRIDES)
def test_no_correction_loses_an_answer_or_an_alert(overrides: dict[str, tuple[str, int | None]]) -> None:
    form = with_wording(ASI, overrides)
    assert sorted(item.name for item in form.items) == sorted(item.name for item in ASI.items)
    kept = checked_answers(form, FILLED)["items"]
    assert kept == FILLED["items"]
    assert alerts(form, FILLED) == ("psychiatric.suicidal_thoughts",)
    for before, after in zip(ASI.sections, form.sections, strict=True):
        assert {item.name for item in before.items} == {item.name for item in after.items}


# Packs.

PACK = Pack(
    instrument="dast10",
    key_version="1",
    pack_version="2026-1",
    language="id",
    credit="Kredit paket",
    licence="Izin paket",
    items={str(number): f"Teks butir {number}" for number in range(1, 11)},
    answers={"yes_no": {"1": "Betul"}},
)


def test_a_pack_brings_text_answers_credit_and_licence() -> None:
    form = with_pack(DAST, PACK)
    assert [item.label.indonesian for item in form.items] == [f"Teks butir {number}" for number in range(1, 11)]
    assert [choice.label.indonesian for choice in form.items[0].choices] == ["Betul", "Tidak"]
    assert [choice.value for choice in form.items[0].choices] == [1, 0]
    assert (form.credit, form.licence, form.pack_version) == ("Kredit paket", "Izin paket", "2026-1")
    assert (form.is_licensed, form.guidance, DAST.pack_version) == (True, DAST.guidance, "")


def test_a_pack_of_assist_words_the_questions_and_leaves_the_substances() -> None:
    assist = registry.form("assist")
    texts = {str(number): f"Pertanyaan {number}" for number in range(1, 9)}
    form = with_pack(
        assist, replace(PACK, instrument="assist", key_version="3.1", items=texts, answers={"q8": {"2": "Ya, baru"}})
    )
    grid, injected = form.items
    assert [column.label.indonesian for column in grid.columns] == [f"Pertanyaan {number}" for number in range(1, 8)]
    assert grid.rows == assist.items[0].rows
    assert grid.label == assist.items[0].label
    assert injected.label.indonesian == "Pertanyaan 8"
    assert {choice.value: choice.label.indonesian for choice in injected.choices} == {0: "", 2: "Ya, baru", 1: ""}
    assert grid.columns[5].choices == assist.items[0].columns[5].choices


@pytest.mark.parametrize(("instrument", "version"), [("audit", "1"), ("dast10", "2")])
def test_a_pack_for_another_form_is_refused(instrument: str, version: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        with_pack(DAST, replace(PACK, instrument=instrument, key_version=version))
    assert caught.value.code == "instruments.pack_for_another"
    assert caught.value.facts == {"item": f"{instrument} {version}", "expected": "dast10 1"}
