"""Every service and query of the rooms against every role: who passes the gate and who does not.

A room is added by naming its modules in ``MODULES`` and who may call each function in ``MAY_CALL``.
"""

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed
from rehab_app.office.rights.needs import NEED_MARK
from rehab_app.store.store import Store
from tests.makers import make_actor, make_store

PENDAFTARAN, KONSELOR, DOKTER, PERAWAT, PSIKOLOG = (
    Role.PENDAFTARAN,
    Role.KONSELOR,
    Role.DOKTER,
    Role.PERAWAT,
    Role.PSIKOLOG,
)
SUBKOORDINATOR, KEPALA, OPERATOR, ADMIN = Role.SUBKOORDINATOR, Role.KEPALA, Role.OPERATOR_SIRENA, Role.ADMIN

REGISTER = {PENDAFTARAN, KONSELOR, DOKTER, PERAWAT, SUBKOORDINATOR}
CORRECT_REGISTRATION = {PENDAFTARAN, KONSELOR, DOKTER, SUBKOORDINATOR}
SEE_REGISTRATION = set(Role) - {ADMIN}
TREAT = {KONSELOR, DOKTER, PERAWAT, PSIKOLOG, SUBKOORDINATOR}
SEE_CARE = {*TREAT, KEPALA, OPERATOR}
SEE_LETTERS = {PENDAFTARAN, KONSELOR, DOKTER, PSIKOLOG, SUBKOORDINATOR, KEPALA}
KEEP_THE_OFFICE = {SUBKOORDINATOR, KEPALA, ADMIN}
WRITE_LETTERS = {KONSELOR, DOKTER, PSIKOLOG, SUBKOORDINATOR, KEPALA}

MODULES = (
    "rehab_app.clinic.assessment.queries",
    "rehab_app.clinic.assessment.service",
    "rehab_app.clinic.consent.queries",
    "rehab_app.clinic.consent.service",
    "rehab_app.clinic.episodes.queries",
    "rehab_app.clinic.episodes.service",
    "rehab_app.clinic.referrals.service",
    "rehab_app.clinic.sessions.queries",
    "rehab_app.clinic.sessions.service",
    "rehab_app.desk.letter_facts",
    "rehab_app.desk.pasal_18",
    "rehab_app.desk.refer",
    "rehab_app.desk.year_page",
    "rehab_app.papers.register.service",
    "rehab_app.papers.reports.behind",
    "rehab_app.papers.reports.figures",
)
MAY_CALL: dict[str, set[Role]] = {
    "assessment.queries.latest": SEE_CARE,
    "assessment.queries.screening_versions": SEE_CARE,
    "assessment.queries.screenings_of": SEE_CARE,
    "assessment.queries.use_profile_of": SEE_CARE,
    "assessment.queries.use_profile_versions": SEE_CARE,
    "assessment.service.correct_screening": TREAT,
    "assessment.service.correct_use_profile": TREAT,
    "assessment.service.record_screening": TREAT,
    "assessment.service.record_use_profile": TREAT,
    "assessment.service.score_answers": TREAT,
    "consent.queries.consent_versions": SEE_REGISTRATION,
    "consent.queries.consents_of": SEE_REGISTRATION,
    "consent.queries.covers": SEE_REGISTRATION,
    "consent.service.correct_consent": CORRECT_REGISTRATION,
    "consent.service.record_consent": REGISTER,
    "consent.service.withdraw": CORRECT_REGISTRATION,
    "episodes.queries.episode": SEE_REGISTRATION,
    "episodes.queries.episodes_in": SEE_REGISTRATION,
    "episodes.queries.episodes_of": SEE_REGISTRATION,
    "episodes.queries.open_episode_of": SEE_REGISTRATION,
    "episodes.queries.steps_of": SEE_REGISTRATION,
    "episodes.queries.waiting_for_guardian": SEE_REGISTRATION,
    "episodes.service.assign_counsellor": TREAT,
    "episodes.service.begin_aftercare": TREAT,
    "episodes.service.came_of_age": REGISTER,
    "episodes.service.change_episode": CORRECT_REGISTRATION,
    "episodes.service.close": TREAT,
    "episodes.service.close_examined_only": TREAT,
    "episodes.service.complete_registrations": CORRECT_REGISTRATION,
    "episodes.service.guardian_came": REGISTER,
    "episodes.service.mark_referred": WRITE_LETTERS,
    "episodes.service.open_episode": REGISTER,
    "episodes.service.open_outpatient": TREAT,
    "episodes.service.return_from_referral": TREAT,
    "letter_facts.gather": SEE_CARE,
    "papers.register.service.begin_after": KEEP_THE_OFFICE,
    "papers.register.service.issue": WRITE_LETTERS,
    "papers.register.service.last_taken": SEE_LETTERS,
    "papers.register.service.letter": SEE_LETTERS,
    "papers.register.service.look_at": SEE_LETTERS,
    "papers.register.service.note_leaving": SEE_LETTERS,
    "papers.register.service.of_client": SEE_LETTERS,
    "papers.register.service.register_of": SEE_LETTERS,
    "papers.register.service.reprint": SEE_LETTERS,
    "papers.register.service.void": {SUBKOORDINATOR, KEPALA},
    "papers.reports.behind.clients_behind": SEE_REGISTRATION,
    "papers.reports.figures.year_figures": SEE_REGISTRATION,
    "pasal_18.incomplete": SEE_CARE,
    "pasal_18.missing_of": SEE_CARE,
    "refer.cancel_referral": TREAT,
    "refer.issue_referral_letter": WRITE_LETTERS,
    "refer.letter_facts": SEE_CARE,
    "refer.preview": SEE_CARE,
    "refer.preview_letter": SEE_CARE,
    "refer.return_from_referral": TREAT,
    "referrals.service.add_destination": KEEP_THE_OFFICE,
    "referrals.service.awaiting_reply": SEE_CARE,
    "referrals.service.cancel": TREAT,
    "referrals.service.change_destination": KEEP_THE_OFFICE,
    "referrals.service.change_prepared": TREAT,
    "referrals.service.destinations": SEE_REGISTRATION,
    "referrals.service.move": TREAT,
    "referrals.service.of_episode": SEE_CARE,
    "referrals.service.open_referrals": SEE_CARE,
    "referrals.service.prepare": TREAT,
    "referrals.service.referral": SEE_CARE,
    "referrals.service.seed_destinations": KEEP_THE_OFFICE,
    "referrals.service.steps": SEE_CARE,
    "referrals.service.submit": WRITE_LETTERS,
    "referrals.service.take_back": TREAT,
    "sessions.queries.count_attended": SEE_CARE,
    "sessions.queries.may_read_notes": SEE_CARE,
    "sessions.queries.missed": SEE_REGISTRATION,
    "sessions.queries.of_episode": SEE_CARE,
    "sessions.queries.session_versions": SEE_CARE,
    "sessions.queries.sessions_between": SEE_REGISTRATION,
    "sessions.queries.today": SEE_REGISTRATION,
    "sessions.queries.unrecorded": SEE_REGISTRATION,
    "sessions.service.plan_session": TREAT,
    "sessions.service.record_attendance": TREAT,
    "sessions.service.record_session": TREAT,
    "sessions.service.replan_session": TREAT,
    "year_page.note_year_sheet": SEE_REGISTRATION,
    "year_page.year_sheet_pdf": SEE_REGISTRATION,
}


def _gates() -> dict[str, Callable[..., Any]]:
    """Return every guarded function that is defined in one of ``MODULES``, by room, module and name."""
    found = {}
    for place in MODULES:
        module = importlib.import_module(place)
        for name, function in vars(module).items():
            if hasattr(function, NEED_MARK) and function.__module__ == place:
                short = place.removeprefix("rehab_app.").removeprefix("clinic.").removeprefix("desk.")
                found[f"{short}.{name}"] = function
    return found


GATES = _gates()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("rights"))


def test_every_guarded_function_of_the_rooms_is_expected_and_none_is_forgotten() -> None:
    assert sorted(GATES) == sorted(MAY_CALL)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(MAY_CALL))
def test_each_role_passes_the_gates_of_its_work_and_no_other(store: Store, name: str, role: Role) -> None:
    actor = make_actor(role, name=f"Petugas {role.value}")
    with store.reading(actor) as work:
        if role not in MAY_CALL[name]:
            with pytest.raises(NotAllowed, match=r"^rights\.missing$"):
                GATES[name](work)
            return
        # Called without its arguments, a function that let the actor in complains of them; a list of the day just answers.
        try:
            GATES[name](work)
        except TypeError as complaint:
            if "missing" not in str(complaint):
                raise


def test_admin_passes_no_gate_but_those_of_the_settings() -> None:
    passed = {name for name, roles in MAY_CALL.items() if ADMIN in roles}
    assert passed == {name for name, roles in MAY_CALL.items() if roles is KEEP_THE_OFFICE}
