"""The rules of a meeting: its day, its attendance, and who may read what was said."""

from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from rehab_app.clinic.episodes.meanings import held_codes, missed_codes
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import unknown_codes

# A year typed wrong is the usual reason for a plan further ahead.
LONGEST_AHEAD: Final = timedelta(days=366)
CANCELLED: Final = "batal"
EXCUSED: Final = "izin"
WORDS: Final = ("subjective", "objective", "appraisal", "next_plan", "note")
"""The words of a note: S, O, A, P and the free text."""
READS_EVERY_NOTE: Final = (Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG, Role.SUBKOORDINATOR)


def reads_notes(actor: Actor, episode_counsellor_id: UUID | None) -> bool:
    """Whether notes of an episode are open to ``actor`` by her work: its counsellor, or one of ``READS_EVERY_NOTE``.

    Everybody else, the Kepala too, breaks the glass first (``office.emergency.service``).
    """
    return actor.user_id == episode_counsellor_id or actor.has(*READS_EVERY_NOTE)


class Recorded(Protocol):
    """What was recorded of a meeting before."""

    @property
    def attendance(self) -> str:
        """The code of the list ``attendance``."""

    @property
    def attendance_reason(self) -> str:
        """Why she stayed away."""

    @property
    def note(self) -> str:
        """What was said."""

    @property
    def subjective(self) -> str:
        """S: what the client tells."""

    @property
    def objective(self) -> str:
        """O: what the counsellor sees."""

    @property
    def appraisal(self) -> str:
        """A: what the counsellor makes of it."""

    @property
    def next_plan(self) -> str:
        """P: what is planned for the next time."""

    @property
    def signed_at(self) -> datetime | None:
        """When the note was signed, None where it was not."""


def changes(old: Recorded, draft: AttendanceDraft) -> bool:
    """Whether a draft says anything else than what was recorded."""
    return _changes_attendance(old, draft) or bool(_replaced(old, draft))


def corrects(old: Recorded, draft: AttendanceDraft, *, is_own: bool = False) -> bool:
    """Whether a draft changes what was recorded, so that it needs a reason.

    What is written where nothing stood only adds to the record. While the note is not signed, its author (``is_own``)
    may go on writing it; once it is signed, every word that changes is a correction.
    """
    if _changes_attendance(old, draft):
        return True
    replaced = _replaced(old, draft)
    if old.signed_at is not None:
        return bool(replaced)
    return not is_own and any(known for known, _ in replaced)


def has_words(old: Recorded) -> bool:
    """Whether the counsellor wrote anything."""
    return any(getattr(old, name) for name in WORDS)


def said(draft: AttendanceDraft) -> dict[str, Any]:
    """Return the words that a draft gives; what it leaves out stays as it was."""
    words = {name: getattr(draft, name) for name in WORDS}
    return {name: text for name, text in words.items() if text is not None}


def _changes_attendance(old: Recorded, draft: AttendanceDraft) -> bool:
    return (old.attendance, old.attendance_reason) != (draft.attendance, draft.attendance_reason)


def _replaced(old: Recorded, draft: AttendanceDraft) -> list[tuple[str, str]]:
    """Return what stood and what shall stand, of the words that differ."""
    pairs = [(getattr(old, name), getattr(draft, name)) for name in WORDS]
    return [(known, text) for known, text in pairs if text is not None and text != known]


def plan_troubles(draft: PlanDraft, registered_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this plan, each beside its field."""
    troubles = [RuleBroken("draft.required", field=name) for name in ("held_on", "kind") if not getattr(draft, name)]
    troubles += unknown_codes(draft, {"kind": "session_kind", "service": "session_type", "room": "consulting_room"})
    if draft.held_at is not None and draft.held_at.tzinfo is not None:
        troubles.append(RuleBroken("sessions.hour_with_zone", field="held_at"))
    if draft.held_on is not None:
        if draft.held_on < registered_on:
            troubles.append(
                RuleBroken("sessions.before_registration", field="held_on", day=format_short(registered_on))
            )
        if draft.held_on > today + LONGEST_AHEAD:
            troubles.append(RuleBroken("sessions.too_far_ahead", field="held_on"))
    return troubles


def attendance_troubles(draft: AttendanceDraft, held_on: date | None, today: date) -> list[RuleBroken]:
    """Return every rule that refuses this attendance of a meeting on ``held_on``.

    Nobody has come or stayed away on a day that is still ahead; Izin and a cancellation may be known before.
    """
    if not draft.attendance:
        return [RuleBroken("draft.required", field="attendance")]
    troubles = unknown_codes(draft, {"attendance": "attendance"})
    is_certain = draft.attendance in {*held_codes(), *missed_codes()}
    if held_on is not None and held_on > today and is_certain:
        troubles.append(RuleBroken("sessions.attendance_in_future", field="attendance", day=format_short(held_on)))
    if draft.attendance == EXCUSED and not draft.attendance_reason:
        troubles.append(RuleBroken("sessions.excuse_needs_reason", field="attendance_reason"))
    return troubles
