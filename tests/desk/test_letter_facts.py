"""What the referral letter says, and what it leaves out for want of consent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.assessment import queries as assessments
from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import UseProfileDraft
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.consent import service as consent
from rehab_app.clinic.consent.draft import ConsentDraft, WithdrawalDraft
from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.clinic.urine_tests.draft import UrineTestDraft
from rehab_app.desk.letter_facts import Gathered, gather, signer_of
from rehab_app.desk.refer import letter_facts
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.office.profile.present import profile
from rehab_app.papers.letters.referral import Basis, SubstanceScore, Summary, referral
from rehab_app.papers.plain import to_text
from rehab_app.papers.register.draft import LetterTypeDraft
from rehab_app.papers.register.types import keep_type, letter_type
from rehab_app.store.meta import PRACTICE, write_meta
from tests.clinic.makers import TODAY, make_client, open_episode
from tests.desk.makers import (
    COUNSELLOR,
    EVERY_SCOPE,
    HEAD,
    LISTS,
    OFFICE,
    Office,
    agree,
    make_assessed,
    make_office,
    prepare,
)
from tests.makers import START, make_actor

SECRETS = ("Sabu", "38", "3 tahun", "Merokok", "F15", "MET positif", "motivasional", "ASSIST", "REKOM", "28")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _gathered(office: Office, referral_id: UUID, day: date = TODAY) -> Gathered:
    with office.store.reading(COUNSELLOR) as work:
        return gather(work, referral_id, LISTS, day)


def test_everything_on_record_is_gathered_where_the_consent_covers_it(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id)
    gathered = _gathered(office, prepare(office, episode_id))
    facts = gathered.facts
    assert facts.summary == Summary(
        main_substance="Sabu",
        other_substances="Tembakau",
        duration="3 tahun 2 bulan",
        route="Merokok",
        assist=(
            SubstanceScore("stimulan jenis amfetamin", 28, "high"),
            SubstanceScore("tembakau", 9, "moderate"),
        ),
        diagnosis=("F15.2 sindrom ketergantungan, stimulansia lain",),
        urine="MET positif",
        therapy="Wawancara motivasional 2 kali",
    )
    assert facts.basis == Basis(
        assessment=TODAY, consent=TODAY, recommendation="R/REKOM-7/II/2022/TAT", recommended=date(2022, 2, 20)
    )
    assert (facts.consent_covers_summary, gathered.withheld, gathered.is_summary_printed) == (True, (), True)
    assert [paper.name for paper in facts.attachments] == [
        "Fotokopi KTP klien",
        "Laporan asesmen medis dan skor ASSIST",
        "Hasil tes urin",
        "Petikan rekomendasi TAT",
    ]
    assert facts.copies == ("Kepala BNNP Kalimantan Timur",)
    assert (facts.escort, facts.reason, facts.number) == ("Konselor Contoh", "risiko tinggi dan dua kali kambuh", "")


def test_client_guardian_office_and_signer_come_from_the_record(office: Office) -> None:
    facts = _gathered(office, prepare(office, make_assessed(office))).facts
    client, guardian = facts.client, facts.guardian
    assert (client.name, client.initials, client.age, client.sex) == ("Budi Setiawan", "B.S.", 31, "Laki-laki")
    assert (client.nik, client.record_number, client.phone) == ("6471021708900001", "000001", "0812-3456-7890")
    assert client.address.startswith("Jalan Dahlia Nomor 7 RT 012, Baru Ilir, Balikpapan Barat, Kota Balikpapan")
    assert guardian is not None
    assert (guardian.name, guardian.relation, guardian.phone) == ("Siti Aminah", "Ibu", "0813-0000-1234")
    assert facts.office.address == (
        "Jalan Contoh Raya Nomor 1, Balikpapan 76112",
        "Telepon (0542) 765432, surel: bnnk@example.go.id",
    )
    assert (facts.signer.title, facts.signer.number) == ("Kepala BNN Kota Balikpapan", "NRP 70010001")
    assert facts.destination.addressee == ("Kepala Balai Rehabilitasi BNN Tanah Merah",)
    assert facts.destination.place == "Samarinda"


@pytest.mark.parametrize("case", ["none", "other kind", "withdrawn", "signed later"])
def test_without_consent_to_disclosure_identity_and_reason_alone_are_told(tmp_path: Path, case: str) -> None:
    clock = SetClock(START)
    office = make_office(tmp_path, clock=clock)
    episode_id = make_assessed(office)
    if case == "other kind":
        agree_to_programme(office, episode_id)
    if case == "withdrawn":
        series_id = agree(office, episode_id)
        with office.store.writing(COUNSELLOR) as work:
            consent.withdraw(work, series_id, 1, WithdrawalDraft())
    referral_id = prepare(office, episode_id)
    if case == "signed later":
        clock.advance(timedelta(days=1))
        agree(office, episode_id, signed_on=date(2022, 3, 2))
    gathered = _gathered(office, referral_id)
    assert not gathered.facts.consent_covers_summary
    assert not gathered.is_summary_printed
    assert gathered.facts.summary is None
    assert gathered.facts.basis == Basis()
    assert [paper.name for paper in gathered.facts.attachments] == ["Fotokopi KTP klien"]
    assert set(gathered.withheld) == {
        "screening",
        "assessment",
        "diagnosis",
        "substance_use",
        "urine_test",
        "treatment",
    }
    said = to_text(referral(gathered.facts))
    assert "Budi Setiawan" in said
    assert "dua kali kambuh" in said
    assert not [secret for secret in SECRETS if secret in said.replace("6471021708900001", "")]


def agree_to_programme(office: Office, episode_id: UUID) -> None:
    with office.store.writing(COUNSELLOR) as work:
        draft = ConsentDraft(kind="programme", signed_on=TODAY, signer_name="Budi Setiawan")
        consent.record_consent(work, episode_id, draft)


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        ("screening", {"assist"}),
        ("assessment", set()),
        ("diagnosis", {"diagnosis"}),
        ("substance_use", {"main_substance", "other_substances", "duration", "route"}),
        ("urine_test", {"urine"}),
        ("examination", set()),
        ("treatment", {"therapy"}),
    ],
)
def test_each_part_hangs_on_its_own_scope(office: Office, scope: str, shown: set[str]) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id, [scope])
    gathered = _gathered(office, prepare(office, episode_id))
    summary = gathered.facts.summary
    assert summary is not None
    assert {name for name in Summary.__slots__ if getattr(summary, name)} == shown
    assert scope not in gathered.withheld
    assert gathered.is_summary_printed == bool(shown)
    assert (gathered.facts.basis.recommendation != "") == (scope == "assessment")
    assert (gathered.facts.basis.assessment is not None) == (scope in {"assessment", "screening"})


def test_a_paper_is_enclosed_where_all_its_scopes_are_covered(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id, ["assessment"])
    referral_id = prepare(office, episode_id)
    facts = _gathered(office, referral_id).facts
    assert [paper.name for paper in facts.attachments] == ["Fotokopi KTP klien", "Petikan rekomendasi TAT"]
    agree(office, episode_id, ["screening"])
    facts = _gathered(office, referral_id).facts
    assert "Laporan asesmen medis dan skor ASSIST" in [paper.name for paper in facts.attachments]


def test_only_the_current_version_is_told(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        old = assessments.use_profile_of(work, episode_id)
        assert old is not None
        new = UseProfileDraft(assessed_on=TODAY, main_substance="ganja", diagnosis="F12.1")
        assessment.correct_use_profile(work, old.series_id, old.row_version, new, "salah zat")
    summary = _gathered(office, prepare(office, episode_id)).facts.summary
    assert summary is not None
    assert (summary.main_substance, summary.urine, summary.duration) == ("Ganja", "", "")
    assert summary.diagnosis == ("F12.1 penggunaan yang merugikan, kanabinoida",)


def test_what_lies_after_the_day_of_the_letter_is_not_in_it(tmp_path: Path) -> None:
    clock = SetClock(datetime(2022, 3, 10, 1, tzinfo=UTC))
    office = make_office(tmp_path, clock=clock)
    episode_id = make_assessed(office)  # screened and assessed on 1 March
    with office.store.writing(COUNSELLOR) as work:
        old = assessments.use_profile_of(work, episode_id)
        assert old is not None
        later = UseProfileDraft(assessed_on=date(2022, 3, 9), main_substance="heroin")
        assessment.correct_use_profile(work, old.series_id, 1, later, "asesmen ulang")
    agree(office, episode_id)
    summary = _gathered(office, prepare(office, episode_id), date(2022, 3, 5)).facts.summary
    assert summary is not None
    assert summary.main_substance == ""
    assert summary.assist != ()


def diagnose(office: Office, episode_id: UUID, code: str, **typed: object) -> UUID:
    draft = DiagnosisDraft.model_validate({"code": code, "made_on": TODAY, **typed})
    with office.store.writing(COUNSELLOR) as work:
        return diagnoses.record_diagnosis(work, episode_id, draft)


def take_urine(office: Office, episode_id: UUID, results: dict[str, str], **typed: object) -> None:
    panel = dict.fromkeys(("MET", "AMP", "THC", "BZO", "MOP", "COC"), "negative")
    draft = UrineTestDraft.model_validate({"taken_on": TODAY, "results": panel | results, **typed})
    with office.store.writing(COUNSELLOR) as work:
        urine_tests.record_urine_test(work, episode_id, draft)


def test_the_doctors_diagnoses_are_told_the_main_one_first_and_not_the_older_profiles(office: Office) -> None:
    episode_id = make_assessed(office)  # its use profile says F15.2
    diagnose(office, episode_id, "F17.2")
    diagnose(office, episode_id, "B18.2", title="hepatitis C kronis")
    main = diagnose(office, episode_id, "F19.2", is_main=True)
    agree(office, episode_id, ["diagnosis"])
    referral_id = prepare(office, episode_id)
    summary = _gathered(office, referral_id).facts.summary
    assert summary is not None
    assert summary.diagnosis == (
        "F19.2 sindrom ketergantungan, zat multipel atau zat lain",
        "B18.2 hepatitis C kronis",
        "F17.2 sindrom ketergantungan, tembakau",
    )
    with office.store.writing(COUNSELLOR) as work:
        diagnoses.end_diagnosis(work, main, 1, TODAY, "bukan zat multipel")
    summary = _gathered(office, referral_id).facts.summary
    assert summary is not None
    assert [code.split()[0] for code in summary.diagnosis] == ["B18.2", "F17.2"]


def test_where_every_diagnosis_ended_none_is_told_and_nothing_is_withheld(office: Office) -> None:
    episode_id = make_assessed(office)
    series_id = diagnose(office, episode_id, "F15.2")
    with office.store.writing(COUNSELLOR) as work:
        diagnoses.end_diagnosis(work, series_id, 1, TODAY, "tidak terbukti")
    agree(office, episode_id, ["urine_test"])
    gathered = _gathered(office, prepare(office, episode_id))
    assert gathered.facts.summary is not None
    assert gathered.facts.summary.diagnosis == ()
    assert "diagnosis" not in gathered.withheld


def test_the_last_urine_test_is_told_with_its_day(tmp_path: Path) -> None:
    office = make_office(tmp_path, clock=SetClock(datetime(2022, 3, 10, 1, tzinfo=UTC)))
    episode_id = make_assessed(office)  # its use profile says MET positif
    take_urine(office, episode_id, {"MET": "positive"})
    take_urine(
        office,
        episode_id,
        {"BZO": "positive"},
        taken_on=date(2022, 3, 8),
        medicines="alprazolam",
        explained=["BZO"],
    )
    agree(office, episode_id, ["urine_test"])
    referral_id = prepare(office, episode_id)
    told = {}
    for day in (date(2022, 3, 5), date(2022, 3, 9)):
        summary = _gathered(office, referral_id, day).facts.summary
        assert summary is not None
        told[day.day] = summary.urine
    assert told == {
        5: "1 Maret 2022: MET positif; AMP, THC, BZO, MOP, COC negatif",
        9: "8 Maret 2022: BZO positif karena obat yang diresepkan; MET, AMP, THC, MOP, COC negatif",
    }
    assert "alprazolam" not in to_text(referral(_gathered(office, referral_id, date(2022, 3, 9)).facts))


@pytest.mark.parametrize("scope", ["diagnosis", "urine_test"])
def test_diagnoses_and_urine_tests_without_their_scope_are_withheld_even_without_a_profile(
    office: Office, scope: str
) -> None:
    with office.store.writing(COUNSELLOR) as work:
        episode_id = open_episode(work, make_client(work, full_name="Budi Setiawan")).episode_id
    diagnose(office, episode_id, "F15.2")
    take_urine(office, episode_id, {"MET": "positive"})
    agree(office, episode_id, [scope])
    gathered = _gathered(office, prepare(office, episode_id))
    summary = gathered.facts.summary
    assert summary is not None
    assert (summary.diagnosis != (), summary.urine != "") == (scope == "diagnosis", scope == "urine_test")
    assert ({"diagnosis", "urine_test"} & set(gathered.withheld)) == {"diagnosis", "urine_test"} - {scope}


def test_a_guardian_among_the_contacts_answers_where_no_parent_reported(office: Office) -> None:
    episode_id = make_assessed(office, reporter_name="Pak Joko", reporter_relation="employer")
    referral_id = prepare(office, episode_id)
    assert _gathered(office, referral_id).facts.guardian is None
    with office.store.writing(COUNSELLOR) as work:
        client_id = gather(work, referral_id, LISTS, TODAY).referral.client_id
        for name, is_removed in (("Salah Tulis", True), ("Hadi Wali", False)):
            contact = ClientContact(
                id=uuid4(), client_id=client_id, name=name, relation="guardian", is_guardian=True, is_removed=is_removed
            )
            work.add(contact, "clients.add_contact")
    guardian = _gathered(office, referral_id).facts.guardian
    assert guardian is not None
    assert (guardian.name, guardian.relation) == ("Hadi Wali", "Wali")


def test_the_consent_of_a_guardian_is_named_as_hers(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id, signer_name="Siti Aminah", signer_relation="mother")
    said = to_text(referral(_gathered(office, prepare(office, episode_id)).facts))
    assert "persetujuan orang tua/wali klien tanggal 1 Maret 2022" in said.replace("\u00a0", " ")


def test_a_client_known_by_initials_alone_is_named_by_them(office: Office) -> None:
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        client = work.session.get_one(Client, gather(work, referral_id, LISTS, TODAY).referral.client_id)
        client.full_name = ""
        client.nik = None
        client.identity_kind, client.identity_number = "sim", "900812345678"
        work.change(client, "clients.change")
    facts = _gathered(office, referral_id).facts
    assert (facts.client.name, facts.client.initials, facts.client.nik) == ("", "BS", "")
    assert facts.client.identity.endswith("900812345678")
    assert "BS" in to_text(referral(facts))


@pytest.mark.parametrize("missing", ["head_name", "head_title"])
def test_without_a_signer_the_letter_says_so(tmp_path: Path, missing: str) -> None:
    office = make_office(tmp_path, OFFICE.model_copy(update={missing: ""}))
    with pytest.raises(RuleBroken) as refused:
        _gathered(office, prepare(office, make_assessed(office)))
    assert (refused.value.code, refused.value.field) == ("papers.signer_missing", "signer")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("70010001", "NRP 70010001"),
        ("197801012003121001", "NIP 197801012003121001"),
        ("19780101 200312 1 001", "NIP 19780101 200312 1 001"),
        ("NIP 1978", "NIP 1978"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_a_staff_number_gets_its_kind(office: Office, typed: str, printed: str) -> None:
    with office.store.reading(HEAD) as work:
        assert signer_of(replace(profile(work), head_staff_number=typed)).number == printed


def test_copies_go_where_the_office_says_and_practice_is_marked(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    assert not _gathered(office, referral_id).facts.is_practice
    with office.store.writing(HEAD) as work:
        draft = LetterTypeDraft(
            **{
                name: getattr(letter_type(work, "R"), name)
                for name in ("code", "name", "security", "series", "pattern")
            },
            signer_mark="KA",
            filing_code="RH.00.00",
            copies=["Kepala BNNP Kalimantan Timur", "Arsip"],
        )
        keep_type(work, draft, 0, "BNNK-BPP")
        write_meta(work.connection, PRACTICE, "yes")
    facts = _gathered(office, referral_id).facts
    assert facts.copies == ("Kepala BNNP Kalimantan Timur", "Arsip")
    assert facts.is_practice


def test_an_unknown_referral_is_told(office: Office) -> None:
    with pytest.raises(RuleBroken, match=r"referrals\.unknown"):
        _gathered(office, uuid4())


@pytest.mark.parametrize("role", [Role.PENDAFTARAN, Role.ADMIN])
def test_who_may_not_see_health_data_may_not_see_the_letter(office: Office, role: Role) -> None:
    referral_id = prepare(office, make_assessed(office))
    with pytest.raises(NotAllowed), office.store.reading(make_actor(role)) as work:
        letter_facts(work, referral_id, LISTS, TODAY)


def test_every_scope_a_paper_needs_is_a_scope() -> None:
    for choice in LISTS.of("document"):
        assert set(choice.codes("scopes")) <= set(EVERY_SCOPE)
