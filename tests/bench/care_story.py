"""The course of care of one invented client, as the services would have written it: examined, tested, diagnosed, planned, called.

Some have far more than others: ``LONG`` the hundred events of a merge, ``LONGEST`` the five hundred of a file that is opened.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.diagnoses.model import Diagnosis
from rehab_app.clinic.examination.model import Examination
from rehab_app.clinic.followup.model import ContactCall
from rehab_app.clinic.plans.model import CarePlan
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.instruments import registry

if TYPE_CHECKING:
    from tests.bench.story import Deed, Story

LONG: Final = range(80)
"""Clients with some seventy events more than others."""
LONGEST: Final = 90
"""The client with the five hundred."""
PANEL: Final = ("MET", "AMP", "THC", "BZO", "MOP", "COC")
_MORE: Final = 70
_MOST: Final = 470
_REVIEWED_AFTER: Final = timedelta(days=30)
_MEASURED_AGAIN: Final = 4  # of every four, one is not
_PROBLEM: Final = {
    "domain": "drug", "problem": "Dorongan memakai setiap kali menerima gaji", "goal": "Saya mau bersih",
    "interventions": ["relapse_prevention"], "action": "", "state": "open",
}  # fmt: skip


def care(story: "Story", episode_id: UUID, period: int, day: date, last_day: date, today: date) -> Iterator["Deed"]:
    """Yield what hangs on one masa perawatan that began on ``day`` and met until ``last_day``."""
    teller = _Teller(story, episode_id, period)
    yield teller.examined(0, day)
    yield teller.tested(0, day, is_positive=True)
    yield teller.diagnosed(day)
    yield teller.planned(day)
    yield teller.measured("awal", day)
    if last_day <= today:
        yield teller.tested(1, last_day, is_positive=False)
        if story.place % _MEASURED_AGAIN:
            yield teller.measured("akhir", last_day)
    if story.place % 6 == 0 and day + timedelta(days=20) <= today:
        yield teller.called(0, day + timedelta(days=20))
    if period == 1:
        more = _MOST if story.place == LONGEST else _MORE if story.place in LONG else 0
        yield from teller.more(more, day, min(last_day, today))


class _Teller:
    """Makes the records of one masa perawatan."""

    def __init__(self, story: "Story", episode_id: UUID, period: int) -> None:
        self._story = story
        self._period = period
        self._owner = {"client_id": story.client_id, "episode_id": episode_id}

    def examined(self, number: int, day: date) -> "Deed":
        return self._one(
            Examination, "examination", number, day, "examination.record", examined_on=day, examined_at=time(9),
            examined_by=self._who, systolic=118 + number % 20, diastolic=78, pulse=80, respiration=16, temperature=366,
            weight=600, height=165, consciousness="compos_mentis", pupils="isochoric",
        )  # fmt: skip

    def tested(self, number: int, day: date, *, is_positive: bool) -> "Deed":
        results = dict.fromkeys(PANEL, "negative") | ({"MET": "positive"} if is_positive else {})
        return self._one(
            UrineTest, "urine", number, day, "urine_tests.record", taken_on=day, taken_at=time(9), tested_by=self._who,
            occasion="periodic" if number else "intake", kit="Rapid 6", lot="UR01", results=results,
        )  # fmt: skip

    def diagnosed(self, day: date) -> "Deed":
        return self._one(
            Diagnosis, "diagnosis", 0, day, "diagnoses.record", code="F15.1", is_main=True, severity="sedang",
            made_on=day, made_by=self._who,
        )  # fmt: skip

    def planned(self, day: date) -> "Deed":
        return self._one(
            CarePlan, "plan", 0, day, "plans.record", made_on=day, made_by=self._who, modality="outpatient",
            target_sessions=8, rhythm="weekly", review_on=day + _REVIEWED_AFTER, problems=[_PROBLEM],
            signed_by_client_on=day,
        )  # fmt: skip

    def measured(self, moment: str, day: date) -> "Deed":
        level = (self._story.place + (moment == "akhir")) % 3 + 2
        answers, scores, version = _whoqol(level)
        return self._one(
            Screening, f"whoqol.{moment}", 0, day, "assessment.record_instrument", instrument="whoqol",
            key_version=version, taken_on=day, taken_by=self._who, answers=answers, scores=scores, moment=moment,
        )  # fmt: skip

    def called(self, number: int, day: date) -> "Deed":
        at = datetime.combine(day, time(7, number % 60), UTC)
        return self._one(
            ContactCall, "call", number, day, "followup.call", called_at=at, channel="phone", outcome="no_answer",
            said="Tidak diangkat.", next_try_on=day + timedelta(days=2),
        )  # fmt: skip

    def met(self, number: int, day: date) -> "Deed":
        """A further meeting with the family, told in the four parts of a note."""
        return self._one(
            CareSession, "more", number, day, "sessions.record", held_on=day, held_at=time(14), number=20 + number,
            kind="family", service="family_support_group", counsellor_id=self._who, attendance="hadir",
            subjective="Keluarga bercerita.", objective="Suasana hangat.", appraisal="Dukungan menguat.",
            next_plan="Lanjut.",
        )  # fmt: skip

    def more(self, count: int, day: date, last_day: date) -> Iterator["Deed"]:
        """Yield ``count`` events of four kinds in turn, spread over the masa perawatan."""
        span = max(1, (last_day - day).days)
        for number in range(1, count + 1):
            on = day + timedelta(days=number * span // (count + 1))
            if number % 4 == 0:
                yield self.examined(number, on)
            elif number % 4 == 1:
                yield self.tested(number + 1, on, is_positive=number % 3 == 0)
            elif number % 4 == 2:
                yield self.called(number, on)
            else:
                yield self.met(number, on)

    @property
    def _who(self) -> UUID:
        return self._story.office.counsellor

    def _one(self, kind: type[Any], name: str, number: int, day: date, action: str, /, **given: object) -> "Deed":
        return self._story.one(
            kind, f"{name}{self._period}.{number}", self._story.at(day, 5), action, **self._owner, **given
        )


@cache
def _whoqol(level: int) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    answers = {"items": {str(number): level for number in range(1, 27)}}
    scored = registry.load("whoqol").score(answers)
    scores = {name: None if value is None else float(value) for name, value in scored.scores.items()}
    return answers, scores, registry.form("whoqol").version
