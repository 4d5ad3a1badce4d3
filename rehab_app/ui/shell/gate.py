"""What stands before the clinic: the form on a card in the middle of the window."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.shell.forms import SnugForm


class GateForm(SnugForm):
    """A form on such a card; Esc or Cancel just leave."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: ScreenContext,
        *,
        save_text: str,
        icon: str = "forward",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(specs, context, save_text=save_text, icon=icon, tells_required=False, parent=parent)

    @override
    def leave(self) -> None:
        """Leave without a question: nothing typed at the gate is worth keeping."""
        self.left.emit(None)
