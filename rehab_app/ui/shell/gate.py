"""What stands before the clinic: a card in the middle of the window, and the form on it.

Imports neither pydantic nor SQLAlchemy: the sign-in window must stand before they are loaded.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import dress
from rehab_app.ui.shell.forms import SnugForm

CARD_STEPS: Final = 58
_PICTURE: Final = 28


class GateCard(QFrame):
    """One card with an icon and a title; ``body`` takes what stands in it."""

    def __init__(self, context: ScreenContext, title: str, icon: str = "lock", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        dress(self, look="card")
        self.setFixedWidth(theme.space(CARD_STEPS))
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(3))
        self.body.setSpacing(theme.space(1.5))
        picture = QLabel()
        picture.setPixmap(theme.icons.pixmap(icon, _PICTURE, "accent", self.devicePixelRatioF()))
        head = QHBoxLayout()
        head.setSpacing(theme.space(1.5))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(title, "title"), 1)
        self.body.addLayout(head)


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
