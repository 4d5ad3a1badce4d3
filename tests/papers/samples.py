"""Made-up facts for the papers: an ordinary referral, one without anything optional, one with everything too long."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from rehab_app.papers.letters.facts import Office, Person, Signer
from rehab_app.papers.letters.referral import (
    Attachment,
    Basis,
    Destination,
    ReferralFacts,
    SubstanceScore,
    Summary,
)

LONG_NAME = "Raden Mas Muhammad Abdurrahman Wahiduddin Kusumawardhana Putra"  # 62 letters
NUMBER = "R/12/I/KA/RH.00.00/2026/BNNK-BPP"

OFFICE = Office(
    letterhead=(
        "BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA",
        "(NATIONAL NARCOTICS BOARD REPUBLIC OF INDONESIA)",
        "KOTA BALIKPAPAN",
    ),
    address=(
        "Jalan Contoh Raya Nomor 1, Balikpapan 76112, Kalimantan Timur",
        "Telepon (0542) 000000, surel: bnnk@example.go.id, situs: balikpapankota.bnn.go.id",
    ),
    city="Balikpapan",
    unit="BNNK-BPP",
    clinic="Klinik Pratama BNN Kota Balikpapan",
)
SIGNER = Signer(
    title="KEPALA BADAN NARKOTIKA NASIONAL KOTA BALIKPAPAN",
    name="Drs. Contoh Pejabat, M.Si.",
    rank="Komisaris Besar Polisi",
    number="NRP 70010001",
)
CLIENT = Person(
    name="Budi Setiawan",
    birth_place="Balikpapan",
    birth_date=date(1998, 8, 17),
    age=27,
    sex="Laki-laki",
    nik="6471021708980001",
    record_number="000123",
    occupation="Buruh",
    address="Jalan Dahlia RT 12 Nomor 7, Kelurahan Baru Ulu, Kecamatan Balikpapan Barat, Kota Balikpapan",
    phone="0812-0000-0000",
)
GUARDIAN = Person(
    name="Siti Aminah",
    relation="Ibu kandung",
    nik="6471024203700002",
    address="Jalan Dahlia RT 12 Nomor 7, Kelurahan Baru Ulu, Kota Balikpapan",
    phone="0813-0000-0000",
)
SUMMARY = Summary(
    main_substance="Sabu (metamfetamin)",
    other_substances="Tembakau",
    duration="4 tahun",
    route="Dihisap (merokok)",
    assist=(
        SubstanceScore("stimulan jenis amfetamin", 28, "high"),
        SubstanceScore("tembakau", 14, "moderate"),
    ),
    asi=(
        ("medis", 2),
        ("pekerjaan/dukungan", 4),
        ("napza", 7),
        ("legal", 1),
        ("keluarga/sosial", 5),
        ("psikiatris", 3),
    ),
    diagnosis=("F15.2 sindrom ketergantungan stimulansia lain",),
    urine="12 Januari 2026: MET positif, AMP positif; THC, BZO, MOP, COC negatif",
    therapy="Wawancara motivasional 2 kali, terapi simtomatik",
)
FACTS = ReferralFacts(
    office=OFFICE,
    signer=SIGNER,
    day=date(2026, 1, 12),
    number=NUMBER,
    destination=Destination(
        "Balai Rehabilitasi BNN Tanah Merah", ("Kepala Balai Rehabilitasi BNN Tanah Merah",), "Samarinda"
    ),
    basis=Basis(assessment=date(2026, 1, 9), consent=date(2026, 1, 10), recommendation="R/REKOM-7/I/2026/TAT"),
    client=CLIENT,
    guardian=GUARDIAN,
    summary=SUMMARY,
    reason=(
        "risiko tinggi dengan pemakaian hampir setiap hari, dua kali kambuh selama rawat jalan, "
        "dan lingkungan tempat tinggal yang tidak mendukung pemulihan."
    ),
    attachments=(
        Attachment("fotokopi KTP klien dan penanggung jawab"),
        Attachment("fotokopi Kartu Keluarga"),
        Attachment("hasil asesmen dan skor ASSIST", is_clinical=True),
        Attachment("hasil tes urine", is_clinical=True),
        Attachment("informed consent klien dan keluarga"),
    ),
    escort="Konselor Contoh, S.Psi., Konselor Adiksi Ahli Pertama",
    copies=("Kepala BNN Provinsi Kalimantan Timur", "Arsip"),
    consent_covers_summary=True,
)
LEAST = ReferralFacts(
    office=replace(OFFICE, address=()),
    signer=Signer(title="Kepala", name="Contoh Pejabat"),
    day=date(2026, 1, 12),
    destination=Destination("Balai Rehabilitasi BNN Tanah Merah", ("Kepala Balai",)),
    client=Person(name="", initials="B.S."),
    reason="permintaan klien.",
    consent_covers_summary=True,
)


def longest() -> ReferralFacts:
    """Return facts of which each is far too long: names of 60 letters, ten copies, ten attachments, a reason of a page."""
    address = (
        "Perumahan Griya Permata Indah Blok " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 5 + ", Kelurahan Gunung Samarinda Baru"
    )
    person = replace(CLIENT, name=LONG_NAME, address=address, occupation="Wiraswasta " * 12)
    copies = tuple(
        f"Kepala Bidang Rehabilitasi Badan Narkotika Nasional Provinsi ke-{number}" for number in range(1, 11)
    )
    return replace(
        FACTS,
        client=person,
        guardian=replace(GUARDIAN, name=LONG_NAME, address=address),
        signer=replace(SIGNER, name=f"{LONG_NAME}, S.H., M.H.", title=f"{SIGNER.title} " * 2),
        reason="Klien memerlukan perawatan di lingkungan yang terlindung. " * 60,
        attachments=tuple(Attachment(f"dokumen pendukung nomor {number}") for number in range(1, 11)),
        copies=copies,
    )


@cache
def logo() -> bytes:
    """Return a drawn sign as PNG, standing for the office's logo."""
    picture = Image.new("RGBA", (240, 260), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 230, 250), outline=(20, 60, 140), width=12)
    pen.polygon([(120, 40), (200, 200), (40, 200)], outline=(20, 60, 140), fill=(230, 190, 60))
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()
