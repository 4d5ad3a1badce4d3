"""Made-up facts of every statement and sheet, filled, with names and addresses that are too long, and blank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from io import BytesIO

from PIL import Image

from rehab_app.papers.blocks import Document
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.sheets.control_card import ControlCardFacts, PlannedMeeting, control_card
from rehab_app.papers.sheets.counselling_note import CounsellingFacts, Meeting, counselling_note
from rehab_app.papers.sheets.report_card import ReportCardFacts, report_card
from rehab_app.papers.sheets.visit_sheet import VisitFacts, visit_sheet
from rehab_app.papers.statements.by_hand import FormFacts
from rehab_app.papers.statements.guarantor import Guaranteed, Guarantor, GuarantorFacts, guarantor_statement
from rehab_app.papers.statements.informed_consent import ConsentFacts, Disclosure, informed_consent
from rehab_app.papers.statements.outpatient import OutpatientFacts, outpatient_statement
from rehab_app.papers.statements.receipt import HandedPaper, ReceiptFacts, receipt_of_papers
from rehab_app.papers.statements.reporting_pact import PactFacts, reporting_pact
from tests.papers.samples import CLIENT, GUARDIAN, LONG_NAME, OFFICE, SIGNER

DAY = date(2026, 1, 12)
LONG_ADDRESS = (
    "Perumahan Griya Permata Indah Blok " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 5 + ", Kelurahan Gunung Samarinda Baru"
)  # 200 letters
SCOPES = (
    "Hasil skrining",
    "Ringkasan asesmen",
    "Diagnosis",
    "Zat, lama dan cara pakai",
    "Hasil tes urin",
    "Pemeriksaan fisik dan penyakit penyerta",
    "Riwayat dan kehadiran rawatan",
)
CLINIC = replace(OFFICE, phone="(0542) 000000")
KNOWN = replace(CLIENT, registration_number="0012/2026")
MOTHER = replace(
    GUARDIAN,
    birth_place="Balikpapan",
    birth_date=date(1970, 3, 2),
    occupation="Ibu rumah tangga",
    nik="6471024203700002",
)

CONSENT = ConsentFacts(
    office=CLINIC,
    day=DAY,
    client=KNOWN,
    guardian=MOTHER,
    explained_by="Konselor Contoh, S.Psi.",
    disclosures=(
        Disclosure("Balai Rehabilitasi BNN Tanah Merah", SCOPES[:5], "rujukan rawat inap"),
        Disclosure("Ibu kandung", SCOPES[6:], "pendampingan"),
    ),
)
OUTPATIENT = OutpatientFacts(office=CLINIC, day=DAY, client=KNOWN)
GUARANTOR = GuarantorFacts(
    office=CLINIC, day=DAY, guarantor=Guarantor(MOTHER), guaranteed=Guaranteed(KNOWN), witness="Andi Saputra"
)
PACT = PactFacts(
    office=CLINIC,
    day=DAY,
    client=KNOWN,
    sent_by="Satresnarkoba Polresta Balikpapan",
    recommendation="R/REKOM-7/I/2026/TAT tanggal 9 Januari 2026",
    reports_on="setiap Selasa pukul 09.00",
    tested="setiap dua minggu",
)
RECEIPT = ReceiptFacts(
    office=CLINIC,
    day=DAY,
    client=KNOWN,
    given_by="Siti Aminah",
    received_by="Petugas Contoh",
    purpose="pendaftaran",
    papers=(HandedPaper("KTP", "Fotokopi", 1), HandedPaper("Kartu Keluarga", "Fotokopi", 2, "satu buram")),
)
MEETING = Meeting(
    day=DAY,
    number=3,
    kind="Konseling individu",
    service="Wawancara Motivasional (MI)",
    counsellor="Konselor Contoh, S.Psi.",
    attendance="Hadir",
    material="Neraca keputusan: keuntungan dan kerugian berhenti",
    subjective="Merasa lebih tenang; masih diajak teman lama.",
    objective="Datang tepat waktu, rapi, kontak mata baik.",
    appraisal="Tahap preparasi; risiko sedang pada akhir pekan.",
    planned="Latihan menolak ajakan; libatkan istri.",
    result="Klien menyusun tiga cara menolak ajakan.",
)
NOTE = CounsellingFacts(office=CLINIC, day=DAY, client=KNOWN, period_number=1, meetings=(MEETING,))
CONTROL = ControlCardFacts(
    office=CLINIC,
    day=DAY,
    client=KNOWN,
    period_number=1,
    counsellor="Konselor Contoh, S.Psi.",
    target=8,
    rhythm="Seminggu sekali",
    meetings=tuple(
        PlannedMeeting(
            number=number,
            day=date(2026, 1, 5 + 7 * number),
            at=time(9, 30),
            service="Konseling individu",
            counsellor="Konselor Contoh, S.Psi.",
        )
        for number in (1, 2, 3)
    ),
)
CARD = ReportCardFacts(
    office=CLINIC,
    day=DAY,
    signer=SIGNER,
    number="KLD-0012/2026",
    client=KNOWN,
    period_number=1,
    assessed_on=date(2026, 1, 9),
    valid_until=date(2026, 7, 9),
    reported_on=(date(2026, 1, 12), date(2026, 1, 19)),
)
VISIT = VisitFacts(
    office=CLINIC,
    client=KNOWN,
    visited_on=DAY,
    task_number="Sgas/12/I/KA/RH.01.01/2026/BNNK-BPP",
    officers=("Konselor Contoh, S.Psi.", "Perawat Contoh, A.Md.Kep."),
    purpose="Klien tidak hadir dua kali",
)

FILLED: dict[str, FormFacts] = {
    "informed_consent": CONSENT,
    "outpatient_statement": OUTPATIENT,
    "guarantor_statement": GUARANTOR,
    "reporting_pact": PACT,
    "receipt_of_papers": RECEIPT,
    "counselling_note": NOTE,
    "control_card": CONTROL,
    "report_card": CARD,
    "visit_sheet": VISIT,
}
BLANK: dict[str, FormFacts] = {
    "informed_consent": ConsentFacts(office=CLINIC, is_blank=True, scope_choices=SCOPES),
    **{code: type(facts)(office=CLINIC, is_blank=True) for code, facts in FILLED.items() if code != "informed_consent"},
}
"""Each paper by its kind, filled and blank."""


_MAKERS: dict[type[FormFacts], Callable[..., Document]] = {
    ConsentFacts: informed_consent,
    OutpatientFacts: outpatient_statement,
    GuarantorFacts: guarantor_statement,
    PactFacts: reporting_pact,
    ReceiptFacts: receipt_of_papers,
    CounsellingFacts: counselling_note,
    ControlCardFacts: control_card,
    ReportCardFacts: report_card,
    VisitFacts: visit_sheet,
}


def made(facts: FormFacts, text: str = "") -> Document:
    """Return the paper of ``facts``, whichever it is."""
    return _MAKERS[type(facts)](facts, text)


def about(facts: FormFacts, client: Person) -> FormFacts:
    """Return ``facts`` about ``client``."""
    if isinstance(facts, GuarantorFacts):
        return replace(facts, guaranteed=Guaranteed(client))
    return replace(facts, client=client)  # type: ignore[call-arg] # every other kind of facts has a client


LONG_CLIENT = replace(KNOWN, name=LONG_NAME, address=LONG_ADDRESS, occupation="Wiraswasta " * 8)


def photo() -> bytes:
    """Return a grey picture of 3 x 4 as JPEG."""
    output = BytesIO()
    Image.new("RGB", (90, 120), (120, 120, 120)).save(output, "JPEG")
    return output.getvalue()
