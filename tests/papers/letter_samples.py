"""Made-up facts for the numbered papers other than the referral letter."""

from dataclasses import replace
from datetime import date, time

from rehab_app.papers.letters.assignment import AssignmentFacts
from rehab_app.papers.letters.certificates import CompletedFacts, OngoingFacts
from rehab_app.papers.letters.escalation import EscalationFacts
from rehab_app.papers.letters.facts import Officer, Signer
from rehab_app.papers.letters.handover import HandoverFacts
from rehab_app.papers.letters.reply_slip import SlipFacts
from rehab_app.papers.letters.skhpn import PanelResult, SkhpnFacts
from rehab_app.papers.letters.tat import Advice, Finding, MinutesFacts, RecommendationFacts, Request
from tests.papers.samples import CLIENT, FACTS, GUARDIAN, NUMBER, SIGNER
from tests.papers.samples import OFFICE as REFERRING_OFFICE

OFFICE = replace(REFERRING_OFFICE, phone="(0542) 000000")
DAY = date(2026, 2, 2)
COUNSELLOR = Officer(
    "Konselor Contoh, S.Psi.", "Konselor Adiksi Ahli Pertama", "Penata Muda / III.a", "NIP 199001012020011001"
)
NURSE = Officer("Perawat Contoh, A.Md.Kep.", "Perawat Terampil", "Pengatur / II.c", "NIP 199202022019022002")
DOCTOR = Officer("dr. Dokter Contoh", "Dokter", "Penata / III.c", "NIP 198503032010032003")
INVESTIGATOR = Officer("Penyidik Contoh, S.H.", "Penyidik Pembantu", "Aipda", "NRP 80010001")
PROSECUTOR = Officer("Jaksa Contoh, S.H., M.H.", "Jaksa Fungsional", "Jaksa Muda", "NIP 198004042005041004")

ESCALATION = EscalationFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="B/31/II/KA/RH.00.01/2026/BNNK-BPP",
    destination=FACTS.destination,
    client=CLIENT,
    letter_number=NUMBER,
    letter_day=date(2026, 1, 12),
    reply_by=date(2026, 1, 26),
    place_in_row=2,
    code="R7K2-MXQ4",
    copies=("Kepala BNN Provinsi Kalimantan Timur", "Arsip"),
)
ONGOING = OngoingFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="SKet/5/II/KA/RH.00.00/2026/BNNK-BPP",
    client=replace(CLIENT, religion="Islam"),
    attended=5,
    planned=8,
    started_on=date(2025, 12, 1),
    purpose="melengkapi berkas cuti di tempat kerja",
    urine="26 Januari 2026: MET, AMP, THC, BZO, MOP, COC negatif",
    consent_covers_urine=True,
)
COMPLETED = CompletedFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="SKet/6/II/KA/RH.00.00/2026/BNNK-BPP",
    client=replace(CLIENT, religion="Islam"),
    attended=7,
    planned=8,
    started_on=date(2025, 11, 3),
    completed_on=date(2026, 1, 30),
    purpose="melamar pekerjaan",
)
ASSIGNMENT = AssignmentFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="Sgas/9/II/KA/RH.01.01/2026/BNNK-BPP",
    officers=(COUNSELLOR, NURSE),
    client=CLIENT,
    on=date(2026, 2, 4),
    at=time(9, 0),
    place="Jalan Dahlia RT 12 Nomor 7, Kelurahan Baru Ulu, Kecamatan Balikpapan Barat",
    purpose="melihat keadaan klien di rumah dan berbicara dengan keluarga",
    copies=("Arsip",),
)
SKHPN = SkhpnFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="SKHPN/44/II/KA/CM.00.01/2026/BNNK-BPP",
    applicant=replace(CLIENT, record_number=""),
    purpose="melamar pekerjaan",
    examined_on=DAY,
    method="rapid test",
    panel=tuple(
        PanelResult(parameter, "negative")
        for parameter in (
            "MET (metamfetamin)",
            "AMP (amfetamin)",
            "THC (kanabis)",
            "BZO (benzodiazepin)",
            "MOP (morfin/opiat)",
            "COC (kokain)",
            "SOMA/K2 (karisoprodol)",
        )
    ),
    dast=0,
    valid_until=date(2026, 5, 2),
    examiner=Signer("Dokter pemeriksa", "dr. Dokter Contoh", number="NIP 198503032010032003"),
)
REQUEST = Request(
    "Satresnarkoba Polresta Balikpapan", "Aipda Penyidik Contoh, S.H.", "B/77/I/2026/Resnarkoba", date(2026, 1, 20)
)
FINDING = Finding(
    medical_facts="Pemakaian sabu sejak tahun 2022 dengan cara dihisap, pemeriksaan fisik dalam batas normal",
    legal_facts="Barang bukti sabu 0,12 gram untuk dipakai sendiri, belum pernah dihukum",
    evidence="Hasil tes urin tanggal 19 Januari 2026: MET dan AMP positif",
    substance="metamfetamin (sabu)",
    severity="sedang",
    diagnosis="F15.2 sindrom ketergantungan stimulansia lain",
    network="tidak ditemukan",
    conclusion="Yang bersangkutan adalah penyalah guna bagi diri sendiri dan memerlukan rehabilitasi",
)
ADVICE = Advice(
    "rehabilitasi rawat inap", months=3, place="Balai Rehabilitasi BNN Tanah Merah", is_prosecution_continued=True
)
RECOMMENDATION = RecommendationFacts(
    office=OFFICE,
    signer=SIGNER,
    day=DAY,
    number="R/8/II/KA/RH.00.00/2026/BNNK-BPP",
    client=CLIENT,
    request=REQUEST,
    finding=FINDING,
    advice=ADVICE,
    register_number="TAT/3/I/2026",
    assessed_on=date(2026, 1, 26),
    addressee=("Kepala Satresnarkoba Polresta Balikpapan", "u.p. Penyidik"),
    place="Balikpapan",
    minutes="Nomor BA/3/I/KA/RH.00.00/2026/BNNK-BPP tanggal 26 Januari 2026",
    copies=("Kepala Kejaksaan Negeri Balikpapan", "Arsip"),
)
MINUTES = MinutesFacts(
    office=OFFICE,
    signer=SIGNER,
    day=date(2026, 1, 26),
    number="BA/3/I/KA/RH.00.00/2026/BNNK-BPP",
    client=CLIENT,
    request=REQUEST,
    finding=FINDING,
    advice=ADVICE,
    register_number="TAT/3/I/2026",
    assessed_on=date(2026, 1, 26),
    medical_team=(DOCTOR, Officer("Psikolog Contoh, M.Psi.", "Psikolog", number="NIP 198806062015062005")),
    legal_team=(INVESTIGATOR, PROSECUTOR),
    at=time(10, 0),
    place="Kantor BNN Kota Balikpapan",
    decree="Keputusan Kepala BNN Kota Balikpapan Nomor KEP/1/I/2026 tentang Tim Asesmen Terpadu",
)
HANDOVER = HandoverFacts(
    office=OFFICE,
    signer=Signer(COUNSELLOR.title, COUNSELLOR.name, COUNSELLOR.rank, COUNSELLOR.number),
    day=date(2026, 1, 14),
    number="BA/4/I/KA/RH.00.00/2026/BNNK-BPP",
    client=CLIENT,
    destination="Balai Rehabilitasi BNN Tanah Merah",
    receiver=Officer("Penerima Contoh, S.Kep.", "Petugas Penerimaan", "Penata / III.c", "NIP 198707072012071007"),
    guardian=GUARDIAN,
    at=time(11, 30),
    place="Balai Rehabilitasi BNN Tanah Merah, Samarinda",
    letter_number=NUMBER,
    letter_day=date(2026, 1, 12),
    papers=("surat rujukan", "fotokopi KTP klien dan penanggung jawab", "hasil tes urin", "informed consent"),
    belongings=("satu tas pakaian", "telepon genggam dititipkan kepada keluarga"),
    condition="sadar, tenang, tidak ada keluhan fisik",
)
SLIP = SlipFacts(
    office=OFFICE,
    signer=SIGNER,
    day=date(2026, 1, 12),
    number=NUMBER,
    code="R7K2-MXQ4",
    client=CLIENT,
    destination="Balai Rehabilitasi BNN Tanah Merah",
    reply_by=date(2026, 1, 26),
)
