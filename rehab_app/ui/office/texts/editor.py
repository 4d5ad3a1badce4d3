"""The editor of one text: the text with its faults on the left, the paper it gives on the right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.foundation.words import N_, Words
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import LEAST_FOR_BOTH, Badge, button, icon_button
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.source_field import SourceEdit, SourceField
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.texts import actions
from rehab_app.ui.office.texts.actions import Fault, FieldKind, Look, MergeField, OpenedText, PaperTextRow, TextVersion
from rehab_app.ui.office.texts.dialogs import FieldPicker, HelpWindow, VersionsWindow, written
from rehab_app.ui.office.texts.sample_side import SampleSide
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.session import Session

DELAY_MS: Final = 400
_LONGEST_REASON: Final = 300
_LINES: Final = 6
_FAULTS_SHOWN: Final = 4
"""How wide the editor is at least that shows text and paper beside each other."""
_LOW: Final = 420
"""Below this height only the first fault is told, so that the text keeps its room; F8 goes to it."""
_EVEN: Final = 1000
"""What both sides ask for at first, so that they share the width."""
_SPECS: Final = (
    FieldSpec(name="body", label=N_("Text of the paper"), kind=Kind.SOURCE, width=Width.WIDE, lines=_LINES),
    FieldSpec(
        name="reason",
        label=N_("Reason of the change"),
        width=Width.WIDE,
        longest=_LONGEST_REASON,
        is_required=True,
    ),
)


class TextEditor(QWidget):
    """Edits the text of ``opened``; ``left`` tells that the list is wanted again, ``kept(PaperTextRow)`` a new version."""

    left = Signal()
    kept = Signal(object)

    def __init__(self, session: Session, opened: OpenedText, *, may_change: bool) -> None:
        super().__init__()
        self.session = session
        self.kind = opened.row.kind
        self.may_change = may_change
        self._opened = opened
        self._row = opened.row
        self._looking: Job | None = None
        context = session.context
        self.form = Form(_SPECS if may_change else _SPECS[:1], context, save_text=session.say("Keep this version"))
        make_flush(self.form)
        self.form.take_base(_values(opened.row))
        self.journal = DraftJournal(
            self.form, session.clinic.drafts, context.jobs.write, name="office.text", subject=self.kind
        )
        self.faults: RowsModel[Fault] = RowsModel(
            context, _fault_columns(context.words), key=lambda row: (row.line, row.code)
        )
        self.fault_table = Table(
            self.faults, session.say("What is wrong"), name="office.text_faults", view_state=session.view_state
        )
        self.note = NoteLine(context.theme, State.OK)
        self.badge = Badge(context.theme, "")
        self.sample = SampleSide(session, self.kind)
        self.preview, self.conditions = self.sample.preview, self.sample.conditions
        self.sample.changed.connect(self.look_now)
        self._title = session.say(actions.label_of(self.kind))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.look_now)
        self._lay_out()
        self._connect()
        self._show_version()

    @property
    def edit(self) -> SourceEdit:
        """Where the text is typed."""
        field = self.form.field("body")
        if not isinstance(field, SourceField):
            raise TypeError(type(field).__name__)
        return field.edit

    def begin(self) -> None:
        """Put the cursor into the text, draw it, and offer what an earlier window left."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_now()
        if self.may_change:
            self.journal.offer()

    def forget(self) -> None:
        """Blank the paper."""
        self._timer.stop()
        self.preview.forget()

    def look_now(self) -> None:
        """Check the text as it stands, and draw its sample where nothing is wrong."""
        self._timer.stop()
        if self._looking is not None:
            self._looking.drop()
        holds = [name for name, box in self.conditions.items() if box.isChecked()]
        self._looking = actions.look(
            self.session,
            self.kind,
            self.edit.toPlainText(),
            self._opened.sheet,
            holds,
            self._show_look,
            self._on_no_look,
            self,
        )

    def pick_field(self) -> None:
        """Offer the fields to insert."""
        if self.may_change:
            FieldPicker(self.session, self.window(), actions.fields_of(self.kind), self.insert_field).open()

    def insert_field(self, field: MergeField) -> None:
        """Insert ``field`` at the cursor, a table or list on a line of its own."""
        self.edit.insert(written(field), is_alone=field.kind is FieldKind.BLOCKS)

    def go_to_fault(self) -> None:
        """Go to the next faulty line after the cursor's, after the last one to the first."""
        lines = sorted(self.edit.marked)
        if lines:
            self.edit.go_to_line(next((line for line in lines if line > self.edit.line), lines[0]))

    def show_versions(self) -> None:
        """Read the versions and show them."""
        actions.read_versions(self.session, self.kind, self._open_versions, self._tell_trouble, self)

    def show_help(self) -> None:
        """Show how the texts are written."""
        HelpWindow(self.session, self.window(), actions.help_text()).open()

    def ask_return(self) -> None:
        """Ask for the reason of the return to the delivered text."""
        say = self.session.say
        ask_reason(
            self.session.context,
            self.window(),
            say("Return to the delivered text?"),
            say("Your own text stays among the versions. What is typed and not kept stays in the editor."),
            verb=say("Return"),
            done=self.return_now,
        )

    def return_now(self, reason: str) -> None:
        """Let the delivered text count again."""
        actions.return_to_delivered(
            self.session, self.kind, reason, self._row.version, self._on_kept, self._on_refused, self
        )

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        body, reason, seen = str(draft["body"] or ""), str(draft["reason"]), int(str(draft["version"]))
        actions.keep(self.session, self.kind, body, reason, seen, self._on_saved, self._on_refused, self)

    def _on_saved(self, row: PaperTextRow) -> None:
        self._row = row
        self.form.mark_saved({"version": row.version})
        self.form.fill(_values(row))
        self._show_version()
        self.kept.emit(row)

    def _on_kept(self, row: PaperTextRow) -> None:
        self._row = row
        self.form.fill(_values(row))
        self._show_version()
        self.look_now()
        self.kept.emit(row)

    def _on_refused(self, trouble: RuleBroken) -> None:
        self.form.show_troubles(_in_short(trouble))
        self.look_now()
        if isinstance(trouble, StaleRecord):
            actions.open_text(self.session, self.kind, self._show_other, self._tell_trouble, self)

    def _show_other(self, opened: OpenedText) -> None:
        """Show what another seat kept meanwhile beside what is typed here."""
        self._row = opened.row
        self.form.show_other_version(_values(opened.row), is_open=True)
        self._show_version()

    def _on_left(self, _how: Leave) -> None:
        self.journal.seal_now()
        self.left.emit()

    def _on_changed(self) -> None:
        self._timer.start()

    def _show_look(self, found: Look) -> None:
        self._looking = None
        faults, say = found.faults, self.session.say
        self.faults.set_rows(faults)
        height = self.session.context.theme.row_height(self.fault_table.fontMetrics())
        self.fault_table.setFixedHeight(height * (min(len(faults), _FAULTS_SHOWN) + 1) + 4)
        is_low = self.height() < _LOW
        self.fault_table.setVisible(bool(faults) and not is_low)
        self.edit.mark(one.line for one in faults if one.line)
        if faults:
            text = _counted(self.session.context.words, len(faults))
            if is_low:
                text = self.session.context.words.trouble(actions.trouble_of(faults[0]))
            text = f"{text} {say('The paper on the right is the one before.')}"
            self.note.say(text, State.DANGER)
        elif found.trouble is not None:
            self.note.say(self.session.context.trouble(found.trouble), State.WARNING)
        else:
            self.note.say(say("No faults."), State.OK)
            self.sample.show_paper(found.content)

    def _on_no_look(self, trouble: RuleBroken) -> None:
        self._looking = None
        self.note.say(self.session.context.trouble(trouble), State.WARNING)

    def _open_versions(self, rows: Sequence[TextVersion]) -> None:
        title = self.session.say("Versions of {paper}", paper=self._title)
        VersionsWindow(self.session, self.window(), title, rows).open()

    def _tell_trouble(self, trouble: RuleBroken) -> None:
        self.note.say(self.session.context.trouble(trouble), State.DANGER)

    def _show_version(self) -> None:
        say, row = self.session.say, self._row
        text = say("Version {number}", number=row.version) if row.is_own else say("Delivered")
        self.badge.show_state(text, State.INFO if row.is_own else State.NEUTRAL)
        self.back_button.setVisible(self.may_change and row.is_own)

    def _connect(self) -> None:
        self.form.save_asked.connect(self._save)
        self.form.left.connect(self._on_left)
        self.form.changed.connect(self._on_changed)
        self.fault_table.opened.connect(lambda row: self.edit.go_to_line(row.line or 1))
        self.edit.setReadOnly(not self.may_change)
        self.form.bar.setHidden(not self.may_change)
        for keys, act in (("Ctrl+Space", self.pick_field), ("F8", self.go_to_fault)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        theme = self.session.context.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(self._head())
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        self._sides = (self._writing(), self.sample)
        for side in self._sides:
            sides.addWidget(side)
        for place in range(sides.count()):
            sides.setStretchFactor(place, 1)
        sides.setSizes([_EVEN] * sides.count())
        column.addWidget(sides, 1)
        lane = self.form.column.layout()
        last = lane.takeAt(lane.count() - 1) if lane is not None else None
        del last  # what pushed the fields up: the text takes that room

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show text and paper beside each other where there is room for both, else one of them."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        is_narrow, (writing, paper) = self.width() < LEAST_FOR_BOTH, self._sides
        shows_paper = self.paper_button.isChecked()
        self.paper_button.setVisible(is_narrow)
        paper.setVisible(not is_narrow or shows_paper)
        writing.setVisible(not is_narrow or not shows_paper)

    def _head(self) -> QHBoxLayout:
        say, theme = self.session.say, self.session.context.theme
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        to_list = button(theme, say("All papers"), icon="back", clicked=self.form.leave)
        row.addWidget(to_list)
        title = ElidedLabel("heading")
        title.setText(self._title)
        row.addWidget(title, 1)
        row.addWidget(self.badge)
        pick = button(theme, say("Insert a field"), icon="add", clicked=self.pick_field)
        pick.setToolTip(f"{say('Insert a field')} (Ctrl+Space)")
        self.paper_button = button(theme, say("Sample paper"), icon="document", clicked=self._share_room)
        self.paper_button.setCheckable(True)
        self.back_button = icon_button(theme, "undo", say("Return to the delivered text?"), self.ask_return)
        versions = button(theme, say("Versions"), icon="timeline", clicked=self.show_versions)
        helping = icon_button(theme, "help", say("How the texts are written"), self.show_help)
        for one in (*((pick,) if self.may_change else ()), versions, self.paper_button, self.back_button, helping):
            row.addWidget(one)
        return row

    def _writing(self) -> QWidget:
        theme = self.session.context.theme
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.form, 1)
        column.addWidget(self.note)
        self.fault_table.setVisible(False)
        column.addWidget(self.fault_table)
        return side


def _values(row: PaperTextRow) -> dict[str, object]:
    return {"body": row.body, "version": row.version, "reason": None}


def _fault_columns(words: Words) -> list[Column[Fault]]:
    def said(row: Fault) -> str:
        return words.trouble(actions.trouble_of(row))

    return [Column(N_("What is wrong"), said, stretches=True, tooltip=said, state=lambda _row: State.DANGER)]


def _counted(words: Words, count: int) -> str:
    return words.say_many("{count} fault. Enter goes to its line.", "{count} faults. Enter goes to its line.", count)


def _in_short(trouble: RuleBroken) -> RuleBroken:
    """Return a refusal with the faults of the text as their number alone: the list below names each."""
    if not isinstance(trouble, RulesBroken):
        return trouble
    of_text = [one for one in trouble.troubles if one.field == "body"]
    others = [one for one in trouble.troubles if one.field != "body"]
    if len(of_text) > 1:
        of_text = [RuleBroken("texts.faulty", field="body", count=len(of_text))]
    return RulesBroken([*of_text, *others])
