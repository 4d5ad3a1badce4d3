"""DAST-10, AUDIT, URICA, WHOQOL-BREF and SRQ-20 are scored as published, and have no score where an answer is missing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import registry
from rehab_app.instruments.engine import half_up
from rehab_app.instruments.instrument import Better, ScoringChoices
from tests.instruments.makers import (
    COUNTS,
    DOMAIN_ITEMS,
    DOMAINS,
    POINTS,
    URICA_ITEMS,
    WHOQOL_RAW,
    filled,
    scored,
)

PROSE = ScoringChoices(missing_rule="prose")


def _dast(yes: int) -> list[int]:
    """Return answers whose score is ``yes``: item 3 gives its point for a no."""
    answers = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    for index in [0, 1, 3, 4, 5, 6, 7, 8, 9][:yes]:
        answers[index] = 1
    if yes == 10:
        answers[2] = 0
    return answers


# DAST-10


@pytest.mark.parametrize(
    ("answers", "score", "band"),
    [
        ([1, 0, 0, 1, 0, 0, 1, 0, 0, 0], 4, "moderate"),
        ([1] * 10, 9, "severe"),
        ([0] * 10, 1, "low"),
        (_dast(0), 0, "none"),
        (_dast(1), 1, "low"),
        (_dast(2), 2, "low"),
        (_dast(3), 3, "moderate"),
        (_dast(5), 5, "moderate"),
        (_dast(6), 6, "substantial"),
        (_dast(8), 8, "substantial"),
        (_dast(9), 9, "severe"),
        (_dast(10), 10, "severe"),
    ],
)
def test_dast_counts_each_yes_but_item_3_when_it_is_no(answers: list[int], score: int, band: str) -> None:
    result = scored("dast10", answers)
    assert (result.scores, result.bands) == ({"total": score}, {"total": band})


@pytest.mark.parametrize("left_out", range(1, 11))
def test_dast_has_no_score_without_any_one_item(left_out: int) -> None:
    document = registry.score_document("dast10", filled([0] * 10, [left_out]))
    assert document == {
        "instrument": "dast10",
        "version": "1",
        "scores": {"total": None},
        "bands": {"total": None},
        "reason": "unanswered",
        "reasons": {"total": {"code": "unanswered", "questions": [str(left_out)]}},
    }


def test_only_a_dast_answered_no_throughout_carries_the_note() -> None:
    assert [note.code for note in scored("dast10", [0] * 10).notes] == ["all_no"]
    assert not scored("dast10", [0] * 10, [1]).notes
    assert not scored("dast10", _dast(0)).notes
    assert not scored("dast10", [1] * 10).notes


# AUDIT


@pytest.mark.parametrize(
    ("answers", "total", "consumption", "dependence", "problems", "band"),
    [
        ([0] * 10, 0, 0, 0, 0, "low"),
        ([4] * 10, 40, 12, 12, 16, "dependence"),
        ([1, 2, 3, 0, 0, 0, 0, 0, 0, 0], 6, 6, 0, 0, "low"),
        ([0, 0, 0, 1, 2, 4, 0, 0, 0, 0], 7, 0, 7, 0, "low"),
        ([0, 0, 0, 0, 0, 0, 1, 3, 2, 4], 10, 0, 0, 10, "hazardous"),
        ([4, 4, 0, 0, 0, 0, 0, 0, 0, 0], 8, 8, 0, 0, "hazardous"),
        ([4, 4, 4, 3, 0, 0, 0, 0, 0, 0], 15, 12, 3, 0, "hazardous"),
        ([4, 4, 4, 4, 0, 0, 0, 0, 0, 0], 16, 12, 4, 0, "harmful"),
        ([4, 4, 4, 4, 3, 0, 0, 0, 0, 0], 19, 12, 7, 0, "harmful"),
        ([4, 4, 4, 4, 4, 0, 0, 0, 0, 0], 20, 12, 8, 0, "dependence"),
    ],
)
def test_audit_has_a_total_with_bands_and_three_subscales(
    answers: list[int], total: int, consumption: int, dependence: int, problems: int, band: str
) -> None:
    result = scored("audit", answers)
    expected = {"total": total, "consumption": consumption, "dependence": dependence, "problems": problems}
    assert (result.scores, result.bands) == (expected, {"total": band})


def test_an_empty_audit_has_no_score_not_zero() -> None:
    result = registry.load("audit").score({"items": {}})
    assert set(result.scores.values()) == {None}
    assert result.bands == {"total": None}


def test_a_missing_item_of_audit_leaves_the_other_subscales() -> None:
    result = scored("audit", [1] * 8 + [2, 2], [5])
    assert result.scores == {"total": None, "consumption": 3, "dependence": None, "problems": 6}
    assert set(result.reasons) == {"total", "dependence"}


@pytest.mark.parametrize(("dependence", "is_noted"), [(3, False), (4, True)])
def test_a_dependence_of_4_asks_for_an_assessment(dependence: int, *, is_noted: bool) -> None:
    codes = [note.code for note in scored("audit", [0, 0, 0, dependence, 0, 0, 0, 0, 0, 0]).notes]
    assert ("assess_dependence" in codes) is is_noted


@pytest.mark.parametrize(("consumption", "is_noted"), [(2, False), (3, True)])
def test_a_consumption_of_3_tells_the_borders_of_audit_c(consumption: int, *, is_noted: bool) -> None:
    codes = [note.code for note in scored("audit", [consumption, 0, 0, 0, 0, 0, 0, 0, 0, 0]).notes]
    assert codes == (["audit_c"] if is_noted else [])


@pytest.mark.parametrize(("item", "answer"), [("9", 1), ("9", 3), ("10", 1), ("10", 3), ("1", 5), ("1", -1)])
def test_audit_refuses_points_its_item_does_not_have(item: str, answer: int) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load("audit").score({"items": {item: answer}})
    assert (caught.value.code, caught.value.facts["item"]) == ("instruments.impossible_answer", item)


# URICA


@pytest.mark.parametrize("answer", [1, 2, 3, 4, 5])
def test_urica_of_equal_answers_has_equal_means_and_twice_the_readiness(answer: int) -> None:
    scores = scored("urica", [answer] * 32).scores
    assert scores == dict.fromkeys(URICA_ITEMS, answer) | {"readiness": 2 * answer}
    assert list(scores) == [*URICA_ITEMS, "readiness"]


def test_urica_keeps_four_decimals_and_its_own_items() -> None:
    for name, numbers in URICA_ITEMS.items():
        values = [5 if number == numbers[0] else 1 for number in range(1, 33)]
        scores = scored("urica", values).scores
        expected = {one: Decimal("1.5714") if one == name else Decimal(1) for one in URICA_ITEMS}
        sign = -1 if name == "precontemplation" else 1
        assert scores == expected | {"readiness": half_up(2 + sign * Fraction(4, 7), 4)}


@pytest.mark.parametrize("omitted", [4, 9, 20, 31])
def test_items_that_urica_omits_may_be_left_out_and_do_not_count(omitted: int) -> None:
    values = [3] * 32
    values[omitted - 1] = 5
    assert scored("urica", values).scores == scored("urica", [3] * 32).scores
    result = scored("urica", [3] * 32, [omitted])
    assert result.scores["readiness"] == 6
    assert not result.reasons


@pytest.mark.parametrize(("scale", "number"), [(name, numbers[-1]) for name, numbers in URICA_ITEMS.items()])
def test_a_missing_item_leaves_its_subscale_and_the_readiness_without_a_score(scale: str, number: int) -> None:
    result = scored("urica", [4] * 32, [number])
    assert {name for name, score in result.scores.items() if score is None} == {scale, "readiness"}
    assert result.reasons["readiness"].questions == result.reasons[scale].questions == (str(number),)
    assert result.bands == {"readiness": None}
    assert not result.notes


def test_the_readiness_tells_each_missing_item_once_in_the_forms_order() -> None:
    result = scored("urica", [4] * 32, [29, 2, 10])
    assert result.reasons["readiness"].questions == ("2", "10", "29")


def test_readiness_runs_from_minus_2_to_14() -> None:
    (readiness,) = [scale for scale in registry.scales("urica") if scale.name == "readiness"]
    assert (int(readiness.lowest), int(readiness.highest), readiness.better) == (-2, 14, Better.UP)
    high = [1 if number in URICA_ITEMS["precontemplation"] else 5 for number in range(1, 33)]
    low = [5 if number in URICA_ITEMS["precontemplation"] else 1 for number in range(1, 33)]
    assert (scored("urica", high).scores["readiness"], scored("urica", low).scores["readiness"]) == (14, -2)


def _urica_of(readiness_sevenths: int) -> list[int]:
    """Return answers whose readiness is so many sevenths over 2 (all answers 1)."""
    values = [1] * 32
    left = readiness_sevenths
    for number in (*URICA_ITEMS["contemplation"], *URICA_ITEMS["action"], *URICA_ITEMS["maintenance"]):
        step = min(left, 4)
        values[number - 1] += step
        left -= step
    return values


@pytest.mark.parametrize(
    ("readiness", "cutoffs", "stage"),
    [
        (Fraction(8), (), "precontemplation"),
        (Fraction(57, 7), (), "contemplation"),
        (Fraction(11), (), "contemplation"),
        (Fraction(78, 7), (), "action"),
        (Fraction(8), (7.5, 9), "contemplation"),
        (Fraction(8), (5, 7), "action"),
        (Fraction(8), (8.5, 9), "precontemplation"),
    ],
)
def test_the_stage_is_a_note_of_the_readiness_and_its_borders_may_be_moved(
    readiness: Fraction, cutoffs: tuple[float, ...], stage: str
) -> None:
    result = scored("urica", _urica_of(int((readiness - 2) * 7)), choices=ScoringChoices(cutoffs=cutoffs))
    assert result.scores["readiness"] == half_up(readiness, 4)
    assert result.bands == {"readiness": stage}
    assert [note.code for note in result.notes] == ["indicative_stage"]


# WHOQOL-BREF


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (WHOQOL_RAW, ["53.57", "70.83", "75.00", "65.63"]),
        ([3] * 26, ["50.00"] * 4),
        ([1] * 26, ["28.57", "16.67", "0.00", "0.00"]),
        ([5] * 26, ["71.43", "83.33", "100.00", "100.00"]),
    ],
)
def test_whoqol_has_the_published_domain_scores(raw: list[int], shown: list[str]) -> None:
    scores = scored("whoqol", raw).scores
    assert [str(scores[domain]) for domain in DOMAINS] == shown
    assert (scores["q1"], scores["q2"]) == (raw[0], raw[1])
    assert scored("whoqol", raw).bands == {}


def test_whoqol_shows_65_63_in_json_not_the_binary_half() -> None:
    document = registry.score_document("whoqol", filled(WHOQOL_RAW))
    assert document["scores"] == {
        "physical": 53.57,
        "psychological": 70.83,
        "social": 75.0,
        "environment": 65.63,
        "q1": 4,
        "q2": 4,
    }


@pytest.mark.parametrize("value", range(4, 21))
def test_whoqol_agrees_with_the_manuals_rounded_table(value: int) -> None:
    table = [0, 6, 13, 19, 25, 31, 38, 44, 50, 56, 63, 69, 75, 81, 88, 94, 100]
    # A domain score of value (4 to 20) is a mean of value / 4: eight environment items whose sum is 2 x value.
    values = [3] * 26
    left = 2 * value - 8
    for number in DOMAIN_ITEMS["environment"]:
        values[number - 1] = 1 + min(left, 4)
        left -= min(left, 4)
    score = scored("whoqol", values).scores["environment"]
    assert half_up(Fraction(str(score))) == table[value - 4]


@pytest.mark.parametrize(
    ("choices", "may_miss"),
    [
        (ScoringChoices(), {"physical": 1, "psychological": 1, "social": 1, "environment": 2}),
        (ScoringChoices(missing_rule="who"), {"physical": 1, "psychological": 1, "social": 1, "environment": 2}),
        (PROSE, {"physical": 2, "psychological": 2, "social": 1, "environment": 2}),
    ],
)
@pytest.mark.parametrize("domain", DOMAINS)
def test_the_answered_items_stand_for_as_many_missing_ones_as_the_rule_allows(
    domain: str, choices: ScoringChoices, may_miss: dict[str, int]
) -> None:
    numbers = DOMAIN_ITEMS[domain]
    allowed = numbers[: may_miss[domain]]
    result = scored("whoqol", [3] * 26, allowed, choices)
    assert set(result.scores.values()) == {3, Decimal(50)}
    too_many = numbers[: may_miss[domain] + 1]
    result = scored("whoqol", [3] * 26, too_many, choices)
    assert [name for name, score in result.scores.items() if score is None] == [domain]
    assert result.reasons[domain].code == "unanswered"
    assert result.reasons[domain].questions == tuple(str(number) for number in too_many)


def test_a_missing_answer_is_replaced_by_the_mean_of_the_others() -> None:
    values = [3] * 26
    values[19], values[20], values[21] = 4, 1, 5
    assert scored("whoqol", values, [21]).scores["social"] == Decimal("87.50")


@pytest.mark.parametrize("choices", [ScoringChoices(), PROSE])
def test_more_than_a_fifth_missing_leaves_no_domain_but_the_two_items(choices: ScoringChoices) -> None:
    five, six = [3, 5, 20, 8, 9], [3, 5, 20, 8, 9, 1]
    scores = scored("whoqol", WHOQOL_RAW, five, choices).scores
    assert None not in scores.values()
    result = scored("whoqol", WHOQOL_RAW, six, choices)
    assert [result.scores[domain] for domain in DOMAINS] == [None] * 4
    assert {result.reasons[domain].code for domain in DOMAINS} == {"too_many_missing"}
    assert result.reasons["social"].questions == ("1", "3", "5", "8", "9", "20")
    assert (result.scores["q1"], result.scores["q2"]) == (None, 4)
    assert result.document()["reason"] == "too_many_missing"


@pytest.mark.parametrize("rule", ["WHO", "none", " ", "who\n"])
def test_an_unknown_rule_for_missing_answers_is_refused(rule: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load("whoqol", choices=ScoringChoices(missing_rule=rule))
    assert caught.value.code == "instruments.unknown_missing_rule"
    assert caught.value.facts["known"] == "who, prose"


@pytest.mark.parametrize("name", ["dast10", "audit", "urica", "srq20", "assist"])
def test_an_instrument_without_rules_for_missing_answers_takes_none(name: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load(name, choices=PROSE)
    assert (caught.value.code, caught.value.facts["known"]) == ("instruments.unknown_missing_rule", "-")


# SRQ-20


@pytest.mark.parametrize(
    ("yes", "cutoffs", "band"),
    [
        (0, (), "below_cutoff"),
        (5, (), "below_cutoff"),
        (6, (), "needs_attention"),
        (20, (), "needs_attention"),
        (6, (8,), "below_cutoff"),
        (8, (8,), "needs_attention"),
        (4, (4,), "needs_attention"),
        (0, (0,), "needs_attention"),
        (19, (20,), "below_cutoff"),
    ],
)
def test_srq_sums_each_yes_and_its_cutoff_may_be_moved(yes: int, cutoffs: tuple[int, ...], band: str) -> None:
    result = scored("srq20", [1] * yes + [0] * (20 - yes), choices=ScoringChoices(cutoffs=cutoffs))
    assert (result.scores, result.bands) == ({"total": yes}, {"total": band})


def test_item_17_alerts_whatever_the_sum_and_even_without_one() -> None:
    alone = [1 if number == 17 else 0 for number in range(1, 21)]
    assert scored("srq20", alone).alerts == ("17",)
    assert scored("srq20", alone, choices=ScoringChoices(cutoffs=(20,))).alerts == ("17",)
    partly = registry.load("srq20").score({"items": {"17": 1}})
    assert (partly.alerts, partly.scores) == (("17",), {"total": None})
    assert partly.document()["alerts"] == ["17"]
    others = [0 if number == 17 else 1 for number in range(1, 21)]
    assert scored("srq20", others).alerts == ()
    assert "alerts" not in scored("srq20", others).document()


def test_no_other_instrument_alerts() -> None:
    for name in ("dast10", "audit", "urica", "whoqol"):
        for points in POINTS[name]:
            answers = [points] * COUNTS[name] if name != "audit" else [points] * 8
            assert scored(name, answers).alerts == ()


# What every questionnaire shares.


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(
    "answer", ["3", 2.0, 1.5, True, False, None, [1], {}, {"value": 1}, 99, -1, 10**30, float("nan"), {"no_value": "x"}]
)
def test_an_impossible_answer_is_refused_by_the_items_number(name: str, answer: object) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.score_document(name, {"items": {"2": answer}})
    assert caught.value.code == "instruments.impossible_answer"
    assert (caught.value.field, caught.value.facts["item"]) == ("2", "2")
    assert all(str(fact).isprintable() for fact in caught.value.facts.values())


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("item", ["0", "01", "q1", "33", " 1", "1.0", "", "-1", "total", 1, None, "x" * 200, "a\nb"])
def test_an_unknown_item_is_refused(name: str, item: object) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.score_document(name, {"items": {item: 1}})
    assert caught.value.code == "instruments.unknown_item"
    assert str(caught.value.facts["item"]).isprintable()


@pytest.mark.parametrize("name", COUNTS)
def test_the_last_item_is_there_and_the_next_is_not(name: str) -> None:
    registry.score_document(name, {"items": {str(COUNTS[name]): min(POINTS[name])}})
    with pytest.raises(RuleBroken, match="unknown_item"):
        registry.score_document(name, {"items": {str(COUNTS[name] + 1): min(POINTS[name])}})


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "no_items"),
        ([], "not_an_object"),
        (None, "not_an_object"),
        ("items", "not_an_object"),
        ({"items": []}, "not_an_object"),
        ({"items": None}, "not_an_object"),
        ({"items": {}, "version": 1}, "unknown_entry"),
        ({"answers": {}}, "unknown_entry"),
    ],
)
def test_a_document_of_another_shape_is_refused(name: str, document: object, code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.score_document(name, document)
    assert caught.value.code == f"instruments.{code}"
    assert caught.value.facts["item"]


@pytest.mark.parametrize("name", COUNTS)
def test_an_empty_form_has_no_score_anywhere(name: str) -> None:
    result = registry.load(name).score({"items": {}})
    assert set(result.scores.values()) == {None}
    assert set(result.reasons) == set(result.scores)
    assert not result.notes


@pytest.mark.parametrize("state", ["refused", "not_applicable"])
def test_a_refused_item_is_missing_like_one_left_out(state: str) -> None:
    answers: dict[str, object] = {str(number): 0 for number in range(1, 11)}
    answers["4"] = {"no_value": state}
    result = registry.load("dast10").score({"items": answers})
    assert result.scores == {"total": None}
    assert result.reasons["total"].questions == ("4",)


@pytest.mark.parametrize(
    ("name", "cutoffs"),
    [
        ("urica", (8,)),
        ("urica", (8, 9, 10)),
        ("urica", (11, 8)),
        ("urica", (8, 8)),
        ("urica", (-3, 8)),
        ("urica", (8, 15)),
        ("urica", (float("nan"), 8)),
        ("urica", (float("inf"), 8)),
        ("urica", (True, 8)),
        ("urica", ("8", 11)),
        ("srq20", (21,)),
        ("srq20", (-1,)),
        ("srq20", (5, 6)),
    ],
)
def test_cutoffs_that_cannot_be_meant_are_refused(name: str, cutoffs: tuple[int | float, ...]) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.load(name, choices=ScoringChoices(cutoffs=cutoffs))
    assert (caught.value.code, caught.value.facts["item"]) == ("instruments.odd_cutoffs", name)
    ends = {"urica": (2, "-2", "14"), "srq20": (1, "0", "20")}
    assert tuple(caught.value.facts[one] for one in ("count", "lowest", "highest")) == ends[name]


@pytest.mark.parametrize("name", ["dast10", "audit", "whoqol", "assist"])
def test_fixed_bands_cannot_be_moved(name: str) -> None:
    with pytest.raises(RuleBroken, match="no_cutoffs"):
        registry.load(name, choices=ScoringChoices(cutoffs=(3,)))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("dast10", ["total"]),
        ("audit", ["total", "consumption", "dependence", "problems"]),
        ("urica", ["precontemplation", "contemplation", "action", "maintenance", "readiness"]),
        ("whoqol", ["physical", "psychological", "social", "environment", "q1", "q2"]),
        ("srq20", ["total"]),
    ],
)
def test_each_instrument_has_these_scores_whether_filled_or_not(name: str, keys: list[str]) -> None:
    assert list(registry.load(name).score({"items": {}}).scores) == keys
    assert [scale.name for scale in registry.scales(name)] == keys


def test_a_sum_is_a_whole_number_and_a_mean_has_its_decimals() -> None:
    for name in ("dast10", "audit", "srq20"):
        assert {
            type(score) for score in scored(name, [1] * COUNTS[name] if name != "audit" else [2] * 10).scores.values()
        } == {int}
    assert [str(score) for score in scored("urica", [3] * 32).scores.values()] == ["3.0000"] * 4 + ["6.0000"]
    assert [str(score) for score in scored("whoqol", [3] * 26).scores.values()] == ["50.00"] * 4 + ["3", "3"]


_NAMES = st.sampled_from([name for name in COUNTS if name != "audit"])


@st.composite
def _filled(draw: st.DrawFn) -> tuple[str, list[int]]:
    name = draw(_NAMES)
    return name, draw(st.lists(st.sampled_from(list(POINTS[name])), min_size=COUNTS[name], max_size=COUNTS[name]))


@given(_filled())
def test_scores_lie_within_their_range_and_bands_are_known(case: tuple[str, list[int]]) -> None:
    name, answers = case
    result = scored(name, answers)
    for scale in registry.scales(name):
        value = result.scores[scale.name]
        assert value is not None
        assert scale.lowest <= Fraction(str(value)) <= scale.highest
        if scale.name in result.bands:
            assert result.bands[scale.name] in scale.band_labels


REVERSED = {("dast10", 3), ("whoqol", 3), ("whoqol", 4), ("whoqol", 26)}


@given(_filled(), st.data())
def test_a_higher_answer_never_lowers_a_score_unless_its_item_is_reversed(
    case: tuple[str, list[int]], data: st.DataObject
) -> None:
    name, answers = case
    number = data.draw(st.integers(1, COUNTS[name]))
    higher = list(answers)
    higher[number - 1] = data.draw(st.sampled_from([one for one in POINTS[name] if one >= answers[number - 1]]))
    before, after = scored(name, answers).scores, scored(name, higher).scores
    for scale, value in before.items():
        lowered = (name, number) in REVERSED or (scale == "readiness" and number in URICA_ITEMS["precontemplation"])
        first, second = Fraction(str(value)), Fraction(str(after[scale]))
        assert second <= first if lowered and scale not in {"q1", "q2"} else second >= first


@given(st.lists(st.integers(1, 5), min_size=26, max_size=26))
def test_whoqol_turned_round_is_a_hundred_less_the_score(answers: list[int]) -> None:
    turned = [6 - one for one in answers]
    one, other = scored("whoqol", answers).scores, scored("whoqol", turned).scores
    for domain in DOMAINS:
        assert abs(Fraction(str(one[domain])) + Fraction(str(other[domain])) - 100) <= Fraction(1, 100)


@given(_filled(), st.data())
def test_leaving_answers_out_only_ever_takes_scores_away_with_a_reason(
    case: tuple[str, list[int]], data: st.DataObject
) -> None:
    name, answers = case
    left_out = data.draw(st.sets(st.integers(1, COUNTS[name])))
    result = scored(name, answers, left_out)
    assert {scale for scale, score in result.scores.items() if score is None} == set(result.reasons)
    for reason in result.reasons.values():
        assert reason.questions
        assert {int(question) for question in reason.questions} <= left_out


@pytest.mark.parametrize("rule", ["who", "prose"])
@pytest.mark.parametrize("left_out", [(3,), (3, 4, 10), (20, 21), (1, 2, 3, 4, 5, 6), tuple(range(1, 27))])
def test_kept_reasons_are_explained_as_they_were_given(rule: str, left_out: tuple[int, ...]) -> None:
    found = scored("whoqol", [3] * 26, left_out, ScoringChoices(missing_rule=rule))
    codes = {name: reason.code for name, reason in found.reasons.items()}
    assert registry.load("whoqol").explain(filled([3] * 26, left_out), codes) == found.reasons


def test_a_kept_reason_is_explained_whatever_rule_would_score_now() -> None:
    loose = registry.load("whoqol", choices=ScoringChoices(missing_rule="prose"))
    document = filled([3] * 26, (3, 10))
    assert not loose.score(document).reasons
    assert loose.explain(document, {"physical": "unanswered"})["physical"].questions == ("3", "10")


def test_the_reason_of_a_combined_scale_names_the_items_of_its_parts() -> None:
    found = scored("urica", [3] * 32, (4, 5, 8))
    codes = {name: reason.code for name, reason in found.reasons.items()}
    assert registry.load("urica").explain(filled([3] * 32, (4, 5, 8)), codes) == found.reasons
    assert found.reasons["readiness"].questions == ("5", "8")


def test_a_scale_that_the_key_does_not_have_is_not_explained() -> None:
    assert registry.load("dast10").explain({"items": {}}, {"horoscope": "unanswered"}) == {}
