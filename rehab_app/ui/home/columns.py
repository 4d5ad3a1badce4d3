"""The columns of today's sessions, and that a list is empty only once it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rehab_app.foundation.words import N_
from rehab_app.ui.home.rows import TodayRow
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

Row = TypeVar("Row")


class ReadRows(RowsModel[Row]):
    """A list that counts as loading until it was read once: before that nobody is told that nothing waits."""

    _was_read = False

    @property
    @override
    def is_loading(self) -> bool:
        """Whether the list was not read yet."""
        return not self._was_read

    @override
    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows`` instead; from now on an empty list says so."""
        self._was_read = True
        super().set_rows(rows)


def session_columns(session: Session) -> list[Column[TodayRow]]:
    """Return the columns of today's sessions."""

    def count(row: TodayRow) -> str:
        shown = row.session
        return f"{shown.number}/{shown.target_sessions}" if shown.target_sessions else str(shown.number)

    def attendance(row: TodayRow) -> str:
        code = row.session.attendance
        return session.label("attendance", code) if code else session.say("Not entered yet")

    return [
        Column(N_("Time"), lambda row: f"{row.session.held_at:%H.%M}" if row.session.held_at else "-", width=7),
        Column(N_("Client"), lambda row: row.session.initials, width=9, is_private=True),
        Column(N_("No. RM"), lambda row: row.session.rm_number, width=9),
        Column(
            N_("Attendance"),
            attendance,
            width=17,
            state=lambda row: State.OK if row.session.attendance == "hadir" else State.NEUTRAL,
        ),
        Column(N_("Kind"), lambda row: session.label("session_kind", row.session.kind), width=17),
        Column(N_("Session no."), count, width=10, align="right"),
        Column(N_("Counsellor"), lambda row: row.counsellor, stretches=True),
    ]
