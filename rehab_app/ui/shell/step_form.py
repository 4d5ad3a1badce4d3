"""One step of the wizard: a form whose Esc and second button go back without losing what was typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.forms import make_flush


class StepForm(Form):
    """A step. ``save_asked(draft, False)`` is "Next", ``back_asked`` is "Back"; both keep the content."""

    back_asked = Signal()

    def __init__(self, specs: Sequence[FieldSpec], context: ScreenContext, next_text: str = "") -> None:
        super().__init__(specs, context, save_text=next_text or context.say("Next"))
        context.theme.icons.put(self.bar.save_button, "forward", "on_accent")
        make_flush(self)
        back = context.say("Back")
        self.bar.cancel_button.setText(back)
        self.bar.cancel_button.setToolTip(f"{back} (Esc)")

    @override
    def leave(self) -> None:
        """Go back one step; nothing is lost, so nothing is asked."""
        self.back_asked.emit()

    @override
    def show_troubles(self, trouble: RuleBroken) -> None:
        """Show what is wrong, and the first of it whole: its sentence has made the field higher only now."""
        super().show_troubles(trouble)
        troubled = self.column.troubled()
        if troubled:
            QTimer.singleShot(0, troubled[0], partial(self._show_field, troubled[0]))

    def begin_check(self) -> None:
        """Say that the step is being looked at."""
        self.bar.tell(self.around.words.say("Checking…"), State.NEUTRAL)

    def accept(self) -> None:
        """End a step that was found right; its content stays for whoever comes back."""
        self.is_saving = False
        self.bar.tell("", State.NEUTRAL)
