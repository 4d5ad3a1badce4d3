"""What one PC remembers for its user before anybody signs in: language, look, window, and where the data lies. No client data."""

from pathlib import Path
from typing import Final

from rehab_app.foundation.words import INDONESIAN, LANGUAGES

_TEXTS: Final = ("language", "tone", "density", "folder", "seat", "login", "window")


class Preferences:
    """The preferences of this PC; ``views`` holds widths and orders of lists by name, ``folder`` the last data folder."""

    __slots__ = (*_TEXTS, "views")

    def __init__(
        self,
        *,
        language: str = INDONESIAN,
        tone: str = "system",
        density: str = "comfortable",
        folder: str = "",
        seat: str = "",
        login: str = "",
        window: str = "",
        views: dict[str, str] | None = None,
    ) -> None:
        self.language = language
        self.tone = tone
        self.density = density
        self.folder = folder
        self.seat = seat
        self.login = login
        self.window = window
        self.views = views or {}

    def recall(self, name: str) -> str:
        """Return what a list remembered under ``name``; empty where nothing was."""
        return self.views.get(name, "")

    def remember(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name`` until ``save``."""
        self.views[name] = value

    @classmethod
    def load(cls, path: Path) -> "Preferences":
        """Read the preferences at ``path``; what is missing or unreadable has its default."""
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            return cls()
        import json  # noqa: PLC0415 - only where something is kept: the sign-in window waits for it

        try:
            kept = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(kept, dict):
            return cls()
        views = kept.get("views")
        known = {str(name): str(value) for name, value in views.items()} if isinstance(views, dict) else {}
        made = cls(views=known, **{name: kept[name] for name in _TEXTS if isinstance(kept.get(name), str)})
        if made.language not in LANGUAGES:
            made.language = INDONESIAN
        return made

    def save(self, path: Path) -> None:
        """Write the preferences; a PC that cannot keep them goes on without."""
        import json  # noqa: PLC0415 - as above

        content = {name: getattr(self, name) for name in self.__slots__}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        except OSError:
            return
