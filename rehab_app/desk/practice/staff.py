"""The office of the practice clinic and the invented people who work in it, one account for each role."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlmodel import select

from rehab_app.desk.practice.people import Population
from rehab_app.desk.practice.words import story_table
from rehab_app.foundation.actor import Actor, Role
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.model import Account
from rehab_app.office.accounts.service import actor_of, add_account, change_own_passphrase
from rehab_app.office.opening import OpenClinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.store.keys.derive import Cost

PASSPHRASE: Final = "kata sandi latihan"  # noqa: S105 - printed in the summary: nothing behind it is real
"""The one passphrase of every account of a practice clinic."""

# A one-time passphrase of 78 random bits needs no stretching, and it is exchanged at once.
_ONE_TIME_COST: Final = Cost(1024, 1, 1)
_SEED: Final = 1945
_KEPALA: Final = "kepala"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the practice clinic; the first account makes it."""

    drafts: tuple[AccountDraft, ...]

    def profile(self) -> ProfileDraft:
        """Return the office's profile, with the head who signs the letters."""
        office = story_table()["office"]
        head = next(draft for draft in self.drafts if draft.login == _KEPALA)
        return ProfileDraft(
            address=office["address"],
            phone=office["phone"],
            email=office["email"],
            head_name=head.full_name,
            head_title=head.title,
            head_rank=head.rank,
            head_staff_number=head.staff_number,
        )


def invented_staff() -> Staff:
    """Return the same invented people at every call."""
    return Staff(tuple(_drafts()))


def _drafts() -> Iterator[AccountDraft]:
    population = Population(_SEED)
    account: dict[str, Any]
    for account in story_table()["staff"]["accounts"]:
        yield AccountDraft(
            login=account["login"],
            full_name=account.get("before", "") + population.name(account["sex"]),
            title=account["title"],
            rank=account["rank"],
            staff_number=account["staff_number"],
            roles=[Role(role) for role in account["roles"]],
        )


def employ(clinic: OpenClinic, staff: Staff) -> None:
    """Make the accounts beside the first one; each opens with ``PASSPHRASE``."""
    for draft in staff.drafts[1:]:
        with clinic.writing() as work:
            account_id, handed_over = add_account(work, replace(clinic.keys, cost=_ONE_TIME_COST), draft)
            owner = actor_of(work.session.get_one(Account, account_id), clinic.actor.seat)
        with clinic.store.writing(owner) as work:
            change_own_passphrase(work, clinic.keys, handed_over, PASSPHRASE)


def actors_of(clinic: OpenClinic) -> dict[str, Actor]:
    """Return who acts under each sign-in name."""
    with clinic.reading() as work:
        found = work.session.exec(select(Account)).all()
        return {account.login: actor_of(account, clinic.actor.seat) for account in found}
