"""Pictures of everything the kit is made of: ``python -m tests.looks.gallery --out DIR``; open them and judge.

Each picture is taken in Indonesian, English and stretched words, in light and dark, comfortable and compact where that tells
something. For a screen at 200 % start it with ``QT_SCALE_FACTOR=2``.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import ENGLISH, INDONESIAN, Words
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.context import PrivacyMode, ScreenContext
from rehab_app.ui.kit.dialogs import FailureDialogs, ask_reason, confirm, tell_trouble
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.failures import Failures
from rehab_app.ui.kit.icons import DRAWINGS
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.layout import Badge, Card, Page, button, icon_button, label
from rehab_app.ui.kit.preview import Preview
from rehab_app.ui.kit.qt_words import QtWords
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import Density, State, Theme, Tone, dress
from tests.words import stretched

LONG_NAME = "Raden Ayu Siti Nurhalimah Kusumaningtyas Wijayakusuma binti Abdul"
STRETCHED = "stretched"


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One client of the sample list."""

    rm: str
    name: str
    district: str
    programme: str
    state: State
    state_word: str
    sessions: int
    seen: str


SAMPLE = [
    SampleRow("00-01-23", "A.R.", "Balikpapan Barat", "Rawat jalan", State.OK, "Berjalan", 5, "12/01/2023"),
    SampleRow("00-01-24", "S.N.K.W.", "Balikpapan Utara", "Rujukan", State.INFO, "Menunggu tempat", 0, "11/01/2023"),
    SampleRow("00-01-25", "M.F.", "Balikpapan Selatan", "Rawat jalan", State.WARNING, "Menunggu wali", 1, "10/01/2023"),
    SampleRow("00-01-26", "D.", "Luar Balikpapan", "Rawat jalan", State.DANGER, "Putus", 2, "02/11/2022"),
    SampleRow("00-01-27", "Y.P.", "Balikpapan Kota", "TAT", State.NEUTRAL, "Selesai", 8, "28/10/2022"),
]
COLUMNS: list[Column[SampleRow]] = [
    Column("No. RM", lambda row: row.rm, width=10, sort="rm"),
    Column("Klien", lambda row: row.name, width=12, is_private=True, sort="name"),
    Column("Kecamatan", lambda row: row.district, width=20, sort="district"),
    Column("Program", lambda row: row.programme, stretches=True),
    Column("Keadaan", lambda row: row.state_word, width=18, state=lambda row: row.state),
    Column("Sesi", lambda row: str(row.sessions), width=6, align="right"),
    Column("Terakhir", lambda row: row.seen, width=12, align="right", sort="seen"),
]


ROOMS = (("home", "Beranda"), ("clients", "Klien"), ("session", "Sesi"), ("referral", "Rujukan"), ("figures", "Angka"))


class Gallery:
    """Draws the pictures in one language, tone and density."""

    def __init__(self, words: Words, theme: Theme) -> None:
        self.failures = Failures(SetClock(datetime(2023, 1, 16, 1, 30, tzinfo=UTC)))
        self.jobs = Jobs(self.failures.report)
        self.context = ScreenContext(
            words=words,
            theme=theme,
            jobs=self.jobs,
            facts=FactBridge(Bus()),
            clock=SetClock(datetime(2023, 1, 16, 1, 30, tzinfo=UTC)),
            privacy=PrivacyMode(),
            is_practice=True,
        )

    def pictures(self) -> dict[str, Callable[[], QWidget]]:
        """Return what can be drawn, by name."""
        return {
            "list": self.list_page,
            "empty": self.empty_page,
            "controls": self.controls,
            "icons": self.icons,
            "confirm": lambda: confirm(
                self.context,
                None,
                "Kirim surat rujukan?",
                "Nomor surat akan diambil.",
                verb="Kirim surat",
                yes=lambda: None,
            ),
            "confirm_danger": lambda: confirm(
                self.context,
                None,
                f"Hapus dokumen milik {LONG_NAME}?",
                "Dokumen hilang dari berkas klien. Salinan di cadangan tetap ada sampai cadangan itu diganti.",
                verb="Hapus dokumen",
                yes=lambda: None,
                is_destructive=True,
            ),
            "reason": self.reason,
            "trouble": lambda: tell_trouble(self.context, None, RuleBroken("kit.printer_refuses")),
            "failure": self.failure,
            "preview": self.preview,
        }

    def list_page(self) -> QWidget:
        """A list with its rail, title, notice and side panel."""
        theme, say = self.context.theme, self.context.say
        page = Page(self.context, "Klien", "60 orang dilayani tahun 2022")
        page.add_action(button(theme, "Ekspor", icon="export"))
        page.add_action(button(theme, "Daftarkan klien", look="main", icon="register"))
        table: Table[SampleRow] = Table(RowsModel(self.context, COLUMNS, SAMPLE * 4), "Klien")
        table.header.mark_sorted("name")
        table.choose(2)
        page.body.addWidget(table)
        page.notice.tell(f"{LONG_NAME} telah didaftarkan dengan No. RM 00-01-28.", State.OK, undo=lambda: None)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for title, text in (
            ("Klien", LONG_NAME),
            ("Masa perawatan", "Kedua, sejak 10/01/2023"),
            ("Konselor", "Rina, S.Psi."),
        ):
            column.addWidget(label(title, "label"))
            column.addWidget(label(text, "strong"))
        column.addWidget(Badge(theme, "Menunggu wali", State.WARNING))
        column.addWidget(button(theme, say("Print"), icon="print"))
        column.addStretch(1)
        page.panel.open_panel("Rincian", panel)
        return framed(theme, page, table)

    def empty_page(self) -> QWidget:
        """A list without rows."""
        page = Page(self.context, "Rujukan")
        table: Table[SampleRow] = Table(RowsModel(self.context, COLUMNS), "Rujukan")
        table.set_empty(
            "Belum ada rujukan", "Rujukan dibuat dari berkas klien, setelah skrining.", "Cari klien", lambda: None
        )
        page.body.addWidget(table)
        page.notice.tell("Printer tidak menerima dokumen. Periksa printer, lalu cetak lagi.", State.WARNING)
        return framed(self.context.theme, page, table)

    def controls(self) -> QWidget:
        """Every control, plain, focused, wrong and disabled."""
        theme = self.context.theme
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(*(theme.space(3),) * 4)
        grid.setSpacing(theme.space(2))
        cards = (self._buttons(), self._fields(), self._choices(), self._states())
        for number, card in enumerate(cards):
            grid.addWidget(card, number // 2, number % 2)
        return sheet

    def icons(self) -> QWidget:
        """Every icon with its meaning."""
        theme = self.context.theme
        sheet = QWidget()
        grid = QGridLayout(sheet)
        for number, name in enumerate(DRAWINGS):
            picture = QLabel()
            picture.setPixmap(theme.icons.pixmap(name, 24, "text", picture.devicePixelRatioF()))
            cell = QHBoxLayout()
            cell.addWidget(picture)
            cell.addWidget(label(name, "hint", wraps=False), 1)
            grid.addLayout(cell, number // 6, number % 6)
        return sheet

    def reason(self) -> QWidget:
        """A reason that is too short."""
        dialog = ask_reason(
            self.context,
            None,
            "Buka berkas klien lain?",
            "Anda bukan konselor klien ini. Alasan dicatat dan dilihat Subkoordinator.",
            verb="Buka berkas",
            done=lambda _reason: None,
        )
        dialog.field.setPlainText("darurat")
        dialog._buttons[-1].click()
        return dialog

    def failure(self) -> QWidget:
        """The dialog of a bug."""
        dialogs = FailureDialogs(self.context, self.failures, None, lambda: None)
        dialogs.show_failure("C:/Users/kantor/rehab/logs/crash-20230116-013000-1.txt")
        made = dialogs._dialog
        assert made is not None
        made.setProperty("keeper", dialogs)
        return made

    def preview(self) -> QWidget:
        """A letter in the preview."""
        preview = Preview(self.context)
        preview.resize(900, 700)
        preview.show_pdf(sample_pdf(12), "Surat rujukan R/12/IX/KA/RH.00.00/2022/BNNK-BPP")
        return preview

    def _buttons(self) -> Card:
        theme = self.context.theme
        card = Card(theme, "Tombol")
        for is_enabled in (True, False):
            row = QHBoxLayout()
            for text, look, icon in (
                ("Simpan", "main", "save"),
                ("Batal", "", ""),
                ("Cetak", "", "print"),
                ("Hapus", "danger", "remove"),
                ("Lainnya", "quiet", "more"),
                ("Urungkan", "link", "undo"),
            ):
                made = button(theme, text, look=look, icon=icon)
                made.setEnabled(is_enabled)
                row.addWidget(made)
            made_icon = icon_button(theme, "close", "Tutup")
            made_icon.setEnabled(is_enabled)
            row.addWidget(made_icon)
            row.addStretch(1)
            card.body.addLayout(row)
        tabs = QTabBar()
        for text in ("Ringkasan", "Sesi", "Surat"):
            tabs.addTab(text)
        card.body.addWidget(tabs)
        bar = QProgressBar()
        bar.setValue(40)
        bar.setTextVisible(False)
        card.body.addWidget(bar)
        card.body.addStretch(1)
        return card

    def _fields(self) -> Card:
        card = Card(self.context.theme, "Isian")
        plain, wrong, closed = QLineEdit("Siti Nurhalimah"), QLineEdit("6471"), QLineEdit("Tidak dapat diubah")
        plain.setPlaceholderText("Nama lengkap")
        dress(wrong, state=State.DANGER)
        closed.setReadOnly(True)
        off = QLineEdit("Dimatikan")
        off.setEnabled(False)
        choice = QComboBox()
        choice.addItems(["Balikpapan Barat", "Balikpapan Utara"])
        note = QPlainTextEdit("Catatan konselor")
        note.setMinimumHeight(60)
        hint = QLineEdit()
        hint.setPlaceholderText("Cari nama, NIK, No. RM")
        for title, field in (("Nama", plain), ("NIK", wrong)):
            card.body.addWidget(label(title, "label"))
            card.body.addWidget(field)
        card.body.addWidget(label("NIK terdiri dari 16 angka.", "error"))
        rest: tuple[QWidget, ...] = (hint, closed, off, choice, note)
        for other in rest:
            card.body.addWidget(other)
        plain.setObjectName("focused")
        return card

    def _choices(self) -> Card:
        card = Card(self.context.theme, "Pilihan")
        for text, state, is_enabled in (
            ("Bersedia dirujuk", Qt.CheckState.Checked, True),
            ("Sebagian dokumen", Qt.CheckState.PartiallyChecked, True),
            ("Tidak dipilih", Qt.CheckState.Unchecked, True),
            ("Tidak dapat dipilih", Qt.CheckState.Checked, False),
        ):
            box = QCheckBox(text)
            box.setTristate(state is Qt.CheckState.PartiallyChecked)
            box.setCheckState(state)
            box.setEnabled(is_enabled)
            card.body.addWidget(box)
        row = QHBoxLayout()
        for number, text in enumerate(("Laki-laki", "Perempuan")):
            radio = QRadioButton(text)
            radio.setChecked(number == 1)
            row.addWidget(radio)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def _states(self) -> Card:
        theme = self.context.theme
        card = Card(theme, "Keadaan")
        for state, text in zip(State, ("Biasa", "Berjalan", "Menunggu", "Putus", "Diajukan", "Latihan"), strict=True):
            row = QHBoxLayout()
            row.addWidget(Badge(theme, text, state))
            word = label(f"{text}: keterangan", wraps=False)
            dress(word, state=state)
            row.addWidget(word)
            row.addStretch(1)
            card.body.addLayout(row)
        for look in ("title", "heading", "strong", "muted", "hint"):
            card.body.addWidget(label(f"{look}: Rencana rawatan", look))
        return card


def framed(theme: Theme, page: QWidget, focused: QWidget) -> QWidget:
    """Return ``page`` as a window of the usual size, with a rail beside it."""
    window = QFrame()
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    rail = QFrame()
    dress(rail, look="rail")
    column = QVBoxLayout(rail)
    column.setContentsMargins(*(theme.space(1),) * 4)
    column.setSpacing(theme.space(0.5))
    for name, text in (
        ("home", "Beranda"),
        ("clients", "Klien"),
        ("session", "Sesi"),
        ("referral", "Rujukan"),
        ("figures", "Angka"),
    ):
        made = button(theme, text, look="rail")
        made.setCheckable(True)
        made.setChecked(name == "clients")
        theme.icons.put(made, name, "on_rail_current" if name == "clients" else "on_rail")
        column.addWidget(made)
    column.addStretch(1)
    row.addWidget(rail)
    row.addWidget(page, 1)
    window.resize(1366, 768)
    window.setProperty("focused", focused)
    return window


def sample_pdf(pages: int) -> bytes:
    """Return a PDF of ``pages`` numbered A4 pages."""
    from io import BytesIO

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(72, 760, f"BADAN NARKOTIKA NASIONAL KOTA BALIKPAPAN - halaman {number}")
        for line in range(30):
            canvas.drawString(
                72, 720 - line * 18, "Bersama ini kami rujuk klien tersebut untuk menjalani rehabilitasi rawat inap."
            )
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def turn(milliseconds: int) -> None:
    """Let the event loop turn for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def take(name: str, make: Callable[[], QWidget], folder: Path, theme: Theme) -> None:
    """Draw one widget into ``folder``."""
    widget = make()
    widget.show()
    focused = widget.property("focused") or widget.findChild(QWidget, "focused")
    widget.activateWindow()
    if isinstance(focused, QWidget):
        focused.setFocus(Qt.FocusReason.TabFocusReason)
    turn(400 if isinstance(widget, Preview) else 30)
    tone = "dark" if theme.is_dark else "light"
    widget.grab().save(str(folder / f"{name}-{tone}-{theme.density}.png"))
    if isinstance(widget, QDialog):
        widget.reject()
    widget.close()
    widget.deleteLater()
    turn(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw all pictures, or those named."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    app = QApplication(sys.argv[:1])
    theme = Theme(Tone.LIGHT)
    theme.apply(app)
    for language in (INDONESIAN, ENGLISH, STRETCHED):
        words = stretched() if language == STRETCHED else Words.of(language)
        translator = QtWords(words)
        app.installTranslator(translator)
        folder = options.out / language
        folder.mkdir(parents=True, exist_ok=True)
        gallery = Gallery(words, theme)
        for tone, density in (
            (Tone.LIGHT, Density.COMFORTABLE),
            (Tone.DARK, Density.COMFORTABLE),
            (Tone.LIGHT, Density.COMPACT),
        ):
            theme.set_tone(tone)
            theme.set_density(density)
            for name, make in gallery.pictures().items():
                if not options.names or name in options.names:
                    take(name, make, folder, theme)
        gallery.jobs.close()
        app.removeTranslator(translator)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
