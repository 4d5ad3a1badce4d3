"""Changes the office's settings together: all of them or none, with every trouble told at once."""

from collections.abc import Mapping
from typing import Any

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.service import all_settings, change_setting
from rehab_app.store.work import Work


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_settings(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """Change the settings that differ, all or none, and return all as they stand then.

    Raises RulesBroken with every value that is refused, each beside the setting's name, as ``change_setting`` does.
    """
    present, troubles = all_settings(work), []
    for name, value in values.items():
        if name in present and value == present[name]:
            continue
        try:
            change_setting(work, name, value)
        except RuleBroken as trouble:
            troubles.append(trouble)
    if troubles:
        raise RulesBroken(troubles)
    return all_settings(work)
