"""Coming in and going out: a new clinic with its lists, the sign-in with an upgrade where one is due, the backup at the close."""

from threading import Timer
from typing import Final

from sqlalchemy.orm import configure_mappers

from rehab_app.clinic.clients.upkeep import is_index_complete, optimise, rebuild_index
from rehab_app.clinic.referrals.service import seed_destinations
from rehab_app.foundation.errors import Trouble
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.backups.service import back_up_at_close
from rehab_app.office.backups.upgrading import upgrade_store
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.lists.shipped import shipped_lists
from rehab_app.office.opening import OpenClinic, Seat, create_clinic, open_clinic
from rehab_app.office.places.gazetteer import district_label
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.settings.service import setting
from rehab_app.store.keys.attempts import Attempts
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.meta import INDEX_CHECK, read_meta, write_meta

TIDIED_WITHIN: Final = 3.0
"""Seconds; whoever closes the program waits for the backup already."""


def read_ahead() -> None:
    """Make ready what the first minutes need, while the passphrase is typed: records, value lists, places."""
    configure_mappers()
    shipped_lists()
    district_label("")


def new_clinic(
    folder: DataFolder,
    profile: ProfileDraft,
    account: AccountDraft,
    passphrase: str,
    seat: Seat,
    *,
    cost: Cost | None = None,
    is_practice: bool = False,
) -> tuple[OpenClinic, RecoveryKey]:
    """Make a clinic with the delivered referral destinations; return it opened, with the recovery key to print."""
    clinic, recovery = create_clinic(
        folder, profile, account, passphrase, seat, cost=cost or Cost.tuned(), is_practice=is_practice
    )
    with clinic.writing() as work:
        seed_destinations(work, ValueLists.load())
    return clinic, recovery


def enter_clinic(
    folder: DataFolder, login: str, passphrase: str, seat: Seat, attempts: Attempts | None = None
) -> OpenClinic:
    """Sign in; a store of an older program is backed up and upgraded on a copy first.

    After an upgrade or a restore the text index is looked at, and made anew where it does not know every client.
    """
    try:
        clinic = open_clinic(folder, login, passphrase, seat, attempts=attempts)
    except Trouble as trouble:
        if trouble.code != "store.needs_upgrade":
            raise
        upgrade_store(folder, login, passphrase, seat)
        clinic = open_clinic(folder, login, passphrase, seat, attempts=attempts)
    try:
        complete_index(clinic)
    except BaseException:
        clinic.forget()
        raise
    return clinic


def complete_index(clinic: OpenClinic) -> bool:
    """Make the text index anew where that is due and it lacks a client; return whether it was made anew."""
    with clinic.reading() as work:
        if read_meta(work.connection, INDEX_CHECK) != "due":
            return False
    with clinic.writing() as work:
        is_lacking = not is_index_complete(work)
        if is_lacking:
            rebuild_index(work)
        write_meta(work.connection, INDEX_CHECK, "done")
    return is_lacking


def tidy_up(clinic: OpenClinic, seconds: float = TIDIED_WITHIN) -> bool:
    """Count the words of the text index anew, and return whether that ended; after ``seconds`` it is given up.

    What was given up is rolled back and done another day: it only makes searches quicker.
    """
    timer = Timer(seconds, clinic.store.interrupt_writes)
    timer.name = "tidying"
    timer.start()
    try:
        with clinic.writing() as work:
            optimise(work)
    except Trouble:
        return False
    finally:
        timer.cancel()
        timer.join()
    return True


def leave(clinic: OpenClinic, *, with_backup: bool) -> None:
    """Lock the clinic; with ``with_backup`` tidy up, then make and prove a backup first where the office has set it.

    A backup that fails is raised only after the key was forgotten.
    """
    failure: Trouble | None = None
    try:
        with clinic.reading() as work:
            is_wanted = with_backup and bool(setting(work, "backup_at_close"))
        if with_backup:
            tidy_up(clinic)
        if is_wanted:
            back_up_at_close(clinic)
    except Trouble as trouble:
        failure = trouble
    clinic.lock(deed="sign_in.leave" if with_backup else "sign_in.lock")
    if failure is not None:
        raise failure
