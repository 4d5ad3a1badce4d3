"""ASSIST is scored as WHO scores it, with no score for what was not answered, and refuses what the form does not have."""

import json
from itertools import product

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import assist
from rehab_app.instruments.registry import score_document

QUESTIONS = ("q2", "q3", "q4", "q5", "q6", "q7")
POINTS = {
    "q2": (0, 2, 3, 4, 6),
    "q3": (0, 3, 4, 5, 6),
    "q4": (0, 4, 5, 6, 7),
    "q5": (0, 5, 6, 7, 8),
    "q6": (0, 3, 6),
    "q7": (0, 3, 6),
}


def _answers(*points: int | None) -> dict[str, int]:
    return {name: value for name, value in zip(QUESTIONS, points, strict=True) if value is not None}


def _score(document: object) -> tuple[dict[str, object], dict[str, object]]:
    scored = assist.load().score(document)
    return dict(scored.scores), dict(scored.bands)


def _refusal(document: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        score_document("assist", document)
    return caught.value


@pytest.mark.parametrize(
    ("substance", "points", "score", "band"),
    [
        ("amphetamine", (4, 5, 5, 5, 6, 3), 28, "high"),
        ("tobacco", (6, 6, 0, None, 3, 3), 18, "moderate"),
        ("alcohol", (3, 4, 0, 0, 3, 0), 10, "low"),
        ("alcohol", (3, 3, 5, 0, 0, 0), 11, "moderate"),
        ("cannabis", (2, 0, 0, 0, 0, 0), 2, "low"),
        ("opioids", (6, 6, 7, 8, 6, 6), 39, "high"),
        ("tobacco", (6, 6, 7, None, 6, 6), 31, "high"),
        ("cannabis", (0, 0, 0, 0, 0, 0), 0, "low"),
    ],
)
def test_worked_examples(substance: str, points: tuple[int | None, ...], score: int, band: str) -> None:
    assert _score({"substances": {substance: _answers(*points)}}) == ({substance: score}, {substance: band})


@pytest.mark.parametrize(
    ("score", "points", "general", "alcohol"),
    [
        (3, (0, 0, 0, 0, 3, 0), "low", "low"),
        (4, (4, 0, 0, 0, 0, 0), "moderate", "low"),
        (10, (4, 0, 0, 0, 6, 0), "moderate", "low"),
        (11, (3, 3, 5, 0, 0, 0), "moderate", "moderate"),
        (26, (4, 5, 5, 6, 6, 0), "moderate", "moderate"),
        (27, (4, 5, 5, 7, 6, 0), "high", "high"),
    ],
)
def test_eleven_is_a_border_for_alcohol_alone(score: int, points: tuple[int, ...], general: str, alcohol: str) -> None:
    names = [subject.name for subject in assist.description().subjects if subject.name != "tobacco"]
    scores, bands = _score({"substances": {name: _answers(*points) for name in names}})
    assert scores == dict.fromkeys(names, score)
    assert bands == {name: alcohol if name == "alcohol" else general for name in names}


def test_tobacco_has_the_general_borders() -> None:
    three, four = {"q2": 0, "q6": 3, "q7": 0}, {"q2": 4, "q3": 0, "q4": 0, "q6": 0, "q7": 0}
    assert _score({"substances": {"tobacco": three}})[1] == {"tobacco": "low"}
    assert _score({"substances": {"tobacco": four}})[1] == {"tobacco": "moderate"}


def test_every_sum_the_form_allows_lies_between_0_and_39_and_none_is_1() -> None:
    instrument = assist.load()
    sums = set()
    for points in product(*(POINTS[name] for name in QUESTIONS)):
        scores = instrument.score({"substances": {"other": _answers(*points)}}).scores
        assert scores == {"other": sum(points)}
        sums.add(sum(points))
    assert min(sums) == 0
    assert max(sums) == 39
    assert 1 not in sums


def test_no_total_is_made_over_substances() -> None:
    document = score_document(
        "assist", {"substances": {"opioids": _answers(6, 6, 7, 8, 6, 6), "cannabis": _answers(2, 0, 0, 0, 0, 0)}}
    )
    assert document["scores"] == {"opioids": 39, "cannabis": 2}


def test_questions_3_to_5_may_be_left_out_where_there_was_no_use() -> None:
    assert _score({"substances": {"opioids": {"q2": 0, "q6": 3, "q7": 6}}}) == ({"opioids": 9}, {"opioids": "moderate"})
    assert _score({"substances": {"tobacco": {"q2": 0, "q6": 0, "q7": 0}}}) == ({"tobacco": 0}, {"tobacco": "low"})


@pytest.mark.parametrize("left_out", QUESTIONS)
def test_a_missing_answer_leaves_no_score_and_says_which(left_out: str) -> None:
    answers = _answers(4, 5, 5, 5, 6, 3)
    del answers[left_out]
    document = score_document(
        "assist", {"substances": {"amphetamine": answers, "cannabis": _answers(2, 0, 0, 0, 0, 0)}}
    )
    assert document["scores"] == {"cannabis": 2, "amphetamine": None}
    assert document["bands"] == {"cannabis": "low", "amphetamine": None}
    assert document["reasons"] == {"amphetamine": {"code": "unanswered", "questions": [left_out]}}


@pytest.mark.parametrize("left_out", ["q6", "q7"])
def test_no_use_does_not_excuse_questions_6_and_7(left_out: str) -> None:
    answers = {"q2": 0, "q6": 0, "q7": 0}
    del answers[left_out]
    assert _score({"substances": {"opioids": answers}}) == ({"opioids": None}, {"opioids": None})


@pytest.mark.parametrize("answers", [{}, {"q1": 1}])
def test_an_empty_substance_has_no_score_rather_than_zero(answers: dict[str, int]) -> None:
    document = score_document("assist", {"substances": {"cocaine": answers}})
    assert document["scores"] == {"cocaine": None}
    assert document["reasons"] == {"cocaine": {"code": "unanswered", "questions": list(QUESTIONS)}}


def test_a_substance_never_used_is_absent() -> None:
    document = score_document("assist", {"substances": {"cocaine": {"q1": 0}, "cannabis": _answers(2, 0, 0, 0, 0, 0)}})
    assert document["scores"] == {"cannabis": 2}
    assert document["bands"] == {"cannabis": "low"}
    assert "reasons" not in document


def test_question_1_does_not_count() -> None:
    assert _score({"substances": {"cannabis": {"q1": 1, **_answers(2, 0, 0, 0, 0, 0)}}})[0] == {"cannabis": 2}


@pytest.mark.parametrize("injected", [0, 1, 2])
def test_question_8_does_not_count_and_only_recent_injecting_is_noted(injected: int) -> None:
    document = score_document("assist", {"substances": {"opioids": _answers(2, 0, 0, 0, 0, 0)}, "q8": injected})
    assert document["scores"] == {"opioids": 2}
    assert document.get("notes") == ([{"code": "recent_injecting"}] if injected == 2 else None)


def test_answers_to_questions_that_were_not_to_be_asked_count_and_are_noted() -> None:
    document = score_document("assist", {"substances": {"cannabis": _answers(0, 3, 0, 5, 0, 0)}})
    assert document["scores"] == {"cannabis": 8}
    assert document["notes"] == [{"code": "answered_without_use", "subject": "cannabis", "questions": ["q3", "q5"]}]


def test_the_answer_has_exactly_the_promised_shape() -> None:
    document = score_document("assist", {"substances": {"amphetamine": _answers(4, 5, 5, 5, 6, 3)}})
    assert json.loads(json.dumps(document)) == {
        "instrument": "assist",
        "version": "3.1",
        "scores": {"amphetamine": 28},
        "bands": {"amphetamine": "high"},
        "routing": {"proposal": "rujukan", "class": "berat", "band": "high", "substances": ["amphetamine"]},
    }


def test_substances_are_told_in_the_forms_order() -> None:
    names = [subject.name for subject in assist.description().subjects]
    points = _answers(2, 0, 0, None, 0, 0)
    given = {name: points if name == "tobacco" else points | {"q5": 0} for name in reversed(names)}
    assert list(assist.load().score({"substances": given}).scores) == names


@pytest.mark.parametrize("points", [2, 3, 1, 8])
def test_question_4_refuses_the_points_of_wrong_public_versions(points: int) -> None:
    refusal = _refusal({"substances": {"amphetamine": {"q4": points}}})
    assert refusal.code == "instruments.impossible_answer"
    assert refusal.field == "amphetamine.q4"
    assert refusal.facts == {"item": "amphetamine.q4", "value": str(points), "allowed": "0, 4, 5, 6, 7"}


@pytest.mark.parametrize(("question", "points"), [(q, n) for q in POINTS for n in range(-1, 10) if n not in POINTS[q]])
def test_every_point_the_form_does_not_print_is_refused(question: str, points: int) -> None:
    refusal = _refusal({"substances": {"opioids": {question: points}}})
    assert (refusal.code, refusal.facts["item"]) == ("instruments.impossible_answer", f"opioids.{question}")


def test_the_old_forms_code_3_for_ever_used_is_refused() -> None:
    refusal = _refusal({"substances": {"amphetamine": {"q1": 3, **_answers(2, 0, 0, 0, 0, 0)}}})
    assert refusal.code == "instruments.impossible_answer"
    assert refusal.facts == {"item": "amphetamine.q1", "value": "3", "allowed": "0, 1"}


@pytest.mark.parametrize("points", [3, 6, -1])
def test_question_8_has_its_own_codes(points: int) -> None:
    refusal = _refusal({"substances": {"opioids": {}}, "q8": points})
    assert refusal.facts == {"item": "q8", "value": str(points), "allowed": "0, 1, 2"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (4.0, "4.0"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        ("4", "'4'"),
        ("a\nb\u2028\ud800", r"'a\nb\u2028\ud800'"),
        ("x" * 1000, "'" + "x" * 40 + "'…"),
        ([4], "[…]"),
        ({"q": 4}, "{…}"),
        (10**5000, "> 10^12"),
        (-(10**5000), "< -10^12"),
        (object(), "object"),
    ],
    ids=range(14),
)
def test_an_answer_that_is_no_whole_number_is_refused_on_one_short_line(value: object, shown: str) -> None:
    refusal = _refusal({"substances": {"amphetamine": {"q2": value}}})
    assert refusal.code == "instruments.impossible_answer"
    assert refusal.facts == {"item": "amphetamine.q2", "value": shown, "allowed": "0, 2, 3, 4, 6"}


def test_tobacco_has_no_question_5() -> None:
    refusal = _refusal({"substances": {"tobacco": _answers(6, 6, 0, 0, 3, 3)}})
    assert (refusal.code, refusal.facts) == ("instruments.not_asked", {"item": "tobacco.q5"})


def test_never_used_contradicted_by_an_answer_is_refused() -> None:
    refusal = _refusal({"substances": {"cannabis": {"q1": 0, "q2": 2, "q6": 3}}})
    assert refusal.code == "instruments.never_used"
    assert refusal.facts == {"item": "cannabis.q1", "answered": "cannabis.q2, cannabis.q6"}


@pytest.mark.parametrize(
    ("document", "code", "item"),
    [
        ({"substances": {"sabu": {}}}, "unknown_substance", "sabu"),
        ({"substances": {"": {}}}, "unknown_substance", "''"),
        ({"substances": {"a\nb": {}}}, "unknown_substance", r"'a\nb'"),
        ({"substances": {7: {}}}, "unknown_substance", "7"),
        ({"substances": {"cocaine": {"q9": 0}}}, "unknown_question", "cocaine.q9"),
        ({"substances": {"cocaine": {"q8": 0}}}, "unknown_question", "cocaine.q8"),
        ({"substances": {"cocaine": {None: 0}}}, "unknown_question", "cocaine.null"),
        ({"substances": {"cocaine": {}}, "q7": 0}, "unknown_entry", "q7"),
        ({"amphetamine": {"q2": 4}}, "unknown_entry", "amphetamine"),
        ({"substances": {"cocaine": 4}}, "not_an_object", "cocaine"),
        ({"substances": {"cocaine": None}}, "not_an_object", "cocaine"),
        ({"substances": []}, "not_an_object", "substances"),
        ({"substances": None}, "not_an_object", "substances"),
        ([], "not_an_object", "answers"),
        (None, "not_an_object", "answers"),
        ("{}", "not_an_object", "answers"),
        ({}, "no_answers", "substances"),
        ({"substances": {}}, "no_answers", "substances"),
        ({"q8": 0}, "no_answers", "substances"),
    ],
)
def test_what_the_form_does_not_have_is_refused_by_name(document: object, code: str, item: str) -> None:
    refusal = _refusal(document)
    assert (refusal.code, refusal.facts["item"]) == (f"instruments.{code}", item)
    assert str(refusal) == f"instruments.{code}"
