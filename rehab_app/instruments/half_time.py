"""The half-time rule of the ASI: 14 days or more count as one month, 6 months or more as one year (UNODC Treatnet ASI)."""

from typing import Final

_HALF_MONTH: Final = 14
_HALF_YEAR: Final = 6


def whole_months(months: int, days: int) -> int:
    """Return whole months for a time of ``months`` and ``days`` more."""
    return months + (days >= _HALF_MONTH)


def whole_years(years: int, months: int) -> int:
    """Return whole years for a time of ``years`` and ``months`` more."""
    return years + (months >= _HALF_YEAR)
