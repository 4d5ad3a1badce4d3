"""The fields of a form in one column, with the headings of their groups: content, conditions, warnings, errors, order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.ui.kit.field import Field, Values
from rehab_app.ui.kit.field_spec import FieldSpec, Surroundings, as_raw
from rehab_app.ui.kit.fields import make_field
from rehab_app.ui.kit.layout import label


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
    in the last one.
    """

    edited = Signal()
    entered = Signal(object)
    passed = Signal()

    def __init__(self, specs: Sequence[FieldSpec], around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.fields: dict[str, Field] = {}
        self._owners: dict[str, Field] = {}
        self._headings: list[tuple[QLabel, list[Field]]] = []
        self._answers: dict[str, object] = {}
        self._asked: dict[str, int] = {}
        self._unseen: set[str] = set()
        self._build(specs)
        self._answers = {name: None for field in self.fields.values() for name in field.spec.names}
        self._show_wanted()
        around.privacy.changed.connect(self._on_privacy)
        self._on_privacy(around.privacy.is_on)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    # Content.

    def answers(self) -> dict[str, object]:
        """Return the clean content of all fields, hidden ones too; None where nothing is readable."""
        return dict(self._answers)

    def values(self) -> dict[str, object]:
        """Return the raw content of all fields, hidden ones too."""
        return {name: raw for field in self.fields.values() for name, raw in field.values().items()}

    def fill(self, values: Values, names: Iterable[str] | None = None) -> None:
        """Put raw or clean content into the fields, or into those of ``names`` only; their errors are taken away."""
        filled = list(self.fields.values()) if names is None else [self.fields[name] for name in names]
        raw = {name: as_raw(value) for name, value in values.items()}
        for field in filled:
            field.fill(raw)
            field.show_trouble("")
            self._read(field)
        self._show_wanted()
        for field in filled:
            self._warn(field)

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
        return set(self._owners)

    def saved(self) -> dict[str, object]:
        """Return the raw content that is saved."""
        return {name: raw for field in self.fields.values() for name, raw in field.saved.items()}

    def settle(self, values: Values) -> None:
        """Take raw ``values`` for what is saved."""
        for field in self.fields.values():
            field.settle(values)

    def rebase(self, values: Values) -> None:
        """Take raw or clean ``values`` for what is saved; they fill the fields that were not touched."""
        touched = self.touched()
        raw = {name: as_raw(value) for name, value in values.items()}
        self.fill(raw, [name for name in self.fields if name not in touched])
        for name, field in self.fields.items():
            field.settle(raw if name in touched else None)
        if not touched:
            self._unseen = {name for name, field in self.fields.items() if field.isHidden()}

    def kept(self) -> dict[str, object]:
        """Return the raw content of the fields whose answers stay for the next record."""
        fields = [field for field in self.fields.values() if field.spec.keeps]
        return {name: raw for field in fields for name, raw in field.values().items()}

    def touched(self) -> list[str]:
        """Return the names of the fields that hold something unsaved."""
        return [name for name, field in self.fields.items() if field.is_dirty]

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
        for field in self.fields.values():
            field.show_trouble("")
        rest = []
        for trouble in troubles:
            owner = self._owners.get(trouble.field)
            if owner is None or owner.isHidden():
                rest.append(trouble)
            else:
                sentence = self._around.words.trouble(trouble)
                owner.show_trouble(f"{owner.trouble} {sentence}".strip())
        return rest

    def troubled(self) -> list[Field]:
        """Return the visible fields that show an error, in visual order."""
        return [field for field in self.visible() if field.trouble]

    def visible(self) -> list[Field]:
        """Return the fields whose condition holds, in visual order."""
        return [field for field in self.fields.values() if not field.isHidden()]

    def owner_of(self, widget: QWidget | None) -> Field | None:
        """Return the field of this column that ``widget`` is part of."""
        while widget is not None and widget is not self:
            if isinstance(widget, Field):
                return widget if self.fields.get(widget.spec.name) is widget else None
            widget = widget.parentWidget()
        return None

    # How it is built and kept up.

    def _build(self, specs: Sequence[FieldSpec]) -> None:
        theme = self._around.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(1.5))
        if any(spec.is_required for spec in specs):
            column.addWidget(label(self._around.words.say("* must be filled in"), "hint", wraps=False))
        group = ""
        for spec in specs:
            if spec.group and spec.group != group:
                heading = label(self._around.words.say(spec.group), "heading", wraps=False)
                heading.setContentsMargins(0, theme.space(1.5) if self._headings else 0, 0, 0)
                self._headings.append((heading, []))
                column.addWidget(heading)
            group = spec.group
            field = make_field(spec, self._around, self)
            field.edited.connect(partial(self._on_edited, field))
            field.stepped.connect(partial(self._step_from, field))
            self.fields[spec.name] = field
            self._owners.update(dict.fromkeys(spec.names, field))
            if group:
                self._headings[-1][1].append(field)
            column.addWidget(field)
        column.addStretch(1)

    def _on_edited(self, field: Field) -> None:
        self._read(field)
        self._show_wanted()
        self._warn(field)
        self.edited.emit()

    def _read(self, field: Field) -> None:
        try:
            self._answers.update(field.clean())
        except RuleBroken:
            self._answers.update(dict.fromkeys(field.spec.names))

    def _show_wanted(self) -> None:
        """Show the fields whose condition holds, and the headings that still have a field."""
        answers = self.answers()
        for field in self.fields.values():
            condition = field.spec.visible_when
            if condition is not None and condition(answers) is field.isHidden():
                field.setVisible(field.isHidden())
        for heading, fields in self._headings:
            heading.setVisible(not all(field.isHidden() for field in fields))

    def _warn(self, edited: Field) -> None:
        """Ask the warners that look at what changed; a late answer to an older question is dropped."""
        names = set(edited.spec.names)
        for field in self.fields.values():
            warn = field.spec.warn
            if warn is not None and (field is edited or names & set(field.spec.watches)):
                number = self._asked[field.spec.name] = self._asked.get(field.spec.name, 0) + 1
                warn(self.answers(), partial(self._on_warned, field, number))

    def _on_warned(self, field: Field, number: int, warnings: Sequence[RuleBroken]) -> None:
        if isValid(self) and self._asked[field.spec.name] == number:
            field.show_warnings([self._around.words.trouble(warning) for warning in warnings])

    def _step_from(self, field: Field) -> None:
        following = self.visible()[self.visible().index(field) + 1 :]
        if following:
            following[0].focus_editor()
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
        for field in self.fields.values():
            if field.spec.is_identity:
                field.set_masked(is_masked=is_on)
