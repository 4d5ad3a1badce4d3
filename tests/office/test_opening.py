"""Making, opening, recovering and locking a clinic."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.service import (
    accounts,
    add_account,
    change_account,
    change_own_passphrase,
    reset_passphrase,
    retire_account,
)
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import OpenClinic, Seat, create_clinic, new_recovery_key, open_clinic, recover_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.present import profile
from rehab_app.office.profile.service import change_profile, first_profile
from rehab_app.store.keys.attempts import Attempts
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from tests.makers import START

PASSPHRASE = "kuda lumping senja"
COST = Cost.for_tests()


@pytest.fixture
def seat() -> Seat:
    return Seat("PC-1", SetClock(START), Bus())


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "clinic")


@pytest.fixture
def made(folder: DataFolder, seat: Seat) -> Iterator[tuple[OpenClinic, RecoveryKey]]:
    clinic, key = create_clinic(
        folder,
        ProfileDraft(address="Jalan Uji 1"),
        AccountDraft(login="ratna", full_name="dr. Ratna", roles=[Role.SUBKOORDINATOR, Role.DOKTER]),
        PASSPHRASE,
        seat,
        cost=COST,
    )
    yield clinic, key
    clinic.forget()


def _actions(clinic: OpenClinic) -> list[str]:
    with clinic.reading() as work:
        return [row.action for row in reversed(newest(work))]


def test_a_new_clinic_opens_again_with_its_passphrase(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    clinic.lock()
    assert clinic.is_locked
    again = open_clinic(clinic.folder, "Ratna", PASSPHRASE, seat)
    with again.reading() as work:
        assert profile(work).address == "Jalan Uji 1"
    assert again.actor.roles == {Role.SUBKOORDINATOR, Role.DOKTER}
    assert again.actor.may(DataClass.KLINIS, Right.INPUT)
    assert _actions(again) == [
        "accounts.first",
        "profile.create",
        "sign_in.passphrase",
        "sign_in.lock",
        "sign_in.passphrase",
    ]
    again.forget()


def test_a_locked_clinic_neither_writes_nor_holds_the_key(made: tuple[OpenClinic, RecoveryKey]) -> None:
    clinic, _ = made
    clinic.lock()
    with pytest.raises(Trouble, match="store.locked"), clinic.writing():
        pass
    with pytest.raises(Trouble, match="store.locked"):
        clinic.keys.data_key.derive("drafts")
    with pytest.raises(Trouble, match="store.locked"):
        clinic.drafts.keep("client", "new", {})


def test_wrong_passphrases_slow_down_and_are_entered_at_the_next_sign_in(
    made: tuple[OpenClinic, RecoveryKey], seat: Seat
) -> None:
    clinic, _ = made
    clinic.lock()
    clock = seat.clock
    assert isinstance(clock, SetClock)
    for _ in range(3):
        with pytest.raises(Trouble, match="keys.wrong_passphrase"):
            open_clinic(clinic.folder, "ratna", "salah sama sekali", seat)
    with pytest.raises(Trouble, match="keys.wrong_passphrase"):
        open_clinic(clinic.folder, "ratna", "masih salah juga", seat)
    with pytest.raises(Trouble, match="keys.wait"):
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    clock.advance(timedelta(seconds=300))
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert again.greeting.failures == 4
    assert again.greeting.is_attempts_file_intact
    assert _actions(again).count("sign_in.failed:PC-1") == 4
    again.forget()


def test_a_removed_list_of_failures_is_told(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    clinic.lock()
    clinic.folder.attempts.unlink()
    attempts = Attempts(clinic.folder.attempts)
    with pytest.raises(Trouble, match="keys.attempts_lost"):
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat, attempts=attempts)
    assert isinstance(seat.clock, SetClock)
    seat.clock.advance(timedelta(seconds=301))
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat, attempts=attempts)
    assert not again.greeting.is_attempts_file_intact
    assert "sign_in.attempts_file_altered" in _actions(again)
    again.forget()


def test_the_recovery_key_opens_gives_a_new_passphrase_and_is_used_up(
    made: tuple[OpenClinic, RecoveryKey], seat: Seat
) -> None:
    clinic, key = made
    clinic.lock()
    typed = RecoveryKey.parse(key.text.lower())
    again, fresh = recover_clinic(clinic.folder, typed, "ratna", "gerimis pagi hari", seat, cost=COST)
    assert "keys.recovery_used" in _actions(again)
    assert "sign_in.recovery_key" in _actions(again)
    again.lock()
    with pytest.raises(Trouble, match="keys.wrong_recovery"):
        recover_clinic(clinic.folder, key, "ratna", "gerimis pagi hari", seat, cost=COST)
    with pytest.raises(Trouble, match="keys.wrong_passphrase"):
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    open_clinic(clinic.folder, "ratna", "gerimis pagi hari", seat).lock()
    last, _ = recover_clinic(clinic.folder, fresh, "ratna", "hujan sore hari", seat, cost=COST)
    last.forget()


def test_a_recovery_that_names_nobody_uses_nothing_up(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, key = made
    clinic.lock()
    with pytest.raises(RuleBroken, match="sign_in.unknown_login"):
        recover_clinic(clinic.folder, key, "bukan-siapa", "gerimis pagi hari", seat, cost=COST)
    again, _ = recover_clinic(clinic.folder, key, "ratna", "gerimis pagi hari", seat, cost=COST)
    again.forget()


def test_a_new_recovery_key_ends_the_old_sheet(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, key = made
    with clinic.writing() as work:
        fresh = new_recovery_key(work, clinic.keys)
    clinic.lock()
    with pytest.raises(Trouble, match="keys.wrong_recovery"):
        recover_clinic(clinic.folder, key, "ratna", "gerimis pagi hari", seat, cost=COST)
    recover_clinic(clinic.folder, fresh, "ratna", "gerimis pagi hari", seat, cost=COST)[0].forget()


def test_a_colleague_gets_a_one_time_passphrase_and_must_change_it(
    made: tuple[OpenClinic, RecoveryKey], seat: Seat
) -> None:
    clinic, _ = made
    draft = AccountDraft(login="siti", full_name="Siti", roles=[Role.KONSELOR])
    with clinic.writing() as work:
        _, one_time = add_account(work, clinic.keys, draft)
    clinic.lock()
    hers = open_clinic(clinic.folder, "siti", one_time, seat)
    assert hers.greeting.must_change_passphrase
    with hers.writing() as work:
        change_own_passphrase(work, hers.keys, one_time, "melati di beranda")
    with hers.reading() as work, pytest.raises(NotAllowed):
        accounts(work)
    hers.lock()
    with pytest.raises(Trouble, match="keys.wrong_passphrase"):
        open_clinic(clinic.folder, "siti", one_time, seat)
    again = open_clinic(clinic.folder, "siti", "melati di beranda", seat)
    assert not again.greeting.must_change_passphrase
    again.forget()


def test_a_retired_colleague_no_longer_opens_the_live_store(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    draft = AccountDraft(login="siti", full_name="Siti", roles=[Role.KONSELOR])
    with clinic.writing() as work:
        account_id, one_time = add_account(work, clinic.keys, draft)
    with clinic.writing() as work:
        retire_account(work, clinic.keys, account_id, 1)
    clinic.lock()
    with pytest.raises(Trouble, match="keys.wrong_passphrase"):
        open_clinic(clinic.folder, "siti", one_time, seat)
    back = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    with back.writing() as work:
        renewed = reset_passphrase(work, back.keys, account_id)
    back.lock()
    open_clinic(clinic.folder, "siti", renewed, seat).forget()


def test_an_admin_grants_nothing_and_the_last_granter_stays(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    draft = AccountDraft(login="adi", full_name="Adi", roles=[Role.ADMIN])
    with clinic.writing() as work:
        _, one_time = add_account(work, clinic.keys, draft)
    with clinic.reading() as work:
        me = next(row for row in accounts(work) if row.login == "ratna")
    lowered = AccountDraft(login="ratna", full_name="dr. Ratna", roles=[Role.DOKTER])
    with pytest.raises(RuleBroken, match="accounts.last_granter"), clinic.writing() as work:
        change_account(work, me.id, me.row_version, lowered)
    clinic.lock()
    admin = open_clinic(clinic.folder, "adi", one_time, seat)
    for deed in (
        lambda work: add_account(work, admin.keys, AccountDraft(login="eka", full_name="Eka", roles=[Role.KEPALA])),
        lambda work: reset_passphrase(work, admin.keys, me.id),
    ):
        with pytest.raises(NotAllowed, match="rights.granting"), admin.writing() as work:
            deed(work)
    admin.forget()


def test_a_refused_account_leaves_the_slots_file_alone(made: tuple[OpenClinic, RecoveryKey]) -> None:
    clinic, _ = made
    before = clinic.folder.slots.read_bytes()
    for draft in (
        AccountDraft(login="ratna", full_name="Lain", roles=[Role.KONSELOR]),
        AccountDraft(login="R a", full_name="", roles=[]),
    ):
        with pytest.raises(RuleBroken), clinic.writing() as work:
            add_account(work, clinic.keys, draft)
    assert clinic.folder.slots.read_bytes() == before


def test_a_clock_set_back_is_noticed_and_nothing_breaks(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    clinic.lock()
    assert isinstance(seat.clock, SetClock)
    seat.clock.advance(timedelta(days=-400))
    again = open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert again.greeting.is_clock_behind
    assert "sign_in.clock_behind" in _actions(again)
    again.forget()


@pytest.mark.parametrize("name", ["clinic.db", "clinic.slots"])
def test_a_missing_file_is_said_plainly(made: tuple[OpenClinic, RecoveryKey], seat: Seat, name: str) -> None:
    clinic, _ = made
    clinic.lock()
    (clinic.folder.root / name).unlink()
    with pytest.raises(Trouble) as caught:
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert caught.value.code in {"store.missing", "keys.slots_missing"}


def test_slots_of_another_clinic_do_not_open_this_one(
    made: tuple[OpenClinic, RecoveryKey], seat: Seat, tmp_path: Path
) -> None:
    clinic, _ = made
    clinic.lock()
    other, _ = create_clinic(
        DataFolder(tmp_path / "other"),
        ProfileDraft(),
        AccountDraft(login="ratna", full_name="Ratna", roles=[Role.KEPALA]),
        PASSPHRASE,
        seat,
        cost=COST,
    )
    other.lock()
    clinic.folder.slots.write_bytes(other.folder.slots.read_bytes())
    with pytest.raises(Trouble) as caught:
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert caught.value.code in {"store.damaged", "keys.other_store"}


def test_an_older_slots_file_is_refused(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    older = clinic.folder.slots.read_bytes()
    with clinic.writing() as work:
        new_recovery_key(work, clinic.keys)
    clinic.lock()
    clinic.folder.slots.write_bytes(older)
    with pytest.raises(Trouble, match="keys.rolled_back"):
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)


@pytest.mark.parametrize("keep", [0, 100, 4096, 6000])
def test_a_truncated_database_is_told_as_damaged(made: tuple[OpenClinic, RecoveryKey], seat: Seat, keep: int) -> None:
    clinic, _ = made
    clinic.lock()
    whole = clinic.folder.database.read_bytes()
    clinic.folder.database.write_bytes(whole[:keep])
    with pytest.raises(Trouble) as caught:
        open_clinic(clinic.folder, "ratna", PASSPHRASE, seat)
    assert caught.value.code == "store.damaged"


def test_a_second_creation_in_the_same_folder_is_refused(made: tuple[OpenClinic, RecoveryKey], seat: Seat) -> None:
    clinic, _ = made
    draft = AccountDraft(login="eka", full_name="Eka", roles=[Role.KEPALA])
    with pytest.raises(RuleBroken, match="opening.exists"):
        create_clinic(clinic.folder, ProfileDraft(), draft, PASSPHRASE, seat, cost=COST)


@pytest.mark.parametrize(
    ("login", "roles", "passphrase", "code"),
    [
        ("eka", [Role.KONSELOR], PASSPHRASE, "accounts.last_granter"),
        ("eka", [Role.KEPALA], "pendek", "accounts.short_passphrase"),
        ("eka", [Role.KEPALA], "aaaaaaaaaaaa", "accounts.weak_passphrase"),
        ("eka", [Role.KEPALA], "Eka-Eka-2022", "accounts.weak_passphrase"),
    ],
)
def test_a_refused_creation_leaves_nothing_behind(
    folder: DataFolder, seat: Seat, login: str, roles: list[Role], passphrase: str, code: str
) -> None:
    draft = AccountDraft(login=login, full_name="Eka", roles=roles)
    with pytest.raises(RuleBroken) as caught:
        create_clinic(folder, ProfileDraft(), draft, passphrase, seat, cost=COST)
    assert caught.value.code == code
    assert not folder.root.exists() or not list(folder.root.iterdir())


def test_the_profile_is_changed_by_those_who_may_and_its_rules_hold(made: tuple[OpenClinic, RecoveryKey]) -> None:
    clinic, _ = made
    with clinic.writing() as work:
        change_profile(work, ProfileDraft(address="Jalan Baru 2"), 1)
    with clinic.reading() as work:
        assert profile(work).address == "Jalan Baru 2"
    bad = ProfileDraft(unit_code="BNNK/BPP", letterhead=[], time_zone="Mars/Base")
    with pytest.raises(RulesBroken) as caught, clinic.writing() as work:
        change_profile(work, bad, 2)
    assert {trouble.field for trouble in caught.value.troubles} == {"unit_code", "letterhead", "time_zone"}


def test_nothing_readable_lies_in_any_file(made: tuple[OpenClinic, RecoveryKey]) -> None:
    clinic, _ = made
    with clinic.writing() as work:
        client = Client(
            id=work.new_id(),
            rm_number="000001",
            full_name="Bambang Pamungkas",
            initials="BP",
            sex="L",
            nik="6471011708900001",
        )
        work.add(client, "clients.register")
        clinic.attachments.put(b"Bambang Pamungkas 6471011708900001")
    clinic.drafts.keep("client", "new", {"full_name": "Bambang Pamungkas", "nik": "6471011708900001"})
    with clinic.reading() as work:
        assert work.session.exec(select(Client.full_name)).one() == "Bambang Pamungkas"
    files = [path for path in clinic.folder.root.rglob("*") if path.is_file()]
    assert {path.name.split(".")[0] for path in files} >= {"clinic"}
    assert any(path.suffix == ".db-wal" for path in files)
    for path in files:
        content = path.read_bytes()
        for secret in (b"Bambang", b"Pamungkas", b"6471011708900001", b"ratna", b"Ratna", PASSPHRASE.encode()):
            assert secret not in content, path.name


def test_a_second_profile_is_refused(made: tuple[OpenClinic, RecoveryKey]) -> None:
    clinic, _ = made
    with pytest.raises(RuleBroken, match="opening.exists"), clinic.writing() as work:
        first_profile(work, ProfileDraft())
