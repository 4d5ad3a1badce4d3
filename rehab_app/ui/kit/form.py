"""A form: fields in one column, notices above, the actions in one fixed place below. It never loses what was typed.

How a page uses it::

    form = Form(specs, context, can_add_another=True)
    form.save_asked.connect(self._save)      # (draft, adds_another); end it with mark_saved() or show_troubles(trouble)
    form.left.connect(self._leave)           # Leave.CLEAN, Leave.KEEP or Leave.DISCARD
    form.fill(values)                        # raw or clean content; a dirty form shows both versions instead

Keys: Enter goes to the next field and after the last one to the save button, Ctrl+S saves, Ctrl+Enter saves and adds another,
Esc leaves (a dirty form asks first, in a notice). Keys of ``values`` that no field has (``id``, ``row_version``, what a record
holds and the form does not show) are carried along and come back in the draft: filled with the whole record, no form empties
what it does not ask. A form of many fields is built over several turns of the event loop (``form_slices``): its first group
stands at once, ``built`` tells the end, and nothing that is asked of it has to wait for that. What the style sheet may aim at
stands in ``field``, ``form_notice`` and ``form_bar``.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_time
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field import Field, Values
from rehab_app.ui.kit.field_spec import FieldSpec, Surroundings, as_raw
from rehab_app.ui.kit.form_bar import FormBar
from rehab_app.ui.kit.form_column import FormColumn, flat
from rehab_app.ui.kit.form_leaving import Leave, Leaving
from rehab_app.ui.kit.form_notice import NoticeStack
from rehab_app.ui.kit.form_slices import USUAL_PACE, Pace
from rehab_app.ui.kit.form_versions import ASIDE, OTHER, OtherVersion
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State

_TROUBLES = "troubles"


class Form(QWidget):
    """The form of ``specs``.

    ``built`` tells that all fields of a long form stand (a short one ``is_built`` from the beginning), ``changed`` each change of
    the content, ``save_asked(draft, adds_another)`` that it shall be saved, ``saved`` that it was, ``left(Leave)`` that the user
    wants to go. ``seal`` is set by a journal: it keeps the content as a draft at once and returns whether it is safe.
    """

    changed = Signal()
    save_asked = Signal(object, bool)
    saved = Signal()
    left = Signal(object)
    built = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        around: Surroundings,
        *,
        save_text: str = "",
        can_add_another: bool = False,
        pace: Pace = USUAL_PACE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.around = around
        self.seal: Callable[[], bool] | None = None
        self.is_saving = False
        self.notices = NoticeStack(around, self)
        self._scroll = QScrollArea(self)
        # Born where it will stand: a form that moves to another parent is dressed twice.
        self.column = FormColumn(specs, around, self._scroll.viewport(), pace=pace)
        self.bar = FormBar(around, save_text or around.words.say("Save"), can_add_another=can_add_another, parent=self)
        self._other = OtherVersion(self)
        self._leaving = Leaving(self)
        self._carried: dict[str, object] = {}
        self._submitted: dict[str, object] = {}
        self._adds_another = False
        self._was_refused = False
        self._unplaced = 0
        self._build()
        self._connect()

    # Content.

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.column.touched())

    @property
    def is_built(self) -> bool:
        """Whether all fields stand."""
        return self.column.is_built

    def field(self, name: str) -> Field:
        """Return the field of draft field ``name``; KeyError where there is none."""
        return self.column.fields[name]

    def answers(self) -> dict[str, object]:
        """Return the clean content by draft field, None where nothing is answered or readable; never raises."""
        return self.column.answers()

    def answers_of(self, names: Iterable[str]) -> dict[str, object]:
        """Return the clean content of these draft fields alone; what else is not built yet need not be built for that."""
        return self.column.answers_of(names)

    def values(self) -> dict[str, object]:
        """Return the raw content, in any state of validity, with what is carried along; JSON can keep it."""
        return {**self._carried, **self.column.values()}

    def draft(self) -> dict[str, object]:
        """Return the clean content with what is carried along; raises RulesBroken of what cannot be read or is missing."""
        return {**self._carried, **self.column.collect()}

    def fill(self, values: Values) -> None:
        """Show ``values`` as what is saved; a dirty form keeps what was typed and shows them beside it instead."""
        if not self.is_dirty:
            self.take_base(values)
            self.changed.emit()
        elif self.column.differences(self.column.saved(), values):
            self.show_other_version(values)
        else:
            self.take_base(values)

    def reset(self, values: Values) -> None:
        """Throw away what is in the form, also what is carried along, and show ``values`` as what is saved."""
        self._carried = {}
        self.column.settle()
        self._place([])
        self.fill(values)

    def restore(self, values: Values) -> None:
        """Put the content of a draft, exactly as it was typed, into the fields that were not touched since."""
        touched = self.column.touched()
        self._carry(values)
        kept = {name for name, field in self.column.fields.items() if values.keys() & set(field.spec.names)}
        self.column.fill(values, kept.difference(touched))
        self.changed.emit()

    def show_other_version(self, values: Values, *, is_open: bool = False) -> None:
        """Show that somebody else saved ``values`` meanwhile, beside what is typed; ``is_open`` after a refused save."""
        self._other.show(values, is_open=is_open)

    def take_base(self, values: Values) -> None:
        """Take ``values`` for what is saved; they fill the fields that were not touched, what was typed stays above them."""
        self._carry(values)
        self.column.rebase(values)

    # Saving and leaving.

    def save(self, *, adds_another: bool = False) -> None:
        """Ask for saving, or show what cannot be saved yet; nothing happens while a save is on its way."""
        if self.is_saving:
            return
        focused = self.column.owner_of(QApplication.focusWidget())
        if focused is not None:
            focused.leave()
        try:
            draft = self.draft()
        except RuleBroken as trouble:
            self.show_troubles(trouble)
            return
        self._place([])
        self.is_saving = True
        self._adds_another = adds_another
        self._submitted = self.column.values()
        self.bar.tell(self.around.words.say("Saving\u2026"), State.NEUTRAL)
        self.save_asked.emit(draft, adds_another)

    def mark_saved(self, carried: Values | None = None, following: Values | None = None) -> None:
        """End a save that succeeded; what was typed meanwhile stays and is dirty.

        ``carried`` changes what is carried along (a new ``row_version``). After "Save and add another" the form begins anew with
        ``following`` and the answers whose spec ``keeps`` them, and the cursor stands in the first field.
        """
        self.is_saving = False
        for key in (OTHER, ASIDE):
            self.notices.drop(key)
        self.column.settle(self._submitted)
        self._carried.update({name: as_raw(value) for name, value in (carried or {}).items()})
        if self._adds_another and not self.is_dirty:
            self.reset({**self.column.kept(), **(following or {})})
            self.focus_first()
        at = format_time(self.around.clock.now(), self.around.clock.zone)
        self.bar.tell(self.around.words.say("Saved at {time}", time=at), State.OK)
        self.saved.emit()
        self.changed.emit()

    def show_troubles(self, trouble: RuleBroken) -> None:
        """End a save that was refused: each trouble beside its field, others above; the first wrong field gets the focus."""
        self.is_saving = False
        self._place(flat(trouble))
        troubled = self.column.troubled()
        if troubled:
            troubled[0].focus_editor()
            self._show_field(troubled[0])

    def leave(self) -> None:
        """Leave the form; where something is typed, ask first what shall become of it."""
        if self.is_dirty:
            self._leaving.ask()
        else:
            self.left.emit(Leave.CLEAN)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        field = self.column.next_visible()
        if field is not None:
            field.focus_editor()

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Esc from the shortcut of a panel or window while something typed could be lost."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.is_dirty
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go on with Tab only where all fields stand, so that none is passed over."""
        self.column.finish()
        return super().focusNextPrevChild(is_next)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._leaving.is_asked:
            self._leaving.stay()
        else:
            self.leave()

    def _build(self) -> None:
        self.column.setProperty("look", "plain")
        self._scroll.setWidget(self.column)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.column.built.connect(self.built)
        self.notices.showing.connect(self.column.finish)
        self.column.edited.connect(self._on_edited)
        self.column.entered.connect(self._show_field)
        self.column.passed.connect(self.bar.focus_save)
        self.bar.save_pressed.connect(self.save)
        self.bar.add_pressed.connect(partial(self.save, adds_another=True))
        self.bar.cancel_pressed.connect(self.leave)
        self.bar.listen_to_keys_of(self)

    def _carry(self, values: Values) -> None:
        names = self.column.names()
        self._carried.update({name: as_raw(value) for name, value in values.items() if name not in names})

    def _place(self, troubles: Sequence[RuleBroken]) -> None:
        rest = self.column.place(troubles)
        self._unplaced = len(rest)
        self._was_refused = bool(troubles)
        self.notices.drop(_TROUBLES)
        if rest:
            text = "\n".join(self.around.words.trouble(trouble) for trouble in rest)
            self.notices.show_notice(_TROUBLES, text, State.DANGER)
        self.bar.count(len(self.column.troubled()) + self._unplaced)

    def _on_edited(self) -> None:
        if self._was_refused:
            self.bar.count(len(self.column.troubled()) + self._unplaced)
        elif not self.is_saving:
            self.bar.tell("", State.NEUTRAL)
        self.changed.emit()

    def _show_field(self, field: Field) -> None:
        self._scroll.ensureWidgetVisible(field, 0, self.around.theme.space(2))
