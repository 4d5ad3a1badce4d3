"""What the codes of attendance and rhythm mean, alike for the meetings, visits and reports of the rooms above."""

from rehab_app.office.lists.in_force import lists_in_force


def held_codes() -> tuple[str, ...]:
    """Return the codes of the list ``attendance`` that mean the meeting or the visit took place."""
    return _marked("is_held")


def missed_codes() -> tuple[str, ...]:
    """Return the codes of the list ``attendance`` that mean the client stayed away without a word."""
    return _marked("is_missed")


def days_between(rhythm: str) -> int | None:
    """Return the days from one time to the next in a code of the list ``rhythm``; None where it is unknown or has no days."""
    found = lists_in_force().get("rhythm", rhythm)
    days = found.text("days") if found is not None else ""
    return int(days) if days else None


def _marked(mark: str) -> tuple[str, ...]:
    return tuple(choice.code for choice in lists_in_force().of("attendance") if choice.is_marked(mark))
