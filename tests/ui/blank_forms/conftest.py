"""What the tests of this page stand on: the clients' screens' clinic, sessions and windows."""

from tests.ui.clients.conftest import bus, clinic, clock, jobs, office, session, shown, sign_in, theme

__all__ = ["bus", "clinic", "clock", "jobs", "office", "session", "shown", "sign_in", "theme"]
