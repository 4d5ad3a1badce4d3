"""The absence watch on the screen: why each row is there, calls by a digit, rows that go by themselves, the papers."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.episodes.queries import episode
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.queries import calls_of_episode, summonses_of_episode
from rehab_app.clinic.followup.service import record_call
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.service import record_session
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.lists.draft import ChoiceDraft
from rehab_app.office.lists.service import add_choice
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.followup.safe_card import SafeCard
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.followup.page import FollowUpPage
from rehab_app.ui.kit.context import MASK, ScreenContext
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import EmptyState
from rehab_app.ui.kit.option_fields import OptionsField
from tests.ui.driving import press
from tests.ui.makers import TODAY, admit_client, make_clinic, seat_of, settle, wait_for, wherever
from tests.ui.pages import shown

REGISTERED = date(2022, 12, 1)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """A clinic, opened by its Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def clinic(office: OpenClinic) -> OpenClinic:
    """The same clinic with a counsellor signed in."""
    return seat_of(office, Role.KONSELOR)


def stay_away(
    clinic: OpenClinic,
    name: str = "Budi Santoso",
    *,
    missed: int = 3,
    born: date = date(1990, 8, 17),
    **known: Any,  # noqa: ANN401 - fields of two drafts
) -> UUID:
    """Return the episode of a client in outpatient care who missed her last meetings."""
    person = {"full_name": name, "birth_date": born, "phone": "081211110000", **known}
    admitted = admit_client(clinic, registered_on=REGISTERED, **person)
    with clinic.writing() as work:
        draft = OutpatientDraft(on=REGISTERED, counsellor_id=clinic.actor.user_id)
        episodes.open_outpatient(work, admitted.episode_id, 1, draft)
        for number in range(missed, 0, -1):
            day = TODAY - timedelta(days=number)
            record_session(work, admitted.episode_id, PlanDraft(held_on=day), AttendanceDraft(attendance="mangkir"))
    return admitted.episode_id


def form_of(page: FollowUpPage) -> Form:
    """Return the form at the side, once it is open."""
    wait_for(lambda: page.forms.form is not None)
    assert page.forms.form is not None
    return page.forms.form


def call_first(page: FollowUpPage) -> Form:
    """Press Enter on the list and return the call's form, with the cursor on the outcome."""
    press(page.table, Qt.Key.Key_Return)
    return form_of(page)


def answer(form: Form, key: Qt.Key) -> None:
    """Answer the outcome by one key."""
    press(form.field("outcome").answering[0], key)


def test_an_empty_list_says_what_would_bring_somebody_here(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(FollowUpPage, clinic, context) as page:
        said = [state.accessibleName() for state in page.table.findChildren(EmptyState) if state.isVisible()]
        assert len(said) == 1
        assert "after meetings missed in a row" in said[0]


def test_each_row_says_why_it_is_there_without_being_asked(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic, channel="compulsory", agency="Polresta", investigator="Aiptu Uji")
    with shown(FollowUpPage, clinic, context) as page:
        (row,) = page.model.rows
        reason = page.model.reason(row)
        assert reason.startswith("COMPULSORY")
        assert "Meetings missed in a row: 3 (13/01/2023, 14/01/2023, 15/01/2023)." in reason
        assert "No contact for 46 days, since 01/12/2022." in reason
        assert reason in page.model.row_text(0)
        context.privacy.switch(on=True)
        assert page.model.row_text(0).split("\t")[0] == MASK


def test_a_call_is_logged_by_a_digit_and_leads_to_the_next_row(clinic: OpenClinic, context: ScreenContext) -> None:
    first = stay_away(clinic, missed=4)
    second = stay_away(clinic, "Siti Rahma", born=date(1991, 2, 3), sex="P")
    with shown(FollowUpPage, clinic, context) as page:
        page.table.choose(page.model.find(first))
        order = [row.episode_id for row in page.model.rows]
        page.table.choose(0)
        form = call_first(page)
        answer(form, Qt.Key.Key_5)
        assert form.answers()["outcome"] == "no_answer"
        assert form.answers()["next_try_on"] == TODAY + timedelta(days=1)
        assert form.bar.save_button.text() == "Save, next row"
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: page.forms.form is not None and page.forms.form is not form)
        settle(context.jobs)
        assert page.notice.text == "The call is recorded. Next row."
        assert page.table.current_row is not None
        assert page.table.current_row.episode_id == order[1]
        with clinic.reading() as work:
            (call,) = calls_of_episode(work, order[0])
            assert (call.outcome, call.next_try_on) == ("no_answer", TODAY + timedelta(days=1))
        assert {first, second} == set(order)


def test_a_row_goes_by_itself_once_the_client_is_reached(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        form = call_first(page)
        answer(form, Qt.Key.Key_1)
        assert form.answers()["next_try_on"] is None
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: page.model.rowCount() == 0)


def test_the_suggested_try_goes_with_the_outcome_that_asked_for_it(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        form = call_first(page)
        answer(form, Qt.Key.Key_5)
        answer(form, Qt.Key.Key_1)
        assert form.answers()["next_try_on"] is None


def test_a_call_without_an_outcome_is_refused_beside_its_field(clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        form = call_first(page)
        press(form, Qt.Key.Key_S, CTRL)
        settle(context.jobs)
        assert form.field("outcome").trouble
        with clinic.reading() as work:
            assert calls_of_episode(work, episode_id) == ()


def test_the_rule_of_safe_contact_stands_before_the_number_and_follows_the_choice(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    episode_id = stay_away(clinic)
    with clinic.writing() as work:
        known: dict[str, Any] = {
            "who_may_answer": "Ibu saja",
            "call_times": "setelah 17.00",
            "discreet_sentence": "Soal arisan.",
        }
        contact = ClientContact(
            id=work.new_id(),
            client_id=episode(work, episode_id).client_id,
            name="Aminah",
            relation="mother",
            phone="+6281299990000",
            is_informed=False,
            **known,
        )
        work.add(contact, "clients.add_contact")
    with shown(FollowUpPage, clinic, context) as page:
        form = call_first(page)
        (card,) = page.panel.findChildren(SafeCard)
        assert "Make sure that the client herself answers" in card.texts[0]
        assert card.texts[-1] == "0812-1111-0000"
        press(form.field("contact_id").answering[0], Qt.Key.Key_2)
        assert card.texts[0].startswith("DOES NOT KNOW")
        told = " ".join(card.texts[:-1])
        assert all(
            words in told for words in ("Ibu saja", "setelah 17.00", "“Soal arisan.”", "Do NOT leave a message.")
        )
        assert card.texts[-1] == "0812-9999-0000"


def test_opening_a_call_is_entered_as_a_look_at_the_file(clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        call_first(page)
        with clinic.reading() as work:
            client_id = episode(work, episode_id).client_id
            found = work.session.connection().exec_driver_sql(
                "SELECT count(*) FROM audit_entry WHERE action = 'clients.view' AND record_id = ?", (client_id.hex,)
            )
            assert found.scalar_one() == 1


def test_a_summons_is_prepared_shown_and_marked_as_sent_by_keys(clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        press(page.table, Qt.Key.Key_S)
        press(form_of(page), Qt.Key.Key_S, CTRL)
        wait_for(lambda: page.paper is not None and page.paper.preview.page_count > 0)
        assert page.paper is not None
        page.paper._ask_send()
        press(form_of(page), Qt.Key.Key_S, CTRL)
        settle(context.jobs)
        with clinic.reading() as work:
            (row,) = summonses_of_episode(work, episode_id)
        assert (row.number, row.sent_on, len(row.missed_on)) == (1, TODAY, 3)
        assert "sent" in page.paper.note.text


def test_a_prepared_summons_is_shown_again_rather_than_another_prepared(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        for _ in range(2):
            press(page.table, Qt.Key.Key_S)
            settle(context.jobs)
            if page.forms.form is not None:
                press(page.forms.form, Qt.Key.Key_S, CTRL)
            wait_for(lambda: page.paper is not None and page.paper.preview.page_count > 0)
            page._show_list()
        with clinic.reading() as work:
            assert len(summonses_of_episode(work, episode_id)) == 1


def test_the_penyidik_is_told_of_compulsory_clients_alone(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        press(page.table, Qt.Key.Key_N)
        settle(context.jobs)
        assert page.forms.form is None
        assert page.notice.text


def test_a_drop_out_is_a_decision_with_date_and_reason(clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        press(page.table, Qt.Key.Key_D)
        form = form_of(page)
        press(form, Qt.Key.Key_S, CTRL)
        settle(context.jobs)
        assert form.field("reason").trouble
        form.restore({"reason": "Tiga panggilan tanpa hasil."})
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: page.model.rowCount() == 0)
        with clinic.reading() as work:
            closed = episode(work, episode_id)
        assert (closed.state, closed.outcome, closed.ended_on) == ("closed", "dropped_out", TODAY)


def test_names_on_the_call_sheet_need_a_confirmation(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        press(page.table, Qt.Key.Key_P, CTRL)
        wait_for(lambda: page.sheet.preview.page_count > 0)
        page.sheet.names.click()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert not page.sheet.names.isChecked()
        dialog.reject()  # type: ignore[attr-defined]
        assert not page.sheet.names.isChecked()
        page.sheet.names.click()
        again = QApplication.activeModalWidget()
        assert again is not None
        again.accept()  # type: ignore[attr-defined]
        wait_for(page.sheet.names.isChecked)


def test_only_mine_leaves_out_the_clients_of_others(
    clinic: OpenClinic, office: OpenClinic, context: ScreenContext
) -> None:
    mine = stay_away(clinic)
    stay_away(office, "Siti Rahma", born=date(1991, 2, 3), sex="P")
    with shown(FollowUpPage, clinic, context) as page:
        assert page.mine.isChecked()
        assert [row.episode_id for row in page.model.rows] == [mine]
        press(page.table, Qt.Key.Key_M)
        assert page.model.rowCount() == 2


def test_who_may_only_look_is_led_to_the_file(office: OpenClinic, clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with shown(FollowUpPage, seat_of(office, Role.KEPALA, name="Kepala Uji"), context) as page:
        gone = wherever(page.session)
        press(page.table, Qt.Key.Key_Return)
        with clinic.reading() as work:
            assert gone == [("clients.file", FileSection(episode(work, episode_id).client_id, "followup"))]
        press(page.table, Qt.Key.Key_D)
        press(page.table, Qt.Key.Key_S)
        settle(context.jobs)
        assert page.forms.form is None


def test_arriving_with_an_episode_opens_its_call(
    clinic: OpenClinic, office: OpenClinic, context: ScreenContext
) -> None:
    stay_away(clinic)
    other = stay_away(office, "Siti Rahma", born=date(1991, 2, 3), sex="P")
    with shown(FollowUpPage, clinic, context, other) as page:
        wait_for(lambda: page.forms.form is not None)
        assert page.table.current_row is not None
        assert page.table.current_row.episode_id == other


def test_the_lock_blanks_the_list_and_the_form(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        call_first(page)
        page.forget()
        assert page.model.rowCount() == 0
        assert page.forms.form is None
        assert page.panel.isHidden()


def test_after_the_last_row_the_list_is_said_to_be_done_and_no_next_row_is_promised(
    clinic: OpenClinic, context: ScreenContext
) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        form = call_first(page)
        assert form.bar.save_button.text() == "Save"
        answer(form, Qt.Key.Key_5)
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: bool(page.notice.text))
        settle(context.jobs)
        assert page.notice.text.startswith("The call is recorded. The list is done")
        assert page.forms.form is None
        assert page.table.hasFocus()


def test_after_the_last_row_it_is_said_how_many_above_still_wait(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic, missed=4)
    stay_away(clinic, "Siti Rahma", born=date(1991, 2, 3), sex="P")
    with shown(FollowUpPage, clinic, context) as page:
        page.table.choose(1)
        form = call_first(page)
        answer(form, Qt.Key.Key_5)
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: bool(page.notice.text))
        assert page.notice.text == "The call is recorded. This was the last row; above it still wait: 1."


def test_nobody_is_called_before_the_day_of_the_next_try(clinic: OpenClinic, context: ScreenContext) -> None:
    stay_away(clinic, missed=4)
    later = stay_away(clinic, "Siti Rahma", born=date(1991, 2, 3), sex="P")
    with clinic.writing() as work:
        record_call(work, later, CallDraft(outcome="no_answer", next_try_on=TODAY + timedelta(days=2)))
    with shown(FollowUpPage, clinic, context) as page:
        assert page.model.rowCount() == 2
        form = call_first(page)
        assert form.bar.save_button.text() == "Save"
        answer(form, Qt.Key.Key_5)
        press(form, Qt.Key.Key_S, CTRL)
        wait_for(lambda: bool(page.notice.text))
        assert "The list is done" in page.notice.text
        assert page.forms.form is None


@pytest.mark.parametrize(("key", "code"), [("0", "detained"), ("i", "ill"), ("d", "died")])
def test_every_outcome_has_a_key_that_is_shown(clinic: OpenClinic, context: ScreenContext, key: str, code: str) -> None:
    stay_away(clinic)
    with shown(FollowUpPage, clinic, context) as page:
        field = call_first(page).field("outcome")
        assert isinstance(field, OptionsField)
        assert len(set(field.keys)) == len(field.options) == 12
        assert all(
            one.text().startswith(f"{mark.upper()}  ") for one, mark in zip(field.buttons, field.keys, strict=True)
        )
        QTest.keyClicks(field.answering[0], key)
        assert field.clean() == {"outcome": code}


def test_an_outcome_that_the_office_adds_gets_a_key_of_its_own(office: OpenClinic, context: ScreenContext) -> None:
    stay_away(office)
    with office.writing() as work:
        code = add_choice(work, "call_outcome", ChoiceDraft(label_id="Diblokir", label_en="Blocked"))
    with shown(FollowUpPage, office, context) as page:
        field = call_first(page).field("outcome")
        assert isinstance(field, OptionsField)
        assert field.keys[-1] == "b"
        QTest.keyClicks(field.answering[0], "b")
        assert field.clean() == {"outcome": code}


def test_outcome_next_try_and_save_are_seen_without_scrolling(clinic: OpenClinic, context: ScreenContext) -> None:
    episode_id = stay_away(clinic)
    with clinic.writing() as work:
        contact = ClientContact(
            id=work.new_id(),
            client_id=episode(work, episode_id).client_id,
            name="Aminah",
            relation="mother",
            phone="+6281299990000",
            is_informed=False,
            who_may_answer="Ibu saja",
            call_times="setelah 17.00",
            discreet_sentence="Soal arisan.",
        )
        work.add(contact, "clients.add_contact")
        record_call(work, episode_id, CallDraft(outcome="no_answer", next_try_on=TODAY))
    with shown(FollowUpPage, clinic, context) as page:
        page.resize(1166, 691)  # what the window leaves of 1366x768
        form = call_first(page)
        press(form.field("contact_id").answering[0], Qt.Key.Key_2)
        settle(context.jobs)
        area = form.bar.geometry()
        assert form.rect().contains(area)
        for name in ("outcome", "next_try_on"):
            field = form.field(name)
            assert field.visibleRegion().boundingRect() == field.rect(), name
        (card,) = page.panel.findChildren(SafeCard)
        assert card.visibleRegion().boundingRect() == card.rect()
