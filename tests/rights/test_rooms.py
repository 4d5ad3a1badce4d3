"""Every service and query of office, rooms, papers and desk against every role: who passes the gate and who does not.

The floors are walked, so a new service is found by itself: it must carry a gate, and who may call it must stand in
``MAY_CALL``. What takes a unit of work and is no service stands in ``INNER`` with the reason.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, Trouble
from rehab_app.office.backups.opener import require_restoring
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.emergency.service import emergency_openings
from rehab_app.office.opening import OpenClinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.rights.needs import NEED_MARK
from rehab_app.store.store import Store
from tests.makers import make_actor, make_store
from tests.ui.makers import make_clinic, seat_of

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

ANYBODY = set(Role)

BEHIND_THE_GATE = {"office.emergency.service.emergency_openings": "rights.overseer"}
WRITES_AT_ONCE = {"clients.upkeep.optimise", "clients.upkeep.rebuild_index", "office.audit.service.print_seal"}

FLOORS = ("office", "clinic", "papers", "desk")
INNER = {
    "clinic.episodes.loading.last_step_day": "read by the services of the room behind their own gates",
    "clinic.episodes.loading.loaded_client": "as above",
    "clinic.episodes.loading.loaded_episode": "as above",
    "clinic.episodes.loading.require_caring_account": "as above",
    "office.numbers.counters.last_number": "a counter; its services are gated",
    "office.numbers.counters.start_from": "as above",
    "office.numbers.counters.take_number": "as above",
    "papers.reports.figures.coding_of": "settings and lists that the gated figures count by",
}
MAY_CALL: dict[str, set[Role]] = {
    "admit.admit": REGISTER,
    "admit.change_client": CORRECT_REGISTRATION,
    "admit.readmit": REGISTER,
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
    "client_history.of_client": SEE_REGISTRATION,
    "clients.labels.labels_of": SEE_REGISTRATION,
    "clients.queries.count": SEE_REGISTRATION,
    "clients.queries.find": SEE_REGISTRATION,
    "clients.queries.find_by_ids": SEE_REGISTRATION,
    "clients.queries.likely_matches": SEE_REGISTRATION,
    "clients.queries.page": SEE_REGISTRATION,
    "clients.service.open_file": SEE_REGISTRATION,
    "clients.service.register": REGISTER,
    "clients.service.update": CORRECT_REGISTRATION,
    "clients.upkeep.is_index_complete": ANYBODY,
    "clients.upkeep.optimise": ANYBODY,
    "clients.upkeep.rebuild_index": ANYBODY,
    "close_episode.close_episode": TREAT,
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
    "office.accounts.service.accounts": KEEP_THE_OFFICE,
    "office.accounts.service.add_account": KEEP_THE_OFFICE,
    "office.accounts.service.change_account": KEEP_THE_OFFICE,
    "office.accounts.service.change_own_passphrase": ANYBODY,
    "office.accounts.service.counsellors": ANYBODY,
    "office.accounts.service.names_of": ANYBODY,
    "office.accounts.service.reset_passphrase": KEEP_THE_OFFICE,
    "office.accounts.service.retire_account": KEEP_THE_OFFICE,
    "office.audit.service.check": KEEP_THE_OFFICE,
    "office.audit.service.newest": KEEP_THE_OFFICE,
    "office.audit.service.note_print": ANYBODY,
    "office.audit.service.of_record": SEE_REGISTRATION,
    "office.audit.service.of_records": SEE_REGISTRATION,
    "office.audit.service.print_seal": KEEP_THE_OFFICE,
    "office.backups.service.last_proven": ANYBODY,
    "office.emergency.openings.is_open_in_emergency": SEE_CARE,
    "office.emergency.service.break_glass": SEE_CARE,
    "office.emergency.service.emergency_openings": SEE_CARE,
    "office.emergency.service.mark_seen": SEE_CARE,
    "office.opening.new_recovery_key": KEEP_THE_OFFICE,
    "office.profile.service.change_profile": KEEP_THE_OFFICE,
    "office.profile.service.first_profile": ANYBODY,
    "office.profile.service.profile": ANYBODY,
    "office.settings.present.setting": ANYBODY,
    "office.settings.service.all_settings": ANYBODY,
    "office.settings.service.change_setting": KEEP_THE_OFFICE,
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


def _modules() -> Iterator[ModuleType]:
    for floor in FLOORS:
        package = importlib.import_module(f"rehab_app.{floor}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of the floors, each in the module that defines it, by floor, module and name."""
    for module in _modules():
        for name, function in vars(module).items():
            if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.__name__:
                yield f"{module.__name__.removeprefix('rehab_app.')}.{name}", function


def _short(name: str) -> str:
    return name.removeprefix("clinic.").removeprefix("desk.")


FUNCTIONS = dict(_functions())
GATES = {_short(name): function for name, function in FUNCTIONS.items() if hasattr(function, NEED_MARK)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = make_store(tmp_path_factory.mktemp("rights"))
    with made.writing(make_actor(KEPALA)) as work:
        first_profile(work, ProfileDraft())
    return made


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenClinic]:
    made = make_clinic(tmp_path_factory.mktemp("rekey"))
    yield made
    made.forget()


def test_every_guarded_function_is_expected_and_none_is_forgotten() -> None:
    assert sorted(GATES) == sorted(MAY_CALL)


def test_whatever_takes_a_unit_of_work_has_a_gate_or_a_reason_to_have_none() -> None:
    open_doors = {
        name
        for name, function in FUNCTIONS.items()
        if not hasattr(function, NEED_MARK) and next(iter(inspect.signature(function).parameters), "") == "work"
    }
    assert open_doors == set(INNER)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(MAY_CALL))
def test_each_role_passes_the_gates_of_its_work_and_no_other(store: Store, name: str, role: Role) -> None:
    actor = make_actor(role, name=f"Petugas {role.value}")
    begin = store.writing if name in WRITES_AT_ONCE else store.reading
    with begin(actor) as work:
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
        except NotAllowed as refusal:
            # Behind the gate a relation to the record may still be asked for; the gate itself let her in.
            if refusal.code != BEHIND_THE_GATE.get(name):
                raise


@pytest.mark.parametrize("role", list(Role))
def test_only_kepala_and_subkoordinator_see_who_broke_the_glass(store: Store, role: Role) -> None:
    with store.reading(make_actor(role)) as work:
        if role in {SUBKOORDINATOR, KEPALA}:
            assert emergency_openings(work) == []
            return
        with pytest.raises(NotAllowed):
            emergency_openings(work)


@pytest.mark.parametrize("role", list(Role))
def test_only_kepala_and_subkoordinator_make_a_new_data_key(clinic: OpenClinic, role: Role) -> None:
    somebody = seat_of(clinic, role, name=f"Petugas {role.value}")
    may = role in {SUBKOORDINATOR, KEPALA}
    with pytest.raises(Trouble if may else NotAllowed) as refused:
        rekey(somebody, "bukan frasa sandinya")
    assert may or refused.value.code == "rights.granting"
    assert not clinic.is_locked


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_keep_the_office_restore_a_backup(role: Role) -> None:
    if role in KEEP_THE_OFFICE:
        require_restoring(make_actor(role))
        return
    with pytest.raises(NotAllowed, match=r"^backups\.not_allowed$"):
        require_restoring(make_actor(role))


def test_admin_passes_no_gate_but_those_of_the_settings_and_those_open_to_all() -> None:
    passed = {name for name, roles in MAY_CALL.items() if ADMIN in roles}
    assert passed == {name for name, roles in MAY_CALL.items() if roles is KEEP_THE_OFFICE or roles is ANYBODY}
