"""A new questionnaire is one key file; a damaged key is refused by file and entry; no licensed text is shipped."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.resources import resource
from rehab_app.instruments import keys, questionnaire, registry
from rehab_app.instruments.form import Kind
from rehab_app.instruments.instrument import Better
from tests.instruments.makers import COUNTS, DOMAIN_ITEMS, DOMAINS, URICA_ITEMS

KEYS = {name: resource("instruments", f"{name}-1.toml").read_text(encoding="utf-8") for name in COUNTS}
LICENSED = registry.names()


def _read(folder: Path, name: str, text: str) -> questionnaire.Questionnaire:
    (folder / f"{name}-1.toml").write_text(text, encoding="utf-8")
    return questionnaire.read(keys.load(name, folder=folder))


NEW = """
instrument = "mood"
version = "1"
engine = "questionnaire"
name = "Mood"
source = "made up"
licence = "ours"
credit = "ours"
is_licensed = false
items = [
    { number = 1, answers = "often", id = "Satu", en = "One", is_reversed = true },
    { number = 2, answers = "often", alerts = [2] },
]
[answers]
often = [
    { points = 0, id = "Tidak", en = "No" },
    { points = 2, id = "Sering", en = "Often" },
]
[[scales]]
name = "whole"
id = "Semua"
en = "All"
method = "mean"
has_all_items = true
is_percent = true
places = 1
better = "neither"
"""


def test_a_new_questionnaire_is_one_key_file(tmp_path: Path) -> None:
    mood = _read(tmp_path, "mood", NEW)
    result = mood.score({"items": {"1": 2, "2": 2}})
    assert (str(result.scores["whole"]), result.alerts, result.bands) == ("50.0", ("2",), {})
    (scale,) = mood.scales()
    assert (scale.lowest, scale.highest, scale.better, scale.is_charted) == (
        Fraction(0),
        Fraction(100),
        Better.NEITHER,
        False,
    )
    first, second = mood.form().items
    assert (first.label.english, second.label.english, second.label.indonesian) == ("One", "Item 2", "Butir 2")
    assert not mood.form().is_licensed


@pytest.mark.parametrize("least", [1, 3])
def test_a_rule_for_missing_answers_may_ask_for_one_item_or_for_all(tmp_path: Path, least: int) -> None:
    whoqol = _read(tmp_path, "whoqol", KEYS["whoqol"].replace("social = 2", f"social = {least}", 1))
    answers = {"items": {str(number): 3 for number in range(1, 27) if number not in {20, 21}}}
    assert whoqol.score(answers).scores["social"] == (50 if least == 1 else None)


@pytest.mark.parametrize("most", [0, 26])
def test_a_rule_for_missing_answers_may_allow_none_or_all(tmp_path: Path, most: int) -> None:
    text = KEYS["whoqol"].replace("most_missing = 5", f"most_missing = {most}", 1)
    result = _read(tmp_path, "whoqol", text).score({"items": {"20": 3, "21": 3}})
    assert result.scores["social"] == (50 if most else None)
    assert result.reasons["physical"].code == ("unanswered" if most else "too_many_missing")


def test_the_shipped_questionnaires_are_as_long_as_their_forms() -> None:
    for name, count in COUNTS.items():
        items = registry.form(name).items
        assert (
            [item.name for item in items] == [item.number for item in items] == [str(one + 1) for one in range(count)]
        )
        assert {item.kind for item in items} == {Kind.CHOICE}


def test_reversed_items_and_alerts_of_the_shipped_keys() -> None:
    found = {name: [line for line in text.splitlines() if "is_reversed" in line] for name, text in KEYS.items()}
    assert [re.findall(r"number = (\d+)", line)[0] for line in found["whoqol"]] == ["3", "4", "26"]
    assert [re.findall(r"number = (\d+)", line)[0] for line in found["dast10"]] == ["3"]
    assert not found["audit"] + found["urica"] + found["srq20"]
    alerting = {name: [item.name for item in registry.form(name).items if item.alerts] for name in COUNTS}
    assert alerting == {"dast10": [], "audit": [], "urica": [], "whoqol": [], "srq20": ["17"]}


def test_the_scales_of_a_chart_and_the_better_way_of_each() -> None:
    charted = {name: [scale.name for scale in registry.scales(name) if scale.is_charted] for name in COUNTS}
    assert charted == {
        "dast10": ["total"],
        "audit": ["total"],
        "urica": ["readiness"],
        "whoqol": list(DOMAINS),
        "srq20": ["total"],
    }
    better = {(name, scale.name): scale.better for name in COUNTS for scale in registry.scales(name)}
    assert {key for key, way in better.items() if way is Better.DOWN} == {
        ("dast10", "total"),
        ("audit", "total"),
        ("audit", "consumption"),
        ("audit", "dependence"),
        ("audit", "problems"),
        ("urica", "precontemplation"),
        ("srq20", "total"),
    }
    assert Better.NEITHER not in better.values()


@pytest.mark.parametrize(
    ("name", "scale", "ends"),
    [
        ("dast10", "total", (0, 10)),
        ("audit", "total", (0, 40)),
        ("audit", "consumption", (0, 12)),
        ("audit", "problems", (0, 16)),
        ("urica", "action", (1, 5)),
        ("whoqol", "social", (0, 100)),
        ("whoqol", "q1", (1, 5)),
        ("srq20", "total", (0, 20)),
    ],
)
def test_the_ends_of_a_scale(name: str, scale: str, ends: tuple[int, int]) -> None:
    found = next(one for one in registry.scales(name) if one.name == scale)
    assert (int(found.lowest), int(found.highest)) == ends


def test_bands_have_labels_and_dast_advises() -> None:
    (total,) = registry.scales("dast10")
    assert list(total.band_labels) == ["none", "low", "moderate", "substantial", "severe"]
    assert list(total.band_advice) == ["low", "moderate", "substantial", "severe"]
    assert total.band_advice["severe"] == total.band_advice["substantial"]


def test_subscales_use_each_item_once() -> None:
    used = [number for numbers in URICA_ITEMS.values() for number in numbers]
    assert sorted([*used, 4, 9, 20, 31]) == list(range(1, 33))
    used = [number for numbers in DOMAIN_ITEMS.values() for number in numbers]
    assert sorted([*used, 1, 2]) == list(range(1, 27))


# Licence: the left column of the decision table alone may be embedded.


@pytest.mark.parametrize("name", LICENSED)
def test_a_licensed_form_ships_short_labels_and_a_credit_line_only(name: str) -> None:
    form = registry.form(name)
    assert form.is_licensed
    assert form.credit
    assert "ot shipped with this program" in form.licence
    for item in form.numbered():
        for text in (item.label.indonesian, item.label.english, item.label.message):
            assert len(text.split()) <= 6
            assert "?" not in text
            assert not {"anda", "you", "your", "apakah", "saya", "i"} & {word.lower() for word in text.split()}


def test_urica_items_are_numbers_and_whoqol_answers_are_numbers() -> None:
    assert [item.label.indonesian for item in registry.form("urica").items] == [f"Butir {one}" for one in range(1, 33)]
    for name in ("whoqol", "audit"):
        labels = {choice.label.indonesian for item in registry.form(name).items for choice in item.choices}
        assert all(label.isdigit() for label in labels)


@pytest.mark.parametrize(
    ("name", "sound", "damage", "entry"),
    [
        ("dast10", "number = 2,", "number = 3,", "items"),
        ("dast10", "number = 1,", "number = 0,", "items"),
        ("dast10", "number = 2,", 'number = "2",', "items[1].number"),
        ("dast10", 'number = 2, answers = "yes_no"', 'number = 2, answers = "ya"', "items[1].answers"),
        ("dast10", "number = 2,", "number = 2, alerts = [2],", "items[1].alerts"),
        ("dast10", "is_reversed = true", "is_reversed = 1", "items[2].is_reversed"),
        ("dast10", "points = 0,", "points = 1,", "answers.yes_no"),
        ("dast10", "points = 0,", 'code = "0",', "items[0].answers"),
        ("dast10", 'id = "Tidak",', "", "answers.yes_no[1].id"),
        ("dast10", "from = 3", "from = 1", "bands[0].steps[2].from"),
        ("dast10", 'bands = "degree"', 'bands = "degrees"', "scales[0].bands"),
        ("dast10", 'method = "sum"', 'method = "product"', "scales[0].method"),
        ("dast10", 'better = "down"', 'better = "left"', "scales[0].better"),
        ("dast10", "has_all_items = true", "items = [1, 11]", "scales[0].items"),
        ("dast10", "has_all_items = true", "", "scales[0].items"),
        ("dast10", "all_answered = 0", "", "notes[0].all_answered"),
        ("audit", 'scale = "dependence"', 'scale = "dependance"', "notes[0].scale"),
        ("audit", 'name = "problems"', 'name = "total"', "scales[3].name"),
        ("urica", 'plus = ["contemplation", "action", "maintenance"]', 'plus = ["relapse"]', "scales[4].plus"),
        ("urica", 'plus = ["contemplation", "action", "maintenance"]', "plus = []", "scales[4].plus"),
        ("urica", 'minus = ["precontemplation"]', 'minus = ["readiness"]', "scales[4].plus"),
        ("whoqol", 'missing_rule = "who"', 'missing_rule = "law"', "missing_rule"),
        ("whoqol", 'missing_rule = "who"', "", "missing_rule"),
        ("whoqol", "social = 2", "social = 4", "missing_rules[0].least.social"),
        ("whoqol", "social = 2", "social = 0", "missing_rules[0].least.social"),
        ("whoqol", "social = 2", "q1 = 1", "missing_rules[0].least.q1"),
        ("whoqol", "social = 2", "sociable = 2", "missing_rules[0].least.sociable"),
        ("whoqol", "most_missing = 5", "most_missing = 27", "missing_rules[0].most_missing"),
        ("whoqol", "most_missing = 5", "most_missing = -1", "missing_rules[0].most_missing"),
    ],
)
def test_a_damaged_key_is_refused_with_the_file_and_the_entry(
    tmp_path: Path, name: str, sound: str, damage: str, entry: str
) -> None:
    assert sound in KEYS[name]
    with pytest.raises(Trouble) as caught:
        _read(tmp_path, name, KEYS[name].replace(sound, damage, 1))
    assert caught.value.code == "instruments.damaged_key"
    assert caught.value.facts == {"file": f"{name}-1.toml", "entry": entry}
