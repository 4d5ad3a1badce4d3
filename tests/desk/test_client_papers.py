"""A client's papers printed from her record: what the record says stands on them, what is missing is said, leaving is noted."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.documents import queries as documents
from rehab_app.clinic.documents import service as document_service
from rehab_app.clinic.documents.draft import AttachmentDraft, CardDraft, PaperDraft
from rehab_app.clinic.episodes import queries as episode_queries
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.desk.client_papers.blanks import blank_pdf, blank_rows, note_blank
from rehab_app.desk.client_papers.printing import note_paper, paper_pdf, papers_of
from rehab_app.desk.client_papers.rows import PaperLine, Wanted
from rehab_app.desk.issue_card import issue_card
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken
from rehab_app.papers.register.model import PaperPrint
from rehab_app.papers.texts.delivered import delivered
from rehab_app.papers.texts.service import keep_text
from tests.clinic.documents.makers import picture
from tests.clinic.makers import CHILD, TODAY, deeds, keep_accounts, make_client, open_episode
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, PERSON, REPORTER, Office, make_assessed, make_office
from tests.makers import make_actor
from tests.papers.pdf import reader, words

DESK = make_actor(Role.PENDAFTARAN, name="Wati Pendaftaran")
OWN = make_actor(Role.KONSELOR, name="Sari Konselor")
OTHER = make_actor(Role.KONSELOR, name="Tono Konselor")
ADMIN = make_actor(Role.ADMIN, name="Budi Admin")
NURSE = make_actor(Role.PERAWAT, name="Ana Perawat")
CARD = CardDraft(issued_on=TODAY)
CLINICAL = {"care_plan", "control_card", "visit_sheet", "progress_sheet", "counselling_note"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    keep_accounts(made.store, COUNSELLOR, DESK, OWN, OTHER, NURSE)
    return made


def admit(office: Office, person: Mapping[str, object] | None = None, **typed: object) -> UUID:
    """Register somebody whose counsellor is ``OWN``; return the episode."""
    with office.store.writing(COUNSELLOR) as work:
        client_id = make_client(work, **{**PERSON, **(person or {})})
        episode_id = open_episode(work, client_id, **typed).episode_id
        episodes.assign_counsellor(work, episode_id, 1, OWN.user_id)
        return episode_id


def meet(office: Office, episode_id: UUID, attendance: str = "hadir", **written: str) -> UUID:
    """Enter a meeting of today; return its series."""
    with office.store.writing(OWN) as work:
        client_id = client_of(office, episode_id)
        meeting = CareSession(
            id=work.new_id(),
            client_id=client_id,
            episode_id=episode_id,
            held_on=TODAY,
            number=1,
            kind="individual",
            service="motivational_interview",
            attendance=attendance,
            counsellor_id=OWN.user_id,
        )
        for name, text in written.items():
            setattr(meeting, name, text)
        return work.add(meeting, "sessions.plan").series_id


def client_of(office: Office, episode_id: UUID) -> UUID:
    """Return whose episode it is."""
    with office.store.reading(HEAD) as work:
        return episode_queries.episode(work, episode_id).client_id


def lines(office: Office, episode_id: UUID, actor: Actor = OWN) -> dict[str, PaperLine]:
    """Return the list as ``actor`` sees it, the first line of each kind."""
    with office.store.reading(actor) as work:
        found = papers_of(work, episode_id, LISTS)
    return {line.kind: line for line in reversed(found)}


def why(office: Office, episode_id: UUID, kind: str, actor: Actor = OWN) -> str:
    """Return the code of what stands in the way of a paper, empty where nothing does."""
    trouble = lines(office, episode_id, actor)[kind].trouble
    return trouble.code if trouble is not None else ""


def printed(office: Office, episode_id: UUID, wanted: Wanted, actor: Actor = OWN) -> bytes:
    """Return a paper as PDF."""
    with office.store.writing(actor) as work:
        return paper_pdf(work, episode_id, wanted, LISTS, office.attachments).content


def leave(office: Office, episode_id: UUID, wanted: Wanted, actor: Actor = OWN, reason: str = "") -> None:
    """Print a paper."""
    with office.store.writing(actor) as work:
        note_paper(work, episode_id, wanted, LISTS, "print", pages=1, reason=reason)


def prints(office: Office) -> list[PaperPrint]:
    """Return the print history."""
    with office.store.reading(HEAD) as work:
        return list(work.session.exec(select(PaperPrint).order_by(PaperPrint.created_at)))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["informed_consent", "outpatient_statement", "guarantor_statement"])
def test_statements_say_what_the_record_says(office: Office, kind: str) -> None:
    episode_id = admit(office, None, **REPORTER)
    content = printed(office, episode_id, Wanted(kind), DESK)
    text = words(content)
    assert "Budi Setiawan" in text
    assert "6471021708900001" in text
    assert ("Siti Aminah" in text) == (kind != "outpatient_statement")
    assert "Budi" not in str(reader(content).metadata)


def test_nobody_has_agreed_yet_so_what_may_be_told_is_ticked_by_hand(office: Office) -> None:
    episode_id = admit(office)
    assert "[ ] Diagnosis" in words(printed(office, episode_id, Wanted("informed_consent"))).replace("[   ]", "[ ]")
    agreed = ConsentDraft(kind="disclosure", signed_on=TODAY, signer_name="Budi Setiawan", scope=["diagnosis"])
    with office.store.writing(OWN) as work:
        consents.record_consent(work, episode_id, agreed)
    text = words(printed(office, episode_id, Wanted("informed_consent")))
    assert "Diagnosis" in text
    assert "[" not in text


def test_a_guarantor_who_signed_before_stands_whole_on_her_statement(office: Office) -> None:
    episode_id = admit(office)
    assert why(office, episode_id, "guarantor_statement") == "statements.guarantor_missing"
    signed = ConsentDraft.model_validate(
        {
            "kind": "guarantor_statement",
            "signed_on": TODAY,
            "signer_name": "Rahma Wulandari",
            "signer_relation": "wife",
            "signer_nik": "6471024203700002",
            "signer_birth_place": "Samarinda",
            "signer_birth_date": date(1970, 3, 2),
            "signer_address": "Jalan Mawar 3",
            "signer_occupation": "Pedagang",
            "signer_phone": "081300001234",
            "witness_name": "Andi Saputra",
        }
    )
    with office.store.writing(OWN) as work:
        consents.record_consent(work, episode_id, signed)
    text = words(printed(office, episode_id, Wanted("guarantor_statement")))
    for part in ("Rahma Wulandari", "Samarinda, 2 Maret 1970", "Pedagang", "Andi Saputra"):
        assert part in text


def test_a_minor_signs_nothing_without_parent_or_guardian(office: Office) -> None:
    child = {"birth_date": CHILD, "nik": None}
    alone = admit(office, person=child, waiting_reason="Orang tua dalam perjalanan", brought_by="Guru")
    for kind in ("informed_consent", "outpatient_statement"):
        assert why(office, alone, kind) == "statements.guardian_missing"
        with pytest.raises(RulesBroken):
            printed(office, alone, Wanted(kind))
    accompanied = admit(office, child, **REPORTER)
    for kind in ("informed_consent", "outpatient_statement"):
        assert why(office, accompanied, kind) == ""
        assert "Siti Aminah" in words(printed(office, accompanied, Wanted(kind)))


def test_the_pledge_is_for_compulsory_clients_alone(office: Office) -> None:
    assert why(office, admit(office), "reporting_pact") == "client_papers.not_compulsory"
    sent = admit(
        office,
        person={"nik": None},
        channel="compulsory",
        agency="Satresnarkoba Polresta Balikpapan",
        tat_number="R/REKOM-7/II/2022/TAT",
        tat_date=date(2022, 2, 20),
    )
    text = words(printed(office, sent, Wanted("reporting_pact"), DESK))
    assert "Satresnarkoba Polresta Balikpapan" in text
    assert "R/REKOM-7/II/2022/TAT tanggal 20 Februari 2022" in text


def test_the_receipt_names_what_is_held_and_no_client(office: Office) -> None:
    episode_id = admit(office)
    assert why(office, episode_id, "receipt_of_papers") == "statements.no_papers"
    with office.store.writing(DESK) as work:
        for kind, is_held in (("ktp_copy", False), ("sim_copy", True)):
            draft = PaperDraft(kind=kind, copies=0 if is_held else 2, is_original_held=is_held, handed_on=TODAY)
            document_service.record_paper(work, episode_id, draft)
    text = words(printed(office, episode_id, Wanted("receipt_of_papers"), DESK))
    assert "Asli" in text
    assert "Fotokopi" in text
    assert "Wati Pendaftaran" in text
    assert "Budi Setiawan" not in text


def test_no_card_before_the_assessment_and_none_before_it_was_given(office: Office) -> None:
    early = admit(office, person={"nik": None})
    assert why(office, early, "report_card", DESK) == "statements.card_before_assessment"
    with pytest.raises(RuleBroken, match="card_before_assessment"):
        printed(office, early, Wanted("report_card"), DESK)
    assessed = make_assessed(office)
    assert why(office, assessed, "report_card", DESK) == "client_papers.no_card"
    with office.store.writing(DESK) as work:
        issued = issue_card(work, assessed, CARD)
    text = words(printed(office, assessed, Wanted("report_card"), DESK))
    assert issued.number in text
    assert "1 Maret 2023" in text


def test_a_card_is_printed_again_with_a_reason_alone_and_each_time_counts(office: Office) -> None:
    episode_id = make_assessed(office)
    with office.store.writing(DESK) as work:
        card = issue_card(work, episode_id, CARD).series_id
    wanted = Wanted("report_card")
    leave(office, episode_id, wanted, DESK)
    assert lines(office, episode_id, DESK)["report_card"].needs_reason
    for reason in ("", "   "):
        with pytest.raises(RuleBroken, match=r"client_papers\.no_reason"):
            leave(office, episode_id, wanted, DESK, reason)
    leave(office, episode_id, wanted, DESK, "kartu basah kena hujan")
    with office.store.reading(DESK) as work:
        assert documents.card_printings(work, card) == 2
    assert [(row.is_again, row.reason, row.subject_id) for row in prints(office)] == [
        (False, "", card),
        (True, "kartu basah kena hujan", card),
    ]


def test_the_card_bears_the_photograph_and_that_it_was_looked_at_is_noted(office: Office) -> None:
    episode_id = make_assessed(office)
    with office.store.writing(DESK) as work:
        issue_card(work, episode_id, CARD)
    plain = reader(printed(office, episode_id, Wanted("report_card"), DESK))
    with office.store.writing(DESK) as work:
        client_id = client_of(office, episode_id)
        document_service.attach(work, office.attachments, client_id, None, AttachmentDraft(kind="photo"), picture())
    with_photo = reader(printed(office, episode_id, Wanted("report_card"), DESK))
    assert len(with_photo.pages[0].images) == len(plain.pages[0].images) + 1
    assert "documents.view" in deeds(office.store, HEAD)


def test_notes_are_printed_by_those_who_may_read_them(office: Office) -> None:
    episode_id = admit(office)
    assert why(office, episode_id, "progress_sheet") == "client_papers.none_held"
    series = meet(office, episode_id, subjective="Merasa lebih tenang", next_plan="Libatkan istri")
    wanted = Wanted("counselling_note", series)
    text = words(printed(office, episode_id, wanted))
    assert "Merasa lebih tenang" in text
    assert "Wawancara Motivasional (MI)" in text
    assert "Sari Konselor" in text
    assert why(office, episode_id, "progress_sheet", OTHER) == "client_papers.notes_withheld"
    assert "counselling_note" not in lines(office, episode_id, OTHER)
    with pytest.raises(RuleBroken, match="notes_withheld"):
        printed(office, episode_id, wanted, OTHER)


def test_a_note_of_another_client_is_not_reached_through_an_episode(office: Office) -> None:
    one, other = admit(office), admit(office, person={"nik": None})
    meet(office, one)
    strange = meet(office, other, subjective="Rahasia orang lain")
    with pytest.raises(RulesBroken) as refused:
        printed(office, one, Wanted("counselling_note", strange))
    assert refused.value.troubles[0].code == "statements.no_meetings"


def test_the_control_card_holds_the_meetings_that_are_planned(office: Office) -> None:
    episode_id = admit(office)
    assert why(office, episode_id, "control_card") == "client_papers.none_planned"
    meet(office, episode_id, "batal")
    assert why(office, episode_id, "control_card") == "client_papers.none_planned"
    meet(office, episode_id, "")
    text = words(printed(office, episode_id, Wanted("control_card")))
    assert "Selasa, 1 Maret 2022" in text
    assert "Sari Konselor" in text


def test_initials_stand_where_the_paper_allows_it_and_a_signed_paper_keeps_the_name(office: Office) -> None:
    episode_id = admit(office)
    meet(office, episode_id)
    for kind in ("control_card", "visit_sheet", "progress_sheet"):
        text = words(printed(office, episode_id, Wanted(kind, is_redacted=True))).replace("\u00a0", " ")
        assert "Budi" not in text
        assert "Setiawan" not in text
        assert "Jalan Dahlia" not in text
        assert "6471021708900001" not in text
        assert "B.S." in text
        leave(office, episode_id, Wanted(kind, is_redacted=True))
    assert [row.is_redacted for row in prints(office)] == [True] * 3
    for kind in ("informed_consent", "guarantor_statement", "report_card"):
        assert not lines(office, episode_id)[kind].may_redact
        with pytest.raises(RuleBroken, match="keeps_name"):
            printed(office, episode_id, Wanted(kind, is_redacted=True))


def test_who_may_print_what(office: Office) -> None:
    episode_id = admit(office)
    meet(office, episode_id)
    assert CLINICAL - {"counselling_note"} <= set(lines(office, episode_id, NURSE))
    assert set(lines(office, episode_id, OWN)) >= CLINICAL
    assert not CLINICAL & set(lines(office, episode_id, DESK))
    for kind in sorted(CLINICAL):
        with pytest.raises(NotAllowed):
            printed(office, episode_id, Wanted(kind), DESK)
        with pytest.raises(NotAllowed):
            leave(office, episode_id, Wanted(kind), DESK)
    for wanted in (Wanted("informed_consent"), Wanted("control_card")):
        with pytest.raises(NotAllowed):
            printed(office, episode_id, wanted, ADMIN)
    assert "Budi Setiawan" in words(printed(office, episode_id, Wanted("informed_consent"), NURSE))


@pytest.mark.parametrize("kind", ["", "surat_cinta", "referral"])
def test_a_paper_nobody_knows_is_refused(office: Office, kind: str) -> None:
    episode_id = admit(office)
    with pytest.raises(RuleBroken, match=r"client_papers\.unknown"):
        printed(office, episode_id, Wanted(kind))
    with pytest.raises(RuleBroken, match=r"client_papers\.unknown"):
        leave(office, episode_id, Wanted(kind))


def test_an_episode_nobody_knows_has_no_papers(office: Office) -> None:
    with office.store.reading(OWN) as work, pytest.raises(RuleBroken, match=r"episodes\."):
        papers_of(work, uuid4(), LISTS)


def test_each_print_is_counted_and_a_second_one_comes_again(office: Office) -> None:
    episode_id = admit(office)
    wanted = Wanted("informed_consent")
    leave(office, episode_id, wanted, DESK)
    leave(office, episode_id, wanted, OWN)
    assert lines(office, episode_id)["informed_consent"].times == 2
    assert [(row.kind, row.is_again) for row in prints(office)] == [(wanted.kind, False), (wanted.kind, True)]
    assert deeds(office.store, HEAD).count("papers.print.informed_consent") == 2


def test_the_office_s_own_text_is_printed(office: Office) -> None:
    episode_id = admit(office)
    own = delivered("outpatient_statement").replace("Demikian", "Dengan sadar, demikian")
    with office.store.writing(HEAD) as work:
        keep_text(work, "outpatient_statement", own, "kata kepala", 0)
    assert "Dengan sadar, demikian" in words(printed(office, episode_id, Wanted("outpatient_statement"), NURSE))


def test_every_blank_form_is_drawn_and_names_nobody(office: Office) -> None:
    admit(office)
    with office.store.reading(OWN) as work:
        rows = blank_rows(work)
        for row in rows:
            content = blank_pdf(work, row.code, LISTS).content
            assert "Budi" not in words(content), row.code
            assert "BADAN NARKOTIKA" in words(content).upper(), row.code
    assert {"informed_consent", "visit_sheet", "instrument_dast10"} <= {row.code for row in rows}


def test_instruments_are_blank_forms_of_those_who_see_care(office: Office) -> None:
    with office.store.reading(DESK) as work:
        codes = {row.code for row in blank_rows(work)}
        with pytest.raises(NotAllowed):
            blank_pdf(work, "instrument_dast10", LISTS)
        with pytest.raises(RuleBroken, match=r"client_papers\.unknown"):
            blank_pdf(work, "kosong", LISTS)
    assert "informed_consent" in codes
    assert not any(code.startswith("instrument_") for code in codes)
    with office.store.reading(ADMIN) as work, pytest.raises(NotAllowed):
        blank_rows(work)


def test_a_blank_form_that_leaves_is_noted(office: Office) -> None:
    with office.store.writing(DESK) as work:
        note_blank(work, "receipt_of_papers", "save", 1)
    [row] = prints(office)
    assert (row.kind, row.how, row.client_id, row.pages) == ("blank_receipt_of_papers", "save", None, 1)


def test_a_card_that_was_revoked_is_not_printed(office: Office) -> None:
    episode_id = make_assessed(office)
    with office.store.writing(DESK) as work:
        issue_card(work, episode_id, CARD)
        card = documents.cards_of_client(work, client_of(office, episode_id))[0]
        document_service.revoke_card(work, card.series_id, card.row_version, "salah orang")
    assert why(office, episode_id, "report_card", DESK) == "client_papers.no_card"
