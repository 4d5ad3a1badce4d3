"""The value a setting has at present, for every room that follows it; changing one is the service's."""

from typing import Any, Final

from sqlalchemy import Table, bindparam, select

from rehab_app.office.profile.model import OfficeSetting
from rehab_app.office.rights.needs import open_to_all
from rehab_app.office.settings.declared import SETTINGS
from rehab_app.store.direct import Direct
from rehab_app.store.work import Work

_SETTING: Final[Table] = OfficeSetting.__table__  # type: ignore[attr-defined]
# Put together once: every page and nearly every rule follows some.
_VALUE: Final = Direct(select(_SETTING.c.value).where(_SETTING.c.name == bindparam("name")))


@open_to_all
def setting(work: Work, name: str) -> Any:  # noqa: ANN401 - each setting has a JSON value of its own shape
    """Return the value of a setting: the office's, else the default."""
    row = _VALUE.first(work.connection, {"name": name})
    return row[0] if row else SETTINGS[name].default
