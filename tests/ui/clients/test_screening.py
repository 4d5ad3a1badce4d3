"""The interview: digits answer in the form's order, skips are honoured, scores grow, the routing is chosen by the counsellor."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.assessment import queries
from rehab_app.instruments import assist
from rehab_app.instruments.interview import Asking
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.screening.answers import Answers
from rehab_app.ui.clients.screening.panel import ScreeningPanel
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import admit_client, settle

Show = Callable[[QWidget], QWidget]
DIGITS = {number: getattr(Qt.Key, f"Key_{number}") for number in range(1, 6)}


@pytest.fixture
def answers() -> Answers:
    """An interview that has not begun."""
    return Answers(assist.load())


def _open(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> tuple[ClientFilePage, ScreeningPanel]:
    client = admit_client(clinic)
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client.client_id, "screening"))
    settle(jobs)
    panel = page.section
    assert isinstance(panel, ScreeningPanel)
    panel.begin()
    settle(jobs)
    return page, panel


def _interview_of_shabu(panel: ScreeningPanel) -> None:
    """Answer: only amphetamines ever; weekly use and problems; never injected."""
    assert panel.interview is not None
    for letter in "abcdefghij":
        press(DIGITS[2 if letter == "e" else 1])
    while (asked := panel.interview.answers.next_asked()) is not None:
        press(DIGITS[4 if asked.question in {"q2", "q3", "q4", "q5"} else 1])


def test_no_answer_and_no_routing_is_given_beforehand(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    assert interview.answers.is_empty
    assert interview.form.values()["routing"] is None
    assert interview.grid.hasFocus()
    assert page.header.isHidden()
    assert interview.question.text.startswith("Q1")


def test_the_interview_is_played_by_digits_alone_and_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    _interview_of_shabu(panel)
    settle(jobs)
    assert interview.proposal == "klinik"
    assert interview.form.field("routing").box.focusProxy().hasFocus()  # type: ignore[attr-defined]
    press(DIGITS[2])
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert panel.interview is None
    assert page.facts is not None
    assert page.facts.episode is not None
    with clinic.reading() as work:
        kept = queries.latest(work, page.facts.episode.id)
    assert kept is not None
    assert kept.scores == {"amphetamine": 22}
    assert kept.bands == {"amphetamine": "moderate"}
    assert (kept.proposal, kept.routing, kept.override_reason) == ("klinik", "klinik", "")
    assert not page.header.isHidden()


def test_a_wrong_digit_is_answered_below_the_question(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    _, panel = _open(session, clinic, jobs, shown)
    assert panel.interview is not None
    asked = panel.interview.grid.asked
    press(Qt.Key.Key_7)
    assert panel.interview.question.refusal == "7 bukan jawaban di sini. Yang mungkin: 1, 2."
    press(Qt.Key.Key_0)
    assert panel.interview.question.refusal == "0 bukan jawaban di sini. Yang mungkin: 1, 2."
    assert panel.interview.grid.asked == asked
    assert panel.interview.answers.is_empty
    press(DIGITS[2])
    assert panel.interview.question.refusal == ""
    assert not panel.interview.answers.is_empty


def test_another_routing_than_the_proposal_asks_for_a_reason(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    _page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    _interview_of_shabu(panel)
    settle(jobs)
    reason = interview.form.field("override_reason")
    assert reason.isHidden()
    press(DIGITS[3])
    assert not reason.isHidden()
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert reason.trouble
    reason.focus_editor()
    type_text("Kambuh berulang, keluarga meminta rawat inap")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert panel.interview is None


def test_accepting_the_proposal_is_one_key(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    _page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    _interview_of_shabu(panel)
    settle(jobs)
    press(Qt.Key.Key_T, CTRL)
    assert interview.form.values()["routing"] == "klinik"
    interview.form.reset({})


def test_saving_with_open_questions_asks_first(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    press(DIGITS[2])
    settle(jobs)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    notice = interview.form.notices.get("incomplete")
    assert notice is not None
    assert page.facts is not None
    assert page.facts.care is not None
    assert page.facts.care.screenings == ()
    notice.buttons[0].click()
    assert interview.grid.hasFocus()
    interview.form.reset({})


def test_nothing_answered_is_not_saved(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    _page, panel = _open(session, clinic, jobs, shown)
    interview = panel.interview
    assert interview is not None
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert interview.form.notices.get("troubles") is not None
    assert panel.interview is interview


def test_a_half_done_interview_is_kept_as_a_draft_and_comes_back(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, clinic, jobs, shown)
    for digit in (2, 1, 2):
        press(DIGITS[digit])
    for journal in page.journals():
        assert journal.seal_now()
    assert panel.interview is not None
    given = {name: dict(found) for name, found in panel.interview.answers.given.items()}
    page.forget()
    again = ClientFilePage(session)
    shown(again)
    with clinic.reading() as work:
        from rehab_app.clinic.clients.queries import page as listed

        client_id = listed(work).rows[0].id
    again.arrive(FileSection(client_id, "screening"))
    settle(jobs)
    other = again.section
    assert isinstance(other, ScreeningPanel)
    other.begin()
    settle(jobs)
    assert other.interview is not None
    notice = other.interview.form.notices.get("draft")
    assert notice is not None
    notice.buttons[0].click()
    assert other.interview.answers.given == given
    other.interview.form.reset({})


def test_a_correction_is_a_new_version_with_its_reason(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page, panel = _open(session, clinic, jobs, shown)
    _interview_of_shabu(panel)
    settle(jobs)
    press(Qt.Key.Key_T, CTRL)
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert page.facts is not None
    assert page.facts.care is not None
    panel.begin(page.facts.care.screenings[0])
    settle(jobs)
    interview = panel.interview
    assert interview is not None
    assert interview.answers.of("amphetamine", "q2") == 4
    interview.grid.mark(Asking("q6", "amphetamine"))
    press(DIGITS[2])
    settle(jobs)
    interview.accept_proposal()
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert interview.form.field("reason").trouble
    interview.form.field("reason").focus_editor()
    type_text("Salah dengar jawaban nomor enam")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    row = page.facts.care.screenings[0]
    assert (row.row_version, row.scores["amphetamine"], row.routing) == (2, 28, "rujukan")
    with clinic.reading() as work:
        assert [old.scores["amphetamine"] for old in queries.screening_versions(work, row.series_id)] == [22, 28]


def test_a_substance_never_used_leaves_its_questions_out(answers: Answers) -> None:
    tobacco = answers.description.subjects[0]
    answers.put("tobacco", "q1", 1)
    answers.put("tobacco", "q2", 6)
    answers.put("tobacco", "q1", 0)
    asked = [question.name for question in answers.repeated if answers.is_asked(tobacco, question)]
    assert asked == ["q1"]
    assert answers.given == {"tobacco": {"q1": 0}}


def test_a_question_the_substance_does_not_have_is_never_asked(answers: Answers) -> None:
    tobacco = answers.description.subjects[0]
    assert [question.name for question in answers.repeated if not answers.is_asked(tobacco, question)] == ["q5"]


def test_answers_survive_their_line_of_text(answers: Answers) -> None:
    answers.put("amphetamine", "q1", 1)
    answers.put("amphetamine", "q2", 6)
    answers.put("", "q8", 2)
    kept = answers.document()
    text = answers.text()
    assert text == "e:1 6 - - - - -; Q8:2"
    other = Answers(assist.load())
    other.read_text(text)
    assert other.document() == kept


@pytest.mark.parametrize("text", ["", "nonsense", "z:1 2 3", "e:", "e:- - -"])
def test_a_line_that_says_nothing_gives_no_answers(answers: Answers, text: str) -> None:
    answers.put("amphetamine", "q1", 1)
    answers.read_text(text)
    assert answers.is_empty
