"""Answers of a form are kept or refused by place; what is missing and what alerts is found."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form, Item, Kind, NoValue
from rehab_app.instruments.form_answers import alerts, checked_answers, is_asked, items_of, missing, no_value_of

ASI = registry.form("asi")
SHEET = registry.form("screening_sheet")
ASSIST = registry.form("assist")
REFUSED = {"no_value": "refused"}
NOT_APPLICABLE = {"no_value": "not_applicable"}


def _kept(name: str, value: object) -> object:
    found = checked_answers(ASI, {"items": {name: value}})["items"]
    assert isinstance(found, dict)
    return found.get(name, "nothing")


def _refusal(work: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        work()
    return caught.value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("arrived_on", "2026-02-28"),
        ("skills", "Menjahit"),
        ("problem_summary", "Baris satu\nbaris dua"),
        ("work_status", 8),
        ("has_support", False),
        ("has_support", True),
        ("convictions", 0),
        ("convictions", 999),
        ("temperature", 36.6),
        ("temperature", 37),
        ("severity_legal", 0),
        ("severity_legal", 9),
        ("client_legal", 4),
        ("living", 9),
        ("status", "done"),
        ("education", "primary"),
        ("therapy_plan", ["counselling", "other"]),
        ("users_lived_with", [1, 6]),
        ("hospital_stays", [{"illness": "Tifus", "year": 2019}, {"duration": "2 minggu"}]),
        ("drug_grid", {"8": {"days_30": 30, "years": 4, "route": 3}, "1": {"days_30": 0}}),
        ("psychiatric", {"suicidal_thoughts": {"days_30": False, "lifetime": True}}),
        ("psychiatric", {"suicidal_thoughts": {"days_30": REFUSED}, "depression": NOT_APPLICABLE}),
        ("drug_grid", NOT_APPLICABLE),
        ("severity_legal", REFUSED),
        ("hospital_stays", NOT_APPLICABLE),
    ],
)
def test_what_the_form_has_is_kept_as_it_is(name: str, value: object) -> None:
    kept = _kept(name, value)
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("skills", ""),
        ("skills", "   "),
        ("problem_summary", "\n \n"),
        ("therapy_plan", []),
        ("hospital_stays", []),
        ("hospital_stays", [{}, {"illness": " "}]),
        ("drug_grid", {}),
        ("drug_grid", {"1": {}}),
    ],
)
def test_what_is_empty_is_the_same_as_no_answer(name: str, value: object) -> None:
    assert _kept(name, value) == "nothing"


def test_answers_come_back_in_the_forms_order_and_trimmed() -> None:
    found = checked_answers(
        ASI, {"items": {"convictions": 1, "skills": "  Las ", "drug_grid": {"2": {"years": 1}, "1": {"years": 2}}}}
    )
    items = items_of(ASI, found)
    assert list(items) == ["skills", "drug_grid", "convictions"]
    assert items["skills"] == "Las"
    grid = items["drug_grid"]
    assert isinstance(grid, dict)
    assert list(grid) == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "value", "code", "place"),
    [
        ("arrived_on", "28/02/2026", "impossible_answer", "arrived_on"),
        ("arrived_on", "2026-02-30", "impossible_answer", "arrived_on"),
        ("arrived_on", "20260228", "impossible_answer", "arrived_on"),
        ("arrived_on", 20260228, "impossible_answer", "arrived_on"),
        ("skills", 5, "not_a_text", "skills"),
        ("skills", "a\nb", "not_a_text", "skills"),
        ("skills", "x" * 201, "text_too_long", "skills"),
        ("problem_summary", "x" * 10_001, "text_too_long", "problem_summary"),
        ("problem_summary", "a\0b", "not_a_text", "problem_summary"),
        ("work_status", 3, "impossible_answer", "work_status"),
        ("work_status", "2", "impossible_answer", "work_status"),
        ("work_status", True, "impossible_answer", "work_status"),
        ("has_support", 1, "impossible_answer", "has_support"),
        ("has_support", "ya", "impossible_answer", "has_support"),
        ("convictions", -1, "impossible_answer", "convictions"),
        ("convictions", 1000, "impossible_answer", "convictions"),
        ("convictions", 1.0, "impossible_answer", "convictions"),
        ("convictions", True, "impossible_answer", "convictions"),
        ("convictions", 10**400, "impossible_answer", "convictions"),
        ("temperature", 36.65, "impossible_answer", "temperature"),
        ("temperature", float("nan"), "impossible_answer", "temperature"),
        ("temperature", float("inf"), "impossible_answer", "temperature"),
        ("temperature", 45.1, "impossible_answer", "temperature"),
        ("temperature", 24.9, "impossible_answer", "temperature"),
        ("severity_legal", 10, "impossible_answer", "severity_legal"),
        ("severity_legal", -1, "impossible_answer", "severity_legal"),
        ("client_legal", 5, "impossible_answer", "client_legal"),
        ("living", 0, "impossible_answer", "living"),
        ("status", "", "impossible_answer", "status"),
        ("education", 3, "impossible_answer", "education"),
        ("education", "", "impossible_answer", "education"),
        ("therapy_plan", "counselling", "not_a_list", "therapy_plan"),
        ("therapy_plan", ["counselling", "counselling"], "chosen_twice", "therapy_plan"),
        ("therapy_plan", [str(one) for one in range(101)], "too_many_rows", "therapy_plan"),
        ("users_lived_with", [7], "impossible_answer", "users_lived_with"),
        ("hospital_stays", {"illness": "x"}, "not_a_list", "hospital_stays"),
        ("hospital_stays", ["x"], "not_an_object", "hospital_stays.1"),
        ("hospital_stays", [{}, {"year": 1899}], "impossible_answer", "hospital_stays.2.year"),
        ("hospital_stays", [{"doctor": "x"}], "unknown_place", "hospital_stays.1.doctor"),
        ("hospital_stays", [{}] * 101, "too_many_rows", "hospital_stays"),
        ("drug_grid", [], "not_an_object", "drug_grid"),
        ("drug_grid", {"13": {}}, "unknown_place", "drug_grid.13"),
        ("drug_grid", {"1": []}, "not_an_object", "drug_grid.1"),
        ("drug_grid", {"1": {"days": 3}}, "unknown_place", "drug_grid.1.days"),
        ("drug_grid", {"1": {"days_30": 31}}, "impossible_answer", "drug_grid.1.days_30"),
        ("drug_grid", {"1": {"years": 100}}, "impossible_answer", "drug_grid.1.years"),
        ("drug_grid", {"12": {"route": 6}}, "impossible_answer", "drug_grid.12.route"),
        ("drug_grid", {"12": {"route": {"no_value": "X"}}}, "impossible_answer", "drug_grid.12.route"),
        ("psychiatric", {"depression": {"days_30": 1}}, "impossible_answer", "psychiatric.depression.days_30"),
        ("skills", {"no_value": "not_filled"}, "impossible_answer", "skills"),
        ("skills", {"no_value": "refused", "why": "x"}, "impossible_answer", "skills"),
        ("skills", {"no_value": None}, "impossible_answer", "skills"),
        ("skills", {"why": "x"}, "not_a_text", "skills"),
        ("skills", None, "not_a_text", "skills"),
        ("severity_total", 5, "unknown_item", "severity_total"),
    ],
)
def test_what_the_form_does_not_have_is_refused_by_its_place(name: str, value: object, code: str, place: str) -> None:
    refusal = _refusal(lambda: checked_answers(ASI, {"items": {name: value}}))
    assert (refusal.code, refusal.field, refusal.facts["item"]) == (f"instruments.{code}", place, place)


def test_a_clients_words_never_stand_in_a_refusal() -> None:
    for text in ("rahasia\nklien", "rahasia klien " * 20):
        with pytest.raises(RuleBroken) as caught:
            checked_answers(ASI, {"items": {"skills": text}})
        assert "rahasia" not in str(caught.value.facts)


@pytest.mark.parametrize(
    ("document", "code", "item"),
    [
        ({}, "no_items", "items"),
        ({"items": {}, "by": "x"}, "unknown_entry", "by"),
        ({"items": []}, "not_an_object", "items"),
        ([], "not_an_object", "answers"),
    ],
)
def test_a_document_of_another_shape_is_refused(document: object, code: str, item: str) -> None:
    refusal = _refusal(lambda: checked_answers(ASI, document))
    assert (refusal.code, refusal.facts["item"]) == (f"instruments.{code}", item)


def test_a_refusal_says_what_would_be_allowed() -> None:
    def allowed(name: str, value: object) -> object:
        return _refusal(lambda: checked_answers(ASI, {"items": {name: value}})).facts["allowed"]

    assert allowed("has_support", 1) == "true, false"
    assert allowed("work_status", 3) == "1, 2, 8, 9"
    assert allowed("status", "x") == "not_examined, in_progress, done, refused"
    assert allowed("temperature", 99) == "25…45"
    assert allowed("education", 3) == "education"


def test_the_longest_code_text_and_table_are_kept() -> None:
    assert _kept("education", "x" * 200) == "x" * 200
    assert _refusal(lambda: _kept("education", "x" * 201)).facts["item"] == "education"
    assert _kept("skills", "x" * 200) == "x" * 200
    assert _kept("problem_summary", "x" * 10_000) == "x" * 10_000
    rows = [{"illness": str(number)} for number in range(100)]
    assert _kept("hospital_stays", rows) == rows


def test_codes_must_be_of_their_list_where_the_lists_are_known() -> None:
    lists = {"education": ("primary", "bachelor"), "therapy_plan": ("other",)}
    document = {"items": {"education": "bachelor", "therapy_plan": ["other"]}}
    assert checked_answers(ASI, document, lists=lists) == document
    refusal = _refusal(lambda: checked_answers(ASI, {"items": {"education": "kindergarten"}}, lists=lists))
    assert (refusal.facts["item"], refusal.facts["allowed"]) == ("education", "education")
    refusal = _refusal(lambda: checked_answers(ASI, {"items": {"therapy_plan": ["other", "x"]}}, lists=lists))
    assert refusal.facts["item"] == "therapy_plan"
    refusal = _refusal(lambda: checked_answers(ASI, {"items": {"marital_status": "married"}}, lists=lists))
    assert refusal.facts["item"] == "marital_status"


def test_the_assessment_may_not_be_finished_before_the_arrival() -> None:
    for finished in ("2026-03-02", "2026-03-03"):
        checked_answers(ASI, {"items": {"arrived_on": "2026-03-02", "completed_on": finished}})
    refusal = _refusal(
        lambda: checked_answers(ASI, {"items": {"arrived_on": "2026-03-02", "completed_on": "2026-03-01"}})
    )
    assert (refusal.code, refusal.field) == ("instruments.day_before", "completed_on")
    assert refusal.facts == {"item": "completed_on", "earlier": "arrived_on"}
    checked_answers(ASI, {"items": {"arrived_on": REFUSED, "completed_on": "2026-03-01"}})
    checked_answers(ASI, {"items": {"completed_on": "2026-03-01"}})


# What is missing.


def test_everything_is_missing_from_an_empty_sheet_in_the_forms_order() -> None:
    assert missing(SHEET, {"items": {}}) == tuple(item.name for item in SHEET.items)


def test_an_answer_and_both_no_value_states_are_complete_and_nothing_else() -> None:
    document = {"items": {"illnesses": NOT_APPLICABLE, "first_drug": REFUSED, "first_age": 0}}
    assert missing(SHEET, document) == ("main_drug", "addiction_level", "education", "content")


def test_each_cell_of_a_grid_is_one_place_and_the_route_is_optional() -> None:
    empty = [place for place in missing(ASI, {"items": {}}) if place.startswith("drug_grid")]
    assert len(empty) == 24
    assert empty[:3] == ["drug_grid.1.days_30", "drug_grid.1.years", "drug_grid.2.days_30"]
    document = {
        "items": {"drug_grid": {"1": {"days_30": 0}, "2": REFUSED, "3": {"days_30": 1, "years": NOT_APPLICABLE}}}
    }
    left = [place for place in missing(ASI, document) if place.startswith("drug_grid")]
    assert left[:2] == ["drug_grid.1.years", "drug_grid.4.days_30"]
    assert not [place for place in missing(ASI, {"items": {"drug_grid": REFUSED}}) if place.startswith("drug_grid")]


def test_items_that_depend_on_an_answer_are_asked_only_with_it() -> None:
    def is_missing(answer: object) -> bool:
        given = {} if answer == "nothing" else {"has_chronic_illness": answer}
        return "chronic_illness" in missing(ASI, {"items": given})

    assert is_missing(True)
    assert not any(is_missing(answer) for answer in (False, REFUSED, "nothing"))
    assert "work_pattern" in missing(ASI, {"items": {"work_status": 2}})
    assert "work_pattern" not in missing(ASI, {"items": {"work_status": 1}})
    item = ASI.item("chronic_illness")
    assert item is not None
    assert is_asked(item, {"has_chronic_illness": True})
    assert not is_asked(item, {"has_chronic_illness": 1})


def test_optional_items_are_never_missing() -> None:
    optional = {item.name for item in ASI.items if item.is_optional}
    assert {"assessor", "treatment_kind", "systems_note", "therapy_note", "referral_unit"} <= optional
    assert not optional & set(missing(ASI, {"items": {}}))


def test_a_half_filled_form_is_kept_but_not_taken_for_a_whole_one() -> None:
    half = {"items": {"first_age": 15}}
    assert checked_answers(SHEET, half) == half
    refusal = _refusal(lambda: checked_answers(SHEET, half, partial=False))
    assert refusal.code == "instruments.incomplete"
    assert (refusal.field, refusal.facts) == ("illnesses", {"item": "illnesses", "count": 6})
    whole = {"items": {item.name: NOT_APPLICABLE for item in SHEET.items}}
    assert checked_answers(SHEET, whole, partial=False) == whole


# Alerts.


@pytest.mark.parametrize("row", ["suicidal_thoughts", "suicide_attempt"])
@pytest.mark.parametrize("window", ["days_30", "lifetime"])
def test_thoughts_of_suicide_and_an_attempt_alert_in_either_window(row: str, window: str) -> None:
    document = {"items": {"psychiatric": {row: {window: True}}}}
    assert alerts(ASI, document) == (f"psychiatric.{row}",)


def test_both_alert_together_in_the_forms_order() -> None:
    rows = {"suicide_attempt": {"lifetime": True}, "suicidal_thoughts": {"days_30": True, "lifetime": True}}
    assert alerts(ASI, {"items": {"psychiatric": rows}}) == (
        "psychiatric.suicidal_thoughts",
        "psychiatric.suicide_attempt",
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"suicidal_thoughts": {"days_30": False, "lifetime": False}},
        {"suicidal_thoughts": REFUSED, "suicide_attempt": {"lifetime": NOT_APPLICABLE}},
        {"depression": {"days_30": True}, "psychiatric_care": {"lifetime": True}},
        REFUSED,
    ],
)
def test_nothing_else_alerts(answer: object) -> None:
    assert alerts(ASI, {"items": {"psychiatric": answer, "severity_psychiatric": 9}}) == ()
    assert alerts(ASI, {"items": {}}) == ()


def test_why_there_is_no_value() -> None:
    assert no_value_of(REFUSED) is NoValue.REFUSED
    assert no_value_of(NOT_APPLICABLE) is NoValue.NOT_APPLICABLE
    assert no_value_of({"1": {}}) is no_value_of(0) is no_value_of(None) is None


# ASSIST as a form.


def test_assist_is_a_form_whose_answers_are_those_it_scores() -> None:
    document = {"substances": {"tobacco": {"q1": 1, "q2": 6}, "cannabis": {"q1": 0}}, "q8": 0}
    assert checked_answers(ASSIST, document) == document
    registry.load("assist").score(document)
    refusal = _refusal(lambda: checked_answers(ASSIST, {"substances": {"tobacco": {"q5": 5}}}))
    assert refusal.facts["item"] == "substances.tobacco.q5"
    refusal = _refusal(lambda: checked_answers(ASSIST, {"substances": {"cannabis": {"q2": 5}}}))
    assert refusal.facts["item"] == "substances.cannabis.q2"
    assert len(missing(ASSIST, {})) == 10 * 7 - 1 + 1
    assert [scale.name for scale in registry.scales("assist")] == [row.name for row in ASSIST.items[0].rows]
    assert [int(scale.highest) for scale in registry.scales("assist")] == [31] + [39] * 9


# Whatever is given.

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
_JUNK = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def _value(item: Item) -> st.SearchStrategy[object]:
    """Return what nearly fits an item."""
    if item.kind is Kind.GRID:
        cells = st.fixed_dictionaries({}, optional={column.name: _value(column) for column in item.columns})
        return st.fixed_dictionaries({}, optional={row.name: cells for row in item.rows})
    if item.kind is Kind.TABLE:
        return st.lists(st.fixed_dictionaries({}, optional={one.name: _value(one) for one in item.columns}), max_size=2)
    fitting: list[object] = [*item.values, True, "2026-01-01", "teks", item.lowest or 0, REFUSED]
    return st.sampled_from(fitting)


def _documents(form: Form) -> st.SearchStrategy[dict[str, object]]:
    items = st.fixed_dictionaries({}, optional={item.name: _value(item) for item in form.items})
    return items.map(lambda found: {"items": found})


@pytest.mark.parametrize("form", [ASI, SHEET, ASSIST, registry.form("whoqol")], ids=lambda form: form.instrument)
@given(data=st.data())
def test_junk_is_only_ever_refused(form: Form, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(form.items))
    inner = {item.name: data.draw(_JUNK)}
    document = data.draw(st.sampled_from([inner, {"items": inner}, inner[item.name]]))
    kept, refusal = _kept_or_refused(form, document)
    if refusal is None:
        assert checked_answers(form, kept) == kept
        return
    assert not isinstance(refusal, Trouble)
    assert refusal.facts["item"]
    assert all(str(fact).isprintable() and len(str(fact)) < 300 for fact in refusal.facts.values())


def _kept_or_refused(form: Form, document: object) -> tuple[object, RuleBroken | None]:
    """Return what is kept of a document, or its refusal; any other error fails the test."""
    try:
        return checked_answers(form, document), None
    except RuleBroken as refusal:
        return None, refusal


@given(_documents(SHEET))
def test_what_was_kept_is_kept_again_and_never_missing(document: dict[str, object]) -> None:
    try:
        kept = checked_answers(SHEET, document)
    except RuleBroken:
        return
    assert checked_answers(SHEET, kept) == kept
    assert set(items_of(SHEET, kept)) | set(missing(SHEET, kept)) == {item.name for item in SHEET.items}
    assert not set(items_of(SHEET, kept)) & set(missing(SHEET, kept))
