"""Many corrections at once leave exactly what as many single ones leave: the same rows, history and chain."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlmodel import select as select_records

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import StaleRecord
from rehab_app.office.audit.verify import verify
from rehab_app.store.ledger import AUDIT_ENTRY
from rehab_app.store.record import ClinicalRecord, history_of, values_of
from rehab_app.store.store import Store
from rehab_app.store.versions import copy_of, put_in_bin
from rehab_app.store.work import Work
from rehab_app.tables import METADATA
from tests.makers import START, make_actor, make_store

ACTOR = make_actor()
DAY = date(2022, 3, 1)
DEED, REASON = "sessions.correct", "salah ketik"
KINDS: tuple[tuple[type[ClinicalRecord], str], ...] = (
    (CareSession, "note"),
    (Screening, "remark"),
    (EpisodeStep, "explanation"),
)
"""The kinds that are corrected, each with the field that is."""


@dataclass(frozen=True)
class Batch:
    """Records of one kind, by their places, that get the same new text."""

    kind: int
    places: tuple[int, ...]
    text: str


Correct = Callable[[Work, list[ClinicalRecord], Batch], None]


def one_by_one(work: Work, records: list[ClinicalRecord], batch: Batch) -> None:
    for place in batch.places:
        new = copy_of(work, records[place])
        setattr(new, KINDS[batch.kind][1], batch.text)
        records[place] = work.correct(records[place], new, DEED, REASON)


def at_once(work: Work, records: list[ClinicalRecord], batch: Batch) -> None:
    kind, field = KINDS[batch.kind]
    latest = [values_of(records[place]) for place in batch.places]
    rows = work.correct_many(METADATA.tables[str(kind.__tablename__)], latest, {field: batch.text}, DEED, REASON)
    for place, row in zip(batch.places, rows, strict=True):
        records[place] = kind(**row)


@contextmanager
def made_store() -> Iterator[Store]:
    """Yield a store whose ids come in the same order in each."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = count(1)
        clock = SetClock(START)
        made = make_store(Path(folder), clock)
        yield Store(made.engine, clock, new_id=lambda: UUID(int=next(numbers)))
        made.close()


def written(work: Work, length: int = 3) -> list[ClinicalRecord]:
    """Return ``length`` clinical records of three kinds in turn, of one episode."""
    client = Client(id=work.new_id(), rm_number="000001", full_name="Budi", initials="B", sex="L")
    work.add(client, "clients.register")
    episode = Episode(
        id=work.new_id(),
        client_id=client.id,
        registration_number="0001/2022",
        registered_on=DAY,
        period_number=1,
        channel="voluntary",
    )
    work.add(episode, "episodes.open")
    owner: dict[str, Any] = {"client_id": client.id, "episode_id": episode.id}
    makers: tuple[Callable[[], ClinicalRecord], ...] = (
        lambda: CareSession(
            id=work.new_id(), **owner, held_on=DAY, number=1, kind="individual", counsellor_id=ACTOR.user_id
        ),
        lambda: Screening(
            id=work.new_id(), **owner, instrument="dast10", key_version="1", taken_on=DAY, taken_by=ACTOR.user_id,
            answers={"items": {"1": 1}}, scores={"total": 1.5, "part": None}, alerts=["1"],
        ),
        lambda: EpisodeStep(
            id=work.new_id(), episode_id=episode.id, from_state="", to_state="registered", happened_on=DAY
        ),
    )  # fmt: skip
    return [work.add(makers[place % len(makers)](), "episodes.step") for place in range(length)]


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the store holds, and make sure that its chain is unbroken."""
    with store.reading(ACTOR) as work:
        assert verify(work.connection, METADATA).is_unbroken
        return {
            table.name: [tuple(row) for row in work.connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def left_by(correct: Correct, length: int, batches: Sequence[Batch]) -> dict[str, list[tuple[Any, ...]]]:
    with made_store() as store:
        with store.writing(ACTOR) as work:
            records = written(work, length)
            for batch in batches:
                correct(work, records, batch)
            work.note("clients.view")
        return contents(store)


@st.composite
def corrections(draw: st.DrawFn) -> tuple[int, list[Batch]]:
    """Draw how many records there are and which of them are corrected together, some again and again."""
    length = draw(st.integers(3, 12))
    text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)

    def batch(kind: int) -> st.SearchStrategy[Batch]:
        places = st.lists(st.sampled_from(range(kind, length, len(KINDS))), unique=True).map(tuple)
        return st.builds(Batch, st.just(kind), places, text)

    return length, draw(st.lists(st.integers(0, len(KINDS) - 1).flatmap(batch), max_size=5))


@settings(max_examples=10, deadline=None)
@given(corrections())
def test_many_at_once_leave_what_single_ones_leave(drawn: tuple[int, list[Batch]]) -> None:
    length, batches = drawn
    single, many = left_by(one_by_one, length, batches), left_by(at_once, length, batches)
    assert single == many
    assert len(many["audit_entry"]) == length + sum(len(batch.places) for batch in batches) + 3


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


SESSIONS = Batch(0, (0, 3, 6), "diperbaiki")


def test_a_later_version_refuses_them_all_and_nothing_is_written(store: Store) -> None:
    with store.writing(ACTOR) as work:
        records = written(work, 7)
    with store.writing(ACTOR) as work:
        work.correct(records[3], copy_of(work, records[3]), DEED, "lebih cepat")
    before = contents(store)
    with store.writing(ACTOR) as work, pytest.raises(StaleRecord):
        at_once(work, records, SESSIONS)
    assert contents(store) == before


def test_one_series_twice_in_one_call_is_refused(store: Store) -> None:
    with store.writing(ACTOR) as work:
        records = written(work)
    before = contents(store)
    with store.writing(ACTOR) as work, pytest.raises(StaleRecord):
        at_once(work, records, Batch(0, (0, 0), "dua kali"))
    assert contents(store) == before


def test_a_series_in_the_bin_stays_there(store: Store) -> None:
    with store.writing(ACTOR) as work:
        records = written(work)
        records[0] = put_in_bin(work, CareSession, records[0].series_id, 1, "sessions.bin", "salah klien")
    with store.writing(ACTOR) as work:
        at_once(work, records, Batch(0, (0,), ""))
    assert records[0].is_binned
    assert records[0].row_version == 3


def test_a_failure_after_them_takes_all_of_them_back(store: Store) -> None:
    with store.writing(ACTOR) as work:
        records = written(work, 7)
    before = contents(store)
    with pytest.raises(ValueError, match="stop"), store.writing(ACTOR) as work:
        at_once(work, records, SESSIONS)
        raise ValueError("stop")
    assert contents(store) == before


def test_a_reading_unit_of_work_corrects_nothing(store: Store) -> None:
    with store.writing(ACTOR) as work:
        records = written(work, 7)
    with store.reading(ACTOR) as work, pytest.raises(RuntimeError):
        at_once(work, records, SESSIONS)


def test_a_thousand_take_few_statements_and_reach_past_one_batch(store: Store) -> None:
    with store.writing(ACTOR) as work:
        written(work, 1)
        first = work.session.exec(select_records(CareSession)).one()
        table, row = METADATA.tables["care_session"], values_of(first)
        many = []
        for _ in range(1000):
            new_id = work.new_id()
            many.append({**row, "id": new_id, "series_id": new_id, "row_version": 0})
        said: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        work.correct_many(table, many, {"note": "diperbaiki"}, DEED, REASON)
    assert len(said) == 3 + 1000 // 400 + 1
    with store.reading(ACTOR) as work:
        for kept, count in ((AUDIT_ENTRY, 1003), (table, 1001), (history_of(table), 1001)):
            assert work.connection.execute(select(func.count()).select_from(kept)).scalar_one() == count
        assert verify(work.connection, METADATA).is_unbroken
