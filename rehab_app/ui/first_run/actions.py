"""What the first run asks of desk, office and papers; everything runs off the UI thread and imports what it needs there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.seat import seat_name
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.job import Failed, Job, Progress
from rehab_app.ui.office.actions import regencies_around

if TYPE_CHECKING:
    from rehab_app.office.opening import OpenClinic, Seat
    from rehab_app.store.keys.attempts import Attempts
    from rehab_app.store.keys.derive import Cost
    from rehab_app.store.keys.recovery import RecoveryKey


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What the wizard begins with: the regencies to choose from, and the profile as far as it is known."""

    regencies: tuple[tuple[str, str], ...]
    profile: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was typed in the wizard: where the data goes, the office, the first account and its passphrase."""

    folder: DataFolder
    profile: Mapping[str, object]
    account: Mapping[str, object]
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A clinic that was just made or recovered, opened, with the recovery key to print."""

    clinic: OpenClinic
    key: RecoveryKey
    office: str


@dataclass(frozen=True, slots=True)
class FirstBackup:
    """The first backup: where it stands and how many records were counted in it."""

    path: str
    records: int


def read_beginnings(context: ScreenContext, done: Callable[[Beginnings], None], owner: QObject) -> None:
    """Read the regencies of the shipped working area's province and the profile's defaults."""

    def task() -> Beginnings:
        from rehab_app.office.profile.draft import ProfileDraft  # noqa: PLC0415 - loaded off the UI thread

        defaults = ProfileDraft().model_dump()
        return Beginnings(regencies_around(str(defaults["home_regency"])), defaults)

    context.jobs.read(task, done, owner=owner)


def check_profile(
    context: ScreenContext,
    values: Mapping[str, object],
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Say what refuses a profile, each beside its field."""

    def task() -> None:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.profile.draft import ProfileDraft  # noqa: PLC0415 - as above

        read_draft(ProfileDraft, values).check()

    context.jobs.read(task, done, failed, owner=owner)


def check_account(
    context: ScreenContext,
    values: Mapping[str, object],
    passphrase: str,
    done: Callable[[None], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Say what refuses the first account: it must be able to give others access."""

    def task() -> None:
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.accounts.draft import AccountDraft, check_passphrase  # noqa: PLC0415 - as above
        from rehab_app.office.accounts.service import GRANTING  # noqa: PLC0415 - as above

        draft = read_draft(AccountDraft, values)
        troubles = _troubles(draft.check) + _troubles(lambda: check_passphrase(passphrase, draft.login))
        if draft.roles and not set(draft.roles) & set(GRANTING):
            troubles.append(RuleBroken("accounts.last_granter", field="roles"))
        if troubles:
            raise RulesBroken(troubles)

    context.jobs.read(task, done, failed, owner=owner)


def _troubles(check: Callable[[], None]) -> list[RuleBroken]:
    try:
        check()
    except RulesBroken as several:
        return list(several.troubles)
    except RuleBroken as one:
        return [one]
    return []


def check_places(
    context: ScreenContext,
    data: str,
    backups: str,
    done: Callable[[Sequence[RuleBroken]], None],
    failed: Failed,
    owner: QObject,
) -> None:
    """Refuse a folder that cannot hold the data; ``done`` gets what is only doubtful (a folder that a cloud copies)."""

    def task() -> Sequence[RuleBroken]:
        from rehab_app.office.opening import exists  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.store.location import look_at  # noqa: PLC0415 - as above

        root = Path(data).expanduser()
        if exists(DataFolder(root)):
            raise RuleBroken("opening.exists", field="folder")
        location = look_at(root)
        try:
            location.require_for_store()
        except RuleBroken as trouble:
            raise trouble.beside("folder") from None
        if backups and not Path(backups).expanduser().is_dir():
            raise RuleBroken("first_run.no_such_folder", field="backup_place")
        return [trouble.beside("folder") for trouble in location.warnings]

    context.jobs.read(task, done, failed, owner=owner)


def make_clinic(
    context: ScreenContext,
    bus: Bus,
    plan: Plan,
    progress: Progress,
    done: Callable[[Made], None],
    failed: Failed,
    *,
    cost: Cost | None = None,
) -> Job:
    """Make the clinic: choose how dear a guess is on this PC, make keys and database, enter profile and account."""
    say = context.say

    def task() -> Made:
        from rehab_app.desk.entry import new_clinic  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.foundation.drafts import read_draft  # noqa: PLC0415 - as above
        from rehab_app.office.accounts.draft import AccountDraft  # noqa: PLC0415 - as above
        from rehab_app.office.profile.draft import ProfileDraft  # noqa: PLC0415 - as above
        from rehab_app.store.keys.derive import Cost  # noqa: PLC0415 - as above

        progress.reach(0, 2, say("Fitting the lock to this PC…"))
        fitted = cost or Cost.tuned()
        progress.reach(1, 2, say("Making keys and database…"))
        profile = read_draft(ProfileDraft, plan.profile)
        account = read_draft(AccountDraft, plan.account)
        clinic, key = new_clinic(plan.folder, profile, account, plan.passphrase, _seat(context, bus), cost=fitted)
        progress.reach(2, 2)
        return Made(clinic, key, profile.clinic_name or profile.unit_name)

    return context.jobs.write(task, done, failed)


def first_backup(
    context: ScreenContext, clinic: OpenClinic, done: Callable[[FirstBackup], None], failed: Failed, owner: QObject
) -> Job:
    """Make the first backup and prove it."""

    def task() -> FirstBackup:
        from rehab_app.office.backups.service import back_up  # noqa: PLC0415 - loaded off the UI thread

        report = back_up(clinic)
        return FirstBackup(str(report.path), sum(report.counts.values()))

    return context.jobs.write(task, done, failed, owner=owner)


def recover(
    context: ScreenContext,
    folder: DataFolder,
    bus: Bus,
    attempts: Attempts,
    typed_key: str,
    login: str,
    passphrase: str,
    done: Callable[[Made], None],
    failed: Failed,
    *,
    cost: Cost | None = None,
) -> Job:
    """Open the clinic with the printed recovery key and give ``login`` a new passphrase; a new key comes back."""

    def task() -> Made:
        from rehab_app.desk.entry import complete_index  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.office.opening import recover_clinic  # noqa: PLC0415 - as above
        from rehab_app.office.profile.present import profile  # noqa: PLC0415 - as above
        from rehab_app.store.keys.derive import Cost  # noqa: PLC0415 - as above
        from rehab_app.store.keys.recovery import RecoveryKey  # noqa: PLC0415 - as above

        key = RecoveryKey.parse(typed_key)
        clinic, fresh = recover_clinic(
            folder, key, login, passphrase, _seat(context, bus), cost=cost or Cost.tuned(), attempts=attempts
        )
        complete_index(clinic)
        with clinic.reading() as work:
            office = profile(work)
        return Made(clinic, fresh, office.clinic_name or office.unit_name)

    return context.jobs.write(task, done, failed)


@dataclass(frozen=True, slots=True)
class Practice:
    """How to sign in to the practice clinic."""

    login: str
    passphrase: str


def make_practice(
    context: ScreenContext,
    bus: Bus,
    folder: DataFolder,
    progress: Progress,
    done: Callable[[Practice], None],
    failed: Failed,
) -> Job:
    """Build the practice clinic in ``folder``; one that is there already stays as it is."""

    def task() -> Practice:
        from rehab_app.desk.practice.clinic import build_practice_clinic  # noqa: PLC0415 - loaded off the UI thread
        from rehab_app.desk.practice.staff import PASSPHRASE, invented_staff  # noqa: PLC0415 - as above
        from rehab_app.office.opening import exists  # noqa: PLC0415 - as above

        if exists(folder):
            return Practice(invented_staff().drafts[0].login, PASSPHRASE)
        made = build_practice_clinic(folder, _seat(context, bus), progress=progress.reach)
        return Practice(made.login, made.passphrase)

    return context.jobs.write(task, done, failed)


def enter_practice(
    context: ScreenContext,
    bus: Bus,
    folder: DataFolder,
    practice: Practice,
    done: Callable[[OpenClinic], None],
    failed: Failed,
) -> Job:
    """Sign in to the practice clinic that was just built."""

    def task() -> OpenClinic:
        from rehab_app.desk.entry import enter_clinic  # noqa: PLC0415 - loaded off the UI thread

        return enter_clinic(folder, practice.login, practice.passphrase, _seat(context, bus))

    return context.jobs.write(task, done, failed)


def _seat(context: ScreenContext, bus: Bus) -> Seat:
    from rehab_app.office.opening import Seat  # noqa: PLC0415 - loaded off the UI thread

    return Seat(seat_name(), context.clock, bus)
