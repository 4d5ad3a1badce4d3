"""The code of a reply slip: read as it was printed, typed or scanned, and every slip of the pen caught."""

from itertools import combinations
from uuid import UUID

import pytest

from rehab_app.clinic.referrals.reply_codes import ALPHABET, LENGTH, code_from, is_like_code, read_code, show_code
from rehab_app.foundation.errors import RuleBroken

CODES = [code_from(UUID(int=number)) for number in range(200)]


def test_codes_are_short_and_hold_no_look_alikes_of_a_name_or_a_number() -> None:
    assert len(set(CODES)) == len(CODES)
    for code in CODES:
        assert len(code) == LENGTH
        assert set(code) <= set(ALPHABET)
        assert not set(code) & set("ILOU")
        assert is_like_code(code)


@pytest.mark.parametrize("code", CODES[:5])
def test_a_code_is_read_however_it_was_typed_or_scanned(code: str) -> None:
    confused = code.replace("0", "o").replace("1", "l")
    for text in (code, show_code(code), show_code(code).lower(), f"  {code.lower()} ", confused, "-".join(code)):
        assert read_code(text) == code
    assert show_code(code) == f"{code[:4]}-{code[4:]}"


@pytest.mark.parametrize("code", CODES[:20])
def test_one_wrong_character_and_two_exchanged_ones_are_always_caught(code: str) -> None:
    wrong = [
        code[:place] + sign + code[place + 1 :] for place in range(LENGTH) for sign in ALPHABET if sign != code[place]
    ]
    for first, second in combinations(range(LENGTH), 2):
        signs = list(code)
        signs[first], signs[second] = signs[second], signs[first]
        if "".join(signs) != code:
            wrong.append("".join(signs))
    for one in wrong:
        with pytest.raises(RuleBroken, match="code_mistyped"):
            read_code(one)


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFGHJ", "ABCD-EFG!", "ÄÄÄÄ-ÄÄÄÄ", "U2U3-U4U5"])
def test_what_is_no_code_is_said_to_be_mistyped(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_code(text)
    assert (refused.value.code, refused.value.field) == ("referrals.code_mistyped", "code")


@pytest.mark.parametrize(
    "text", ["SETYAWAN", "budi", "00012345", "081234567890", "0012/2022", "3 Agustus", "6471010101010001"]
)
def test_names_and_numbers_are_never_taken_for_a_code(text: str) -> None:
    assert not is_like_code(text)
