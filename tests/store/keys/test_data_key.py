"""The data key: derived uses, and nothing left of it after lock."""

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.keys import data_key as labels
from rehab_app.store.keys.data_key import DataKey


def test_new_keys_are_long_and_differ() -> None:
    keys = {DataKey.new().raw for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(bytes(length))


@given(some.binary(min_size=32, max_size=32), some.sampled_from(["database", "drafts"]), some.binary(max_size=80))
def test_derivation_is_the_hkdf_of_rfc_5869(raw: bytes, label: str, context: bytes) -> None:
    info = bytes([len(label)]) + label.encode() + context
    expected = HKDF(SHA256(), 32, b"rehab-app data key 1", info).derive(raw)
    assert DataKey(raw).derive(label, context) == expected


def test_every_use_has_a_key_of_its_own() -> None:
    key = DataKey(bytes(32))
    names = [value for name, value in vars(labels).items() if name.isupper() and isinstance(value, str)]
    assert len(names) == 8
    derived = {key.derive(name) for name in names} | {key.derive(name, b"context") for name in names}
    assert len(derived) == 16
    assert key.raw not in derived


def test_a_label_does_not_run_into_its_context() -> None:
    key = DataKey(bytes(32))
    assert key.derive("draft", b"s") != key.derive("drafts", b"")


def test_a_forgotten_key_is_overwritten_and_refuses_every_use() -> None:
    key = DataKey(b"k" * 32)
    held = key._bytes
    key.forget()
    key.forget()
    assert held == bytearray(32)
    assert key.is_forgotten
    with pytest.raises(Trouble) as reading:
        _ = key.raw
    with pytest.raises(Trouble) as deriving:
        key.derive("database")
    assert (reading.value.code, deriving.value.code) == ("store.locked", "store.locked")


def test_a_key_never_shows_and_is_never_copied() -> None:
    key = DataKey(b"K" * 32)
    assert "K" * 4 not in repr(key) + str(key)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        copy.deepcopy(key)
    assert repr(key) == "<DataKey alive>"


def test_what_the_sign_in_window_imports_stays_light() -> None:
    program = (
        "import sys\n"
        "import rehab_app.store.keys.attempts, rehab_app.store.keys.data_key, rehab_app.store.files\n"
        "heavy = {'pydantic', 'sqlalchemy', 'sqlmodel', 'cryptography', 'argon2', 'filelock', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "import rehab_app.store.keys.slots, rehab_app.store.drafts, rehab_app.store.attachments\n"
        "print(sorted({'pydantic', 'sqlalchemy', 'sqlmodel'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
