"""The text index: what it keeps of an entry, how it follows changes, and what its vocabulary knows."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, MetaData, select

from rehab_app.store.engine import WRITING, encrypted_engine
from rehab_app.store.text_index import LONGEST_LISTING, LONGEST_WORD, Entry, TextIndex, letters_of
from rehab_app.store.text_search import (
    LAST_SIGN,
    PIECE,
    SAME,
    WORD,
    from_key,
    holding,
    of_keys,
    size_of,
    starting,
    starting_or_holding,
    values_of,
    walking,
    words_of,
)
from rehab_app.store.vocabulary import Vocabulary
from tests.makers import TEST_KEY

METADATA = MetaData()
THINGS = TextIndex("thing", METADATA)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = encrypted_engine(tmp_path / "index.db", TEST_KEY)
    with engine.connect().execution_options(**{WRITING: True}) as made, made.begin():
        METADATA.create_all(made)
        yield made
    engine.dispose()


def _entry(listed: str, others: str = "", *keys: tuple[str, int], is_marked: bool = False) -> Entry:
    return Entry.of(listed.split(), [*listed.split(), *others.split()], keys, is_marked=is_marked)


def _put(connection: Connection, *entries: Entry) -> list[UUID]:
    ids = [uuid4() for _ in entries]
    for record_id, entry in zip(ids, entries, strict=True):
        THINGS.put(connection, record_id, entry)
    return ids


def _words(connection: Connection) -> list[tuple[str, int]]:
    word = THINGS.word.c
    return [(row.word, row.number) for row in connection.execute(select(word.word, word.number))]


def _starting(connection: Connection, *tokens: tuple[str, ...], limit: int = 10) -> list[tuple[int, int]]:
    statement = starting(THINGS, tuple(map(len, tokens)), len(tokens[0]))
    return [(row.number, row.place) for row in connection.execute(statement, values_of(tokens, tokens, limit))]


def test_an_entry_lists_its_words_then_the_others() -> None:
    entry = Entry.of(["budi", "santoso"], ["budi", "santoso", "santosa", "budi"], [("1", 1)])
    assert entry.listing == " budi santoso | santosa"
    assert entry.words == {"budi", "santoso", "santosa"}
    assert Entry.of(["budi"], ["budi"]).listing == " budi"
    assert Entry.of([], []).listing == " "


def test_an_entry_has_an_end() -> None:
    entry = Entry.of(["x" * 1000] * 3, [letter * 100 for letter in "abcdefghijkl"])
    assert len(entry.listing) == LONGEST_LISTING
    assert {len(word) for word in entry.words} == {LONGEST_WORD}


def test_letters_tell_what_words_begin_with() -> None:
    entry = _entry("budi santoso")
    assert entry.letters == letters_of("bs")
    assert entry.letters & letters_of("s")
    assert not entry.letters & letters_of("k")
    assert 0 <= letters_of("🙂ضZz9") < 2**61


def test_numbers_follow_the_order_of_coming(connection: Connection) -> None:
    first, second = _put(connection, _entry("budi"), _entry("andi"))
    assert (THINGS.number_of(connection, first), THINGS.number_of(connection, second)) == (1, 2)
    assert THINGS.number_of(connection, uuid4()) is None


def test_a_change_leaves_no_word_or_key_behind(connection: Connection) -> None:
    old, new = (
        _entry("budi santoso", "bud", ("1", 1), ("2", 2)),
        _entry("agus santoso", "", ("2", 2), ("3", 3), is_marked=True),
    )
    first, _ = _put(connection, old, _entry("budi santoso", "", ("1", 1)))
    THINGS.change(connection, first, old, new)
    assert _words(connection) == [("agus", 1), ("budi", 2), ("santoso", 1), ("santoso", 2)]
    assert sorted(map(tuple, connection.execute(select(THINGS.key)))) == [("1", 2, 1), ("2", 1, 2), ("3", 1, 3)]
    kept = connection.execute(select(THINGS.entry).where(THINGS.entry.c.number == 1)).one()
    assert (kept.listing, kept.is_marked) == (" agus santoso", True)


def test_a_change_that_does_not_know_the_old_words_still_removes_them(connection: Connection) -> None:
    (first,) = _put(connection, _entry("budi santoso"))
    THINGS.change(connection, first, _entry("something else"), _entry("agus"))
    assert _words(connection) == [("agus", 1)]


def test_a_change_of_a_record_that_is_missing_adds_it(connection: Connection) -> None:
    THINGS.change(connection, uuid4(), _entry("budi"), _entry("agus"))
    assert _words(connection) == [("agus", 1)]


def test_made_anew_it_is_the_same_and_goes_on(connection: Connection) -> None:
    entries = [_entry("budi santoso", "bud", ("1", 1)), _entry("agus"), _entry("")]
    ids = _put(connection, *entries)
    tables = (THINGS.entry, THINGS.word, THINGS.key)
    before = [sorted(map(tuple, connection.execute(select(table)))) for table in tables]
    assert THINGS.rebuild(connection, zip(ids, entries, strict=True)) == 3
    assert [sorted(map(tuple, connection.execute(select(table)))) for table in tables] == before
    assert THINGS.put(connection, uuid4(), _entry("dodi")) == 4
    assert THINGS.rebuild(connection, []) == 0
    assert _words(connection) == []
    assert connection.execute(select(THINGS.vocabulary)).all() == []


def test_starts_are_put_in_order(connection: Connection) -> None:
    _put(connection, _entry("agus budi"), _entry("budiman"), _entry("budi"), _entry("rebudi"), _entry("wati"))
    assert _starting(connection, ("budi",)) == [(3, SAME), (2, SAME), (1, WORD)]
    assert _starting(connection, ("budi",), limit=1) == [(3, SAME)]
    assert _starting(connection, ("ag",), ("bu",)) == [(1, 1)]
    assert _starting(connection, ("bu",), ("ag",)) == [(1, WORD)]
    assert _starting(connection, ("zz", "wa")) == [(5, 2)]
    assert _starting(connection, ("bu",), ("zz",)) == []


def test_pieces_are_found_by_words_and_by_walking(connection: Connection) -> None:
    _put(connection, _entry("rebudi adi"), _entry("budi"), _entry("agus", "subudi"))
    token = ("bud",)
    values = values_of([token], [token], 10)
    words = ["rebudi", "budi", "subudi"]
    by_words = connection.execute(holding(THINGS, (1,), size_of(words)), values | words_of(words)).all()
    by_walking = connection.execute(walking(THINGS, (1,)), values).all()
    assert [tuple(row) for row in by_words] == [tuple(row) for row in by_walking]
    assert [(row.number, row.place) for row in by_words] == [(3, PIECE), (2, PIECE), (1, PIECE)]


def test_starts_stand_before_pieces_in_one_walk(connection: Connection) -> None:
    _put(
        connection,
        _entry("rebudi agus"),
        _entry("budiman agus"),
        _entry("agus budi"),
        _entry("adi subudi"),
        _entry("budi"),
    )
    words = ["budi", "budiman", "rebudi", "subudi"]
    one = [("budi",)]
    found = connection.execute(
        starting_or_holding(THINGS, (1,), 1, size_of(words)), values_of(one, one, 10) | words_of(words)
    )
    assert [(row.number, row.place) for row in found] == [(5, SAME), (2, SAME), (3, WORD), (4, PIECE), (1, PIECE)]
    two = [("budi",), ("agus",)]
    values = values_of(two, two, 10) | words_of(words)
    rows = connection.execute(starting_or_holding(THINGS, (1, 1), 1, size_of(words)), values).all()
    assert [(row.number, row.place) for row in rows] == [(2, 1), (3, WORD), (1, PIECE)]
    assert [row.number for row in rows[:2]] == [number for number, _ in _starting(connection, *two)]


def test_statements_for_words_come_in_few_sizes() -> None:
    assert [size_of(["x"] * count) for count in (1, 4, 5, 16, 17)] == [4, 4, 16, 16, 64]
    assert words_of(["a", "b"]) == {"word_0": "a", "word_1": "b", "word_2": "b", "word_3": "b"}


def test_keys_are_found_whole_and_by_their_beginning(connection: Connection) -> None:
    _put(connection, _entry("a", "", ("6471", 1), ("647", 2)), _entry("b", "", ("64719", 1), ("64", 1)))
    whole = connection.execute(of_keys(THINGS), {"keys": ["6471", "9"]}).all()
    assert [tuple(row) for row in whole] == [(1, "6471", 1)]
    values = {"low": "647", "high": "647" + LAST_SIGN, "kinds": [1], "limit": 10}
    assert [row.key for row in connection.execute(from_key(THINGS), values)] == ["6471", "64719"]


def test_a_writer_does_not_keep_words_that_may_never_be_committed(tmp_path: Path) -> None:
    engine = encrypted_engine(tmp_path / "index.db", TEST_KEY)
    with engine.connect().execution_options(**{WRITING: True}) as writer, writer.begin():
        METADATA.create_all(writer)
    with engine.connect().execution_options(**{WRITING: True}) as writer:
        transaction = writer.begin()
        _put(writer, _entry("budi"))
        assert THINGS.words_of(writer).words == ["budi"]
        transaction.rollback()
    with engine.connect().execution_options(**{WRITING: True}) as writer, writer.begin():
        _put(writer, _entry("agus"))
    for _ in range(2):
        with engine.connect() as reader:
            assert THINGS.words_of(reader).words == ["agus"]
            assert reader.info[THINGS.vocabulary.name].words == ["agus"]
    engine.dispose()


def test_counts_are_brought_up_to_date_and_unused_words_forgotten(connection: Connection) -> None:
    old = _entry("budi santoso")
    first, _ = _put(connection, old, _entry("budi"))
    assert THINGS.words_of(connection).uses == {"budi": 1, "santoso": 1}
    THINGS.change(connection, first, old, _entry("budi agus"))
    THINGS.recount(connection)
    assert THINGS.words_of(connection).uses == {"agus": 1, "budi": 2}


def test_a_word_id_is_never_given_again(connection: Connection) -> None:
    old = _entry("budi")
    (first,) = _put(connection, old)
    last = THINGS.words_of(connection).last
    THINGS.change(connection, first, old, _entry(""))
    THINGS.recount(connection)
    _put(connection, _entry("agus"))
    assert connection.execute(select(THINGS.vocabulary.c.id)).scalar_one() > last


def test_the_vocabulary_knows_beginnings_pieces_and_near_spellings() -> None:
    words = Vocabulary().with_more(
        [(1, "budi", 5), (2, "budiman", 1), (5, "rebudi", 2), (9, "santoso", 7), (11, "sa", 1)]
    )
    assert words.last == 11
    assert words.starting("bud") == ["budi", "budiman"]
    assert (words.count_starting("bud"), words.count_starting("x"), words.count_starting("")) == (6, 0, 16)
    assert words.containing("udi") == ["budi", "budiman", "rebudi"]
    assert words.containing("sa") == ["sa", "santoso"]
    assert words.containing("xyz") == []
    assert [word for word, _ in words.near("bduiman", 5)] == ["budiman"]
    assert [word for word, _ in words.near("santso", 5)] == ["santoso"]
    assert [word for word, _ in words.near("sanntoso", 5)] == ["santoso"]
    assert words.near("budi", 1) == [("budi", 1.0)]
    assert words.near("kartini", 5) == []
    assert words.count(["budi", "santoso", "unknown"]) == 12


def test_a_vocabulary_grows_and_an_empty_one_answers() -> None:
    empty = Vocabulary()
    assert empty.starting("a") == empty.containing("a") == []
    assert empty.near("abc", 3) == []
    assert empty.count_starting("a") == 0
    grown = empty.with_more([(1, "budi", 1)]).with_more([(2, "budi", 3), (3, "agus", 1)])
    assert (grown.uses, grown.last, grown.words) == ({"budi": 3, "agus": 1}, 3, ["agus", "budi"])
