"""The rules of papers: what an attachment may be, when a paper may be handed in, and how long a card counts."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Final

from rehab_app.clinic.documents.draft import AttachmentDraft, CardDraft, PaperDraft
from rehab_app.clinic.documents.rows import PaperRow, PaperState
from rehab_app.foundation.actor import DataClass
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

PHOTO: Final = "photo"
_MONTHS: Final = 12


def class_of(kind: str) -> DataClass:
    """Return the class of data that an attachment of this kind belongs to."""
    found = lists_in_force().get("attachment_kind", kind)
    is_clinical = found is not None and found.is_marked("is_clinical")
    return DataClass.KLINIS if is_clinical else DataClass.ADMINISTRATIF


def clinical_kinds() -> tuple[str, ...]:
    """Return the kinds of attachment that only those see who may see clinical data."""
    return tuple(one.code for one in lists_in_force().of("attachment_kind") if one.is_marked("is_clinical"))


def attachment_troubles(
    draft: AttachmentDraft, media_type: str, birth_date: date | None, today: date
) -> list[RuleBroken]:
    """Return every rule that refuses this description of an attachment; the client's photograph is a picture."""
    if not draft.kind:
        return [RuleBroken("draft.required", field="kind")]
    troubles = unknown_codes(draft, {"kind": "attachment_kind"})
    if draft.kind == PHOTO and not media_type.startswith("image/"):
        troubles.append(RuleBroken("documents.photo_is_picture", field="content"))
    if draft.taken_on is not None:
        if draft.taken_on > today:
            troubles.append(RuleBroken("documents.taken_in_future", field="taken_on"))
        elif birth_date is not None and draft.taken_on < birth_date:
            troubles.append(RuleBroken("documents.taken_before_birth", field="taken_on", day=format_short(birth_date)))
    return troubles


def paper_troubles(draft: PaperDraft, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this paper. An original that was given back was held before."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("kind", "handed_on") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"kind": "document"})
    if not draft.copies and not draft.is_original_held:
        troubles.append(RuleBroken("documents.nothing_handed", field="copies"))
    if draft.handed_on is None:
        return troubles
    if draft.handed_on > today:
        troubles.append(RuleBroken("documents.handed_in_future", field="handed_on"))
    elif draft.handed_on < registered_on:
        troubles.append(RuleBroken("documents.handed_too_early", field="handed_on", day=format_short(registered_on)))
    if draft.returned_on is not None:
        troubles += return_troubles(draft.returned_on, draft.handed_on, today, is_original_held=draft.is_original_held)
    return troubles


def return_troubles(
    returned_on: date | None, handed_on: date, today: date, *, is_original_held: bool
) -> list[RuleBroken]:
    """Return what refuses that an original is given back on ``returned_on``."""
    if returned_on is None:
        return [RuleBroken("draft.required", field="returned_on")]
    if not is_original_held:
        return [RuleBroken("documents.no_original_held", field="returned_on")]
    if returned_on > today:
        return [RuleBroken("documents.returned_in_future", field="returned_on")]
    if returned_on < handed_on:
        return [RuleBroken("documents.returned_too_early", field="returned_on", day=format_short(handed_on))]
    return []


def state_of(papers: Sequence[PaperRow]) -> PaperState:
    """Return how a kind of paper stands: an original that is still held comes before all else."""
    if any(paper.is_original_held and paper.returned_on is None for paper in papers):
        return PaperState.HELD
    if any(paper.copies for paper in papers):
        return PaperState.HANDED
    return PaperState.RETURNED if papers else PaperState.MISSING


def card_troubles(draft: CardDraft, assessed_on: date, today: date) -> list[RuleBroken]:
    """Return what refuses a card: PP 25/2011 Pasal 10 gives it after the assessment."""
    day = draft.issued_on
    if day is None:
        return [RuleBroken("draft.required", field="issued_on")]
    if day > today:
        return [RuleBroken("documents.card_in_future", field="issued_on")]
    if day < assessed_on:
        return [RuleBroken("documents.card_before_assessment", field="issued_on", day=format_short(assessed_on))]
    if draft.valid_until is not None and draft.valid_until <= day:
        return [RuleBroken("documents.card_ends_too_early", field="valid_until", day=format_short(day))]
    return []


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later, the last of the month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
