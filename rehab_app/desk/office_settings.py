"""Changes the office's settings together; what a floor above the office knows better is checked before anything is kept."""

from collections.abc import Mapping
from typing import Any, Final

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.service import all_settings, change_setting
from rehab_app.papers.letters.numbers import check_pattern
from rehab_app.store.work import Work

LETTER_PATTERN: Final = "referral_letter_pattern"


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_settings(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """Change the settings that differ, all or none, and return all as they stand then.

    Raises RulesBroken with every value that is refused, each beside the setting's name: as ``change_setting`` does, and for
    the pattern of letter numbers as ``check_pattern`` does.
    """
    present, troubles = all_settings(work), []
    for name, value in values.items():
        if name in present and value == present[name]:
            continue
        try:
            if name == LETTER_PATTERN and isinstance(value, str) and value.strip():
                _check_letter_pattern(value)
            change_setting(work, name, value)
        except RuleBroken as trouble:
            troubles.append(trouble)
    if troubles:
        raise RulesBroken(troubles)
    return all_settings(work)


def _check_letter_pattern(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except RuleBroken as trouble:
        raise trouble.beside(LETTER_PATTERN) from None
