"""The declared settings with their defaults: the values the field's practice suggests, open to each office."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.settings.recap_columns import PASAL_18, are_further

LAST_HOUR: Final = 23
WHOLE: Final = 100
# Permenkes 24/2022 Pasal 39: an electronic medical record is kept for at least 25 years.
LEAST_RETENTION: Final = 25
# Readiness of URICA runs from -2 to 14.
URICA_RANGE: Final = (-2, 14)
SRQ_ITEMS: Final = 20
LETTER_SHEETS: Final = ("A4", "F4")
LETTER_FONTS: Final = ("", "Times New Roman", "Liberation Serif", "PT Serif")
"""The families a letter may be set in; empty: the first of them that the PC has."""
LETTER_SIZES: Final = (11, 12)
MARGIN_SIDES: Final = ("left", "right", "top", "bottom")
MARGIN_RANGE: Final = (15, 40)
"""The least and the most a margin may be, in millimetres: office printers keep 15 mm clear at the most."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, its label, its default (a JSON value) and the check a new value must pass."""

    name: str
    label: str
    default: Any
    check: Callable[[Any], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_hour(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_HOUR


def _is_percent(value: object) -> bool:
    return _is_count(value) and isinstance(value, int) and value <= WHOLE


def _is_srq_total(value: object) -> bool:
    return _is_count(value) and isinstance(value, int) and value <= SRQ_ITEMS


def _is_retention(value: object) -> bool:
    return _is_count(value) and isinstance(value, int) and value >= LEAST_RETENTION


def _is_panel(value: object) -> bool:
    """Whether this is a list of different parameters; the value list says what each one is."""
    return isinstance(value, list) and bool(value) and len(set(value)) == len(value) and all(map(_is_text, value))


def _is_missing_rule(value: object) -> bool:
    return value in {"who", "prose"}


def _is_cutoffs(value: object) -> bool:
    return isinstance(value, list) and len(value) == len(URICA_RANGE) and _is_rising(value)


def _is_rising(value: list[object]) -> bool:
    numbers = [one for one in value if isinstance(one, int | float) and not isinstance(one, bool)]
    low, high = URICA_RANGE
    return len(numbers) == len(value) and numbers == sorted(set(numbers)) and all(low <= one <= high for one in numbers)


def _is_sheet(value: object) -> bool:
    return value in LETTER_SHEETS


def _is_letter_font(value: object) -> bool:
    return value in LETTER_FONTS


def _is_letter_size(value: object) -> bool:
    return _is_count(value) and value in LETTER_SIZES


def _are_margins(value: object) -> bool:
    """Whether each side has whole millimetres within what printers keep clear and what leaves room for words."""
    least, most = MARGIN_RANGE
    return (
        isinstance(value, dict)
        and set(value) == set(MARGIN_SIDES)
        and all(_is_count(side) and least <= side <= most for side in value.values())
    )


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _numbers_once(*fields: str) -> Callable[[Any], bool]:
    def check(value: object) -> bool:
        if not _is_text(value):
            return False
        try:
            str(value).format(number=1, year=2022)
        except (KeyError, IndexError, ValueError):
            return False
        return all("{" + field in str(value) for field in fields)

    return check


def _is_bands(value: object) -> bool:
    return isinstance(value, list) and value == sorted(set(value)) and all(_is_count(step) for step in value)


def _is_letters(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(letter, str) and letter in "bcdefghij" for letter in value)


def _is_routing(value: object) -> bool:
    """Whether each band has a class, and none a lower one than the band before it (the instrument refuses such a map)."""
    bands, classes = ("low", "moderate", "high"), ("ringan", "sedang", "berat")
    if not isinstance(value, dict) or set(value) != set(bands) or any(one not in classes for one in value.values()):
        return False
    ranks = [classes.index(value[band]) for band in bands]
    return ranks == sorted(ranks)


SETTINGS: Final = {
    setting.name: setting
    for setting in (
        Setting("rm_pattern", N_("Pattern of No. Rekam Medis"), "{number:06d}", _numbers_once("number")),
        Setting(
            "registration_pattern",
            N_("Pattern of No. Registrasi"),
            "{number:04d}/{year}",
            _numbers_once("number", "year"),
        ),
        Setting("referral_reply_days", N_("Days in which a destination is expected to answer"), 7, _is_count),
        Setting("referral_progress_days", N_("Days until a progress report on an admitted client"), 30, _is_count),
        Setting("target_sessions", N_("Sessions of outpatient care"), 8, _is_count),
        Setting("routing_letters", N_("ASSIST substances that route"), list("cdefghij"), _is_letters),
        Setting(
            "routing_classes",
            N_("Risk band to class"),
            {"low": "ringan", "moderate": "sedang", "high": "berat"},
            _is_routing,
        ),
        Setting(
            "age_bands", N_("Age bands of the figures (first year of each)"), [15, 20, 25, 30, 40, 50, 60], _is_bands
        ),
        Setting("session_slots", N_("Half hours of a meeting"), 2, _is_count),
        Setting("day_starts_at", N_("First hour of the clinic"), 8, _is_hour),
        Setting("day_ends_at", N_("Hour at which the clinic closes"), 17, _is_hour),
        Setting(
            "urine_panel", N_("Parameters of the urine test"), ["MET", "AMP", "THC", "BZO", "MOP", "COC"], _is_panel
        ),
        Setting("urine_every_days", N_("Days between urine tests in care"), 14, _is_count),
        Setting("plan_review_days", N_("Days until a care plan is renewed"), 30, _is_count),
        Setting("absence_missed", N_("Missed meetings in a row that call for a call"), 2, _is_count),
        Setting("absence_days", N_("Days without contact that call for a call"), 14, _is_count),
        Setting("summons_after_days", N_("Days between one summons and the next"), 7, _is_count),
        Setting(
            "exit_measure_sessions_before",
            N_("Meetings before the target at which the exit measure is due"),
            1,
            _is_count,
        ),
        Setting(
            "outcome_target_percent", N_("Target of clients whose quality of life rose (per cent)"), 58, _is_percent
        ),
        Setting("whoqol_missing_rule", N_("Rule for missing answers of WHOQOL-BREF"), "who", _is_missing_rule),
        Setting(
            "urica_cutoffs", N_("Readiness (URICA) at which the stage changes, as an indication"), [8, 11], _is_cutoffs
        ),
        Setting("srq_cutoff", N_("SRQ-20 total that calls for attention"), 6, _is_srq_total),
        Setting("card_months", N_("Months a kartu lapor diri counts"), 12, _is_count),
        Setting("retention_years", N_("Years a record is kept after the last visit"), 25, _is_retention),
        Setting("perka_columns", N_("Further columns of the client recapitulation"), list(PASAL_18), are_further),
        Setting("recap_reminder_weekly", N_("Remind of the weekly recap on Thursdays"), True, _is_flag),  # noqa: FBT003 - a default
        Setting("recap_reminder_monthly", N_("Remind of the monthly recap on the 30th"), True, _is_flag),  # noqa: FBT003 - a default
        Setting("idle_lock_minutes", N_("Minutes until the program locks itself"), 5, _is_count),
        Setting("emergency_access_hours", N_("Hours a file stays open after breaking the glass"), 24, _is_count),
        Setting("letter_paper", N_("Paper of letters"), "A4", _is_sheet),
        Setting(
            "letter_margins",
            N_("Margins of letters (mm)"),
            {"left": 25, "right": 20, "top": 15, "bottom": 15},
            _are_margins,
        ),
        Setting("letter_font", N_("Font of letters"), "", _is_letter_font),
        Setting("letter_size", N_("Letter size of letters (points)"), 11, _is_letter_size),
        Setting("backup_at_close", N_("Back up when the program closes"), True, _is_flag),  # noqa: FBT003 - a default
        Setting("backups_kept", N_("Backups kept in the place of backups"), 30, _is_count),
    )
}

ON_LETTERS: Final = ("letter_paper", "letter_margins", "letter_font", "letter_size")
"""The settings of the sheet, which have a page of their own."""


def checked(name: str, value: object) -> object:
    """Return ``value`` where the setting accepts it; raises RuleBroken("settings.refused") otherwise."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise RuleBroken("settings.unknown", name=name)
    if not setting.check(value):
        raise RuleBroken("settings.refused", field=name, name=name)
    return value
