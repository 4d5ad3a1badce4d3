"""Reading and changing the office's settings."""

from typing import Any

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.profile.model import OfficeSetting
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.office.settings.declared import SETTINGS, checked
from rehab_app.office.settings.present import setting
from rehab_app.store.work import Work

__all__ = ["all_settings", "change_setting", "setting"]


@open_to_all
def all_settings(work: Work) -> dict[str, Any]:
    """Return every setting's present value by name."""
    kept = {row.name: row.value for row in work.session.exec(select(OfficeSetting)).all()}
    return {name: kept.get(name, declared.default) for name, declared in SETTINGS.items()}


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_setting(work: Work, name: str, value: Any) -> None:  # noqa: ANN401 - each setting has a JSON value of its own shape
    """Set ``name`` to ``value``; raises RuleBroken where the setting refuses it."""
    checked(name, value)
    row = work.session.exec(select(OfficeSetting).where(OfficeSetting.name == name)).first()
    if row is None:
        work.add(OfficeSetting(id=work.new_id(), name=name, value=value), "settings.change")
        return
    row.value = value
    work.change(row, "settings.change")
