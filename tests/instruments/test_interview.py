"""A form is told which questions are still to be asked, by the skip rules of the printed form."""

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import assist
from rehab_app.instruments.instrument import Description, Option, Question, Scope, Skip
from rehab_app.instruments.interview import Asking, needed_questions

NAMES = [subject.name for subject in assist.description().subjects]


def _never(*but: str) -> dict[str, dict[str, int]]:
    return {name: {"q1": 0} for name in NAMES if name not in but}


def _needed(document: object) -> list[tuple[str, str]]:
    return [(asking.subject, asking.question) for asking in assist.needed_questions(document)]


@pytest.mark.parametrize("nothing", [{}, {"substances": {}}, {"substances": {"cannabis": {}}}])
def test_an_interview_begins_by_asking_question_1_of_every_substance(nothing: object) -> None:
    assert _needed(nothing) == [(name, "q1") for name in NAMES]


def test_the_interview_ends_where_no_substance_was_ever_used() -> None:
    assert _needed({"substances": _never()}) == []


def test_a_substance_that_was_used_is_asked_about_and_the_others_are_not() -> None:
    document = {"substances": {**_never("opioids"), "opioids": {"q1": 1}}}
    assert _needed(document) == [("opioids", "q2"), ("opioids", "q6"), ("opioids", "q7"), ("", "q8")]


def test_use_in_the_past_3_months_brings_questions_3_to_5() -> None:
    document = {"substances": {**_never("opioids"), "opioids": {"q1": 1, "q2": 2}}}
    assert [question for _, question in _needed(document)] == ["q3", "q4", "q5", "q6", "q7", "q8"]


def test_no_use_in_the_past_3_months_goes_on_to_question_6() -> None:
    used = {"cannabis": {"q1": 1, "q2": 0}, "opioids": {"q1": 1, "q2": 0}}
    needed = _needed({"substances": {**_never(*used), **used}})
    assert needed == [
        ("cannabis", "q6"),
        ("opioids", "q6"),
        ("cannabis", "q7"),
        ("opioids", "q7"),
        ("", "q8"),
    ]


def test_tobacco_is_not_asked_question_5() -> None:
    document = {"substances": {**_never("tobacco"), "tobacco": {"q1": 1, "q2": 6}}}
    assert [question for _, question in _needed(document)] == ["q3", "q4", "q6", "q7", "q8"]


def test_questions_come_in_the_forms_order_substance_by_substance() -> None:
    used = {"alcohol": {"q1": 1, "q2": 2}, "cannabis": {"q1": 1, "q2": 2}}
    needed = _needed({"substances": {**_never(*used), **used}, "q8": 0})
    assert needed == [(name, f"q{number}") for number in range(3, 8) for name in ("alcohol", "cannabis")]


def test_answers_without_question_1_show_that_the_substance_was_used() -> None:
    document = {"substances": {**_never("opioids"), "opioids": {"q2": 0, "q6": 3}}}
    assert _needed(document) == [("opioids", "q7"), ("", "q8")]


def test_an_impossible_answer_is_refused_while_the_form_is_filled() -> None:
    with pytest.raises(RuleBroken) as caught:
        assist.needed_questions({"substances": {"opioids": {"q2": 1}}})
    assert (caught.value.code, caught.value.field) == ("instruments.impossible_answer", "opioids.q2")


def _plain(*skips: Skip) -> Description:
    questions = tuple(Question(name, name, (Option(0, "No"), Option(1, "Yes"))) for name in ("q1", "q2", "q3"))
    return Description("plain", "1", "Plain", "", "", "", (), questions, skips)


def test_an_instrument_without_subjects_asks_each_question_once() -> None:
    described = _plain(Skip("q1", 0, ("q3",), Scope.EACH, ""))
    assert needed_questions(described, {}) == (Asking("q1"), Asking("q2"))
    assert needed_questions(described, {"": {"q1": 1}}) == (Asking("q2"), Asking("q3"))
    assert needed_questions(described, {"": {"q1": 0}}) == (Asking("q2"),)
