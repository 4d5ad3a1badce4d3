"""Nothing of a client, and nobody's passphrase, can be read in any file, log line or text of a trouble."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.leaks.traces import LOGIN, NOTE, PASSPHRASE, PERSON, SECRETS, Traces, found_in, play, what_a_sort_leaves


@pytest.fixture(scope="module")
def traces(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """The day, played once."""
    return play(qapp, tmp_path_factory.mktemp("day"))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [str(PERSON["full_name"]), str(PERSON["nik"]), NOTE, LOGIN, PASSPHRASE.upper()])
def test_the_search_finds_what_it_looks_for(text: str, coding: str) -> None:
    assert found_in(b"\x00\x01" + text.encode(coding) + b"\xff")
    assert found_in(b"nothing of the kind") == []


def test_every_kind_of_file_was_there_to_be_searched(traces: Traces) -> None:
    names = set(traces.files)
    assert traces.is_kept
    for part in ("clinic.db", "clinic.db-wal", "clinic.slots", "attachments/", "drafts/", "logs/crash-", ".rbk"):
        assert any(part in name for name in names), part
    assert "preferences.json" in names
    assert any(name.startswith("locked ") and "drafts/" in name for name in names)


def test_no_file_holds_anything_of_the_client_or_of_those_who_signed_in(traces: Traces) -> None:
    assert {name: told for name, content in traces.files.items() if (told := found_in(content))} == {}


def test_the_reports_of_bugs_say_where_and_not_about_whom(traces: Traces) -> None:
    reports = [content.decode() for name, content in traces.files.items() if "logs/crash-" in name]
    assert any("LookupError" in report and "_fall" in report for report in reports)
    assert any("IntegrityError" in report for report in reports)


def test_the_log_at_its_most_talkative_holds_nothing(traces: Traces) -> None:
    assert any("bug:" in line for line in traces.log)
    assert [line for line in traces.log if found_in(line.encode())] == []


def test_the_texts_of_troubles_carry_no_values(traces: Traces) -> None:
    assert any("clients.nik_taken" in text or "draft.several" in text for text in traces.texts)
    assert any("full_name" in text for text in traces.texts), "the driver's error was not met"
    assert [text for text in traces.texts if found_in(text.encode())] == []


def test_a_sort_larger_than_the_cache_leaves_nothing_readable_open(traces: Traces) -> None:
    assert any("clinic.db" in name for name in traces.sorting)
    assert {name: told for name, content in traces.sorting.items() if (told := found_in(content))} == {}


def test_the_same_sort_on_a_bare_database_would_have_been_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    bare = sqlite3.connect(tmp_path / "bare.db", isolation_level=None)
    bare.execute("PRAGMA temp_store = FILE")
    bare.execute("PRAGMA cache_size = -1")
    bare.execute("PRAGMA temp.cache_size = -1")
    found = what_a_sort_leaves(bare)
    bare.close()
    assert any(found_in(content, SECRETS[:1]) for content in found.values())
