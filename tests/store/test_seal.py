"""Sealing: what went in comes out, and nothing else ever does."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.seal import one_key, seal, unseal

KEY = bytes(range(32))


def _is_refused(key: bytes, sealed: bytes, context: bytes) -> bool:
    with pytest.raises(Trouble) as caught:
        unseal(key, sealed, context)
    return caught.value.code == "store.seal_broken"


@given(some.binary(max_size=300), some.binary(max_size=40), some.integers(1, 256))
def test_what_is_sealed_opens_again(data: bytes, context: bytes, pad_to: int) -> None:
    assert unseal(KEY, seal(KEY, data, context, pad_to=pad_to), context) == data


def test_two_seals_of_one_text_differ_throughout() -> None:
    one, other = seal(KEY, b"Budi" * 20, b""), seal(KEY, b"Budi" * 20, b"")
    assert one[:1] == other[:1]
    assert sum(a == b for a, b in zip(one[1:], other[1:], strict=True)) < 12
    assert b"Budi" not in one


def test_any_flipped_bit_is_refused() -> None:
    sealed = seal(KEY, b"Budi", b"draft")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        assert _is_refused(KEY, bytes(altered), b"draft")


def test_any_truncation_or_addition_is_refused() -> None:
    sealed = seal(KEY, b"Budi", b"draft")
    for end in range(len(sealed)):
        assert _is_refused(KEY, sealed[:end], b"draft")
    assert _is_refused(KEY, sealed + b"\0", b"draft")


def test_another_key_or_context_is_refused() -> None:
    sealed = seal(KEY, b"Budi", b"draft")
    assert _is_refused(bytes(32), sealed, b"draft")
    assert _is_refused(KEY, sealed, b"drafts")
    assert _is_refused(KEY, sealed, b"")


def test_padding_hides_the_length() -> None:
    lengths = {len(seal(KEY, bytes(count), b"", pad_to=1024)) for count in range(1023)}
    assert len(lengths) == 1
    assert len(seal(KEY, bytes(1024), b"", pad_to=1024)) > lengths.pop()


def test_every_salt_and_purpose_has_a_key_of_its_own() -> None:
    assert len({one_key(KEY, salt, purpose) for salt in (b"a", b"b") for purpose in (b"seal", b"attachment")}) == 4
