"""The states of a referral and the steps between them."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab_app.clinic.referrals.reply_draft import CapacityDraft, HandoverDraft, ReplyDraft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

DRAFT: Final = "draft"
SUBMITTED: Final = "diajukan"
WAITING: Final = "menunggu_tempat"
ACCEPTED: Final = "diterima"
ADMITTED: Final = "masuk"
FINISHED: Final = "selesai"
RETURNED: Final = "kembali"
REFUSED: Final = "ditolak"
CANCELLED: Final = "batal"

TRANSITIONS: Final = {
    DRAFT: (CANCELLED,),
    SUBMITTED: (WAITING, ACCEPTED, ADMITTED, REFUSED, CANCELLED),
    WAITING: (ACCEPTED, ADMITTED, REFUSED, CANCELLED),
    ACCEPTED: (ADMITTED, REFUSED, CANCELLED),
    ADMITTED: (FINISHED, RETURNED),
    FINISHED: (RETURNED,),
    RETURNED: (),
    REFUSED: (),
    CANCELLED: (),
}
"""From each state to the next ones a person may choose. A draft becomes submitted only by the issue of its letter."""

ORDER: Final = (DRAFT, SUBMITTED, WAITING, ACCEPTED, REFUSED, ADMITTED, FINISHED, RETURNED, CANCELLED)
"""The order in which states come about: no step leads back, so it is also the order of a referral's steps."""
OPEN: Final = (DRAFT, SUBMITTED, WAITING, ACCEPTED, ADMITTED)
"""What still waits for something: a referral that was finished, refused or cancelled, or from which she came back, has ended."""
AWAITING_REPLY: Final = (SUBMITTED, WAITING, ACCEPTED)
BY_TASK: Final = (CANCELLED, RETURNED)
"""Steps that also change the letter or the episode: a task enters them, never ``move``."""
LETTER: Final = "referral_letter"
"""The letter itself, as a code of the list ``document``: it is there once it was issued."""
_EXPLAINED: Final = (REFUSED, CANCELLED)


def next_states(state: str) -> tuple[str, ...]:
    """Return the states a referral in ``state`` may go to."""
    return TRANSITIONS[state]


def check_step(state: str, to_state: str, since: date, on: date, today: date, explanation: str) -> None:
    """Raise RuleBroken where the step is not one of the table, its day is impossible, or its reason is missing.

    ``since`` is the day of the present state; leaving admission before the programme ended asks for a reason too.
    """
    if to_state not in TRANSITIONS[state]:
        raise RuleBroken("referrals.no_such_step", field="to_state", state=state, to_state=to_state)
    if on > today:
        raise RuleBroken("referrals.step_in_future", field="happened_on")
    if on < since:
        raise RuleBroken("referrals.step_before_last", field="happened_on", since=since.strftime("%d/%m/%Y"))
    is_early_return = state == ADMITTED and to_state == RETURNED
    if (to_state in _EXPLAINED or is_early_return) and not explanation.strip():
        raise RuleBroken("referrals.explanation_needed", field="explanation")


PROGRESS: Final = "perkembangan"
REPLY_STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "menunggu_tempat": WAITING,
        "diterima": ACCEPTED,
        "ditolak": REFUSED,
        "masuk": ADMITTED,
        "selesai": FINISHED,
        "kembali": RETURNED,
    }
)
"""The state each kind of reply leads to; ``PROGRESS`` leads to none."""
REPLIED: Final = (SUBMITTED, WAITING, ACCEPTED, ADMITTED, FINISHED)
"""The states in which an answer of the destination may come in."""
TAKES_ON: Final = ("ditolak", "selesai", "kembali")
"""The replies after which the client may be taken on by the clinic again; after ``kembali`` she is."""


class NextStep(StrEnum):
    """What an open referral waits for."""

    ISSUE = "issue"
    AWAIT = "await"
    REMIND = "remind"
    PLACE = "place"
    ADMIT = "admit"
    PROGRESS = "progress"
    RETURN = "return"


def fitting_replies(state: str) -> tuple[str, ...]:
    """Return the kinds of reply that fit a referral in ``state``, in the order in which they come about."""
    if state not in REPLIED:
        return ()
    fitting = [kind for kind, to_state in REPLY_STATES.items() if to_state in TRANSITIONS[state]]
    again = ["menunggu_tempat"] if state == WAITING else []
    return (*again, *fitting, *([] if state == FINISHED else [PROGRESS]))


def not_now(state: str) -> RuleBroken:
    """Return what is said of a reply that does not fit a referral in ``state``: it names those that do."""
    said = {
        DRAFT: RuleBroken("referrals.no_reply_before_letter", field="kind"),
        SUBMITTED: RuleBroken("referrals.not_now_submitted", field="kind"),
        WAITING: RuleBroken("referrals.not_now_waiting", field="kind"),
        ACCEPTED: RuleBroken("referrals.not_now_accepted", field="kind"),
        ADMITTED: RuleBroken("referrals.not_now_admitted", field="kind"),
        FINISHED: RuleBroken("referrals.not_now_finished", field="kind"),
    }
    return said.get(state, RuleBroken("referrals.no_reply_fits", field="kind"))


def next_step(state: str, *, is_late: bool) -> NextStep:
    """Return what a referral in ``state`` waits for; a late answer is reminded of, whatever it should say."""
    if state == DRAFT:
        return NextStep.ISSUE
    if is_late:
        return NextStep.REMIND
    waits = {WAITING: NextStep.PLACE, ACCEPTED: NextStep.ADMIT, ADMITTED: NextStep.PROGRESS}
    waits |= {FINISHED: NextStep.RETURN, REFUSED: NextStep.RETURN}
    return waits.get(state, NextStep.AWAIT)


def reply_troubles(draft: ReplyDraft, state: str, since: date, sent_on: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses a reply to a referral in ``state``, in which it is ``since``.

    A reply that fits no longer is told with those that do.
    """
    if not draft.kind:
        return [RuleBroken("draft.required", field="kind")]
    if draft.kind not in fitting_replies(state):
        return [not_now(state)]
    earliest = sent_on if draft.kind == PROGRESS else max(since, sent_on)
    return [*day_troubles(draft, earliest, today), *said_troubles(draft, is_early_return=state == ADMITTED)]


def said_troubles(draft: ReplyDraft, *, is_early_return: bool) -> list[RuleBroken]:
    """Return what a reply lacks; a client sent back before the programme ended needs a reason too."""
    troubles = unknown_codes(draft, {"kind": "referral_reply", "how": "reply_way"})
    if (draft.kind == "ditolak" or (draft.kind == "kembali" and is_early_return)) and not draft.explanation:
        troubles.append(RuleBroken("referrals.reply_needs_reason", field="explanation"))
    if draft.kind == PROGRESS and not draft.condition:
        troubles.append(RuleBroken("draft.required", field="condition"))
    if draft.kind == "kembali" and not draft.taken_on_in:
        troubles.append(RuleBroken("referrals.return_to", field="taken_on_in"))
    if draft.taken_on_in and draft.kind not in TAKES_ON:
        troubles.append(RuleBroken("referrals.not_taken_on_yet", field="taken_on_in"))
    return troubles


def day_troubles(draft: ReplyDraft, earliest: date, today: date) -> Iterator[RuleBroken]:
    """Yield what cannot be of a reply's days: none lies ahead, none before ``earliest``, and it is told after it happened."""
    for name in ("happened_on", "received_on"):
        day = getattr(draft, name)
        if day is None:
            yield RuleBroken("draft.required", field=name)
        elif day > today:
            yield RuleBroken("referrals.step_in_future", field=name)
    happened_on, received_on = draft.happened_on, draft.received_on
    if happened_on is not None and happened_on < earliest:
        yield RuleBroken("referrals.step_before_last", field="happened_on", since=earliest.strftime("%d/%m/%Y"))
    if happened_on is not None and received_on is not None and received_on < happened_on:
        yield RuleBroken("referrals.told_before_it_happened", field="received_on")
    if happened_on is not None and draft.expected_on is not None and draft.expected_on < happened_on:
        yield RuleBroken("referrals.expected_before", field="expected_on")


def handover_troubles(draft: HandoverDraft, earliest: date, today: date) -> list[RuleBroken]:
    """Return every rule that refuses a berita acara serah terima of a referral whose letter is of the day ``earliest``."""
    named = ("handed_on", "handed_by", "received_by")
    troubles = [RuleBroken("draft.required", field=name) for name in named if not getattr(draft, name)]
    lists = lists_in_force()
    troubles += [
        RuleBroken("lists.unknown", field="documents", list="document", value=code)
        for code in draft.documents
        if lists.get("document", code) is None
    ]
    if draft.handed_on is not None and draft.handed_on > today:
        troubles.append(RuleBroken("referrals.step_in_future", field="handed_on"))
    if draft.handed_on is not None and draft.handed_on < earliest:
        day = earliest.strftime("%d/%m/%Y")
        troubles.append(RuleBroken("referrals.handed_before_letter", field="handed_on", since=day))
    if draft.handed_by and draft.handed_by.casefold() == draft.received_by.casefold():
        troubles.append(RuleBroken("referrals.handed_to_oneself", field="received_by"))
    return troubles


def capacity_troubles(draft: CapacityDraft, today: date) -> list[RuleBroken]:
    """Return every rule that refuses a note on a destination's places."""
    troubles = []
    if draft.noted_on is None:
        troubles.append(RuleBroken("draft.required", field="noted_on"))
    elif draft.noted_on > today:
        troubles.append(RuleBroken("referrals.step_in_future", field="noted_on"))
    if draft.free_places is None and draft.waiting_days is None and not draft.remark:
        troubles.append(RuleBroken("referrals.capacity_says_nothing", field="free_places"))
    return troubles
