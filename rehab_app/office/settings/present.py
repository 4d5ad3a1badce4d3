"""The value a setting has at present, for every room that follows it; changing one is the service's."""

from typing import Any

from sqlmodel import select

from rehab_app.office.profile.model import OfficeSetting
from rehab_app.office.rights.needs import open_to_all
from rehab_app.office.settings.declared import SETTINGS
from rehab_app.store.work import Work


@open_to_all
def setting(work: Work, name: str) -> Any:  # noqa: ANN401 - each setting has a JSON value of its own shape
    """Return the value of a setting: the office's, else the default."""
    row = work.session.exec(select(OfficeSetting).where(OfficeSetting.name == name)).first()
    return row.value if row else SETTINGS[name].default
