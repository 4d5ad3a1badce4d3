"""Sealed drafts: what was typed into a form and not saved yet, in any state of validity, kept against power cuts and lock.

One file for each form and subject of one user, replaced whole every two seconds while somebody types. The user's folder and the
file names are keyed hashes; the content is sealed under a key derived for that user and bound to its place. Within one store
every account holds the data key: that another user's drafts stay closed is kept by this class, as all rights within a store are
kept by services and not by cryptography.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import disk_troubles_but_missing, ensure_folder, remove_file, write_whole
from rehab_app.store.keys.data_key import DRAFT_NAMES, DRAFTS, DataKey
from rehab_app.store.seal import seal, unseal

_ENDING: Final = ".draft"
_NAME_LETTERS: Final = 32
_PAD_TO: Final = 1024


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """One kept draft: which form, about what (a record's id, or empty for a new one), when last kept, and what was typed."""

    draft_id: str
    form: str
    subject: str
    kept_at: datetime
    content: Mapping[str, Any] = field(repr=False)


class DraftBox:
    """One user's drafts below ``folder``. After the data key is forgotten every use raises Trouble("store.locked")."""

    def __init__(self, folder: Path, data_key: DataKey, user_id: UUID, clock: Clock) -> None:
        self._root = folder
        self._data_key = data_key
        self._user = user_id.bytes
        self._clock = clock
        self._last_kept: dict[str, bytes] = {}

    def keep(self, form: str, subject: str, content: Mapping[str, Any]) -> str:
        """Keep what was typed, durably, in place of what was kept before, and return the draft's id.

        ``content`` holds JSON values only. What has not changed since is not written again, so this may be called every two
        seconds. Raises Trouble as ``disk_troubles`` tells; the draft kept before then still stands.
        """
        draft_id = self._id_of(form, subject)
        typed = json.dumps(content, sort_keys=True).encode()
        mark = hashlib.sha256(self._key() + typed).digest()
        if self._last_kept.get(draft_id) != mark or not self._path(draft_id).exists():
            self._write(KeptDraft(draft_id, form, subject, self._clock.now(), content))
            self._last_kept[draft_id] = mark
        return draft_id

    def offered(self) -> list[KeptDraft]:
        """Return this user's readable drafts, the latest first; ``damaged`` names the others."""
        drafts = [draft for _, draft in self._scanned() if draft is not None]
        return sorted(drafts, key=lambda draft: draft.kept_at, reverse=True)

    def damaged(self) -> list[str]:
        """Return the ids of this user's drafts that can no longer be read; ``discard`` removes one."""
        return [draft_id for draft_id, draft in self._scanned() if draft is None]

    def read(self, draft_id: str) -> KeptDraft:
        """Return one draft; raises Trouble ``drafts.missing`` or ``drafts.damaged``."""
        path = self._path(draft_id)
        try:
            with disk_troubles_but_missing(path):
                sealed = path.read_bytes()
        except FileNotFoundError:
            raise Trouble("drafts.missing") from None
        return self._unsealed(draft_id, sealed)

    def discard(self, draft_id: str) -> None:
        """Remove a draft that was saved or is not wanted, durably; nothing happens where it is gone already."""
        self._last_kept.pop(draft_id, None)
        remove_file(self._path(draft_id))

    def take_over(self, source: "DraftBox") -> int:
        """Seal the readable drafts of ``source`` anew here (a new data key), with their ages, and return how many."""
        drafts = source.offered()
        for draft in drafts:
            self._write(replace(draft, draft_id=self._id_of(draft.form, draft.subject)))
        return len(drafts)

    def _write(self, draft: KeptDraft) -> None:
        kept = {
            "form": draft.form,
            "subject": draft.subject,
            "kept_at": draft.kept_at.isoformat(),
            "content": draft.content,
        }
        path = self._path(draft.draft_id)
        ensure_folder(path.parent)
        write_whole(path, seal(self._key(), json.dumps(kept).encode(), draft.draft_id.encode(), pad_to=_PAD_TO))

    def _unsealed(self, draft_id: str, sealed: bytes) -> KeptDraft:
        try:
            kept = json.loads(unseal(self._key(), sealed, draft_id.encode()))
        except Trouble as trouble:
            if trouble.code != "store.seal_broken":
                raise
            raise Trouble("drafts.damaged") from None
        kept_at = datetime.fromisoformat(kept["kept_at"])
        return KeptDraft(draft_id, kept["form"], kept["subject"], kept_at, kept["content"])

    def _scanned(self) -> Iterator[tuple[str, KeptDraft | None]]:
        for path in sorted(self._folder().glob(f"*{_ENDING}")):
            draft_id = path.name.removesuffix(_ENDING)
            try:
                yield draft_id, self.read(draft_id)
            except Trouble as trouble:
                if trouble.code == "drafts.damaged":
                    yield draft_id, None
                elif trouble.code != "drafts.missing":
                    raise

    def _folder(self) -> Path:
        return self._root / self._name(b"user", b"")

    def _path(self, draft_id: str) -> Path:
        if len(draft_id) != _NAME_LETTERS or not draft_id.isalnum():
            raise Trouble("drafts.missing")
        return self._folder() / f"{draft_id}{_ENDING}"

    def _id_of(self, form: str, subject: str) -> str:
        return self._name(b"draft", f"{form}\0{subject}".encode())

    def _name(self, kind: bytes, what: bytes) -> str:
        key = self._data_key.derive(DRAFT_NAMES, self._user)
        return hmac.digest(key, kind + b"\0" + what, hashlib.sha256).hex()[:_NAME_LETTERS]

    def _key(self) -> bytes:
        return self._data_key.derive(DRAFTS, self._user)
