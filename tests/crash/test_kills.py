"""Kill -9 in the middle of every kind of write: what was acknowledged is there, all else is as before, and everything opens."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlmodel import SQLModel, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.service import register
from rehab_app.foundation.actor import Role
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.service import add_account
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import Archive
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.backups.restore import restore
from rehab_app.office.backups.service import back_up, backups_of
from rehab_app.office.opening import OpenClinic, new_recovery_key, open_clinic
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.service import LetterOrder, issue
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots
from tests.crash.conftest import new_seat
from tests.crash.killing import READY, Killer
from tests.office.backups.conftest import PASSPHRASE

Tell = Callable[[str], None]

pytestmark = pytest.mark.slow


@contextmanager
def signed_in(folder: DataFolder) -> Iterator[OpenClinic]:
    """Sign in as after any crash, and forget everything again before the next fork."""
    clinic = open_clinic(folder, "ratna", PASSPHRASE, new_seat())
    try:
        yield clinic
    finally:
        clinic.forget()


def _is_unbroken(clinic: OpenClinic) -> bool:
    with clinic.reading() as work:
        return verify(work.connection, SQLModel.metadata).is_unbroken


def _order() -> LetterOrder:
    day = date(2022, 3, 1)
    return LetterOrder(
        "referral", "{sifat}/{nomor}/{tahun}", "R", "KA", "RH", "BPP", day, "RSJD", "BP", "Kepala", "Kepala"
    )


def test_registrations(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            tell(READY)
            for number in range(10_000):
                with clinic.writing() as work:
                    draft = ClientDraft(full_name=f"Agus {number}", sex="L", stated_age=30)
                    kept = register(work, draft)
                tell(f"{kept.id.hex} {kept.rm_number}")

    killer, known = Killer(1), dict[str, str]()
    for _ in range(60):
        known |= dict(line.split() for line in killer.killed(write))
        with signed_in(folder) as clinic, clinic.reading() as work:
            there = {client.id.hex: client.rm_number for client in work.session.exec(select(Client))}
            assert known.items() <= there.items()
            assert len(set(there.values())) == len(there)
    with signed_in(folder) as clinic:
        assert _is_unbroken(clinic)
    assert len(known) > 20


def test_letters_with_number_bytes_and_register_row_in_one(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            tell(READY)
            for _ in range(10_000):
                with clinic.writing() as work:
                    letter_id, number = issue(work, clinic.attachments, _order(), lambda text: text.encode() * 9000)
                tell(f"{letter_id.hex} {number}")

    killer, known = Killer(2), dict[str, str]()
    for _ in range(40):
        new = dict(line.split() for line in killer.killed(write))
        known |= new
        with signed_in(folder) as clinic, clinic.reading() as work:
            letters = {row.id.hex: row for row in work.session.exec(select(IssuedLetter))}
            assert known.items() <= {key: row.number_text for key, row in letters.items()}.items()
            for key in new:
                assert len(clinic.attachments.get(letters[key].digest)) == letters[key].size
    with signed_in(folder) as clinic, clinic.reading() as work:
        numbers = sorted(work.session.exec(select(IssuedLetter.number).where(IssuedLetter.series == "letter.R")))
        assert numbers == list(range(1, len(numbers) + 1))  # a number that was not issued was not taken
        for row in work.session.exec(select(IssuedLetter)):
            assert len(clinic.attachments.get(row.digest)) == row.size
        assert _is_unbroken(clinic)
    assert len(known) > 10


def test_attachments(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        chance = random.Random()  # noqa: S311 - content, not a secret
        with signed_in(folder) as clinic:
            tell(READY)
            while True:
                tell(clinic.attachments.put(chance.randbytes(chance.randrange(2_500_000))))

    killer = Killer(3)
    for _ in range(30):
        digests = killer.killed(write)
        with signed_in(folder) as clinic:
            for digest in digests:
                clinic.attachments.verify(digest)


def test_drafts(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            kept = [draft.content["count"] for draft in clinic.drafts.offered() if draft.form == "kill"]
            tell(READY)
            for count in range(max(kept, default=0) + 1, 100_000):
                clinic.drafts.keep("kill", "new", {"count": count, "text": "x" * (count % 5000)})
                tell(str(count))

    killer, last = Killer(4), 0
    for _ in range(40):
        last = max([last, *map(int, killer.killed(write))])
        with signed_in(folder) as clinic:
            counts = [draft.content["count"] for draft in clinic.drafts.offered() if draft.form == "kill"]
            assert len(counts) <= 1
            assert max(counts, default=0) >= last
            assert clinic.drafts.damaged() == []
    assert last > 20


def test_changes_of_the_slots(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            tell(READY)
            for number in range(10_000):
                with clinic.writing() as work:
                    login = f"s{work.new_id().hex[:12]}"
                    draft = AccountDraft(login=login, full_name="Siti", roles=[Role.KONSELOR])
                    _, one_time = add_account(work, clinic.keys, draft)
                tell(f"{login} {one_time}")
                if number % 3 == 2:
                    with clinic.writing() as work:
                        fresh = new_recovery_key(work, clinic.keys)
                    tell(f"recovery {fresh.text}")

    killer, known, recovery = Killer(5), dict[str, str](), ""
    for _ in range(40):
        told = [line.split() for line in killer.killed(write)]
        new = {login: handed for login, handed in told if login != "recovery"}
        recovery = next((handed for kind, handed in reversed(told) if kind == "recovery"), recovery)
        known |= new
        with signed_in(folder) as clinic:
            slots = Slots.load(folder.slots)
            slots.verify(clinic.keys.data_key)
        for login, handed in new.items():
            open_clinic(folder, login, handed, new_seat()).forget()
    slots = Slots.load(folder.slots)
    for login, handed in known.items():
        slots.open(login, handed)[0].forget()
    with signed_in(folder) as clinic:
        assert _is_unbroken(clinic)
    assert len(known) > 10
    # A later change that was cut off may have replaced the sheet that was told last; that one is at least well-formed.
    assert RecoveryKey.parse(recovery).text == recovery


def test_sign_ins(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        tell(READY)
        while True:
            open_clinic(folder, "ratna", PASSPHRASE, new_seat()).lock()
            tell("in")

    killer, count = Killer(6), 0
    for _ in range(30):
        count += len(killer.killed(write))
        with signed_in(folder) as clinic:
            assert not clinic.greeting.failures
    with signed_in(folder) as clinic:
        assert _is_unbroken(clinic)
    assert count > 10


def test_backups(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        with signed_in(folder) as clinic:
            tell(READY)
            while True:
                tell(str(back_up(clinic).path))

    killer, known = Killer(7), set[str]()
    for _ in range(25):
        known.update(killer.killed(write))
        with signed_in(folder) as clinic:
            listed = {str(row.path) for row in backups_of(clinic)}
            assert known <= listed
            # Whatever has a backup's name is one, acknowledged or not.
            assert listed == {str(path) for path in folder.backups.glob("*.rbk") if not path.name.startswith(".")}
            for path in folder.backups.glob("cadangan-*.rbk"):
                Archive.read(path).prove(clinic.keys.data_key)
    with signed_in(folder) as clinic:
        assert _is_unbroken(clinic)
    assert len(known) > 10


def test_restores(folder: DataFolder) -> None:
    with signed_in(folder) as clinic:
        one = back_up(clinic, folder.root.parent / "one.rbk").path
        with clinic.writing() as work:
            register(work, ClientDraft(full_name="Agus", sex="L", stated_age=30))
        two = back_up(clinic, folder.root.parent / "two.rbk").path

    def write(tell: Tell) -> None:
        tell(READY)
        while True:
            for backup in (one, two):
                restore(backup, folder, BackupOpener("ratna", PASSPHRASE), new_seat())
                tell(backup.stem)

    killer = Killer(8, most=1)
    for _ in range(15):
        killer.killed(write)
        with signed_in(folder) as clinic:
            with clinic.reading() as work:
                assert len(work.session.exec(select(Client)).all()) in {1, 2}
                (letter,) = work.session.exec(select(IssuedLetter)).all()
            clinic.attachments.verify(letter.digest)
            assert _is_unbroken(clinic)


def test_new_data_keys(folder: DataFolder) -> None:
    def write(tell: Tell) -> None:
        tell(READY)
        while True:
            rekey(open_clinic(folder, "ratna", PASSPHRASE, new_seat()), PASSPHRASE)
            tell("new key")

    killer = Killer(9, most=1)
    for _ in range(10):
        killer.killed(write)
        with signed_in(folder) as clinic:
            with clinic.reading() as work:
                (letter,) = work.session.exec(select(IssuedLetter)).all()
            clinic.attachments.verify(letter.digest)
            assert clinic.drafts.damaged() == []
            assert len(clinic.drafts.offered()) == 1
            assert _is_unbroken(clinic)
