"""The story of one client of the practice clinic, from the registration desk to the end, as deeds for the diary."""

from datetime import date, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import ScreeningDraft, UseProfileDraft
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes import service as episode_service
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft, ReporterDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk.admit import RegistrationDraft, admit, readmit
from rehab_app.desk.close_episode import close_episode
from rehab_app.desk.practice.answers import answers
from rehab_app.desk.practice.cases import Case, Course, weekday_from
from rehab_app.desk.practice.diary import Diary, Stage
from rehab_app.desk.practice.stays import CAME, MISSED, Meeting, Stay
from rehab_app.desk.practice.urine import intake_text
from rehab_app.desk.practice.words import drawn, in_turn, told
from rehab_app.store.work import Work

WEEK: Final = timedelta(days=7)
_WITHOUT_CARD: Final = 14  # of every fifteen, who left the card at home
_WITH_FAMILY: Final = 6  # after so many meetings one is held with the family
_SERVICES: Final = (
    "motivational_interview",
    "addiction_counselling",
    "cbt",
    "relapse_prevention",
    "addiction_counselling",
    "cbt",
    "family_support_group",
    "relapse_prevention",
)
DIAGNOSES: Final = {"sabu": "F15", "ganja": "F12", "double_l": "F19", "lem": "F18"}
"""The ICD-10 group of each main substance."""
ROOMS: Final = {"konselor1": "counselling_1", "konselor2": "counselling_2"}
"""Where each counsellor meets her clients."""
_ROUTES: Final = {"sabu": "smoked", "ganja": "smoked", "double_l": "oral", "lem": "nasal"}
_END_OF: Final = {
    Course.DROPPED_OUT: ("dropped_out", "dropped_out"),
    Course.MOVED: ("moved", "moved"),
    Course.DETAINED: ("legal_process", "detained"),
    Course.LEFT: ("left_on_request", "left"),
}
# Who completed and goes on to bina lanjut, and who of those still in care has stayed away since which day.
_WITH_AFTERCARE: Final = 2
STAYS_AWAY: Final = {52: date(2022, 12, 19), 54: date(2022, 12, 26)}
"""Places of clients in care whom the absence watch shows when the year is over, and the day of their last coming."""
_LAST_MEETING: Final = date(2023, 2, 28)
# Notes of the last weeks are not signed yet, and of every so many clients not all.
_UNSIGNED_FROM: Final = date(2023, 1, 9)
_FORGETS_TO_SIGN: Final = 6
_DROPPED_AFTER: Final = timedelta(days=15)
_DAY: Final = timedelta(days=1)


class Story:
    """One client's way; the ids that earlier deeds gave are remembered for later ones."""

    def __init__(self, case: Case, diary: Diary, chance: Random) -> None:
        self.case = case
        self.diary = diary
        self.chance = chance
        self.client_id = UUID(int=0)
        self.episode_id = UUID(int=0)
        self.referral_id = UUID(int=0)
        self.stays: list[Stay] = []
        self._minute = case.place * 17 % 240

    def enter(self, day: date, minute: int, who: str, act: Any) -> None:  # noqa: ANN401 - a bound method of a story
        """Write a deed into the diary, at this client's own hour."""
        self.diary.write(day, self._minute + minute, who, act)

    def tell(self) -> date:
        """Write everything down that happens to this client outside a referral; return the day from which she may be referred."""
        case = self.case
        day = case.registered_on
        self.enter(day, 0, "pendaftaran", self._register)
        self._come_with_parent(day)
        self._look_closer(day)
        if case.course in {Course.WAITING, Course.REFERRED}:
            return day + timedelta(days=2)
        return self._stay(weekday_from(day + timedelta(days=3)), case.course)

    def _register(self, work: Work, _stage: Stage) -> None:
        admitted = admit(work, RegistrationDraft(client=self._person(), episode=self._registration()))
        self.client_id, self.episode_id = admitted.client_id, admitted.episode_id

    def _person(self) -> ClientDraft:
        case, person = self.case, self.case.person
        has_card = case.place % 15 != _WITHOUT_CARD
        contact = {
            "name": person.mother_name,
            "relation": "mother",
            "phone": person.phone[:-4] + "7788",
            "address": person.address,
            "is_guardian": case.minor is not None,
        }
        return ClientDraft.model_validate(
            {
                "full_name": person.full_name,
                "aliases": person.alias,
                "sex": person.sex,
                "birth_date": person.birth_date,
                "birth_place": person.birth_place,
                "nik": person.nik if has_card else "",
                "identity_kind": ("kia" if case.minor else "ktp") if has_card else "none",
                "identity_missing_reason": "" if has_card else "left_behind",
                "kk_number": person.kk_number,
                "religion": "islam",
                "marital_status": case.marital_status,
                "education": case.education,
                "occupation": case.occupation,
                "citizenship": "wni",
                "phone": person.phone,
                "address": person.address,
                "rt": person.rt,
                "rw": person.rw,
                "place_code": person.place_code,
                "father_name": person.father_name,
                "mother_name": person.mother_name,
                "contacts": [contact],
            }
        )

    def _registration(self) -> EpisodeDraft:
        case = self.case
        values: dict[str, Any] = {
            "registered_on": case.registered_on,
            "channel": "compulsory" if case.is_compulsory else "voluntary",
            "source": case.source,
            "reporting_kind": "family" if case.source == "family" else "self",
            "category": "addict" if case.is_high else "misuser",
            "funding": "bnn",
        }
        if case.is_compulsory:
            values |= self._legal_facts()
        if case.minor is not None and case.minor.parent_after_days != 0:
            values |= {
                "reporting_kind": "",
                "waiting_reason": told("care", "waiting"),
                "brought_by": told("care", "brought_by"),
            }
        elif case.minor is not None:
            values |= self._parent() | {"reporting_kind": "guardian"}
        elif case.source == "family":
            values |= self._parent()
        return EpisodeDraft.model_validate(values)

    def _legal_facts(self) -> dict[str, Any]:
        case, day = self.case, self.case.registered_on
        facts: dict[str, Any] = {
            "agency": drawn("legal", "agencies", self.chance),
            "investigator": f"{drawn('legal', 'ranks', self.chance)} {case.person.father_name.split()[0]}",
            "police_report_number": f"LP/{100 + case.place}/{day:%m}/{day.year}/SPKT",
        }
        if case.source in {"tat", "court"}:
            facts |= {
                "tat_number": f"R/REKOM-{case.place + 1}/{day:%m}/{day.year}/TAT",
                "tat_date": day - timedelta(days=6),
            }
        return facts

    def _parent(self) -> dict[str, str]:
        person = self.case.person
        return {
            "reporter_name": person.mother_name,
            "reporter_relation": "mother",
            "reporter_phone": person.phone[:-4] + "7788",
            "reporter_address": person.address,
        }

    def _come_with_parent(self, day: date) -> None:
        """Sign the consents: at once, after the parent of a minor came, or not yet."""
        minor = self.case.minor
        wait = minor.parent_after_days if minor else 0
        if wait is None:
            return
        if wait:
            day = weekday_from(day + timedelta(days=wait))
            self.enter(day, 4, "pendaftaran", self._welcome_parent)
        self.enter(day, 20, "pendaftaran", lambda work, _: self.sign(work, "programme"))
        self.enter(day, 21, "pendaftaran", lambda work, _: self.sign(work, "data_processing"))

    def _welcome_parent(self, work: Work, _stage: Stage) -> None:
        version = episodes.episode(work, self.episode_id).row_version
        episode_service.guardian_came(work, self.episode_id, version, ReporterDraft.model_validate(self._parent()))

    def sign(self, work: Work, kind: str, scope: list[str] | None = None) -> None:
        """Record a consent that the client signs, or a minor's mother."""
        person, minor = self.case.person, self.case.minor
        draft = ConsentDraft(
            kind=kind,
            signed_on=work.clock.today(),
            signer_name=person.mother_name if minor else person.full_name,
            signer_relation="mother" if minor else "",
            scope=scope or [],
        )
        consents.record_consent(work, self.episode_id, draft)

    def _look_closer(self, day: date) -> None:
        """Screen on the day itself; the doctor assesses some days later, the youngest cases not yet."""
        self.enter(day, 45, self.case.counsellor, self._screen)
        if self.case.course != Course.WAITING:
            self.enter(weekday_from(day + timedelta(days=1)), 70, "dokter", self._assess)

    def _screen(self, work: Work, _stage: Stage) -> None:
        filled = answers(self.case.substance, self.chance, is_high=self.case.is_high)
        proposal = assessment.score_answers(work, filled).proposal
        stays = self.case.course not in {Course.REFERRED, Course.OUTPATIENT_THEN_REFERRED, Course.WAITING}
        is_overridden = stays and proposal == "rujukan"
        draft = ScreeningDraft(
            taken_on=work.clock.today(),
            answers=filled,
            routing="klinik" if is_overridden else proposal,
            override_reason=told("care", "override") if is_overridden else "",
        )
        assessment.record_screening(work, self.episode_id, draft)

    def _assess(self, work: Work, _stage: Stage) -> None:
        case, chance = self.case, self.chance
        years = max(1, min(12, (case.registered_on.year - case.person.birth_date.year - 14) // 2))
        state = ".2" if case.is_high else ".1"
        is_open = case.course == Course.ACTIVE and case.place % 3 == 0
        draft = UseProfileDraft(
            assessed_on=work.clock.today(),
            main_substance=case.substance,
            other_substances=["tembakau"],
            months_of_use=None if is_open else chance.randrange(6, years * 12 + 7),
            route=_ROUTES[case.substance],
            diagnosis="" if is_open else DIAGNOSES[case.substance] + state,
            treatment_history=drawn("care", "histories", chance),
            therapy=drawn("care", "therapies", chance),
            urine_result=intake_text(case),
        )
        assessment.record_use_profile(work, self.episode_id, draft)

    def _stay(self, opened_on: date, course: Course) -> date:
        """Open outpatient care and come every week, until the programme ends or the client does not come any more."""
        target = 12 if course == Course.ACTIVE and opened_on < date(2022, 11, 28) else 8
        stay = Stay(len(self.stays) + 1, course, opened_on, target)
        self.stays.append(stay)
        self.enter(opened_on, 90, self.case.counsellor, lambda work, stage: self._open(work, stage, stay))
        self.enter(opened_on, 92, "pendaftaran", lambda work, _: self.sign(work, "outpatient_statement"))
        day, end = opened_on, target
        if course in _END_OF:
            end = self.chance.randrange(1, 5)
        elif course == Course.COMPLETED_EARLY:
            end = 5
        elif course == Course.OUTPATIENT_THEN_REFERRED:
            end = 3
        came = 0
        while came < end and day < _LAST_MEETING:
            day += WEEK
            attendance = self._attendance(day, is_last=came + 1 == end)
            came += attendance == CAME
            is_last = came == end and course not in _END_OF and course != Course.ACTIVE
            self._meet(stay, Meeting(day, attendance, came), is_last=is_last)
        self._part(stay)
        return day

    def _attendance(self, day: date, *, is_last: bool) -> str:
        if day > STAYS_AWAY.get(self.case.place, day):
            return MISSED
        return CAME if is_last else self.chance.choices((CAME, "izin", MISSED), (84, 11, 5))[0]

    def _open(self, work: Work, stage: Stage, stay: Stay) -> None:
        version = episodes.episode(work, self.episode_id).row_version
        counsellor = stage.actors[self.case.counsellor].user_id
        draft = OutpatientDraft(on=stay.opened_on, target_sessions=stay.target, counsellor_id=counsellor)
        episode_service.open_outpatient(work, self.episode_id, version, draft)
        self._plan_next(work, stay, stay.opened_on, 0)

    def _plan_next(self, work: Work, stay: Stay, day: date, came: int) -> None:
        """Plan the next meeting where that one lies ahead of the diary's end; the others are written down when they are held."""
        following = day + WEEK
        if following >= self.diary.until.astimezone(self.diary.clock.zone).date() and following not in stay.in_group:
            sessions.plan_session(work, self.episode_id, self._meeting(following, came))

    def _meeting(self, day: date, came: int) -> PlanDraft:
        return PlanDraft(
            held_on=day,
            held_at=time(8 + self.case.place % 7, 30 * (self.case.place % 2)),
            kind="family" if came == _WITH_FAMILY else "individual",
            room=ROOMS[self.case.counsellor],
            service=_SERVICES[came % len(_SERVICES)],
        )

    def _meet(self, stay: Stay, meeting: Meeting, *, is_last: bool) -> None:
        stay.meetings.append(meeting)
        draft = self._came_of(meeting)

        def act(work: Work, _stage: Stage) -> None:
            if meeting.day not in stay.in_group:
                plan = self._meeting(meeting.day, max(0, meeting.came - 1))
                series_id = sessions.record_session(work, self.episode_id, plan, draft)
                if self._is_signed(meeting):
                    sessions.sign_note(work, series_id, 1)
            if not is_last:
                self._plan_next(work, stay, meeting.day, meeting.came)

        self.enter(meeting.day, 120, self.case.counsellor, act)

    def _came_of(self, meeting: Meeting) -> AttendanceDraft:
        """Return what is written of a meeting: words where she came, the excuse where she gave one."""
        if meeting.attendance != CAME:
            excuse = drawn("care", "excuses", self.chance) if meeting.attendance == "izin" else ""
            return AttendanceDraft(attendance=meeting.attendance, attendance_reason=excuse)
        place = meeting.came - 1
        return AttendanceDraft(
            attendance=CAME,
            subjective=in_turn("soap", "subjective", place),
            objective=in_turn("soap", "objective", place),
            appraisal=in_turn("soap", "appraisal", place),
            next_plan=drawn("care", "plans", self.chance),
            note=in_turn("care", "notes", place)
            if place % len(_SERVICES) == self.case.place % len(_SERVICES)
            else None,
        )

    def _is_signed(self, meeting: Meeting) -> bool:
        forgets = self.case.place % _FORGETS_TO_SIGN == 1 and meeting.came % 2 == 0
        return meeting.attendance == CAME and meeting.day < _UNSIGNED_FROM and not forgets

    def _part(self, stay: Stay) -> None:
        """End the stay as the client's course says; whoever stays away is missed twice first."""
        course = stay.course
        if course in {Course.ACTIVE, Course.OUTPATIENT_THEN_REFERRED}:
            return
        if course in _END_OF:
            misses = 2 if course == Course.DROPPED_OUT else 1
            for missed in range(misses):
                self._meet(stay, Meeting(stay.last_day + WEEK, MISSED, 0), is_last=missed == misses - 1)
        if course == Course.COMPLETED and self.case.place % _WITH_AFTERCARE == 0:
            stay.aftercare_from = weekday_from(stay.last_day + _DAY)
            return
        outcome, reason = _END_OF.get(course, ("completed", ""))
        text = told("care", "early") if course == Course.COMPLETED_EARLY else (told("care", reason) if reason else "")
        after = _DROPPED_AFTER if course == Course.DROPPED_OUT else _DAY
        stay.closes_on = ended_on = weekday_from(stay.last_day + after)

        def act(work: Work, _stage: Stage) -> None:
            version = episodes.episode(work, self.episode_id).row_version
            close_episode(work, self.episode_id, version, CloseDraft(on=ended_on, outcome=outcome, reason=text))

        self.enter(ended_on, 150, self.case.counsellor, act)
        if self.case.returns and course == Course.DROPPED_OUT:
            self._return(weekday_from(ended_on + timedelta(days=75)))

    def _return(self, day: date) -> None:
        """Come back for a second masa perawatan after a relapse; the figures still count the person once."""

        def act(work: Work, _stage: Stage) -> None:
            draft = EpisodeDraft(
                registered_on=day,
                channel="voluntary",
                source="family",
                reporting_kind="family",
                category="addict",
                funding="bnn",
                reporter_name=self.case.person.mother_name,
                reporter_relation="mother",
            )
            self.episode_id = readmit(work, self.client_id, draft).episode_id

        self.enter(day, 0, "pendaftaran", act)
        self.enter(day, 20, "pendaftaran", lambda work, _: self.sign(work, "programme"))
        self.enter(day, 45, self.case.counsellor, self._screen)
        self.enter(weekday_from(day + timedelta(days=1)), 70, "dokter", self._assess)
        self._stay(weekday_from(day + timedelta(days=3)), Course.COMPLETED)
