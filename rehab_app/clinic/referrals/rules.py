"""The states of a referral and the steps between them."""

from datetime import date
from typing import Final

from rehab_app.foundation.errors import RuleBroken

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
