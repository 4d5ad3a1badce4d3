"""One form at a time in a page's side panel, with its sealed draft; what is typed there outlives every refresh of the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, label
from rehab_app.ui.shell.session import Session

Values = Mapping[str, object]
Saved = Callable[[object], None]
Refused = Callable[[RuleBroken], None]
Reread = Callable[[Callable[[Values], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOrder:
    """What a form in the panel is about.

    ``name`` and ``subject`` tell its draft apart; ``save(draft, saved, refused)`` hands it to a service; ``reread(show)`` reads
    the record anew where another seat was faster; ``saved`` is called at the end. ``lead`` is a sentence above the fields.
    """

    title: str
    name: str
    subject: str
    specs: Sequence[FieldSpec]
    save: Callable[[dict[str, object], Saved, Refused], None]
    values: Values = field(default_factory=dict)
    save_text: str = ""
    lead: str = ""
    saved: Saved | None = None
    reread: Reread | None = None


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
        self._panel.open_panel(order.title, self._framed(form, order.lead))
        form.focus_first()
        self._journal.offer()
        return form

    def forget(self) -> None:
        """Take the form away, at lock or when the page shows somebody else; its draft was sealed before."""
        self._form = self._journal = self._order = None
        self._panel.close_panel()

    def _framed(self, form: Form, lead: str) -> QWidget:
        if not lead:
            return form
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(lead, "muted"))
        column.addWidget(form, 1)
        return frame

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
