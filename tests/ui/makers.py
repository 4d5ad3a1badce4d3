"""Makers of what pages are tested against: a real clinic, people signed in to it with several roles, and clients in it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.desk.admit import Admitted, RegistrationDraft, admit
from rehab_app.desk.entry import new_clinic
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.foundation.preferences import Preferences
from rehab_app.foundation.words import Words
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.key_ring import KeyRing
from rehab_app.office.accounts.model import Account
from rehab_app.office.opening import Greeting, OpenClinic, Seat
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DATABASE, DataKey
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.slots import Slots
from rehab_app.store.store import Store
from rehab_app.ui.kit.context import PrivacyMode, ScreenContext
from rehab_app.ui.kit.facts import FactBridge
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import Theme
from rehab_app.ui.shell.session import Session
from tests.makers import make_actor

NOW = datetime(2023, 1, 16, 1, 30, tzinfo=UTC)  # Monday, 09.30 WITA
TODAY = date(2023, 1, 16)
PASSPHRASE = "kuda lumping senja"
WAIT_MS = 10_000


@dataclass(frozen=True, slots=True)
class _Template:
    """A clinic that was made once, to be copied: its folder, its data key, and who made it."""

    folder: Path
    secret: bytes
    actor: Actor
    greeting: Greeting


def make_clinic(folder: Path, bus: Bus | None = None, clock: SetClock | None = None) -> OpenClinic:
    """Make a clinic with the delivered destinations, opened by its Subkoordinator, who is its doctor too.

    It is a copy of one that was made at the same instant: a migration takes a second, and a thousand tests need a clinic.
    """
    clock = clock or SetClock(NOW)
    made = _template(clock.now())
    here = DataFolder(folder / "clinic")
    shutil.copytree(made.folder, here.root)
    key = DataKey(made.secret)
    store = Store(encrypted_engine(here.database, key.derive(DATABASE)), clock, bus or Bus())
    keys = KeyRing(here, key, Slots.load(here.slots), Cost.for_tests())
    return OpenClinic(store, keys, made.actor, is_practice=False, greeting=made.greeting)


@cache
def _template(instant: datetime) -> _Template:
    folder = Path(tempfile.mkdtemp(prefix="rehab-clinic-")) / "clinic"
    seat = Seat("PC-1", SetClock(instant), Bus())
    profile = ProfileDraft(
        address="Jalan Uji 1, Balikpapan", head_name="Dra. Kepala Uji", head_title="Kepala BNN Kota Balikpapan"
    )
    account = AccountDraft(login="ratna", full_name="dr. Ratna Uji", roles=[Role.SUBKOORDINATOR, Role.DOKTER])
    clinic, _ = new_clinic(DataFolder(folder), profile, account, PASSPHRASE, seat, cost=Cost.for_tests())
    made = _Template(folder, clinic.keys.data_key.raw, clinic.actor, clinic.greeting)
    clinic.store.close()
    return made


def seat_of(clinic: OpenClinic, *roles: Role, name: str = "Siti Konselor") -> OpenClinic:
    """Return the same clinic with somebody else signed in, whose account is entered first."""
    actor = make_actor(*roles, name=name)
    with clinic.writing() as work:
        account = Account(
            id=actor.user_id,
            login=actor.user_id.hex[:20],
            full_name=name,
            roles=[role.value for role in roles],
        )
        work.add(account, "accounts.add")
    return OpenClinic(clinic.store, clinic.keys, actor, is_practice=False, greeting=clinic.greeting)


def make_context(words: Words, theme: Theme, jobs: Jobs, bus: Bus, clock: SetClock | None = None) -> ScreenContext:
    """Return what a page is given."""
    return ScreenContext(
        words=words,
        theme=theme,
        jobs=jobs,
        facts=FactBridge(bus),
        clock=clock or SetClock(NOW),
        privacy=PrivacyMode(),
    )


def make_session(clinic: OpenClinic, context: ScreenContext) -> Session:
    """Return a signed-in session as pages see it."""
    return Session(context=context, clinic=clinic, view_state=Preferences())


def admit_client(clinic: OpenClinic, *, channel: str = "voluntary", **known: object) -> Admitted:
    """Register a client, by default a grown man of Balikpapan Barat, with a voluntary episode of today."""
    person = {"full_name": "Budi Santoso", "sex": "L", "birth_date": date(1990, 8, 17), "place_code": "64.71.02.1001"}
    episode = {"registered_on": TODAY, "channel": channel}
    fields = set(EpisodeDraft.model_fields)
    person |= {name: value for name, value in known.items() if name not in fields}
    episode |= {name: value for name, value in known.items() if name in fields}
    draft = RegistrationDraft(client=ClientDraft.model_validate(person), episode=EpisodeDraft.model_validate(episode))
    with clinic.writing() as work:
        return admit(work, draft)


def wait_for(is_so: Callable[[], bool], milliseconds: int = WAIT_MS) -> None:
    """Let the program run until ``is_so``; fails after ten seconds."""
    watch = QElapsedTimer()
    watch.start()
    while not is_so():
        assert watch.elapsed() < milliseconds, "it did not come to that"
        QTest.qWait(5)


def settle(jobs: Jobs) -> None:
    """Let the program run until nothing is on its way."""
    wait_for(lambda: jobs.is_idle)
    QApplication.processEvents()


@contextmanager
def lanes(reported: list[BaseException]) -> Iterator[Jobs]:
    """Give lanes that end with the block, and fail where a bug was reported."""
    jobs = Jobs(reported.append)
    yield jobs
    assert jobs.close(), "a lane did not come to rest"
    assert not reported, f"bugs were reported: {reported}"


def wherever(session: Session) -> list[tuple[str, object]]:
    """Return a list that fills with where the pages ask to go."""
    gone: list[tuple[str, object]] = []
    session.go.requested.connect(lambda room, subject: gone.append((room, subject)))
    return gone


def client_id_of(admitted: Admitted) -> UUID:
    """Return the id of a client who was taken in."""
    return admitted.client_id
