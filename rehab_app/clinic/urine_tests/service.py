"""Urine tests: recorded, corrected and put aside, each as a version that keeps the earlier one."""

from collections.abc import Collection
from uuid import UUID

from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.urine_tests import rules
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.clinic.urine_tests.facts import UrineTestRecorded
from rehab_app.clinic.urine_tests.model import UrineTest
from rehab_app.clinic.urine_tests.queries import panel
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RulesBroken
from rehab_app.foundation.notices import Notice, Recorded
from rehab_app.office.rights.needs import needs
from rehab_app.store.versions import loaded_current, put_in_bin, take_from_bin
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def record_urine_test(work: Work, episode_id: UUID, draft: UrineTestDraft) -> Recorded:
    """Record a test with a result for every parameter of the office's panel; return its series and what to look at.

    RulesBroken with every rule that refuses it; ``episodes.closed`` on an episode that has ended. A kit past its day is a
    notice, never a refusal.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    test = _test(work, episode, draft, panel(work), work.actor.user_id)
    work.add(test, "urine_tests.record")
    _publish(work, test)
    return Recorded(test.series_id, rules.notices(draft))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def correct_urine_test(
    work: Work, series_id: UUID, row_version: int, draft: UrineTestDraft, reason: str
) -> tuple[Notice, ...]:
    """Write a corrected version with the reason, and return what to look at.

    The panel it was taken with counts, whatever the office tests today; who tested stays.
    """
    old = loaded_current(work, UrineTest, series_id, row_version)
    text = required(reason)
    new = _test(work, loaded_episode(work, old.episode_id), draft, tuple(old.results), old.tested_by)
    work.correct(old, new, "urine_tests.correct", text)
    _publish(work, new)
    return rules.notices(draft)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_urine_test(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put a test that was entered by mistake into the recycle bin, with the reason."""
    text = required(reason)
    _publish(work, put_in_bin(work, UrineTest, series_id, row_version, "urine_tests.bin", text))


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def restore_urine_test(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Take a test out of the recycle bin as it was, with the reason."""
    text = required(reason)
    _publish(work, take_from_bin(work, UrineTest, series_id, row_version, "urine_tests.restore", text))


def _test(work: Work, episode: Episode, draft: UrineTestDraft, asked: Collection[str], tested_by: UUID) -> UrineTest:
    """Return a test that no rule refuses, its results in the order of ``asked``, further strips after them."""
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.urine_troubles(draft, asked, person, episode.registered_on, work.clock.today())
    if troubles or draft.taken_on is None:
        raise RulesBroken(troubles)
    order = dict.fromkeys([*asked, *draft.results])
    values = draft.model_dump() | {
        "results": {parameter: draft.results[parameter] for parameter in order},
        "explained": [parameter for parameter in order if parameter in draft.explained],
    }
    return UrineTest(
        id=work.new_id(), client_id=episode.client_id, episode_id=episode.id, tested_by=tested_by, **values
    )


def _publish(work: Work, test: UrineTest) -> None:
    work.publish(UrineTestRecorded(test.series_id, test.episode_id, test.client_id))
