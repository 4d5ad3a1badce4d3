"""The practice clinic: a year of invented work, made through the services, to learn on and to look at.

Sixty people came in 2022 (``cases``); what happened to them is played day by day under a clock that is moved along, each
deed by the person whose task it is. So its ledger, letters and figures are those of a clinic that has worked for a year.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Final

from rehab_app.clinic.referrals.service import destinations
from rehab_app.desk.entry import new_clinic
from rehab_app.desk.practice.absence import tell_absence
from rehab_app.desk.practice.aftercare import tell_aftercare
from rehab_app.desk.practice.care import tell_care
from rehab_app.desk.practice.cases import SEED, Course, cases
from rehab_app.desk.practice.diary import Diary, Stage
from rehab_app.desk.practice.groups import tell_groups
from rehab_app.desk.practice.intake import tell_intake
from rehab_app.desk.practice.measures import tell_measures
from rehab_app.desk.practice.referral import tell_referral
from rehab_app.desk.practice.staff import PASSPHRASE, actors_of, employ, invented_staff
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.tat import tell_tat
from rehab_app.desk.practice.upkeep import tell_upkeep
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.backups.service import back_up
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.store.files import ensure_folder
from rehab_app.store.keys.derive import FLOOR_KIB, Cost
from rehab_app.store.keys.recovery import RecoveryKey

FIRST_INSTANT: Final = datetime(2022, 1, 3, 0, 0, tzinfo=UTC)  # 08.00 WITA
LAST_INSTANT: Final = datetime(2023, 1, 16, 0, 0, tzinfo=UTC)
"""When the practice clinic's history ends: Monday 16 January 2023, 08.00 WITA, before the first client of the day."""

PRACTICE_COST: Final = Cost(FLOOR_KIB, 1, 4)
"""The cost of its key slots: the least that is allowed, because every account has a slot and the passphrase is no secret."""

Told = Callable[[int, int], None]
_TOLD_OF_EACH: Final = (tell_intake, tell_measures, tell_care, tell_tat, tell_absence, tell_aftercare)


@dataclass(frozen=True, slots=True)
class PracticeClinic:
    """A practice clinic that was made, and how to get in: ``login`` sees everything, every account has the same passphrase."""

    folder: DataFolder
    login: str
    passphrase: str
    logins: tuple[str, ...]
    recovery: RecoveryKey = field(repr=False)


def build_practice_clinic(
    folder: DataFolder, seat: Seat, *, progress: Told | None = None, cost: Cost = PRACTICE_COST
) -> PracticeClinic:
    """Make a practice clinic in ``folder`` and leave it locked, with a first backup.

    ``progress`` is told how many deeds are done of how many; where it raises, or anything fails, nothing is left behind. Raises
    as ``create_clinic`` does.
    """
    clock = SetClock(FIRST_INSTANT, seat.clock.zone)
    staff = invented_staff()
    clinic, recovery = new_clinic(
        folder,
        staff.profile(),
        staff.drafts[0],
        PASSPHRASE,
        Seat(seat.name, clock, Bus()),
        cost=cost,
        is_practice=True,
    )
    with _all_or_nothing(clinic):
        employ(clinic, staff)
        _diary(clock).play(_stage(clinic), progress)
        clock.put(LAST_INSTANT)
        for place in (folder.attachments, folder.backups, folder.logs):
            ensure_folder(place)
        back_up(clinic)
        clinic.lock()
    logins = tuple(draft.login for draft in staff.drafts)
    return PracticeClinic(folder, staff.drafts[0].login, PASSPHRASE, logins, recovery)


def _diary(clock: SetClock) -> Diary:
    diary = Diary(clock, until=LAST_INSTANT)
    stories = []
    for case in cases():
        story = Story(case, diary, Random(SEED * 100 + case.place))  # noqa: S311 - invented people, no secrets
        day = story.tell()
        for tell in _TOLD_OF_EACH:
            tell(story)
        if case.course in {Course.REFERRED, Course.OUTPATIENT_THEN_REFERRED}:
            tell_referral(story, day)
        stories.append(story)
    tell_groups(stories, diary)
    tell_upkeep(stories, diary)
    return diary


def _stage(clinic: OpenClinic) -> Stage:
    with clinic.reading() as work:
        codes = {row.code: row.id for row in destinations(work)}
    return Stage(clinic, ValueLists.load(), actors_of(clinic), codes)


@contextmanager
def _all_or_nothing(clinic: OpenClinic) -> Iterator[None]:
    """Take away the unfinished clinic where anything fails."""
    try:
        yield
    except BaseException:
        clinic.forget()
        folder = clinic.folder
        for name in (folder.database.name, folder.slots.name, folder.attempts.name):
            for path in folder.root.glob(f"{name}*"):
                path.unlink(missing_ok=True)
        for place in (folder.attachments, folder.backups, folder.drafts, folder.logs):
            shutil.rmtree(place, ignore_errors=True)
        raise
