"""The sign-in: name and passphrase, what is wrong in one sentence, and the ways on: recovery key, backup, another folder.

The window must stand before the form kit, pydantic or SQLAlchemy are loaded: what the first painting does not show is added by
``complete`` behind it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from rehab_app.foundation.errors import Trouble
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.card import GateCard, PlaceLine, PlainButton
from rehab_app.ui.shell.sign_in_form import SignInForm

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QPushButton

    from rehab_app.foundation.errors import RuleBroken
    from rehab_app.foundation.words import Words
    from rehab_app.ui.kit.context import ScreenContext
    from rehab_app.ui.kit.layout import NoticeLine
    from rehab_app.ui.kit.theme import Theme

TICK_MS: Final = 500
MENDED_BY_BACKUP: Final = frozenset(
    {
        "store.damaged",
        "store.missing",
        "keys.slots_missing",
        "keys.slots_damaged",
        "keys.rolled_back",
        "keys.tampered",
        "keys.other_store",
    }
)
"""Troubles after which restoring a backup is the next step."""
_BELOW_PLACE: Final = 2


class SignInPage(QWidget):
    """The gate to an existing clinic. ``tried(login, passphrase)`` asks whoever owns the keys.

    ``complete`` comes before anything is said here.
    """

    tried = Signal(str, str)
    recovery_wanted = Signal()
    restore_wanted = Signal()
    other_folder_wanted = Signal()
    notice: NoticeLine
    restore: QPushButton

    def __init__(self, words: Words, theme: Theme, place: str, login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._context: ScreenContext | None = None
        self._until: datetime | None = None
        self._is_refused = False
        self.form = SignInForm(words, theme, self)
        self.form.fill(login)
        self.form.asked.connect(self._try)
        self.busy = QProgressBar(self)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._count_down)
        self._build(place)
        self.setFocusProxy(self.form.field("passphrase" if login else "login").edit)

    def complete(self, context: ScreenContext) -> None:
        """Add what is not seen at first: the notice, the way to a backup, the keys."""
        from rehab_app.ui.kit.layout import NoticeLine, button  # noqa: PLC0415 - behind the first painting

        if self._context is not None:
            return
        self._context = context
        self.notice = NoticeLine(context)
        self.restore = button(
            context.theme, context.say("Restore from a backup"), icon="backup", clicked=self.restore_wanted.emit
        )
        self.restore.setVisible(False)
        aside = QHBoxLayout()
        aside.addWidget(self.restore)
        aside.addStretch(1)
        self._card.body.insertWidget(_BELOW_PLACE, self.notice)
        self._card.body.insertLayout(_BELOW_PLACE + 1, aside)
        self.form.complete()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody may try yet, after failures."""
        return self._until is not None

    @property
    def login(self) -> str:
        """The name as it is typed."""
        return self.form.login

    def show_trouble(self, trouble: RuleBroken) -> None:
        """Say why nobody was let in; the passphrase is cleared, the name stays."""
        self._end_try()
        self.notice.tell(self._words.trouble(trouble), State.DANGER)
        self.restore.setVisible(trouble.code in MENDED_BY_BACKUP)
        seconds = trouble.facts.get("seconds")
        if isinstance(seconds, int):
            self.wait_for(seconds)

    def wait_for(self, seconds: int) -> None:
        """Count ``seconds`` down before somebody may try again; 0 changes nothing."""
        from datetime import timedelta  # noqa: PLC0415 - behind the first painting

        if seconds > 0 and self._context is not None:
            self._until = self._context.clock.now() + timedelta(seconds=seconds)
            self._ticking.start()
            self._count_down()

    def refuse(self, trouble: RuleBroken) -> None:
        """Let nobody try: the store is not free; another folder may still be chosen."""
        self._is_refused = True
        self._end_try()
        self.form.setEnabled(False)
        self.notice.tell(self._words.trouble(trouble), State.WARNING)

    def say(self, text: str, state: State = State.INFO) -> None:
        """Say something that concerns everybody who stands before the gate."""
        self.notice.tell(text, state)

    def _try(self, login: str, passphrase: str) -> None:
        if self._context is not None:
            self.notice.clear()
            self.restore.setVisible(False)
        self.busy.setVisible(True)
        self.tried.emit(login, passphrase)

    def _end_try(self) -> None:
        self.form.end()
        self.busy.setVisible(False)

    def _count_down(self) -> None:
        if self._until is None or self._context is None:
            return
        seconds = math.ceil((self._until - self._context.clock.now()).total_seconds())
        self.form.save_button.setEnabled(seconds <= 0)
        if seconds > 0:
            self.notice.tell(self._words.trouble(Trouble("keys.wait", seconds=seconds)), State.WARNING)
            return
        self._until = None
        self._ticking.stop()
        if not self._is_refused:
            self.notice.tell(self._words.say("You may try again now."), State.INFO)

    def _build(self, place: str) -> None:
        say, theme = self._words.say, self._theme
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(say("Opening…"))
        kept_room = self.busy.sizePolicy()
        kept_room.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(kept_room)
        self.busy.setVisible(False)
        self._card = card = GateCard(theme, say("Sign in to the clinic"), parent=self)
        card.body.addWidget(PlaceLine(theme, place, card))
        card.body.addWidget(self.form)
        card.body.addWidget(self.busy)
        links = QHBoxLayout()
        links.addWidget(PlainButton(say("Use the recovery key"), "link", self.recovery_wanted.emit, card))
        links.addStretch(1)
        links.addWidget(PlainButton(say("Open another folder"), "link", self.other_folder_wanted.emit, card))
        card.body.addLayout(links)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
