"""A referral that comes back, by keyboard: a scanned code opens its answer, which is kept and leaves the list in order."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.referrals import replies, service
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.finder import Finder
from rehab_app.ui.clients.subjects import AnswerOf
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.referrals.page import ReferralsPage
from rehab_app.ui.shell.session import Session
from tests.ui.makers import settle, wait_for, wherever
from tests.ui.papers_makers import issue_letter

Show = Callable[[QWidget], QWidget]


def code_of(office: OpenClinic) -> tuple[AnswerOf, str, str]:
    """Return the one referral's answer as a subject, its code, and its state."""
    with office.reading() as work:
        row = service.open_referrals(work)[0]
    return AnswerOf(row.id, "slip"), row.reply_code, row.state


def scan(finder: Finder, text: str) -> None:
    """Type as a keyboard-wedge scanner does: fast, with Enter at the end."""
    QTest.keyClicks(finder.edit, text)
    QTest.keyClick(finder.edit, Qt.Key.Key_Return)


def test_a_scanned_code_opens_the_answer_of_its_referral(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    issue_letter(office, full_name="Andi Rahman")
    subject, code, _ = code_of(office)
    finder = Finder(session)
    shown(finder)
    finder.edit.setFocus()
    gone = wherever(session)
    scan(finder, f"{code[:4]}-{code[4:]}".lower())
    settle(jobs)
    wait_for(lambda: gone == [("referrals", subject)])
    assert finder.edit.text() == ""


def test_a_mistyped_code_is_said_to_be_one_and_opens_nothing(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    issue_letter(office, full_name="Andi Rahman")
    _, code, _ = code_of(office)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    finder = Finder(session)
    shown(finder)
    finder.edit.setFocus()
    gone = wherever(session)
    scan(finder, wrong)
    settle(jobs)
    texts = [pick.text for pick in finder._picks()]
    assert any("salah ketik?" in text for text in texts)
    assert not any("Andi" in text or "klien baru" in text for text in texts)
    assert gone == []


def test_the_answer_is_entered_at_the_side_and_the_list_follows(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    issue_letter(office, full_name="Andi Rahman")
    subject, code, _ = code_of(office)
    page = ReferralsPage(session)
    shown(page)
    page.arrive(subject)
    settle(jobs)
    wait_for(lambda: page.forms.form is not None)
    form = page.forms.form
    assert form is not None
    field = form.field("kind")
    field.fill({"kind": "diterima"})
    field.tell_edited()
    assert form.draft()["how"] == "slip"
    form.save()
    settle(jobs)
    wait_for(lambda: "Diterima" in page.model.row_text(0))
    assert "Mengapa ada di sini?" in page._why.text()
    assert code_of(office)[2] == "diterima"
    with office.reading() as work:
        row = service.open_referrals(work)[0]
        assert [one.kind for one in replies.of_episode(work, row.episode_id)] == ["diterima"]
    page.forget()
    assert page.model.rowCount() == 0
    assert page._why.text() == ""
    assert code


def test_a_reminder_is_shown_from_the_row_and_esc_goes_back(
    office: OpenClinic, session: Session, shown: Show, jobs: Jobs
) -> None:
    issue_letter(office, full_name="Andi Rahman")
    page = ReferralsPage(session)
    shown(page)
    page.arrive()
    settle(jobs)
    QTest.keyClick(page.table, Qt.Key.Key_P)
    settle(jobs)
    assert page.paper is not None
    page.paper.closed.emit()
    assert page.paper is None
