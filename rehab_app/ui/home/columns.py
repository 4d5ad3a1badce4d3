"""The columns of today's sessions, and that a list is empty only once it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from rehab_app.foundation.words import N_
from rehab_app.ui.home.rows import TodayRow
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

Row = TypeVar("Row")
_CLIENT: Final = 1


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


class SessionRows(ReadRows[TodayRow]):
    """Today's meetings; a group is named by its word, which is nobody's and never masked."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.context, session_columns(session), key=lambda row: row.key)
        self._group = session.say("Group")

    @override
    def text(self, row: TodayRow, column: int) -> str:
        """Return what the cell shows."""
        return self._group if row.is_group and column == _CLIENT else super().text(row, column)


def session_columns(session: Session) -> list[Column[TodayRow]]:
    """Return the columns of today's sessions."""

    def count(row: TodayRow) -> str:
        shown = row.session
        if row.is_group:
            return ""
        return f"{shown.number}/{shown.target_sessions}" if shown.target_sessions else str(shown.number)

    def number(row: TodayRow) -> str:
        if not row.is_group:
            return row.session.rm_number
        return session.context.words.say_many("{count} person", "{count} people", len(row.seats))

    def attendance(row: TodayRow) -> str:
        code = row.session.attendance
        if not row.is_group:
            return session.label("attendance", code) if code else session.say("Not entered yet")
        if not row.open_count:
            return session.say("All entered")
        return session.say("{count} not entered yet", count=row.open_count)

    def state(row: TodayRow) -> State:
        is_done = row.session.attendance == "hadir" or (row.is_group and not row.open_count)
        return State.OK if is_done else State.NEUTRAL

    def kind(row: TodayRow) -> str:
        return row.topic if row.is_group else session.label("session_kind", row.session.kind)

    return [
        Column(N_("Time"), lambda row: f"{row.session.held_at:%H.%M}" if row.session.held_at else "-", width=7),
        Column(N_("Client"), lambda row: row.session.initials, width=11, is_private=True),
        Column(N_("No. RM"), number, width=9),
        Column(N_("Attendance"), attendance, width=17, state=state),
        Column(N_("Kind"), kind, width=18),
        Column(N_("Session no."), count, width=10, align="right"),
        Column(N_("Counsellor"), lambda row: row.counsellor, stretches=True),
    ]
