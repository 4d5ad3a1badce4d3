"""Recaps as they are now, and those that were signed: each keeps its cells, clients and paper, and tells what changed since."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select

from rehab_app.foundation.actor import Actor, DataClass, Right
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.recaps.causes import Cause, causes_since
from rehab_app.papers.recaps.head import Of
from rehab_app.papers.recaps.model import SignedRecap
from rehab_app.papers.recaps.new_patients import new_patients
from rehab_app.papers.recaps.patients_of_year import patients_of_year
from rehab_app.papers.recaps.perka_4 import perka_4
from rehab_app.papers.recaps.rows import Recap
from rehab_app.papers.recaps.rules import Kind, Naming, Period, Wish, check_wish, length_between
from rehab_app.papers.recaps.signed import ABOUT_CLIENTS, Change, ClientChange, SignedRow, may_name, may_see
from rehab_app.store.attachments import Attachments
from rehab_app.store.work import Work

_Maker = Callable[[Work, Wish, Of, ValueLists], Recap]
_MAKERS: Final[Mapping[Kind, _Maker]] = MappingProxyType(
    {Kind.NEW_PATIENTS: new_patients, Kind.PATIENTS_OF_YEAR: patients_of_year, Kind.PERKA_4: perka_4}
)
_NAMING: Final = "naming"
_CLIENTS: Final = "clients"


@needs(DataClass.LAPORAN, Right.MELIHAT)
def recap(work: Work, wish: Wish, lists: ValueLists) -> Recap:
    """Return a recap as the record has it now.

    Raises RuleBroken ``recaps.period``; NotAllowed without the clinical right for a list of clients, and ``recaps.names`` where
    names are asked for by somebody who may not.
    """
    _require_seen(work.actor, wish)
    check_wish(wish, work.clock.today())
    return _made(work, wish, lists)


@needs(DataClass.LAPORAN, Right.MELIHAT)
def signed_recaps(work: Work) -> tuple[SignedRow, ...]:
    """Return the signed recaps that the acting user may see, the latest period first, its latest edition before the others."""
    query = select(SignedRecap).order_by(
        col(SignedRecap.until_on).desc(),
        col(SignedRecap.from_on).desc(),
        SignedRecap.kind,
        col(SignedRecap.edition).desc(),
    )
    rows = (_row(one) for one in work.session.exec(query))
    return tuple(row for row in rows if may_see(work.actor, row.wish.kind))


@needs(DataClass.LAPORAN, Right.INPUT)
def keep_signed(
    work: Work, attachments: Attachments, found: Recap, content: bytes, signer: Signer, remark: str = ""
) -> UUID:
    """Keep a recap as it was signed, with its paper, as the next edition of its period; return its id."""
    _require_seen(work.actor, found.wish)
    wish, period = found.wish, found.wish.period
    last = work.session.exec(
        select(func.max(SignedRecap.edition)).where(
            SignedRecap.kind == wish.kind.value,
            SignedRecap.from_on == period.first,
            SignedRecap.until_on == period.last,
        )
    ).one()
    clients = {
        str(one.client_id): {"rm_number": one.rm_number, "initials": one.initials, "values": dict(one.values)}
        for one in found.behind
    }
    signed = SignedRecap(
        id=work.new_id(),
        kind=wish.kind.value,
        from_on=period.first,
        until_on=period.last,
        edition=(last or 0) + 1,
        columns=[column.code for column in found.columns],
        rows=[list(row) for row in found.printed()],
        clients=[str(one.client_id) for one in found.behind],
        basis={_NAMING: wish.naming.value, _CLIENTS: clients},
        signer_name=signer.name,
        signer_title=signer.title,
        signed_on=work.clock.today(),
        digest=attachments.put(content),
        size=len(content),
        remark=remark.strip(),
    )
    return work.add(signed, "recaps.sign").id


@needs(DataClass.LAPORAN, Right.MELIHAT)
def signed_pdf(work: Work, attachments: Attachments, recap_id: UUID) -> bytes:
    """Return the bytes that were signed, the same to the last one, and enter the look in the audit."""
    signed = _loaded(work, recap_id)
    work.note("recaps.view_signed", "signed_recap", signed.id)
    return attachments.get(signed.digest)


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_signed(work: Work, recap_id: UUID, deed: str) -> None:
    """Enter that a signed recap was printed or saved again (``deed``: print or save)."""
    work.note(f"recaps.{deed}_signed", "signed_recap", _loaded(work, recap_id).id)


@needs(DataClass.LAPORAN, Right.MELIHAT)
def changes_since(work: Work, recap_id: UUID, lists: ValueLists) -> tuple[ClientChange, ...]:
    """Return what a signed recap would say otherwise now, client by client by No. Rekam Medis, with the reasons on record.

    Names are not compared: who a client is, her No. Rekam Medis says.
    """
    signed = _loaded(work, recap_id)
    row = _row(signed)
    before: dict[str, Any] = signed.basis[_CLIENTS]
    unnamed = Wish(row.wish.kind, row.wish.period)
    now = {
        str(one.client_id): {"rm_number": one.rm_number, "initials": one.initials, "values": dict(one.values)}
        for one in _made(work, unnamed, lists).behind
    }
    changed = [one for one in before.keys() | now.keys() if _values(before, one) != _values(now, one)]
    causes = causes_since(work, [UUID(one) for one in changed], signed.created_at)
    found = [_change(one, before, now, causes.get(UUID(one), ()), set(signed.columns)) for one in changed]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.rm_number))


def _change(
    client: str,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    causes: tuple[Cause, ...],
    columns: set[str],
) -> ClientChange | None:
    """Return the change of one client; None where only a column differs that was not printed then."""
    shown = now.get(client) or before[client]
    old, new = _values(before, client) or {}, _values(now, client) or {}
    is_added, is_removed = client not in before, client not in now
    codes = [] if is_added or is_removed else sorted(old.keys() | new.keys())
    changes = tuple(
        Change(code, old.get(code, ""), new.get(code, ""))
        for code in codes
        if old.get(code, "") != new.get(code, "") and code.rsplit(".", 1)[-1] in columns
    )
    if not (changes or is_added or is_removed):
        return None
    return ClientChange(UUID(client), shown["rm_number"], shown["initials"], is_added, is_removed, changes, causes)


def _values(of: Mapping[str, Any], client: str) -> dict[str, str] | None:
    found = of.get(client)
    return dict(found["values"]) if found is not None else None


def _made(work: Work, wish: Wish, lists: ValueLists) -> Recap:
    office = profile(work)
    of = Of(office.clinic_name, ", ".join(office.address.splitlines()), work.clock.today())
    return _MAKERS[wish.kind](work, wish, of, lists)


def _require_seen(actor: Actor, wish: Wish) -> None:
    if wish.kind in ABOUT_CLIENTS:
        actor.require(DataClass.KLINIS, Right.MELIHAT)
    if wish.naming is Naming.NAMES and not may_name(actor):
        raise NotAllowed("recaps.names")


def _loaded(work: Work, recap_id: UUID) -> SignedRecap:
    """Return a signed recap that the acting user may see."""
    signed = work.session.get(SignedRecap, recap_id)
    if signed is None:
        raise RuleBroken("recaps.unknown")
    _require_seen(work.actor, _row(signed).wish)
    return signed


def _row(signed: SignedRecap) -> SignedRow:
    length = length_between(signed.from_on, signed.until_on)
    if length is None:
        raise ValueError("a signed recap of a period that is none")
    wish = Wish(Kind(signed.kind), Period(length, signed.from_on, signed.until_on), Naming(signed.basis[_NAMING]))
    return SignedRow(
        signed.id, wish, signed.edition, signed.signer_name, signed.signed_on, len(signed.clients), signed.remark
    )
