"""The first sign-in with a one-time passphrase: the person chooses her own before anything else is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import label
from rehab_app.ui.shell.actions import change_first_passphrase
from rehab_app.ui.shell.card import GateCard
from rehab_app.ui.shell.gate import GateForm
from rehab_app.ui.shell.passphrases import new_passphrase_specs, require_same

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic

_LOOKED_AFTER: Final = N_("Nobody else, not even the Kepala, can see the passphrase you choose.")


class MustChangePage(QWidget):
    """``changed`` once the own passphrase is in force; ``cancelled`` goes back to the gate and leaves the old one."""

    changed = Signal()
    cancelled = Signal()

    def __init__(self, context: ScreenContext, clinic: OpenClinic, old: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._clinic = clinic
        self._old = old
        self.form: Form = GateForm(
            new_passphrase_specs(N_("Your new passphrase")), context, save_text=context.say("Change and go on")
        )
        self.form.save_asked.connect(self._save)
        self.form.left.connect(lambda _how: self.cancelled.emit())
        card = GateCard(context.theme, context.say("Choose your own passphrase"))
        card.body.addWidget(
            label(
                context.say("Welcome, {name}. The passphrase you were handed serves only once.", name=clinic.actor.name)
            )
        )
        card.body.addWidget(label(context.say(_LOOKED_AFTER), "muted"))
        card.body.addWidget(self.form)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def forget(self) -> None:
        """Drop the one-time passphrase."""
        self._old = ""

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        try:
            new = require_same(draft)
        except RuleBroken as trouble:
            self.form.show_troubles(trouble)
            return
        change_first_passphrase(
            self._context, self._clinic, self._old, new, self._on_changed, self.form.show_troubles, self
        )

    def _on_changed(self, _result: None) -> None:
        self.forget()
        self.form.mark_saved()
        self.changed.emit()
