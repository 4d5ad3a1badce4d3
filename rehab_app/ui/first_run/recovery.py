"""The way in by the printed recovery key: a new passphrase, then a new recovery key to print, for the old one is used up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.words import N_
from rehab_app.store.keys.attempts import Attempts
from rehab_app.ui.first_run.actions import Made, recover
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.key_sheet import KeySheet
from rehab_app.ui.shell.passphrases import new_passphrase_specs, require_same
from rehab_app.ui.shell.step_form import StepForm

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic

_WIDEST_STEPS = 150


class RecoveryPage(QWidget):
    """``enter(clinic)`` is called once the new key was confirmed; ``cancelled`` goes back to the gate."""

    cancelled = Signal()

    def __init__(
        self,
        context: ScreenContext,
        folder: DataFolder,
        bus: Bus,
        attempts: Attempts,
        enter: Callable[[OpenClinic], None],
    ) -> None:
        super().__init__()
        self._context = context
        self._folder = folder
        self._bus = bus
        self._attempts = attempts
        self._enter = enter
        self._made: Made | None = None
        self.login = ""
        self.sheet: KeySheet | None = None
        self.form = StepForm(self._specs(), context, context.say("Open with the recovery key"))
        self.form.save_asked.connect(self._try)
        self.form.back_asked.connect(self.cancelled)
        self._stack = QStackedWidget()
        self._build()
        self.form.focus_first()

    def abandon(self) -> None:
        """Forget the key of a clinic that was opened and not entered: the window is closing."""
        if self._made is not None:
            self._made.clinic.forget()
            self._made = None

    def _specs(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec(
                name="recovery_key",
                label=N_("Recovery key"),
                width=Width.WIDE,
                help=N_("Eight groups of five signs, as printed."),
                is_required=True,
            ),
            FieldSpec(
                name="login",
                label=N_("Your sign-in name"),
                help=N_("This account gets the new passphrase; the use is entered in the audit under it."),
                is_required=True,
            ),
            *new_passphrase_specs(N_("Your new passphrase")),
        )

    def _try(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        try:
            passphrase = require_same(draft)
        except RuleBroken as trouble:
            self.form.show_troubles(trouble)
            return
        self.form.bar.tell(self._context.say("Opening…"), State.NEUTRAL)
        recover(
            self._context,
            self._folder,
            self._bus,
            self._attempts,
            str(draft["recovery_key"]),
            str(draft["login"]),
            passphrase,
            self._on_recovered,
            self._on_refused,
        )

    def _on_refused(self, trouble: RuleBroken) -> None:
        if trouble.code == "keys.wrong_recovery":
            trouble = trouble.beside("recovery_key")
        self.form.show_troubles(trouble)

    def _on_recovered(self, made: Made) -> None:
        self._made = made
        self.login = str(self.form.answers()["login"])
        self.sheet = KeySheet(
            self._context,
            made.key,
            made.office,
            is_practice=made.clinic.is_practice,
            next_text=self._context.say("Begin to work"),
        )
        text = self._context.say("The old recovery key is used up. Print the new one and destroy the old sheet.")
        self.sheet.tell(text, State.WARNING)
        self.sheet.confirmed.connect(self._go_on)
        self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_key()

    def _go_on(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            if self.sheet is not None:
                self.sheet.forget()
            self._enter(made.clinic)

    def _build(self) -> None:
        theme, say = self._context.theme, self._context.say
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(label(say("Open with the printed recovery key"), "title"))
        column.addWidget(
            label(say("For the day when a passphrase is forgotten and nobody can hand out a new one."), "muted")
        )
        column.addWidget(self.form, 1)
        self._stack.addWidget(first)
        self._stack.setMaximumWidth(theme.space(_WIDEST_STEPS))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        row.addStretch(1)
        row.addWidget(self._stack, 1000)
        row.addStretch(1)
