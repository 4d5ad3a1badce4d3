"""The answers of a questionnaire as one field of a form, so that its journal, its notices and its versions keep them too."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from rehab_app.instruments.form import NO_VALUE_LABELS, Form, Item, Kind
from rehab_app.instruments.form_answers import no_value_of
from rehab_app.ui.kit.field import ValueField
from rehab_app.ui.kit.field_spec import FieldSpec
from rehab_app.ui.kit.questionnaire.options import options_of, said
from rehab_app.ui.kit.questionnaire.reading import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersSpec(FieldSpec):
    """The field of the answers to ``sheet``."""

    sheet: Form


class AnswersField(ValueField):
    """Holds raw answers and shows nothing itself: the questionnaire beside it does."""

    spec: AnswersSpec

    def make_editor(self) -> QWidget:
        """Make an editor that is never seen."""
        self._raw: dict[str, object] = {}
        return QWidget(self)

    def raw(self) -> object:
        """Return the raw answers, None where there are none."""
        return self._raw or None

    def put(self, raw: object) -> None:
        """Take raw answers."""
        self._raw = dict(raw) if isinstance(raw, Mapping) else {}

    def read(self) -> object:
        """Return the raw answers; whether they can be saved is for the questionnaire to say."""
        return self._raw or None

    def shown(self, values: Mapping[str, object]) -> str:
        """Return answers by number and label of their items."""
        raw = values.get(self.spec.name)
        given = raw if isinstance(raw, Mapping) else {}
        return "\n".join(self._line(item, given[item.name]) for item in self.spec.sheet.items if item.name in given)

    def _line(self, item: Item, raw: object) -> str:
        return f"{item.number or item.label.say(self.around.words)}: {self._said(item, raw)}"

    def _said(self, item: Item, raw: object) -> str:
        state = no_value_of(raw)
        if state is not None:
            return self.around.words.say(NO_VALUE_LABELS[state])
        if item.kind in {Kind.GRID, Kind.TABLE}:
            return self._rows(item, raw)
        if item.kind in {Kind.TEXT, Kind.LINES, Kind.NUMBER, Kind.DATE} or isinstance(raw, Mapping):
            return text_of(item, raw)
        return str(raw) if item.list_name else said(options_of(item, self.around.words, lambda _name: ()), raw)

    def _rows(self, item: Item, raw: object) -> str:
        """Return the cells of a grid or table: ``8: 30, 5, Merokok``."""
        columns = {column.name: column for column in item.columns}
        rows = raw.items() if isinstance(raw, Mapping) else enumerate(raw if isinstance(raw, list) else (), start=1)
        lines = []
        for name, row in rows:
            if not isinstance(row, Mapping):
                continue
            state = no_value_of(row)
            cells = [self._said(columns[key], value) for key, value in row.items() if key in columns]
            text = ", ".join(cells) if state is None else self.around.words.say(NO_VALUE_LABELS[state])
            lines.append(f"{name}: {text}")
        return "; ".join(lines)
