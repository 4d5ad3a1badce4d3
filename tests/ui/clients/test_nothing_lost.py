"""A correction on screen empties nothing that it does not show: every field of both drafts survives an untouched form."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from PySide6.QtWidgets import QWidget

from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft, ContactDraft
from rehab_app.clinic.clients.rules import LISTS_OF
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import EpisodeDraft, OutpatientDraft
from rehab_app.clinic.episodes.rules import CODED
from rehab_app.clinic.episodes.service import open_outpatient
from rehab_app.clinic.sessions import queries as session_rows
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk.admit import Admitted, change_client
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.care.panel import CarePanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.clients.identity_panel import IdentityPanel
from rehab_app.ui.clients.meetings.panel import MeetingsPanel
from rehab_app.ui.clients.register_form import registration
from rehab_app.ui.clients.register_person import LookUps
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.choice_fields import ChoiceField
from rehab_app.ui.kit.field_spec import find_nothing
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.ui.makers import TODAY, admit_client, settle

Show = Callable[[QWidget], QWidget]

SISTER: Final = {
    "name": "Ani Santoso",
    "relation": "guardian",
    "nik": "6471024101950003",
    "phone": "+628125550002",
    "address": "Jl. Kenanga 5",
    "occupation": "Guru",
    "is_guardian": True,
    "remark": "Datang setiap Senin.\nTelepon dahulu.",
}
PERSON: Final[dict[str, object]] = {
    "rm_number": "A-77",
    "full_name": "Budi Santoso",
    "initials": "BSX",
    "aliases": "Bud, Santo",
    "sex": "L",
    "birth_date": date(1990, 8, 17),
    "birth_place": "Samarinda",
    "stated_age": 31,
    "stated_age_on": date(2022, 3, 4),
    "nik": "6471021708900001",
    "kk_number": "6471021708900002",
    "identity_kind": "sim",
    "identity_number": "901234567890",
    "identity_missing_reason": "lost",
    "jkn_number": "0001234567890",
    "religion": "islam",
    "ethnicity": "banjar",
    "marital_status": "married",
    "education": "sma",
    "occupation": "self_employed",
    "blood_group": "o",
    "citizenship": "wni",
    "country": "Indonesia",
    "phone": "+628125550001",
    "other_phone": "+628125550009",
    "address": "Jl. Mawar 3",
    "rt": "001/A",
    "rw": "12",
    "place_code": "64.71.02.1001",
    "place_text": "Kampung lama, luar wilayah",
    "postcode": "76131",
    "father_name": "Agus Santoso",
    "mother_name": "Siti Aminah",
    "remark": "Baris satu.\nBaris dua.",
    "contacts": [SISTER, {**SISTER, "name": "Dewi Santoso", "phone": "+628125550003"}],
}
ARRIVAL: Final[dict[str, object]] = {
    "reporter_name": "Siti Aminah",
    "reporter_relation": "mother",
    "reporter_nik": "6471024101700001",
    "reporter_phone": "+628125550004",
    "reporter_address": "Jl. Mawar 3\nRT 1",
    "registered_on": TODAY,
    "channel": "voluntary",
    "source": "own_will",
    "reporting_kind": "family",
    "category": "new",
    "sender": "Puskesmas Baru Tengah",
    "funding": "bnn",
    "agency": "Polresta Balikpapan",
    "investigator": "Ipda Uji",
    "police_report_number": "LP/7/2022",
    "tat_number": "TAT/9/2022",
    "tat_date": date(2022, 12, 30),
    "waiting_reason": "Ibu jauh.\nAyah meninggal.",
    "brought_by": "Ketua RT",
}
CARRIED: Final = {"client.contacts", "client.stated_age_on"}
"""What no field shows of its own: contacts after the first, and the day an age was stated."""


def _listed(session: Session, values: dict[str, object]) -> dict[str, object]:
    """Return the values with a code of its list where the one that is written here is none."""
    known = dict(values)
    for name, of in {**LISTS_OF, **CODED}.items():
        codes = [choice.code for choice in session.lists.offered(of)]
        known[name] = known[name] if known[name] in codes else codes[0]
    return known


def _admitted(session: Session, clinic: OpenClinic, **other: object) -> Admitted:
    known = _listed(session, {**PERSON, **ARRIVAL, **other})
    return admit_client(clinic, channel=str(known.pop("channel")), **known)


def _open(session: Session, jobs: Jobs, shown: Show, client: Admitted, section: str) -> ClientFilePage:
    page = ClientFilePage(session)
    shown(page)
    page.arrive(FileSection(client.client_id, section))
    settle(jobs)
    return page


def _person(clinic: OpenClinic, client: Admitted) -> ClientDraft:
    with clinic.writing() as work:
        return clients.open_file(work, client.client_id).draft


def _arrival(clinic: OpenClinic, client: Admitted) -> dict[str, object]:
    with clinic.reading() as work:
        row = episodes.episode(work, client.episode_id)
    return {name: getattr(row, name) for name in EpisodeDraft.model_fields}


def _open_form(page: ClientFilePage) -> Form:
    section = page.section
    if isinstance(section, IdentityPanel):
        section.change()
    else:
        assert isinstance(section, CarePanel)
        section.correct_registration()
    assert page.forms.form is not None
    return page.forms.form


def _save(page: ClientFilePage, jobs: Jobs) -> None:
    form = page.forms.form
    assert form is not None
    form.save()
    settle(jobs)
    assert page.forms.form is None, [(field.spec.name, field.trouble) for field in form.column.troubled()]


def _answer(form: Form, name: str, value: object) -> None:
    form.field(name).fill({name: value})
    form.field(name).tell_edited()


def test_the_made_records_fill_every_field_so_that_none_can_be_lost_unseen() -> None:
    assert set(PERSON) == set(ClientDraft.model_fields)
    assert set(ARRIVAL) == set(EpisodeDraft.model_fields)
    assert set(SISTER) == set(ContactDraft.model_fields) - {"id"}
    assert all([*PERSON.values(), *ARRIVAL.values()])


def test_every_field_of_both_drafts_is_asked_at_the_registration(session: Session) -> None:
    look_ups = LookUps(find_nothing, lambda _answers, _tell: None, lambda _answers, _tell: None)
    asked = {name for spec in registration(session, look_ups) for name in spec.names}
    wanted = {f"client.{name}" for name in ClientDraft.model_fields}
    wanted |= {f"episode.{name}" for name in EpisodeDraft.model_fields}
    assert wanted - asked == CARRIED


def test_an_untouched_identity_keeps_every_field(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = _admitted(session, clinic)
    before = _person(clinic, client)
    page = _open(session, jobs, shown, client, "identity")
    _open_form(page)
    _save(page, jobs)
    assert _person(clinic, client) == before


@pytest.mark.parametrize("kind", ["ktp", "none"])
def test_what_the_kind_of_paper_hides_is_kept_too(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, kind: str
) -> None:
    client = _admitted(session, clinic, identity_kind=kind)
    before = _person(clinic, client)
    page = _open(session, jobs, shown, client, "identity")
    form = _open_form(page)
    assert form.field("client.identity_number").isHidden()
    _answer(form, "client.mother_name", "Siti Rahmah")
    _save(page, jobs)
    after = _person(clinic, client)
    assert after == before.model_copy(update={"mother_name": "Siti Rahmah"})


def test_a_field_that_is_emptied_on_screen_is_emptied(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = _admitted(session, clinic)
    page = _open(session, jobs, shown, client, "identity")
    form = _open_form(page)
    for name in ("postcode", "place_text", "country"):
        _answer(form, f"client.{name}", None)
    _save(page, jobs)
    after = _person(clinic, client)
    assert (after.postcode, after.place_text, after.country) == ("", "", "")
    assert after.jkn_number == PERSON["jkn_number"]


def test_a_stated_age_keeps_its_day_until_another_age_is_stated(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = _admitted(session, clinic, birth_date=None)
    page = _open(session, jobs, shown, client, "identity")
    _open_form(page)
    _save(page, jobs)
    assert (_person(clinic, client).stated_age, _person(clinic, client).stated_age_on) == (31, date(2022, 3, 4))
    _answer(_open_form(page), "client.birth_date", None)
    form = page.forms.form
    assert form is not None
    form.field("client.birth_date").fill({"client.stated_age": 40})
    form.field("client.birth_date").tell_edited()
    _save(page, jobs)
    assert (_person(clinic, client).stated_age, _person(clinic, client).stated_age_on) == (40, TODAY)


@pytest.mark.parametrize("channel", ["voluntary", "compulsory"])
def test_an_untouched_registration_keeps_every_field(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show, channel: str
) -> None:
    client = _admitted(session, clinic, channel=channel)
    before = _arrival(clinic, client)
    page = _open(session, jobs, shown, client, "care")
    form = _open_form(page)
    assert form.field("agency").isHidden() is (channel == "voluntary")
    _save(page, jobs)
    assert _arrival(clinic, client) == before


def test_funding_and_sender_are_corrected_on_screen(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = _admitted(session, clinic)
    page = _open(session, jobs, shown, client, "care")
    form = _open_form(page)
    _answer(form, "funding", "self")
    _answer(form, "sender", None)
    _save(page, jobs)
    after = _arrival(clinic, client)
    assert (after["funding"], after["sender"]) == ("self", "")
    assert {name: after[name] for name in after if name not in {"funding", "sender"}}["agency"] == ARRIVAL["agency"]


def test_a_retired_code_is_shown_with_its_mark_and_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    retired = next(choice for choice in session.lists.of("marital_status") if choice.is_retired)
    client = _admitted(session, clinic)
    with clinic.writing() as work:
        file = clients.open_file(work, client.client_id)
        changed = file.draft.model_copy(update={"marital_status": retired.code})
        change_client(work, client.client_id, changed, file.row_version)
    page = _open(session, jobs, shown, client, "identity")
    form = _open_form(page)
    field = form.field("client.marital_status")
    assert isinstance(field, ChoiceField)
    assert field.edit.text() == f"{retired.label(session.context.words.language)} (tidak dipakai lagi)"
    field.edit.asked.emit()
    assert retired.code not in [pick.key for pick in field.edit.offered]
    _save(page, jobs)
    assert _person(clinic, client).marital_status == retired.code


def test_a_reason_of_absence_keeps_its_lines(session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show) -> None:
    client = _admitted(session, clinic)
    reason = "Sakit demam.\nIbu menelepon pagi ini."
    with clinic.writing() as work:
        care = OutpatientDraft(on=TODAY, counsellor_id=clinic.actor.user_id)
        open_outpatient(work, client.episode_id, 1, care)
        series = sessions.record_session(
            work,
            client.episode_id,
            PlanDraft(held_on=TODAY, counsellor_id=clinic.actor.user_id),
            AttendanceDraft(attendance="izin", attendance_reason=reason),
        )
    page = _open(session, jobs, shown, client, "sessions")
    panel = page.section
    assert isinstance(panel, MeetingsPanel)
    assert page.facts is not None
    assert page.facts.care is not None
    panel.edit(page.facts.care.sessions[0])
    form = page.forms.form
    assert form is not None
    assert form.values()["attendance_reason"] == reason
    _answer(form, "note", "Akan datang besok.")
    assert form.field("correction_reason").isHidden()
    _save(page, jobs)
    with clinic.reading() as work:
        kept = next(row for row in session_rows.of_episode(work, client.episode_id) if row.series_id == series)
    assert (kept.attendance_reason, kept.note) == (reason, "Akan datang besok.")


def test_an_untouched_form_overwrites_nothing_that_another_seat_saved_where_it_does_not_show_it(
    session: Session, clinic: OpenClinic, jobs: Jobs, shown: Show
) -> None:
    client = _admitted(session, clinic)
    page = _open(session, jobs, shown, client, "identity")
    form = _open_form(page)
    _answer(form, "client.postcode", "76999")
    with clinic.writing() as work:
        file = clients.open_file(work, client.client_id)
        contacts = [*(file.draft.contacts or ()), ContactDraft(name="Rina")]
        change_client(work, client.client_id, file.draft.model_copy(update={"contacts": contacts}), file.row_version)
    settle(jobs)
    form.save()
    settle(jobs)
    notice = form.notices.get("other")
    assert notice is not None
    notice.buttons[0].click()
    _save(page, jobs)
    after = _person(clinic, client)
    assert after.postcode == "76999"
    assert {one.name for one in after.contacts or ()} == {"Ani Santoso", "Dewi Santoso", "Rina"}
