"""The papers of following up say what the record holds: the call sheet of a day, a summons, a notice to the penyidik."""

from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.clients.contacts import SafeContactDraft, safe_contacts, set_safe_contact
from rehab_app.clinic.clients.model import ClientContact
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.followup import service as calls
from rehab_app.clinic.followup import summonses
from rehab_app.clinic.followup.draft import CallDraft, SummonsDraft
from rehab_app.clinic.followup.rules import NOTICE, SUMMONS
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import follow_up
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.papers.plain import to_text
from tests.clinic.makers import TODAY, deeds, keep_accounts, make_client, open_episode
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, PERSON, Office, make_office
from tests.makers import START, make_actor
from tests.papers.pdf import words

REGISTERED = date(2022, 1, 31)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Office:
    office = make_office(tmp_path, clock=clock)
    keep_accounts(office.store, COUNSELLOR, HEAD)
    return office


@pytest.fixture
def episode_id(office: Office) -> UUID:
    """Return the episode of a compulsory client who missed two meetings and has a mother who does not know."""
    with office.store.writing(COUNSELLOR) as work:
        client_id = make_client(work, **PERSON)
        known = {"channel": "compulsory", "investigator": "AIPTU Contoh", "agency": "Polresta Balikpapan"}
        opened = open_episode(work, client_id, registered_on=REGISTERED, police_report_number="LP/7/I/2022", **known)
        draft = OutpatientDraft(on=REGISTERED, counsellor_id=COUNSELLOR.user_id)
        episodes.open_outpatient(work, opened.episode_id, 1, draft)
        for day in (date(2022, 2, 22), date(2022, 2, 24)):
            away = AttendanceDraft(attendance="mangkir")
            sessions.record_session(work, opened.episode_id, PlanDraft(held_on=day), away)
        contact = ClientContact(
            id=work.new_id(), client_id=client_id, name="Siti Aminah", relation="mother", phone="+6281300001234"
        )
        work.add(contact, "clients.add_contact")
    with office.store.writing(COUNSELLOR) as work:
        (row,) = safe_contacts(work, [client_id])
        set_safe_contact(work, row.id, row.row_version, SafeContactDraft(is_informed=False, call_times="pagi"))
    return opened.episode_id


def _sheet(office: Office, day: date = TODAY, *, has_names: bool = False) -> str:
    with office.store.reading(COUNSELLOR) as work:
        return to_text(follow_up.call_sheet_document(work, day, LISTS, has_names=has_names))


def _prepare(office: Office, episode_id: UUID, kind: str = SUMMONS, day: date = TODAY) -> UUID:
    with office.store.writing(COUNSELLOR) as work:
        draft = SummonsDraft(dated_on=day, new_on=day + timedelta(days=3), new_at=time(9))
        return summonses.prepare_summons(work, episode_id, kind, draft)


def test_the_call_sheet_says_why_whom_and_how_without_a_name(office: Office, episode_id: UUID) -> None:
    with office.store.writing(COUNSELLOR) as work:
        calls.record_call(work, episode_id, CallDraft(outcome="number_dead", next_try_on=TODAY))
    text = _sheet(office)
    for told in (
        "Tidak hadir 2 kali berturut-turut: 22/02/2022, 24/02/2022.",
        "Tanpa kontak 29 hari, sejak 31/01/2022.",
        "Klien sendiri: 0812-3456-7890",
        "S.A.: 0813-0000-1234",
        "TIDAK TAHU program. Waktu: pagi.",
        "Klien wajib lapor (compulsory).",
        "Terakhir 01/03/2022: Nomor tidak aktif.",
        "Dicoba 1 kali sejak kontak terakhir.",
        "Belum ada pertemuan berikut.",
        "Petugas: dr. Dewi",
    ):
        assert told in text
    assert [name for name in ("Budi", "Setiawan", "Aminah") if name in text] == []
    assert [name for name in ("Budi Setiawan", "Siti Aminah") if name not in _sheet(office, has_names=True)] == []


def test_who_is_not_due_yet_or_has_come_is_not_on_the_sheet(office: Office, episode_id: UUID) -> None:
    with office.store.writing(COUNSELLOR) as work:
        draft = CallDraft(outcome="no_answer", next_try_on=TODAY + timedelta(days=1))
        calls.record_call(work, episode_id, draft)
    assert "Tidak ada klien" in _sheet(office)
    assert "BS" in _sheet(office, TODAY + timedelta(days=1))


def test_a_summons_is_gathered_from_the_record_as_a_draft(office: Office, episode_id: UUID, clock: SetClock) -> None:
    first = _prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        summonses.mark_sent(work, first, 1, TODAY)
    clock.advance(timedelta(days=7))
    second = _prepare(office, episode_id, day=clock.today())
    with office.store.reading(COUNSELLOR) as work:
        text = to_text(follow_up.summons_document(work, second, LISTS))
        drawn = words(follow_up.summons_pdf(work, second, LISTS))
    for told in (
        "DRAF: belum bernomor",
        "Perihal     : Panggilan ke-2 (dua)",
        "Yth. Sdr. Budi Setiawan",
        "a. Selasa, 22 Februari 2022;",
        "b. Kamis, 24 Februari 2022.",
        "Surat ini menyusul panggilan ke-1 tanggal 1 Maret 2022.",
        "**Jumat, 11 Maret 2022**",
        "09.00 WITA",
        "melalui telepon (0542) 765432",
        "diberitahukan kepada penyidik",
        "Drs. Contoh Pejabat, M.Si.",
    ):
        assert told in text
    assert "Panggilan ke-2" in drawn


def test_a_notice_goes_to_the_penyidik_and_names_what_was_sent(office: Office, episode_id: UUID) -> None:
    first = _prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        summonses.mark_sent(work, first, 1, TODAY)
    notice = _prepare(office, episode_id, NOTICE)
    with office.store.reading(COUNSELLOR) as work:
        text = to_text(follow_up.summons_document(work, notice, LISTS))
    for told in (
        "Yth. AIPTU Contoh, Polresta Balikpapan",
        "No. laporan polisi   : LP/7/I/2022",
        "a. panggilan ke-1 tanggal 1 Maret 2022.",
        "Budi Setiawan",
    ):
        assert told in text
    with pytest.raises(RuleBroken, match=r"followup\.unknown_summons"), office.store.reading(COUNSELLOR) as work:
        follow_up.summons_document(work, episode_id, LISTS)


def test_what_leaves_the_program_is_in_the_audit(office: Office, episode_id: UUID) -> None:
    series_id = _prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        follow_up.note_call_sheet(work, "print")
        follow_up.note_call_sheet(work, "save", has_names=True)
        follow_up.note_summons(work, series_id, "print")
    assert deeds(office.store, COUNSELLOR)[-3:] == [
        "followup.print_call_sheet",
        "followup.save_call_sheet.with_names",
        "followup.print_summons",
    ]


def test_the_sheet_is_for_those_who_see_care(office: Office) -> None:
    with pytest.raises(NotAllowed), office.store.reading(make_actor(Role.PENDAFTARAN)) as work:
        follow_up.call_sheet_pdf(work, TODAY, LISTS)
