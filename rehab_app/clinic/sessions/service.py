"""The services of the meetings in one place: planned and moved (``planning``), recorded, signed and corrected (``recording``)."""

from rehab_app.clinic.sessions.planning import plan_session, record_session, replan_session
from rehab_app.clinic.sessions.recording import bin_session, record_attendance, restore_session, sign_note

__all__ = [
    "bin_session",
    "plan_session",
    "record_attendance",
    "record_session",
    "replan_session",
    "restore_session",
    "sign_note",
]
