"""The population number NIK: sixteen digits, shown in groups, counted while they are typed.

What a NIK says about birth date, sex and district is no business of the screen: the spec's ``warn`` asks the domain.
"""

import unicodedata
from itertools import pairwise
from typing import Final

from PySide6.QtWidgets import QWidget

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.text_fields import LineField

NIK_DIGITS: Final = 16
# District of first registration, birth date, serial: the groups a clerk compares with the card (domain: UU 23/2006).
_GROUP_STARTS: Final = (6, 12)
_FILLING: Final = " \t\u00a0\u2007\u2009\u202f.-_/'"


def bare(text: str) -> str:
    """Return ``text`` without spaces and separators, its digits of any script as 0-9."""
    plain = unicodedata.normalize("NFKC", text)
    kept = (c for c in plain if c not in _FILLING and unicodedata.category(c) not in {"Cc", "Cf"})
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def grouped(digits: str) -> str:
    """Return sixteen digits as ``647105 170890 0001``; fewer or more keep the same groups."""
    cuts = (0, *_GROUP_STARTS, max(len(digits), _GROUP_STARTS[-1]))
    return " ".join(part for start, end in pairwise(cuts) if (part := digits[start:end]))


class NikField(LineField):
    """Sixteen digits; raw and clean content are the digits without spaces."""

    def make_editor(self) -> QWidget:
        """Make the line edit and let it group what is typed or pasted."""
        editor = super().make_editor()
        self.edit.textEdited.disconnect(self.tell_edited)
        self.edit.textEdited.connect(self._on_typed)
        return editor

    def raw(self) -> object:
        """Return what was typed without spaces, None where there is nothing."""
        return bare(self.edit.text()) or None

    def put(self, raw: object) -> None:
        """Show ``raw`` in groups."""
        super().put(raw)
        self._group()

    def read(self) -> object:
        """Return the sixteen digits; raises ``field.nik_not_digits`` or ``field.nik_length``."""
        digits = bare(self.edit.text())
        if not digits:
            return None
        if not digits.isdecimal():
            raise RuleBroken("field.nik_not_digits")
        if len(digits) != NIK_DIGITS:
            raise RuleBroken("field.nik_length", count=len(digits))
        return digits

    def _on_typed(self) -> None:
        self._group()
        self.tell_edited()

    def _group(self) -> None:
        """Write the groups anew and leave the cursor behind the same digit; letters stay, for the typist to see."""
        text = self.edit.text()
        digits = bare(text)
        if digits.isdecimal() and grouped(digits) != text:
            before = len(bare(text[: self.edit.cursorPosition()]))
            self.edit.setText(grouped(digits))
            self.edit.setCursorPosition(before + sum(before > start for start in _GROUP_STARTS))
        self.set_hint(f"{len(digits)}/{NIK_DIGITS}" if digits else "")
