"""The fields of a form in one column, with the headings of their groups: content, conditions, warnings, errors, order.

A field that is not made yet holds nothing that was typed: it stands for what was last taken for saved, and is filled with that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.ui.kit.field import Field, Values
from rehab_app.ui.kit.field_spec import FieldSpec, Surroundings, as_raw
from rehab_app.ui.kit.form_slices import USUAL_PACE, Pace, Slices
from rehab_app.ui.kit.form_warnings import Warnings


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads differently in two versions; ``is_touched`` where the form holds something unsaved in it."""

    name: str
    label: str
    left: str
    right: str
    is_touched: bool
    is_identity: bool


def flat(trouble: RuleBroken) -> list[RuleBroken]:
    """Return the single troubles that ``trouble`` is made of."""
    if isinstance(trouble, RulesBroken):
        return [single for part in trouble.troubles for single in flat(part)]
    return [trouble]


class FormColumn(QWidget):
    """The fields of ``specs`` in their order.

    ``edited`` tells a change by the user, ``entered(Field)`` that the focus came to a field, ``passed`` that Enter was pressed
    in the last one. A long column is built in slices (``form_slices``) and tells by ``built`` that all of it stands; whatever is
    asked of it before that is answered as if it stood already, if need be by making the rest on the spot.
    """

    edited = Signal()
    entered = Signal(object)
    passed = Signal()
    built = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        around: Surroundings,
        parent: QWidget | None = None,
        *,
        pace: Pace = USUAL_PACE,
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._made: dict[str, Field] = {}
        self._owners: dict[str, Field] = {}
        self._names = {name for spec in specs for name in spec.names}
        self._answers: dict[str, object] = dict.fromkeys(self._names)
        self._warnings = Warnings(around.words)
        self._unseen: set[str] = set()
        self._base: dict[str, object] | None = None
        self._base_answers: dict[str, object] = {}
        self._slices = Slices(specs, around, self, self._take, pace)
        self._slices.begin()
        self._show_wanted()
        self._slices.turned.connect(self._show_wanted)
        self._slices.over.connect(self._on_over)
        around.privacy.changed.connect(self._on_privacy)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    # Building.

    @property
    def is_built(self) -> bool:
        """Whether every field is made."""
        return self._slices.is_over

    @property
    def fields(self) -> dict[str, Field]:
        """All fields by the first of their draft fields; those that are not made yet are made now."""
        self._slices.finish()
        return self._made

    def finish(self) -> None:
        """Make the fields that are not made yet."""
        self._slices.finish()

    # Content.

    def answers(self) -> dict[str, object]:
        """Return the clean content of all fields, hidden ones too; None where nothing is readable."""
        return self.answers_of(self._names)

    def answers_of(self, names: Iterable[str]) -> dict[str, object]:
        """Return the clean content of these draft fields alone; asks for no field to be made that holds nothing."""
        wanted = list(names)
        waiting = {name for spec in self._slices.rest() for name in spec.names}
        if self._base and any(self._base.get(name) is not None for name in waiting.intersection(wanted)):
            self.finish()
        return {name: self._answers[name] for name in wanted}

    def values(self) -> dict[str, object]:
        """Return the raw content of all fields, hidden ones too."""
        return {name: raw for field in self.fields.values() for name, raw in field.values().items()}

    def fill(self, values: Values, names: Iterable[str] | None = None) -> None:
        """Put raw or clean content into the fields, or into those of ``names`` only; their errors are taken away."""
        filled = list(self.fields.values()) if names is None else [self.fields[name] for name in names]
        self._fill({name: as_raw(value) for name, value in values.items()}, filled)

    def collect(self) -> dict[str, object]:
        """Return the clean content; raises RulesBroken of all that cannot be read.

        A field that was hidden by what was typed is not answered. One that was hidden from the beginning keeps what is saved.
        """
        clean: dict[str, object] = {}
        troubles: list[RuleBroken] = []
        for field in self.fields.values():
            if field.isHidden() and (field.is_dirty or field.spec.name not in self._unseen):
                clean.update(dict.fromkeys(field.spec.names))
                continue
            try:
                clean.update(field.clean())
            except RuleBroken as trouble:
                troubles.append(trouble)
                continue
            if field.spec.is_required and field.is_empty and not field.isHidden():
                troubles.append(RuleBroken("field.required", field=field.spec.name))
        if troubles:
            raise RulesBroken(troubles)
        return clean

    def names(self) -> set[str]:
        """Return the draft fields that this form fills."""
        return set(self._names)

    def saved(self) -> dict[str, object]:
        """Return the raw content that is saved."""
        return {name: raw for field in self.fields.values() for name, raw in field.saved.items()}

    def settle(self, values: Values | None = None) -> None:
        """Take raw ``values``, or else the present content, for saved."""
        fields = self._made if values is None else self.fields
        for field in fields.values():
            field.settle(values)

    def rebase(self, values: Values) -> None:
        """Take raw or clean ``values`` for what is saved; they fill the fields that were not touched.

        A field that is not made yet is filled when it is made.
        """
        touched = self.touched()
        if touched:
            self.finish()
        raw = {name: as_raw(value) for name, value in values.items()}
        self._base = raw
        self._fill(raw, [field for name, field in self._made.items() if name not in touched])
        for name, field in self._made.items():
            field.settle(raw if name in touched else None)
        self._base_answers = dict(self._answers)
        if not touched and self.is_built:
            self._unseen = {name for name, field in self._made.items() if field.isHidden()}

    def kept(self) -> dict[str, object]:
        """Return the raw content of the fields whose answers stay for the next record."""
        fields = [field for field in self.fields.values() if field.spec.keeps]
        return {name: raw for field in fields for name, raw in field.values().items()}

    def touched(self) -> list[str]:
        """Return the names of the fields that hold something unsaved."""
        return [name for name, field in self._made.items() if field.is_dirty]

    def differences(self, left: Values, right: Values) -> list[Difference]:
        """Return the fields that read differently in two versions, in visual order."""
        raw_left = {name: as_raw(value) for name, value in left.items()}
        raw_right = {name: as_raw(value) for name, value in right.items()}
        found = []
        for name, field in self.fields.items():
            texts = field.shown(raw_left), field.shown(raw_right)
            if texts[0] != texts[1]:
                found.append(Difference(name, field.label, *texts, field.is_dirty, field.spec.is_identity))
        return found

    # Errors.

    def place(self, troubles: Iterable[RuleBroken]) -> list[RuleBroken]:
        """Show each trouble beside its field, in place of all shown before; return those that have no visible field."""
        for field in self._made.values():
            field.show_trouble("")
        rest = []
        for trouble in troubles:
            self.finish()
            owner = self._owners.get(trouble.field)
            if owner is None or owner.isHidden():
                rest.append(trouble)
            else:
                sentence = self._around.words.trouble(trouble)
                owner.show_trouble(f"{owner.trouble} {sentence}".strip())
        return rest

    def troubled(self) -> list[Field]:
        """Return the visible fields that show an error, in visual order."""
        return [field for field in self._made.values() if field.trouble and not field.isHidden()]

    def visible(self) -> list[Field]:
        """Return the fields whose condition holds, in visual order."""
        return [field for field in self.fields.values() if not field.isHidden()]

    def next_visible(self, after: Field | None = None) -> Field | None:
        """Return the first visible field, or the one ``after`` another, without making more than that takes."""
        shown = [field for field in self._made.values() if not field.isHidden() or field is after]
        rest = shown if after is None else shown[shown.index(after) + 1 :]
        if rest or self.is_built:
            return next(iter(rest), None)
        self.finish()
        return self.next_visible(after)

    def owner_of(self, widget: QWidget | None) -> Field | None:
        """Return the field of this column that ``widget`` is part of."""
        while widget is not None and widget is not self:
            if isinstance(widget, Field):
                return widget if self._made.get(widget.spec.name) is widget else None
            widget = widget.parentWidget()
        return None

    # How it is kept up.

    def _take(self, field: Field) -> None:
        """Take in a field that was made just now, as it would be had it been there from the beginning."""
        field.edited.connect(partial(self._on_edited, field))
        field.stepped.connect(partial(self._step_from, field))
        self._made[field.spec.name] = field
        self._owners.update(dict.fromkeys(field.spec.names, field))
        if field.spec.is_identity:
            field.set_masked(is_masked=self._around.privacy.is_on)
        if self._base is not None:
            field.fill(self._base)
            field.settle()
            self._read(field)
            self._base_answers.update({name: self._answers[name] for name in field.spec.names})
        if self.isVisible():  # Qt shows by itself only what was made before its parent was shown.
            condition = field.spec.visible_when
            field.setVisible(condition is None or condition(self._answers))

    def _on_over(self) -> None:
        """Catch up with what needs all fields: which were hidden from the beginning, and the warnings."""
        if self._base is not None:
            conditions = {name: field.spec.visible_when for name, field in self._made.items()}
            self._unseen = {name for name, holds in conditions.items() if holds and not holds(self._base_answers)}
            for field in self._made.values():
                self._warnings.ask(field, self._answers)
        self.built.emit()

    def _fill(self, raw: dict[str, object], fields: Sequence[Field]) -> None:
        for field in fields:
            field.fill(raw)
            field.show_trouble("")
            self._read(field)
        self._show_wanted()
        if self.is_built:
            for field in fields:
                self._warnings.changed(field, self._made.values(), self._answers)

    def _on_edited(self, field: Field) -> None:
        self._read(field)
        self._show_wanted()
        self._warnings.changed(field, self._made.values(), self._answers)
        self.edited.emit()

    def _read(self, field: Field) -> None:
        try:
            self._answers.update(field.clean())
        except RuleBroken:
            self._answers.update(dict.fromkeys(field.spec.names))

    def _show_wanted(self) -> None:
        """Show the fields whose condition holds, and the headings that still have a field."""
        answers = dict(self._answers)
        for field in self._made.values():
            condition = field.spec.visible_when
            if condition is not None and condition(answers) is field.isHidden():
                field.setVisible(field.isHidden())
        for group in self._slices.groups:
            group.heading.setVisible(not all(field.isHidden() for field in group.fields))

    def _step_from(self, field: Field) -> None:
        """Go on to the next visible field; one that is not made yet is made for that."""
        following = self.next_visible(field)
        if following is not None:
            following.focus_editor()
        else:
            self.passed.emit()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self.window():
            return
        left = self.owner_of(old) if old is not None and isValid(old) else None
        entered = self.owner_of(new)
        if left is not None and left is not entered:
            left.leave()
        if entered is not None and entered is not left:
            self.entered.emit(entered)

    def _on_privacy(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        for field in self._made.values():
            if field.spec.is_identity:
                field.set_masked(is_masked=is_on)
