"""What the doctor may look at before she makes a diagnosis: which substances ASSIST and the last urine test point to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from rehab_app.clinic.assessment import queries as assessments
from rehab_app.clinic.diagnoses import queries as diagnoses
from rehab_app.clinic.diagnoses.codes import group_of
from rehab_app.clinic.diagnoses.rules import proposed_groups
from rehab_app.clinic.urine_tests import queries as urine_tests
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.rights.needs import needs
from rehab_app.store.work import Work

ASSIST = "assist"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of substances (F15) and what points to it.

    ``score`` and ``band`` (moderate, high) of the latest ASSIST, None and empty where the urine test alone points there;
    ``positives`` are the parameters of the last urine test that no medicine explains. ``held`` are the codes of this group that
    the doctor holds already.
    """

    group: str
    assist_group: str = ""
    score: int | None = None
    band: str = ""
    screened_on: date | None = None
    positives: tuple[str, ...] = ()
    tested_on: date | None = None
    held: tuple[str, ...] = ()


@needs(DataClass.KLINIS, Right.MELIHAT)
def propose_diagnosis(work: Work, episode_id: UUID) -> tuple[Proposal, ...]:
    """Return the groups that the latest ASSIST and the last urine test of an episode point to, the gravest first.

    The state (harmful use, dependence) is the doctor's to find, and she alone decides.
    """
    taken = (row for row in assessments.screenings_of(work, episode_id) if row.instrument == ASSIST)
    screening = next(taken, None)
    screened = proposed_groups(screening.scores, screening.bands) if screening else ()
    test = next(iter(urine_tests.urine_tests_of_episode(work, episode_id)), None)
    positives = _by_group(test.unexplained if test else ())
    held = [row.code for row in diagnoses.held_diagnoses(work, episode_id, work.clock.today())]
    found = {
        one.group: Proposal(one.group, one.assist_group, one.score, one.band, screening.taken_on if screening else None)
        for one in screened
    }
    for group in sorted(positives):
        tested = replace(found.get(group, Proposal(group)), positives=positives[group])
        found[group] = replace(tested, tested_on=test.taken_on if test else None)
    return tuple(
        replace(one, held=tuple(code for code in held if group_of(code) == one.group)) for one in found.values()
    )


def _by_group(parameters: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return positive parameters by the group of substances they point to (``groups`` of the list ``urine_parameter``)."""
    found: dict[str, tuple[str, ...]] = {}
    for parameter in parameters:
        choice = lists_in_force().get("urine_parameter", parameter)
        for group in choice.codes("groups") if choice else ():
            found[group] = (*found.get(group, ()), parameter)
    return found
