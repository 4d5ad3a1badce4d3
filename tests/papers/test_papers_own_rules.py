"""What each numbered paper says and refuses of its own: reminder, certificates, assignment, SKHPN, TAT papers, handover."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rehab_app.papers.blocks import Document
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.assignment import assignment
from rehab_app.papers.letters.certificates import certificate_completed, certificate_ongoing
from rehab_app.papers.letters.escalation import escalation
from rehab_app.papers.letters.facts import Officer
from rehab_app.papers.letters.handover import handover
from rehab_app.papers.letters.referral import Destination
from rehab_app.papers.letters.skhpn import PanelResult, skhpn
from rehab_app.papers.letters.tat import Advice, Finding, tat_minutes, tat_recommendation
from tests.papers.letter_samples import (
    ASSIGNMENT,
    COMPLETED,
    DAY,
    ESCALATION,
    HANDOVER,
    MINUTES,
    ONGOING,
    RECOMMENDATION,
    SKHPN,
)
from tests.papers.pdf import pages, words
from tests.papers.refusals import said, troubles
from tests.papers.samples import OFFICE, SIGNER

# The reminder


def test_a_reminder_counts_the_days_itself() -> None:
    assert "21 hari setelah tanggal surat rujukan" in said(escalation(ESCALATION))
    assert "22 hari" in said(escalation(replace(ESCALATION, day=DAY + timedelta(days=1))))


def test_the_first_reminder_does_not_count_itself() -> None:
    assert "pengingat ke-2 (dua)" in said(escalation(ESCALATION))
    assert "pengingat" not in said(escalation(replace(ESCALATION, place_in_row=1)))


def test_a_reminder_leaves_out_what_is_not_known() -> None:
    bare = replace(ESCALATION, reply_by=None, code="", office=replace(OFFICE, phone=""))
    text = said(escalation(bare))
    for label in ("paling lambat", "kode", "melalui telepon", "None"):
        assert label not in text
    assert "5. Demikian disampaikan" not in text.split("4. Mohon", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        (replace(ESCALATION, letter_number=" "), ("referral_number_missing", "letter_number")),
        (replace(ESCALATION, day=ESCALATION.letter_day), ("reminder_too_early", "day")),
        (replace(ESCALATION, destination=Destination("", ("Kepala",))), ("destination_missing", "destination")),
        (replace(ESCALATION, destination=Destination("Balai", (" ",))), ("addressee_missing", "destination")),
    ],
)
def test_a_reminder_that_reminds_of_nothing_is_refused(facts: object, trouble: tuple[str, str]) -> None:
    assert troubles(escalation, facts) == [trouble]


# The certificates


def test_the_urine_test_stands_only_where_the_consent_covers_it() -> None:
    assert "Hasil tes urin terakhir, 26 Januari 2026" in said(certificate_ongoing(ONGOING))
    withheld = words(draw(certificate_ongoing(replace(ONGOING, consent_covers_urine=False))))
    for secret in ("urin", "MET", "26 Januari"):
        assert secret not in withheld


def test_certificates_tell_nothing_else_of_health() -> None:
    for document in (
        certificate_ongoing(replace(ONGOING, consent_covers_urine=False)),
        certificate_completed(COMPLETED),
    ):
        text = said(document).lower()
        assert not any(secret in text for secret in ("diagnosis", "assist", "zat ", "f15", "sembuh"))


def test_meetings_are_those_attended_of_those_planned() -> None:
    assert "5 (lima) kali dari 8 (delapan) kali pertemuan" in said(certificate_ongoing(ONGOING))
    assert "7 (tujuh) kali dari 8 (delapan) kali pertemuan" in said(certificate_completed(COMPLETED))
    for document in (
        certificate_ongoing(replace(ONGOING, planned=None)),
        certificate_completed(replace(COMPLETED, planned=0)),
    ):
        text = said(document)
        assert "kali pertemuan" in text
        assert "direncanakan" not in text


def test_a_completed_programme_has_days_with_their_years() -> None:
    assert "sejak tanggal 3 November 2025 sampai dengan tanggal 30 Januari 2026" in said(
        certificate_completed(COMPLETED)
    )


@pytest.mark.parametrize(
    ("make", "facts", "found"),
    [
        (certificate_ongoing, replace(ONGOING, started_on=None), [("start_missing", "started_on")]),
        (
            certificate_ongoing,
            replace(ONGOING, started_on=DAY + timedelta(days=1)),
            [("start_in_future", "started_on")],
        ),
        (certificate_completed, replace(COMPLETED, completed_on=None), [("not_completed", "completed_on")]),
        (
            certificate_completed,
            replace(COMPLETED, completed_on=date(2025, 11, 2)),
            [("completed_before_start", "completed_on")],
        ),
        (
            certificate_completed,
            replace(COMPLETED, completed_on=DAY + timedelta(days=1)),
            [("completed_in_future", "completed_on")],
        ),
        (
            certificate_completed,
            replace(COMPLETED, started_on=None, completed_on=None),
            [("start_missing", "started_on"), ("not_completed", "completed_on")],
        ),
    ],
)
def test_a_certificate_of_what_is_not_so_is_refused(
    make: Callable[[Any], Document], facts: object, found: list[tuple[str, str]]
) -> None:
    assert troubles(make, facts) == found


# The assignment


def test_an_assignment_of_several_days_names_both() -> None:
    several = replace(ASSIGNMENT, until=date(2026, 2, 5), at=None)
    text = said(assignment(several))
    assert "Rabu, 4 Februari 2026 sampai dengan Kamis, 5 Februari 2026" in text
    assert "Pukul" not in text


def test_officers_stand_with_rank_number_and_title() -> None:
    text = said(assignment(ASSIGNMENT))
    for part in ("Konselor Contoh, S.Psi.", "Penata Muda / III.a", "NIP 199001012020011001", "Perawat Terampil"):
        assert part in text
    assert "Kosong" not in said(
        assignment(replace(ASSIGNMENT, officers=(*ASSIGNMENT.officers, Officer(" ", "Kosong"))))
    )


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        (replace(ASSIGNMENT, officers=()), ("officers_missing", "officers")),
        (replace(ASSIGNMENT, officers=(Officer(" "),)), ("officers_missing", "officers")),
        (replace(ASSIGNMENT, on=None), ("visit_day_missing", "on")),
        (replace(ASSIGNMENT, until=date(2026, 2, 3)), ("visit_ends_early", "until")),
        (replace(ASSIGNMENT, place=" "), ("visit_place_missing", "place")),
    ],
)
def test_an_assignment_to_nowhere_is_refused(facts: object, trouble: tuple[str, str]) -> None:
    assert troubles(assignment, facts) == [trouble]


# SKHPN


def test_a_positive_parameter_is_concluded_from_and_named() -> None:
    positive = replace(SKHPN, panel=(PanelResult("THC (kanabis)", "positive"), *SKHPN.panel[:2]))
    text = said(skhpn(positive))
    assert "TERINDIKASI menggunakan narkotika menurut parameter THC (kanabis)." in text
    assert "TIDAK TERINDIKASI" not in text
    assert "TIDAK TERINDIKASI" in said(skhpn(SKHPN))


def test_what_was_not_done_does_not_stand_in_a_certificate() -> None:
    bare = replace(SKHPN, dast=None, valid_until=None, method="", examiner=None)
    text = said(skhpn(bare))
    assert "Pemeriksaan urin:" in text
    for label in ("DAST", "berlaku", "rapid", "Dokter pemeriksa", "None"):
        assert label not in text


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        (replace(SKHPN, panel=()), ("panel_missing", "panel")),
        (replace(SKHPN, panel=(PanelResult("MET", "invalid"),)), ("panel_invalid", "panel")),
        (replace(SKHPN, purpose=" "), ("purpose_missing", "purpose")),
        (replace(SKHPN, examined_on=None), ("examined_missing", "examined_on")),
        (replace(SKHPN, examined_on=DAY + timedelta(days=1)), ("examined_in_future", "examined_on")),
        (replace(SKHPN, dast=11), ("dast_out_of_range", "dast")),
        (replace(SKHPN, dast=-1), ("dast_out_of_range", "dast")),
        (replace(SKHPN, valid_until=DAY - timedelta(days=1)), ("valid_too_short", "valid_until")),
    ],
)
def test_an_unsound_examination_has_no_certificate(facts: object, trouble: tuple[str, str]) -> None:
    assert troubles(skhpn, facts) == [trouble]


# The integrated assessment


def test_all_of_the_team_sign_the_minutes() -> None:
    document = tat_minutes(MINUTES)
    last = pages(draw(document))[-1]
    for name in ("dr. Dokter Contoh", "Psikolog Contoh", "Penyidik Contoh", "Jaksa Contoh", SIGNER.name):
        assert name in last
    chaired = replace(MINUTES, chair=Officer("Ketua Contoh", "Ketua", "Kombes Pol", "NRP 1"))
    text = said(tat_minutes(chaired))
    assert "diketuai oleh Ketua Contoh" in text
    assert SIGNER.name not in text


@pytest.mark.parametrize("members", [1, 4, 8])
def test_the_signatures_of_a_team_are_never_parted(members: int) -> None:
    team = tuple(Officer(f"Anggota {at}x", "Dokter", "Penata", f"NIP {at}") for at in range(members))
    last = pages(draw(tat_minutes(replace(MINUTES, medical_team=team))))[-1]
    assert "Demikian berita acara" in last
    assert [at for at in range(members) if f"Anggota {at}x" not in last] == []


@pytest.mark.parametrize(
    ("advice", "sentence"),
    [
        (
            Advice("rehabilitasi rawat inap", months=3, place="Balai X"),
            "rawat inap paling sedikit 3 (tiga) bulan di Balai X.",
        ),
        (Advice("rehabilitasi rawat jalan", sessions=8), "rawat jalan paling sedikit 8 (delapan) kali pertemuan."),
        (Advice("tidak direkomendasikan rehabilitasi"), "tidak direkomendasikan rehabilitasi."),
    ],
)
def test_the_recommendation_says_how_long_and_where(advice: Advice, sentence: str) -> None:
    for document in (
        tat_minutes(replace(MINUTES, advice=advice)),
        tat_recommendation(replace(RECOMMENDATION, advice=advice)),
    ):
        assert sentence in said(document)


@pytest.mark.parametrize(("is_continued", "words_"), [(True, "dilanjutkan"), (False, "tidak dilanjutkan"), (None, "")])
def test_only_what_was_decided_of_the_case_is_said(is_continued: bool | None, words_: str) -> None:
    advice = replace(RECOMMENDATION.advice, is_prosecution_continued=is_continued)
    text = said(tat_recommendation(replace(RECOMMENDATION, advice=advice)))
    assert ("dilanjutkan" in text) == bool(words_)
    assert ("tidak dilanjutkan" in text) == (is_continued is False)


@pytest.mark.parametrize(
    ("make", "facts", "trouble"),
    [
        (tat_minutes, replace(MINUTES, medical_team=()), ("medical_team_missing", "team")),
        (tat_minutes, replace(MINUTES, legal_team=(Officer(" "),)), ("legal_team_missing", "team")),
        (tat_minutes, replace(MINUTES, finding=Finding(network="x")), ("medical_conclusion_missing", "severity")),
        (tat_minutes, replace(MINUTES, finding=Finding(severity="x")), ("legal_conclusion_missing", "network")),
        (tat_minutes, replace(MINUTES, advice=Advice(" ")), ("recommendation_missing", "recommendation")),
        (tat_recommendation, replace(RECOMMENDATION, advice=Advice()), ("recommendation_missing", "recommendation")),
        (tat_recommendation, replace(RECOMMENDATION, addressee=(" ",)), ("investigator_missing", "addressee")),
    ],
)
def test_an_unfinished_assessment_has_no_papers(
    make: Callable[[Any], Document], facts: object, trouble: tuple[str, str]
) -> None:
    assert troubles(make, facts) == [trouble]


def test_minutes_without_hour_and_place_are_still_whole_sentences() -> None:
    text = said(tat_minutes(replace(MINUTES, at=None, place="")))
    assert "dua ribu dua puluh enam, bertempat di Klinik Pratama BNN Kota Balikpapan, Tim Asesmen Terpadu" in text


# Handing over


def test_who_hands_over_and_who_receives_are_not_swapped() -> None:
    text = said(handover(HANDOVER))
    first, second = text.index("1. Yang menyerahkan"), text.index("2. Yang menerima")
    assert "Konselor Contoh" in text[first:second]
    assert "Penerima Contoh" not in text[first:second]
    assert "Penerima Contoh" in text[second : text.index("PIHAK PERTAMA menyerahkan")]
    assert text.index("Yang menyerahkan,") < text.index("Yang menerima,") < text.index("Keluarga klien,")


def test_three_sign_and_the_client_where_nobody_goes_along() -> None:
    alone = said(handover(replace(HANDOVER, guardian=None)))
    assert "Keluarga klien," not in alone
    assert "Klien, Budi Setiawan" in alone
    assert "Siti Aminah" not in alone


def test_an_unknown_receiver_is_filled_in_by_hand() -> None:
    text = said(handover(replace(HANDOVER, receiver=None)))
    assert "Nama : \u2026" in text
    assert "(\u2026" in text
    assert "Instansi : Balai Rehabilitasi BNN Tanah Merah" in text


def test_empty_lists_have_no_headings() -> None:
    text = said(handover(replace(HANDOVER, papers=(), belongings=(" ",), condition="", letter_number="")))
    for label in ("Berkas yang", "Barang milik", "Keadaan klien", "tindak lanjut"):
        assert label not in text


def test_a_handover_goes_somewhere() -> None:
    assert troubles(handover, replace(HANDOVER, destination=" ")) == [("destination_missing", "destination")]
