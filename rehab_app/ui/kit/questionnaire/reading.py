"""Text that was typed for an item, read into its answer and written back; one that cannot be read is kept as it stands."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from rehab_app.foundation.dates import format_short, parse_date
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments.form import Item, Kind
from rehab_app.ui.kit.field_spec import TYPED, typed
from rehab_app.ui.kit.number_fields import decimal_number, decimal_text, whole_number

LONGEST_LINE: Final = 200
LONGEST_LINES: Final = 10_000


def read_text(item: Item, text: str, today: date) -> object:
    """Return the answer that ``text`` gives to a text, number or day, None for an empty one.

    RuleBroken where it cannot be read: ``field.not_a_number``, ``field.too_low``, ``dates.*`` and their kin.
    """
    if not text.strip():
        return None
    if item.kind is Kind.NUMBER:
        return _number(item, text)
    if item.kind is Kind.DATE:
        return parse_date(text, today=today).isoformat()
    longest = LONGEST_LINE if item.kind is Kind.TEXT else LONGEST_LINES
    if len(text) > longest:
        raise RuleBroken("field.too_long", longest=longest, length=len(text))
    return text


def raw_of(item: Item, text: str, today: date) -> object:
    """Return the answer of ``text``, or the text itself under ``typed`` where it cannot be read."""
    try:
        return read_text(item, text, today)
    except RuleBroken:
        return {TYPED: text}


def text_of(item: Item, raw: object) -> str:
    """Return an answer as it is typed: a day as dd/mm/yyyy, a number with a comma, what could not be read as it stood."""
    kept = typed(raw)
    if kept is not None:
        return kept
    if raw is None or isinstance(raw, Mapping):
        return ""
    if item.kind is Kind.DATE:
        try:
            return format_short(date.fromisoformat(str(raw)))
        except ValueError:
            return str(raw)
    if isinstance(raw, float):
        return decimal_text(Decimal(str(raw)))
    return str(raw)


def _number(item: Item, text: str) -> int | float:
    found: int | float = whole_number(text) if not item.places else _plain(decimal_number(text), item.places)
    if item.lowest is not None and found < item.lowest:
        raise RuleBroken("field.too_low", lowest=item.lowest)
    if item.highest is not None and found > item.highest:
        raise RuleBroken("field.too_high", highest=item.highest)
    return found


def _plain(number: Decimal, places: int) -> int | float:
    """Return a number as JSON keeps it; RuleBroken where it has more decimals than the item takes."""
    if round(number, places) != number:
        raise RuleBroken("field.not_a_number")
    return int(number) if number == int(number) else float(number)
