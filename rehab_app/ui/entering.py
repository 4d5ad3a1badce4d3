"""Entering: from an open clinic to the signed-in window. Imported behind the sign-in window."""

from rehab_app.foundation.preferences import Preferences
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.finder import Finder
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.rooms import rooms
from rehab_app.ui.shell.session import Session
from rehab_app.ui.shell.shell import Shell


def make_shell(context: ScreenContext, clinic: OpenClinic, preferences: Preferences) -> Shell:
    """Return the window's inside for the person signed in to ``clinic``."""
    session = Session(context=context, clinic=clinic, view_state=preferences)
    return Shell(session, rooms(), Finder)
