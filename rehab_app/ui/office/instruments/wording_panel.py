"""The form of one item's words: the office's own, and the way back to the delivered ones."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments.form import Form as InstrumentForm
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, label
from rehab_app.ui.office.instruments import actions
from rehab_app.ui.office.instruments.actions import ItemLine
from rehab_app.ui.shell.session import Session

_MOST_PLACES = 500
_SPECS = (
    FieldSpec(
        name="text",
        label=N_("Our words"),
        kind=Kind.LINES,
        width=Width.WIDE,
        help=N_("Empty: the delivered words. Answers that were given are kept in either case."),
    ),
    FieldSpec(
        name="place",
        label=N_("Place in its section"),
        kind=Kind.INTEGER,
        width=Width.SHORT,
        lowest=1,
        highest=_MOST_PLACES,
        help=N_("Counted from 1. Empty: where it was delivered."),
    ),
)


class WordingPanel(QObject):
    """Opens the form of one item in ``panel``; ``saved`` is called once its words are kept."""

    def __init__(self, session: Session, panel: SidePanel, saved: Callable[[], None]) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._saved = saved
        self.form: Form | None = None
        self.journal: DraftJournal | None = None
        self.back_button: QPushButton | None = None
        panel.closed.connect(self._on_closed)

    def open_item(self, instrument: InstrumentForm, line: ItemLine) -> None:
        """Show the words of ``line``."""
        session, context = self._session, self._session.context
        if self.form is not None and self.form.is_dirty:
            self.form.leave()
            return
        form = Form(_SPECS, context)
        form.fill({"text": line.own, "place": line.place})
        name = instrument.instrument
        form.save_asked.connect(lambda draft, _adds: self._keep(form, name, line.path, draft))
        form.left.connect(lambda _how: self._panel.close_panel())
        run = context.jobs.write
        subject = f"{name}/{line.path}"
        self.journal = DraftJournal(form, session.clinic.drafts, run, name="office.wording", subject=subject)
        self.form = form
        self._panel.open_panel(f"{line.number}  {line.text}".strip(), self._framed(form, name, line))
        form.focus_first()
        self.journal.offer()

    def _framed(self, form: Form, instrument: str, line: ItemLine) -> QWidget:
        say, theme = self._session.say, self._session.context.theme
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        delivered = say("Delivered: {text} (place {place})", text=line.delivered, place=line.delivered_place)
        column.addWidget(label(delivered, "muted"))
        back = button(
            theme,
            say("Return to the delivered words"),
            look="link",
            icon="undo",
            clicked=lambda: self._keep(form, instrument, line.path, {}),
        )
        self.back_button = back
        column.addWidget(back)
        back.setVisible(line.is_changed)
        column.addWidget(form, 1)
        return frame

    def _keep(self, form: Form, instrument: str, path: str, draft: dict[str, object]) -> None:
        def done(_result: None) -> None:
            form.mark_saved()
            self._panel.close_panel()
            self._saved()

        def failed(trouble: RuleBroken) -> None:
            form.show_troubles(trouble)

        actions.word_item(self._session, instrument, path, draft, done, failed, form)

    def _on_closed(self) -> None:
        if self.journal is not None:
            self.journal.seal_now()
        self.form = self.journal = self.back_button = None
