"""Paper on the screen: laid out at once, drawn when looked at, printed and saved off the UI thread, blank after a lock."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.ui.kit import pdf
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.dialogs import Dialog
from rehab_app.ui.kit.job import Cancelled, Progress
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.pdf import PdfFile, make_printer, print_pages, save_file
from rehab_app.ui.kit.preview import Leaving, Preview
from tests.looks.gallery import sample_pdf

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def letter() -> bytes:
    return sample_pdf(3)


@pytest.fixture(scope="module")
def book() -> bytes:
    return sample_pdf(100)


@pytest.fixture
def preview(context: ScreenContext, jobs: Jobs, qtbot: QtBot) -> Preview:
    made = Preview(context)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    assert jobs is context.jobs
    return made


def settle(preview: Preview, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: preview.context.jobs.is_idle)
    preview.view.viewport().repaint()
    qtbot.waitUntil(lambda: preview.context.jobs.is_idle)


def show(preview: Preview, data: bytes, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.shown):
        preview.show_pdf(data, "Referral letter")
    preview.setFocus()
    qtbot.waitUntil(preview.view.hasFocus)
    settle(preview, qtbot)


def ink(image: QImage) -> int:
    """Count dark pixels: letters."""
    return sum(
        image.pixelColor(x, y).lightness() < 80 for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def test_a_letter_is_shown_with_its_pages(preview: Preview, letter: bytes, qtbot: QtBot) -> None:
    show(preview, letter, qtbot)
    assert preview.page_count == 3
    assert preview._page_label.text() == "Page 1 of 3"
    assert preview.view.accessibleName() == "Referral letter. Page 1 of 3"
    assert 0 in preview.view.pictured
    assert ink(preview.view.viewport().grab().toImage()) > 200


def test_of_a_hundred_pages_only_those_looked_at_are_drawn(
    preview: Preview, book: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, int]] = []
    draw = PdfFile.picture

    def note(self: PdfFile, page: int, scale: float) -> QImage:
        drawn.append((page, threading.get_ident()))
        return draw(self, page, scale)

    monkeypatch.setattr(PdfFile, "picture", note)
    show(preview, book, qtbot)
    assert preview.page_count == 100
    assert {page for page, _ in drawn} <= {0, 1, 2}
    drawn.clear()
    preview.view.go_to(57)
    settle(preview, qtbot)
    assert preview.view.page == 57
    assert {page for page, _ in drawn} <= {56, 57, 58, 59}
    assert 57 in preview.view.pictured
    assert threading.get_ident() not in {thread for _, thread in drawn}
    assert len(preview.view._pictures) <= 10


def test_pages_passed_over_quickly_are_not_drawn(
    preview: Preview, book: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(preview, book, qtbot)
    go, drawn = threading.Event(), []
    draw = PdfFile.picture

    def slow(self: PdfFile, page: int, scale: float) -> QImage:
        drawn.append(page)
        go.wait(10)
        return draw(self, page, scale)

    monkeypatch.setattr(PdfFile, "picture", slow)
    for page in range(10, 90, 5):
        preview.view.go_to(page)
        preview.view.viewport().repaint()
    go.set()
    settle(preview, qtbot)
    assert len(drawn) <= 8
    assert preview.view.page in {85, 86}
    assert 85 in preview.view.pictured


def test_zoom_by_keyboard_wheel_and_fit_width(preview: Preview, letter: bytes, qtbot: QtBot) -> None:
    show(preview, letter, qtbot)
    fitted = preview.view.zoom
    assert preview.view.sheet(0).width() <= preview.view.viewport().width()
    view = preview.view
    QTest.keyClick(view, Qt.Key.Key_Plus, CTRL)
    assert view.zoom == pytest.approx(fitted * 1.25)
    assert preview._zoom_label.text() == f"{round(view.zoom * 100)} %"
    assert view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_Minus, CTRL)
    assert view.zoom == pytest.approx(fitted)
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Minus, CTRL)
    assert view.zoom == pytest.approx(0.25)
    wheel = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.zoom == pytest.approx(0.3125)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.zoom == pytest.approx(fitted)
    settle(preview, qtbot)
    assert 0 in view.pictured


def test_a_fitted_page_follows_the_window(preview: Preview, letter: bytes, qtbot: QtBot) -> None:
    show(preview, letter, qtbot)
    before = preview.view.zoom
    preview.resize(1000, 600)
    assert preview.view.zoom > before
    settle(preview, qtbot)


def test_the_keyboard_turns_the_pages(preview: Preview, book: bytes, qtbot: QtBot) -> None:
    show(preview, book, qtbot)
    view = preview.view
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 99
    assert preview._page_label.text() == "Page 100 of 100"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    settle(preview, qtbot)


NO_PDFS = {"empty": b"", "text": b"not a pdf", "head": b"%PDF-1.4 cut off", "cut": sample_pdf(1)[:400]}


@pytest.mark.parametrize("data", NO_PDFS.values(), ids=NO_PDFS.keys())
def test_what_is_no_whole_pdf_is_refused_with_a_sentence(preview: Preview, qtbot: QtBot, data: bytes) -> None:
    with qtbot.waitSignal(preview.failed) as told:
        preview.show_pdf(data, "scan")
    assert told.args is not None
    assert told.args[0].code == "kit.pdf_damaged"
    assert "damaged" in preview._empty.accessibleName()
    assert preview.page_count == 0
    settle(preview, qtbot)


def test_a_pdf_behind_a_password_is_refused(preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(save_file(tmp_path / "plain.pdf", letter)))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    with qtbot.waitSignal(preview.failed) as told:
        preview.show_pdf((tmp_path / "locked.pdf").read_bytes(), "scan")
    assert told.args is not None
    assert told.args[0].code == "kit.pdf_damaged"
    settle(preview, qtbot)


def test_a_page_that_is_damaged_leaves_the_others(
    preview: Preview, letter: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = pypdfium2.PdfDocument.__getitem__

    def broken(self: pypdfium2.PdfDocument, page: int) -> object:
        if page == 0:
            raise pypdfium2.PdfiumError("Failed to load page.")
        return get(self, page)

    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", broken)
    show(preview, letter, qtbot)
    assert preview.page_count == 3
    preview.view.viewport().repaint()
    preview.view.go_to(1)
    settle(preview, qtbot)
    assert 1 in preview.view.pictured


def test_forget_leaves_no_ink_no_bytes_and_no_name(preview: Preview, letter: bytes, qtbot: QtBot) -> None:
    show(preview, letter, qtbot)
    preview.forget()
    settle(preview, qtbot)
    assert preview.page_count == 0
    assert preview._data == b""
    assert preview._title.text() == ""
    assert preview.view._pictures == {}
    assert "Referral" not in preview.view.accessibleName()
    assert preview._stack.currentWidget() is preview._empty
    assert ink(preview.view.viewport().grab().toImage()) == 0
    assert not any(
        button.isEnabled()
        for button in preview.findChildren(QPushButton)
        if button.isVisible() and button.text() == "Print"
    )


def test_forget_while_the_paper_is_being_opened_shows_nothing_later(
    preview: Preview, letter: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    opened = PdfFile.open

    def slow(data: bytes) -> PdfFile:
        go.wait(10)
        return opened(data)

    monkeypatch.setattr(PdfFile, "open", slow)
    preview.show_pdf(letter, "Referral letter")
    preview.forget()
    go.set()
    settle(preview, qtbot)
    assert preview.page_count == 0


def test_a_second_paper_replaces_the_first(preview: Preview, letter: bytes, book: bytes, qtbot: QtBot) -> None:
    preview.show_pdf(book, "Book")
    preview.show_pdf(letter, "Letter")
    settle(preview, qtbot)
    assert preview.page_count == 3
    assert preview._title.text() == "Letter"


def test_printing_goes_page_by_page_off_the_ui_thread(
    preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    show(preview, letter, qtbot)
    printer = make_printer(((595.3, 841.9),) * 3)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(100)
    with qtbot.waitSignal(preview.printed, timeout=20_000) as told:
        preview.print_on(printer)
        assert preview.progress.isVisible()
    assert told.args == [3]
    assert not preview.progress.isVisible()
    pages = pypdf.PdfReader(tmp_path / "printed.pdf").pages
    assert len(pages) == 3
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    printed = PdfFile.open((tmp_path / "printed.pdf").read_bytes())
    assert ink(printed.picture(2, 1.0)) > 50
    printed.close()


def test_only_the_chosen_pages_are_printed_and_a_wide_page_lies_wide(
    letter: bytes, tmp_path: Path, qapp: QApplication
) -> None:
    writer = pypdf.PdfWriter()
    writer.append(save_file(tmp_path / "in.pdf", letter))
    writer.pages[1].rotate(90)
    writer.write(tmp_path / "in.pdf")
    file = PdfFile.open((tmp_path / "in.pdf").read_bytes())
    printer = make_printer(file.sizes)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(72)
    printer.setFromTo(2, 3)
    assert print_pages(file, printer, Progress()) == 2
    sizes = [[round(float(side)) for side in page.mediabox[2:]] for page in pypdf.PdfReader(tmp_path / "out.pdf").pages]
    assert sizes == [[842, 595], [595, 842]]
    file.close()
    assert qapp is not None


@pytest.mark.qt_log_ignore("QPdfEngine|QPainter|QIODevice|QFile|QSaveFile")
def test_a_printer_that_refuses_is_a_known_trouble(
    preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    show(preview, letter, qtbot)
    printer = make_printer(())
    printer.setOutputFileName(str(tmp_path / "no folder" / "printed.pdf"))
    preview.print_on(printer)
    qtbot.waitUntil(lambda: len(dialogs(Dialog)) == 1)
    assert "does not take the document" in dialogs(Dialog)[0].accessibleDescription()
    assert not preview.progress.isVisible()
    dialogs(Dialog)[0].reject()
    settle(preview, qtbot)


def test_a_print_is_cancelled_between_pages(
    preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(preview, letter, qtbot)
    begun, go = threading.Event(), threading.Event()

    def slow(_self: PdfFile, _page: int, _scale: float) -> QImage:
        begun.set()
        go.wait(10)
        return QImage(10, 10, QImage.Format.Format_RGB32)

    monkeypatch.setattr(PdfFile, "picture", slow)
    printed: list[int] = []
    preview.printed.connect(printed.append)
    printer = make_printer(())
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    assert begun.wait(10)
    preview.progress.cancel_button.click()
    go.set()
    qtbot.waitUntil(lambda: not preview.progress.isVisible())
    assert printed == []
    assert dialogs(Dialog) == []
    settle(preview, qtbot)


def test_ctrl_p_asks_for_a_printer_and_the_gate_before_anything_is_printed(
    context: ScreenContext, letter: bytes, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Leaving, Callable[[], None]]] = []
    preview = Preview(context, lambda leaving, go: asked.append((leaving, go)))
    qtbot.addWidget(preview)
    preview.show()
    preview.activateWindow()
    show(preview, letter, qtbot)
    printed: list[QPrinter] = []
    monkeypatch.setattr(preview, "print_on", printed.append)
    QTest.keyClick(preview.view, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: len(dialogs(QPrintDialog)) == 1)
    (dialog,) = dialogs(QPrintDialog)
    dialog.printer().setOutputFileName(str(tmp_path / "x.pdf"))
    dialog.accept()
    assert [leaving for leaving, _ in asked] == [Leaving.PRINT]
    assert printed == []
    asked[0][1]()
    assert len(printed) == 1
    qtbot.waitUntil(lambda: dialogs(QPrintDialog) == [])


def test_ctrl_s_asks_for_a_place_and_saves_the_very_bytes(
    preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    show(preview, letter, qtbot)
    QTest.keyClick(preview.view, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(dialogs(QFileDialog)) == 1)
    (dialog,) = dialogs(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Referral letter.pdf")
    target = tmp_path / "letter.pdf"
    with qtbot.waitSignal(preview.saved) as told:
        dialog.fileSelected.emit(str(target))
        dialog.close()
    assert told.args == [str(target)]
    assert target.read_bytes() == letter
    assert list(tmp_path.iterdir()) == [target]
    qtbot.waitUntil(lambda: dialogs(QFileDialog) == [])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "kit.disk_full"),
        (errno.EDQUOT, "kit.disk_full"),
        (errno.EACCES, "kit.folder_refuses"),
        (errno.EROFS, "kit.folder_refuses"),
    ],
)
def test_a_file_that_cannot_be_written_leaves_nothing_behind_and_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    target = save_file(tmp_path / "letter.pdf", b"old")

    def refuse(_handle: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Trouble) as refused:
        save_file(target, b"new")
    assert refused.value.code == code
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_gone_is_a_known_trouble(
    preview: Preview, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    show(preview, letter, qtbot)
    preview.save_to(tmp_path / "gone" / "letter.pdf")
    qtbot.waitUntil(lambda: len(dialogs(Dialog)) == 1)
    assert "another folder" in dialogs(Dialog)[0].accessibleDescription()
    dialogs(Dialog)[0].reject()
    settle(preview, qtbot)


def test_nothing_is_printed_or_saved_while_nothing_is_shown(preview: Preview, qtbot: QtBot) -> None:
    preview.print_paper()
    preview.save_paper()
    preview.save_to(Path("never.pdf"))
    preview.print_on(make_printer(()))
    qtbot.wait(5)
    assert dialogs(QDialog) == []
    assert not Path("never.pdf").exists()


def test_every_button_has_a_name_and_its_keys(preview: Preview) -> None:
    buttons = [*preview.findChildren(QToolButton), *preview.findChildren(QPushButton)]
    assert all(each.accessibleName() or each.text() for each in buttons if each.isVisible())
    tips = [tool.toolTip() for tool in preview._tools]
    assert all("Ctrl+" in tip or tip.endswith("(F)") for tip in tips)


def test_a_closed_file_gives_empty_pictures(letter: bytes) -> None:
    file = PdfFile.open(letter)
    file.close()
    file.close()
    assert file.picture(0, 1.0).isNull()


def test_an_enormous_page_is_drawn_within_bounds(monkeypatch: pytest.MonkeyPatch, letter: bytes) -> None:
    monkeypatch.setattr(pdf, "MOST_PIXELS", 10_000)
    file = PdfFile.open(letter)
    image = file.picture(0, 50.0)
    assert image.width() * image.height() <= 11_000
    file.close()


def test_cancelled_is_a_known_trouble() -> None:
    assert isinstance(Cancelled(), RuleBroken)


def dialogs(kind: type[QDialog]) -> list:  # type: ignore[type-arg]
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
