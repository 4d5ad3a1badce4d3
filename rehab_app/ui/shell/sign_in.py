"""The sign-in: name and passphrase, what is wrong in one sentence, and the ways on: recovery key, backup, another folder.

Imports neither pydantic nor SQLAlchemy: the window must stand before they are loaded.
"""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.layout import NoticeLine, button
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.gate import GateCard, GateForm

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

_SPECS: Final = (
    FieldSpec(name="login", label=N_("Sign-in name"), is_required=True, width=Width.WIDE),
    FieldSpec(name="passphrase", label=N_("Passphrase"), kind=Kind.PASSPHRASE, is_required=True, width=Width.WIDE),
)


class SignInPage(QWidget):
    """The gate to an existing clinic. ``tried(login, passphrase)`` asks whoever owns the keys."""

    tried = Signal(str, str)
    recovery_wanted = Signal()
    restore_wanted = Signal()
    other_folder_wanted = Signal()

    def __init__(self, context: ScreenContext, place: str, login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._until: datetime | None = None
        self._is_refused = False
        self.notice = NoticeLine(context)
        self.form = GateForm(_SPECS, context, save_text=context.say("Sign in"), icon="sign_in")
        self.form.bar.cancel_button.setVisible(False)
        self.form.fill({"login": login})
        self.form.save_asked.connect(self._try)
        # Enter after the passphrase signs in; the button itself refuses while a wait is counted down.
        self.form.column.passed.connect(self.form.bar.save_button.click)
        self.busy = QProgressBar()
        self.restore = button(
            context.theme, context.say("Restore from a backup"), icon="backup", clicked=self.restore_wanted.emit
        )
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._count_down)
        self._build(place)
        self.setFocusProxy(self.form.field("passphrase" if login else "login").answering[0])

    @property
    def is_waiting(self) -> bool:
        """Whether nobody may try yet, after failures."""
        return self._until is not None

    def show_trouble(self, trouble: RuleBroken) -> None:
        """Say why nobody was let in; the passphrase is cleared, the name stays."""
        self._end_try()
        self.notice.tell(self._context.trouble(trouble), State.DANGER)
        self.restore.setVisible(trouble.code in MENDED_BY_BACKUP)
        seconds = trouble.facts.get("seconds")
        if isinstance(seconds, int):
            self.wait_for(seconds)

    def wait_for(self, seconds: int) -> None:
        """Count ``seconds`` down before somebody may try again; 0 changes nothing."""
        if seconds > 0:
            self._until = self._context.clock.now() + timedelta(seconds=seconds)
            self._ticking.start()
            self._count_down()

    def refuse(self, trouble: RuleBroken) -> None:
        """Let nobody try: the store is not free; another folder may still be chosen."""
        self._is_refused = True
        self._end_try()
        self.form.setEnabled(False)
        self.notice.tell(self._context.trouble(trouble), State.WARNING)

    def say(self, text: str, state: State = State.INFO) -> None:
        """Say something that concerns everybody who stands before the gate."""
        self.notice.tell(text, state)

    def _try(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        self.notice.clear()
        self.restore.setVisible(False)
        self.form.bar.tell(self._context.say("Opening…"), State.NEUTRAL)
        self.form.column.setEnabled(False)
        self.busy.setVisible(True)
        self.tried.emit(str(draft["login"]), str(draft["passphrase"]))

    def _end_try(self) -> None:
        self.form.is_saving = False
        self.form.bar.tell("", State.NEUTRAL)
        self.form.column.setEnabled(True)
        self.busy.setVisible(False)
        field = self.form.field("passphrase")
        field.fill({})
        field.focus_editor()

    def _count_down(self) -> None:
        if self._until is None:
            return
        seconds = -(-(self._until - self._context.clock.now()) // timedelta(seconds=1))
        self.form.bar.save_button.setEnabled(seconds <= 0)
        if seconds > 0:
            self.notice.tell(self._context.trouble(Trouble("keys.wait", seconds=seconds)), State.WARNING)
            return
        self._until = None
        self._ticking.stop()
        if not self._is_refused:
            self.notice.tell(self._context.say("You may try again now."), State.INFO)

    def _build(self, place: str) -> None:
        context, theme = self._context, self._context.theme
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(context.say("Opening…"))
        kept_room = self.busy.sizePolicy()
        kept_room.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(kept_room)
        self.busy.setVisible(False)
        self.restore.setVisible(False)
        card = GateCard(context, context.say("Sign in to the clinic"))
        where = ElidedLabel("muted")
        where.setText(place)
        card.body.addWidget(where)
        card.body.addWidget(self.notice)
        card.body.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.form)
        card.body.addWidget(self.busy)
        links = QHBoxLayout()
        links.addWidget(
            button(theme, context.say("Use the recovery key"), look="link", clicked=self.recovery_wanted.emit)
        )
        links.addStretch(1)
        links.addWidget(
            button(theme, context.say("Open another folder"), look="link", clicked=self.other_folder_wanted.emit)
        )
        card.body.addLayout(links)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
