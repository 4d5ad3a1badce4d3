"""An attachment inside the program: a picture or a PDF on the paper view. Its bytes never touch the disk."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rehab_app.clinic.documents.content import PDF
from rehab_app.clinic.documents.rows import AttachmentContent, AttachmentRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.attachments import actions
from rehab_app.ui.clients.attachments.pictures import PictureFile
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.job import Cancelled, Job
from rehab_app.ui.kit.layout import button, icon_button, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.page_drawing import PageDrawing
from rehab_app.ui.kit.paper_view import ZOOM_STEP, PaperView
from rehab_app.ui.kit.pdf import PdfFile
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_LEAST_HEIGHT: Final = 240
_FIT: Final = 0.94


class ContentView(QWidget):
    """Shows one attachment. ``closed`` when the user goes back to the list; ``shown`` once it stands on the screen."""

    closed = Signal()
    shown = Signal()

    def __init__(self, session: Session, row: AttachmentRow, title: str) -> None:
        super().__init__()
        self._session = session
        self.row = row
        self._file: PdfFile | PictureFile | None = None
        self._opening: Job | None = None
        theme, say = session.context.theme, session.say
        self.view = PaperView(theme, say("This page cannot be shown"))
        self.view.setAccessibleName(title)
        self._drawing = PageDrawing(session.context.jobs, self.view, self._refuse, self)
        self.note = NoteLine(theme, State.INFO)
        self._page = label("", "muted", wraps=False)
        back = button(theme, say("Back to the attachments"), icon="back", clicked=self.closed.emit)
        bind(self, "Escape", self.closed.emit)
        back.setToolTip(f"{say('Back to the attachments')} (Esc)")
        name = ElidedLabel("heading")
        name.setText(title)
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(1))
        for widget, stretch in ((back, 0), (name, 1), (self._page, 0)):
            bar.addWidget(widget, stretch)
        for icon, text, keys, act in (
            ("zoom_out", say("Smaller"), "Ctrl+-", lambda: self.view.zoom_by(1 / ZOOM_STEP)),
            ("zoom_in", say("Larger"), "Ctrl++", lambda: self.view.zoom_by(ZOOM_STEP)),
            ("fit_width", say("Fit width"), "F", self.view.fit_width),
        ):
            made = icon_button(theme, icon, text, act)
            made.setToolTip(f"{text} ({keys})")
            bind(self, keys, act)
            bar.addWidget(made)
        bind(self, "Ctrl+=", lambda: self.view.zoom_by(ZOOM_STEP))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, 0)
        column.addLayout(bar)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.page_changed.connect(lambda _page: self._say_page())

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for little: the paper scrolls by itself."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def begin(self) -> None:
        """Read the attachment; the audit says that it was looked at."""
        self.note.say(self._session.say("Reading ..."), State.INFO)
        self._opening = actions.look_at(self._session, self.row.series_id, self._open, self._refuse, self)

    def forget(self) -> None:
        """Blank the view and drop what was read, at lock or when it closes."""
        if self._opening is not None:
            self._opening.drop()
        self._drawing.forget()
        self._opening, self._file = None, None
        self.view.set_sizes(())

    def _open(self, content: AttachmentContent) -> None:
        kind = PdfFile if content.media_type == PDF else PictureFile
        self._opening = self._session.context.jobs.draw(
            lambda: kind.open(content.content), self._take, self._refuse, owner=self
        )

    def _take(self, file: PdfFile | PictureFile) -> None:
        self._opening = None
        self._file = file
        self._drawing.begin(file)
        self.note.setVisible(False)
        self.view.set_sizes(file.sizes)
        room, height = self.view.viewport().height(), self.view.sheet(0).height()
        if isinstance(file, PictureFile) and height > room > 0:
            self.view.zoom_by(room * _FIT / height)  # a picture is seen whole at first
        self._say_page()
        self.view.setFocus()
        self.shown.emit()

    def _say_page(self) -> None:
        count = len(self._file.sizes) if self._file is not None else 0
        text = self._session.say("Page {page} of {count}", page=self.view.page + 1, count=count) if count > 1 else ""
        self._page.setText(text)

    def _refuse(self, trouble: RuleBroken) -> None:
        if isinstance(trouble, Cancelled):
            return
        self._opening = None
        self.note.setVisible(True)
        self.note.say(self._session.context.trouble(trouble), State.DANGER)
