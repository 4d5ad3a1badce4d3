"""The office profile as it is."""

from dataclasses import dataclass

from sqlmodel import select

from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import open_to_all
from rehab_app.store.work import Work


@dataclass(frozen=True, slots=True)
class Profile:
    """The office as papers and pages need it."""

    row_version: int
    unit_name: str
    clinic_name: str
    letterhead: tuple[str, ...]
    address: str
    city: str
    phone: str
    email: str
    website: str
    unit_code: str
    time_zone: str
    home_regency: str
    working_area: tuple[str, ...]
    head_name: str
    head_title: str
    head_rank: str
    head_staff_number: str
    backup_place: str


@open_to_all
def profile(work: Work) -> Profile:
    """Return the office profile."""
    row = work.session.exec(select(OfficeProfile)).one()
    values = {name: getattr(row, name) for name in Profile.__slots__}
    values["letterhead"] = tuple(row.letterhead)
    values["working_area"] = tuple(row.working_area)
    return Profile(**values)
