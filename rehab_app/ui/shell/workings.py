"""What works behind the window: lanes, facts, failures and their dialogs, Qt's words. Made once the window stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from rehab_app.foundation.clock import Clock, SystemClock
from rehab_app.foundation.events import Bus
from rehab_app.store.keys.attempts import Attempts
from rehab_app.ui.kit.context import PrivacyMode, ScreenContext
from rehab_app.ui.kit.dialogs import FailureDialogs
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.failures import Failures
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.qt_words import QtWords

if TYPE_CHECKING:
    from rehab_app.foundation.folder import DataFolder
    from rehab_app.foundation.words import Words
    from rehab_app.ui.kit.theme import Theme
    from rehab_app.ui.shell.frame import Frame


class Workings(QObject):
    """The parts of a running program that every page is given or that watch over it."""

    def __init__(
        self,
        app: QApplication,
        frame: Frame,
        folder: DataFolder,
        words: Words,
        theme: Theme,
        clock: Clock | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self.clock: Clock = clock or SystemClock()
        self.bus = Bus()
        self.attempts = Attempts(folder.attempts)
        self.failures = Failures(self.clock, folder.logs if folder.root.exists() else None)
        self.failures.install()
        self.jobs = Jobs(self.failures.report)
        self.jobs.unheard.connect(self.failures.troubled)
        self.context = ScreenContext(
            words=words,
            theme=theme,
            jobs=self.jobs,
            facts=FactBridge(self.bus),
            clock=self.clock,
            privacy=PrivacyMode(),
        )
        self._qt_words: QtWords | None = None
        self.speak(words)
        self._dialogs = FailureDialogs(self.context, self.failures, frame, frame.leave_now)
        theme.follow_system()

    def speak(self, words: Words) -> None:
        """Say everything in the language of ``words`` from now on, Qt's own menus and dialogs too."""
        self.context = replace(self.context, words=words)
        if self._qt_words is not None:
            self._app.removeTranslator(self._qt_words)
        self._qt_words = QtWords(words, self)
        self._app.installTranslator(self._qt_words)

    def mark_practice(self, *, is_practice: bool) -> None:
        """Say on every page to come whether the clinic is one for practice."""
        self.context = replace(self.context, is_practice=is_practice)
