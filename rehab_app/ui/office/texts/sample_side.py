"""The paper beside the text that is edited: drawn from an invented person, under conditions that may be switched."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.preview import Preview
from rehab_app.ui.office.texts import actions
from rehab_app.ui.shell.session import Session


class SampleSide(QWidget):
    """The sample of a ``kind`` of paper; ``changed`` tells that a condition was switched."""

    changed = Signal()

    def __init__(self, session: Session, kind: str) -> None:
        super().__init__()
        self._title = session.say("Sample paper")
        self.preview = Preview(session.context)
        self.conditions: dict[str, QCheckBox] = {}
        theme = session.context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), 0, 0, 0)
        column.setSpacing(theme.space(1))
        fields = actions.conditions_of(kind)
        if fields:
            column.addWidget(label(session.say("Show the sample where"), "label"))
            lane = FlowLayout(theme.space(2), theme.space(0.5))
            for field in fields:
                box = QCheckBox(session.say(field.label))
                box.setChecked(field.name in actions.USUAL)
                box.toggled.connect(lambda _on: self.changed.emit())
                self.conditions[field.name] = box
                lane.addWidget(box)
            column.addLayout(lane)
        column.addWidget(self.preview, 1)

    def show_paper(self, content: bytes) -> None:
        """Show the paper where the last one stood; the keyboard stays where it is."""
        bar, zoom = self.preview.view.verticalScrollBar().value(), self.preview.view.zoom
        had_paper = self.preview.page_count > 0
        had_focus = self.window().focusWidget()
        self.preview.show_pdf(content, self._title)
        if had_paper:
            self._keep_place(bar, zoom)
        if had_focus is not None:
            had_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_place(self, bar: int, zoom: float) -> None:
        def place(_pages: int) -> None:
            self.preview.view.zoom_by(zoom / self.preview.view.zoom)
            self.preview.view.verticalScrollBar().setValue(bar)

        self.preview.shown.connect(place, Qt.ConnectionType.SingleShotConnection)
