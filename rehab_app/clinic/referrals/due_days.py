"""Until when a destination is expected to answer: by its own days, moved to the next day on which the clinic is open."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from rehab_app.clinic.referrals.model import Destination
from rehab_app.clinic.referrals.rules import ADMITTED, AWAITING_REPLY
from rehab_app.office.calendar.days import closed_days
from rehab_app.office.settings.present import setting
from rehab_app.store.work import Work

_LONGEST_CLOSURE: Final = timedelta(days=31)


def due_day(work: Work, destination_id: UUID, state: str, since: date, expected_on: date | None = None) -> date | None:
    """Return the day until which the next answer is expected of a referral in ``state``, None where none is.

    A day the destination named itself counts before its own ``reply_days``, these before the office's settings; all are calendar
    days, and an end on a closed day moves to the next open one.
    """
    if state not in {*AWAITING_REPLY, ADMITTED}:
        return None
    if expected_on is not None and expected_on >= since:
        return _open_day(work, expected_on)
    if state in AWAITING_REPLY:
        destination = work.session.get_one(Destination, destination_id)
        days = destination.reply_days or int(setting(work, "referral_reply_days"))
    else:
        days = int(setting(work, "referral_progress_days"))
    return _open_day(work, since + timedelta(days=days))


def _open_day(work: Work, day: date) -> date:
    closed = closed_days(work, day, day + _LONGEST_CLOSURE)
    while day in closed:
        day += timedelta(days=1)
    return day
