"""The slots file: who gets in, how it changes, and what stands on the disk afterwards."""

import errno
import itertools
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.store.files import previous_of
from rehab_app.store.keys import slot as slot_module
from rehab_app.store.keys import slots as slots_module
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.derive import Cost, stretch
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots
from tests.store.keys.makers import BUDI, OTHER_STORE, QUICK, SITI, STORE, Clinic, make_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return make_clinic(tmp_path)


def _refused(slots: Slots, login: str, passphrase: str) -> str:
    with pytest.raises(Trouble) as caught:
        slots.open(login, passphrase)
    return caught.value.code


def test_each_account_and_the_recovery_key_open_the_same_key(clinic: Clinic) -> None:
    slots = Slots.load(clinic.path)
    for opened, slot_id in (
        (slots.open(*SITI), clinic.siti),
        (slots.open(*BUDI), clinic.budi),
        (slots.open_recovery(clinic.recovery), clinic.recovery_id),
    ):
        assert opened[0].raw == clinic.raw
        assert opened[1] == slot_id
        slots.require_current(opened[0], 3)
    slots.require_store(STORE)


def test_the_login_name_is_forgiving_and_the_passphrase_is_not(clinic: Clinic) -> None:
    assert clinic.slots.open(" Siti.AMINAH ", SITI[1])[1] == clinic.siti
    assert _refused(clinic.slots, SITI[0], SITI[1].upper()) == "keys.wrong_passphrase"
    assert _refused(clinic.slots, SITI[0], SITI[1] + " ") == "keys.wrong_passphrase"


@pytest.mark.parametrize(
    ("login", "passphrase"), [(SITI[0], BUDI[1]), (BUDI[0], SITI[1]), ("nobody", SITI[1]), ("", ""), (SITI[1], SITI[0])]
)
def test_a_wrong_pair_is_refused(clinic: Clinic, login: str, passphrase: str) -> None:
    assert _refused(clinic.slots, login, passphrase) == "keys.wrong_passphrase"


def test_a_wrong_recovery_key_is_refused(clinic: Clinic) -> None:
    for _ in range(30):
        with pytest.raises(Trouble) as caught:
            clinic.slots.open_recovery(RecoveryKey.new())
        assert caught.value.code == "keys.wrong_recovery"


def test_the_recovery_key_typed_as_a_passphrase_does_not_open(clinic: Clinic) -> None:
    assert _refused(clinic.slots, "", clinic.recovery.text) == "keys.wrong_passphrase"


@settings(deadline=None, max_examples=40)
@given(some.text(max_size=40), some.text(min_size=1, max_size=60))
def test_any_name_and_passphrase_open_again_after_a_round_through_the_file(login: str, passphrase: str) -> None:
    key = DataKey.new()
    slots = Slots.create(STORE)
    slot_id = slots.add(key, login, passphrase, QUICK)
    opened, found = Slots.of_bytes(slots.as_bytes()).open(login, passphrase)
    assert (opened.raw, found) == (key.raw, slot_id)


def test_one_derivation_suffices_and_an_unknown_name_costs_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    key = DataKey.new()
    slots = Slots.create(STORE)
    for number in range(20):
        slots.add(key, f"petugas{number}", f"kalimat nomor {number}", QUICK)
    tried: list[int] = []

    def counted(secret: bytes, salt: bytes, cost: Cost) -> bytes:
        tried.append(1)
        return stretch(secret, salt, cost)

    monkeypatch.setattr(slot_module, "stretch", counted)
    monkeypatch.setattr(slots_module, "stretch", counted)
    for number in range(20):
        slots.open(f"petugas{number}", f"kalimat nomor {number}")
    assert len(tried) <= 20 + 8  # 190 slots stand before the right ones; 1 in 256 is tried in vain
    tried.clear()
    for number in range(20):
        assert _refused(slots, f"orang lain {number}", "apa saja") == "keys.wrong_passphrase"
    assert 20 <= len(tried) <= 20 + 12


def test_ids_salts_and_nonces_are_never_used_twice(clinic: Clinic) -> None:
    kept = [slot.as_json() for slot in clinic.slots._slots.values()]
    clinic.slots.reset(clinic.key(), clinic.siti, *SITI, QUICK)
    kept.append(clinic.slots._slots[clinic.siti].as_json())
    for name in ("salt", "nonce", "wrapped"):
        assert len({slot[name] for slot in kept}) == 4


def test_two_people_with_one_passphrase_open_their_own_slots(clinic: Clinic) -> None:
    sari = clinic.slots.add(clinic.key(), "sari", SITI[1], QUICK)
    assert clinic.slots.open("sari", SITI[1])[1] == sari
    assert clinic.slots.open(*SITI)[1] == clinic.siti


def test_exchanging_a_passphrase_keeps_the_slot_and_shuts_out_the_old_one(clinic: Clinic) -> None:
    assert clinic.slots.replace_passphrase(*SITI, "hujan sore di pelabuhan", QUICK) == clinic.siti
    clinic.slots.save(clinic.path)
    slots = Slots.load(clinic.path)
    assert slots.open(SITI[0], "hujan sore di pelabuhan")[1] == clinic.siti
    assert _refused(slots, *SITI) == "keys.wrong_passphrase"
    assert slots.open(*BUDI)[0].raw == clinic.raw
    assert slots.version == 4


def test_exchanging_needs_the_old_passphrase(clinic: Clinic) -> None:
    before = clinic.slots.as_bytes()
    with pytest.raises(Trouble) as caught:
        clinic.slots.replace_passphrase(SITI[0], "salah", "baru", QUICK)
    assert caught.value.code == "keys.wrong_passphrase"
    assert clinic.slots.as_bytes() == before


def test_a_reset_gives_a_one_time_passphrase_or_another_name(clinic: Clinic) -> None:
    clinic.slots.reset(clinic.key(), clinic.budi, "budi.santoso", "sekali pakai", QUICK)
    assert clinic.slots.open("budi.santoso", "sekali pakai")[1] == clinic.budi
    assert _refused(clinic.slots, *BUDI) == "keys.wrong_passphrase"


def test_a_removed_slot_opens_no_more(clinic: Clinic) -> None:
    clinic.slots.remove(clinic.budi, clinic.key())
    clinic.slots.save(clinic.path)
    slots = Slots.load(clinic.path)
    assert _refused(slots, *BUDI) == "keys.wrong_passphrase"
    assert slots.open(*SITI)[0].raw == clinic.raw
    assert slots.slot_ids == {clinic.siti, clinic.recovery_id}


def test_the_last_slot_cannot_be_removed(clinic: Clinic) -> None:
    clinic.slots.remove(clinic.budi, clinic.key())
    clinic.slots.remove(clinic.recovery_id, clinic.key())
    with pytest.raises(RuleBroken) as caught:
        clinic.slots.remove(clinic.siti, clinic.key())
    assert caught.value.code == "keys.last_slot"
    assert clinic.slots.open(*SITI)[0].raw == clinic.raw


def test_a_slot_nobody_knows_is_a_bug(clinic: Clinic) -> None:
    with pytest.raises(KeyError):
        clinic.slots.remove("00" * 16, clinic.key())
    with pytest.raises(KeyError):
        clinic.slots.reset(clinic.key(), "00" * 16, *SITI, QUICK)


def test_a_new_recovery_key_takes_the_place_of_the_old_one_in_one_change(clinic: Clinic) -> None:
    new = RecoveryKey.new()
    new_id = clinic.slots.add_recovery(clinic.key(), new, QUICK, instead_of=clinic.recovery_id)
    assert clinic.slots.version == 4
    assert clinic.slots.open_recovery(new)[1] == new_id
    with pytest.raises(Trouble) as caught:
        clinic.slots.open_recovery(clinic.recovery)
    assert caught.value.code == "keys.wrong_recovery"


def test_a_new_data_key_keeps_me_a_new_sheet_and_hands_out_one_time_passphrases(clinic: Clinic) -> None:
    gone = clinic.slots.add(clinic.key(), "mantan", "frasa lama", QUICK)
    clinic.slots.save(clinic.path)
    new_key, new_sheet = DataKey.new(), RecoveryKey.new()
    others = {clinic.budi: BUDI[0], clinic.siti: SITI[0]}
    rekeyed = clinic.slots.rekeyed(
        new_key, login=SITI[0], passphrase=SITI[1], recovery=new_sheet, others=others, cost=QUICK
    )
    rekeyed.slots.save(clinic.path)
    slots = Slots.load(clinic.path)
    assert slots.version > clinic.slots.version
    assert slots.store_id == STORE
    assert gone not in slots.slot_ids
    assert slots.open(*SITI)[1] == clinic.siti
    assert set(rekeyed.one_time) == {clinic.budi}
    assert slots.open(BUDI[0], rekeyed.one_time[clinic.budi])[1] == clinic.budi
    assert slots.open_recovery(new_sheet) != slots.open(*SITI)
    assert {slots.open(*SITI)[0].raw, slots.open_recovery(new_sheet)[0].raw} == {new_key.raw}
    assert _refused(slots, *BUDI) == "keys.wrong_passphrase"
    assert _refused(slots, "mantan", "frasa lama") == "keys.wrong_passphrase"
    with pytest.raises(Trouble):
        slots.open_recovery(clinic.recovery)
    slots.require_current(new_key, clinic.slots.version + 1)
    assert not slots.is_signed_by(clinic.key())
    assert rekeyed.one_time[clinic.budi] not in repr(rekeyed)


def test_a_mistyped_passphrase_never_gets_into_new_slots(clinic: Clinic) -> None:
    with pytest.raises(Trouble) as caught:
        clinic.slots.rekeyed(
            DataKey.new(), login=SITI[0], passphrase="salah ketik", recovery=RecoveryKey.new(), others={}, cost=QUICK
        )
    assert caught.value.code == "keys.wrong_passphrase"
    assert clinic.slots.open(*SITI)[0].raw == clinic.raw


def test_saving_keeps_the_previous_generation(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    clinic.slots.add(clinic.key(), "sari", "frasa sari", QUICK)
    clinic.slots.save(clinic.path)
    assert previous_of(clinic.path).read_bytes() == before
    assert Slots.load(previous_of(clinic.path)).open(*SITI)[0].raw == clinic.raw


def test_saving_cut_off_anywhere_leaves_a_file_that_opens(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    before = clinic.path.read_bytes()
    clinic.slots.add(clinic.key(), "sari", "frasa sari", QUICK)
    real_replace, real_fsync = os.replace, os.fsync
    for name, steps in (("replace", 2), ("fsync", 4)):
        for step in range(steps):
            counter = itertools.count()

            def cut_off(*arguments: object, name: str = name, step: int = step, counter: object = counter) -> None:
                assert isinstance(counter, itertools.count)
                if next(counter) == step:
                    raise OSError(errno.EIO, "power cut")
                {"replace": real_replace, "fsync": real_fsync}[name](*arguments)  # type: ignore[operator]

            monkeypatch.setattr(os, name, cut_off)
            with pytest.raises(Trouble) as caught:
                clinic.slots.save(clinic.path)
            monkeypatch.undo()
            assert caught.value.code == "store.unreadable"
            assert Slots.load(clinic.path).open(*SITI)[0].raw == clinic.raw
            if (name, step) != ("fsync", 3):  # there the new file stands already, only its folder was not flushed
                assert clinic.path.read_bytes() == before


def test_two_programs_changing_the_file_at_once_lose_no_slot(clinic: Clinic) -> None:
    window, command = Slots.load(clinic.path), Slots.load(clinic.path)
    window.add(clinic.key(), "sari", "frasa sari", QUICK)
    window.save(clinic.path)
    command.add(clinic.key(), "dewi", "frasa dewi", QUICK)
    with pytest.raises(Trouble) as caught:
        command.save(clinic.path)
    assert caught.value.code == "keys.slots_changed"
    assert Slots.load(clinic.path).open("sari", "frasa sari")[0].raw == clinic.raw


def test_one_object_saves_again_and_again(clinic: Clinic) -> None:
    for number in range(3):
        clinic.slots.add(clinic.key(), f"petugas{number}", "frasa", QUICK)
        clinic.slots.save(clinic.path)
    assert Slots.load(clinic.path).version == 6


def test_a_new_store_never_overwrites_the_slots_of_another(clinic: Clinic) -> None:
    fresh = Slots.create(OTHER_STORE)
    fresh.add(DataKey.new(), *SITI, QUICK)
    with pytest.raises(Trouble) as caught:
        fresh.save(clinic.path)
    assert caught.value.code == "keys.slots_changed"


def test_slots_without_a_slot_are_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not saved"):
        Slots.create(STORE).save(tmp_path / "clinic.slots")


def test_each_slot_keeps_the_cost_it_was_wrapped_with(clinic: Clinic) -> None:
    clinic.slots.reset(clinic.key(), clinic.budi, *BUDI, Cost(128, 2, 1))
    slots = Slots.of_bytes(clinic.slots.as_bytes())
    assert (slots.cost_of(clinic.budi), slots.cost_of(clinic.siti)) == (Cost(128, 2, 1), QUICK)
    assert slots.open(*BUDI)[0].raw == clinic.raw


def test_a_cost_that_could_not_be_opened_again_is_refused(clinic: Clinic) -> None:
    with pytest.raises(ValueError, match="opened again"):
        clinic.slots.add(clinic.key(), "sari", "frasa", Cost(2 * 1024 * 1024, 1, 1))


def test_the_slots_of_another_store_are_told(clinic: Clinic) -> None:
    with pytest.raises(Trouble) as caught:
        clinic.slots.require_store(OTHER_STORE)
    assert caught.value.code == "keys.other_store"


def test_an_older_version_than_remembered_is_told_and_a_newer_one_accepted(clinic: Clinic) -> None:
    clinic.slots.require_current(clinic.key(), 3)
    clinic.slots.require_current(clinic.key(), 2)
    with pytest.raises(Trouble) as caught:
        clinic.slots.require_current(clinic.key(), 4)
    assert (caught.value.code, caught.value.facts) == ("keys.rolled_back", {"version": 3, "remembered": 4})
