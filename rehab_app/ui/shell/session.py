"""A signed-in session as pages see it: the screen's context, the open clinic, where to go, and the two lanes of work.

A page never opens a transaction: it hands a task to ``write`` or ``read``, which runs it off the UI thread in one unit of work.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from rehab_app.foundation.actor import Actor, DataClass, Right
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.header import ViewState
from rehab_app.ui.kit.job import Done, Failed, Job, Progress
from rehab_app.ui.kit.jobs import LaneDoor

if TYPE_CHECKING:  # the sign-in window shows before these are loaded
    from rehab_app.office.lists.choices import ValueLists
    from rehab_app.office.opening import OpenClinic
    from rehab_app.store.work import Work

T = TypeVar("T")


class Navigator(QObject):
    """Where to go: ``requested`` carries a room's name and the subject to show there (an id or None)."""

    requested = Signal(str, object)
    back_requested = Signal()

    def to(self, room: str, subject: object = None) -> None:
        """Go to ``room`` and show ``subject``."""
        self.requested.emit(room, subject)

    def back(self) -> None:
        """Go back to the page before."""
        self.back_requested.emit()


class ToWindow(QObject):
    """What a page asks of the window around it.

    ``look_asked(language, tone, density)``: show everything so from now on. ``settings_changed``: read again what the window
    follows. ``leave_asked(sentence)``: the data was exchanged below; lock, and say ``sentence`` at the gate.
    """

    look_asked = Signal(str, str, str)
    settings_changed = Signal()
    leave_asked = Signal(str)


@dataclass(frozen=True, slots=True)
class WorkDoor:
    """One lane with the unit of work that its tasks are given."""

    lane: LaneDoor
    unit: Callable[[], AbstractContextManager[Work]]

    def __call__(
        self,
        task: Callable[[Work], T],
        done: Done[T] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
        progress: Progress | None = None,
    ) -> Job:
        """Run ``task(work)`` in one unit of work."""

        def run() -> T:
            with self.unit() as work:
                return task(work)

        return self.lane(run, done, failed, owner=owner, progress=progress)


@dataclass(frozen=True, slots=True)
class Session:
    """What every page of a signed-in person is given."""

    context: ScreenContext
    clinic: OpenClinic
    view_state: ViewState
    go: Navigator = field(default_factory=Navigator)
    to_window: ToWindow = field(default_factory=ToWindow)

    @property
    def actor(self) -> Actor:
        """The signed-in person."""
        return self.clinic.actor

    @property
    def lists(self) -> ValueLists:
        """The value lists as the office keeps them."""
        return self.clinic.lists

    def may(self, data_class: DataClass, right: Right) -> bool:
        """Whether the signed-in person holds ``right`` over ``data_class``; services check again."""
        return self.clinic.actor.may(data_class, right)

    def say(self, message: str, **facts: object) -> str:
        """Return ``message`` in the language of the screen."""
        return self.context.words.say(message, **facts)

    def label(self, name: str, code: str) -> str:
        """Return the label of a code of a value list in the language of the screen."""
        return self.lists.label(name, code, self.context.words.language)

    @property
    def write(self) -> WorkDoor:
        """Where tasks write: each in one writing unit of work; ``done`` is called once it is on disk."""
        return WorkDoor(self.context.jobs.write, self.clinic.writing)

    @property
    def read(self) -> WorkDoor:
        """Where tasks read: each in one reading unit of work; they may be cancelled at any time."""
        return WorkDoor(self.context.jobs.read, self.clinic.reading)
