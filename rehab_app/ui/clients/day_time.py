"""A time of the day as it is typed and shown: 9.30, 09:30 and 930 are all half past nine."""

import re
from datetime import time
from typing import Final

from rehab_app.foundation.errors import RuleBroken

_TYPED: Final = re.compile(r"(\d{1,2})(?:[.:,](\d{2}))?|(\d{1,2})(\d{2})")


def time_text(at: time | None) -> str:
    """Return ``09.30``, an empty text for none."""
    return "" if at is None else f"{at:%H.%M}"


def typed_time(text: str, field: str) -> time | None:
    """Read a time of the day, None where nothing is typed; raises ``clinical.no_time`` beside ``field``."""
    plain = text.strip()
    if not plain:
        return None
    match = _TYPED.fullmatch(plain)
    if match is not None:
        hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
        if hour < 24 and minute < 60:  # noqa: PLR2004 - a day
            return time(hour, minute)
    raise RuleBroken("clinical.no_time", field=field)
