"""A page of a room in a window of its own, for tests of pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent

from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.shell.room import RoomPage
from rehab_app.ui.shell.session import Session
from tests.ui.makers import make_session, settle

P = TypeVar("P", bound=RoomPage)


@contextmanager
def shown(
    make: Callable[[Session], P], clinic: OpenClinic, context: ScreenContext, subject: object = None
) -> Iterator[P]:
    """Show a page of ``clinic`` and arrive at it; it is destroyed at the end of the block."""
    page = make(make_session(clinic, context))
    page.resize(1166, 700)
    page.show()
    page.arrive(subject)
    settle(context.jobs)
    try:
        yield page
    finally:
        settle(context.jobs)
        page.close()
        page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
