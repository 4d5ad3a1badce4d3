"""What the office's page asks of the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.ui.backups.actions import watch_of
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Failed, Job, Progress

if TYPE_CHECKING:
    from rehab_app.clinic.referrals.rows import DestinationRow
    from rehab_app.office.accounts.service import AccountRow  # noqa: TC004 - handed on to the pages as a type alone
    from rehab_app.office.backups.rekey import RekeyReport
    from rehab_app.office.profile.present import Profile  # noqa: TC004 - handed on to the pages as a type alone
    from rehab_app.store.keys.recovery import RecoveryKey
    from rehab_app.store.work import Work
    from rehab_app.ui.shell.session import Session

__all__ = [
    "AccountRow",
    "HandedOver",
    "Profile",
    "ProfileShown",
    "add_account",
    "change_passphrase",
    "draw_key_sheet",
    "new_data_key",
    "read_accounts",
    "read_destinations",
    "read_profile",
    "read_settings",
    "regencies_around",
    "renew_recovery_key",
    "reset_passphrase",
    "retire_account",
    "save_account",
    "save_destination",
    "save_profile",
    "save_settings",
]

_PROVINCE_LETTERS = 2
_REGENCY_LETTERS = 5


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """The profile with the regencies that its form offers."""

    profile: Profile
    regencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A one-time passphrase to hand over once: whose, and what it is."""

    login: str
    passphrase: str


def regencies_around(code: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of every regency in the province of ``code``."""
    from rehab_app.office.places.kemendagri import regions  # noqa: PLC0415 - loaded off the UI thread

    return tuple(
        (each, name)
        for each, name in sorted(regions().items())
        if each.startswith(code[:_PROVINCE_LETTERS]) and len(each) == _REGENCY_LETTERS
    )


def read_profile(session: Session, done: Callable[[ProfileShown], None], owner: QObject) -> Job:
    """Read the office profile."""

    def task(work: Work) -> ProfileShown:
        from rehab_app.office.profile.present import profile  # noqa: PLC0415 - loaded off the UI thread

        shown = profile(work)
        return ProfileShown(shown, regencies_around(shown.home_regency))

    return session.read(task, done, owner=owner)


def save_profile(
    session: Session,
    values: Mapping[str, object],
    row_version: int,
    done: Callable[[Profile], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Change the office profile and return it as it stands then."""

    def task(work: Work) -> Profile:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.profile.draft import ProfileDraft  # noqa: PLC0415 - as above
        from rehab_app.office.profile.present import profile  # noqa: PLC0415 - as above
        from rehab_app.office.profile.service import change_profile  # noqa: PLC0415 - as above

        change_profile(work, read_draft(ProfileDraft, values), row_version)
        return profile(work)

    return session.write(task, done, failed, owner=owner)


def read_accounts(session: Session, done: Callable[[list[AccountRow]], None], owner: QObject) -> Job:
    """Read the accounts."""

    def task(work: Work) -> list[AccountRow]:
        from rehab_app.office.accounts.service import accounts  # noqa: PLC0415 - loaded off the UI thread

        return accounts(work)

    return session.read(task, done, owner=owner)


def add_account(
    session: Session,
    values: Mapping[str, object],
    done: Callable[[HandedOver], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Make an account; its one-time passphrase comes back."""
    keys = session.clinic.keys

    def task(work: Work) -> HandedOver:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.accounts import service  # noqa: PLC0415 - as above
        from rehab_app.office.accounts.draft import AccountDraft  # noqa: PLC0415 - as above

        draft = read_draft(AccountDraft, values)
        _, passphrase = service.add_account(work, keys, draft)
        return HandedOver(draft.login, passphrase)

    return session.write(task, done, failed, owner=owner)


def save_account(
    session: Session,
    account_id: UUID,
    row_version: int,
    values: Mapping[str, object],
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Change names, roles and grants of an account."""

    def task(work: Work) -> None:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.accounts.draft import AccountDraft  # noqa: PLC0415 - as above
        from rehab_app.office.accounts.service import change_account  # noqa: PLC0415 - as above

        change_account(work, account_id, row_version, read_draft(AccountDraft, values))

    return session.write(task, done, failed, owner=owner)


def reset_passphrase(
    session: Session, account: AccountRow, done: Callable[[HandedOver], None], failed: Failed, owner: QObject
) -> Job:
    """Give an account a one-time passphrase; a retired one is active again then."""
    keys = session.clinic.keys

    def task(work: Work) -> HandedOver:
        from rehab_app.office.accounts import service  # noqa: PLC0415 - loaded off the UI thread

        return HandedOver(account.login, service.reset_passphrase(work, keys, account.id))

    return session.write(task, done, failed, owner=owner)


def retire_account(
    session: Session, account: AccountRow, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Retire an account and take its slot out of the live slots file."""
    keys = session.clinic.keys

    def task(work: Work) -> None:
        from rehab_app.office.accounts import service  # noqa: PLC0415 - loaded off the UI thread

        service.retire_account(work, keys, account.id, account.row_version)

    return session.write(task, done, failed, owner=owner)


def read_settings(session: Session, done: Callable[[dict[str, Any]], None], owner: QObject) -> Job:
    """Read every setting's present value."""

    def task(work: Work) -> dict[str, Any]:
        from rehab_app.office.settings.service import all_settings  # noqa: PLC0415 - loaded off the UI thread

        return all_settings(work)

    return session.read(task, done, owner=owner)


def save_settings(
    session: Session, values: Mapping[str, Any], done: Callable[[dict[str, Any]], None], failed: Failed, owner: QObject
) -> Job:
    """Change the settings that differ, all or none, and return all as they stand then."""

    def task(work: Work) -> dict[str, Any]:
        from rehab_app.desk.office_settings import change_settings  # noqa: PLC0415 - loaded off the UI thread

        return change_settings(work, values)

    return session.write(task, done, failed, owner=owner)


def read_destinations(session: Session, done: Callable[[list[DestinationRow]], None], owner: QObject) -> Job:
    """Read every destination, retired ones too."""

    def task(work: Work) -> list[DestinationRow]:
        from rehab_app.clinic.referrals.service import destinations  # noqa: PLC0415 - loaded off the UI thread

        return destinations(work, with_retired=True)

    return session.read(task, done, owner=owner)


def save_destination(
    session: Session,
    row: DestinationRow | None,
    values: Mapping[str, object],
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Add a destination, or change ``row``."""
    lists = session.lists

    def task(work: Work) -> None:
        from rehab_app.clinic.referrals import service  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.clinic.referrals.draft import DestinationDraft  # noqa: PLC0415 - as above
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - as above

        draft = read_draft(DestinationDraft, values)
        if row is None:
            service.add_destination(work, draft, lists)
        else:
            service.change_destination(work, row.id, row.row_version, draft, lists)

    return session.write(task, done, failed, owner=owner)


def renew_recovery_key(session: Session, done: Callable[[RecoveryKey], None], failed: Failed, owner: QObject) -> Job:
    """Replace the recovery key; the old sheet no longer opens the live data."""
    keys = session.clinic.keys

    def task(work: Work) -> RecoveryKey:
        from rehab_app.office.opening import new_recovery_key  # noqa: PLC0415 - loaded off the UI thread

        return new_recovery_key(work, keys)

    return session.write(task, done, failed, owner=owner)


def new_data_key(
    session: Session, passphrase: str, done: Callable[[RekeyReport], None], failed: Failed, progress: Progress
) -> Job:
    """Seal everything anew under another data key; the clinic is closed then."""
    clinic, watch = session.clinic, watch_of(progress)

    def task() -> RekeyReport:
        from rehab_app.office.backups.rekey import rekey  # noqa: PLC0415 - loaded off the UI thread

        return rekey(clinic, passphrase, watch)

    return session.context.jobs.write(task, done, failed, progress=progress)


def change_passphrase(
    session: Session, old: str, new: str, done: Callable[[None], None], failed: Failed, owner: QObject
) -> Job:
    """Exchange one's own passphrase."""
    keys = session.clinic.keys

    def task(work: Work) -> None:
        from rehab_app.office.accounts.service import change_own_passphrase  # noqa: PLC0415 - loaded off the UI thread

        change_own_passphrase(work, keys, old, new)

    return session.write(task, done, failed, owner=owner)


def draw_key_sheet(
    context: ScreenContext,
    key: RecoveryKey,
    office: str,
    done: Callable[[bytes, str], None],
    owner: QObject,
    *,
    is_practice: bool = False,
) -> None:
    """Draw the sheet of a recovery key; ``done`` gets the PDF and its name."""
    day = context.clock.today()

    def task() -> bytes:
        from rehab_app.papers.draw import draw  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.papers.sheets.recovery import RecoveryFacts, recovery_sheet  # noqa: PLC0415 - as above

        facts = RecoveryFacts(office, day, key.text, key.fingerprint, is_practice)
        return draw(recovery_sheet(facts))

    name = context.say("Recovery key {fingerprint}", fingerprint=key.fingerprint)
    context.jobs.read(task, lambda pdf: done(pdf, name), owner=owner)
