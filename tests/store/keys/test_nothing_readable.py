"""A whole store's files beside the database, searched for everything that was typed."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.folder import DataFolder
from rehab_app.store.attachments import Attachments
from rehab_app.store.drafts import DraftBox
from rehab_app.store.keys.attempts import Attempts
from rehab_app.store.keys.data_key import ATTACHMENTS, DATABASE, DRAFTS, DataKey
from tests.store.keys.makers import BUDI, QUICK, SITI, make_clinic

NOW = datetime(2023, 1, 9, tzinfo=UTC)
USER = UUID("11111111-0000-4000-8000-000000000001")
NAME, NIK = "Rahmat Hidayat", "6471010101900001"


def test_no_passphrase_login_name_or_client_lands_in_any_file(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    clinic = make_clinic(tmp_path)
    clinic.slots.replace_passphrase(*SITI, "gelombang besar sekali", QUICK)
    clinic.slots.save(folder.slots)
    key = clinic.key()
    attempts = Attempts(folder.attempts)
    attempts.begin_segment(key, 1, NOW)
    attempts.record_failure(NOW, "PC-1")
    Attachments(folder.attachments, key).put(f"{NAME} {NIK}".encode() * 100)
    DraftBox(folder.drafts, key, USER, SetClock(NOW)).keep("clients.register", NIK, {"full_name": NAME, "nik": NIK})

    typed = [*SITI, *BUDI, "gelombang besar sekali", NAME, NIK, "clients.register", clinic.recovery.text]
    secret = [clinic.raw, clinic.recovery.secret, *(key.derive(label) for label in (DATABASE, DRAFTS, ATTACHMENTS))]
    needles = [text.lower().encode() for text in typed]
    needles += [form for raw in secret for form in (raw.lower(), raw.hex().encode())]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 5
    for path in files:
        searched = (path.read_bytes() + str(path.relative_to(tmp_path)).encode()).lower()
        assert [needle for needle in needles if needle in searched] == [], path


def test_the_first_chain_key_is_the_only_secret_beside_the_sealed_ones(tmp_path: Path) -> None:
    key = DataKey.new()
    Attempts(tmp_path / "clinic.attempts").begin_segment(key, 1, NOW)
    content = (tmp_path / "clinic.attempts").read_text()
    assert key.raw.hex() not in content
    assert key.derive("attempts").hex() not in content
