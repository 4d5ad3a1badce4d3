"""Numbers as Indonesian pages show them: a comma before the decimals, a point between thousands."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

# Enough digits that a third, rounded to any number of places a page shows, is rounded once only.
_EXACT: Final = Context(prec=60)


def format_number(value: float | Decimal | Fraction, places: int = 0) -> str:
    """Return ``12.350`` or, with ``places`` 2, ``3,23``; halves are rounded away from zero, as a clerk does."""
    if isinstance(value, Fraction):
        exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    else:
        exact = Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
    if not rounded:
        rounded = abs(rounded)
    return f"{rounded:,}".translate({ord(","): ".", ord("."): ","})


def format_percent(part: int, whole: int, places: int = 1) -> str:
    """Return ``28,3%`` for 17 of 60, and an empty text where ``whole`` is 0."""
    return f"{format_number(Fraction(part * 100, whole), places)}%" if whole else ""
