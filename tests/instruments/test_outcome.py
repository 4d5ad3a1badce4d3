"""The outcome figure counts clients with both moments, and tells those without an exit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.instruments.outcome import CHANGE_LABELS, WHOQOL_DOMAINS, Change, Pair, change, changes, outcome
from tests.instruments.makers import DOMAINS


def test_the_worked_example_of_42_clients() -> None:
    risen = dict(zip(WHOQOL_DOMAINS, (33, 36, 31, 34), strict=True))
    pairs = [
        Pair(dict.fromkeys(DOMAINS, 50.0), {domain: 56.25 if number < risen[domain] else 50.0 for domain in DOMAINS})
        for number in range(42)
    ]
    found = outcome(pairs)
    assert [str(domain.percent) for domain in found.domains] == ["78.57", "85.71", "73.81", "80.95"]
    assert [(domain.domain, domain.risen) for domain in found.domains] == list(risen.items())
    assert {domain.denominator for domain in found.domains} == {42}
    assert (found.clients, found.without_awal, found.without_akhir) == (42, 0, 0)


def test_clients_without_an_exit_are_told_and_not_counted() -> None:
    both = {"physical": 50.0, "psychological": 50.0, "social": None, "environment": 10.0}
    after = {"physical": 60.0, "psychological": 40.0, "social": 80.0, "environment": 10.0}
    found = outcome([Pair(both, after), Pair(both, None), Pair(both, None), Pair(None, after), Pair(None, None)])
    assert (found.clients, found.without_awal, found.without_akhir) == (5, 2, 2)
    counts = {one.domain: (one.risen, one.unchanged, one.fallen, one.denominator) for one in found.domains}
    assert counts == {
        "physical": (1, 0, 0, 1),
        "psychological": (0, 0, 1, 1),
        "social": (0, 0, 0, 0),
        "environment": (0, 1, 0, 1),
    }
    assert [one.percent for one in found.domains] == [100, 0, None, 0]
    assert [one.reaches(58) for one in found.domains] == [True, False, None, False]


@pytest.mark.parametrize(
    ("risen", "of", "is_reached"), [(58, 100, True), (57, 100, False), (29, 50, True), (1159, 2000, False)]
)
def test_the_target_is_reached_exactly(risen: int, of: int, *, is_reached: bool) -> None:
    pairs = [Pair({"social": 1}, {"social": 2 if number < risen else 1}) for number in range(of)]
    (domain,) = outcome(pairs, ["social"]).domains
    assert domain.reaches(58) is is_reached


def test_a_half_hundredth_is_rounded_up() -> None:
    pairs = [Pair({"social": 1}, {"social": 2 if number < 1 else 1}) for number in range(800)]
    (domain,) = outcome(pairs, ["social"]).domains
    assert str(domain.percent) == "0.13"


@pytest.mark.parametrize(
    ("awal", "akhir", "expected"),
    [
        (50.0, 50.01, Change.MENINGKAT),
        (50, Decimal("50.00"), Change.TETAP),
        (65.63, Decimal("65.63"), Change.TETAP),
        (53.57, 53.56, Change.MENURUN),
        (0, 0, Change.TETAP),
        (None, 50, None),
        (50, None, None),
        (None, None, None),
    ],
)
def test_a_change_is_told_by_the_shown_scores(awal: float | None, akhir: float | None, expected: Change | None) -> None:
    assert change(awal, akhir) is expected


def test_one_clients_changes_by_domain() -> None:
    pair = Pair({"physical": 10, "social": 20}, {"physical": 20, "social": 10})
    assert changes(pair) == {
        "physical": Change.MENINGKAT,
        "psychological": None,
        "social": Change.MENURUN,
        "environment": None,
    }
    assert set(changes(Pair(None, None)).values()) == {None}
    assert set(CHANGE_LABELS) == set(Change)


_SCORE = st.none() | st.integers(0, 4).map(lambda step: step * 25.0)


@given(st.lists(st.tuples(_SCORE, _SCORE)))
def test_the_three_counts_are_all_who_have_both(scores: list[tuple[float | None, float | None]]) -> None:
    (domain,) = outcome([Pair({"social": one}, {"social": other}) for one, other in scores], ["social"]).domains
    both = [(one, other) for one, other in scores if one is not None and other is not None]
    assert domain.denominator == len(both)
    assert domain.risen == sum(other > one for one, other in both)
    assert domain.percent is None or 0 <= domain.percent <= 100
