"""The roof: builds preferences, words, look, lanes and window, and knows every floor. It starts light.

The sign-in window stands before anything is imported that it does not show: lanes, dialogs and failures come once it is painted
(``Workings``), pydantic, SQLAlchemy and the rooms on a thread behind it (``LoadingBehind``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.foundation.words import LANGUAGES, Words
from rehab_app.ui.kit.theme import FUSION, Density, State, Theme, Tone
from rehab_app.ui.shell.frame import Frame
from rehab_app.ui.shell.loading import LoadingBehind
from rehab_app.ui.shell.sign_in import SignInPage

if TYPE_CHECKING:
    from rehab_app.foundation.clock import Clock
    from rehab_app.foundation.errors import RuleBroken
    from rehab_app.office.opening import OpenClinic
    from rehab_app.store.window import WindowLock
    from rehab_app.ui.kit.context import ScreenContext
    from rehab_app.ui.kit.failures import Failures
    from rehab_app.ui.kit.jobs import Jobs
    from rehab_app.ui.shell.idle import IdleWatch
    from rehab_app.ui.shell.shell import Shell
    from rehab_app.ui.shell.workings import Workings

NAME: Final = "rehab_app"
_IDLE_AT_FIRST: Final = 5
_UNPAINTED_MS: Final = 1000


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the application of this process, in the style that all windows have."""
    app = QApplication([*arguments[:1], *FUSION])
    app.setApplicationName(NAME)
    return app


class Program(QObject):
    """One run of the program: the window, the gate before it, and the clinic somebody is signed in to."""

    def __init__(
        self,
        app: QApplication,
        folder: DataFolder,
        preferences: Preferences,
        kept_at: Path | None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self.folder = folder
        self._preferences = preferences
        self._kept_at = kept_at
        self._clock = clock
        self._words = Words.of(preferences.language)
        self._theme = Theme(Tone(preferences.tone), Density(preferences.density))
        self._theme.apply_first(app)
        self.frame = Frame(self._words)
        self._made: Workings | None = None
        self._loading = LoadingBehind(_load_rest, self)
        self._lock: WindowLock | None = None
        self._login = ""
        self._is_leaving = False
        self._closes_after_lock = False
        self.clinic: OpenClinic | None = None
        self.shell: Shell | None = None
        self._idle: IdleWatch | None = None
        self.frame.leaving.connect(self.quit)
        self.frame.stood.connect(self._loading.start)
        self._loading.gate_ready.connect(self._go_on)

    def begin(self) -> None:
        """Show the window with the gate that fits: sign-in where a clinic stands, else the first run."""
        self.frame.restore_text(self._preferences.window)
        self.show_gate()
        self.frame.show()
        # A window that begins minimised is not painted.
        QTimer.singleShot(_UNPAINTED_MS, self._loading, self._loading.start)

    @property
    def jobs(self) -> Jobs:
        """The lanes of work."""
        return self._workings.jobs

    @property
    def failures(self) -> Failures:
        """The last door, where bugs are caught."""
        return self._workings.failures

    @property
    def context(self) -> ScreenContext:
        """What every page is given."""
        return self._workings.context

    @property
    def _workings(self) -> Workings:
        """What works behind the window; made at the first call, which waits until it is loaded."""
        if self._made is None:
            self._loading.wait_for_gate()
            from rehab_app.ui.shell.workings import Workings  # noqa: PLC0415 - behind the first painting

            made = Workings(self._app, self.frame, self.folder, self._words, self._theme, self._clock, self)
            self._made = made
            shown = self.frame.shown
            if isinstance(shown, SignInPage):
                self._complete(shown)
        return self._made

    def _go_on(self) -> None:
        """Go on as soon as the window stands and what it needs is loaded."""
        _ = self._workings

    # Before somebody is signed in.

    def show_gate(self, notice: str = "") -> None:
        """Show sign-in or first run; ``notice`` is a sentence for whoever stands there."""
        self._is_leaving = False
        if self._closes_after_lock:
            self._close()
            return
        if not _is_there(self.folder):
            self._show_first_run()
            return
        gate = SignInPage(self._words, self._theme, str(self.folder.root), self._login)
        gate.tried.connect(self._try)
        gate.recovery_wanted.connect(self._show_recovery)
        gate.restore_wanted.connect(lambda: self._show_first_run(begins_with="restore"))
        gate.other_folder_wanted.connect(lambda: self._show_first_run(begins_with="open"))
        self.frame.show_widget(gate)
        if self._made is not None:
            self._complete(gate)
            if notice:
                gate.say(notice, State.OK)

    def _complete(self, gate: SignInPage) -> None:
        """Add to the gate what its first painting did not need, take the window lock, and ask whether somebody must wait."""
        gate.complete(self.context)
        if self._lock is None:
            # A sign-in waits behind it on the same lane.
            self.jobs.write(self._take_lock, None, gate.refuse, owner=gate)
        self._ask_for_wait(gate)

    def _ask_for_wait(self, gate: SignInPage) -> None:
        attempts, now = self._workings.attempts, self._workings.clock.now()
        self.jobs.read(lambda: attempts.wait_needed(now), gate.wait_for, owner=gate)

    def _take_lock(self) -> None:
        self._loading.wait()
        from rehab_app.foundation.seat import seat_name  # noqa: PLC0415 - loaded behind the gate
        from rehab_app.store.swap import finish_swap  # noqa: PLC0415 - as above
        from rehab_app.store.window import hold_window  # noqa: PLC0415 - as above

        self._lock = hold_window(self.folder, seat_name(), self._workings.clock.now())
        finish_swap(self.folder.root)

    def _try(self, login: str, passphrase: str) -> None:
        from rehab_app.ui.shell.actions import sign_in  # noqa: PLC0415 - behind the first painting

        gate = self.frame.shown

        def done(clinic: OpenClinic) -> None:
            if self._lock is None or self._is_leaving or self.frame.shown is not gate:
                clinic.forget()
                return
            self._login = login
            self.enter(clinic, passphrase)

        def failed(trouble: RuleBroken) -> None:
            if isinstance(gate, SignInPage) and self.frame.shown is gate:
                gate.show_trouble(trouble)
                self._ask_for_wait(gate)

        made = self._workings
        sign_in(made.context, self.folder, made.bus, made.attempts, login, passphrase, done, failed)

    def _show_first_run(self, begins_with: str = "") -> None:
        context, bus = self.context, self._workings.bus
        self._loading.wait()
        from rehab_app.ui.first_run.pages import FirstRun  # noqa: PLC0415 - only without data

        held = self.folder if self._lock is not None else None
        page = FirstRun(context, self.folder, bus, self._take_over, begins_with=begins_with, held_folder=held)
        page.left.connect(self.show_gate)
        self.frame.show_widget(page)

    def _show_recovery(self) -> None:
        self._loading.wait()
        from rehab_app.ui.first_run.recovery import RecoveryPage  # noqa: PLC0415 - rare

        made = self._workings
        page = RecoveryPage(made.context, self.folder, made.bus, made.attempts, self.enter)
        page.cancelled.connect(self.show_gate)
        self.frame.show_widget(page)

    def _take_over(self, folder: DataFolder, clinic: OpenClinic | None) -> None:
        """Go on with the folder that the first run made or chose; whoever made a clinic has its window lock too."""
        if folder.root != self.folder.root:
            from rehab_app.store.keys.attempts import Attempts  # noqa: PLC0415 - loaded behind the gate

            if self._lock is not None:
                self._lock.release()
                self._lock = None
            self.folder = folder
            self._workings.attempts = Attempts(folder.attempts)
            self._keep_preferences()
        page = self.frame.shown
        if clinic is None:
            self.show_gate(getattr(page, "notice", ""))
            return

        def refused(trouble: RuleBroken) -> None:
            clinic.forget()
            self.show_gate()
            self.jobs.unheard.emit(trouble)

        if self._lock is None:
            self.jobs.write(self._take_lock, lambda _: self.enter(clinic), refused)
        else:
            self.enter(clinic)

    # Signed in.

    def enter(self, clinic: OpenClinic, one_time: str = "") -> None:
        """Show the signed-in window, or first ask for an own passphrase where ``one_time`` was handed out."""
        self.clinic = clinic
        self._login = getattr(self.frame.shown, "login", "") or self._login
        self._workings.mark_practice(is_practice=clinic.is_practice)
        self.jobs.interrupt_reads_by(clinic.store.interrupt_reads)
        self.failures.write_to(self.folder.logs)
        self._watch(_IDLE_AT_FIRST)
        if clinic.greeting.must_change_passphrase and one_time:
            from rehab_app.ui.shell.must_change import MustChangePage  # noqa: PLC0415 - rare

            page = MustChangePage(self.context, clinic, one_time)
            page.changed.connect(self._show_shell)
            page.cancelled.connect(self.lock)
            self.frame.show_widget(page)
            return
        self._show_shell()

    def _show_shell(self, room: str = "") -> None:
        from rehab_app.ui.entering import make_shell  # noqa: PLC0415 - loaded behind the gate

        clinic = self.clinic
        if clinic is None:
            return
        is_first = self.shell is None
        shell = make_shell(self.context, clinic, self._preferences)
        shell.lock_requested.connect(self.lock)
        shell.title_changed.connect(self.frame.set_place)
        shell.idle_known.connect(self._watch)
        shell.session.to_window.look_asked.connect(self.change_look)
        shell.session.to_window.leave_asked.connect(self.lock)
        self.shell = shell
        self.frame.show_widget(shell)
        shell.begin(room, greets=is_first)

    def change_look(self, language: str, tone: str, density: str) -> None:
        """Show everything in another language, tone or density, and remember it on this PC."""
        is_other_language = language != self._preferences.language and language in LANGUAGES
        self._preferences.language = language if language in LANGUAGES else self._preferences.language
        self._preferences.tone, self._preferences.density = tone, density
        self._theme.set_tone(Tone(tone))
        self._theme.set_density(Density(density))
        self._keep_preferences()
        if is_other_language and self.shell is not None and self.clinic is not None:
            from rehab_app.ui.shell.leaving import bring_drafts_to_safety  # noqa: PLC0415 - behind the gate

            bring_drafts_to_safety(self.context, self.shell, self.clinic)
            self._words = Words.of(language)
            self._workings.speak(self._words)
            self._show_shell(self.shell.room)

    def lock(self, notice: str = "") -> None:
        """Bring drafts to safety, let a running write end, blank everything, forget the key, and show the gate."""
        self._leave_clinic(lambda: self.show_gate(notice))

    def quit(self) -> None:
        """Do as the lock does, back up where that is set, and close the window."""
        if self._is_leaving:
            self._closes_after_lock = True
        else:
            self._leave_clinic(self._close, is_closing=True)

    def _leave_clinic(self, then: Callable[[], None], *, is_closing: bool = False) -> None:
        clinic, shell, self.clinic, self.shell = self.clinic, self.shell, None, None
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        self.frame.set_place("")
        if clinic is None:
            then()
            return
        from rehab_app.ui.shell.leaving import Departure  # noqa: PLC0415 - loaded behind the gate

        self._is_leaving = True
        context = self.context
        self._workings.mark_practice(is_practice=False)
        Departure(context, self.frame, shell, clinic).begin(then, is_closing=is_closing)

    def _watch(self, minutes: int) -> None:
        """Lock after so many minutes without a touch."""
        if self.clinic is None:
            return
        if self._idle is None:
            from rehab_app.ui.shell.idle import IdleWatch  # noqa: PLC0415 - loaded behind the gate

            self._idle = IdleWatch(self._app, minutes, self)
            self._idle.idle.connect(self.lock)
            self._idle.begin()
        else:
            self._idle.set_minutes(minutes)

    def _close(self) -> None:
        self._is_leaving = True
        abandon = getattr(self.frame.shown, "abandon", None)
        if abandon is not None:
            abandon()
        self._preferences.window = self.frame.geometry_text()
        self._keep_preferences()
        self.jobs.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.failures.uninstall()
        self.frame.leave_now()

    def _keep_preferences(self) -> None:
        self._preferences.folder = str(self.folder.root)
        preferences, kept_at = self._preferences, self._kept_at
        if kept_at is not None:
            self.jobs.write(lambda: preferences.save(kept_at))


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program and return its exit code."""
    import platformdirs  # noqa: PLC0415 - whoever brings a folder of her own does without

    options = _options(arguments)
    kept_at = platformdirs.user_config_path(NAME) / "preferences.json"
    preferences = Preferences.load(kept_at)
    if options.language:
        preferences.language = options.language
    root = options.data or preferences.folder or str(platformdirs.user_data_path(NAME) / "clinic")
    app = make_application(sys.argv)
    program = Program(app, DataFolder(Path(root)), preferences, kept_at)
    program.begin()
    return app.exec()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=NAME, description="Catatan, surat dan angka klinik rehabilitasi.")
    parser.add_argument("--data", metavar="DIR", help="folder data klinik")
    parser.add_argument("--language", choices=LANGUAGES, help="bahasa layar")
    return parser.parse_args(arguments)


def _load_rest() -> None:
    """Import everything that the sign-in window does not need."""
    import rehab_app.tables  # noqa: PLC0415 - the whole schema, before anything is verified; behind the gate
    import rehab_app.ui.entering  # noqa: F401, PLC0415 - as above
    from rehab_app.desk.entry import read_ahead  # noqa: PLC0415 - as above
    from rehab_app.ui.rooms import import_pages  # noqa: PLC0415 - as above

    read_ahead()
    import_pages()


def _is_there(folder: DataFolder) -> bool:
    """Whether a store stands in ``folder``, or its files are being exchanged for others."""
    if folder.database.exists() or folder.slots.exists():
        return True
    from rehab_app.store.swap import is_unfinished  # noqa: PLC0415 - only where nothing stands

    return is_unfinished(folder.root)
