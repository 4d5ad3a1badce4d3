"""The clock, passed in: instants are UTC, days are those of the office (WITA for Balikpapan)."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


class Clock(Protocol):
    """What the services ask the time of."""

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def today(self) -> date:
        """The present day in the office."""


class SystemClock:
    """The PC's clock."""

    def __init__(self, zone: ZoneInfo = WITA) -> None:
        self.zone = zone

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day in the office."""
        return datetime.now(self.zone).date()


class SetClock:
    """A clock that stands where it is put: for tests and for the practice clinic's past."""

    def __init__(self, instant: datetime, zone: ZoneInfo = WITA) -> None:
        self._instant = instant.astimezone(UTC)
        self.zone = zone

    def now(self) -> datetime:
        """Return the instant that was set, in UTC."""
        return self._instant

    def today(self) -> date:
        """Return the office's day of the instant that was set."""
        return self._instant.astimezone(self.zone).date()

    def put(self, instant: datetime) -> None:
        """Move the clock to ``instant`` (forward or back)."""
        self._instant = instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move the clock by ``step``."""
        self._instant += step
