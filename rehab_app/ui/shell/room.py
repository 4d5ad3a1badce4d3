"""A room of the window: its entry in the rail and the page behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rehab_app.foundation.actor import Actor
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import Page
from rehab_app.ui.shell.session import Session


class RoomPage(Page):
    """A page of a room. Subclasses read in ``arrive``; what the lock must blank is forgotten in ``forget``."""

    def __init__(self, session: Session, title: str, subtitle: str = "") -> None:
        super().__init__(session.context, title, subtitle)
        self.session = session

    def arrive(self, subject: object = None) -> None:
        """Show ``subject``; called each time somebody comes to the page. The base does nothing."""

    def journals(self) -> list[DraftJournal]:
        """Return the journals of the page's forms, to be sealed before the lock. The base has none."""
        return []

    def forget(self) -> None:
        """Blank what the page shows; called before the key is forgotten. The base does nothing."""

    def commands(self) -> list[Command]:
        """Return what can be done on this page, for the command palette. The base offers nothing."""
        return []


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: its words (already said), its keys, and the deed."""

    text: str
    act: Callable[[], None]
    keys: str = ""
    icon: str = ""


def everybody(_actor: Actor) -> bool:
    """Let every signed-in person see the room."""
    return True


@dataclass(frozen=True, slots=True)
class Room:
    """One room: ``title`` is a message id, ``icon`` a semantic icon name, ``make`` builds its page on the first visit.

    A room that is not ``in_rail`` is reached from other rooms only (a client's file), and where ``in_palette`` from the palette.
    """

    name: str
    title: str
    icon: str
    make: Callable[[Session], RoomPage]
    may_see: Callable[[Actor], bool] = everybody
    in_rail: bool = True
    in_palette: bool = False
