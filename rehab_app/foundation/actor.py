"""Who acts: the signed-in person with her roles and rights, passed into every service call.

Three rights over each class of data, granted by the head of the facility: Permenkes 24/2022 Pasal 30 (penginputan, perbaikan,
melihat data).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from rehab_app.foundation.errors import NotAllowed


class DataClass(StrEnum):
    """The classes of data over which rights are granted."""

    ADMINISTRATIF = "administratif"
    KLINIS = "klinis"
    SURAT = "surat"
    LAPORAN = "laporan"
    IBM = "ibm"
    IKM = "ikm"
    PENGATURAN = "pengaturan"


class Right(StrEnum):
    """The three rights of Permenkes 24/2022 Pasal 30."""

    INPUT = "input"
    PERBAIKAN = "perbaikan"
    MELIHAT = "melihat"


class Role(StrEnum):
    """The roles of the clinic; a person may hold several."""

    PENDAFTARAN = "pendaftaran"
    KONSELOR = "konselor"
    DOKTER = "dokter"
    PERAWAT = "perawat"
    PSIKOLOG = "psikolog"
    SUBKOORDINATOR = "subkoordinator"
    KEPALA = "kepala"
    OPERATOR_SIRENA = "operator_sirena"
    ADMIN = "admin"


Rights = Mapping[DataClass, frozenset[Right]]


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting user: account id, name as signed, roles, the rights they add up to, and the seat (PC) she sits at."""

    user_id: UUID
    name: str
    roles: frozenset[Role]
    rights: Rights = field(repr=False)
    seat: str = ""

    def may(self, data_class: DataClass, right: Right) -> bool:
        """Whether this person holds ``right`` over ``data_class``."""
        return right in self.rights.get(data_class, frozenset())

    def require(self, data_class: DataClass, right: Right) -> None:
        """Raise NotAllowed unless this person holds ``right`` over ``data_class``."""
        if not self.may(data_class, right):
            raise NotAllowed("rights.missing", data_class=data_class.value, right=right.value)

    def has(self, *roles: Role) -> bool:
        """Whether this person holds any of ``roles``."""
        return not self.roles.isdisjoint(roles)
