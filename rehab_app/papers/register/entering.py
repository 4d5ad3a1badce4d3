"""Numbers without a letter of the program: kept for one to come, put in afterwards, or of a letter written elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.profile.model import OfficeProfile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.register.draft import EntryDraft
from rehab_app.papers.register.numbering import enter, fill, late_number, next_number, reserved_number
from rehab_app.papers.register.orders import About, LetterOrder, Numbered, order_of
from rehab_app.papers.register.rows import LetterState
from rehab_app.papers.register.types import letter_type
from rehab_app.store.work import Work

RESERVED_KIND: Final = "reserved"
OUTSIDE_KIND: Final = "outside"


@needs(DataClass.SURAT, Right.INPUT)
def reserve(work: Work, type_code: str, dated_on: date, purpose: str, reason: str) -> Numbered:
    """Take the next number and keep it for a letter to come; ``purpose`` names nobody, ``reason`` says why it waits.

    ``register.issue(..., reserved_id=...)`` writes the letter into it; ``register.void`` gives it up, and the number stays.
    """
    purpose, reason = required(purpose, "subject"), required(reason)
    order = _order(work, EntryDraft(type_code=type_code, dated_on=dated_on, subject=purpose), RESERVED_KIND)
    number, text = next_number(work, order)
    return enter(work, order, number, text, "letters.reserve", state=LetterState.RESERVED.value, reason=reason)


@needs(DataClass.SURAT, Right.INPUT)
def register_outside(work: Work, draft: EntryDraft, reserved_id: UUID | None = None) -> Numbered:
    """Give a number to a letter that was written outside the program, and enter it in the register without a file.

    It is the next one, or the one that was kept for it; raises as ``register.issue`` does.
    """
    draft.require("type_code", "dated_on", "addressee", "subject")
    order = _order(work, draft, OUTSIDE_KIND)
    if reserved_id is not None:
        kept, text = reserved_number(work, reserved_id, order)
        fill(work, kept, order, text, "letters.enter", state=LetterState.OUTSIDE.value)
        return Numbered(kept.id, text)
    number, text = next_number(work, order)
    return enter(work, order, number, text, "letters.enter", state=LetterState.OUTSIDE.value)


@needs(DataClass.SURAT, Right.PERBAIKAN)
def insert_late(work: Work, draft: EntryDraft, *, is_reserved: bool = False) -> Numbered:
    """Put a letter in behind a number that is taken: it gets the number with .1, .2, ..., of the day it belongs to.

    ``is_reserved`` keeps the number for a letter that the program is to write (``register.issue(..., reserved_id=...)``); else
    it is of a letter written elsewhere. Raises RulesBroken with what is missing, the reason among it, and
    ``letters.no_such_number``, ``letters.dated_in_future``.
    """
    wanted = ("type_code", "dated_on", "after_number", "subject", "reason")
    draft.require(*wanted, *(() if is_reserved else ("addressee",)))
    if draft.dated_on is None or draft.after_number is None:
        raise AssertionError("require lets neither through")
    if draft.dated_on > work.clock.today():
        raise RuleBroken("letters.dated_in_future", field="dated_on")
    order = _order(work, draft, RESERVED_KIND if is_reserved else OUTSIDE_KIND)
    suffix, text = late_number(work, order, draft.after_number)
    state = LetterState.RESERVED if is_reserved else LetterState.OUTSIDE
    after, reason = draft.after_number, draft.reason
    return enter(work, order, after, text, "letters.insert", suffix=suffix, state=state.value, reason=reason)


def _order(work: Work, draft: EntryDraft, kind: str) -> LetterOrder:
    row = letter_type(work, draft.type_code)
    if row.is_retired:
        raise RuleBroken("letters.type_retired", field="type_code", name=row.name)
    if draft.dated_on is None:
        raise RuleBroken("draft.required", field="dated_on")
    order = order_of(
        row,
        work.session.exec(select(OfficeProfile)).one().unit_code,
        Signer(title=draft.signer_title, name=draft.signer_name),
        kind=kind,
        dated_on=draft.dated_on,
        addressee=draft.addressee,
        subject=draft.subject,
        copies=draft.copies,
        about=About(remark=draft.remark),
    )
    return replace(order, filing_code=draft.filing_code) if draft.filing_code else order
