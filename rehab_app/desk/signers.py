"""Who signs a paper: the head whom the profile names, or an officer in her capacity on the day of the paper."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.officers.rows import OfficerRow
from rehab_app.office.officers.service import signers_on
from rehab_app.office.rights.needs import needs
from rehab_app.papers.letters.facts import Delegation, Signer
from rehab_app.store.work import Work

_NUMBER_KINDS: Final[Mapping[int, str]] = {18: "NIP", 8: "NRP"}
_STANDS_IN: Final = (Delegation.PLH, Delegation.PLT)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def signer_on(work: Work, day: date, officer_id: UUID | None = None) -> Signer:
    """Return who signs a paper of ``day``: the officer chosen, the head where none is.

    Raises RuleBroken("papers.signer_missing") where the profile names no head, and ``papers.signer_not_then`` where the officer
    signs no papers of that day.
    """
    for row in signers_on(work, day):
        if row.id == officer_id:
            return signer_facts(row)
    if officer_id is None:
        raise RuleBroken("papers.signer_missing", field="signer")
    raise RuleBroken("papers.signer_not_then", field="signer", day=format_short(day))


def signer_facts(row: OfficerRow) -> Signer:
    """Return an officer as papers show her; Plh. and Plt. sign under the title they stand in for."""
    delegation = Delegation(row.delegation)
    return Signer(
        title=row.principal if delegation in _STANDS_IN else row.title,
        name=row.name,
        rank=row.rank,
        number=numbered(row.staff_number),
        delegation=delegation,
        principal=row.principal,
        between=row.between,
    )


def numbered(staff_number: str) -> str:
    """Return a staff number with its kind: 18 digits are a NIP, 8 a NRP, anything else stands as it is."""
    number = staff_number.strip()
    digits = number.replace(" ", "")
    kind = _NUMBER_KINDS.get(len(digits)) if digits.isdigit() else None
    return f"{kind} {number}" if kind else number
