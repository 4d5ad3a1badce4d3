"""The fields that are answered with words: one line, several lines, a person's name, a telephone number."""

import re
import unicodedata
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.context import MASK
from rehab_app.ui.kit.field import ValueField
from rehab_app.ui.kit.field_spec import typed
from rehab_app.ui.kit.line_edit import LineEdit
from rehab_app.ui.kit.overriding import override

# Characters that turn the direction of what follows: in a letter or a list they would move other words.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PHONE: Final = re.compile(r"\+?[0-9]{6,15}")
_PHONE_FILLING: Final = re.compile(r"[\s().\-/\u2010-\u2015]")


def tidy(text: str) -> str:
    """Return ``text`` in composed form, without control characters and with single spaces, keeping its lines."""
    composed = _TURNING.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in composed.splitlines())
    return "\n".join("".join(c for c in line if unicodedata.category(c) != "Cc") for line in lines).strip()


class LineField(ValueField):
    """One line of text: raw content is what was typed, to the letter; clean content is tidied."""

    edit: LineEdit

    def make_editor(self) -> QWidget:
        """Make the line edit, as wide as the spec says."""
        self.edit = LineEdit(self)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * self.spec.width)
        self.edit.entered.connect(self.stepped)
        self.edit.textEdited.connect(self.tell_edited)
        return self.edit

    def raw(self) -> object:
        """Return the text as typed, None where there is none."""
        return self.edit.text() or None

    def put(self, raw: object) -> None:
        """Show ``raw`` as text."""
        text = typed(raw) if typed(raw) is not None else raw
        self.edit.setText("" if text is None else str(text))
        self.edit.setCursorPosition(0)

    def read(self) -> object:
        """Return the tidied text, None where nothing is left of it; raises ``field.too_long``."""
        text = tidy(self.edit.text())
        self.check_length(text)
        return text or None

    def check_length(self, text: str) -> None:
        """Raise ``field.too_long`` where ``text`` is longer than the spec allows."""
        if self.spec.longest and len(text) > self.spec.longest:
            raise RuleBroken("field.too_long", longest=self.spec.longest, length=len(text))

    def set_masked(self, *, is_masked: bool) -> None:
        """Show dots while the field is not being edited."""
        super().set_masked(is_masked=is_masked)
        self.edit.set_masked(is_masked=is_masked)


class NameField(LineField):
    """A person's name: any letters of any script; digits and symbols are pointed out and accepted."""

    def leave(self) -> None:
        """Point out what is seldom part of a name; the spelling stays the typist's."""
        super().leave()
        odd = any(unicodedata.category(character)[0] in "NS" for character in self.edit.text())
        sentence = self.around.words.say("The name holds a digit or a symbol. Please look at it once more.")
        self.show_warnings([sentence] if odd else [])


class PhoneField(LineField):
    """A telephone number: clean content is its digits, with the plus sign of an international number."""

    def read(self) -> object:
        """Return e.g. "081234567890" or "+6281234567890"; raises ``field.not_a_phone_number``."""
        number = _PHONE_FILLING.sub("", unicodedata.normalize("NFKC", self.edit.text()))
        if not number:
            return None
        if not _PHONE.fullmatch(number):
            raise RuleBroken("field.not_a_phone_number")
        return number


class LinesEdit(QPlainTextEdit):
    """Several lines of text; Tab goes on, Enter begins a new line, privacy mode paints dots."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_masked = False
        self.setTabChangesFocus(True)

    def set_masked(self, *, is_masked: bool) -> None:
        """Paint dots instead of the text while the edit has not the focus."""
        self._is_masked = is_masked
        self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_masked or self.hasFocus() or self.document().isEmpty():
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        margin = round(self.document().documentMargin())
        area = self.viewport().rect().adjusted(margin, margin, -margin, -margin)
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, MASK)


class LinesField(ValueField):
    """Several lines of text."""

    edit: LinesEdit

    def make_editor(self) -> QWidget:
        """Make the editor, as wide and as high as the spec says; longer texts scroll."""
        self.edit = LinesEdit(self)
        metrics = QFontMetrics(self.edit.font())
        self.edit.setMaximumWidth(metrics.averageCharWidth() * self.spec.width)
        frame = 2 * (self.around.theme.space(1) + round(self.edit.document().documentMargin()))
        self.edit.setFixedHeight(metrics.lineSpacing() * self.spec.lines + frame)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.textChanged.connect(self._on_changed)
        self._is_filling = False
        return self.edit

    def raw(self) -> object:
        """Return the text as typed, None where there is none."""
        return self.edit.toPlainText() or None

    def put(self, raw: object) -> None:
        """Show ``raw`` as text."""
        self._is_filling = True
        self.edit.setPlainText("" if raw is None else str(raw))
        self._is_filling = False

    def read(self) -> object:
        """Return the tidied text with its lines, None where nothing is left of it; raises ``field.too_long``."""
        text = tidy(self.edit.toPlainText())
        if self.spec.longest and len(text) > self.spec.longest:
            raise RuleBroken("field.too_long", longest=self.spec.longest, length=len(text))
        return text or None

    def set_masked(self, *, is_masked: bool) -> None:
        """Paint dots while the field is not being edited."""
        super().set_masked(is_masked=is_masked)
        self.edit.set_masked(is_masked=is_masked)

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.tell_edited()
