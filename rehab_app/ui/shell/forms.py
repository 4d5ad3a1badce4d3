"""Forms that stand outside a panel: flush with the page around them, or as high as their fields on a card.

Imports neither pydantic nor SQLAlchemy: the sign-in window uses them.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.overriding import override


def make_flush(form: Form) -> None:
    """Let the fields and the actions of ``form`` begin where the title and the texts around it begin."""
    theme = form.around.theme
    for layout, top, bottom in ((form.column.layout(), 1, 3), (form.bar.layout(), 1.5, 1.5)):
        if layout is not None:
            layout.setContentsMargins(0, theme.space(top), theme.space(3), theme.space(bottom))


def add_below(form: Form, widget: QWidget) -> None:
    """Put ``widget`` below the fields, into the same scrolling column."""
    column = form.column.layout()
    if column is not None:
        column.addWidget(widget)


class SnugForm(Form):
    """A form without a scroll bar of its own, for a card: as high as its fields, its actions flush with them."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: ScreenContext,
        *,
        save_text: str,
        icon: str = "forward",
        tells_required: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(specs, context, save_text=save_text, parent=parent)
        make_flush(self)
        self.bar.setProperty("look", "plain")
        context.theme.icons.put(self.bar.save_button, icon, "on_accent")
        layout = self.column.layout()
        item = layout.itemAt(0) if layout is not None else None
        first = item.widget() if item is not None else None
        if isinstance(first, QLabel) and not tells_required:
            first.setVisible(False)
        self._area = self.findChild(QScrollArea)
        self.column.installEventFilter(self)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the fields when an error or a hint makes them higher."""
        if watched is self.column and event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self._area is None:
            return
        height = self.column.sizeHint().height()
        if self.column.hasHeightForWidth() and self.column.width() > 0:
            height = max(height, self.column.heightForWidth(self.column.width()))
        if self._area.minimumHeight() != height:
            self._area.setMinimumHeight(height)
