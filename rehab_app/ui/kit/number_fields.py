"""The fields that are answered with a number, written as in Indonesia: a comma before decimals, dots between thousands."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field_spec import TYPED, typed
from rehab_app.ui.kit.text_fields import LineField

_WHOLE: Final = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(\.\d{3}){1,4})")
# One dot before fewer or more than three digits can only be meant as the decimal sign: 36.5 is read as 36,5.
_DECIMAL: Final = re.compile(
    r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,9}))?|([+-]?)(\d{1,15})\.(\d{1,2}|\d{4,9})"
)


def whole_number(text: str) -> int:
    """Read a whole number such as ``1250``, ``1.250`` or ``-3``; raises ``field.not_a_whole_number``."""
    plain = _plain(text)
    if not _WHOLE.fullmatch(plain):
        raise RuleBroken("field.not_a_whole_number")
    return int(plain.replace(".", ""))


def decimal_number(text: str) -> Decimal:
    """Read a number such as ``36,5``, ``1.250,75`` or ``36.5``; raises ``field.not_a_number``."""
    match = _DECIMAL.fullmatch(_plain(text))
    if match is None:
        raise RuleBroken("field.not_a_number")
    sign, whole, part, dot_sign, dot_whole, dot_part = match.groups(default="")
    if dot_whole:
        return Decimal(f"{dot_sign}{dot_whole}.{dot_part}")
    return Decimal(f"{sign}{whole.replace('.', '')}.{part or '0'}" if part else f"{sign}{whole.replace('.', '')}")


def decimal_text(number: Decimal) -> str:
    """Write ``number`` with a decimal comma and no thousands, so that it can be typed over."""
    return format(number, "f").replace(".", ",")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace(" ", "")


class IntegerField(LineField):
    """A whole number between the spec's ``lowest`` and ``highest``; raw content is the number."""

    def raw(self) -> object:
        """Return the number, or what was typed where it cannot be read."""
        text = self.edit.text()
        try:
            return whole_number(text) if text.strip() else text or None
        except RuleBroken:
            return {TYPED: text}

    def read(self) -> object:
        """Return the number; raises ``field.not_a_whole_number``, ``field.too_low`` or ``field.too_high``."""
        text = self.edit.text().strip()
        if not text:
            return None
        number = whole_number(text)
        if self.spec.lowest is not None and number < self.spec.lowest:
            raise RuleBroken("field.too_low", lowest=self.spec.lowest)
        if self.spec.highest is not None and number > self.spec.highest:
            raise RuleBroken("field.too_high", highest=self.spec.highest)
        return number


class DecimalField(LineField):
    """A number with decimals; raw content is its text with a decimal point ("36.5"), clean content a Decimal."""

    def raw(self) -> object:
        """Return the number as text, or what was typed where it cannot be read."""
        text = self.edit.text()
        try:
            return format(decimal_number(text), "f") if text.strip() else text or None
        except RuleBroken:
            return {TYPED: text}

    def put(self, raw: object) -> None:
        """Show ``raw``: a number, its text with a decimal point, or a text that could not be read."""
        text = typed(raw)
        if text is None and raw is not None:
            text = decimal_text(Decimal(str(raw)))
        self.edit.setText(text or "")
        self.edit.setCursorPosition(0)

    def read(self) -> object:
        """Return the number; raises ``field.not_a_number``, ``field.too_low`` or ``field.too_high``."""
        text = self.edit.text().strip()
        if not text:
            return None
        number = decimal_number(text)
        if self.spec.lowest is not None and number < self.spec.lowest:
            raise RuleBroken("field.too_low", lowest=self.spec.lowest)
        if self.spec.highest is not None and number > self.spec.highest:
            raise RuleBroken("field.too_high", highest=self.spec.highest)
        return number

    def shown(self, values: object) -> str:
        """Return the number with a decimal comma."""
        raw = values.get(self.spec.name) if isinstance(values, dict) else None
        text = typed(raw)
        if text is not None or raw is None:
            return text or ""
        return decimal_text(Decimal(str(raw)))
