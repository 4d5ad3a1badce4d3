"""The fields that are answered with a day: any spelling goes in, what was understood stands beside it.

While a date is being typed its raw content is the text itself, because ``1/2/19`` may be on its way to ``1/2/1990``; when the
focus leaves, the text becomes ``01/02/1990`` and the raw content an ISO date.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rehab_app.foundation.dates import OLDEST_AGE, age_on, format_full, format_long, format_short, parse_date
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field import Field, Values
from rehab_app.ui.kit.field_spec import TYPED, Surroundings, Width, typed
from rehab_app.ui.kit.line_edit import LineEdit
from rehab_app.ui.kit.number_fields import whole_number
from rehab_app.ui.kit.text_fields import LineField

_DAY: Final = "date"
"""The key under which raw content keeps the day that a text meant when it was typed: "kemarin" means another one tomorrow."""


class DayText:
    """A line edit that holds a day: its text to raw content and back."""

    def __init__(self, edit: LineEdit, around: Surroundings, *, is_birth: bool) -> None:
        self._edit = edit
        self._around = around
        self._is_birth = is_birth

    def raw(self) -> object:
        """Return an ISO date, or the typed text with what it is understood as, or None."""
        text = self._edit.text()
        if not text:
            return None
        day = self.understood()
        if day is None:
            return {TYPED: text}
        return day.isoformat() if text == format_short(day) else {TYPED: text, _DAY: day.isoformat()}

    def put(self, raw: object) -> None:
        """Show a date, an ISO date, or a typed text as it was."""
        text = typed(raw)
        day = _day_of_raw(raw)
        if text is not None:
            self._edit.setText(text)
            if day is not None and self.understood() != day:
                self._edit.setText(format_short(day))
        else:
            self._edit.setText("" if raw is None else format_short(day) if day is not None else str(raw))
        self._edit.setCursorPosition(0)

    def read(self) -> date | None:
        """Return the day, None where nothing is typed; raises RuleBroken ``dates.*``."""
        text = self._edit.text()
        if not text.strip():
            return None
        return parse_date(text, today=self._around.clock.today(), is_birth=self._is_birth)

    def understood(self) -> date | None:
        """Return the day, or None where there is none or it cannot be read."""
        try:
            return self.read()
        except RuleBroken:
            return None

    def tidy(self) -> bool:
        """Write an understood day as dd/mm/yyyy; return whether that changed the text."""
        day = self.understood()
        if day is None or self._edit.text() == format_short(day):
            return False
        self._edit.setText(format_short(day))
        return True

    def shown(self, raw: object) -> str:
        """Return raw content as a reader sees it."""
        day = _day_of_raw(raw)
        text = typed(raw)
        if text is not None or raw is None:
            return text or ""
        return format_short(day) if day is not None else str(raw)

    def hint(self) -> str:
        """Return the understood day in words, with the age where it is a birth date."""
        day = self.understood()
        if day is None:
            return ""
        words = self._around.words
        if not self._is_birth:
            return format_full(day, words.language)
        years = age_on(day, self._around.clock.today())
        age = words.say_many("{count} year old", "{count} years old", years)
        return f"{format_long(day, words.language)} \u2013 {age}"


def _day_of_raw(raw: object) -> date | None:
    kept = raw.get(_DAY) if isinstance(raw, Mapping) else raw
    if isinstance(kept, date) and not isinstance(kept, datetime):
        return kept
    with suppress(ValueError):
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    return None


class DateField(LineField):
    """A day; clean content is a date."""

    def make_editor(self) -> QWidget:
        """Make the line edit; the hint follows the typing."""
        editor = super().make_editor()
        self._day = DayText(self.edit, self.around, is_birth=self.spec.is_birth)
        self.edit.textEdited.connect(self._on_typed)
        return editor

    def raw(self) -> object:
        """Return an ISO date, what was typed, or None."""
        return self._day.raw()

    def put(self, raw: object) -> None:
        """Show a date, an ISO date, or a typed text as it was."""
        self._day.put(raw)
        self.set_hint(self._day.hint())

    def read(self) -> object:
        """Return the date; raises RuleBroken ``dates.*``."""
        return self._day.read()

    def shown(self, values: Values) -> str:
        """Return the day as dd/mm/yyyy."""
        return self._day.shown(values.get(self.spec.name))

    def leave(self) -> None:
        """Write the day as dd/mm/yyyy, or tell why it cannot be read."""
        if self._day.tidy():
            self.edited.emit()
        super().leave()

    def _on_typed(self) -> None:
        self.set_hint(self._day.hint())


class BirthField(Field):
    """A birth date, or the age in years where nobody knows it; fills ``name`` (date) and ``also`` (int).

    Where the date is understood, the age is shown and not asked; an age typed before comes back when the date is emptied.
    """

    def make_editor(self) -> QWidget:
        """Make both edits side by side."""
        words = self.around.words
        self.edit = LineEdit(self)
        self.age_edit = LineEdit(self)
        width = self.edit.fontMetrics().averageCharWidth()
        self.edit.setMaximumWidth(width * Width.SHORT)
        self.age_edit.setFixedWidth(width * 7)
        self.age_edit.setAccessibleName(f"{self.label}: {words.say('Age in years')}")
        self._day = DayText(self.edit, self.around, is_birth=True)
        self._typed_age = ""
        self.edit.entered.connect(self._on_entered)
        self.age_edit.entered.connect(self.stepped)
        self.edit.textEdited.connect(self._on_day_typed)
        self.age_edit.textEdited.connect(self._on_age_typed)
        before, after = QLabel(words.say("or age"), self), QLabel(words.say("years"), self)
        for label in (before, after):
            label.setProperty("look", "label")
        self.companions = [before, self.age_edit, after]
        self.answering = [self.edit, self.age_edit]
        return self.edit

    def values(self) -> dict[str, object]:
        """Return the day or its text, and the age where it was typed."""
        return {self.spec.name: self._day.raw(), self.spec.also: self._raw_age()}

    def fill(self, values: Values) -> None:
        """Show both; what is missing becomes empty."""
        self._day.put(values.get(self.spec.name))
        age = values.get(self.spec.also)
        self._typed_age = typed(age) or ("" if age is None else str(age))
        self._show()

    def clean(self) -> dict[str, object]:
        """Return the date, or the age; raises RuleBroken ``dates.*`` or ``field.not_an_age``."""
        try:
            day = self._day.read()
        except RuleBroken as trouble:
            trouble.beside(self.spec.name)
            raise
        age = self._read_age() if day is None else None
        return {self.spec.name: day, self.spec.also: age}

    def shown(self, values: Values) -> str:
        """Return the day, or else the age in words."""
        day = self._day.shown(values.get(self.spec.name))
        age = values.get(self.spec.also)
        if isinstance(age, int):
            return day or self.around.words.say_many("{count} year old", "{count} years old", age)
        return day or typed(age) or ""

    def leave(self) -> None:
        """Write the day as dd/mm/yyyy, or tell what cannot be read."""
        if self._day.tidy():
            self.edited.emit()
        super().leave()

    def set_masked(self, *, is_masked: bool) -> None:
        """Show dots while the field is not being edited."""
        super().set_masked(is_masked=is_masked)
        self.edit.set_masked(is_masked=is_masked)
        self.age_edit.set_masked(is_masked=is_masked)

    def _raw_age(self) -> object:
        if not self._typed_age or self._day.understood() is not None:
            return None
        try:
            return whole_number(self._typed_age)
        except RuleBroken:
            return {TYPED: self._typed_age}

    def _read_age(self) -> int | None:
        if not self._typed_age.strip():
            return None
        try:
            age = whole_number(self._typed_age)
        except RuleBroken:
            age = -1
        if not 0 <= age <= OLDEST_AGE:
            raise RuleBroken("field.not_an_age", field=self.spec.also, highest=OLDEST_AGE)
        return age

    def _show(self) -> None:
        """Let hint and age follow the day."""
        day = self._day.understood()
        text = self._typed_age if day is None else str(age_on(day, self.around.clock.today()))
        if self.age_edit.text() != text:
            self.age_edit.setText(text)
        self.age_edit.setReadOnly(day is not None)
        self.age_edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus if day is None else Qt.FocusPolicy.ClickFocus)
        self.set_hint("" if day is None else format_long(day, self.around.words.language))

    def _on_day_typed(self) -> None:
        self._show()
        self.tell_edited()

    def _on_age_typed(self, text: str) -> None:
        self._typed_age = text
        self.tell_edited()

    def _on_entered(self) -> None:
        """Go on to the age where no date is known, else to the next field."""
        if self.edit.text().strip():
            self.stepped.emit()
        else:
            self.age_edit.setFocus(Qt.FocusReason.TabFocusReason)
