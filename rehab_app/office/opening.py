"""Opening the clinic: making a new store, signing in by passphrase or by recovery key, and locking again.

Who holds which key: each account's passphrase, and the printed recovery key, each open one slot that wraps the data key. A stolen
laptop or an old backup yields nothing without one of them. Locking closes every connection and overwrites the data key.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlmodel import select

from rehab_app.foundation.actor import Actor, DataClass, Right
from rehab_app.foundation.clock import Clock
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft, check_passphrase
from rehab_app.office.accounts.key_ring import KeyRing
from rehab_app.office.accounts.model import Account
from rehab_app.office.accounts.service import GRANTING, actor_of
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.lists.facts import ListsChanged
from rehab_app.office.lists.in_force import using_lists
from rehab_app.office.lists.service import office_lists
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.rights.needs import needs
from rehab_app.store.attachments import Attachments
from rehab_app.store.drafts import DraftBox
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.files import ensure_folder, remove_unfinished
from rehab_app.store.keys.attempts import Attempts, Review
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.derive import Cost, normal_login
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots
from rehab_app.store.meta import (
    ATTEMPTS_SEGMENT,
    LATEST_INSTANT,
    PRACTICE,
    RECOVERY_SLOT,
    SLOTS_VERSION,
    STORE_ID,
    is_practice_clinic,
    read_meta,
    write_meta,
)
from rehab_app.store.store import Store, translated
from rehab_app.store.swap import finish_swap, is_unfinished
from rehab_app.store.upgrade import migrate, needs_upgrade, present_revision
from rehab_app.store.work import Work

_SWEPT_AFTER: Final = timedelta(hours=1)
NOBODY: Final = Actor(UUID(int=0), "", frozenset(), {})


@dataclass(frozen=True, slots=True)
class Seat:
    """Where and when: the PC's name, the clock, and the bus facts go out on."""

    name: str
    clock: Clock
    bus: Bus


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the person is told after signing in: failed attempts since, and whether the clock ran backwards.

    ``is_sign_in_cut_off``: the list of failures is one sign-in ahead of the database, as after a power cut during a sign-in or
    where the database is an older copy; milder than a list that was altered.
    """

    failures: int
    is_attempts_file_intact: bool
    is_clock_behind: bool
    must_change_passphrase: bool
    is_sign_in_cut_off: bool = False


class OpenClinic:
    """A clinic somebody is signed in to: her units of work, the attachments and her drafts, until it is locked."""

    def __init__(self, store: Store, keys: KeyRing, actor: Actor, *, is_practice: bool, greeting: Greeting) -> None:
        self.store = store
        self.keys = keys
        self.actor = actor
        self.folder = keys.folder
        self.is_practice = is_practice
        self.greeting = greeting
        self.attachments = Attachments(keys.folder.attachments, keys.data_key)
        self._lists: ValueLists | None = None
        self.drafts = DraftBox(keys.folder.drafts, keys.data_key, actor.user_id, store.clock)

    @property
    def is_locked(self) -> bool:
        """Whether the key was forgotten."""
        return self.store.is_closed

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Open a writing unit of work of the signed-in person, with the office's value lists in force."""
        before = self.lists
        try:
            with using_lists(before), self.store.writing(self.actor) as work:
                work.attachments = self.attachments
                yield work
                if any(isinstance(fact, ListsChanged) for fact in work.facts):
                    # Before the facts go out, so that whoever hears of them finds the new lists.
                    self._lists = office_lists(work)
        except BaseException:
            self._lists = before
            raise

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Open a reading unit of work of the signed-in person, with the office's value lists in force."""
        with using_lists(self.lists), self.store.reading(self.actor) as work:
            work.attachments = self.attachments
            yield work

    @property
    def lists(self) -> ValueLists:
        """The value lists as the office keeps them; read anew after they were changed here, else at the next sign-in."""
        return self._lists or self.read_lists()

    def read_lists(self) -> ValueLists:
        """Read the value lists from the store and keep them."""
        with self.store.reading(self.actor) as work:
            self._lists = office_lists(work)
        return self._lists

    def lock(self, *, deed: str = "sign_in.lock") -> None:
        """Enter the locking, close every connection and forget the key; nothing can be written afterwards."""
        if self.is_locked:
            return
        try:
            with self.writing() as work:
                work.note(deed)
                write_meta(work.connection, LATEST_INSTANT, work.clock.now().isoformat())
        except Trouble:
            pass  # a full or missing disk must not keep the clinic open
        finally:
            self.forget()

    def forget(self) -> None:
        """Close every connection and forget the key, without an entry: the way out when nothing can be written."""
        self.store.close()
        self.keys.data_key.forget()


def exists(folder: DataFolder) -> bool:
    """Whether a clinic stands in ``folder``."""
    return folder.database.exists() or folder.slots.exists() or is_unfinished(folder.root)


def create_clinic(
    folder: DataFolder,
    profile: ProfileDraft,
    account: AccountDraft,
    passphrase: str,
    seat: Seat,
    *,
    cost: Cost,
    is_practice: bool = False,
    new_id: Callable[[], UUID] = uuid4,
) -> tuple[OpenClinic, RecoveryKey]:
    """Make a new store with its first account and return it opened, with the recovery key to print.

    Raises RuleBroken where a clinic stands there already or a draft is refused, Trouble where the disk refuses; then nothing is
    left behind.
    """
    profile.check()
    account.check()
    check_passphrase(passphrase, account.login)
    if not set(account.roles) & set(GRANTING):
        raise RuleBroken("accounts.last_granter", field="roles")
    if exists(folder):
        raise RuleBroken("opening.exists")
    ensure_folder(folder.root)
    data_key, recovery = DataKey.new(), RecoveryKey.new()
    slots = Slots.create(new_id())
    slot_id = slots.add(data_key, account.login, passphrase, cost)
    recovery_slot = slots.add_recovery(data_key, recovery, cost)
    try:
        slots.save(folder.slots)
        store = _opened_store(folder, data_key, seat, new_id)
        with store.writing(NOBODY) as work:
            first = _first_account(work, account, slot_id)
        actor = actor_of(first, seat.name)
        with store.writing(actor) as work:
            first_profile(work, profile)
            write_meta(work.connection, STORE_ID, slots.store_id.hex)
            write_meta(work.connection, SLOTS_VERSION, str(slots.version))
            write_meta(work.connection, RECOVERY_SLOT, recovery_slot)
            write_meta(work.connection, PRACTICE, "yes" if is_practice else "no")
            _begin_attempts(work, Attempts(folder.attempts), data_key)
            work.note("sign_in.passphrase")
    except BaseException:
        _remove_made(folder)
        raise
    keys = KeyRing(folder, data_key, slots, cost)
    greeting = Greeting(0, is_attempts_file_intact=True, is_clock_behind=False, must_change_passphrase=False)
    return OpenClinic(store, keys, actor, is_practice=is_practice, greeting=greeting), recovery


def open_clinic(
    folder: DataFolder,
    login: str,
    passphrase: str,
    seat: Seat,
    *,
    attempts: Attempts | None = None,
    cost: Cost | None = None,
) -> OpenClinic:
    """Sign in by passphrase; ``attempts`` is the one object that this run of the program keeps for the store.

    Raises Trouble: ``keys.wait`` (fact ``seconds``) after failures, ``keys.*`` and ``store.*`` for what is wrong with the files
    or the passphrase, ``store.needs_upgrade`` where the schema is older (back up, then upgrade).
    """
    attempts = attempts or Attempts(folder.attempts)
    finish_swap(folder.root)
    attempts.require_turn(seat.clock.now())
    remove_unfinished(folder.root, before=seat.clock.now() - _SWEPT_AFTER)
    slots = Slots.load(folder.slots)
    try:
        data_key, slot_id = slots.open(login, passphrase)
    except Trouble as trouble:
        if trouble.code == "keys.wrong_passphrase":
            attempts.record_failure(seat.clock.now(), seat.name)
        raise
    return _entered(folder, slots, data_key, slot_id, seat, attempts, cost=cost, login=login)


def recover_clinic(
    folder: DataFolder,
    key: RecoveryKey,
    login: str,
    passphrase: str,
    seat: Seat,
    *,
    cost: Cost,
    attempts: Attempts | None = None,
) -> tuple[OpenClinic, RecoveryKey]:
    """Sign in by the printed recovery key, giving ``login`` a new passphrase; the key is used up and a new one returned.

    The use is entered in the audit under the account that ``login`` names.
    """
    attempts = attempts or Attempts(folder.attempts)
    finish_swap(folder.root)
    attempts.require_turn(seat.clock.now())
    check_passphrase(passphrase, login)
    slots = Slots.load(folder.slots)
    try:
        data_key, recovery_slot = slots.open_recovery(key)
    except Trouble as trouble:
        if trouble.code == "keys.wrong_recovery":
            attempts.record_failure(seat.clock.now(), seat.name)
        raise
    store = _checked_store(folder, slots, data_key, seat)
    with _closed_on_trouble(store, data_key):
        with store.reading(NOBODY) as work:
            account = _account_by_login(work, login)
        ring = KeyRing(folder, data_key, slots, cost)
        fresh = RecoveryKey.new()
        actor = actor_of(account, seat.name)
        with store.writing(actor) as work:
            _use_recovery(work, ring, account.id, passphrase, recovery_slot, fresh)
        return _greeted(store, ring, actor, attempts, deed="sign_in.recovery_key"), fresh


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def new_recovery_key(work: Work, keys: KeyRing) -> RecoveryKey:
    """Replace the recovery key: the old sheet stops opening the live store. For Kepala or Subkoordinator."""
    if not work.actor.has(*GRANTING):
        raise RuleBroken("rights.granting")
    fresh = RecoveryKey.new()
    slots = keys.fresh()
    old = read_meta(work.connection, RECOVERY_SLOT) or ""
    slot_id = slots.add_recovery(keys.data_key, fresh, keys.cost, instead_of=old if old in slots.slot_ids else "")
    write_meta(work.connection, RECOVERY_SLOT, slot_id)
    work.note("keys.new_recovery_key")
    keys.keep(work, slots)
    return fresh


def _use_recovery(
    work: Work, ring: KeyRing, account_id: UUID, passphrase: str, recovery_slot: str, fresh: RecoveryKey
) -> None:
    account = work.session.get_one(Account, account_id)
    slots = ring.fresh()
    if account.slot_id in slots.slot_ids:
        slots.reset(ring.data_key, account.slot_id, account.login, passphrase, ring.cost)
    else:
        account.slot_id = slots.add(ring.data_key, account.login, passphrase, ring.cost)
    new_slot = slots.add_recovery(ring.data_key, fresh, ring.cost, instead_of=recovery_slot)
    account.is_active = True
    account.must_change_passphrase = False
    work.change(account, "keys.recovery_used")
    write_meta(work.connection, RECOVERY_SLOT, new_slot)
    ring.keep(work, slots)


def _entered(
    folder: DataFolder,
    slots: Slots,
    data_key: DataKey,
    slot_id: str,
    seat: Seat,
    attempts: Attempts,
    *,
    cost: Cost | None,
    login: str,
) -> OpenClinic:
    store = _checked_store(folder, slots, data_key, seat)
    with _closed_on_trouble(store, data_key):
        with store.reading(NOBODY) as work:
            account = work.session.exec(select(Account).where(Account.slot_id == slot_id)).first()
        if account is None or not account.is_active or normal_login(account.login) != normal_login(login):
            attempts.record_failure(seat.clock.now(), seat.name)
            raise Trouble("keys.wrong_passphrase")
        ring = KeyRing(folder, data_key, slots, cost or slots.cost_of(slot_id))
        return _greeted(store, ring, actor_of(account, seat.name), attempts, deed="sign_in.passphrase")


def _greeted(store: Store, ring: KeyRing, actor: Actor, attempts: Attempts, *, deed: str) -> OpenClinic:
    """Enter the sign-in and the failures before it, begin a new segment of failures, and hand the clinic over."""
    with store.writing(actor) as work:
        review = _reviewed(work, ring, attempts)
        for failure in review.failures:
            work.note(f"sign_in.failed:{failure.seat}"[:80])
        if not review.is_intact:
            work.note("sign_in.attempts_file_ahead" if review.is_interrupted else "sign_in.attempts_file_altered")
        now = work.clock.now()
        latest = read_meta(work.connection, LATEST_INSTANT)
        is_behind = latest is not None and now < datetime.fromisoformat(latest)
        if is_behind:
            work.note("sign_in.clock_behind")
        else:
            write_meta(work.connection, LATEST_INSTANT, now.isoformat())
        work.note(deed)
        account = work.session.get_one(Account, actor.user_id)
        is_practice = is_practice_clinic(work.connection)
        _begin_attempts(work, attempts, ring.data_key)
    greeting = Greeting(
        failures=len(review.failures),
        is_attempts_file_intact=review.is_intact,
        is_clock_behind=is_behind,
        must_change_passphrase=account.must_change_passphrase,
        is_sign_in_cut_off=review.is_interrupted,
    )
    clinic = OpenClinic(store, ring, actor, is_practice=is_practice, greeting=greeting)
    clinic.read_lists()  # here, where no window waits
    return clinic


def _reviewed(work: Work, ring: KeyRing, attempts: Attempts) -> Review:
    segment = int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0)
    return attempts.review(ring.data_key, segment)


def _begin_attempts(work: Work, attempts: Attempts, data_key: DataKey) -> None:
    segment = int(read_meta(work.connection, ATTEMPTS_SEGMENT) or 0) + 1
    attempts.begin_segment(data_key, segment, work.clock.now())
    write_meta(work.connection, ATTEMPTS_SEGMENT, str(segment))


def _checked_store(folder: DataFolder, slots: Slots, data_key: DataKey, seat: Seat) -> Store:
    """Open the database and make sure it and the slots file belong together and are both the newest."""
    if not folder.database.exists():
        raise Trouble("store.missing")
    store = Store(encrypted_engine(folder.database, data_key.derive(DATABASE)), seat.clock, seat.bus)
    with _closed_on_trouble(store, data_key), translated(), store.engine.connect() as connection:
        if present_revision(connection) is None:
            raise Trouble("store.damaged", number=0)
        if needs_upgrade(connection):
            raise Trouble("store.needs_upgrade")
        if read_meta(connection, STORE_ID) != slots.store_id.hex:
            raise Trouble("keys.other_store")
        slots.require_current(data_key, int(read_meta(connection, SLOTS_VERSION) or 0))
    return store


def _opened_store(folder: DataFolder, data_key: DataKey, seat: Seat, new_id: Callable[[], UUID]) -> Store:
    engine = encrypted_engine(folder.database, data_key.derive(DATABASE))
    with translated():
        migrate(engine)
    return Store(engine, seat.clock, seat.bus, new_id)


@contextmanager
def _closed_on_trouble(store: Store, data_key: DataKey) -> Iterator[None]:
    try:
        yield
    except BaseException:
        store.close()
        data_key.forget()
        raise


def _first_account(work: Work, draft: AccountDraft, slot_id: str) -> Account:
    account = Account(
        id=work.new_id(),
        login=draft.login,
        full_name=draft.full_name,
        title=draft.title,
        rank=draft.rank,
        staff_number=draft.staff_number,
        roles=[role.value for role in draft.roles],
        slot_id=slot_id,
    )
    return work.add(account, "accounts.first")


def _account_by_login(work: Work, login: str) -> Account:
    wanted = normal_login(login)
    account = next((one for one in work.session.exec(select(Account)) if normal_login(one.login) == wanted), None)
    if account is None:
        raise RuleBroken("sign_in.unknown_login", field="login")
    return account


def _remove_made(folder: DataFolder) -> None:
    """Take away what a failed creation left: nothing in it was ever handed to anybody."""
    for name in (folder.database.name, folder.slots.name, folder.attempts.name):
        for path in folder.root.glob(f"{name}*"):
            path.unlink(missing_ok=True)
