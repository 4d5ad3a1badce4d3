"""The next step of a file: what keeps the rest waiting comes first."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.assessment import instruments
from rehab_app.clinic.assessment import service as assessments
from rehab_app.clinic.assessment.draft import InstrumentDraft, ScreeningDraft
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, OutpatientDraft
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients import actions
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.next_step import Step, next_steps
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import CTRL_SHIFT, open_section
from tests.ui.kit.typist import press
from tests.ui.makers import TODAY, admit_client, seat_of, settle

WEEKLY = {"q1": 1, "q2": 4, "q3": 5, "q4": 6, "q5": 7, "q6": 0, "q7": 0}
NextStep = Callable[[Admitted], Step]


@pytest.fixture
def step(session: Session, jobs: Jobs) -> NextStep:
    """Read a file and return its next step: ``step(client)``."""

    def read(client: Admitted) -> Step:
        found: list[FileFacts] = []
        actions.open_file(session, client.client_id, None, found.append, jobs.unheard.emit, jobs)
        settle(jobs)
        return next_steps(session, found[0])[0]

    return read


def _screen(clinic: OpenClinic, client: Admitted, routing: str = "klinik", reason: str = "") -> None:
    with clinic.writing() as work:
        answers = {"substances": {"amphetamine": WEEKLY}}
        draft = ScreeningDraft(taken_on=TODAY, answers=answers, routing=routing, override_reason=reason)
        assessments.record_screening(work, client.episode_id, draft)


def _consent(clinic: OpenClinic, client: Admitted) -> None:
    with clinic.writing() as work:
        draft = ConsentDraft(kind="programme", signed_on=TODAY, signer_name="Budi Santoso")
        consents.record_consent(work, client.episode_id, draft)


def _open_outpatient(clinic: OpenClinic, client: Admitted, target: int = 8) -> None:
    with clinic.writing() as work:
        draft = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id, target_sessions=target)
        episodes.open_outpatient(work, client.episode_id, 1, draft)


def test_screening_comes_first_even_while_a_guardian_is_awaited(clinic: OpenClinic, step: NextStep) -> None:
    client = admit_client(clinic, birth_date=date(2007, 4, 4), waiting_reason="Ibu jauh", brought_by="RT")
    assert step(client).section == "screening"
    _screen(clinic, client)
    found = step(client)
    assert found.section == "care"
    assert "wali" in found.text


def test_consent_follows_screening_and_care_follows_consent(clinic: OpenClinic, step: NextStep) -> None:
    client = admit_client(clinic)
    _screen(clinic, client)
    assert step(client).section == "consent"
    _consent(clinic, client)
    found = step(client)
    assert found.section == "care"
    assert "rawat jalan" in found.text


def test_a_screening_that_leads_to_referral_leads_there(clinic: OpenClinic, step: NextStep) -> None:
    client = admit_client(clinic)
    _screen(clinic, client, "rujukan", "Kambuh berulang")
    _consent(clinic, client)
    assert step(client).section == "referral"


def test_an_outpatient_needs_a_meeting_then_its_record_then_the_next_one(
    clinic: OpenClinic, step: NextStep, clock: SetClock
) -> None:
    client = admit_client(clinic)
    _screen(clinic, client)
    _consent(clinic, client)
    _open_outpatient(clinic, client, target=1)
    assert "0 dari 1" in step(client).text
    with clinic.writing() as work:
        series = sessions.plan_session(work, client.episode_id, PlanDraft(held_on=TODAY))
    assert "hari ini" in step(client).text
    assert step(client).state is State.INFO
    clock.advance(timedelta(days=1))
    assert "belum dicatat" in step(client).text
    assert step(client).state is State.WARNING
    with clinic.writing() as work:
        sessions.record_attendance(work, series, 1, AttendanceDraft(attendance="hadir"))
    found = step(client)
    assert "tutup" in found.text
    assert found.section == "care"


def test_an_ended_episode_says_how_it_ended(clinic: OpenClinic, step: NextStep) -> None:
    client = admit_client(clinic)
    _open_outpatient(clinic, client)
    with clinic.writing() as work:
        draft = CloseDraft(on=TODAY, outcome="moved", reason="Pindah ke Samarinda")
        episodes.close(work, client.episode_id, 2, draft, 0)
    assert "Pindah" in step(client).text


def test_a_newer_episode_is_the_one_that_is_shown(clinic: OpenClinic, step: NextStep) -> None:
    client = admit_client(clinic)
    _open_outpatient(clinic, client)
    with clinic.writing() as work:
        draft = CloseDraft(on=TODAY, outcome="moved", reason="Pindah ke Samarinda")
        episodes.close(work, client.episode_id, 2, draft, 0)
        episodes.open_episode(work, client.client_id, EpisodeDraft(registered_on=TODAY, channel="voluntary"))
    assert step(client).section == "screening"


def _told_of_suicide(clinic: OpenClinic, client: Admitted) -> None:
    items = {str(number): int(number == 17) for number in range(1, 21)}
    with clinic.writing() as work:
        draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": items})
        instruments.record_instrument(work, client.episode_id, "srq20", draft)


def test_thoughts_of_suicide_come_before_everything_and_name_whom_to_tell(
    clinic: OpenClinic, session: Session, jobs: Jobs, step: NextStep
) -> None:
    client = admit_client(clinic)
    before = step(client)
    _told_of_suicide(clinic, client)
    found: list[FileFacts] = []
    actions.open_file(session, client.client_id, None, found.append, jobs.unheard.emit, jobs)
    settle(jobs)
    first, following = next_steps(session, found[0])
    assert (first.section, first.state) == ("instruments", State.DANGER)
    for said in ("empat mata", "hari ini", "dokter", "Subkoordinator"):
        assert said in first.text
    assert following.section == before.section
    assert following.text == f"Setelah itu: {before.text}"
    assert step(client) == first


def test_both_steps_stand_above_the_file_and_are_reached_by_keys(
    clinic: OpenClinic, session: Session, jobs: Jobs, shown: Callable[[QWidget], QWidget]
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "identity")
    assert [line.isVisible() for line in page.header.lines] == [True, False]
    _told_of_suicide(clinic, client)
    settle(jobs)
    page.reload()
    settle(jobs)
    assert [line.isVisible() for line in page.header.lines] == [True, True]
    assert {"Ctrl+Shift+G", "Ctrl+Shift+T"} <= {command.keys for command in page.commands()}
    press(Qt.Key.Key_G, CTRL_SHIFT)
    settle(jobs)
    assert page.section.name == "instruments"
    press(Qt.Key.Key_T, CTRL_SHIFT)
    settle(jobs)
    assert page.section.name == "screening"


def test_registration_is_told_nothing_of_an_alert(
    clinic: OpenClinic, office: OpenClinic, sign_in: Callable[[OpenClinic], Session], jobs: Jobs
) -> None:
    client = admit_client(clinic)
    _told_of_suicide(clinic, client)
    desk = sign_in(seat_of(office, Role.PENDAFTARAN, name="Petugas Daftar"))
    found: list[FileFacts] = []
    actions.open_file(desk, client.client_id, None, found.append, jobs.unheard.emit, jobs)
    settle(jobs)
    [only] = next_steps(desk, found[0])
    assert "bunuh diri" not in only.text
