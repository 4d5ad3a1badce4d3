"""Who stays away in the practice clinic is called and summoned, twice before she is written off; some are still looked for."""

from datetime import date, timedelta
from random import Random
from typing import Final

from rehab_app.clinic.clients.contacts import safe_contacts
from rehab_app.clinic.followup import service as followup
from rehab_app.clinic.followup.draft import CallDraft, SummonsDraft
from rehab_app.clinic.followup.summonses import mark_sent, prepare_summons
from rehab_app.desk.practice.cases import SEED, Course, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.stays import Stay
from rehab_app.desk.practice.story import STAYS_AWAY, Story
from rehab_app.desk.practice.words import in_turn, told
from rehab_app.store.work import Work

_DAY: Final = timedelta(days=1)
_SECOND_AFTER: Final = timedelta(days=8)
_OUTCOMES: Final = ("family_passes_on", "no_answer", "will_come", "number_dead")
"""How the calls to one client go, in the order of ``calls.said``."""
_CALLED_ONCE: Final = 3  # who missed a single meeting is called where her place divides by so many


def tell_absence(story: Story) -> None:
    """Write down the calls and summonses of each stay."""
    chance = Random(f"{SEED}/{story.case.place}/absence")  # noqa: S311 - invented people, no secrets
    for stay in story.stays:
        if stay.course == Course.DROPPED_OUT:
            _follow(story, stay, chance)
        elif story.case.place in STAYS_AWAY:
            _look_for(story, stay)
        elif stay.missed and stay.missed[0].day < stay.last_day and story.case.place % _CALLED_ONCE == 0:
            _call(story, stay.missed[0].day + _DAY, 2)


def _follow(story: Story, stay: Stay, chance: Random) -> None:
    """Two misses, three calls, two summonses; the decision follows them."""
    first, second = (meeting.day for meeting in stay.missed[-2:])
    _call(story, first + _DAY, 1)
    _call(story, second + _DAY, 0)
    _call(story, second + 5 * _DAY, chance.choice((1, 3)))
    if story.case.is_compulsory or story.case.place % 2:
        dated = weekday_from(second + 2 * _DAY)
        _summon(story, dated)
        _summon(story, weekday_from(dated + _SECOND_AFTER))


def _look_for(story: Story, stay: Stay) -> None:
    """She is in care and stays away: called after the misses, summoned where the second one lies back long enough."""
    missed = [meeting.day for meeting in stay.missed if meeting.day > STAYS_AWAY[story.case.place]]
    _call(story, missed[0] + _DAY, 1)
    _call(story, missed[1] + _DAY, 0)
    _summon(story, weekday_from(missed[1] + 2 * _DAY))
    if story.case.is_compulsory:
        _notify(story, weekday_from(missed[1] + 3 * _DAY))
    if len(missed) > 2:  # noqa: PLR2004 - a third miss
        _summon(story, weekday_from(missed[1] + 2 * _DAY + _SECOND_AFTER))


def _call(story: Story, day: date, way: int) -> None:
    outcome = _OUTCOMES[way]

    def act(work: Work, _stage: Stage) -> None:
        today = work.clock.today()
        contacts = safe_contacts(work, [story.client_id])
        is_family = outcome == "family_passes_on" and bool(contacts)
        is_reached = outcome == "will_come"
        draft = CallDraft(
            contact_id=contacts[0].id if is_family else None,
            channel="phone",
            reached_name=contacts[0].name if is_family else "",
            outcome=outcome,
            said=in_turn("calls", "said", way),
            promised_on=today + 6 * _DAY if is_reached else None,
            next_try_on=None if is_reached else today + 3 * _DAY,
        )
        followup.record_call(work, story.episode_id, draft)

    story.enter(weekday_from(day), 160, story.case.counsellor, act)


def _summon(story: Story, day: date) -> None:
    draft = SummonsDraft(dated_on=day, new_on=weekday_from(day + 5 * _DAY), remark=told("calls", "summons"))
    story.enter(day, 165, story.case.counsellor, _summoned(story, draft, day))


def _notify(story: Story, day: date) -> None:
    """Prepare the notice to the penyidik; it is not sent yet."""

    def act(work: Work, _stage: Stage) -> None:
        prepare_summons(work, story.episode_id, "investigator_notice", SummonsDraft(dated_on=day))

    story.enter(day, 166, story.case.counsellor, act)


def _summoned(story: Story, draft: SummonsDraft, day: date) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        mark_sent(work, prepare_summons(work, story.episode_id, "summons", draft), 1, day)

    return act
