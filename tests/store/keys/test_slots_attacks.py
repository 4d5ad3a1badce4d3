"""The slots file in wrong hands: damage is told before anybody types, forgery opens nothing and is found at sign-in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.files import previous_of
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots
from tests.store.keys.makers import BUDI, OTHER_STORE, QUICK, SITI, STORE, Clinic, forge, make_clinic, slot_of


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return make_clinic(tmp_path)


def _told(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        act()
    return caught.value.code


def _flipped(hexed: str) -> str:
    return f"{int(hexed[:2], 16) ^ 1:02x}{hexed[2:]}"


FIELDS = ("id", "tag", "memory", "iterations", "lanes", "salt", "nonce", "wrapped")


def _alter(slot: dict[str, Any], field: str) -> None:
    value = slot[field]
    slot[field] = _flipped(value) if isinstance(value, str) else value ^ 1 if field == "tag" else value + 1


@pytest.mark.parametrize("field", FIELDS)
def test_a_slot_with_any_field_altered_opens_no_more(clinic: Clinic, field: str) -> None:
    forge(clinic.path, lambda kept: _alter(slot_of(kept, clinic.siti), field))
    forged = _sorted(clinic.path)
    assert _told(lambda: forged.open(*SITI)) == "keys.wrong_passphrase"


@pytest.mark.parametrize("field", FIELDS)
def test_a_colleagues_altered_slot_is_found_by_whoever_signs_in(clinic: Clinic, field: str) -> None:
    forge(clinic.path, lambda kept: _alter(slot_of(kept, clinic.budi), field))
    key, _ = _sorted(clinic.path).open(*SITI)
    assert _told(lambda: _sorted(clinic.path).verify(key)) == "keys.tampered"


def _sorted(path: Path) -> Slots:
    """Load a forged file after putting its slots back in order, as a careful forger would."""
    forge(path, lambda kept: kept["slots"].sort(key=lambda slot: slot["id"]))
    return Slots.load(path)


@pytest.mark.parametrize(("field", "weak"), [("memory", 8), ("iterations", 2), ("lanes", 2), ("memory", 65536)])
def test_other_parameters_open_nothing(clinic: Clinic, field: str, weak: int) -> None:
    forge(clinic.path, lambda kept: slot_of(kept, clinic.siti).update({field: weak}))
    assert _told(lambda: Slots.load(clinic.path).open(*SITI)) == "keys.wrong_passphrase"


@pytest.mark.parametrize(
    ("field", "demand"),
    [("memory", 1024**3), ("memory", 10**30), ("iterations", 10**9), ("lanes", 10**6), ("memory", 0), ("lanes", 0)],
)
def test_a_file_that_demands_too_much_is_damaged_and_costs_nothing(clinic: Clinic, field: str, demand: int) -> None:
    forge(clinic.path, lambda kept: slot_of(kept, clinic.siti).update({field: demand}))
    assert _told(lambda: Slots.load(clinic.path)) == "keys.slots_damaged"


def test_a_file_full_of_slots_that_all_point_at_one_name_is_damaged(clinic: Clinic) -> None:
    def crowd(kept: dict[str, Any]) -> None:
        one = slot_of(kept, clinic.siti)
        kept["slots"] = [one | {"id": f"{number:032x}"} for number in range(40)]

    forge(clinic.path, crowd)
    assert _told(lambda: Slots.load(clinic.path).open(*SITI)) == "keys.slots_damaged"


def test_a_slot_does_not_move_to_another_store(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_clinic(tmp_path / "other", OTHER_STORE)
    siti = slot_of(json.loads(clinic.path.read_bytes()), clinic.siti)
    forge(other.path, lambda kept: kept["slots"].append(siti))
    slots = _sorted(other.path)
    _, opened = slots.open(*SITI)
    assert opened == other.siti
    forge(other.path, lambda kept: kept["slots"].remove(slot_of(kept, other.siti)))
    assert _told(lambda: Slots.load(other.path).open(*SITI)) == "keys.wrong_passphrase"


def test_a_whole_file_under_another_stores_name_opens_nothing(clinic: Clinic) -> None:
    forge(clinic.path, lambda kept: kept.update(store=str(OTHER_STORE)))
    slots = Slots.load(clinic.path)
    assert _told(lambda: slots.open(*SITI)) == "keys.wrong_passphrase"
    assert _told(lambda: slots.open_recovery(clinic.recovery)) == "keys.wrong_recovery"


def test_a_genuine_file_of_another_store_is_told_by_its_store(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_clinic(tmp_path / "other", OTHER_STORE)
    clinic.path.write_bytes(other.path.read_bytes())
    assert _told(lambda: Slots.load(clinic.path).require_store(STORE)) == "keys.other_store"


def test_two_slots_that_exchange_their_ids_open_nothing(clinic: Clinic) -> None:
    def exchange(kept: dict[str, Any]) -> None:
        one, other = slot_of(kept, clinic.siti), slot_of(kept, clinic.budi)
        one["id"], other["id"] = other["id"], one["id"]

    forge(clinic.path, exchange)
    slots = _sorted(clinic.path)
    assert _told(lambda: slots.open(*SITI)) == "keys.wrong_passphrase"
    assert _told(lambda: slots.open(*BUDI)) == "keys.wrong_passphrase"


def _drop_budi(clinic: Clinic, kept: dict[str, Any]) -> None:
    kept["slots"].remove(slot_of(kept, clinic.budi))


@pytest.mark.parametrize(
    "change",
    [
        _drop_budi,
        lambda _, kept: kept.update(version=99),
        lambda _, kept: kept.update(version=2),
        lambda _, kept: kept.update(mac="00" * 32),
    ],
    ids=["slot taken away", "version raised", "version lowered", "signature exchanged"],
)
def test_a_changed_set_or_version_is_found_after_opening(
    clinic: Clinic, change: Callable[[Clinic, dict[str, Any]], None]
) -> None:
    forge(clinic.path, lambda kept: change(clinic, kept))
    slots = Slots.load(clinic.path)
    key, _ = slots.open(*SITI)
    assert not slots.is_signed_by(key)
    assert _told(lambda: slots.verify(key)) == "keys.tampered"
    assert _told(lambda: slots.require_current(key, 0)) == "keys.tampered"


def test_a_removed_slot_put_back_from_an_older_file_is_found(clinic: Clinic) -> None:
    old = slot_of(json.loads(clinic.path.read_bytes()), clinic.budi)
    clinic.slots.remove(clinic.budi, clinic.key())
    clinic.slots.save(clinic.path)
    forge(clinic.path, lambda kept: kept["slots"].append(old))
    slots = _sorted(clinic.path)
    key, _ = slots.open(*BUDI)  # an old slot and its passphrase do lead to the key: only a new data key ends that
    assert _told(lambda: slots.require_current(key, 4)) == "keys.tampered"


def test_an_old_whole_file_is_told_by_the_remembered_version(clinic: Clinic) -> None:
    clinic.slots.remove(clinic.budi, clinic.key())
    clinic.slots.save(clinic.path)
    clinic.path.write_bytes(previous_of(clinic.path).read_bytes())
    slots = Slots.load(clinic.path)
    key, _ = slots.open(*BUDI)
    assert _told(lambda: slots.require_current(key, clinic.slots.version)) == "keys.rolled_back"


def test_no_change_signs_a_forged_set(clinic: Clinic) -> None:
    forge(clinic.path, lambda kept: kept.update(version=99))
    slots, key = Slots.load(clinic.path), clinic.key()
    for change in (
        lambda: slots.add(key, "sari", "frasa", QUICK),
        lambda: slots.add_recovery(key, RecoveryKey.new(), QUICK),
        lambda: slots.reset(key, clinic.budi, *BUDI, QUICK),
        lambda: slots.remove(clinic.budi, key),
        lambda: slots.replace_passphrase(*SITI, "baru", QUICK),
        lambda: slots.rekeyed(
            DataKey.new(), login=SITI[0], passphrase=SITI[1], recovery=RecoveryKey.new(), others={}, cost=QUICK
        ),
    ):
        assert _told(change) == "keys.tampered"
    assert (slots.version, len(slots.slot_ids)) == (99, 3)


def test_a_wrong_data_key_changes_nothing(clinic: Clinic) -> None:
    assert _told(lambda: clinic.slots.add(DataKey.new(), "sari", "frasa", QUICK)) == "keys.tampered"
    assert len(clinic.slots.slot_ids) == 3


def test_a_flip_of_any_byte_is_damage_or_changes_nothing_that_counts(clinic: Clinic) -> None:
    whole = clinic.path.read_bytes()
    codes = set()
    for place in range(len(whole)):
        for bit in (0x01, 0x20, 0x80):
            altered = bytearray(whole)
            altered[place] ^= bit
            try:
                slots = Slots.of_bytes(bytes(altered))
            except Trouble as trouble:
                codes.add(trouble.code)
            else:
                assert slots.as_bytes() == whole  # a blank became another blank
    assert codes <= {"keys.slots_damaged", "keys.slots_newer"}
    assert "keys.slots_damaged" in codes


def test_a_truncated_file_is_damaged_wherever_it_ends(clinic: Clinic) -> None:
    whole = clinic.path.read_bytes()
    for end in range(len(whole) - 1):
        assert _told(lambda end=end: Slots.of_bytes(whole[:end])) == "keys.slots_damaged"  # type: ignore[misc]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"null",
        b"[]",
        b"{}",
        b'"clinic"',
        b'{"format": 1}',
        b'{"format": true, "slots": []}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"version":' + b"9" * 5000 + b"}",
        b"x" * (1024 * 1024 + 1),
    ],
    ids=lambda data: repr(data[:16]),
)
def test_what_is_no_slots_file_is_damaged(data: bytes) -> None:
    assert _told(lambda: Slots.of_bytes(data)) == "keys.slots_damaged"


@settings(max_examples=200)
@given(some.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert _told(lambda: Slots.of_bytes(data)) in {"keys.slots_damaged", "keys.slots_newer"}


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.update(slots=[]),
        lambda kept: kept.update(slots={}),
        lambda kept: kept.update(slots=[1]),
        lambda kept: kept["slots"].append(kept["slots"][0]),
        lambda kept: kept["slots"].reverse(),
        lambda kept: kept.update(version=0),
        lambda kept: kept.update(version="3"),
        lambda kept: kept.update(version=True),
        lambda kept: kept.update(store="not a store"),
        lambda kept: kept.update(store=str(STORE).upper().replace("-", "")),
        lambda kept: kept.update(mac="\ud800"),
        lambda kept: kept.update(mac=None),
        lambda kept: kept.update(names=["siti"]),
        lambda kept: kept.pop("mac"),
        lambda kept: kept.update(format=0),
        lambda kept: kept["slots"][0].update(role="kepala"),
        lambda kept: kept["slots"][0].pop("tag"),
        lambda kept: kept["slots"][0].update(tag=256),
        lambda kept: kept["slots"][0].update(tag=-1),
        lambda kept: kept["slots"][0].update(tag=1.0),
        lambda kept: kept["slots"][0].update(salt="00"),
        lambda kept: kept["slots"][0].update(nonce="zz" * 12),
        lambda kept: kept["slots"][0].update(wrapped=""),
        lambda kept: kept["slots"][0].update(id="0A" * 16),
        lambda kept: kept["slots"][0].update(id="0a" * 15 + " 0a"),
    ],
)
def test_a_field_out_of_its_form_is_damage(clinic: Clinic, change: Callable[[dict[str, Any]], object]) -> None:
    forge(clinic.path, change)
    assert _told(lambda: Slots.load(clinic.path)) == "keys.slots_damaged"


def test_a_newer_format_is_told_as_such(clinic: Clinic) -> None:
    forge(clinic.path, lambda kept: kept.update(format=2, something_new=True))
    assert _told(lambda: Slots.load(clinic.path)) == "keys.slots_newer"


def test_a_missing_file_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        Slots.load(tmp_path / "clinic.slots")
    assert (caught.value.code, caught.value.facts) == ("keys.slots_missing", {"folder": str(tmp_path)})


def test_a_damaged_file_does_not_become_the_previous_generation(clinic: Clinic) -> None:
    clinic.slots.add(clinic.key(), "sari", "frasa", QUICK)
    clinic.slots.save(clinic.path)
    good = previous_of(clinic.path).read_bytes()
    clinic.path.write_bytes(clinic.path.read_bytes()[:100])
    rescued = Slots.load(previous_of(clinic.path))
    rescued.add(clinic.key(), "sari", "frasa", QUICK)
    rescued.save(clinic.path)
    assert previous_of(clinic.path).read_bytes() == good
    repaired = Slots.load(clinic.path)
    repaired.require_current(repaired.open(*SITI)[0], rescued.version)


def test_the_file_tells_nothing_but_numbers(clinic: Clinic) -> None:
    text = clinic.path.read_text().casefold()
    for secret in (
        *SITI,
        *BUDI,
        "siti",
        "recovery",
        "pemulihan",
        "account",
        clinic.raw.hex(),
        clinic.recovery.secret.hex(),
    ):
        assert secret.casefold() not in text
    kept = json.loads(text)
    shapes = {
        tuple((name, type(value), len(value) if isinstance(value, str) else 0) for name, value in slot.items())
        for slot in kept["slots"]
    }
    assert len(shapes) == 1
    assert len({(slot["memory"], slot["iterations"], slot["lanes"]) for slot in kept["slots"]}) == 1
    assert [slot["id"] for slot in kept["slots"]] == sorted(slot["id"] for slot in kept["slots"])
