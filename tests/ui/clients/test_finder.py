"""The search box: hits with their reason, the way to a new registration, and the clients that were opened last."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.foundation.actor import Role
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.finder import REGISTER, Finder
from rehab_app.ui.clients.subjects import NewClient, note_recent, recent_ids
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import press, type_text
from tests.ui.makers import admit_client, seat_of, wait_for, wherever

Show = Callable[[QWidget], QWidget]


def _search(finder: Finder, text: str) -> None:
    finder.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    type_text(text)
    wait_for(lambda: finder.edit.is_open)


def test_a_hit_says_who_it_is_and_why_and_enter_opens_the_file(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    client = admit_client(clinic, full_name="Muhammad Rizky Pratama")
    gone = wherever(session)
    finder = Finder(session)
    shown(finder)
    _search(finder, "moh riski")
    first = finder.edit.offered[0]
    assert first.text == "Muhammad Rizky Pratama"
    assert f"RM {client.rm}" in first.detail
    assert "Laki-laki, 32 tahun" in first.detail
    assert "Balikpapan Barat" in first.detail
    assert "Terdaftar" in first.detail
    assert first.detail.endswith("nama")
    press(Qt.Key.Key_Return)
    assert gone == [("clients.file", client.client_id)]
    assert finder.edit.text() == ""


def test_what_nobody_is_called_leads_to_the_registration_with_the_name(session: Session, shown: Show) -> None:
    gone = wherever(session)
    finder = Finder(session)
    shown(finder)
    _search(finder, "Siti Baru")
    assert [pick.key for pick in finder.edit.offered] == [REGISTER]
    press(Qt.Key.Key_Return)
    assert gone == [("clients.register", NewClient("Siti Baru"))]


def test_the_last_line_registers_even_where_somebody_was_found(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    admit_client(clinic, full_name="Siti Aminah", sex="P")
    finder = Finder(session)
    shown(finder)
    _search(finder, "Siti")
    assert [pick.key == REGISTER for pick in finder.edit.offered] == [False, True]


def test_escape_clears_the_box(session: Session, shown: Show) -> None:
    finder = Finder(session)
    shown(finder)
    _search(finder, "Budi")
    press(Qt.Key.Key_Escape)
    assert finder.edit.text() == ""
    assert not finder.edit.is_open


def test_enter_before_the_hits_are_there_opens_the_first_when_they_come(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    client = admit_client(clinic)
    gone = wherever(session)
    finder = Finder(session)
    shown(finder)
    finder.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    type_text(client.rm)
    press(Qt.Key.Key_Return)
    wait_for(lambda: bool(gone))
    assert gone == [("clients.file", client.client_id)]


def test_an_empty_box_shows_the_clients_opened_last_and_keeps_no_name(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    first = admit_client(clinic, full_name="Andi Pertama")
    second = admit_client(clinic, full_name="Budi Kedua")
    note_recent(session, first.client_id)
    note_recent(session, second.client_id)
    finder = Finder(session)
    shown(finder)
    finder.edit.clearFocus()
    finder.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
    wait_for(lambda: finder.edit.is_open)
    assert [pick.text for pick in finder.edit.offered] == ["Budi Kedua", "Andi Pertama"]
    assert recent_ids(session) == [second.client_id, first.client_id]
    kept = "".join(session.view_state.views.values())  # type: ignore[attr-defined]
    assert "Andi" not in kept
    assert "Budi" not in kept


def test_the_shortcut_in_a_box_that_has_the_focus_offers_the_last_clients_again(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    note_recent(session, admit_client(clinic, full_name="Andi Pertama").client_id)
    finder = Finder(session)
    shown(finder)
    finder.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not finder.edit.is_open
    for _ in range(2):
        finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        wait_for(lambda: finder.edit.is_open)
        assert [pick.text for pick in finder.edit.offered] == ["Andi Pertama"]
        finder.edit.close_list()


def test_the_shortcut_marks_what_is_typed(session: Session, shown: Show) -> None:
    finder = Finder(session)
    shown(finder)
    _search(finder, "Budi")
    assert finder.edit.selectedText() == ""
    finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert finder.edit.selectedText() == "Budi"


def test_names_are_masked_in_privacy_mode(session: Session, clinic: OpenClinic, shown: Show) -> None:
    admit_client(clinic, full_name="Muhammad Rizky Pratama")
    session.context.privacy.switch(on=True)
    finder = Finder(session)
    shown(finder)
    _search(finder, "rizky")
    said = " ".join(f"{pick.text} {pick.detail}" for pick in finder.edit.offered)
    assert "izky" not in said


def test_whoever_may_not_see_clients_cannot_search(
    sign_in: Callable[[OpenClinic], Session], office: OpenClinic, shown: Show
) -> None:
    finder = Finder(sign_in(seat_of(office, Role.ADMIN, name="Admin Uji")))
    shown(finder)
    assert not finder.isEnabled()
