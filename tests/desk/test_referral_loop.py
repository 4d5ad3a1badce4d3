"""A referral that comes back: its slip, the answer with the episode, reminders and minutes with numbers, two seats."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from reportlab.lib.units import mm

from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.referrals import handovers, replies
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.reply_codes import show_code
from rehab_app.clinic.referrals.reply_draft import HandoverDraft, ReplyDraft
from rehab_app.clinic.timeline.rows import EventKind
from rehab_app.clinic.timeline.service import events
from rehab_app.desk import recycle, refer, referral_papers, referral_replies
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.register import service as register
from tests.clinic.makers import TODAY, codes, keep_accounts
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, Office, agree, make_assessed, make_office, prepare
from tests.makers import START, make_actor
from tests.papers.pdf import reader
from tests.papers.pdf import words as words_of

REGISTRAR = make_actor(Role.PENDAFTARAN)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Office:
    made = make_office(tmp_path, clock=clock)
    keep_accounts(made.store, COUNSELLOR)
    return made


@pytest.fixture
def sent(office: Office) -> UUID:
    """Return a referral whose letter was issued."""
    episode_id = make_assessed(office)
    agree(office, episode_id)
    return issued(office, prepare(office, episode_id))


def issued(office: Office, referral_id: UUID) -> UUID:
    with office.store.writing(COUNSELLOR) as work:
        refer.issue_referral_letter(work, office.attachments, referral_id, LISTS, TODAY)
    return referral_id


def answer(office: Office, referral_id: UUID, kind: str, **said: object) -> UUID:
    values = {"kind": kind, "happened_on": TODAY, "received_on": TODAY, "how": "slip", **said}
    with office.store.writing(COUNSELLOR) as work:
        version = referrals.referral(work, referral_id).row_version
        return referral_replies.record_reply(work, referral_id, version, ReplyDraft.model_validate(values))


def states(office: Office, referral_id: UUID) -> tuple[str, str]:
    with office.store.reading(COUNSELLOR) as work:
        row = referrals.referral(work, referral_id)
        return row.state, episodes.episode(work, row.episode_id).state


def hand_over(office: Office, referral_id: UUID) -> UUID:
    draft = HandoverDraft(
        handed_on=TODAY,
        handed_by="Konselor Contoh",
        received_by="Petugas Balai",
        documents=["ktp_copy"],
        condition="tenang",
    )
    with office.store.writing(COUNSELLOR) as work:
        return handovers.record_handover(work, referral_id, draft)


def test_the_letter_carries_its_slip_with_the_code_of_the_referral(office: Office, sent: UUID) -> None:
    with office.store.writing(COUNSELLOR) as work:
        row = referrals.referral(work, sent)
        assert row.letter_id is not None
        printed = words_of(register.reprint(work, office.attachments, row.letter_id))
        slip = words_of(referral_papers.slip_pdf(work, sent, LISTS))
    assert show_code(row.reply_code) in printed
    assert show_code(row.reply_code) in slip
    assert "Budi Setiawan" not in slip


def test_a_preview_shows_the_slip_without_a_code(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    with office.store.reading(COUNSELLOR) as work:
        words = words_of(refer.preview(work, referral_id, LISTS, TODAY).content)
        assert referrals.referral(work, referral_id).reply_code == ""
    assert "---" in words


def test_a_code_leads_to_its_referral_for_those_alone_who_may_enter_answers(office: Office, sent: UUID) -> None:
    with office.store.reading(COUNSELLOR) as work:
        code = referrals.referral(work, sent).reply_code
        found = referral_replies.slip_of_code(work, f" {code[:4].lower()}-{code[4:].lower()} ")
        assert found is not None
        assert (found.referral.id, found.code) == (sent, show_code(code))
    for actor in (REGISTRAR, make_actor(Role.KEPALA)):
        with pytest.raises(NotAllowed), office.store.reading(actor) as work:
            referral_replies.slip_of_code(work, code)


@pytest.mark.parametrize(
    ("way", "kind", "to", "end"),
    [
        (("masuk",), "selesai", "aftercare", ("kembali", "aftercare")),
        (("masuk",), "selesai", "", ("selesai", "referred")),
        (("masuk",), "kembali", "outpatient", ("kembali", "outpatient")),
        (("diterima", "masuk", "selesai"), "kembali", "aftercare", ("kembali", "aftercare")),
        (("menunggu_tempat",), "ditolak", "outpatient", ("ditolak", "outpatient")),
        ((), "ditolak", "", ("ditolak", "referred")),
    ],
)
def test_who_comes_back_is_taken_on_where_it_is_chosen(
    office: Office, sent: UUID, way: tuple[str, ...], kind: str, to: str, end: tuple[str, str]
) -> None:
    for one in way:
        answer(office, sent, one)
    answer(office, sent, kind, explanation="program berakhir", taken_on_in=to)
    assert states(office, sent) == end


@pytest.mark.parametrize("to", ["closed", "registered", "entah"])
def test_nobody_is_taken_on_anywhere_else(office: Office, sent: UUID, to: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(office, sent, "ditolak", explanation="penuh", taken_on_in=to)
    assert (refused.value.code, refused.value.field) == ("referrals.return_to", "taken_on_in")
    assert states(office, sent) == ("diajukan", "referred")


def test_sent_back_asks_for_reason_and_place_and_keeps_nothing_where_they_lack(office: Office, sent: UUID) -> None:
    answer(office, sent, "masuk")
    with pytest.raises(RulesBroken) as refused:
        answer(office, sent, "kembali")
    assert codes(refused.value) == {
        "explanation": "referrals.reply_needs_reason",
        "taken_on_in": "referrals.return_to",
    }
    assert states(office, sent) == ("masuk", "referred")
    with office.store.reading(COUNSELLOR) as work:
        assert len(replies.of_episode(work, referrals.referral(work, sent).episode_id)) == 1


def test_an_answer_that_took_her_on_again_is_not_put_aside(office: Office, sent: UUID) -> None:
    answer(office, sent, "masuk")
    series_id = answer(office, sent, "selesai", taken_on_in="aftercare")
    with pytest.raises(RuleBroken, match="reply_took_on"), office.store.writing(COUNSELLOR) as work:
        replies.put_aside(work, series_id, 1, "salah")


def test_two_seats_answer_one_referral_once(office: Office, sent: UUID) -> None:
    with office.store.reading(COUNSELLOR) as work:
        version = referrals.referral(work, sent).row_version
    answer(office, sent, "diterima")
    draft = ReplyDraft(kind="ditolak", happened_on=TODAY, received_on=TODAY, explanation="penuh")
    with pytest.raises(StaleRecord), office.store.writing(COUNSELLOR) as work:
        referral_replies.record_reply(work, sent, version, draft)
    assert states(office, sent)[0] == "diterima"


def test_a_reminder_takes_a_number_names_nobody_and_counts_itself(office: Office, sent: UUID, clock: SetClock) -> None:
    clock.advance(timedelta(days=20))
    day = TODAY + timedelta(days=20)
    with office.store.writing(COUNSELLOR) as work:
        assert referral_papers.reminder_preview(work, sent, LISTS, day)
        first = referral_papers.issue_reminder(work, office.attachments, sent, LISTS, day)
        second = referral_papers.issue_reminder(work, office.attachments, sent, LISTS, day)
        letter = register.letter(work, first.letter_id)
        assert referral_papers.reminders_sent(work, sent) == (day, day)
        code = show_code(referrals.referral(work, sent).reply_code)
    assert first.number_text != second.number_text
    assert letter.kind == "escalation"
    words = words_of(first.content)
    assert code in words
    for text in (words, letter.subject):
        assert "Budi" not in text


def test_slip_and_reminder_lie_on_the_sheet_that_the_office_has_set(
    office: Office, sent: UUID, clock: SetClock
) -> None:
    with office.store.writing(HEAD) as work:
        change_setting(work, "letter_paper", "F4")
    clock.advance(timedelta(days=20))
    with office.store.writing(COUNSELLOR) as work:
        reminder = referral_papers.reminder_preview(work, sent, LISTS, TODAY + timedelta(days=20))
        slip = referral_papers.slip_pdf(work, sent, LISTS)
    for content in (reminder, slip):
        width, height = reader(content).pages[0].mediabox[2:]
        assert (round(width / mm), round(height / mm)) == (215, 330)


@pytest.mark.parametrize("way", [(), ("masuk", "selesai"), ("ditolak",)])
def test_who_owes_no_answer_is_not_reminded(office: Office, way: tuple[str, ...]) -> None:
    referral_id = prepare(office, make_assessed(office))
    if way:
        issued(office, referral_id)
    for kind in way:
        answer(office, referral_id, kind, explanation="penuh")
    with pytest.raises(RuleBroken, match="not_awaited"), office.store.writing(COUNSELLOR) as work:
        referral_papers.issue_reminder(work, office.attachments, referral_id, LISTS, TODAY)


def test_a_reminder_that_was_looked_at_must_be_of_the_referral_as_it_is(
    office: Office, sent: UUID, clock: SetClock
) -> None:
    with office.store.reading(COUNSELLOR) as work:
        version = referrals.referral(work, sent).row_version
    answer(office, sent, "menunggu_tempat")
    clock.advance(timedelta(days=9))
    with pytest.raises(StaleRecord), office.store.writing(COUNSELLOR) as work:
        referral_papers.issue_reminder(work, office.attachments, sent, LISTS, TODAY + timedelta(days=9), version)


def test_the_minutes_of_a_handover_take_a_number_of_their_own_once(office: Office, sent: UUID) -> None:
    series_id = hand_over(office, sent)
    with office.store.writing(COUNSELLOR) as work:
        assert referral_papers.handover_preview(work, series_id, LISTS)
        paper = referral_papers.issue_handover(work, office.attachments, series_id, 1, LISTS)
        row = handovers.handover_versions(work, series_id)[-1]
        assert row.letter_id == paper.letter_id
        subject = register.letter(work, paper.letter_id).subject
    assert paper.number_text.startswith("BA/1/")
    assert "Petugas Balai" in words_of(paper.content)
    assert "Budi" not in subject
    with pytest.raises(RuleBroken, match="handover_issued"), office.store.writing(COUNSELLOR) as work:
        referral_papers.issue_handover(work, office.attachments, series_id, 2, LISTS)
    with pytest.raises(StaleRecord), office.store.writing(COUNSELLOR) as work:
        referral_papers.issue_handover(work, office.attachments, series_id, 1, LISTS)


def test_the_cover_of_the_pack_says_what_is_missing(office: Office, sent: UUID) -> None:
    with office.store.writing(COUNSELLOR) as work:
        words = words_of(referral_papers.pack_pdf(work, sent, LISTS))
        referral_papers.note_paper(work, sent, "pack", "print")
    assert "BELUM ADA" in words
    assert "siap" in words
    assert "Budi" not in words


def test_the_timeline_and_the_bin_know_answers_and_handovers(office: Office, sent: UUID) -> None:
    reply, handover = answer(office, sent, "diterima"), hand_over(office, sent)
    with office.store.reading(COUNSELLOR) as work:
        client_id = referrals.referral(work, sent).client_id
        kinds = [one.kind for one in events(work, client_id)]
        assert kinds.count(EventKind.REPLY) == kinds.count(EventKind.HANDOVER) == 1
    with office.store.writing(COUNSELLOR) as work:
        replies.put_aside(work, reply, 1, "salah klien")
        handovers.bin_handover(work, handover, 1, "salah klien")
        found = {row.kind: row for row in recycle.bin_of_client(work, client_id)}
        assert {"referral_reply", "handover"} <= set(found)
        for kind in ("referral_reply", "handover"):
            recycle.restore(work, kind, found[kind].series_id, found[kind].row_version, "benar")
    assert states(office, sent)[0] == "diterima"
