"""The compulsory track in the practice clinic: the request, the team's assessment, the recommendation, and the duty to report."""

from datetime import date, timedelta
from random import Random
from typing import Any, Final

from rehab_app.clinic.tat import queries
from rehab_app.clinic.tat import service as tat
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft, MemberDraft, ReportDraft
from rehab_app.desk.practice.cases import SEED, Course, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.stays import Stay
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.words import drawn, story_table, told
from rehab_app.store.work import Work

_RECOMMENDED: Final = frozenset({"tat", "court"})
_DUTY: Final = timedelta(days=42)
_DAY: Final = timedelta(days=1)
_KEPT_SHARE: Final = 0.88
# Of the clients an investigator brought: whose request was withdrawn, and whose is still being worked on.
_WITHDRAWN: Final = 3
_STATES: Final = ("verified", "assessed", "recommended")


def tell_tat(story: Story) -> None:
    """Write down the case of a compulsory client; who was taken in a raid has none."""
    case = story.case
    if not case.is_compulsory or case.source == "raid":
        return
    chance = Random(f"{SEED}/{case.place}/tat")  # noqa: S311 - invented people, no secrets
    begun = case.registered_on
    facts = _facts(story, begun, chance)
    story.enter(begun, 60, case.counsellor, lambda work, _: tat.open_case(work, story.episode_id, CaseDraft(**facts)))
    if case.source not in _RECOMMENDED and case.place % _WITHDRAWN == 0:
        story.enter(weekday_from(begun + 5 * _DAY), 61, case.counsellor, _moved(story, "withdrawn", facts))
        return
    for number, state in enumerate(_STATES):
        story.enter(begun, 61 + number, case.counsellor, _moved(story, state, facts))
    if story.stays and case.source in _RECOMMENDED:
        _report(story, story.stays[0], chance)


def _facts(story: Story, day: date, chance: Random) -> dict[str, Any]:
    """Return the whole case as it is known at last; the days lie before the registration, as they mostly do."""
    case, number = story.case, story.case.place + 1
    is_sent_on = case.course in {Course.REFERRED, Course.OUTPATIENT_THEN_REFERRED}
    return {
        "agency": drawn("legal", "agencies", chance),
        "investigator": f"{drawn('legal', 'ranks', chance)} {case.person.father_name.split()[0]}",
        "request_number": f"B/{120 + number}/{day:%m}/{day.year}/Resnarkoba",
        "requested_on": day - 12 * _DAY,
        "register_number": f"REG/{number}/{day.year}/TAT",
        "assessed_on": day - 8 * _DAY,
        "plenary_on": day - 7 * _DAY,
        "team": [MemberDraft(**member) for member in story_table()["tat"]["members"]],
        "medical_facts": told("tat", "medical"),
        "legal_facts": told("tat", "legal"),
        "evidence": told("tat", "evidence"),
        "substance": "Sabu" if case.substance == "sabu" else case.substance.capitalize(),
        "severity": "Berat" if case.is_high else "Sedang",
        "network": "none",
        "conclusion": told("tat", "conclusion"),
        "recommendation": "inpatient" if is_sent_on else "outpatient",
        "months": 3 if is_sent_on else None,
        "sessions": None if is_sent_on else 8,
        "place": told("tat", "place"),
        "recommendation_number": f"R/REKOM-{number}/{day:%m}/{day.year}/TAT",
        "recommended_on": day - 6 * _DAY,
    }


def _moved(story: Story, state: str, facts: dict[str, Any]) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        known = queries.cases_of_episode(work, story.episode_id)[0]
        said = told("tat", "withdrawn") if state == "withdrawn" else ""
        tat.move_case(work, known.series_id, known.row_version, state, CaseDraft(**facts), said)

    return act


def _report(story: Story, stay: Stay, chance: Random) -> None:
    """The duty runs weekly with the stay; each report is kept or missed, and the duty ends with its last day."""
    begins, until = stay.opened_on, min(stay.last_day, stay.opened_on + _DUTY)
    draft = DutyDraft(rhythm="weekly", begins_on=begins, until=until, place=told("tat", "place"))

    def plan(work: Work, _stage: Stage) -> None:
        known = queries.cases_of_episode(work, story.episode_id)[0]
        tat.plan_duty(work, known.series_id, known.row_version, draft)

    story.enter(begins, 115, story.case.counsellor, plan)
    days = (until - begins).days // 7 + 1
    for number in range(days):
        due = begins + 7 * number * _DAY
        is_kept = chance.random() < _KEPT_SHARE
        story.enter(
            due + (0 if is_kept else 1) * _DAY, 117, story.case.counsellor, _reported(story, due, is_kept=is_kept)
        )
    if stay.closes_on is not None or stay.aftercare_from is not None:
        story.enter(weekday_from(until + _DAY), 118, story.case.counsellor, _ended(story))


def _reported(story: Story, due: date, *, is_kept: bool) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        report = next(row for row in queries.reports_of_episode(work, story.episode_id) if row.due_on == due)
        remark = "" if is_kept else told("tat", "missed")
        draft = ReportDraft(is_kept=is_kept, reported_on=due if is_kept else None, remark=remark)
        tat.record_report(work, report.series_id, report.row_version, draft)

    return act


def _ended(story: Story) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        known = queries.cases_of_episode(work, story.episode_id)[0]
        tat.end_case(work, known.series_id, known.row_version, work.clock.today(), told("tat", "ended"))

    return act
