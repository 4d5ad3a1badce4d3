"""What the tests of the room of following up stand on."""

from tests.ui.kit.conftest import as_it_was, bus, context, jobs, reported, theme, words

__all__ = ["as_it_was", "bus", "context", "jobs", "reported", "theme", "words"]
