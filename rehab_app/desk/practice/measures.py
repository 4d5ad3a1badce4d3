"""The instruments filled in the practice clinic: DAST-10, SRQ-20, WHOQOL-BREF and URICA at intake and exit, the assessment."""

from datetime import date, timedelta
from random import Random
from typing import Final

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.filled import instruments_of
from rehab_app.desk.practice.assessment import assessed, halved
from rehab_app.desk.practice.cases import SEED, Course, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.people import happens
from rehab_app.desk.practice.stays import Stay
from rehab_app.desk.practice.story import Story
from rehab_app.desk.practice.words import told
from rehab_app.store.work import Work

CRISIS_PLACE: Final = 53
"""Who is in care when the year is over and says at intake that life is not worth living."""
_DAY: Final = timedelta(days=1)
_SUICIDE_ITEM: Final = "17"
_WITHOUT_EXIT: Final = 6  # of every six who complete, one is not measured again
_NOT_ASSESSED: Final = 7
_PARTLY: Final = 5
_ENDS_SAME: Final = 0.3  # who does not get better, or gets worse
_DAST_YES: Final = 10
_EARLY_ITEMS: Final = frozenset({1, 5, 11, 13, 23, 26, 29})  # URICA: precontemplation
_READY_ITEMS: Final = frozenset({3, 7, 10, 14, 17, 25, 30})  # and action


def tell_measures(story: Story) -> None:
    """Write down every instrument of this client."""
    case = story.case
    chance = Random(f"{SEED}/{case.place}/measures")  # noqa: S311 - invented people, no secrets
    day = case.registered_on
    _at_intake(story, day, chance)
    if case.course != Course.WAITING and case.place % _NOT_ASSESSED:
        _assess(story, weekday_from(day + _DAY), chance)
    for stay in story.stays:
        level = chance.uniform(2.4, 3.1)
        _fill(story, stay.opened_on, 105, "whoqol", "awal", {"items": _whoqol(level, chance)})
        _fill(story, stay.opened_on, 106, "urica", "awal", {"items": _urica(chance, is_ready=False)})
        if stay.is_completed and case.place % _WITHOUT_EXIT:
            _at_exit(story, stay, level, chance)


def _at_intake(story: Story, day: date, chance: Random) -> None:
    case = story.case
    _fill(story, day, 50, "dast10", "awal", {"items": _dast(chance, is_high=case.is_high)})
    if case.place % 4 or case.place == CRISIS_PLACE:
        answers = {str(number): int(happens(chance, 0.3)) for number in range(1, 21)} | {_SUICIDE_ITEM: 0}
        if case.place == CRISIS_PLACE:
            answers[_SUICIDE_ITEM] = 1
        remark = told("measures", "crisis") if case.place == CRISIS_PLACE else ""
        later = weekday_from(day + _DAY)
        _fill(story, later, 60, "srq20", "awal", {"items": answers}, who="psikolog", remark=remark)


def _at_exit(story: Story, stay: Stay, level: float, chance: Random) -> None:
    day = stay.last_day
    gain = chance.uniform(-0.4, 0.05) if happens(chance, _ENDS_SAME) else chance.uniform(0.35, 1.0)
    _fill(story, day, 145, "whoqol", "akhir", {"items": _whoqol(level + gain, chance)})
    _fill(story, day, 146, "urica", "akhir", {"items": _urica(chance, is_ready=True)})
    if story.case.place % 2:
        _fill(story, day, 147, "dast10", "akhir", {"items": _dast(chance, is_high=False, most=3)})
        answers = {str(number): int(happens(chance, 0.12)) for number in range(1, 21)} | {_SUICIDE_ITEM: 0}
        _fill(story, day, 148, "srq20", "akhir", {"items": answers}, who="psikolog")


def _assess(story: Story, day: date, chance: Random) -> None:
    """The assessment form: whole for most, for some in part, and half of these are gone on with a week later."""
    answers = assessed(story.case, day, chance)
    is_partial = story.case.place % _PARTLY == 1
    first = halved(answers) if is_partial else answers
    _fill(story, day, 75, "asi", "awal", first)
    if is_partial and story.case.place % 2:
        later = weekday_from(day + timedelta(days=7))
        story.enter(later, 76, story.case.counsellor, _gone_on(story, day, answers))


def _gone_on(story: Story, taken_on: date, answers: dict[str, object]) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        begun = [row for row in instruments_of(work, story.episode_id) if row.instrument == "asi"]
        draft = InstrumentDraft(taken_on=taken_on, moment="awal", answers=answers)
        instruments.continue_instrument(work, begun[0].series_id, begun[0].row_version, draft)

    return act


def _fill(
    story: Story,
    day: date,
    minute: int,
    instrument: str,
    moment: str,
    answers: dict[str, object],
    *,
    who: str = "",
    remark: str = "",
) -> None:
    draft = InstrumentDraft(taken_on=day, moment=moment, answers=answers, remark=remark)

    def act(work: Work, _stage: Stage) -> None:
        instruments.record_instrument(work, story.episode_id, instrument, draft)

    story.enter(day, minute, who or story.case.counsellor, act)


def _dast(chance: Random, *, is_high: bool, most: int = _DAST_YES) -> dict[str, int]:
    wanted = min(most, chance.randrange(6, 10) if is_high else chance.randrange(2, 7))
    yes = set(chance.sample(range(1, _DAST_YES + 1), wanted))
    return {str(number): int(number in yes) for number in range(1, _DAST_YES + 1)}


def _whoqol(level: float, chance: Random) -> dict[str, int]:
    """Return answers of 1 to 5 about ``level``; items 3, 4 and 26 ask the other way round."""
    found = {str(number): _near(level, chance) for number in range(1, 27)}
    return found | {number: 6 - found[number] for number in ("3", "4", "26")}


def _urica(chance: Random, *, is_ready: bool) -> dict[str, int]:
    def level(number: int) -> float:
        if number in _EARLY_ITEMS:
            return 1.6 if is_ready else 2.4
        return (4.2 if is_ready else 3.2) if number in _READY_ITEMS else 3.8

    return {str(number): _near(level(number), chance) for number in range(1, 33)}


def _near(level: float, chance: Random) -> int:
    return min(5, max(1, round(chance.gauss(level, 0.7))))
