"""Coming in completes the text index where it may lack somebody; going out tidies up, within its time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from rehab_app.clinic.clients import queries, upkeep
from rehab_app.clinic.clients.search_index import CLIENTS
from rehab_app.desk import entry
from rehab_app.desk.entry import complete_index, enter_clinic, leave, tidy_up
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.events import Bus
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.office.settings.service import change_setting
from rehab_app.store.meta import INDEX_CHECK, read_meta, write_meta
from rehab_app.store.work import Work
from tests.ui.makers import NOW, PASSPHRASE, admit_client, make_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[OpenClinic]:
    """An open clinic with one client."""
    made = make_clinic(tmp_path)
    admit_client(made, full_name="Budi Santoso")
    yield made
    made.forget()


def seat() -> Seat:
    return Seat("PC-1", SetClock(NOW), Bus())


def lose_the_index(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        for table in (CLIENTS.entry, CLIENTS.word, CLIENTS.key):
            work.connection.execute(delete(table))


def found(clinic: OpenClinic) -> int:
    with clinic.reading() as work:
        return len(queries.find(work, "santoso"))


def mark(clinic: OpenClinic) -> str | None:
    with clinic.reading() as work:
        return read_meta(work.connection, INDEX_CHECK)


def test_after_a_restore_a_lacking_index_is_made_anew_at_the_next_sign_in(clinic: OpenClinic) -> None:
    lose_the_index(clinic)
    file = back_up(clinic).path
    restore(file, clinic.folder, BackupOpener("ratna", PASSPHRASE), seat(), clinic)
    again = enter_clinic(clinic.folder, "ratna", PASSPHRASE, seat())
    assert found(again) == 1
    assert mark(again) == "done"
    again.forget()


def test_an_index_that_is_whole_is_left_as_it_is(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        write_meta(work.connection, INDEX_CHECK, "due")
    assert not complete_index(clinic)
    assert mark(clinic) == "done"
    with clinic.reading() as work:
        assert upkeep.is_index_complete(work)
    lose_the_index(clinic)
    assert not complete_index(clinic)  # nothing said that it may lack somebody, so nothing is counted at each sign-in
    assert found(clinic) == 0


def test_a_rebuilding_that_fails_leaves_nobody_signed_in_and_the_check_due(
    clinic: OpenClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_index(clinic)
    with clinic.writing() as work:
        write_meta(work.connection, INDEX_CHECK, "due")
    opened: list[OpenClinic] = []

    def full(_work: Work) -> int:
        raise Trouble("store.database_full")

    complete = complete_index

    def watched(fresh: OpenClinic) -> bool:
        opened.append(fresh)
        return complete(fresh)

    monkeypatch.setattr(entry, "rebuild_index", full)
    monkeypatch.setattr(entry, "complete_index", watched)
    with pytest.raises(Trouble, match="database_full"):
        enter_clinic(clinic.folder, "ratna", PASSPHRASE, seat())
    assert opened[0].is_locked
    assert mark(clinic) == "due"


def test_going_out_counts_anew_who_uses_which_word(clinic: OpenClinic) -> None:
    admit_client(clinic, full_name="Siti Santoso")
    with clinic.writing() as work:
        change_setting(work, "backup_at_close", False)
    leave(clinic, with_backup=True)
    again = enter_clinic(clinic.folder, "ratna", PASSPHRASE, seat())
    with again.reading() as work:
        query = text("SELECT uses FROM client_vocabulary WHERE word = 'santoso'")
        assert work.connection.execute(query).scalar_one() == 2
    again.forget()


def test_locking_alone_does_not_tidy_up(clinic: OpenClinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "tidy_up", lambda _clinic: pytest.fail("it was tidied"))
    leave(clinic, with_backup=False)
    assert clinic.is_locked


def test_tidying_that_takes_too_long_is_given_up_and_the_close_goes_on(
    clinic: OpenClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(work: Work) -> None:
        work.connection.execute(text("UPDATE client_vocabulary SET uses = 77"))
        work.connection.execute(
            text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        )

    monkeypatch.setattr(entry, "optimise", endless)
    assert not tidy_up(clinic, seconds=0.05)
    with clinic.reading() as work:
        assert 77 not in work.connection.execute(text("SELECT uses FROM client_vocabulary")).scalars().all()
    leave(clinic, with_backup=True)
    assert clinic.is_locked
    assert len(list(clinic.folder.backups.glob("*.rbk"))) == 1
