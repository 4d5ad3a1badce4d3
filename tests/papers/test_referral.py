"""The referral letter: everything that must stand in it, nothing the client did not allow, on one page where it fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import F4, PRACTICE_BANNER
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.facts import Delegation, Person, Signer, initials_of
from rehab_app.papers.letters.referral import (
    Attachment,
    Basis,
    Destination,
    ReferralFacts,
    SubstanceScore,
    Summary,
    check_referral,
    referral,
)
from rehab_app.papers.plain import to_text
from tests.papers.pdf import fonts, pages, reader, words
from tests.papers.samples import (
    CLIENT,
    FACTS,
    GUARDIAN,
    LEAST,
    LONG_NAME,
    NUMBER,
    OFFICE,
    SIGNER,
    SUMMARY,
    logo,
    longest,
)

# What domain practice asks of a surat rujukan: kop, nomor, klasifikasi, lampiran, perihal, tujuan, dasar, identitas klien dan
# penanggung jawab, ringkasan asesmen, alasan, lampiran, petugas pengantar, tanda tangan, tembusan.
MANDATORY = (
    *OFFICE.letterhead,
    *OFFICE.address,
    f"Nomor : {NUMBER}",
    "Klasifikasi : RAHASIA",
    "Lampiran : 5 (lima) berkas",
    "Perihal : Permohonan rehabilitasi rawat inap a.n. B.S.",
    "Balikpapan, 12 Januari 2026",
    "Kepada",
    "Yth. Kepala Balai Rehabilitasi BNN Tanah Merah",
    "di \u2013 Samarinda",
    "Undang-Undang Nomor 35 Tahun 2009",
    "Peraturan Pemerintah Nomor 25 Tahun 2011",
    "Peraturan Menteri Kesehatan Nomor 4 Tahun 2020",
    "Rekomendasi Tim Asesmen Terpadu Nomor R/REKOM-7/I/2026/TAT",
    "Hasil asesmen klien tanggal 9 Januari 2026 dan persetujuan klien tanggal 10 Januari 2026",
    "Nama : Budi Setiawan",
    "Tempat/tanggal lahir : Balikpapan, 17 Agustus 1998 (umur 27 tahun)",
    "Jenis kelamin / pekerjaan : Laki-laki / Buruh",
    "NIK / No. RM / No. HP : 6471021708980001 / 000123 / 0812-0000-0000",
    "Kelurahan Baru Ulu, Kecamatan Balikpapan Barat",
    "Penanggung jawab : Siti Aminah (Ibu kandung)",
    "NIK / No. HP : 6471024203700002 / 0813-0000-0000",
    "Zat utama : Sabu (metamfetamin)",
    "Zat lain : Tembakau",
    "Lama / cara pemakaian : 4 tahun / Dihisap (merokok)",
    "Skor ASSIST : stimulan jenis amfetamin 28 (risiko tinggi); tembakau 14 (risiko sedang)",
    "Skala ASI (0\u20139) : medis 2; pekerjaan/dukungan 4; napza 7; legal 1; keluarga/sosial 5; psikiatris 3",
    "Diagnosis (ICD-10) : F15.2 sindrom ketergantungan stimulansia lain",
    "Tes urin : 12 Januari 2026: MET positif",
    "Terapi yang diberikan : Wawancara motivasional 2 kali",
    "Alasan rujukan: risiko tinggi dengan pemakaian hampir setiap hari",
    "fotokopi KTP klien dan penanggung jawab; fotokopi Kartu Keluarga; hasil asesmen dan skor ASSIST; hasil tes urine",
    "Klien diantar oleh Konselor Contoh, S.Psi.",
    "KEPALA BADAN NARKOTIKA NASIONAL",
    "KOTA BALIKPAPAN,",
    "Drs. Contoh Pejabat, M.Si.",
    "Komisaris Besar Polisi",
    "NRP 70010001",
    "Tembusan:",
    "1. Kepala BNN Provinsi Kalimantan Timur",
    "2. Arsip",
)
CLINICAL = (
    "ASSIST", "ASI ", "Zat", "Sabu", "metamfetamin", "amfetamin", "F15", "MET", "Diagnosis", "tes urine", "Terapi", "4 tahun",
    "Tim Asesmen Terpadu", "REKOM-7", "Hasil asesmen", "9 Januari", "10 Januari", "skor",
)  # fmt: skip
SENTENCE = "Klien memerlukan perawatan di lingkungan yang terlindung. "


def said(facts: ReferralFacts) -> str:
    """Return the letter as text, runs of white space made one blank."""
    return " ".join(to_text(referral(facts)).replace("**", "").replace("\u00a0", " ").split())


@pytest.mark.parametrize("what", MANDATORY)
def test_every_mandatory_field_stands_in_the_letter(what: str) -> None:
    assert what in said(FACTS)


def test_every_mandatory_field_can_be_found_in_the_pdf() -> None:
    text = words(draw(referral(FACTS))).replace(" ", "")
    assert [what for what in MANDATORY if what.replace(" ", "") not in text] == []


def test_an_ordinary_letter_keeps_to_one_page() -> None:
    for facts in (
        FACTS,
        replace(FACTS, office=replace(OFFICE, logo=logo())),
        replace(FACTS, is_practice=True),
        replace(FACTS, consent_covers_summary=False),
        replace(FACTS, client=replace(CLIENT, name=LONG_NAME), paper=F4),
        LEAST,
    ):
        assert len(pages(draw(referral(facts)))) == 1


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("referral", FACTS),
        ("referral-without-consent", replace(FACTS, consent_covers_summary=False)),
        ("referral-least", LEAST),
        ("referral-practice-f4", replace(FACTS, is_practice=True, paper=F4)),
        ("referral-longest", longest()),
    ],
)
def test_letters_read_as_agreed(name: str, facts: ReferralFacts, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", to_text(referral(facts)))


def test_without_consent_only_identity_and_reason_are_told() -> None:
    facts = replace(FACTS, consent_covers_summary=False, reason="permintaan keluarga.")
    text, drawn = said(facts), words(draw(referral(facts)))
    for secret in CLINICAL:
        assert secret not in text.replace("Ringkasan asesmen tidak", "")
        assert secret not in drawn
    for kept in (
        "Budi Setiawan",
        "6471021708980001",
        "Siti Aminah",
        "Alasan rujukan: permintaan keluarga.",
        "3 (tiga) berkas",
    ):
        assert kept in text
    assert "belum ada persetujuan klien" in text


def test_with_consent_the_withholding_is_not_mentioned() -> None:
    assert "belum ada persetujuan" not in said(FACTS)


def test_names_stand_neither_in_the_subject_nor_in_the_properties() -> None:
    file = reader(draw(referral(FACTS)))
    assert file.metadata is not None
    properties = " ".join(str(value) for value in file.metadata.values())
    assert file.metadata.title == "Surat rujukan rehabilitasi rawat inap"
    assert not any(name in properties for name in ("Budi", "Setiawan", "Siti", "Contoh"))
    opening = said(FACTS).split("Yth.")[0]
    assert "B.S." in opening
    assert "Budi" not in opening


def test_given_initials_go_before_those_of_the_name() -> None:
    assert "a.n. Q.R." in said(replace(FACTS, client=replace(CLIENT, initials="Q.R.")))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Budi Setiawan", "B.S."),
        ("budi", "B."),
        ("  Muh.  Ali   bin Umar ", "M.A.B.U."),
        ("\U0001f600 Ani", "A."),
        ("(Ani)", "A."),
        ("\u0645\u062d\u0645\u062f", "\u0645."),
        ("123 \U0001f600", "X."),
        ("", "X."),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_what_is_not_known_is_left_out() -> None:
    text = said(LEAST)
    assert "None" not in text
    for label in (
        "NIK",
        "Alamat",
        "Penanggung jawab",
        "Ringkasan",
        "Zat",
        "Tembusan",
        "diantar",
        "dilampirkan",
        "di -",
    ):
        assert label not in text
    assert "Lampiran : -" in text
    assert "Nomor : \u2026" in text
    assert "Nama : B.S." in text


@pytest.mark.parametrize("part", ["summary", "guardian"])
def test_an_empty_part_is_left_out(part: str) -> None:
    empty = replace(FACTS, **{part: Summary() if part == "summary" else None})  # type: ignore[arg-type] # one part
    assert ("Ringkasan asesmen:" in said(empty)) == (part == "guardian")
    assert ("Penanggung jawab" in said(empty)) == (part == "summary")


@pytest.mark.parametrize(
    ("summary", "row"),
    [
        (Summary(duration="4 tahun"), "Lama / cara pemakaian : 4 tahun"),
        (Summary(route="Oral"), "Lama / cara pemakaian : Oral"),
        (Summary(diagnosis=("F15.2", "F10.1")), "Diagnosis (ICD-10) : F15.2; F10.1"),
        (Summary(comorbidity="TBC"), "Penyakit penyerta : TBC"),
        (Summary(assist=(SubstanceScore("kanabis", 3, "low"),)), "Skor ASSIST : kanabis 3 (risiko rendah)"),
        (Summary(assist=(SubstanceScore("kanabis", 0, "tidak dinilai"),)), "Skor ASSIST : kanabis 0 (tidak dinilai)"),
        (Summary(asi=(("medis", 0),)), "Skala ASI (0\u20139) : medis 0"),
    ],
)
def test_each_finding_stands_alone(summary: Summary, row: str) -> None:
    text = said(replace(LEAST, summary=summary))
    assert row in text
    assert text.count(" : ") == 6  # four rows of the opening, the name, the finding


@pytest.mark.parametrize(
    ("basis", "line"),
    [
        (Basis(assessment=date(2026, 1, 9)), "d. Hasil asesmen klien tanggal 9 Januari 2026."),
        (Basis(consent=date(2026, 1, 10)), "d. Persetujuan klien tanggal 10 Januari 2026."),
        (Basis(recommendation="R/1/TAT"), "d. Rekomendasi Tim Asesmen Terpadu Nomor R/1/TAT."),
        (
            Basis(recommendation="R/1/TAT", recommended=date(2026, 1, 2)),
            "d. Rekomendasi Tim Asesmen Terpadu Nomor R/1/TAT tanggal 2 Januari 2026.",
        ),
        (
            Basis(),
            "c. Peraturan Menteri Kesehatan Nomor 4 Tahun 2020 tentang Penyelenggaraan Institusi Penerima Wajib Lapor. 2.",
        ),
    ],
)
def test_the_basis_ends_in_a_full_stop(basis: Basis, line: str) -> None:
    assert line in said(replace(FACTS, basis=basis))


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (replace(FACTS, office=replace(OFFICE, letterhead=(" ",))), "papers.letterhead_missing", "letterhead"),
        (replace(FACTS, office=replace(OFFICE, city="")), "papers.city_missing", "city"),
        (replace(FACTS, signer=replace(SIGNER, name=" ")), "papers.signer_missing", "signer"),
        (replace(FACTS, signer=replace(SIGNER, title="")), "papers.signer_missing", "signer"),
        (replace(FACTS, destination=Destination("", ("Kepala",))), "papers.destination_missing", "destination"),
        (replace(FACTS, destination=Destination("Balai", ())), "papers.addressee_missing", "destination"),
        (replace(FACTS, client=Person(name="")), "papers.client_unnamed", "client"),
        (replace(FACTS, reason="\n"), "papers.reason_missing", "reason"),
    ],
)
def test_a_letter_that_cannot_be_official_is_refused(facts: ReferralFacts, code: str, field: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        referral(facts)
    assert [(trouble.code, trouble.field) for trouble in refused.value.troubles] == [(code, field)]


def test_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(RulesBroken) as refused:
        check_referral(replace(FACTS, reason="", office=replace(OFFICE, city="", letterhead=())))
    assert [trouble.field for trouble in refused.value.troubles] == ["letterhead", "city", "reason"]


@pytest.mark.parametrize(
    ("signer", "titles"),
    [
        (Signer("KEPALA BNNK", "A"), ("KEPALA BNNK,",)),
        (Signer("KEPALA BNNK,", "A"), ("KEPALA BNNK,",)),
        (Signer("KEPALA BNNK", "A", delegation=Delegation.PLH), ("Plh. KEPALA BNNK,",)),
        (Signer("KEPALA BNNK", "A", delegation=Delegation.PLT), ("Plt. KEPALA BNNK,",)),
        (
            Signer("SUBKOORDINATOR", "A", delegation=Delegation.AN, principal="KEPALA BNNK"),
            ("a.n. KEPALA BNNK", "SUBKOORDINATOR,"),
        ),
        (
            Signer("DOKTER", "A", delegation=Delegation.UB, principal="KEPALA BNNK", between="SUBKOORDINATOR"),
            ("a.n. KEPALA BNNK", "SUBKOORDINATOR", "u.b.", "DOKTER,"),
        ),
    ],
)
def test_signing_for_another_is_written_above_the_name(signer: Signer, titles: tuple[str, ...]) -> None:
    assert signer.titles() == titles
    assert " ".join(titles) in said(replace(FACTS, signer=signer))


@pytest.mark.parametrize("sentences", range(0, 60, 3))
def test_the_signature_never_stands_alone_on_a_page(sentences: int) -> None:
    facts = replace(FACTS, reason="Singkat. " + SENTENCE * sentences)
    last = pages(draw(referral(facts)))[-1]
    assert "Demikian disampaikan" in last
    assert last.index("Demikian disampaikan") < last.index(SIGNER.name)
    assert "NRP 70010001" in last
    assert "Arsip" in last


def test_the_longest_letter_loses_nothing() -> None:
    facts = longest()
    drawn = pages(draw(referral(facts)))
    text = " ".join(drawn)
    assert len(drawn) > 1
    assert text.count("terlindung.") == 60
    assert [copy for copy in facts.copies if copy not in text] == []
    assert [paper.name for paper in facts.attachments if paper.name not in text] == []
    assert text.replace(" ", "").count(LONG_NAME.replace(" ", "")) == 3
    assert "10 (sepuluh) berkas" in text
    assert all(page.count("RAHASIA") >= 2 for page in drawn)


def test_forty_copies_do_not_push_the_signature_off_its_page() -> None:
    facts = replace(FACTS, copies=tuple(f"Kepala Instansi Nomor {number}x" for number in range(40)))
    drawn = pages(draw(referral(facts)))
    assert [number for number in range(40) if f"Nomor {number}x" not in " ".join(drawn)] == []
    assert any("Demikian disampaikan" in page and SIGNER.name in page for page in drawn)


def test_emoji_and_arabic_names_are_drawn_with_squares() -> None:
    facts = replace(FACTS, client=replace(CLIENT, name="Budi \U0001f600 \u0645\u062d\u0645\u062f"))
    text = words(draw(referral(facts)))
    assert "Budi \u25a1 \u25a1\u25a1\u25a1\u25a1" in text


def test_marks_in_typed_text_stay_as_typed() -> None:
    facts = replace(
        FACTS, reason="a < b & <b>c</b> **d** {client}", client=replace(CLIENT, name="A {0} **B** <u>C</u>")
    )
    text = words(draw(referral(facts))).replace(" ", "")
    assert "a<b&<b>c</b>**d**{client}" in text
    assert "A{0}**B**<u>C</u>" in text


def test_a_practice_letter_says_so_on_every_page() -> None:
    drawn = pages(draw(referral(replace(longest(), is_practice=True))))
    assert len(drawn) > 1
    assert all(PRACTICE_BANNER in page for page in drawn)
    assert PRACTICE_BANNER not in words(draw(referral(FACTS)))


def test_the_letter_is_searchable_and_its_fonts_are_embedded() -> None:
    data = draw(referral(replace(FACTS, office=replace(OFFICE, logo=logo()))))
    assert all(fonts(data).values())
    assert reader(data).trailer["/Root"]["/Lang"] == "id-ID"  # type: ignore[index] # pypdf types it as any object
    assert "Siti Aminah" in words(data)


def test_attachments_without_names_are_not_counted() -> None:
    facts = replace(
        FACTS, attachments=(Attachment(" "), Attachment("fotokopi KTP")), guardian=GUARDIAN, summary=SUMMARY
    )
    assert "Lampiran : 1 (satu) berkas" in said(facts)


def test_persons_do_not_show_in_a_representation() -> None:
    shown = repr(FACTS)
    assert not any(secret in shown for secret in ("Budi", "Siti", "6471021708980001", "Dahlia", "0812-0000"))
