"""One slot: it opens for its own name and secret, in its own store, as it was written, and for nothing else."""

from dataclasses import replace

import pytest

from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slot import Opener, Slot
from tests.store.keys.makers import OTHER_STORE, QUICK, SITI, STORE

KEY = DataKey(bytes(range(32)))
OPENER = Opener.of_account(*SITI)
SLOT = Slot.wrapping(KEY, OPENER, QUICK, STORE)


def test_a_slot_opens_as_it_was_written_and_after_a_round_through_json() -> None:
    for slot in (SLOT, Slot.of_json(SLOT.as_json())):
        opened = slot.unwrap(OPENER, STORE)
        assert opened is not None
        assert opened.raw == KEY.raw


@pytest.mark.parametrize(
    "altered",
    [
        replace(SLOT, slot_id="00" * 16),
        replace(SLOT, tag=SLOT.tag ^ 1),
        replace(SLOT, cost=Cost(128, 1, 1)),
        replace(SLOT, cost=Cost(64, 2, 1)),
        replace(SLOT, cost=Cost(64, 1, 2)),
        replace(SLOT, salt=bytes(16)),
        replace(SLOT, nonce=bytes(12)),
        replace(SLOT, wrapped=bytes(48)),
    ],
)
def test_every_field_is_bound_even_where_nobody_looks_at_the_tag(altered: Slot) -> None:
    assert altered.unwrap(OPENER, STORE) is None


def test_the_store_is_bound() -> None:
    assert SLOT.unwrap(OPENER, OTHER_STORE) is None


def test_the_login_name_is_part_of_the_secret() -> None:
    assert SLOT.unwrap(Opener.of_account("sari", SITI[1]), STORE) is None


def test_name_and_passphrase_do_not_run_into_each_other() -> None:
    slot = Slot.wrapping(KEY, Opener.of_account("siti", "a1234"), QUICK, STORE)
    assert slot.unwrap(Opener.of_account("sitia", "1234"), STORE) is None


def test_an_account_named_like_a_recovery_key_does_not_open_its_slot() -> None:
    key = RecoveryKey(b"a" * 20)
    slot = Slot.wrapping(KEY, Opener.of_recovery(key), QUICK, STORE)
    assert slot.unwrap(Opener.of_account("a" * 20, ""), STORE) is None
    assert slot.unwrap(Opener.of_recovery(key), STORE) is not None


def test_the_tag_points_at_the_true_name_and_at_one_other_in_256() -> None:
    assert SLOT.may_open(OPENER)
    others = sum(SLOT.may_open(Opener.of_account(f"orang{number}", "")) for number in range(5120))
    assert 2 <= others <= 60  # 20 expected


def test_secrets_never_show() -> None:
    assert SITI[1] not in repr(OPENER)
    assert SITI[0] not in repr(OPENER)
