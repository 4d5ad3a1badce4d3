"""Codes of ICD-10 put together from two short tables, and what ASSIST proposes."""

import pytest

from rehab_app.clinic.diagnoses.codes import group_of_assist, has_form, is_of_use, offered, tables, title_of
from rehab_app.clinic.diagnoses.rows import ProposedGroup
from rehab_app.clinic.diagnoses.rules import proposed_groups
from rehab_app.instruments import assist


def test_ten_groups_times_ten_states_and_the_codes_of_care_are_offered_once_each() -> None:
    codes = [row.code for row in offered()]
    assert len(codes) == len(set(codes)) == 107
    assert (codes[0], codes[99]) == ("F10.0", "F19.9")
    assert codes[100:] == ["Z50.2", "Z50.3", "Z71.5", "Z72.2", "Z86.4", "Z81.3", "Z03.6"]
    assert all(has_form(code) for code in codes)
    for language in ("id", "en"):
        titles = [row.title for row in offered(language)]
        assert all(titles)
        assert len(set(titles)) == len(titles)


def test_the_words_of_a_code_are_its_state_then_its_substance() -> None:
    assert title_of("F15.2") == "sindrom ketergantungan, stimulansia lain"
    assert title_of("F15.2", "en") == "dependence syndrome, other stimulants"
    assert title_of("F10.0", "en") == "acute intoxication, alcohol"
    assert title_of("F19") == "zat multipel atau zat lain"
    assert title_of("B18.2") == title_of("Z50.9") == title_of("") == ""


def test_no_word_says_cured_and_every_word_stands_in_both_languages() -> None:
    known = tables()
    for table in (known.groups, known.states, known.others):
        for words in table.values():
            assert words["id"].strip()
            assert words["en"].strip()
            assert "sembuh" not in words["id"]


@pytest.mark.parametrize("code", ["F15", "F15.2", "Z50.3", "B18.2"])
def test_a_letter_two_digits_and_a_fourth_character_are_the_form(code: str) -> None:
    assert has_form(code)


@pytest.mark.parametrize(
    "code", ["", "F", "F1", "F152", "F15.", "F15.23", "f15.2", "F15,2", " F15.2", "FF5.2", "F15.2\n"]
)
def test_anything_else_is_no_code(code: str) -> None:
    assert not has_form(code)


def test_only_f10_to_f19_are_of_use() -> None:
    assert is_of_use("F10.0")
    assert is_of_use("F19")
    assert not any(map(is_of_use, ("F20.0", "F09", "Z50.3", "")))


def test_the_groups_of_assist_answer_to_f10_to_f19_one_to_one() -> None:
    groups = group_of_assist()
    assert groups == {
        "tobacco": "F17",
        "alcohol": "F10",
        "cannabis": "F12",
        "cocaine": "F14",
        "amphetamine": "F15",
        "inhalants": "F18",
        "sedatives": "F13",
        "hallucinogens": "F16",
        "opioids": "F11",
        "other": "F19",
    }
    scored = assist.load().score({"substances": {group: {"q1": 1, "q2": 0, "q6": 0, "q7": 0} for group in groups}})
    assert set(scored.scores) == set(groups)


def test_a_moderate_or_high_risk_proposes_its_group_the_gravest_first() -> None:
    scores = {"tobacco": 18, "alcohol": 10, "cannabis": 30, "amphetamine": 39, "opioids": None, "sedatives": 4}
    bands = {
        "tobacco": "moderate",
        "alcohol": "low",
        "cannabis": "high",
        "amphetamine": "high",
        "sedatives": "moderate",
    }
    assert proposed_groups(scores, bands) == (
        ProposedGroup("F15", "amphetamine", 39, "high"),
        ProposedGroup("F12", "cannabis", 30, "high"),
        ProposedGroup("F17", "tobacco", 18, "moderate"),
        ProposedGroup("F13", "sedatives", 4, "moderate"),
    )


def test_low_risk_missing_scores_and_strange_groups_propose_nothing() -> None:
    assert proposed_groups({"alcohol": 10, "opioids": None, "tea": 39}, {"alcohol": "low", "tea": "high"}) == ()
    assert proposed_groups({"cocaine": 30}, {}) == ()
    assert proposed_groups({}, {}) == ()
