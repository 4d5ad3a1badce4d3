"""What is typed about a call and about a summons."""

from datetime import datetime, time
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines, Name


class CallDraft(BaseModel):
    """One attempt to reach a client. Without ``contact_id`` her own telephone was called; without ``called_at`` it was just now.

    ``channel`` is a code of the list ``call_channel``, ``outcome`` of the list ``call_outcome``. ``promised_on`` is the day she
    said she will come, ``next_try_on`` when the clinic tries again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    called_at: AwareDatetime | None = None
    contact_id: UUID | None = None
    channel: Code = "phone"
    reached_name: Name = ""
    outcome: Code = ""
    said: Lines = ""
    promised_on: Day = None
    next_try_on: Day = None

    def instant(self, now: datetime) -> datetime:
        """Return when the call was made."""
        return self.called_at or now


class SummonsDraft(BaseModel):
    """A summons, or a notice to the penyidik, as typed: its day, whom it goes to, and when the client is asked to come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dated_on: Day = None
    addressee: Line = ""
    new_on: Day = None
    new_at: time | None = None
    remark: Lines = ""
