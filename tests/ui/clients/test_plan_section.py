"""The section of the care plan: problems added and removed by keys, renewed with progress, signed, printed, read side by side."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from rehab_app.clinic.plans import queries
from rehab_app.clinic.plans.draft import MOST_PROBLEMS, PlanDraft
from rehab_app.clinic.plans.rows import PlanRow
from rehab_app.desk import plan_care
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.office.audit.service import of_records
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.plan.panel import PlanPanel
from rehab_app.ui.clients.plan.problems import ProblemBar
from rehab_app.ui.clients.versions import VersionsDialog
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.shell.session import Session
from tests.ui.clients.sections import (
    CTRL_SHIFT,
    Show,
    SignIn,
    begin_outpatient,
    form_of,
    give_reason,
    open_section,
    refused,
    save,
    texts,
)
from tests.ui.kit.typist import CTRL, focused, press, type_text
from tests.ui.makers import TODAY, admit_client, seat_of, settle, wait_for

DRUG = {"domain": "drug", "problem": "Memakai sabu tiap pekan", "goal": "Saya mau kerja lagi"}
FAMILY = {"domain": "family", "problem": "Istri pergi", "goal": "Saya ingin istri pulang"}


def _panel(page: ClientFilePage) -> PlanPanel:
    panel = page.section
    assert isinstance(panel, PlanPanel)
    return panel


def _make(clinic: OpenClinic, episode_id: UUID, *problems: Mapping[str, object], **typed: object) -> None:
    draft = PlanDraft.model_validate({"made_on": TODAY, "problems": list(problems or (DRUG,)), **typed})
    with clinic.writing() as work:
        plan_care.make_plan(work, episode_id, draft)


def _plan(clinic: OpenClinic, episode_id: UUID) -> PlanRow:
    with clinic.reading() as work:
        row = queries.plan_of_episode(work, episode_id)
    assert row is not None
    return row


def _type_problem(domain: str, problem: str, goal: str) -> None:
    """Type a problem from its first field on; Ctrl+Tab is not needed, Tab leaves the fields of several lines."""
    type_text(domain)
    press(Qt.Key.Key_Return)
    type_text(problem)
    press(Qt.Key.Key_Tab)
    type_text(goal)
    press(Qt.Key.Key_Tab)


def test_a_plan_with_two_problems_is_made_by_keys_alone(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    begin_outpatient(clinic, client)
    page = open_section(session, jobs, shown, client.client_id, "identity")
    press(Qt.Key.Key_9, CTRL)
    settle(jobs)
    press(Qt.Key.Key_Space)  # the next step of the empty section has the keyboard
    _type_problem("napza", "Memakai sabu tiap pekan", "Saya mau kerja lagi")
    type_text("cbt")
    press(Qt.Key.Key_Return)
    type_text("wawancara")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_M, CTRL_SHIFT)
    _type_problem("keluarga", "Istri pergi", "Saya ingin istri pulang")
    form_of(page).field("rhythm").focus_editor()
    type_text("seminggu")
    press(Qt.Key.Key_Return)
    save(page, jobs)
    plan = _plan(clinic, client.episode_id)
    assert [problem.domain for problem in plan.problems] == ["drug", "family"]
    assert plan.problems[0].goal == "Saya mau kerja lagi"
    assert plan.problems[0].interventions == ("cbt", "motivational_interview")
    assert (plan.rhythm, plan.target_sessions, plan.modality) == ("weekly", 8, "outpatient")
    assert plan.review_on == TODAY + timedelta(days=30)
    shown_words = texts(_panel(page))
    for said in ("Saya mau kerja lagi", "Istri pergi"):
        assert said in shown_words


def test_a_problem_in_the_middle_is_taken_out_and_can_be_brought_back(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    third = {"domain": "legal", "problem": "Wajib lapor", "goal": "Saya mau beres dengan polisi"}
    _make(clinic, client.episode_id, DRUG, FAMILY, third)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    press(Qt.Key.Key_E, CTRL)
    form = form_of(page)
    form.field("problems.1.goal").focus_editor()
    press(Qt.Key.Key_X, CTRL_SHIFT)
    assert form.answers()["problems.1.domain"] == "legal"
    assert form.field("problems.2.domain").isHidden()
    notice = form.notices.get("problem")
    assert notice is not None
    notice.buttons[0].click()
    assert form.answers()["problems.1.domain"] == "family"
    assert not form.is_dirty
    press(Qt.Key.Key_X, CTRL_SHIFT)
    form.field("reason").focus_editor()
    type_text("Masalah keluarga sudah selesai")
    save(page, jobs)
    assert [problem.domain for problem in _plan(clinic, client.episode_id).problems] == ["drug", "legal"]


def test_an_empty_problem_and_a_plan_without_any_are_refused(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).make()
    form = form_of(page)
    assert set(refused(page, jobs)) == {"problems.0.domain", "problems.0.problem", "problems.0.goal"}
    press(Qt.Key.Key_X, CTRL_SHIFT)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.forms.form is form
    assert form.notices.get("troubles") is not None
    with clinic.reading() as work:
        assert queries.plan_of_episode(work, client.episode_id) is None


@pytest.mark.parametrize("review", ["15/01/2023", "1/3/2025"])
def test_a_review_before_the_plan_or_years_ahead_is_refused(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, review: str
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).make()
    _type_problem("napza", "Memakai sabu", "Saya mau bekerja")
    form_of(page).field("review_on").focus_editor()
    type_text(review)
    assert set(refused(page, jobs)) == {"review_on"}


def test_the_form_has_an_end_and_says_so(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).make()
    form = form_of(page)
    settle(jobs)
    for place in range(MOST_PROBLEMS):
        press(Qt.Key.Key_M, CTRL_SHIFT)
        assert form.notices.get("problem") is None or place == MOST_PROBLEMS - 1
    bar = form.findChild(ProblemBar)
    assert bar is not None
    assert bar.count == MOST_PROBLEMS
    notice = form.notices.get("problem")
    assert notice is not None
    assert str(MOST_PROBLEMS) in notice.text


def test_a_plan_of_as_many_problems_as_the_service_takes_is_typed_read_and_printed(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    named = [f"Masalah nomor {place}" for place in range(MOST_PROBLEMS)]
    _make(clinic, client.episode_id, *({**DRUG, "problem": problem} for problem in named[:-2]))
    page = open_section(session, jobs, shown, client.client_id, "plan")
    press(Qt.Key.Key_E, CTRL)
    settle(jobs)
    for problem in named[-2:]:
        press(Qt.Key.Key_M, CTRL_SHIFT)
        _type_problem("napza", problem, "Saya mau kerja lagi")
    form_of(page).field("reason").focus_editor()
    type_text("Masalah yang terlupa")
    save(page, jobs)
    plan = _plan(clinic, client.episode_id)
    assert [problem.problem for problem in plan.problems] == named
    panel = _panel(page)
    shown_words = texts(panel)
    assert all(problem in shown_words for problem in named)
    panel.open_paper()
    wait_for(lambda: panel.paper is not None and panel.paper.preview.page_count > 1)


def test_the_first_problem_stands_at_once_and_the_room_for_the_others_is_made_behind_it(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = open_section(session, jobs, shown, admit_client(clinic).client_id, "plan")
    _panel(page).make()
    form = form_of(page)
    assert not form.is_built
    assert form.isAncestorOf(focused())
    wait_for(lambda: form.is_built)
    assert [name for name in form.column.fields if name.startswith("problems.")][-1].startswith("problems.29.")


def test_a_renewal_asks_for_progress_and_the_earlier_plan_is_read_beside_it(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, clock: SetClock
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    clock.advance(timedelta(days=40))
    page = open_section(session, jobs, shown, client.client_id, "plan")
    assert "15/02/2023" in texts(_panel(page))  # overdue since then
    press(Qt.Key.Key_W, CTRL_SHIFT)
    form = form_of(page)
    assert form.values()["review_on"] is None
    assert set(refused(page, jobs)) == {"progress"}
    type_text("Sudah dua pekan tidak memakai")
    form.field("problems.0.state").focus_editor()
    type_text("2")
    save(page, jobs)
    plan = _plan(clinic, client.episode_id)
    assert (plan.number, plan.row_version, plan.problems[0].state) == (2, 2, "reached")
    assert plan.made_on == date(2023, 2, 25)
    _panel(page).show_earlier()
    settle(jobs)
    dialog = next(one for one in page.window().findChildren(VersionsDialog) if one.isVisible())
    said = texts(dialog)
    assert "Rencana ke-1" in said
    assert "Rencana ke-2" in said
    assert "Sudah dua pekan tidak memakai" in said
    dialog.reject()


def test_the_arrows_choose_which_earlier_version_is_shown(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    for reason, problem in (("Salah tulis masalah", "Kedua"), ("Salah tulis lagi", "Ketiga")):
        plan = _plan(clinic, client.episode_id)
        draft = PlanDraft.model_validate({"made_on": TODAY, "problems": [{**DRUG, "problem": problem}]})
        with clinic.writing() as work:
            plan_care.correct_plan(work, plan.series_id, plan.row_version, draft, reason)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).show_earlier()
    settle(jobs)
    dialog = next(one for one in page.window().findChildren(VersionsDialog) if one.isVisible())
    assert dialog.shown == 1
    press(Qt.Key.Key_Left)
    assert dialog.shown == 0
    press(Qt.Key.Key_Left)
    assert dialog.shown == 0
    assert "Memakai sabu tiap pekan" in texts(dialog)
    press(Qt.Key.Key_Right, times=3)
    assert dialog.shown == 1
    dialog.reject()


def test_client_and_head_sign_and_only_who_has_not_is_offered(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).sign()
    type_text("1")
    save(page, jobs)
    _panel(page).sign()
    form = form_of(page)
    assert [option.code for option in form.field("party").options] == ["guardian", "head"]  # type: ignore[attr-defined]
    assert form.field("name").isHidden()
    type_text("2")
    assert not form.field("name").isHidden()
    assert form.field("relation").isHidden()
    save(page, jobs)
    plan = _plan(clinic, client.episode_id)
    assert (plan.signed_by_client_on, plan.signed_by_head_on, plan.head_name) == (TODAY, TODAY, "Dra. Kepala Uji")


def test_for_a_minor_the_guardian_of_the_registration_is_offered_and_signs_before_the_head(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic, birth_date=date(2008, 5, 1), reporter_name="Ibu Uji", reporter_relation="mother")
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).sign()
    type_text("3")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    form = form_of(page)
    assert form.field("party").trouble
    form.field("party").focus_editor()
    type_text("2")
    assert form.values()["name"] == "Ibu Uji"
    save(page, jobs)
    assert _plan(clinic, client.episode_id).guardian_name == "Ibu Uji"


def test_the_paper_is_looked_at_and_leaves_only_with_an_entry_in_the_audit(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    panel = _panel(page)
    press(Qt.Key.Key_L, CTRL_SHIFT)
    settle(jobs)
    assert panel.paper is not None
    assert panel.paper.preview.page_count >= 1
    assert page.header.isHidden()
    left: list[str] = []
    panel.paper._gate(Leaving.PRINT, lambda: left.append("gone"))
    assert left == []
    settle(jobs)
    assert left == ["gone"]
    with clinic.reading() as work:
        deeds = [row.action for row in of_records(work, [client.episode_id])]
    assert deeds.count("plans.print") == 1
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert _panel(page).paper is None
    assert not page.header.isHidden()
    assert "Memakai sabu tiap pekan" in texts(panel)


def test_another_seat_that_signed_meanwhile_is_seen_before_the_correction_is_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    press(Qt.Key.Key_E, CTRL)
    form = form_of(page)
    form.field("problems.0.problem").focus_editor()
    type_text("Sabu dan ganja. ")
    form.field("reason").focus_editor()
    type_text("Kurang satu zat")
    plan = _plan(clinic, client.episode_id)
    draft = PlanDraft.model_validate({"made_on": TODAY, "target_sessions": 12, "problems": [DRUG]})
    with clinic.writing() as work:
        plan_care.correct_plan(work, plan.series_id, 1, draft, "Target berubah")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    notice = form.notices.get("other")
    assert notice is not None
    notice.buttons[0].click()
    form.save()
    settle(jobs)
    plan = _plan(clinic, client.episode_id)
    assert (plan.row_version, plan.target_sessions) == (3, 12)
    assert plan.problems[0].problem.startswith("Sabu dan ganja")


def test_a_problem_that_was_typed_and_not_saved_is_offered_again_with_all_its_problems(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).make()
    _type_problem("napza", "Memakai sabu", "Saya mau bekerja")
    press(Qt.Key.Key_M, CTRL_SHIFT)
    _type_problem("keluarga", "Istri pergi", "Pulang")
    page.forget()
    settle(jobs)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).make()
    settle(jobs)
    form = form_of(page)
    _restore(form)
    settle(jobs)
    assert not form.field("problems.1.goal").isHidden()
    assert form.answers()["problems.1.goal"] == "Pulang"


def _restore(form: Form) -> None:
    notice = form.notices.get("draft")
    assert notice is not None, "no draft is offered"
    notice.buttons[0].click()


def test_a_plan_made_by_mistake_goes_into_the_bin_and_another_may_follow(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).put_in_bin()
    give_reason(page, jobs, "Rencana klien lain")
    assert _panel(page).plan is None
    _make(clinic, client.episode_id, FAMILY)
    assert _plan(clinic, client.episode_id).problems[0].domain == "family"


def test_who_may_only_see_looks_at_plan_and_paper_and_changes_nothing(
    sign_in: SignIn, office: OpenClinic, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    seat = seat_of(office, Role.KEPALA, name="Kepala Uji")
    page = open_section(sign_in(seat), jobs, shown, client.client_id, "plan")
    assert "Memakai sabu tiap pekan" in texts(_panel(page))
    assert len(_panel(page).deeds) == 1


def test_the_lock_blanks_plan_and_paper(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = admit_client(clinic)
    _make(clinic, client.episode_id)
    page = open_section(session, jobs, shown, client.client_id, "plan")
    _panel(page).open_paper()
    settle(jobs)
    page.forget()
    panel = page.sections["plan"]
    assert isinstance(panel, PlanPanel)
    assert panel.paper is None
    assert panel.found is None
    assert "Memakai sabu" not in texts(page)
