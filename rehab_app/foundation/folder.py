"""The data folder of one clinic: which file stands where. Nothing is created or read here."""

from pathlib import Path
from typing import NamedTuple


class DataFolder(NamedTuple):
    """The files of one store below ``root``."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "clinic.db"

    @property
    def slots(self) -> Path:
        """The key slots that wrap the data key."""
        return self.root / "clinic.slots"

    @property
    def attempts(self) -> Path:
        """The authenticated list of failed sign-ins."""
        return self.root / "clinic.attempts"

    @property
    def lock(self) -> Path:
        """The lock that allows one window per store."""
        return self.root / "clinic.lock"

    @property
    def attachments(self) -> Path:
        """Encrypted content-addressed files."""
        return self.root / "attachments"

    @property
    def backups(self) -> Path:
        """The default place of backups."""
        return self.root / "backups"

    @property
    def drafts(self) -> Path:
        """Sealed drafts of forms."""
        return self.root / "drafts"

    @property
    def logs(self) -> Path:
        """Logs and crash reports, without client data."""
        return self.root / "logs"
