"""A clinic with clients, attachments, drafts and an issued letter to back up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.service import add_account
from rehab_app.office.opening import OpenClinic, Seat, create_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.tables import METADATA
from tests.makers import START

PASSPHRASE = "kuda lumping senja"
COST = Cost.for_tests()
NAME, NIK = "Bambang Pamungkas", "6471011708900001"
LETTER = b"%PDF-1.4 surat rujukan Bambang Pamungkas 6471011708900001"
assert METADATA.tables


class Made(NamedTuple):
    """The open clinic, the printed recovery key, and what a counsellor's account may be opened with once."""

    clinic: OpenClinic
    recovery: RecoveryKey
    one_time: str
    digest: str


@pytest.fixture
def seat() -> Seat:
    return Seat("PC-1", SetClock(START), Bus())


@pytest.fixture
def made(tmp_path: Path, seat: Seat) -> Iterator[Made]:
    made = make_clinic(tmp_path / "clinic", seat)
    yield made
    made.clinic.forget()


def make_clinic(root: Path, seat: Seat) -> Made:
    """Make a clinic with a client, a letter, a draft and a second account."""
    clinic, recovery = create_clinic(
        DataFolder(root),
        ProfileDraft(address="Jalan Uji 1"),
        AccountDraft(login="ratna", full_name="dr. Ratna", roles=[Role.SUBKOORDINATOR, Role.DOKTER]),
        PASSPHRASE,
        seat,
        cost=COST,
    )
    with clinic.writing() as work:
        draft = AccountDraft(login="siti", full_name="Siti", roles=[Role.KONSELOR])
        _, one_time = add_account(work, clinic.keys, draft)
    digest = issue_letter(clinic, LETTER, 1)
    register(clinic, "000001", NAME, NIK)
    clinic.drafts.keep("client", "new", {"full_name": NAME})
    return Made(clinic, recovery, one_time, digest)


def register(clinic: OpenClinic, rm_number: str, name: str = "Agus", nik: str = "") -> None:
    """Register one client, with the audit entry."""
    with clinic.writing() as work:
        client = Client(id=work.new_id(), rm_number=rm_number, full_name=name, initials="A", sex="L", nik=nik or None)
        work.add(client, "clients.register")


def issue_letter(clinic: OpenClinic, content: bytes, number: int) -> str:
    """Keep a letter with its bytes among the attachments, and return their digest."""
    with clinic.writing() as work:
        digest = clinic.attachments.put(content)
        letter = IssuedLetter(
            id=work.new_id(),
            series="letter.B",
            year=2022,
            number=number,
            number_text=f"B/{number}",
            kind="referral",
            dated_on=date(2022, 3, 1),
            registered_on=date(2022, 3, 1),
            addressee="RSJD",
            subject="BP",
            digest=digest,
            size=len(content),
        )
        work.add(letter, "letters.issue.referral")
    return digest


def names(clinic: OpenClinic) -> list[str]:
    """Return the numbers of all clients, for comparing what a store holds."""
    from sqlmodel import select

    with clinic.reading() as work:
        return sorted(work.session.exec(select(Client.rm_number)))


def actions(clinic: OpenClinic) -> list[str]:
    """Return the audit's actions, oldest first."""
    from sqlalchemy import select

    from rehab_app.store.ledger import AUDIT_ENTRY

    with clinic.reading() as work:
        return list(work.connection.execute(select(AUDIT_ENTRY.c.action).order_by(AUDIT_ENTRY.c.number)).scalars())


def digests_below(root: Path) -> dict[str, bytes]:
    """Return every file below ``root`` with its content, to show that nothing changed."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
