"""Numbers typed in any usual way are stored in one and shown as people here write them."""

import lokal
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab_app.clinic.clients.phones import (
    EXAMPLE,
    LANDLINE_EXAMPLE,
    phone_fragment,
    phone_key,
    read_phone,
    show_phone,
)
from rehab_app.foundation.errors import RuleBroken


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "62 812 3456 7890",
        "0062 81234567890",
        "+62 (0) 812 3456 7890",
        "+62081234567890",
        "81234567890",
        "\u202a+62 812‑3456‑7890\u202c",
        "０８１２３４５６７８９０",
        " 0812–3456–7890 ",
    ],
)
def test_every_way_to_write_a_mobile_number_is_one_number(typed: str) -> None:
    assert read_phone(typed) == "+6281234567890"
    assert phone_key(typed) == "81234567890"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("(0542) 765432", "+62542765432", "(0542) 765432"),
        ("0542-765432", "+62542765432", "(0542) 765432"),
        ("+62 542 765432", "+62542765432", "(0542) 765432"),
        ("021 5551234", "+62215551234", "(021) 5551234"),
        ("0543 21234", "+6254321234", "(0543) 21234"),
        ("0811543210", "+62811543210", "0811-5432-10"),
        ("0812345678901", "+62812345678901", "0812-3456-78901"),
    ],
)
def test_numbers_are_stored_and_shown(typed: str, stored: str, shown: str) -> None:
    assert read_phone(typed) == stored
    assert show_phone(stored) == shown
    assert read_phone(shown) == stored


NO_NUMBERS = [
    "", " ", "765432", "0812345", "08123456789012", "0712", "0801234567", "+6591234567", "0542", "tidak ada",
    "0812-abcd-7890", "110", "00000000000", "🙂", "٠٨١٢٣٤٥٦٧٨٩٠", "+", "62",
]  # fmt: skip


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused_with_examples_that_work(typed: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_phone(typed, "other_phone")
    assert (caught.value.code, caught.value.field) == ("phones.unreadable", "other_phone")
    assert read_phone(str(caught.value.facts["example"])) == read_phone(EXAMPLE)
    assert read_phone(str(caught.value.facts["landline"])) == read_phone(LANDLINE_EXAMPLE)


@pytest.mark.parametrize(
    "typed", ["081234567890 / 081298765432", "081234567890, 0542765432", "081234567890 dan 081298765432"]
)
def test_two_numbers_in_one_field_are_told_apart(typed: str) -> None:
    with pytest.raises(RuleBroken, match=r"phones\.several"):
        read_phone(typed)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0812 345", "812345"),
        ("+62 812-345", "812345"),
        ("812345", "812345"),
        ("6281", "6281"),
        ("62812345678", "812345678"),
        ("Budi", ""),
        ("", ""),
        ("0", ""),
    ],
)
def test_a_fragment_is_searched_without_its_prefix(typed: str, digits: str) -> None:
    assert phone_fragment(typed) == digits


def test_old_unchecked_numbers_are_shown_as_they_are() -> None:
    for stored in ["", "0812", "+6591234567", "tidak ada", "+620", "+62801234567"]:
        assert show_phone(stored) == stored
    assert phone_key("0812") == ""


@settings(deadline=None)
@given(st.from_regex(r"0(8[1-9][0-9]{7,10}|(21|22|24|31|61|542|541)[1-9][0-9]{4,7})", fullmatch=True))
def test_another_reader_of_numbers_agrees(typed: str) -> None:
    assert read_phone(typed) == lokal.parse_phone(typed).e164
    assert read_phone(show_phone(read_phone(typed))) == read_phone(typed)


@settings(deadline=None)
@given(st.text(max_size=25))
def test_any_text_gives_a_number_or_a_known_trouble(text: str) -> None:
    try:
        answer = read_phone(text)
    except RuleBroken as refused:
        answer = refused.code
    assert answer.startswith(("+62", "phones."))
    assert phone_key(text) == "" or phone_key(text).isdecimal()
