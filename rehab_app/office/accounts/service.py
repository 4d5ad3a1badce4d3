"""Accounts: made, changed and retired by Kepala or Subkoordinator; a passphrase is changed by its owner."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel import col, select

from rehab_app.foundation.actor import Actor, DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord
from rehab_app.office.accounts.draft import AccountDraft, check_passphrase
from rehab_app.office.accounts.key_ring import KeyRing
from rehab_app.office.accounts.model import Account
from rehab_app.office.rights.matrix import Grant, rights_of
from rehab_app.office.rights.needs import needs, open_to_all
from rehab_app.store.direct import Direct
from rehab_app.store.keys.derive import one_time_passphrase
from rehab_app.store.work import Work

GRANTING = (Role.KEPALA, Role.SUBKOORDINATOR)
_ACCOUNT: Final[Table] = Account.__table__  # type: ignore[attr-defined]
# Put together once: every opened file asks them.
_WORKING: Final = Direct(
    select(_ACCOUNT.c.id, _ACCOUNT.c.full_name, _ACCOUNT.c.roles)
    .where(_ACCOUNT.c.is_active)
    .order_by(_ACCOUNT.c.full_name)
)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as it is shown."""

    id: UUID
    row_version: int
    login: str
    full_name: str
    title: str
    rank: str
    staff_number: str
    roles: tuple[Role, ...]
    grants: tuple[tuple[str, str, bool], ...]
    is_active: bool
    must_change_passphrase: bool


def actor_of(account: Account, seat: str) -> Actor:
    """Return the acting user behind an account, with the rights its roles and grants add up to."""
    roles = frozenset(Role(role) for role in account.roles)
    grants = [Grant(DataClass(name), Right(right), bool(is_given)) for name, right, is_given in account.grants]
    return Actor(account.id, account.full_name, roles, rights_of(roles, grants), seat)


@needs(DataClass.PENGATURAN, Right.MELIHAT)
def accounts(work: Work) -> list[AccountRow]:
    """Return every account by name, retired ones last."""
    rows = work.session.exec(select(Account).order_by(col(Account.is_active).desc(), col(Account.full_name)))
    return [_row(account) for account in rows]


@open_to_all
def counsellors(work: Work) -> list[tuple[UUID, str]]:
    """Return id and name of the active accounts that may look after a client: konselor, dokter, perawat, psikolog."""
    caring = {Role.KONSELOR, Role.DOKTER, Role.PERAWAT, Role.PSIKOLOG}
    rows = _WORKING.rows(work.connection, {})
    return [(account_id, name) for account_id, name, roles in rows if caring & set(roles)]


@needs(DataClass.PENGATURAN, Right.INPUT)
def add_account(work: Work, keys: KeyRing, draft: AccountDraft) -> tuple[UUID, str]:
    """Make an account with a key slot under a one-time passphrase; return its id and that passphrase, to hand over once."""
    _require_granting(work.actor)
    draft.check()
    _refuse_taken_login(work, draft.login)
    passphrase = one_time_passphrase()
    slots = keys.fresh()
    slot_id = slots.add(keys.data_key, draft.login, passphrase, keys.cost)
    account = Account(id=work.new_id(), slot_id=slot_id, must_change_passphrase=True, **_columns(draft))
    work.add(account, "accounts.add")
    keys.keep(work, slots)
    return account.id, passphrase


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def change_account(work: Work, account_id: UUID, row_version: int, draft: AccountDraft) -> None:
    """Change names, titles, roles and grants; the login name stays, for the key slot is bound to it."""
    _require_granting(work.actor)
    draft.check()
    account = _loaded(work, account_id, row_version)
    if draft.login != account.login:
        raise RuleBroken("accounts.login_stays", field="login", login=account.login)
    for name, value in _columns(draft).items():
        setattr(account, name, value)
    _require_granter_left(work, account)
    work.change(account, "accounts.change")


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def retire_account(work: Work, keys: KeyRing, account_id: UUID, row_version: int) -> None:
    """Retire an account and take its slot out of the live slots file.

    Older copies of the slots file keep the slot; only a new data key ends that, and the dialog says so.
    """
    _require_granting(work.actor)
    account = _loaded(work, account_id, row_version)
    if account.id == work.actor.user_id:
        raise RuleBroken("accounts.retire_self")
    account.is_active = False
    slot_id, account.slot_id = account.slot_id, ""
    _require_granter_left(work, account)
    work.change(account, "accounts.retire")
    if slot_id:
        slots = keys.fresh()
        slots.remove(slot_id, keys.data_key)
        keys.keep(work, slots)


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def reset_passphrase(work: Work, keys: KeyRing, account_id: UUID) -> str:
    """Give an account a one-time passphrase and return it; also the way back for a retired account."""
    _require_granting(work.actor)
    account = work.session.get_one(Account, account_id)
    passphrase = one_time_passphrase()
    slots = keys.fresh()
    if account.slot_id:
        slots.reset(keys.data_key, account.slot_id, account.login, passphrase, keys.cost)
    else:
        account.slot_id = slots.add(keys.data_key, account.login, passphrase, keys.cost)
    account.is_active = True
    account.must_change_passphrase = True
    work.change(account, "accounts.reset_passphrase")
    keys.keep(work, slots)
    return passphrase


@open_to_all
def change_own_passphrase(work: Work, keys: KeyRing, old: str, new: str) -> None:
    """Exchange one's own passphrase; raises Trouble("keys.wrong_passphrase") where ``old`` does not open the slot."""
    account = work.session.get_one(Account, work.actor.user_id)
    check_passphrase(new, account.login)
    if new == old:
        raise RuleBroken("accounts.same_passphrase", field="passphrase")
    slots = keys.fresh()
    slots.replace_passphrase(account.login, old, new, keys.cost)
    account.must_change_passphrase = False
    work.change(account, "accounts.change_passphrase")
    keys.keep(work, slots)


def _require_granting(actor: Actor) -> None:
    """Access is granted by the head of the facility: Permenkes 24/2022 Pasal 30; here Kepala or Subkoordinator."""
    if not actor.has(*GRANTING):
        raise NotAllowed("rights.granting")


def _require_granter_left(work: Work, changed: Account) -> None:
    """Refuse to leave the office without an active Kepala or Subkoordinator: nobody could grant access again."""
    others = work.session.exec(select(Account).where(col(Account.is_active), Account.id != changed.id)).all()
    active = [*others, changed] if changed.is_active else others
    if not any(set(account.roles) & set(GRANTING) for account in active):
        raise RuleBroken("accounts.last_granter", field="roles")


def _refuse_taken_login(work: Work, login: str) -> None:
    if work.session.exec(select(Account.id).where(Account.login == login)).first():
        raise RuleBroken("accounts.login_taken", field="login", login=login)


def _loaded(work: Work, account_id: UUID, row_version: int) -> Account:
    account = work.session.get_one(Account, account_id)
    if account.row_version != row_version:
        raise StaleRecord("store.stale", table="account")
    return account


def _columns(draft: AccountDraft) -> dict[str, Any]:
    return {
        "login": draft.login,
        "full_name": draft.full_name,
        "title": draft.title,
        "rank": draft.rank,
        "staff_number": draft.staff_number,
        "roles": [role.value for role in draft.roles],
        "grants": [[data_class.value, right.value, is_given] for data_class, right, is_given in draft.grants],
    }


def _row(account: Account) -> AccountRow:
    return AccountRow(
        id=account.id,
        row_version=account.row_version,
        login=account.login,
        full_name=account.full_name,
        title=account.title,
        rank=account.rank,
        staff_number=account.staff_number,
        roles=tuple(Role(role) for role in account.roles),
        grants=tuple((name, right, bool(is_given)) for name, right, is_given in account.grants),
        is_active=account.is_active,
        must_change_passphrase=account.must_change_passphrase,
    )
