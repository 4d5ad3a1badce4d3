"""The clinic of one day: a counsellor who signs in with her own passphrase, her eight clients, and what is planned for them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.plans.draft import PlanDraft as CarePlanDraft
from rehab_app.clinic.plans.draft import ProblemDraft
from rehab_app.clinic.schedule import groups
from rehab_app.clinic.schedule.draft import GroupDraft
from rehab_app.clinic.schedule.queries import group_roster
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.clinic.urine_tests.queries import panel
from rehab_app.desk import plan_care
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.service import add_account, change_own_passphrase
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.office.settings.service import change_setting
from rehab_app.store.keys.derive import Cost
from tests.ui.makers import NOW, TODAY, admit_client, make_clinic

LOGIN: Final = "siti"
PASSPHRASE: Final = "perahu kayu pagi"
STARTED: Final = date(2023, 1, 4)
LAST_WEEK: Final = TODAY - timedelta(days=7)
_BEFORE_WORK: Final = timedelta(hours=3)
TOPIC: Final = "Mengenal pemicu"
ANDI, BAGUS, CITRA, DEWI, EKO, FAJAR, GITA, HADI = range(8)
NAMES: Final = (
    ("Andi Wijaya", "L"),
    ("Bagus Pratama", "L"),
    ("Citra Lestari", "P"),
    ("Dewi Anggraini", "P"),
    ("Eko Saputra", "L"),
    ("Fajar Nugroho", "L"),
    ("Gita Sari", "P"),
    ("Hadi Kusuma", "L"),
)
"""The eight members of the group, by name and sex; one of them, Gita, stayed away last week already."""


@dataclass(frozen=True, slots=True)
class Day:
    """The folder of the clinic, the clock of its seat, the eight clients in the order of ``NAMES`` and the group of today."""

    root: Path
    clock: SetClock
    clients: tuple[Admitted, ...]
    group_id: UUID

    def at(self, hour: int, minute: int = 0) -> None:
        """Let it be that hour of the day."""
        self.clock.put(datetime.combine(TODAY, time(hour, minute), self.clock.zone))


def make_day(folder: Path) -> Day:
    """Make the clinic, locked: a group at nine, meetings at eleven, one o'clock and two, and last week's group behind them."""
    clock = SetClock(NOW - _BEFORE_WORK)
    office = make_clinic(folder, clock=clock)
    with office.writing() as work:
        change_setting(work, "backup_at_close", False)
        draft = AccountDraft(login=LOGIN, full_name="Siti Konselor", roles=[Role.KONSELOR])
        _, one_time = add_account(work, office.keys, draft)
    office.lock()
    clinic = sign_in_again(office.folder.root, clock, one_time)
    with clinic.writing() as work:
        change_own_passphrase(work, clinic.keys, one_time, PASSPHRASE)
    clients = tuple(_client(clinic, place) for place in range(len(NAMES)))
    _last_week(clinic, clients)
    group_id = _today(clinic, clients)
    clinic.lock()
    return Day(office.folder.root, clock, clients, group_id)


def sign_in_again(root: Path, clock: SetClock, passphrase: str = PASSPHRASE) -> OpenClinic:
    """Open the clinic for the counsellor, without a screen."""
    return open_clinic(DataFolder(root), LOGIN, passphrase, Seat("PC-1", clock, Bus()), cost=Cost.for_tests())


def _client(clinic: OpenClinic, place: int) -> Admitted:
    name, sex = NAMES[place]
    born = date(1990, 8, 10 + place)
    phone = f"08121111000{place}"
    client = admit_client(clinic, full_name=name, sex=sex, birth_date=born, phone=phone, registered_on=STARTED)
    with clinic.writing() as work:
        draft = OutpatientDraft(on=STARTED, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, client.episode_id, 1, draft)
    return client


def _group(clinic: OpenClinic, clients: tuple[Admitted, ...], day: date) -> UUID:
    members = tuple(one.episode_id for one in clients)
    draft = GroupDraft(held_on=day, held_at=time(9), topic=TOPIC, episode_ids=members)
    with clinic.writing() as work:
        return groups.plan_group(work, draft).id


def _last_week(clinic: OpenClinic, clients: tuple[Admitted, ...]) -> None:
    """Everybody came to last week's group but Gita; the first care plan and a urine test stand."""
    group_id = _group(clinic, clients, LAST_WEEK)
    with clinic.writing() as work:
        marks = {
            seat.series_id: AttendanceDraft(
                attendance="mangkir" if seat.episode_id == clients[GITA].episode_id else "hadir"
            )
            for seat in group_roster(work, group_id)
        }
        groups.record_roster(work, group_id, marks)
        problem = ProblemDraft(domain="drug", problem="Memakai sabu tiap pekan", goal="Saya mau kerja lagi")
        draft = CarePlanDraft(made_on=STARTED, review_on=TODAY, problems=[problem])
        plan_care.make_plan(work, clients[DEWI].episode_id, draft)
        test = UrineTestDraft(
            taken_on=STARTED,
            kit="Strip 6",
            lot="A12",
            expires_on=date(2024, 1, 31),
            results=dict.fromkeys(panel(work), "negative"),
        )
        urine_tests.record_urine_test(work, clients[HADI].episode_id, test)


def _today(clinic: OpenClinic, clients: tuple[Admitted, ...]) -> UUID:
    """Plan the day: the group, and three meetings of one client each."""
    group_id = _group(clinic, clients, TODAY)
    with clinic.writing() as work:
        for place, at in ((ANDI, time(11)), (CITRA, time(13)), (DEWI, time(14))):
            sessions.plan_session(work, clients[place].episode_id, PlanDraft(held_on=TODAY, held_at=at))
    return group_id
