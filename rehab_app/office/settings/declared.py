"""The declared settings with their defaults: the values the field's practice suggests, open to each office."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_


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


def _is_letter_pattern(value: object) -> bool:
    return _is_text(value) and "{nomor}" in str(value) and "{tahun}" in str(value)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(line) for line in value)


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
        Setting(
            "referral_letter_pattern",
            N_("Pattern of referral letter numbers"),
            "{sifat}/{nomor}/{bulan_romawi}/{penandatangan}/{klasifikasi}/{tahun}/{unit}",
            _is_letter_pattern,
        ),
        Setting("referral_letter_security", N_("Security letter of referral letters"), "R", _is_text),
        Setting("referral_letter_signer", N_("Signer's mark in letter numbers"), "KA", _is_text),
        Setting("referral_letter_class", N_("Classification code of referral letters"), "RH.00.00", _is_text),
        Setting(
            "referral_copies",
            N_("Copies of referral letters go to (tembusan)"),
            ["Kepala BNNP Kalimantan Timur"],
            _is_lines,
        ),
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
        Setting("idle_lock_minutes", N_("Minutes until the program locks itself"), 5, _is_count),
        Setting("emergency_access_hours", N_("Hours a file stays open after breaking the glass"), 24, _is_count),
        Setting("backup_at_close", N_("Back up when the program closes"), True, _is_flag),  # noqa: FBT003 - a default
        Setting("backups_kept", N_("Backups kept in the place of backups"), 30, _is_count),
    )
}


def checked(name: str, value: object) -> object:
    """Return ``value`` where the setting accepts it; raises RuleBroken("settings.refused") otherwise."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise RuleBroken("settings.unknown", name=name)
    if not setting.check(value):
        raise RuleBroken("settings.refused", field=name, name=name)
    return value
