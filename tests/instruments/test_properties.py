"""Whatever is answered the score is the sum; whatever is junk is refused as a broken rule and never crashes."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.instruments import assist
from rehab_app.instruments.registry import score_document
from rehab_app.instruments.routing import Band

INSTRUMENT = assist.load()
DESCRIPTION = INSTRUMENT.description()
SUBSTANCES = [subject.name for subject in DESCRIPTION.subjects]
OPTIONS = {question.name: [option.points for option in question.options] for question in DESCRIPTION.questions}
SCORED = [question.name for question in DESCRIPTION.questions if question.is_scored]
BANDS = [band.value for band in Band]


def _complete(substance: str) -> st.SearchStrategy[dict[str, int]]:
    left_out = ("q5",) if substance == "tobacco" else ()
    return st.fixed_dictionaries({name: st.sampled_from(OPTIONS[name]) for name in SCORED if name not in left_out})


COMPLETE = st.fixed_dictionaries({}, optional={name: _complete(name) for name in SUBSTANCES}).filter(bool)
# Mostly the form's own words, so that junk gets past the first check and reaches the last.
WORDS = st.sampled_from(["substances", *SUBSTANCES, *OPTIONS, "sabu", ""]) | st.text(max_size=4)
LEAVES = (
    st.none()
    | st.booleans()
    | st.sampled_from(range(-1, 10))
    | st.integers()
    | st.floats()
    | WORDS
    | st.binary(max_size=3)
    | st.dates()
)
KEYS = WORDS | st.none() | st.integers() | st.booleans() | st.tuples(st.integers())
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
NEARLY = st.fixed_dictionaries(
    {"substances": st.dictionaries(st.sampled_from(SUBSTANCES), st.dictionaries(WORDS, LEAVES, max_size=6) | JUNK)},
    optional={"q8": LEAVES, "extra": LEAVES},
)


@given(COMPLETE)
def test_a_complete_substance_scores_the_sum_of_its_answers(substances: dict[str, dict[str, int]]) -> None:
    scored = INSTRUMENT.score({"substances": substances})
    assert scored.scores == {name: sum(answers.values()) for name, answers in substances.items()}
    assert not scored.reasons


@given(COMPLETE)
def test_ever_used_and_injecting_change_no_score(substances: dict[str, dict[str, int]]) -> None:
    with_more = {name: {"q1": 1} | answers for name, answers in substances.items()}
    plain, more = (
        INSTRUMENT.score({"substances": substances}),
        INSTRUMENT.score({"substances": with_more, "q8": 2}),
    )
    assert (plain.scores, plain.bands) == (more.scores, more.bands)


@given(st.sampled_from(SUBSTANCES).flatmap(lambda name: st.tuples(st.just(name), _complete(name), _complete(name))))
def test_a_higher_score_never_has_a_lower_band(drawn: tuple[str, dict[str, int], dict[str, int]]) -> None:
    name, *both = drawn
    low, high = sorted(both, key=lambda answers: sum(answers.values()))
    bands = [INSTRUMENT.score({"substances": {name: answers}}).bands[name] for answers in (low, high)]
    assert BANDS.index(str(bands[0])) <= BANDS.index(str(bands[1]))


@given(st.data())
def test_answers_that_are_missing_never_count_as_zero(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SUBSTANCES))
    answers = data.draw(_complete(name))
    lost = data.draw(st.sets(st.sampled_from(sorted(answers)), min_size=1))
    left = {question: points for question, points in answers.items() if question not in lost}
    excused = {"q3", "q4", "q5"} if left.get("q2") == 0 else set()
    scored = INSTRUMENT.score({"substances": {name: left}})
    if lost <= excused:
        assert scored.scores == {name: sum(left.values())}
    else:
        assert scored.scores == {name: None}
        assert scored.bands == {name: None}
        assert set(scored.reasons[name].questions) == lost - excused


def _refusal_or_none(work: Callable[[], object]) -> RuleBroken | None:
    """Run ``work``; any error but a broken rule fails the test."""
    try:
        work()
    except RuleBroken as refusal:
        return refusal
    return None


def _require_scored_or_refused(instrument: Any, document: Any) -> None:  # noqa: ANN401 - anything at all is the point
    refusal = _refusal_or_none(lambda: json.dumps(score_document(instrument, document), allow_nan=False))
    if refusal is not None:
        assert not isinstance(refusal, Trouble)
        assert refusal.code.startswith("instruments.")
        facts = [str(fact) for fact in refusal.facts.values()]
        assert all(fact.isprintable() and len(fact) < 200 for fact in facts)
        assert refusal.facts["item"]


@given(JUNK)
def test_junk_is_only_ever_refused(document: object) -> None:
    _require_scored_or_refused("assist", document)


@given(NEARLY)
def test_what_is_nearly_right_is_scored_or_refused(document: object) -> None:
    _require_scored_or_refused("assist", document)


@given(JUNK)
def test_a_junk_instrument_is_only_ever_refused(instrument: object) -> None:
    _require_scored_or_refused(instrument, {"substances": {"cannabis": {}}})


@given(JUNK | NEARLY)
def test_junk_answers_never_break_the_form(document: object) -> None:
    refusal = _refusal_or_none(lambda: INSTRUMENT.needed_questions(document))
    assert refusal is None or refusal.facts["item"]


@given(st.data())
def test_an_interview_ends_with_a_score_for_every_substance_used(data: st.DataObject) -> None:
    substances: dict[str, dict[str, int]] = {}
    document: dict[str, Any] = {"substances": substances}
    asked = []
    while needed := INSTRUMENT.needed_questions(document):
        first = needed[0]
        asked.append(first)
        points = data.draw(st.sampled_from(OPTIONS[first.question]))
        if first.subject:
            substances.setdefault(first.subject, {})[first.question] = points
        else:
            document[first.question] = points
    assert len(asked) == len(set(asked)), "no question is asked twice"
    used = [name for name, answers in substances.items() if answers["q1"]]
    scored = INSTRUMENT.score(document)
    assert list(scored.scores) == used
    assert None not in scored.scores.values()
    assert not scored.notes or document["q8"] == 2
    assert ("q8" in document) == bool(used)
    assert "q5" not in substances["tobacco"]
