"""One form at a time in a page's side panel, with its sealed draft; what is typed there outlives every refresh of the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, label
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import dress
from rehab_app.ui.shell.session import Session

Values = Mapping[str, object]
Saved = Callable[[object], None]
Refused = Callable[[RuleBroken], None]
Reread = Callable[[Callable[[Values], None]], None]

_LEAST_FORM: Final = 280
_LEAST_HEAD: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOrder:
    """What a form in the panel is about.

    ``name`` and ``subject`` tell its draft apart; ``save(draft, saved, refused)`` hands it to a service; ``reread(show)`` reads
    the record anew where another seat was faster; ``saved`` is called at the end. ``lead`` is a sentence above the fields,
    ``head`` makes a widget that stands there; ``in_sight`` names the field down to which the form is seen without scrolling,
    however much the head says.
    """

    title: str
    name: str
    subject: str
    specs: Sequence[FieldSpec]
    save: Callable[[dict[str, object], Saved, Refused], None]
    values: Values = field(default_factory=dict)
    save_text: str = ""
    lead: str = ""
    head: Callable[[Form], QWidget] | None = None
    in_sight: str = ""
    saved: Saved | None = None
    reread: Reread | None = None


class _Framed(QWidget):
    """What stands above a form, as high as its words need, and the form in what is left: its actions are always in sight.

    Where the head asks for so much that the form could not be worked, down to ``last`` where one is given, it scrolls.
    """

    def __init__(self, head: QWidget, form: Form, gap: int, last: Field | None = None) -> None:
        super().__init__()
        self._head, self._form, self._gap, self._last = head, form, gap, last
        dress(head, look="plain")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(head)
        form.setParent(self)
        for watched in (head, form.column):
            watched.installEventFilter(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the height."""
        super().resizeEvent(event)
        self._share()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out the height anew where the head's words have changed, or the fields stand otherwise."""
        is_other = event.type() is QEvent.Type.Resize and watched is self._form.column
        if event.type() is QEvent.Type.LayoutRequest or is_other:
            self._share()
        return super().eventFilter(watched, event)

    def _share(self) -> None:
        wanted = self._head.heightForWidth(self.width())
        needed = self._head.sizeHint().height() if wanted < 0 else wanted
        height = max(0, min(needed, self.height() - self._gap - self._least_form()))
        self._scroll.setGeometry(0, 0, self.width(), height)
        top = height + self._gap
        self._form.setGeometry(0, top, self.width(), max(0, self.height() - top))

    def _least_form(self) -> int:
        """Return how high the form is at least; the head keeps a few lines in any case."""
        if self._last is None:
            return _LEAST_FORM
        bottom = self._last.geometry().bottom() + self._gap + self._form.bar.sizeHint().height()
        return max(_LEAST_FORM, min(bottom, self.height() - _LEAST_HEAD))


class FormPanel(QObject):
    """Opens forms in ``panel``. A form with something unsaved is not replaced: it comes to the front and asks."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._form: Form | None = None
        self._journal: DraftJournal | None = None
        self._order: FormOrder | None = None
        panel.closed.connect(self._on_closed)

    @property
    def form(self) -> Form | None:
        """The form that is open, or None."""
        return self._form

    @property
    def journals(self) -> list[DraftJournal]:
        """The journal of the open form."""
        return [self._journal] if self._journal is not None else []

    def open_form(self, order: FormOrder) -> Form | None:
        """Show the form of ``order`` and return it; None where another one holds something unsaved."""
        if self._form is not None and self._form.is_dirty:
            self._form.leave()
            return None
        self.forget()
        form = Form(order.specs, self._session.context, save_text=order.save_text)
        form.fill(order.values)
        self._form, self._order = form, order
        form.save_asked.connect(self._save)
        form.left.connect(self._panel.close_panel)
        run = self._session.context.jobs.write
        self._journal = DraftJournal(form, self._session.clinic.drafts, run, name=order.name, subject=order.subject)
        self._panel.open_panel(order.title, self._framed(form, order))
        form.focus_first()
        self._journal.offer()
        return form

    def forget(self) -> None:
        """Take the form away, at lock or when the page shows somebody else; its draft was sealed before."""
        self._form = self._journal = self._order = None
        self._panel.close_panel()

    def _framed(self, form: Form, order: FormOrder) -> QWidget:
        heads = [label(order.lead, "muted")] if order.lead else []
        made = [order.head(form)] if order.head is not None else []
        if not heads and not made:
            return form
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (*heads, *made):
            column.addWidget(widget)
        last = form.field(order.in_sight) if order.in_sight else None
        return _Framed(head, form, self._session.context.theme.space(1), last)

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - the signal's own argument
        form, order = self._form, self._order
        if form is None or order is None:
            return

        def saved(result: object) -> None:
            form.mark_saved()
            if self._form is form:
                self._panel.close_panel()
            if order.saved is not None:
                order.saved(result)

        def refused(trouble: RuleBroken) -> None:
            form.show_troubles(trouble)
            if isinstance(trouble, StaleRecord) and order.reread is not None:
                order.reread(lambda values: form.show_other_version(values, is_open=True))

        order.save(draft, saved, refused)

    def _on_closed(self) -> None:
        """Seal what is unsaved and let the form go: it is offered again when it is opened the next time."""
        if self._journal is not None:
            self._journal.seal_now()
        self._form = self._journal = self._order = None
