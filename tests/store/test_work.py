"""The unit of work: every write stamped, kept in history, entered in the ledger, or refused."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col
from sqlmodel import select as sqlmodel_select

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.foundation.errors import StaleRecord, Trouble
from rehab_app.foundation.events import Fact
from rehab_app.store.ledger import AUDIT_ENTRY, FIRST_PREVIOUS
from rehab_app.store.record import digest_of, history_of
from rehab_app.store.store import Store
from rehab_app.store.work import UnauditedWrite, Work
from tests.makers import START, make_actor, make_store


def _client(work: Work, rm: str = "000001", name: str = "Budi") -> Client:
    return work.add(Client(id=work.new_id(), rm_number=rm, full_name=name, initials="B", sex="L"), "clients.register")


def _step(work: Work) -> EpisodeStep:
    client = _client(work)
    episode = work.add(
        Episode(
            id=work.new_id(),
            client_id=client.id,
            registration_number="0001/2022",
            registered_on=work.clock.today(),
            period_number=1,
            channel="voluntary",
        ),
        "episodes.open",
    )
    step = EpisodeStep(
        id=work.new_id(), episode_id=episode.id, from_state="", to_state="registered", happened_on=work.clock.today()
    )
    return work.add(step, "episodes.step")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def test_a_new_record_has_author_time_history_and_an_audit_entry(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client = _client(work)
    with store.reading(actor) as work:
        history = history_of(Client.__table__)  # type: ignore[attr-defined]
        kept = work.connection.execute(select(history)).one()
        entry = work.connection.execute(select(AUDIT_ENTRY)).one()
        loaded = work.session.get_one(Client, client.id)
    assert (loaded.created_by, loaded.created_at, loaded.row_version) == (actor.user_id, START, 1)
    assert (kept.record_id, kept.row_version, kept.by) == (client.id, 1, actor.user_id)
    assert digest_of(kept.payload) == kept.digest == entry.row_digest
    assert (entry.number, entry.action, entry.record_id, entry.previous_hash) == (
        1,
        "clients.register",
        client.id,
        FIRST_PREVIOUS,
    )
    assert "Budi" not in str(tuple(entry))


def test_a_change_keeps_both_versions(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client_id = _client(work).id
    with store.writing(actor) as work:
        client = work.session.get_one(Client, client_id)
        client.full_name = "Budi Santoso"
        work.change(client, "clients.change")
    with store.reading(actor) as work:
        history = history_of(Client.__table__)  # type: ignore[attr-defined]
        versions = work.connection.execute(
            select(history.c.row_version, history.c.payload).order_by("row_version")
        ).all()
    assert [row.row_version for row in versions] == [1, 2]
    assert '"full_name":"Budi"' in versions[0].payload
    assert '"full_name":"Budi Santoso"' in versions[1].payload


def test_two_seats_on_one_record_the_slower_is_told(tmp_path: Path) -> None:
    first = make_store(tmp_path)
    actor = make_actor()
    with first.writing(actor) as work:
        client_id = _client(work).id
    second = Store(first.engine, first.clock)
    with second.reading(actor) as work:
        seen = work.session.get_one(Client, client_id)
    with first.writing(actor) as work:
        faster = work.session.get_one(Client, client_id)
        faster.phone = "+6281"
        work.change(faster, "clients.change")
    seen.phone = "+6282"
    with pytest.raises(StaleRecord), second.writing(actor) as work:
        work.session.add(seen)
        work.change(seen, "clients.change")
    with first.reading(actor) as work:
        assert work.session.get_one(Client, client_id).phone == "+6281"


def test_a_row_that_bypasses_the_unit_of_work_is_refused(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        client_id = _client(work).id
    with pytest.raises(UnauditedWrite), store.writing(actor) as work:
        work.session.get_one(Client, client_id).phone = "+62811"
    with pytest.raises(UnauditedWrite), store.writing(actor) as work:
        work.session.delete(work.session.get_one(Client, client_id))
        work.session.flush()


def test_a_clinical_correction_is_a_new_row_and_the_old_stays(store: Store) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        old = _step(work)
    with store.writing(actor) as work:
        new = EpisodeStep(
            id=work.new_id(),
            episode_id=old.episode_id,
            from_state="",
            to_state="registered",
            happened_on=old.happened_on,
            explanation="tanggal diperbaiki",
        )
        work.correct(old, new, "episodes.step", "salah ketik")
    with store.reading(actor) as work:
        rows = work.session.exec(sqlmodel_select(EpisodeStep).order_by(col(EpisodeStep.row_version))).all()
    assert [(row.row_version, row.series_id == old.id, row.reason) for row in rows] == [
        (1, True, ""),
        (2, True, "salah ketik"),
    ]
    with pytest.raises(StaleRecord), store.writing(actor) as work:
        again = EpisodeStep(
            id=work.new_id(),
            episode_id=old.episode_id,
            from_state="",
            to_state="closed",
            happened_on=old.happened_on,
        )
        work.correct(old, again, "episodes.step", "terlambat")


@pytest.mark.parametrize("table", ["episode_step", "episode_step_history", "client_history", "audit_entry"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_alter_what_is_only_added_to(store: Store, table: str, verb: str) -> None:
    actor = make_actor()
    with store.writing(actor) as work:
        _step(work)
    column = {"audit_entry": "action", "episode_step": "reason"}.get(table, "payload")
    with pytest.raises(DBAPIError, match="only added to"), store.writing(actor) as work:
        work.connection.execute(text(verb.format(table, column)))


def test_a_refusal_in_the_block_leaves_nothing_behind(store: Store) -> None:
    actor = make_actor()
    with pytest.raises(ValueError, match="stop"), store.writing(actor) as work:
        _client(work)
        raise ValueError("stop")
    with store.reading(actor) as work:
        assert work.connection.execute(select(func.count()).select_from(AUDIT_ENTRY)).scalar_one() == 0
        assert work.session.exec(sqlmodel_select(Client)).all() == []


class _Registered(Fact):
    pass


def test_facts_reach_screens_only_after_commit(store: Store) -> None:
    heard: list[str] = []
    store.bus.after_commit(_Registered, lambda _fact: heard.append("after"))
    with store.writing(make_actor()) as work:
        work.publish(_Registered())
        assert heard == []
    assert heard == ["after"]
    with pytest.raises(ValueError, match="stop"), store.writing(make_actor()) as work:
        work.publish(_Registered())
        raise ValueError("stop")
    assert heard == ["after"]


def test_a_reading_unit_of_work_cannot_write(store: Store) -> None:
    with pytest.raises(RuntimeError), store.reading(make_actor()) as work:
        _client(work)


def test_a_closed_store_opens_no_unit_of_work(store: Store) -> None:
    store.close()
    with pytest.raises(Trouble, match="store.locked"), store.writing(make_actor()):
        pass
