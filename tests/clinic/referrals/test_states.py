"""The states of a referral: every allowed step, every other refused, its day and its reason."""

from datetime import date, timedelta
from itertools import product

import pytest

from rehab_app.clinic.referrals.rules import TRANSITIONS, check_step, next_states
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.choices import ValueLists

DAY = date(2022, 3, 1)
STATES = (
    "draft",
    "diajukan",
    "menunggu_tempat",
    "diterima",
    "masuk",
    "selesai",
    "kembali",
    "ditolak",
    "batal",
)
ALLOWED = {
    ("draft", "batal"),
    ("diajukan", "menunggu_tempat"),
    ("diajukan", "diterima"),
    ("diajukan", "masuk"),
    ("diajukan", "ditolak"),
    ("diajukan", "batal"),
    ("menunggu_tempat", "diterima"),
    ("menunggu_tempat", "masuk"),
    ("menunggu_tempat", "ditolak"),
    ("menunggu_tempat", "batal"),
    ("diterima", "masuk"),
    ("diterima", "ditolak"),
    ("diterima", "batal"),
    ("masuk", "selesai"),
    ("masuk", "kembali"),
    ("selesai", "kembali"),
}


@pytest.mark.parametrize(("state", "to_state"), [*product(STATES, STATES)])
def test_only_the_steps_of_the_table_are_taken(state: str, to_state: str) -> None:
    if (state, to_state) in ALLOWED:
        check_step(state, to_state, DAY, DAY, DAY, "alasan")
        assert to_state in next_states(state)
        return
    with pytest.raises(RuleBroken) as refused:
        check_step(state, to_state, DAY, DAY, DAY, "alasan")
    assert (refused.value.code, refused.value.field) == ("referrals.no_such_step", "to_state")


def test_the_table_and_the_list_of_states_name_the_same() -> None:
    lists = ValueLists.load()
    assert set(TRANSITIONS) == set(STATES) == {choice.code for choice in lists.of("referral_state")}


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (DAY - timedelta(days=1), "referrals.step_before_last"),
        (DAY + timedelta(days=4), "referrals.step_in_future"),
    ],
)
def test_a_step_lies_between_the_last_one_and_today(on: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_step("diajukan", "diterima", DAY, on, DAY + timedelta(days=3), "")
    assert (refused.value.code, refused.value.field) == (code, "happened_on")


@pytest.mark.parametrize("on", [DAY, DAY + timedelta(days=3)])
def test_the_day_of_the_last_step_and_today_are_both_in(on: date) -> None:
    check_step("diajukan", "diterima", DAY, on, DAY + timedelta(days=3), "")


@pytest.mark.parametrize(
    ("state", "to_state"),
    [("diajukan", "ditolak"), ("diterima", "batal"), ("draft", "batal"), ("masuk", "kembali")],
)
@pytest.mark.parametrize("explanation", ["", "   "])
def test_a_refusal_a_cancellation_and_an_early_return_are_explained(
    state: str, to_state: str, explanation: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_step(state, to_state, DAY, DAY, DAY, explanation)
    assert (refused.value.code, refused.value.field) == ("referrals.explanation_needed", "explanation")


def test_a_return_after_the_programme_needs_no_reason() -> None:
    check_step("selesai", "kembali", DAY, DAY, DAY, "")
