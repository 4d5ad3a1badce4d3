"""The recovery key: printed, typed back forgivingly, and its typing errors named by their group."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from rehab_app.foundation.errors import RuleBroken
from rehab_app.store.keys.recovery import RecoveryKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
secrets_20 = some.binary(min_size=20, max_size=20)


def _refusal(text: str) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        RecoveryKey.parse(text)
    assert caught.value.field == "recovery_key"
    return caught.value


@given(secrets_20)
def test_what_is_printed_is_read_back(secret: bytes) -> None:
    key = RecoveryKey(secret)
    assert RecoveryKey.parse(key.text) == key
    assert [len(group) for group in key.groups] == [5] * 8
    assert set("".join(key.groups)) <= set(ALPHABET)


@given(secrets_20, some.sampled_from(["", " ", "-", " - ", "\n", "_", "–", "\u00a0"]))
def test_case_separators_and_mistaken_letters_are_forgiven(secret: bytes, separator: str) -> None:
    key = RecoveryKey(secret)
    typed = separator.join(key.groups).lower().replace("0", "o").replace("1", "l")
    assert RecoveryKey.parse(f" {typed}\n") == key
    assert RecoveryKey.parse(typed.replace("o", "O").replace("l", "I")) == key


def test_full_width_letters_are_forgiven() -> None:
    key = RecoveryKey(bytes(range(20)))
    wide = "".join(chr(ord(symbol) + 0xFEE0) if symbol.isalnum() else symbol for symbol in key.text)
    assert RecoveryKey.parse(wide) == key


@given(secrets_20, some.integers(0, 39), some.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_found_in_its_group(secret: bytes, place: int, symbol: str) -> None:
    symbols = list("".join(RecoveryKey(secret).groups))
    assume(symbols[place] != symbol)
    symbols[place] = symbol
    refusal = _refusal("".join(symbols))
    assert (refusal.code, refusal.facts) == ("keys.recovery_group", {"groups": str(place // 5 + 1)})


@given(secrets_20, some.integers(0, 7), some.integers(0, 4), some.integers(0, 4))
def test_two_exchanged_symbols_are_found_in_their_group(secret: bytes, group: int, one: int, other: int) -> None:
    symbols = list("".join(RecoveryKey(secret).groups))
    one, other = 5 * group + one, 5 * group + other
    assume(symbols[one] != symbols[other])
    symbols[one], symbols[other] = symbols[other], symbols[one]
    assert _refusal("".join(symbols)).facts == {"groups": str(group + 1)}


@given(secrets_20, some.integers(0, 7), some.integers(0, 7))
def test_groups_in_the_wrong_order_are_both_found(secret: bytes, one: int, other: int) -> None:
    assume(one < other)
    groups = list(RecoveryKey(secret).groups)
    groups[one], groups[other] = groups[other], groups[one]
    assert _refusal("-".join(groups)).facts == {"groups": f"{one + 1}, {other + 1}"}


def test_a_group_too_short_or_too_long_is_named_where_separators_tell() -> None:
    groups = list(RecoveryKey(bytes(range(20))).groups)
    groups[2], groups[6] = groups[2][:4], groups[6] + "A"
    assert _refusal("-".join(groups[:6])).code == "keys.recovery_length"
    assert _refusal("-".join([*groups[:6], groups[6][:5], groups[7]])).facts == {"groups": "3"}
    assert _refusal(" ".join([*groups[:2], "00000", *groups[3:]])).facts == {"groups": "3, 7"}


@pytest.mark.parametrize(("text", "found"), [("", 0), ("   ", 0), ("ABC", 3), ("0" * 41, 41), ("7K2QD" * 7, 35)])
def test_another_length_is_told_with_both_numbers(text: str, found: int) -> None:
    refusal = _refusal(text)
    assert (refusal.code, refusal.facts) == ("keys.recovery_length", {"expected": 40, "found": found})


@pytest.mark.parametrize("strange", ["U", "É", "中", "ß"])
def test_a_symbol_that_is_never_printed_is_found_in_its_group(strange: str) -> None:
    groups = list(RecoveryKey(bytes(range(20))).groups)
    groups[4] = strange + groups[4][1:]
    refusal = _refusal("-".join(groups))
    assert (refusal.code, refusal.facts) == ("keys.recovery_group", {"groups": "5"})


def test_a_fingerprint_tells_sheets_apart_and_is_steady() -> None:
    keys = [RecoveryKey.new() for _ in range(50)]
    assert len({key.fingerprint for key in keys}) == 50
    assert keys[0].fingerprint == RecoveryKey(keys[0].secret).fingerprint
    assert len(keys[0].fingerprint) == 9
    fixed = RecoveryKey(bytes(range(20)))
    assert not any(part in fixed.text for part in fixed.fingerprint.split("-"))


def test_a_key_never_shows() -> None:
    key = RecoveryKey(b"Z" * 20)
    assert "Z" not in repr(key)
    assert key.groups[0] not in repr(key)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        RecoveryKey(bytes(19))
