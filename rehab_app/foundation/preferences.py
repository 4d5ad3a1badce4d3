"""What one PC remembers for its user before anybody signs in: language, look, window, and where the data lies. No client data."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from rehab_app.foundation.words import INDONESIAN, LANGUAGES


@dataclass(slots=True)
class Preferences:
    """The preferences of this PC; ``views`` holds widths and orders of lists by name, ``folder`` the last data folder."""

    language: str = INDONESIAN
    tone: str = "system"
    density: str = "comfortable"
    folder: str = ""
    seat: str = ""
    login: str = ""
    window: str = ""
    views: dict[str, str] = field(default_factory=dict)

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
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(kept, dict):
            return cls()
        known = {each.name: kept[each.name] for each in fields(cls) if isinstance(kept.get(each.name), str)}
        views = kept.get("views")
        if isinstance(views, dict):
            known["views"] = {str(name): str(value) for name, value in views.items()}
        made = cls(**known)
        if made.language not in LANGUAGES:
            made.language = INDONESIAN
        return made

    def save(self, path: Path) -> None:
        """Write the preferences; a PC that cannot keep them goes on without."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        except OSError:
            return
