"""The day of a plan's review: ahead, today, late; the badge of the file and the list of the day go by one rule."""

from datetime import timedelta

import pytest

from rehab_app.clinic.plans import queries
from rehab_app.clinic.plans.rules import Review, review_of
from rehab_app.foundation.clock import SetClock
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.plan.cards import review_badge
from rehab_app.ui.home.rows import Waiting, WaitingRow
from rehab_app.ui.home.waiting.said import why
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import begin_outpatient
from tests.ui.clients.test_plan_section import _make, _plan
from tests.ui.makers import TODAY, admit_client


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-1, "Diperbarui pada", State.INFO),
        (0, "Tinjau dan perbarui hari ini", State.WARNING),
        (1, "Terlambat diperbarui sejak", State.DANGER),
    ],
)
def test_a_plan_is_due_on_its_day_and_late_after_it(
    session: Session, clinic: OpenClinic, clock: SetClock, days: int, words: str, state: State
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    review_on = TODAY + timedelta(days=10)
    _make(clinic, client.episode_id, review_on=review_on)
    clock.advance(timedelta(days=10 + days))
    badge = review_badge(session, _plan(clinic, client.episode_id), clock.today(), is_open=True)
    assert badge is not None
    assert words in badge[0]
    assert badge[1] is state
    with clinic.reading() as work:
        listed = queries.review_overdue(work)
    assert bool(listed) is (review_of(review_on, clock.today()) is not Review.AHEAD)


def test_an_ended_episode_waits_for_no_review(session: Session, clinic: OpenClinic) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    assert review_badge(session, _plan(clinic, client.episode_id), TODAY, is_open=False) is None


@pytest.mark.parametrize(("days", "words"), [(0, "hari ini"), (3, "sudah melewati hari peninjauan")])
def test_the_list_of_the_day_says_due_today_and_late_after_it(session: Session, days: int, words: str) -> None:
    facts = {"made_on": TODAY - timedelta(days=30), "review_on": TODAY - timedelta(days=days)}
    row = WaitingRow(Waiting.PLAN, None, "BS", "000001", TODAY - timedelta(days=days), facts)
    assert words in why(session, row)
