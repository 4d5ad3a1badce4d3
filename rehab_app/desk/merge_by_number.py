"""Two records to be merged that somebody knows by their numbers, where the list of possible duplicates does not show them."""

from uuid import UUID

from sqlmodel import col, select

from rehab_app.clinic.clients.by_number import by_number, holds_digits
from rehab_app.clinic.clients.merging import require_apart
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.clients.search_index import number_keys
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

# More than one stands under a number only where the clinic changed how it writes them.
_MOST_ALIKE = 10


@needs(DataClass.ADMINISTRATIF, Right.PERBAIKAN)
def named_records(work: Work, kept_rm: str, merged_rm: str) -> tuple[UUID, UUID]:
    """Return the records with these No. Rekam Medis, as they are written or without their leading zeros.

    What is wrong is told beside ``kept_rm`` or ``merged_rm``: RuleBroken ``draft.required``, ``merge.unknown_number``,
    ``merge.several_numbers``, ``merge.already_merged``, ``merge.same_client``.
    """
    found: list[Client] = []
    troubles: list[RuleBroken] = []
    for field, number in (("kept_rm", kept_rm), ("merged_rm", merged_rm)):
        try:
            found.append(_record_of(work, number.strip()))
        except RuleBroken as trouble:
            troubles.append(trouble.beside(field))
    if troubles:
        raise RulesBroken(troubles)
    kept, merged = found
    try:
        require_apart(kept, merged)
    except RuleBroken as trouble:
        raise trouble.beside("merged_rm") from None
    return kept.id, merged.id


def _record_of(work: Work, number: str) -> Client:
    """Return the record with a number; one that was taken into another is refused, as the kept record has its number too."""
    if not number:
        raise RuleBroken("draft.required")
    record = work.session.exec(select(Client).where(Client.rm_number == number)).first()
    if record is None:
        record = _alike(work, number)
    if record.merged_into is not None:
        raise RuleBroken("merge.already_merged", rm=record.rm_number)
    return record


def _alike(work: Work, number: str) -> Client:
    """Return the one record whose number says the same: 12 for 000012."""
    keys = set(number_keys(number)) if holds_digits(number) else set()
    hits = by_number(work.connection, number, _MOST_ALIKE).values() if keys else ()
    ids = [shown.id for shown, matched_by in hits if matched_by is MatchedBy.RM]
    hit = work.session.exec(select(Client).where(col(Client.id).in_(ids))).all() if ids else ()
    found = [record for record in hit if keys & set(number_keys(record.rm_number))]
    if len(found) > 1:
        raise RuleBroken("merge.several_numbers", numbers=", ".join(sorted(one.rm_number for one in found)))
    if not found:
        # The kept record is found by the number of one that was taken into it.
        raise RuleBroken("merge.already_merged", rm=number) if hit else RuleBroken("merge.unknown_number", rm=number)
    return found[0]
