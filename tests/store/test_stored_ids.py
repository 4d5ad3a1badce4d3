"""Ids read from SQLite's text: the same ids as the engine's own reading gives, in every respect."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid
from sqlalchemy.dialects import sqlite

from rehab_app.store.stored_ids import StoredId, id_of_hex

EXTREMES = (UUID(int=0), UUID(int=1), UUID(int=2**128 - 1), UUID("00000000000000000000000000000abc"))


@pytest.mark.parametrize("known", [*EXTREMES, uuid4()])
def test_it_is_the_id_that_was_written(known: UUID) -> None:
    read = id_of_hex(known.hex)
    assert read == known
    assert type(read) is UUID
    assert (hash(read), str(read), read.hex, read.is_safe) == (hash(known), str(known), known.hex, known.is_safe)


def test_nothing_stays_nothing() -> None:
    assert id_of_hex(None) is None


@pytest.mark.parametrize("text", ["", "no id", "0123456789abcdefg"])
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="int"):
        id_of_hex(text)


def test_it_reads_what_the_engines_type_writes() -> None:
    dialect = sqlite.dialect()
    written = Uuid().bind_processor(dialect)
    read = StoredId().result_processor(dialect, None)
    assert written is not None
    one = uuid4()
    assert read(written(one)) == one
