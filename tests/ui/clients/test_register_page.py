"""The registration: matches while typing, an equal NIK refused with the way to the record, minors, another episode."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients import service as client_service
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.register_page import RegisterPage
from rehab_app.ui.clients.subjects import NewClient, NewEpisode
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import TODAY, admit_client, settle, wait_for, wherever

Show = Callable[[QWidget], QWidget]
RIZKY = {"full_name": "Muhammad Rizky Pratama", "nik": "6471021708900001"}


def _answer(page: RegisterPage, **answers: object) -> None:
    for name, value in answers.items():
        field = page.form.field(name.replace("__", "."))
        field.fill({name.replace("__", "."): value})
        field.tell_edited()


def _required(page: RegisterPage, name: str = "Andi Saputra") -> None:
    _answer(
        page, client__full_name=name, client__sex="L", client__birth_date=date(1995, 2, 1), episode__channel="voluntary"
    )


def _save(page: RegisterPage, jobs: Jobs, *, adds_another: bool = False) -> None:
    page.form.save(adds_another=adds_another)
    settle(jobs)


def _names(clinic: OpenClinic) -> list[str]:
    with clinic.reading() as work:
        return [row.full_name for row in clients.page(work).rows]


def test_five_answers_are_enough(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    page = RegisterPage(session)
    shown(page)
    assert page.form.values()["episode.registered_on"] == TODAY.isoformat()
    _required(page)
    _save(page, jobs)
    assert _names(clinic) == ["Andi Saputra"]
    notice = page.form.notices.get("saved")
    assert notice is not None
    assert "RM 000001" in notice.text
    assert not page.form.is_dirty
    gone = wherever(session)
    assert notice.buttons[0].hasFocus()
    press(Qt.Key.Key_Space)
    assert gone[0][0] == "clients.file"


def test_nothing_clinical_and_no_channel_is_answered_beforehand(session: Session, shown: Show) -> None:
    page = RegisterPage(session)
    shown(page)
    answered = {name for name, value in page.form.values().items() if value is not None}
    assert answered == {"episode.registered_on"}


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    _answer(page, client__sex="L", client__birth_date=date(1995, 2, 1), episode__channel="voluntary")
    _save(page, jobs)
    assert page.form.field("client.full_name").trouble
    assert _names(clinic) == []


def test_save_and_add_another_begins_anew_with_the_day(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    _required(page)
    _answer(page, episode__registered_on=date(2023, 1, 10))
    _save(page, jobs, adds_another=True)
    assert _names(clinic) == ["Andi Saputra"]
    assert page.form.values()["client.full_name"] is None
    assert page.form.field("client.full_name").editor.hasFocus()
    assert page.form.notices.get("saved") is not None


def test_likely_matches_appear_while_typing_with_their_reasons_and_ctrl_o_opens_one(
    session: Session, clinic: OpenClinic, shown: Show
) -> None:
    client = admit_client(clinic, **RIZKY)
    gone = wherever(session)
    page = RegisterPage(session)
    shown(page)
    page.form.field("client.full_name").focus_editor()
    type_text("Moh Riski Pratama")
    wait_for(lambda: bool(page.matches.matches))
    said = page.matches.text_of(page.matches.matches[0])
    assert f"RM {client.rm}" in said
    assert "Karena:" in said
    press(Qt.Key.Key_O, CTRL)
    assert gone == [("clients.file", client.client_id)]


def test_an_equal_nik_is_told_while_typing_and_refused_with_the_way_to_the_record(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic, **RIZKY)
    gone = wherever(session)
    page = RegisterPage(session)
    shown(page)
    _required(page, "Orang Lain")
    _answer(page, client__nik=RIZKY["nik"])
    wait_for(lambda: page.form.notices.get("taken") is not None)
    page.form.notices.drop("taken")
    _save(page, jobs)
    assert page.form.field("client.nik").trouble
    notice = page.form.notices.get("taken")
    assert notice is not None
    notice.buttons[0].click()
    assert gone == [("clients.file", client.client_id)]
    assert _names(clinic) == ["Muhammad Rizky Pratama"]


def test_a_nik_of_another_birth_date_warns_and_is_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    _required(page)
    _answer(page, client__nik="6471021708900001")
    wait_for(lambda: bool(page.form.field("client.nik").warning))
    _save(page, jobs)
    assert _names(clinic) == ["Andi Saputra"]


def test_a_client_under_18_without_guardian_is_saved_as_waiting_with_reason_and_who_brought_her(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    reason = page.form.field("episode.waiting_reason")
    assert reason.isHidden()
    _required(page, "Bayu Anak")
    _answer(page, client__birth_date=date(2007, 4, 4))
    assert not reason.isHidden()
    _save(page, jobs)
    assert page.form.column.troubled(), "a minor without guardian and without reason was taken"
    _answer(page, episode__waiting_reason="Ibu di Samarinda", episode__brought_by="Ketua RT 12")
    _save(page, jobs)
    notice = page.form.notices.get("saved")
    assert notice is not None
    with clinic.reading() as work:
        waiting = episodes.waiting_for_guardian(work)
    assert [row.brought_by for row in waiting] == ["Ketua RT 12"]


def test_a_guardian_as_reporter_takes_the_waiting_fields_away(session: Session, shown: Show) -> None:
    page = RegisterPage(session)
    shown(page)
    _answer(page, client__birth_date=date(2007, 4, 4))
    _answer(page, episode__reporter_name="Siti Aminah", episode__reporter_relation="mother")
    assert page.form.field("episode.waiting_reason").isHidden()


def test_a_compulsory_client_is_asked_for_the_authority(session: Session, shown: Show) -> None:
    page = RegisterPage(session)
    shown(page)
    assert page.form.field("episode.investigator").isHidden()
    _answer(page, episode__channel="compulsory")
    names = ("agency", "investigator", "police_report_number", "tat_number", "tat_date")
    assert not any(page.form.field(f"episode.{name}").isHidden() for name in names)


def test_the_name_from_the_search_box_is_taken_but_never_over_what_is_typed(session: Session, shown: Show) -> None:
    page = RegisterPage(session)
    shown(page)
    page.arrive(NewClient("Siti Baru"))
    assert page.form.values()["client.full_name"] == "Siti Baru"
    page.arrive(NewClient("Orang Lain"))
    assert page.form.values()["client.full_name"] == "Siti Baru"


def test_a_known_client_gets_another_episode_by_the_episode_part_alone(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = admit_client(clinic)
    page = RegisterPage(session)
    shown(page)
    page.arrive(NewEpisode(client.client_id))
    settle(jobs)
    assert "client.full_name" not in page.form.column.fields
    _answer(page, episode__channel="voluntary")
    _save(page, jobs)
    notice = page.form.notices.get("troubles")
    assert notice is not None, "a second open episode was taken"
    assert "0001/2023" in notice.text


def test_a_contact_is_kept_and_a_parent_is_marked_as_guardian(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    _required(page)
    contact = {"name": "Siti Aminah", "relation": "mother", "phone": "0812 3456 7890"}
    _answer(page, **{f"client__contacts__0__{name}": value for name, value in contact.items()})
    _save(page, jobs)
    with clinic.writing() as work:
        row = clients.page(work).rows[0]
        kept = client_service.open_file(work, row.id).draft.contacts or []
    assert [(one.name, one.relation, one.is_guardian) for one in kept] == [("Siti Aminah", "mother", True)]


def test_what_is_typed_survives_in_a_sealed_draft_and_is_offered_again(
    session: Session, jobs: Jobs, shown: Show
) -> None:
    page = RegisterPage(session)
    shown(page)
    settle(jobs)
    _answer(page, client__full_name="Setengah Jadi", client__nik="64710")
    assert page.journal.seal_now()
    again = RegisterPage(session)
    shown(again)
    settle(jobs)
    notice = again.form.notices.get("draft")
    assert notice is not None
    notice.buttons[0].click()
    assert again.form.values()["client.full_name"] == "Setengah Jadi"
    assert again.form.values()["client.nik"] == "64710"
    page.form.reset({})
