"""One window per store: who holds it since when, and that it is free again however the holder ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.words import LANGUAGES, Words
from rehab_app.store.window import hold_window

SINCE = datetime(2023, 1, 16, 1, 30, tzinfo=UTC)
LATER = SINCE + timedelta(hours=2)
HOLDER = """
import sys
from datetime import datetime
from pathlib import Path
from rehab_app.foundation.folder import DataFolder
from rehab_app.store.window import hold_window
held = hold_window(DataFolder(Path(sys.argv[1])), "PC-LOKET", datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "klinik")


@contextmanager
def other_program(folder: DataFolder) -> Iterator[subprocess.Popen[str]]:
    """Hold the window in another process for the length of the block, unless it is ended within."""
    command = [sys.executable, "-c", HOLDER, str(folder.root), SINCE.isoformat()]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def refusal(folder: DataFolder) -> Trouble:
    with pytest.raises(Trouble) as refused:
        hold_window(folder, "PC-2", LATER)
    assert refused.value.code == "store.window_open"
    return refused.value


def test_a_second_window_of_the_same_program_is_refused(folder: DataFolder) -> None:
    held = hold_window(folder, "PC-1", SINCE)
    assert refusal(folder).facts["seat"] == "PC-1"
    held.release()
    hold_window(folder, "PC-2", LATER).release()


def test_a_second_window_is_told_who_holds_it_and_since_when(folder: DataFolder) -> None:
    with other_program(folder):
        told = refusal(folder)
        local = f"{SINCE.astimezone():%d/%m/%Y %H.%M}"
        assert told.facts == {"seat": "PC-LOKET", "since": local}
        for language in LANGUAGES:
            sentence = Words.of(language).trouble(told)
            assert "PC-LOKET" in sentence
            assert local in sentence


def test_the_refused_window_leaves_the_holders_name_as_it_was(folder: DataFolder) -> None:
    with other_program(folder):
        for _ in range(3):
            assert refusal(folder).facts["seat"] == "PC-LOKET"


def test_a_killed_holder_lets_the_next_window_in_under_its_own_name(folder: DataFolder) -> None:
    with other_program(folder) as process:
        refusal(folder)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        held = hold_window(folder, "PC-2", LATER)
        with pytest.raises(Trouble) as refused:
            hold_window(folder, "PC-3", LATER)
        assert refused.value.facts["seat"] == "PC-2"
        held.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"seat": "PC-1"}', b'{"seat": 1, "since": 2}', b"\xff\xfe"])
def test_an_unreadable_note_of_the_holder_still_refuses(folder: DataFolder, content: bytes) -> None:
    held = hold_window(folder, "PC-1", SINCE)
    (folder.root / "clinic.window").write_bytes(content)
    assert refusal(folder).facts == {"seat": "?", "since": "?"}
    held.release()


def test_a_missing_note_of_the_holder_still_refuses(folder: DataFolder) -> None:
    held = hold_window(folder, "PC-1", SINCE)
    (folder.root / "clinic.window").unlink()
    assert refusal(folder).facts["seat"] == "?"
    held.release()


def test_the_windows_of_two_clinics_do_not_hinder_each_other(tmp_path: Path) -> None:
    held = [hold_window(DataFolder(tmp_path / name), "PC-1", SINCE) for name in ("satu", "dua")]
    for one in held:
        one.release()
