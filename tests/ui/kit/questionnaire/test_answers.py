"""The answers while a form is filled: any state of validity is kept, and only what can be read is saved."""

from datetime import date
from decimal import Decimal

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import ENGLISH, Words
from rehab_app.instruments import registry
from rehab_app.instruments.form import Item, Kind
from rehab_app.instruments.form_answers import checked_answers
from rehab_app.ui.kit.questionnaire.answers import Progress, SheetAnswers
from rehab_app.ui.kit.questionnaire.cells import Cells
from rehab_app.ui.kit.questionnaire.options import options_of, said
from rehab_app.ui.kit.questionnaire.reading import raw_of, text_of
from tests.ui.kit.questionnaire.makers import EVERY_KIND, listed

TODAY = date(2023, 1, 16)
REFUSED = {"no_value": "refused"}
WORDS = Words.of(ENGLISH)


@pytest.fixture
def answers() -> SheetAnswers:
    return SheetAnswers(EVERY_KIND, lambda: TODAY)


def item(name: str) -> Item:
    found = EVERY_KIND.item(name)
    assert found is not None
    return found


def test_nothing_is_answered_beforehand(answers: SheetAnswers) -> None:
    assert answers.is_empty
    assert answers.document() == {"items": {}}
    assert all(progress.done == 0 for progress in answers.progress().values())


@pytest.mark.parametrize(
    ("name", "text", "raw"),
    [
        ("children", "3", 3),
        ("children", "21", {"typed": "21"}),
        ("children", "-1", {"typed": "-1"}),
        ("children", "three", {"typed": "three"}),
        ("since", "17/8/1990", "1990-08-17"),
        ("since", "31/2/2019", {"typed": "31/2/2019"}),
        ("name", "Siti", "Siti"),
        ("name", "x" * 201, {"typed": "x" * 201}),
        ("name", "   ", None),
    ],
)
def test_what_is_typed_is_read_or_kept_as_it_stands(name: str, text: str, raw: object) -> None:
    assert raw_of(item(name), text, TODAY) == raw
    if isinstance(raw, dict):
        assert text_of(item(name), raw) == text


def test_a_number_with_decimals_is_read_with_a_comma_and_written_so() -> None:
    temperature = Item("t", Kind.NUMBER, item("name").label, lowest=25, highest=45, places=1)
    assert raw_of(temperature, "36,5", TODAY) == 36.5
    assert text_of(temperature, 36.5) == "36,5"
    assert raw_of(temperature, "37,0", TODAY) == 37
    assert raw_of(temperature, "36,55", TODAY) == {"typed": "36,55"}


def test_what_cannot_be_read_is_kept_and_named_but_not_saved(answers: SheetAnswers) -> None:
    answers.put("children", {"typed": "many"})
    answers.put("name", "Siti")
    assert answers.document() == {"items": {"name": "Siti"}}
    [(name, trouble)] = answers.unreadable()
    assert (name, trouble.code) == ("children", "field.not_a_whole_number")
    assert answers.raw()["children"] == {"typed": "many"}


def test_a_day_on_its_way_is_read_when_it_is_saved(answers: SheetAnswers) -> None:
    answers.put("married", True)
    answers.put("since", {"typed": "17 agustus 1990"})
    assert answers.document() == {"items": {"married": True, "since": "1990-08-17"}}
    assert not answers.unreadable()


def test_an_answer_that_another_leaves_out_is_kept_and_not_saved(answers: SheetAnswers) -> None:
    answers.put("married", True)
    answers.put("since", "1990-08-17")
    answers.put("married", False)
    assert answers.document() == {"items": {"married": False}}
    answers.put("married", True)
    assert answers.document() == {"items": {"married": True, "since": "1990-08-17"}}


def test_each_section_counts_its_places_and_no_value_is_an_answer(answers: SheetAnswers) -> None:
    assert answers.progress() == {"first": Progress(0, 3), "second": Progress(0, 7)}
    answers.put("married", True)
    assert answers.progress()["first"] == Progress(1, 4)
    answers.put("children", REFUSED)
    answers.put("grid", {"a": {"days": 3}, "s": REFUSED})
    assert answers.progress() == {"first": Progress(2, 4), "second": Progress(3, 7)}
    answers.put("grid", {"no_value": "not_applicable"})
    assert answers.progress()["second"] == Progress(1, 4)


def test_a_cell_that_cannot_be_read_is_the_only_one_left_out(answers: SheetAnswers) -> None:
    answers.put("grid", {"a": {"days": {"typed": "99"}, "ever": True}})
    answers.put("stays", [{"where": "Loka", "days": {"typed": "x"}}, {}])
    assert answers.document() == {"items": {"grid": {"a": {"ever": True}}, "stays": [{"where": "Loka"}]}}
    assert [name for name, _ in answers.unreadable()] == ["grid", "stays"]
    checked_answers(EVERY_KIND, answers.document())


def test_a_yes_in_a_row_that_must_be_heard_raises_the_alert_at_once(answers: SheetAnswers) -> None:
    answers.put("grid", {"s": {"ever": False}})
    assert answers.alerts() == ()
    answers.put("grid", {"s": {"ever": True}})
    assert answers.alerts() == ("grid.s",)
    answers.put("grid", {"s": {"days": 1}})
    assert answers.alerts() == ("grid.s",)


def test_what_another_version_of_a_form_held_is_kept_out(answers: SheetAnswers) -> None:
    answers.take({"married": True, "gone": 1, "name": None})
    assert answers.raw() == {"married": True}


def test_points_are_chosen_by_the_printed_digit_and_codes_by_their_place() -> None:
    dast = registry.form("dast10").items[0]
    assert {option.key: option.value for option in options_of(dast, WORDS, listed)} == {"1": 1, "0": 0}
    assert [option.key for option in options_of(item("severity"), WORDS, listed)] == list("0123456789")
    assert [option.key for option in options_of(item("substances"), WORDS, listed)] == ["1", "2", ""]
    pattern = registry.form("asi").item("work_pattern")
    assert pattern is not None
    assert [(option.key, option.value) for option in options_of(pattern, WORDS, listed)] == [
        ("1", 1),
        ("2", 2),
        ("3", 99),
    ]


def test_true_is_not_taken_for_one() -> None:
    options = options_of(item("married"), WORDS, listed)
    assert said(options, True) == "Yes"
    assert said(options, 1) == "1"


def test_a_table_keeps_one_open_row_and_forgets_empty_ones() -> None:
    cells = Cells(item("stays"))
    assert (cells.count, cells.raw()) == (1, None)
    cells.put(0, 0, "Loka")
    assert (cells.count, cells.raw()) == (2, [{"where": "Loka"}])
    cells.drop_row(0)
    assert (cells.count, cells.raw()) == (1, None)


def test_an_answer_ends_the_state_of_its_row() -> None:
    cells = Cells(item("grid"))
    cells.take({"a": REFUSED})
    assert cells.row_state(0) == "refused"
    cells.put(0, 1, False)
    assert cells.raw() == {"a": {"ever": False}}


def test_a_number_that_is_typed_is_what_is_read_back() -> None:
    with pytest.raises(RuleBroken):
        SheetAnswers(EVERY_KIND, lambda: TODAY).read(item("children"), "2,5")
    assert text_of(item("children"), 7) == "7"
    assert Decimal(text_of(item("children"), 7)) == 7
