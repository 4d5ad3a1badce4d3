"""Who opens a backup, and with what: a passphrase or the printed recovery key that were valid when it was made.

So the passphrase of an account that has been removed since still opens an older backup. Nothing can change that afterwards,
because the backup is a copy of its own; backups belong under lock and key like paper files.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, func, select

from rehab_app.foundation.actor import Actor, DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, Trouble
from rehab_app.office.accounts.model import Account
from rehab_app.office.backups.archive import SLOTS_NAME, Archive
from rehab_app.office.rights.matrix import Grant, rights_of
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.derive import normal_login
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.keys.slots import Slots

_ACCOUNT: Final[Table] = Account.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class BackupOpener:
    """A sign-in name with its passphrase, or with the recovery key; the name is needed to restore, not to look."""

    login: str = ""
    passphrase: str = field(default="", repr=False)
    recovery: RecoveryKey | None = None

    def open(self, archive: Archive) -> tuple[DataKey, str]:
        """Return the backup's data key and the slot that was opened, from the slots inside the backup.

        Raises Trouble: ``keys.wrong_passphrase``, ``keys.wrong_recovery``, ``backups.damaged`` (its slots or manifest were
        altered).
        """
        slots = Slots.of_bytes(archive.read_file(SLOTS_NAME))
        opened = slots.open_recovery(self.recovery) if self.recovery else slots.open(self.login, self.passphrase)
        data_key, _ = opened
        if not (slots.is_signed_by(data_key) and archive.is_signed_by(data_key)):
            data_key.forget()
            raise Trouble("backups.damaged", file=archive.path.name)
        return opened

    def actor(self, connection: Connection, slot_id: str, seat: str) -> Actor:
        """Return who restores, from the accounts in the backup.

        With a passphrase the account needs the right to change settings, as an admin, the Subkoordinator or the Kepala has; the
        recovery key is authority enough. Raises RuleBroken("sign_in.unknown_login"), Trouble("keys.wrong_passphrase") for an
        account that was retired, NotAllowed.
        """
        if self.recovery:
            row = account_by_login(connection, self.login)
            if row is None:
                raise RuleBroken("sign_in.unknown_login", field="login")
            return _actor(row, seat)
        row = account_by_slot(connection, slot_id)
        if row is None or normal_login(row.login) != normal_login(self.login):
            raise Trouble("keys.wrong_passphrase")
        actor = _actor(row, seat)
        require_restoring(actor)
        return actor


def require_restoring(actor: Actor) -> None:
    """Raise NotAllowed unless ``actor`` may replace the clinic's data by a backup."""
    if not actor.may(DataClass.PENGATURAN, Right.PERBAIKAN):
        raise NotAllowed("backups.not_allowed")


def account_by_slot(connection: Connection, slot_id: str) -> "Row[tuple[object, ...]] | None":
    """Return the active account behind a slot, in a schema of any age."""
    return connection.execute(_accounts().where(_ACCOUNT.c.slot_id == slot_id, _ACCOUNT.c.is_active.is_(True))).first()


def account_by_login(connection: Connection, login: str) -> "Row[tuple[object, ...]] | None":
    """Return the account of that sign-in name, retired or not, in a schema of any age."""
    return connection.execute(_accounts().where(func.lower(_ACCOUNT.c.login) == normal_login(login))).first()


def actor_by_slot(connection: Connection, slot_id: str, seat: str) -> Actor:
    """Return the acting user behind a slot; raises Trouble("keys.wrong_passphrase") where no active account has it."""
    row = account_by_slot(connection, slot_id)
    if row is None:
        raise Trouble("keys.wrong_passphrase")
    return _actor(row, seat)


def _accounts() -> Select[Any]:
    columns = ("id", "login", "full_name", "roles", "grants")
    return select(*(_ACCOUNT.c[name] for name in columns))


def _actor(row: "Row[tuple[object, ...]]", seat: str) -> Actor:
    roles = frozenset(Role(role) for role in row.roles)
    grants = [Grant(DataClass(name), Right(right), bool(is_given)) for name, right, is_given in row.grants]
    user_id = row.id
    if not isinstance(user_id, UUID):
        raise TypeError("an account without its id")
    return Actor(user_id, str(row.full_name), roles, rights_of(roles, grants), seat)
