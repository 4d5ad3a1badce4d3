"""Follow-up, TAT and aftercare in the file: reports and visits by one key, steps of a case, safe contact, rights, the lock."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rehab_app.clinic.aftercare import queries as aftercare
from rehab_app.clinic.aftercare import service as caring
from rehab_app.clinic.aftercare.draft import AftercarePlanDraft, VisitPlanDraft
from rehab_app.clinic.clients.contacts import safe_contacts
from rehab_app.clinic.clients.draft import ContactDraft
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.episodes.queries import episode
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.queries import call_versions, calls_of_episode
from rehab_app.clinic.followup.service import correct_call, record_call
from rehab_app.clinic.tat import queries as tat
from rehab_app.clinic.tat import service as assessing
from rehab_app.clinic.tat.draft import CaseDraft, DutyDraft
from rehab_app.clinic.tat.rows import CaseRow
from rehab_app.desk.admit import Admitted
from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.aftercare.panel import AftercarePanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.followup.panel import FollowUpPanel
from rehab_app.ui.clients.identity_panel import IdentityPanel
from rehab_app.ui.clients.section import Section
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.clients.tat.panel import TatPanel
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.driving import press
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
S = TypeVar("S", bound=Section)
REGISTERED = date(2022, 12, 1)
CTRL = Qt.KeyboardModifier.ControlModifier
REQUEST: dict[str, Any] = {"agency": "Polresta Balikpapan", "requested_on": date(2022, 11, 20)}
VERIFIED = {**REQUEST, "request_number": "B/12/XI/2022"}
ASSESSED = {
    **VERIFIED,
    "register_number": "TAT-03/2022",
    "assessed_on": date(2022, 11, 25),
    "team": [{"part": part, "name": f"Anggota {part}"} for part in ("chair", "medical", "legal")],
}
RECOMMENDED = {
    **ASSESSED,
    "conclusion": "Pengguna, tidak terlibat jaringan.",
    "recommendation": "outpatient",
    "sessions": 8,
    "recommendation_number": "R/3/XI/2022",
    "recommended_on": date(2022, 11, 28),
}


@pytest.fixture
def treated(clinic: OpenClinic) -> Admitted:
    """A compulsory client in outpatient care with her mother beside her."""
    mother = ContactDraft(name="Aminah", relation="mother", phone="081299990000")
    known = {"channel": "compulsory", "agency": "Polresta Balikpapan", "investigator": "Aiptu Uji"}
    admitted = admit_client(clinic, registered_on=REGISTERED, contacts=[mother], phone="081211110000", **known)
    with clinic.writing() as work:
        draft = OutpatientDraft(on=REGISTERED, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, admitted.episode_id, 1, draft)
    return admitted


def opened(session: Session, jobs: Jobs, shown: Show, client: Admitted, kind: type[S]) -> tuple[ClientFilePage, S]:
    """Open a file at one section."""
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client.client_id, kind.name))
    settle(jobs)
    section = page.section
    assert isinstance(section, kind)
    return page, section


def form_of(page: ClientFilePage) -> Form:
    """Return the form at the side, once it is open."""
    wait_for(lambda: page.forms.form is not None)
    assert page.forms.form is not None
    return page.forms.form


def save(page: ClientFilePage, jobs: Jobs) -> None:
    """Save the open form by its key and wait until it is gone."""
    press(form_of(page), Qt.Key.Key_S, CTRL)
    wait_for(lambda: page.forms.form is None)
    settle(jobs)


def texts(section: QWidget) -> str:
    """Return every word that stands in a section."""
    return "\n".join(child.text() for child in section.findChildren(QLabel))


def case_of(clinic: OpenClinic, client: Admitted) -> CaseRow:
    """Return the case of a client."""
    with clinic.reading() as work:
        return tat.cases_of_episode(work, client.episode_id)[0]


def recommend(clinic: OpenClinic, client: Admitted) -> CaseRow:
    """Take a case as far as its recommendation."""
    with clinic.writing() as work:
        series_id = assessing.open_case(work, client.episode_id, CaseDraft.model_validate(REQUEST))
    stages = (("verified", VERIFIED), ("assessed", ASSESSED), ("recommended", RECOMMENDED))
    for version, (state, values) in enumerate(stages, start=1):
        with clinic.writing() as work:
            assessing.move_case(work, series_id, version, state, CaseDraft.model_validate(values))
    return case_of(clinic, client)


def begin_duty(clinic: OpenClinic, client: Admitted) -> CaseRow:
    """Plan a weekly duty whose second report is due today."""
    case = recommend(clinic, client)
    with clinic.writing() as work:
        draft = DutyDraft(rhythm="weekly", begins_on=TODAY - timedelta(days=7), until=TODAY + timedelta(days=7))
        assessing.plan_duty(work, case.series_id, case.row_version, draft)
    return case_of(clinic, client)


# Follow-up.


def test_a_call_from_the_file_is_kept_and_shown(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    page, section = opened(session, jobs, shown, treated, FollowUpPanel)
    assert "Tanpa kontak 46 hari" in texts(section)
    section.call()
    press(form_of(page).field("outcome").answering[0], Qt.Key.Key_5)
    save(page, jobs)
    wait_for(lambda: section.calls is not None and section.calls.records.rowCount() == 1)
    with clinic.reading() as work:
        assert [row.outcome for row in calls_of_episode(work, treated.episode_id)] == ["no_answer"]


def test_a_corrected_call_keeps_its_first_version(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    with clinic.writing() as work:
        series_id = record_call(work, treated.episode_id, CallDraft(outcome="moved"))
    page, section = opened(session, jobs, shown, treated, FollowUpPanel)
    assert section.calls is not None
    press(section.calls, Qt.Key.Key_Return)
    form = form_of(page)
    form.restore({"outcome": "refuses", "reason": "salah pilih hasil"})
    save(page, jobs)
    with clinic.reading() as work:
        assert [row.outcome for row in call_versions(work, series_id)] == ["moved", "refuses"]


def test_a_correction_that_came_too_late_is_shown_beside_the_other(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    with clinic.writing() as work:
        series_id = record_call(work, treated.episode_id, CallDraft(outcome="moved"))
    page, section = opened(session, jobs, shown, treated, FollowUpPanel)
    assert section.calls is not None
    press(section.calls, Qt.Key.Key_Return)
    form = form_of(page)
    form.restore({"said": "Pindah ke Samarinda.", "reason": "kurang lengkap"})
    with clinic.writing() as work:
        correct_call(work, series_id, 1, CallDraft(outcome="refuses"), "salah pilih")
    press(form, Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is form
    assert form.answers()["said"] == "Pindah ke Samarinda."
    with clinic.reading() as work:
        assert len(call_versions(work, series_id)) == 2


def test_the_rules_of_safe_contact_are_kept_from_the_identity(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    page, section = opened(session, jobs, shown, treated, IdentityPanel)
    with clinic.reading() as work:
        (contact,) = safe_contacts(work, [treated.client_id])
    section.open_safe_contact(contact.id)
    form = form_of(page)
    assert not form.field("may_leave_message").isVisible()
    form.restore({"is_informed": True, "may_leave_message": True, "call_times": "setelah 17.00"})
    save(page, jobs)
    with clinic.reading() as work:
        (now,) = safe_contacts(work, [treated.client_id])
    assert (now.is_informed, now.may_leave_message, now.call_times) == (True, True, "setelah 17.00")
    assert now.needs_plain_envelope


# TAT.


def test_the_section_says_why_it_is_empty_for_a_voluntary_client(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    _, section = opened(session, jobs, shown, admit_client(clinic), TatPanel)
    assert "Klien ini datang sukarela" in texts(section)


def test_the_steps_of_a_case_ask_what_each_needs(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    page, section = opened(session, jobs, shown, treated, TatPanel)
    section.open_case()
    assert form_of(page).answers()["agency"] == "Polresta Balikpapan"
    form_of(page).restore({"requested_on": "2022-11-20"})
    save(page, jobs)
    wait_for(lambda: section.found is not None and section.found.case is not None)
    section.deeds[0].act()
    press(form_of(page), Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert form_of(page).field("request_number").trouble
    form_of(page).restore({"request_number": "B/12/XI/2022"})
    save(page, jobs)
    assert case_of(clinic, treated).state == "verified"


def test_a_team_is_entered_row_by_row_and_survives_the_next_step(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    with clinic.writing() as work:
        series_id = assessing.open_case(work, treated.episode_id, CaseDraft.model_validate(REQUEST))
    with clinic.writing() as work:
        assessing.move_case(work, series_id, 1, "verified", CaseDraft.model_validate(VERIFIED))
    page, section = opened(session, jobs, shown, treated, TatPanel)
    section.deeds[0].act()
    form = form_of(page)
    wait_for(lambda: form.is_built)
    form.restore({"register_number": "TAT-03/2022", "assessed_on": "2022-11-25", "team.0.name": "Drs. Ketua"})
    press(form, Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is form  # a chair alone is no team
    form.restore({"team.1.name": "dr. Dewi", "team.2.name": "Jaksa Contoh"})
    save(page, jobs)
    wait_for(lambda: section.found is not None and section.found.case is not None and len(section.found.case.team) == 3)
    section.deeds[0].act()
    form_of(page).restore(
        {
            "conclusion": "Pengguna.",
            "recommendation": "none",
            "recommendation_number": "R/3/XI/2022",
            "recommended_on": "2022-11-28",
        }
    )
    save(page, jobs)
    case = case_of(clinic, treated)
    assert case.state == "recommended"
    assert [one.name for one in case.team] == ["Drs. Ketua", "dr. Dewi", "Jaksa Contoh"]


def test_a_report_is_kept_or_missed_by_one_key(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    begin_duty(clinic, treated)
    _, section = opened(session, jobs, shown, treated, TatPanel)
    for key in (Qt.Key.Key_M, Qt.Key.Key_H):
        done = sum(row.is_kept is not None for row in section.found.reports) if section.found else 0
        assert section.reports is not None
        press(section.reports, key)
        wait_for(
            lambda done=done: (
                section.found is not None  # type: ignore[misc]
                and sum(row.is_kept is not None for row in section.found.reports) == done + 1
            )
        )
    with clinic.reading() as work:
        reports = tat.reports_of_episode(work, treated.episode_id)
    assert [(row.is_kept, row.reported_on) for row in reports] == [(False, None), (True, TODAY), (None, None)]


def test_a_report_that_lies_ahead_cannot_be_missed(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    begin_duty(clinic, treated)
    _, section = opened(session, jobs, shown, treated, TatPanel)
    assert section.reports is not None
    section.reports.choose(2)
    press(section.reports, Qt.Key.Key_M)
    settle(jobs)
    with clinic.reading() as work:
        assert all(row.is_kept is None for row in tat.reports_of_episode(work, treated.episode_id))


def test_the_duty_ends_with_day_and_reason(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    begin_duty(clinic, treated)
    page, section = opened(session, jobs, shown, treated, TatPanel)
    section.end()
    form_of(page).restore({"reason": "Wajib lapor selesai dijalani."})
    save(page, jobs)
    case = case_of(clinic, treated)
    assert (case.state, case.duty_ended_on) == ("ended", TODAY)


# Aftercare.


@pytest.fixture
def after(clinic: OpenClinic, treated: Admitted) -> Admitted:
    """The same client in aftercare."""
    with clinic.writing() as work:
        version = episode(work, treated.episode_id).row_version
        episodes.begin_aftercare(work, treated.episode_id, version, date(2023, 1, 2), "Program selesai.")
    return treated


def test_aftercare_that_has_not_begun_leads_to_the_masa_perawatan(
    session: Session, jobs: Jobs, shown: Show, treated: Admitted
) -> None:
    page, section = opened(session, jobs, shown, treated, AftercarePanel)
    assert "Bina lanjut belum dimulai." in texts(section)
    section.deeds[-1].act()
    assert page.section.name == "care"


def test_all_visits_of_a_plan_are_planned_at_once(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, after: Admitted
) -> None:
    page, section = opened(session, jobs, shown, after, AftercarePanel)
    section.write_plan()
    form_of(page).restore({"kind": "regular", "target_visits": 3, "rhythm": "monthly"})
    save(page, jobs)
    wait_for(lambda: section.found is not None and section.found.plan is not None)
    section.plan_visit()
    form_of(page).restore({"due_on": TODAY.isoformat(), "kind": "home_visit", "plans_series": True})
    save(page, jobs)
    with clinic.reading() as work:
        assert len(aftercare.visits_of_episode(work, after.episode_id)) == 3


def test_a_visit_is_recorded_by_keys_and_points_to_an_outcome(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, after: Admitted
) -> None:
    with clinic.writing() as work:
        caring.record_plan(work, after.episode_id, AftercarePlanDraft(kind="regular", started_on=TODAY))
        caring.plan_visit(work, after.episode_id, VisitPlanDraft(due_on=TODAY, kind="home_visit"))
    page, section = opened(session, jobs, shown, after, AftercarePanel)
    assert section.visits is not None
    press(section.visits, Qt.Key.Key_H)
    form = form_of(page)
    press(form.field("condition").answering[0], Qt.Key.Key_1)
    press(form.field("is_working").answering[0], Qt.Key.Key_1)
    save(page, jobs)
    wait_for(lambda: section.found is not None and section.found.progress.proposal == "PP")
    assert "Kunjungan terakhir menunjuk ke PP" in texts(section)


def test_an_absent_client_is_recorded_by_one_key(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, after: Admitted
) -> None:
    with clinic.writing() as work:
        caring.plan_visit(work, after.episode_id, VisitPlanDraft(due_on=TODAY, kind="home_visit"))
    _, section = opened(session, jobs, shown, after, AftercarePanel)
    assert section.visits is not None
    press(section.visits, Qt.Key.Key_M)
    wait_for(lambda: section.found is not None and section.found.progress.missed == 1)


def test_aftercare_ends_with_the_outcome_that_the_counsellor_chooses(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, after: Admitted
) -> None:
    page, section = opened(session, jobs, shown, after, AftercarePanel)
    section.finish()
    assert form_of(page).answers()["recovery_outcome"] is None
    form_of(page).restore({"recovery_outcome": "PTP", "reason": "Selesai sebelum target pertemuan."})
    save(page, jobs)
    with clinic.reading() as work:
        closed = episode(work, after.episode_id)
    assert (closed.state, closed.recovery_outcome) == ("closed", "PTP")


# Rights and the lock.


@pytest.mark.parametrize("kind", [FollowUpPanel, TatPanel, AftercarePanel])
def test_who_may_only_look_is_offered_no_entry(
    sign_in: Callable[[OpenClinic], Session],
    office: OpenClinic,
    clinic: OpenClinic,
    jobs: Jobs,
    shown: Show,
    treated: Admitted,
    kind: type[Section],
) -> None:
    begin_duty(clinic, treated)
    head = seat_of(office, Role.KEPALA, name="Kepala Uji")
    page, section = opened(sign_in(head), jobs, shown, treated, kind)
    texts_offered = {deed.text for deed in section.deeds}
    assert texts_offered <= {"Versi"}
    if isinstance(section, TatPanel) and section.reports is not None:
        press(section.reports, Qt.Key.Key_H)
        settle(jobs)
        with clinic.reading() as work:
            assert all(row.is_kept is None for row in tat.reports_of_episode(work, treated.episode_id))
    assert page.forms.form is None


@pytest.mark.parametrize("kind", [FollowUpPanel, TatPanel, AftercarePanel])
def test_the_lock_blanks_the_section(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, treated: Admitted, kind: type[Section]
) -> None:
    begin_duty(clinic, treated)
    page, section = opened(session, jobs, shown, treated, kind)
    page.forget()
    inner = section.widget()
    assert inner is not None
    assert not texts(inner).strip()
