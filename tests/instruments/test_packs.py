"""A pack is taken only whole and for the form it says; whatever else is refused with the place named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.resources import resource
from rehab_app.foundation.words import Words
from rehab_app.instruments import registry
from rehab_app.instruments.form_wording import with_pack
from rehab_app.instruments.packs import Pack, empty_pack, read_pack

GUIDE = resource("instruments", "PACK.md").read_text(encoding="utf-8")
HEAD = """instrument = "dast10"
key_version = "1"
pack_version = "2026-1"
language = "id"
credit = "Kredit"
licence = "Izin"
"""
ITEMS = "[items]\n" + "".join(f'{number} = "Teks {number}"\n' for number in range(1, 11))
ANSWERS = '[answers.yes_no]\n1 = "Betul"\n0 = "Salah"\n'
WHOLE = f"{HEAD}\n{ITEMS}\n{ANSWERS}"


def _refusal(text: str | bytes) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        read_pack(text if isinstance(text, bytes) else text.encode())
    assert all(str(fact).isprintable() for fact in caught.value.facts.values())
    assert caught.value.facts["item"]
    return caught.value


def test_a_whole_pack_is_read() -> None:
    assert read_pack(b"\xef\xbb\xbf" + WHOLE.encode()) == Pack(
        instrument="dast10",
        key_version="1",
        pack_version="2026-1",
        language="id",
        credit="Kredit",
        licence="Izin",
        items={str(number): f"Teks {number}" for number in range(1, 11)},
        answers={"yes_no": {"1": "Betul", "0": "Salah"}},
    )


def test_a_pack_may_leave_the_answers_or_some_of_them_to_us() -> None:
    assert read_pack(f"{HEAD}\n{ITEMS}".encode()).answers == {}
    assert read_pack(WHOLE.replace('0 = "Salah"\n', "").encode()).answers == {"yes_no": {"1": "Betul"}}


@pytest.mark.parametrize(
    ("sound", "damage", "code", "item"),
    [
        ('instrument = "dast10"', 'instrument = "dast"', "unknown_instrument", "dast"),
        ('instrument = "dast10"', "instrument = 10", "pack_entry_missing", "instrument"),
        ('key_version = "1"', 'key_version = "9"', "unknown_version", "dast10 9"),
        ('key_version = "1"', "", "pack_entry_missing", "key_version"),
        ('pack_version = "2026-1"', "", "pack_entry_missing", "pack_version"),
        ('language = "id"', 'language = "jv"', "pack_language", "jv"),
        ('credit = "Kredit"', 'credit = " "', "pack_entry_missing", "credit"),
        ('licence = "Izin"', "", "pack_entry_missing", "licence"),
        ('licence = "Izin"', f'licence = "{"x" * 2001}"', "text_too_long", "licence"),
        ('licence = "Izin"', 'licence = "Izin"\nauthor = "x"', "unknown_entry", "author"),
        ("[items]", "[texts]", "unknown_entry", "texts"),
        ('1 = "Teks 1"\n', "", "pack_items_missing", "1"),
        ('10 = "Teks 10"\n', "", "pack_items_missing", "10"),
        ('10 = "Teks 10"\n', '11 = "Teks 11"\n', "pack_item_unknown", "11"),
        ('10 = "Teks 10"\n', '10 = "Teks 10"\n0 = "Teks 0"\n', "pack_item_unknown", "0"),
        ('10 = "Teks 10"\n', '10 = "Teks 10"\nq1 = "x"\n', "pack_item_unknown", "q1"),
        ('10 = "Teks 10"', '10 = ""', "pack_entry_missing", "items.10"),
        ('10 = "Teks 10"', "10 = 10", "pack_entry_missing", "items.10"),
        ("[answers.yes_no]", "[answers.ya_tidak]", "pack_answers_unknown", "ya_tidak"),
        ('0 = "Salah"', '2 = "Salah"', "impossible_answer", "answers.yes_no.2"),
        ('0 = "Salah"', '0 = ""', "pack_entry_missing", "answers.yes_no.0"),
        ('1 = "Betul"\n0 = "Salah"\n', "", "pack_entry_missing", "answers.yes_no.1"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused_with_the_place(sound: str, damage: str, code: str, item: str) -> None:
    assert sound in WHOLE
    if code == "pack_entry_missing" and item == "answers.yes_no.1":
        damage = '1 = ""\n'
    refusal = _refusal(WHOLE.replace(sound, damage, 1))
    assert (refusal.code, refusal.facts["item"]) == (f"instruments.{code}", item)


def test_a_refusal_of_a_pack_says_what_would_fit() -> None:
    assert _refusal(f"{WHOLE}".replace("10 = ", "11 = ")).facts == {"item": "11", "first": "1", "last": "10"}
    assert _refusal(WHOLE.encode().ljust(512 * 1024 + 1)).facts == {"item": "pack", "most_kb": 512}
    longest = "x" * 2000
    assert read_pack(WHOLE.replace('"Izin"', f'"{longest}"').encode()).licence == longest


def test_many_missing_items_are_counted_and_the_first_named() -> None:
    refusal = _refusal(f'{HEAD}[items]\n10 = "x"\n')
    assert refusal.facts == {"item": "1, 2, 3, 4, 5", "count": 9}


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", b"instrument = ", b"{}", WHOLE.replace("[items]", "[items").encode(), b"a = " + b"[" * 5000],
)
def test_what_is_no_toml_text_is_refused(data: bytes) -> None:
    assert _refusal(data).code == "instruments.pack_unreadable"


def test_an_empty_or_a_huge_file_is_refused() -> None:
    assert _refusal(b"").facts["item"] == "instrument"
    limit = 512 * 1024
    assert _refusal(WHOLE.encode().ljust(limit + 1)).code == "instruments.pack_too_large"
    read_pack(WHOLE.encode().ljust(limit))


@pytest.mark.parametrize("text", ["items = 3", "[items.1]\nx = 1", "items = []"])
def test_items_of_another_shape_are_refused(text: str) -> None:
    assert _refusal(HEAD + text).code in {"instruments.pack_entry_missing", "instruments.pack_items_missing"}


@pytest.mark.parametrize("name", ["asi", "screening_sheet"])
def test_a_form_whose_text_is_part_of_the_program_takes_no_pack(name: str) -> None:
    refusal = _refusal(WHOLE.replace("dast10", name))
    assert (refusal.code, refusal.facts["item"]) == ("instruments.pack_not_taken", name)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_junk_is_only_ever_refused(data: bytes) -> None:
    with pytest.raises(RuleBroken):
        read_pack(data)


def test_the_guides_own_example_and_table_are_true() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| 1-(\d+) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert [row[0] for row in rows] == list(registry.names())
    for name, version, last, sets in rows:
        form = registry.form(name, version)
        assert [item.number for item in form.numbered()] == [str(one) for one in range(1, int(last) + 1)]
        named = set(re.findall(r"`(\w+)`", sets))
        assert named == {item.answer_set for item in form.numbered()}
    example = GUIDE.partition("```toml\n")[2].partition("```")[0]
    assert _refusal(example).code == "instruments.pack_items_missing"


@pytest.mark.parametrize("name", registry.names())
def test_a_pack_of_every_licensed_instrument_fits_its_form(name: str) -> None:
    form = registry.form(name)
    head = HEAD.replace('"dast10"', f'"{name}"').replace('key_version = "1"', f'key_version = "{form.version}"')
    lines = "".join(f'{item.number} = "Teks {item.number}"\n' for item in form.numbered())
    worded = with_pack(form, read_pack(f"{head}[items]\n{lines}".encode()))
    assert [item.label.indonesian for item in worded.numbered()] == [f"Teks {item.number}" for item in form.numbered()]


@pytest.mark.parametrize("name", ["assist", "audit", "dast10", "srq20", "urica", "whoqol"])
def test_an_empty_pack_is_refused_until_it_is_filled_in_and_then_fits(name: str) -> None:
    form = registry.form(name)
    empty = empty_pack(form)
    assert _refusal(empty).facts["item"] == "pack_version"
    pack = read_pack(empty.replace('= ""', '= "teks"').encode())
    assert set(pack.items.values()) == {"teks"}
    indonesian = Words.of("id")
    said, ours = (
        [[choice.label.say(indonesian) for choice in item.choices] for item in one.numbered()]
        for one in (with_pack(form, pack), form)
    )
    assert said == ours
