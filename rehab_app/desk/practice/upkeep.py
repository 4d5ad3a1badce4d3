"""What any clinic's records also have: somebody entered twice, a mistake in the bin, a note corrected, a request about data."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.service import register
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import PaperDraft
from rehab_app.clinic.examination import service as examination
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.clinic.examination.queries import examinations_of_episode
from rehab_app.clinic.privacy import service as privacy
from rehab_app.clinic.privacy.draft import DecisionDraft, RequestDraft
from rehab_app.clinic.sessions import queries as session_queries
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.desk.merge_clients import merge_clients, preview_merge
from rehab_app.desk.practice.cases import weekday_from
from rehab_app.desk.practice.diary import Diary, Stage
from rehab_app.desk.practice.stays import CAME
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.urine import intake_test
from rehab_app.desk.practice.words import told
from rehab_app.desk.retention import decide_request
from rehab_app.store.work import Work

MERGED_PLACE: Final = 10
"""Whose old paper file was registered anew and then merged."""
ALIKE_PLACE: Final = 30
"""Whose old paper file is still a record of its own."""
_PAPER_NUMBERS: Final = {MERGED_PLACE: "B-1431", ALIKE_PLACE: "B-1457"}
_BINNED_PLACE: Final = 5
_CORRECTED_PLACE: Final = 8
_ACCESS_PLACE: Final = 3
_ERASURE_PLACE: Final = 20
_DAY: Final = timedelta(days=1)


def tell_upkeep(stories: Sequence[Story], diary: Diary) -> None:
    """Write all of it down."""
    _Twice(stories[MERGED_PLACE], diary).tell_merged()
    _Twice(stories[ALIKE_PLACE], diary).tell_alike()
    _bin(stories[_BINNED_PLACE])
    _correct(stories[_CORRECTED_PLACE])
    _ask(stories, diary)


class _Twice:
    """Somebody with an old paper file, which the desk took up as another person."""

    def __init__(self, story: Story, diary: Diary) -> None:
        self._story = story
        self._diary = diary
        self._other_id = UUID(int=0)

    def tell_merged(self) -> None:
        """Registered twice; the doctor's head notices and makes one of the two."""
        day = weekday_from(self._story.case.registered_on + 6 * _DAY)
        self._diary.write(day, 300, "pendaftaran", self._take_up)
        self._diary.write(weekday_from(day + 8 * _DAY), 310, "subkoordinator", self._merge)

    def tell_alike(self) -> None:
        """Registered twice, and nobody has noticed yet."""
        self._diary.write(weekday_from(date(2022, 12, 12)), 300, "pendaftaran", self._take_up)

    def _take_up(self, work: Work, _stage: Stage) -> None:
        case, person = self._story.case, self._story.case.person
        draft = ClientDraft(
            rm_number=_PAPER_NUMBERS[case.place],
            full_name=person.full_name,
            sex=person.sex,
            birth_date=person.birth_date,
            address=person.address,
            mother_name=person.mother_name,
            remark=told("upkeep", "paper_file"),
        )
        self._other_id = register(work, draft).id

    def _merge(self, work: Work, _stage: Stage) -> None:
        seen = preview_merge(work, self._story.client_id, self._other_id)
        merge_clients(work, seen, (), told("upkeep", "merged"))


def _bin(story: Story) -> None:
    """Things of another client, put into the bin the same morning: an examination, a urine test, a meeting, a paper."""
    day = weekday_from(story.case.registered_on + _DAY)
    counsellor = story.case.counsellor

    def nurse(work: Work, _stage: Stage) -> None:
        test = urine_tests.record_urine_test(work, story.episode_id, intake_test(story.case, day, story.chance))
        urine_tests.bin_urine_test(work, test.series_id, 1, told("upkeep", "other_client"))
        known = examinations_of_episode(work, story.episode_id)[0]
        draft = ExaminationDraft(examined_on=day, systolic=150, diastolic=96, pulse=88)
        twice = examination.record_examination(work, known.episode_id, draft)
        examination.bin_examination(work, twice.series_id, 1, told("upkeep", "twice"))

    def talk(work: Work, _stage: Stage) -> None:
        plan, came = PlanDraft(held_on=day, kind="family"), AttendanceDraft(attendance=CAME)
        series_id = sessions.record_session(work, story.episode_id, plan, came)
        sessions.bin_session(work, series_id, 1, told("upkeep", "other_client"))

    def paper(work: Work, _stage: Stage) -> None:
        draft = PaperDraft(kind="bpjs_card", copies=1, handed_on=day)
        documents.bin_paper(work, documents.record_paper(work, story.episode_id, draft), 1, told("upkeep", "twice"))

    story.enter(day, 200, "perawat", nurse)
    story.enter(day, 205, counsellor, talk)
    story.enter(day, 210, "pendaftaran", paper)


def _correct(story: Story) -> None:
    """A signed note is corrected with a reason; the earlier version stays readable."""
    if not story.stays or not story.stays[0].attended:
        return
    meeting = story.stays[0].attended[0]

    def act(work: Work, _stage: Stage) -> None:
        known = next(row for row in session_queries.of_episode(work, story.episode_id) if row.held_on == meeting.day)
        draft = AttendanceDraft(
            attendance=CAME, objective=told("soap", "correction"), correction_reason=told("soap", "correction")
        )
        sessions.record_attendance(work, known.series_id, known.row_version, draft)

    story.enter(meeting.day + _DAY, 220, story.case.counsellor, act)


def _ask(stories: Sequence[Story], diary: Diary) -> None:
    """One asks for a copy and gets it, another for erasure just before the diary ends: that clock runs."""
    asked, erased = stories[_ACCESS_PLACE], stories[_ERASURE_PLACE]
    kept: list[UUID] = []

    def ask(work: Work, _stage: Stage) -> None:
        draft = RequestDraft(kind="access", asked_by=asked.case.person.full_name, said=told("upkeep", "access_said"))
        kept.append(privacy.record_request(work, asked.client_id, draft))

    def decide(work: Work, _stage: Stage) -> None:
        decide_request(work, kept[0], 1, DecisionDraft(decision="granted", ground=told("upkeep", "access_ground")))

    def hand_over(work: Work, _stage: Stage) -> None:
        privacy.carry_out(work, kept[0], 2, work.clock.today(), told("upkeep", "access_done"))

    def ask_erasure(work: Work, _stage: Stage) -> None:
        draft = RequestDraft(kind="erasure", asked_by=erased.case.person.full_name, said=told("upkeep", "erasure_said"))
        privacy.record_request(work, erased.client_id, draft)

    day = date(2022, 9, 5)
    diary.write(day, 330, "pendaftaran", ask)
    diary.write(day + _DAY, 340, "subkoordinator", decide)
    diary.write(day + 2 * _DAY, 350, "pendaftaran", hand_over)
    diary.write(date(2023, 1, 13), 300, "pendaftaran", ask_erasure)
