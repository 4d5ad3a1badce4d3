"""Pictures of every page of a clinic, taken without a display: ``python -m rehab_app.looks --data DIR --out DIR --user NAME``.

The passphrase stands in ``REHAB_PASSPHRASE``. Every entry of the navigation is drawn in two languages, light and dark,
at 1366x768 and 100 % and at 1920x1080 and 200 % (``SERIES``). Qt knows one scale in a process, so each screen has a process of
its own; they work side by side. ``index.json`` in the folder of the pictures lists what was drawn.
Exit code 0: all drawn; 1: a page failed; 2: the clinic cannot be opened; 3: Qt cannot start.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock

try:
    from PySide6.QtCore import QCoreApplication, QEvent, QSize
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication
except ImportError as error:  # a library of the system that Qt needs is missing
    sys.stderr.write(f"{error}\n")
    raise SystemExit(3) from None

import rehab_app.tables  # noqa: F401 - pages ask about every table
from rehab_app.clinic.clients.queries import Order, page
from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.clock import SetClock, SystemClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.foundation.seat import seat_name
from rehab_app.foundation.words import ENGLISH, INDONESIAN, Words
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.ui.entering import make_shell
from rehab_app.ui.kit.context import PrivacyMode, ScreenContext
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.failures import Failures
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.qt_words import QtWords
from rehab_app.ui.kit.theme import Theme, Tone
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.frame import Frame
from rehab_app.ui.shell.shell import Shell

PAGE_FAILED: Final = 1
NOT_OPENED: Final = 2
_QUIET_TURNS: Final = 20
_LONGEST_IDLE_TURN_S: Final = 0.008
_PAUSE_S: Final = 0.003
_LONGEST_WAIT_S: Final = 10.0
_FILE_ROOM: Final = "clients.file"
_YEAR_ROOMS: Final = ("figures", "letters")
_PNG_QUALITY: Final = 85  # how hard zlib tries: this takes a third of the usual time and gives a few more bytes


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its size in pixels, and how many of them make one unit of the program's lengths (2 at 200 %)."""

    width: int
    height: int
    scale: int

    @property
    def name(self) -> str:
        """``1366x768@1``."""
        return f"{self.width}x{self.height}@{self.scale}"

    @property
    def room(self) -> QSize:
        """The size of the window that fills it."""
        return QSize(self.width // self.scale, self.height // self.scale)


OFFICE: Final = Screen(1366, 768, 1)
FINE: Final = Screen(1920, 1080, 2)
SCREENS: Final = {screen.name: screen for screen in (OFFICE, FINE)}
SERIES: Final = {
    OFFICE.name: ((INDONESIAN, Tone.LIGHT), (ENGLISH, Tone.DARK)),
    FINE.name: ((INDONESIAN, Tone.DARK), (ENGLISH, Tone.LIGHT)),
}
"""What is drawn of every entry on each screen, in this order: each language in each tone, and both on each screen.

Both screens' processes have the same to do, since they run side by side.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as ``index.json`` lists it; ``file`` stands beside the index."""

    page: str
    language: str
    theme: str
    size: str
    file: str


@dataclass(slots=True)
class Gallery:
    """The folder of the pictures that are drawn for one screen, and the list of them."""

    folder: Path
    screen: Screen
    pictures: list[Picture] = field(default_factory=list)

    def keep(self, shot: QPixmap, page_name: str, language: str, tone: Tone) -> None:
        """Write one picture and list it."""
        size = f"{self.screen.width}x{self.screen.height}-{self.screen.scale}x"
        file = f"{page_name.replace('.', '-')}-{language}-{tone.value}-{size}.png"
        if not shot.save(str(self.folder / file), "PNG", _PNG_QUALITY):
            raise OSError(f"{file} could not be written")
        self.pictures.append(Picture(page_name, language, tone.value, self.screen.name, file))

    def list_on(self, index: Path) -> None:
        """Write the list, after those that the other screens' processes wrote into ``index``."""
        listed = json.loads(index.read_text(encoding="utf-8")) if index.exists() else []
        listed += [asdict(picture) for picture in self.pictures]
        index.write_text(f"{json.dumps(listed, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


class Photographer:
    """Shows one clinic in one language and look after another, and takes a picture of each page."""

    def __init__(self, app: QApplication, clinic: OpenClinic, gallery: Gallery, year: int | None) -> None:
        self._app = app
        self._year = year
        self._clinic = clinic
        self._gallery = gallery
        self._failures = Failures(clinic.store.clock)
        self._failures.failed.connect(self._on_failure)
        self._jobs = Jobs(self._failures.report)
        self._theme = Theme(Tone.LIGHT)
        self._theme.apply(app)
        self.failed: list[str] = []

    def take_all(self) -> None:
        """Draw the whole series."""
        self._failures.install()
        try:
            for language, tone in SERIES[self._gallery.screen.name]:
                self._theme.set_tone(tone)
                self._take(language, tone)
        finally:
            self._jobs.close()
            self._failures.uninstall()

    def _take(self, language: str, tone: Tone) -> None:
        words = Words.of(language)
        qt_words = QtWords(words)
        self._app.installTranslator(qt_words)
        context = self._context(words)
        frame = Frame(context)
        shell = make_shell(context, self._clinic, Preferences(language=language, tone=tone.value))
        frame.show_widget(shell)
        frame.setFixedSize(self._gallery.screen.room)  # no larger than the screen, whatever a page asks for
        frame.show()
        shell.begin()
        for name, subject in self._places():
            self._visit(shell, name, subject)
            self._gallery.keep(frame.grab(), name, language, tone)
        shell.forget()
        frame.leave_now()
        frame.deleteLater()
        self._app.removeTranslator(qt_words)

    def _visit(self, shell: Shell, name: str, subject: object) -> None:
        shell.visit(name, subject)
        self._settle()

    def _places(self) -> Iterator[tuple[str, object]]:
        """Yield each entry of the navigation that the signed-in person sees, with what is shown there."""
        for room in rooms():
            if room.may_see(self._clinic.actor):
                yield room.name, self._subject_of(room.name)

    def _subject_of(self, name: str) -> object:
        if name == _FILE_ROOM:
            return self._newest_client()
        return self._year if name in _YEAR_ROOMS else None

    def _newest_client(self) -> object:
        with self._clinic.reading() as work:
            rows = page(work, Order.NEWEST, limit=1).rows
        return rows[0].id if rows else None

    def _settle(self) -> None:
        """Let the page read and lay itself out, until the event loop has turned idly for a while.

        Turns are counted and not time alone: on a busy PC a single short sleep may take as long as all of them should.
        """
        deadline = time.monotonic() + _LONGEST_WAIT_S
        quiet_turns = 0
        while quiet_turns < _QUIET_TURNS and time.monotonic() < deadline:
            began = time.monotonic()
            self._app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            is_busy = not self._jobs.is_idle or time.monotonic() - began > _LONGEST_IDLE_TURN_S
            quiet_turns = 0 if is_busy else quiet_turns + 1
            time.sleep(_PAUSE_S)

    def _context(self, words: Words) -> ScreenContext:
        return ScreenContext(
            words=words,
            theme=self._theme,
            jobs=self._jobs,
            facts=FactBridge(self._clinic.store.bus),
            clock=self._clinic.store.clock,
            privacy=PrivacyMode(),
            is_practice=self._clinic.is_practice,
        )

    def _on_failure(self, account: str) -> None:
        self.failed.append(account)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw for one screen, or for every one side by side, and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _options(given)
    options.out.mkdir(parents=True, exist_ok=True)
    index = options.out / "index.json"
    if options.screen:
        return _draw(options, SCREENS[options.screen], index)
    index.unlink(missing_ok=True)
    others = [name for name in SCREENS if name != OFFICE.name]
    beside = [
        subprocess.Popen([sys.executable, "-m", "rehab_app.looks", *given, "--screen", name])  # noqa: S603 - this module
        for name in others
    ]
    code = _draw(options, OFFICE, index)
    codes = [code, *(process.wait() for process in beside)]
    _turn_of(index).unlink(missing_ok=True)
    return max(codes)


def _draw(options: argparse.Namespace, screen: Screen, index: Path) -> int:
    """Open the clinic and draw its pages for one screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(screen.scale)
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    try:
        clinic = _entered(options)
    except RuleBroken as trouble:
        sys.stderr.write(f"{Words.of(INDONESIAN).trouble(trouble)}\n")
        return NOT_OPENED
    gallery = Gallery(options.out, screen)
    try:
        photographer = Photographer(app, clinic, gallery, options.year)
        photographer.take_all()
    finally:
        clinic.lock(deed="sign_in.leave")
        with FileLock(_turn_of(index)):
            gallery.list_on(index)
    for account in photographer.failed:
        sys.stderr.write(f"{account}\n")
    return PAGE_FAILED if photographer.failed else 0


def _turn_of(index: Path) -> Path:
    """Return the lock under which the processes write the index, one after another."""
    return index.with_name(f".{index.name}.lock")


def _entered(options: argparse.Namespace) -> OpenClinic:
    clock = SetClock(options.at) if options.at else SystemClock()
    passphrase = os.environ.get("REHAB_PASSPHRASE", "")
    return enter_clinic(DataFolder(options.data), options.user, passphrase, Seat(seat_name(), clock, Bus()))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m rehab_app.looks", description="Gambar setiap halaman sebuah klinik."
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder data klinik")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder gambar")
    parser.add_argument("--user", required=True, metavar="NAMA", help="nama masuk")
    parser.add_argument(
        "--at", type=datetime.fromisoformat, metavar="SAAT", help="saat pada jam, misalnya 2023-01-16T09:00+08:00"
    )
    parser.add_argument(
        "--year", type=int, metavar="TAHUN", help="tahun pada halaman angka dan surat; bila kosong, tahun jam"
    )
    parser.add_argument("--screen", choices=tuple(SCREENS), help="hanya layar ini")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
