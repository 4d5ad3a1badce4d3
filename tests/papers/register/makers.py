"""A store with the office's profile, and orders of letters, for the tests of the register."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.register.draft import EntryDraft
from rehab_app.papers.register.orders import LetterOrder, order_of
from rehab_app.papers.register.types import delivered_types
from rehab_app.store.store import Store
from tests.makers import make_actor, make_store

HEAD = make_actor(Role.SUBKOORDINATOR)
TODAY = date(2022, 3, 1)
UNIT = "BNNK-BPP"


def make_office(folder: Path, clock: SetClock | None = None) -> Store:
    """Return a store with the profile of an office."""
    store = make_store(folder, clock)
    with store.writing(HEAD) as work:
        first_profile(work, ProfileDraft(unit_code=UNIT, head_name="Contoh Kepala", head_title="Kepala BNNK Contoh"))
    return store


def order(code: str = "R", day: date = TODAY, **changes: object) -> LetterOrder:
    """Return the order of a letter of a delivered type."""
    signer = Signer(title="Kepala BNNK Contoh", name="Contoh Kepala")
    made = order_of(
        delivered_types()[code],
        UNIT,
        signer,
        kind="referral",
        dated_on=day,
        addressee="Kepala Balai Contoh",
        subject="Permohonan a.n. B.S.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def entry(**changes: object) -> EntryDraft:
    """Return a letter as it is typed on the register's page."""
    typed: dict[str, object] = {
        "type_code": "B",
        "dated_on": TODAY,
        "addressee": "Kapolresta Balikpapan",
        "subject": "Verifikasi berkas TAT a.n. B.S.",
        **changes,
    }
    return EntryDraft.model_validate(typed)


def printed(number: str) -> bytes:
    """Return what stands for the drawn letter."""
    return f"%PDF {number}".encode()
