"""What is typed, brought to one form and stretched at a cost that fits the machine."""

import os
import unicodedata
from collections.abc import Callable

import pytest
from argon2.exceptions import HashingError
from hypothesis import given
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.keys import derive
from rehab_app.store.keys.derive import (
    FLOOR_KIB,
    Cost,
    normal_login,
    normal_passphrase,
    one_time_passphrase,
    stretch,
)


def _machine(seconds_per_pass: float) -> Callable[[Cost], float]:
    """Return the measure of a machine that takes so long for one pass over 64 MiB."""
    return lambda cost: seconds_per_pass * cost.iterations * cost.memory / FLOOR_KIB


@pytest.mark.parametrize("seconds_per_pass", [0.005, 0.02, 0.05, 0.1, 0.2])
def test_the_tuned_cost_takes_about_the_target(seconds_per_pass: float) -> None:
    measure = _machine(seconds_per_pass)
    cost = Cost.tuned(0.7, measure)
    assert 0.5 <= measure(cost) <= 1.0
    assert cost.is_sane
    assert cost.lanes == min(4, os.cpu_count() or 1)


@pytest.mark.parametrize("seconds_per_pass", [0.0, 1e-9, 0.3, 5.0])
def test_no_machine_is_too_fast_or_too_slow_for_the_floor(seconds_per_pass: float) -> None:
    cost = Cost.tuned(0.7, _machine(seconds_per_pass))
    assert cost.memory >= 64 * 1024
    assert cost.iterations >= 1
    assert cost.is_sane


def test_a_faster_machine_gives_memory_before_passes() -> None:
    assert Cost.tuned(0.7, _machine(0.2)).memory == FLOOR_KIB
    assert Cost.tuned(0.7, _machine(0.05)).memory == 256 * 1024


def test_the_cost_tuned_on_this_machine_keeps_the_floor() -> None:
    cost = Cost.tuned()
    assert cost.memory >= 64 * 1024
    assert cost.is_sane
    assert len(stretch(b"real", bytes(16), cost)) == 32


@pytest.mark.parametrize(
    "cost",
    [
        Cost(1024 * 1024 * 1024, 1, 1),
        Cost(64, 100_000_000, 1),
        Cost(65536, 3, 5000),
        Cost(1024 * 1024, 256, 4),
        Cost(4, 1, 1),
        Cost(64, 0, 1),
        Cost(64, 1, 0),
        Cost(-65536, 1, 1),
    ],
)
def test_a_cost_beyond_reason_is_told(cost: Cost) -> None:
    assert not cost.is_sane


def test_missing_memory_is_a_known_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(derive, "hash_secret_raw", fails)
    with pytest.raises(Trouble) as caught:
        stretch(b"x", bytes(16), Cost(65537, 1, 1))
    assert (caught.value.code, caught.value.facts) == ("keys.too_little_memory", {"needed_mb": 65})


def test_secret_salt_and_each_parameter_change_the_key() -> None:
    base = stretch(b"secret", bytes(16), Cost(64, 1, 1))
    others = [
        stretch(b"Secret", bytes(16), Cost(64, 1, 1)),
        stretch(b"secret", bytes(15) + b"\1", Cost(64, 1, 1)),
        stretch(b"secret", bytes(16), Cost(72, 1, 1)),
        stretch(b"secret", bytes(16), Cost(64, 2, 1)),
        stretch(b"secret", bytes(16), Cost(64, 1, 2)),
    ]
    assert len({base, *others}) == 6
    assert base == stretch(b"secret", bytes(16), Cost(64, 1, 1))


@pytest.mark.parametrize("typed", ["Siti.Aminah", "  siti.aminah ", "SITI.AMINAH", "ｓｉｔｉ.aminah"])
def test_a_login_name_is_one_however_it_is_typed(typed: str) -> None:
    assert normal_login(typed) == "siti.aminah"


@given(some.text())
def test_a_normal_login_name_stays_as_it_is(typed: str) -> None:
    assert normal_login(normal_login(typed)) == normal_login(typed)


@given(some.text())
def test_a_passphrase_is_one_composed_or_decomposed(typed: str) -> None:
    forms = {normal_passphrase(unicodedata.normalize(form, typed)) for form in ("NFC", "NFD")}
    assert forms == {normal_passphrase(typed)}


def test_case_and_blanks_of_a_passphrase_count() -> None:
    assert len({normal_passphrase(typed) for typed in ("Rahasia", "rahasia", "rahasia ", " rahasia")}) == 4


def test_one_time_passphrases_are_long_plain_and_differ() -> None:
    handed = [one_time_passphrase() for _ in range(50)]
    assert len(set(handed)) == 50
    assert {len(passphrase) for passphrase in handed} == {19}
    assert not set("".join(handed)) & set("ilo01u")
