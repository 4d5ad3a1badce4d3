"""Moving a meeting to the hour where it was dropped: what is said of it, why it is refused, and the way back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Protocol

from PySide6.QtCore import QObject

from rehab_app.clinic.schedule.rows import SlotRow
from rehab_app.foundation.errors import RuleBroken, StaleRecord
from rehab_app.foundation.notices import Notice
from rehab_app.ui.clients.meetings.forms import said_notice
from rehab_app.ui.kit.job import Cancelled, Fault
from rehab_app.ui.kit.theme import State
from rehab_app.ui.schedule import actions, said
from rehab_app.ui.schedule.blocks import key_of
from rehab_app.ui.schedule.planner import Planner
from rehab_app.ui.schedule.week_grid import WeekGrid
from rehab_app.ui.shell.session import Session


class Tell(Protocol):
    """Says above the page what was done, with what takes it back."""

    def __call__(self, text: str, state: State, undo: Callable[[], None] | None = None, /) -> None:
        """Say ``text``; with ``undo`` it can be taken back."""


class Moving(QObject):
    """Writes what the grid drops and keeps the last move, so that it can be taken back; ``reload`` reads the week anew."""

    def __init__(
        self, session: Session, grid: WeekGrid, planner: Planner, tell: Tell, reload: Callable[[], None]
    ) -> None:
        super().__init__(grid)
        self._session = session
        self._grid = grid
        self._planner = planner
        self._tell = tell
        self._reload = reload
        self._last: tuple[SlotRow, date, time | None] | None = None

    def drop(self, row: SlotRow, day: date, at: time | None) -> None:
        """Move a meeting or a group to the hour where it was dropped."""

        def done(notices: Sequence[Notice]) -> None:
            self._grid.put_back()
            self._grid.stand_on(key_of(row))
            self._note(row, day, at, notices)

        actions.move(self._session, row, day, at, done, self._on_refused, self)

    def undo(self) -> None:
        """Take the last move back."""
        if self._last is not None:
            row, day, at = self._last
            self._last = None
            actions.move(self._session, row, day, at, lambda _found: self._on_undone(row), self._planner.refuse, self)

    def forget(self) -> None:
        """Forget the last move: it is not taken back any more."""
        self._last = None

    def _note(self, row: SlotRow, day: date, at: time | None, notices: Sequence[Notice]) -> None:
        """Say where a meeting went, with the way back; the next version is the one that the move made."""
        self._last = (replace(row, row_version=row.row_version + 1), row.day, row.at)
        say = self._session.say
        text = say(
            "{who}: moved to {day}, {time}.",
            who=said.who(self._session, row),
            day=said.day_said(self._session, day),
            time=f"{at:%H.%M}" if at is not None else say("no hour"),
        )
        found = [say(one.message, **one.facts) for one in (said_notice(self._session, each) for each in notices)]
        self._tell(" ".join([text, *found]), State.WARNING if found else State.OK, self.undo)

    def _on_undone(self, row: SlotRow) -> None:
        self._grid.stand_on(key_of(row))
        self._tell(self._session.say("The move is taken back."), State.OK)

    def _on_refused(self, trouble: RuleBroken) -> None:
        """Say beside the hour why it is refused; who was overtaken by another seat sees the week as it is now."""
        if isinstance(trouble, Cancelled | Fault):
            return
        sentence = self._session.context.trouble
        parts = _parts(trouble)
        self._grid.refuse("\n".join(dict.fromkeys(sentence(one) for one in parts)) if parts else sentence(trouble))
        if isinstance(trouble, StaleRecord):
            self._grid.put_back()
            self._tell(sentence(trouble), State.WARNING)
            self._reload()


def _parts(trouble: RuleBroken) -> list[RuleBroken]:
    return list(getattr(trouble, "troubles", ()))
