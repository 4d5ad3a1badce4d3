"""The last door: what is written of a bug, and what is never written."""

import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qWarning
from pytestqt.qtbot import QtBot

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import Dialog, FailureDialogs
from rehab_app.ui.kit.failures import MOST_REPORTS, Failures, account

SECRET = "Siti Nurhalimah 6471055708900001"
CLOCK = SetClock(datetime(2023, 1, 16, 1, 30, tzinfo=UTC))


@pytest.fixture
def failures(tmp_path: Path) -> Iterator[Failures]:
    made = Failures(CLOCK, tmp_path / "logs")
    yield made
    made.uninstall()


def bug(text: str = SECRET) -> BaseException:
    """Return an error as it is caught, with its frames and a cause; both carry what a client told."""
    try:
        fail(text)
    except LookupError as error:
        return error
    raise AssertionError("fail() did not fail")


def fail(text: str) -> None:
    """Fail as a room would: one error because of another."""
    try:
        int(text)
    except ValueError as cause:
        raise LookupError(f"{text} is wrong") from cause


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "logs").glob("*"))


@pytest.mark.expect_log("ERROR rehab_app.ui.kit.failures: bug: builtins.LookupError")
def test_a_report_tells_types_and_frames_but_not_one_word_of_the_text(
    failures: Failures, tmp_path: Path, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(failures.failed) as told:
        failures.report(bug())
    (path,) = reports(tmp_path)
    text = path.read_text("utf-8")
    assert told.args == [str(path)]
    assert "builtins.ValueError" in text
    assert "builtins.LookupError" in text
    assert f"{__name__}:" in text
    assert " fail" in text
    for word in SECRET.split():
        assert word not in text
        assert word not in caplog.text


def test_of_a_known_trouble_the_code_is_told_and_no_fact() -> None:
    text = account(RuleBroken("client.nik_taken", name=SECRET))
    assert "client.nik_taken" in text
    assert "Siti" not in text


def test_an_error_that_causes_itself_is_told_once() -> None:
    error = ValueError()
    error.__cause__ = error
    assert account(error).count("ValueError") == 1


@pytest.mark.expect_log("bug: ")
def test_the_same_bug_again_and_again_fills_no_disk(failures: Failures, tmp_path: Path) -> None:
    for _ in range(30):
        failures.report(bug())
    assert len(reports(tmp_path)) == 1


@pytest.mark.expect_log("bug: ")
def test_many_different_bugs_fill_no_disk(failures: Failures, tmp_path: Path) -> None:
    for number in range(MOST_REPORTS + 10):
        failures.report(type(f"Error{number}", (Exception,), {})())
    assert len(reports(tmp_path)) == MOST_REPORTS


@pytest.mark.expect_log("bug: ")
@pytest.mark.expect_log("report not kept: errno")
def test_a_report_that_cannot_be_kept_is_told_all_the_same(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", "utf-8")
    failures = Failures(CLOCK, tmp_path / "logs")
    with qtbot.waitSignal(failures.failed) as told:
        failures.report(bug())
    assert told.args == [""]


def test_a_known_trouble_at_the_last_door_is_told_and_not_logged(
    failures: Failures, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(failures.troubled) as told:
        failures.report(Trouble("kit.disk_full"))
    assert told.args is not None
    assert told.args[0].code == "kit.disk_full"
    assert reports(tmp_path) == []


@pytest.mark.expect_log("bug: builtins.LookupError")
def test_an_error_in_a_slot_and_in_a_thread_come_to_the_door(failures: Failures, qtbot: QtBot) -> None:
    told: list[str] = []
    failures.failed.connect(told.append)

    with qtbot.captureExceptions():
        failures.install()
        QTimer.singleShot(0, lambda: fail(SECRET))
        qtbot.waitUntil(lambda: len(told) == 1)
    thread = threading.Thread(target=fail, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 2)


def test_uninstall_leaves_the_doors_as_they_were(failures: Failures) -> None:
    before = sys.excepthook, threading.excepthook
    failures.install()
    assert sys.excepthook != before[0]
    failures.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_of_qts_messages_only_the_function_is_written(failures: Failures, caplog: pytest.LogCaptureFixture) -> None:
    failures._on_qt(QtMsgType.QtDebugMsg, Place(), f"QFile::remove: cannot remove {SECRET}")
    failures._on_qt(QtMsgType.QtDebugMsg, Place(), f"{SECRET}: something")
    with caplog.at_level(logging.DEBUG):
        failures._on_qt(QtMsgType.QtInfoMsg, Place(), f"QFile::remove: cannot remove {SECRET}")
        failures._on_qt(QtMsgType.QtInfoMsg, Place(), f"{SECRET}: something")
    assert [record.getMessage() for record in caplog.records] == [
        "Qt default: QFile::remove",
        "Qt default: (not named)",
    ]


@pytest.mark.expect_log("WARNING rehab_app.ui.kit.failures: Qt default: QTest")
def test_qts_messages_are_written_while_the_door_is_kept(failures: Failures) -> None:
    failures.install()
    qWarning("QTest: something is odd")
    failures.uninstall()


class Place(QMessageLogContext):
    """Where a message of Qt's comes from: nowhere in particular."""


@pytest.mark.expect_log("bug: ")
def test_ten_bugs_show_one_dialog_and_the_next_one_after_it_is_closed_another(
    failures: Failures, context: ScreenContext, qtbot: QtBot
) -> None:
    quits: list[bool] = []
    dialogs = FailureDialogs(context, failures, None, lambda: quits.append(True))
    for _ in range(10):
        failures.report(bug())
    qtbot.waitUntil(lambda: dialogs._dialog is not None)
    qtbot.wait(5)
    shown = shown_dialogs()
    assert len(shown) == 1
    text = shown[0].accessibleDescription()
    assert "safe" in text
    assert "draft" in text
    assert "crash-20230116-013000-1.txt" in text
    shown[0].accept()
    qtbot.waitUntil(lambda: not shown_dialogs())
    failures.report(bug())
    qtbot.waitUntil(lambda: len(shown_dialogs()) == 1)
    shown_dialogs()[0]._buttons[0].click()
    qtbot.waitUntil(lambda: not shown_dialogs())
    assert quits == [True]


def test_a_trouble_nobody_showed_is_said_in_a_dialog(failures: Failures, context: ScreenContext, qtbot: QtBot) -> None:
    keeper = FailureDialogs(context, failures, None, lambda: None)
    failures.report(Trouble("kit.disk_full"))
    qtbot.waitUntil(lambda: len(shown_dialogs()) == 1)
    assert "no space left" in shown_dialogs()[0].accessibleDescription()
    shown_dialogs()[0].reject()
    assert keeper is not None


def shown_dialogs() -> list[Dialog]:
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Dialog) and widget.isVisible()]
