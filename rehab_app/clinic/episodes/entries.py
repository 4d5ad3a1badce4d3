"""What the day of a record that hangs on an episode is asked."""

from datetime import date

from rehab_app.clinic.episodes.rules import Person
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken


def care_day_troubles(
    day: date | None, field: str, person: Person, registered_on: date, today: date
) -> list[RuleBroken]:
    """Return what refuses ``day`` as the day of something done in an episode.

    No day at all, a future day, and one before the birth or before the registration are refused.
    """
    if day is None:
        return [RuleBroken("draft.required", field=field)]
    if day > today:
        return [RuleBroken("episodes.day_in_future", field=field)]
    if person.birth_date is not None and day < person.birth_date:
        return [RuleBroken("episodes.day_before_birth", field=field)]
    if day < registered_on:
        return [RuleBroken("episodes.day_before_registration", field=field, day=format_short(registered_on))]
    return []
