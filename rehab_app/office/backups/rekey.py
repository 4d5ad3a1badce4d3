"""A new data key: what to do when somebody left who knew a passphrase and may have a copy of the files.

Taking a slot away shuts the live store only; whoever kept an old copy of the slots file still gets the data key from it. Here
everything is sealed anew: database, attachments, drafts, slots. Backups made before, and the replaced folder, still open with
the old passphrases and the old recovery key; the words of the dialog say so, and that they belong under lock or destroyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlmodel import SQLModel, col
from sqlmodel import select as select_records

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.model import Account
from rehab_app.office.audit.verify import verify
from rehab_app.office.backups.archive import ATTACHMENTS_NAME, DATABASE_NAME, SLOTS_NAME
from rehab_app.office.backups.making import StoreFacts, facts_of, still
from rehab_app.office.backups.service import LAST_PROVEN
from rehab_app.office.opening import OpenClinic
from rehab_app.store.attached import attachments_named
from rehab_app.store.attachments import Attachments
from rehab_app.store.drafts import DraftBox
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.files import MEGABYTE, previous_of, require_space
from rehab_app.store.keys.attempts import Attempts
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Rekeyed, Slots
from rehab_app.store.meta import ATTEMPTS_SEGMENT, RECOVERY_SLOT, SLOTS_VERSION, read_meta, write_meta
from rehab_app.store.rekey import export_under
from rehab_app.store.snapshot import aside, companions, nobody_else
from rehab_app.store.store import Store
from rehab_app.store.swap import swap_in
from rehab_app.store.watch import Watch

_GRANTING: Final = (Role.KEPALA, Role.SUBKOORDINATOR)
_ROOM: Final = 16 * MEGABYTE


@dataclass(frozen=True, slots=True)
class RekeyReport:
    """The new recovery key to print, the one-time passphrases to hand over by sign-in name, and the folder of the old store.

    ``missing`` counts attachments that the database names and that could not be read under the old key.
    """

    recovery: RecoveryKey = field(repr=False)
    one_time: Mapping[str, str] = field(repr=False)
    replaced: Path
    missing: int


def rekey(clinic: OpenClinic, passphrase: str, watch: Watch | None = None) -> RekeyReport:
    """Seal the whole clinic under a new data key; the clinic is closed then, and everybody signs in anew.

    I keep my passphrase; every other active account gets a one-time one; the old recovery sheet is void. For Kepala or
    Subkoordinator. Raises NotAllowed, Trouble("keys.wrong_passphrase"), ``store.in_use``, ``store.too_little_space`` and the
    disk's troubles; whatever is raised, also by ``watch``, the old store stands whole (once the work began, it must be opened
    anew).
    """
    watch = watch or Watch()
    if not clinic.actor.has(*_GRANTING):
        raise NotAllowed("rights.granting")
    folder, store = clinic.folder, clinic.store
    new_key = DataKey.new()
    try:
        keys = _new_keys(clinic, new_key, passphrase)
        require_space(folder.root, _size(folder) + _ROOM)
        watch.expect(_size(folder))
        old_key = DataKey(clinic.keys.data_key.raw)
        try:
            clinic.forget()
            with nobody_else(folder.database, old_key.derive(DATABASE)), aside(folder.root) as work_folder:
                staged = DataFolder(work_folder / "staged")
                staged.root.mkdir()
                before = facts_of(folder.database, old_key, watch)
                missing = _sealed_anew(folder, staged, old_key, new_key, clinic, watch)
                if Slots.load(folder.slots).signature != keys.replaces:
                    raise Trouble("keys.slots_changed")
                changed = _enter(staged, new_key, keys, clinic)
                _prove(staged, new_key, before, changed, watch)
                local = store.clock.now().astimezone(store.clock.zone)
                replaced = swap_in(folder.root, staged.root, _names(folder), local)
        finally:
            old_key.forget()
    finally:
        new_key.forget()
    one_time = {keys.logins[slot_id]: handed for slot_id, handed in keys.rekeyed.one_time.items()}
    return RekeyReport(keys.recovery, one_time, replaced, missing)


@dataclass(frozen=True, slots=True)
class _NewKeys:
    """The slots under the new data key, the new recovery key, and the sign-in names by slot."""

    rekeyed: Rekeyed
    recovery: RecoveryKey = field(repr=False)
    logins: Mapping[str, str]
    replaces: str


def _new_keys(clinic: OpenClinic, new_key: DataKey, passphrase: str) -> _NewKeys:
    with clinic.reading() as work:
        accounts = work.session.exec(select_records(Account).where(col(Account.is_active))).all()
    logins = {account.slot_id: account.login for account in accounts if account.slot_id}
    mine = next(account.login for account in accounts if account.id == clinic.actor.user_id)
    slots, recovery = clinic.keys.fresh(), RecoveryKey.new()
    rekeyed = slots.rekeyed(
        new_key, login=mine, passphrase=passphrase, recovery=recovery, others=logins, cost=clinic.keys.cost
    )
    return _NewKeys(rekeyed, recovery, logins, slots.signature)


def _sealed_anew(
    folder: DataFolder, staged: DataFolder, old_key: DataKey, new_key: DataKey, clinic: OpenClinic, watch: Watch
) -> int:
    """Write database, attachments and drafts under the new key, and return how many attachments could not be read."""
    export_under(folder.database, old_key.derive(DATABASE), staged.database, new_key.derive(DATABASE), watch)
    with still(folder.database, old_key) as connection:
        digests = attachments_named(connection, SQLModel.metadata, with_history=True)
        people = connection.execute(select(Account.__table__.c.id)).scalars().all()  # type: ignore[attr-defined]
    old, new = Attachments(folder.attachments, old_key), Attachments(staged.attachments, new_key)
    missing = 0
    for digest in sorted(digests):
        try:
            new.take_over(old, digest)
        except Trouble as trouble:
            if trouble.code not in {"attachments.missing", "attachments.damaged"}:
                raise
            missing += 1
        else:
            watch.passed(new.path_of(digest).stat().st_size)
    clock = clinic.store.clock
    for person in people:
        watch.passed()
        kept = DraftBox(folder.drafts, old_key, person, clock)
        DraftBox(staged.drafts, new_key, person, clock).take_over(kept)
    return missing


def _enter(staged: DataFolder, new_key: DataKey, keys: _NewKeys, clinic: OpenClinic) -> int:
    """Write the new slots and enter the new key in the new store's audit; return how many accounts get a new passphrase."""
    keys.rekeyed.slots.save(staged.slots)
    store = Store(encrypted_engine(staged.database, new_key.derive(DATABASE)), clinic.store.clock, Bus())
    try:
        with store.writing(clinic.actor) as work:
            work.note("keys.rekeyed")
            for account in work.session.exec(select_records(Account)).all():
                if account.slot_id in keys.rekeyed.one_time:
                    account.must_change_passphrase = True
                    work.change(account, "keys.rekeyed")
            write_meta(work.connection, SLOTS_VERSION, str(keys.rekeyed.slots.version))
            write_meta(work.connection, RECOVERY_SLOT, keys.rekeyed.recovery_id)
            write_meta(work.connection, LAST_PROVEN, "")  # no backup opens with the new key yet
            segment = int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0) + 1
            Attempts(staged.attempts).begin_segment(new_key, segment, clinic.store.clock.now())
            write_meta(work.connection, ATTEMPTS_SEGMENT, str(segment))
    finally:
        store.close()
    staged.attempts.with_name(f"{staged.attempts.name}.lock").unlink(missing_ok=True)
    return len(keys.rekeyed.one_time)


def _prove(staged: DataFolder, new_key: DataKey, before: StoreFacts, changed: int, watch: Watch) -> None:
    """Prove that every row came through and the audit is unbroken; raises Trouble("store.rekey_failed") otherwise."""
    after = facts_of(staged.database, new_key, watch)
    expected = dict(before.counts)
    expected["audit_entry"] += changed + 1
    expected["account_history"] += changed
    for facts in (expected, counts := dict(after.counts)):
        facts.pop("store_meta", None)
    with still(staged.database, new_key) as connection:
        verdict = verify(connection, SQLModel.metadata)
    if counts != expected or not verdict.is_unbroken:
        raise Trouble("store.rekey_failed")


def _names(folder: DataFolder) -> list[str]:
    """Return what is swapped, the slots last: while they stand the folder is never taken for an empty one."""
    beside = [path.name for path in companions(folder.database)]
    files = [DATABASE_NAME, ATTACHMENTS_NAME, folder.attempts.name, folder.drafts.name]
    return [*beside, *files, previous_of(folder.slots).name, SLOTS_NAME]


def _size(folder: DataFolder) -> int:
    places = (folder.database, *folder.attachments.rglob("*"), *folder.drafts.rglob("*"))
    return sum(path.stat().st_size for path in places if path.is_file())
