"""The kinds of letters, certificates and minutes that carry a number, and the slip a letter is answered with."""

from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.papers.texts.fields import MergeField, named
from rehab_app.papers.texts.kind import (
    BLOCKS,
    CLIENT,
    CONDITION,
    GUARDIAN,
    HIDDEN_CLIENT,
    NUMBERED,
    OFFICE,
    PERSON,
    SIGNED,
    PaperKind,
)

_DESTINATION: Final = MergeField("tujuan", N_("Destination"))
_PURPOSE: Final = MergeField("keperluan", N_("Purpose"))
_TAT_RECOMMENDATION: Final = MergeField("rekomendasi_tat", N_("Number and date of the TAT recommendation"))
_REFERRAL: Final = (
    MergeField("nomor_rujukan", N_("Number of the referral letter")),
    MergeField("tanggal_rujukan", N_("Date of the referral letter")),
)
_ATTENDANCE: Final = (
    MergeField("jenis_rawatan", N_("Care in words")),
    MergeField("tanggal_mulai", N_("First day of the programme"), is_required=True),
    MergeField("jumlah_hadir", N_("Count of meetings attended"), is_required=True),
    MergeField("jumlah_rencana", N_("Count of meetings planned")),
    _PURPOSE,
)
_ABSENCE: Final = (
    MergeField("pertemuan_terlewat", N_("List of the missed meetings"), BLOCKS),
    MergeField("tanpa_kabar_sejak", N_("Day since when nothing was heard")),
    MergeField("jadwal_baru", N_("New day and hour")),
)
_TAT: Final = (
    MergeField("no_register", N_("No. register asesmen")),
    MergeField("instansi_pemohon", N_("Agency that asked")),
    MergeField("penyidik", N_("Investigator")),
    MergeField("nomor_permohonan", N_("Request: number of the letter")),
    MergeField("tanggal_permohonan", N_("Request: date of the letter")),
    MergeField("tanggal_asesmen", N_("Date of the assessment")),
    MergeField("tanggal_pleno", N_("Date of the plenary")),
    MergeField("kesimpulan_medis", N_("Medical conclusion")),
    MergeField("kesimpulan_hukum", N_("Legal conclusion")),
    MergeField("kesimpulan", N_("Conclusion")),
    MergeField("rekomendasi", N_("Recommendation"), is_required=True),
    MergeField("perkara_dilanjutkan", N_("The case goes on"), CONDITION),
    MergeField("perkara_tidak_dilanjutkan", N_("The case does not go on"), CONDITION),
)

REFERRAL: Final = PaperKind(
    "referral",
    N_("Referral letter to a residential centre"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            _DESTINATION,
            MergeField("alasan", N_("Reason of the referral"), is_required=True),
            _TAT_RECOMMENDATION,
            MergeField("dasar_klinis", N_("Days of assessment and consent")),
            MergeField("ringkasan_asesmen", N_("Summary of the assessment"), BLOCKS, is_required=True),
            MergeField("lampiran", N_("Papers that go along")),
            MergeField("pengantar", N_("Escort")),
            MergeField("persetujuan", N_("The consent covers health data"), CONDITION),
        )
    ),
    type_code="R",
    is_letter=True,
)

REPLY_SLIP: Final = PaperKind(
    "reply_slip",
    N_("Reply slip of a referral"),
    named(
        (
            *OFFICE,
            *HIDDEN_CLIENT,
            *_REFERRAL,
            _DESTINATION,
            MergeField("kode_jawaban", N_("Code of the reply")),
            MergeField("kode_qr", N_("Code of the reply, large, with its QR"), BLOCKS, is_required=True),
            MergeField("garis_potong", N_("Line to cut along"), BLOCKS),
            MergeField("tanggal_jawaban", N_("Day until which a reply is expected")),
        )
    ),
)

ESCALATION: Final = PaperKind(
    "escalation",
    N_("Reminder of a referral without an answer"),
    named(
        (
            *OFFICE,
            *HIDDEN_CLIENT,
            *SIGNED,
            *_REFERRAL,
            _DESTINATION,
            MergeField("lama_menunggu", N_("Days waited"), is_required=True),
            MergeField("tanggal_jawaban", N_("Day until which a reply is expected")),
            MergeField("pengingat_ke", N_("Which reminder it is")),
            MergeField("kode_jawaban", N_("Code of the reply")),
        )
    ),
    type_code="B",
    is_letter=True,
)

SUMMONS: Final = PaperKind(
    "summons",
    N_("Summons to a client"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *_ABSENCE,
            MergeField("panggilan_ke", N_("Which summons it is"), is_required=True),
            MergeField("panggilan_sebelumnya", N_("Summons before it")),
            MergeField("hari_baru", N_("New day")),
            MergeField("jam_baru", N_("New hour")),
            MergeField("tempat_baru", N_("New place")),
            MergeField("wajib_lapor", N_("The client is under a duty to report"), CONDITION),
            MergeField("panggilan_terakhir", N_("It is the last summons"), CONDITION),
        )
    ),
    type_code="R",
    is_letter=True,
)

INVESTIGATOR_NOTICE: Final = PaperKind(
    "investigator_notice",
    N_("Notice of absence to the investigator"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *_ABSENCE,
            _TAT_RECOMMENDATION,
            MergeField("no_laporan_polisi", N_("Number of the police report")),
            MergeField("panggilan_terkirim", N_("List of the summonses sent"), BLOCKS),
        )
    ),
    type_code="R",
    is_letter=True,
)

CERTIFICATE_ONGOING: Final = PaperKind(
    "certificate_ongoing",
    N_("Certificate: in the programme"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *NUMBERED,
            *_ATTENDANCE,
            MergeField("hasil_urin", N_("Last urine test, where the consent covers it")),
        )
    ),
    type_code="SKET",
)

CERTIFICATE_COMPLETED: Final = PaperKind(
    "certificate_completed",
    N_("Certificate: programme completed"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *NUMBERED,
            *_ATTENDANCE,
            MergeField("tanggal_selesai", N_("Last day of the programme"), is_required=True),
        )
    ),
    type_code="SKET",
)

ASSIGNMENT: Final = PaperKind(
    "assignment",
    N_("Assignment for a home visit"),
    named(
        (
            *OFFICE,
            *HIDDEN_CLIENT,
            *SIGNED,
            *NUMBERED,
            MergeField("daftar_petugas", N_("Table of the officers"), BLOCKS, is_required=True),
            MergeField("hari_tugas", N_("Day of the assignment"), is_required=True),
            MergeField("jam_tugas", N_("Hour of the assignment")),
            MergeField("tempat_tugas", N_("Place of the assignment"), is_required=True),
            _PURPOSE,
        )
    ),
    type_code="SGAS",
)

SKHPN: Final = PaperKind(
    "skhpn",
    N_("SKHPN certificate"),
    named(
        (
            *OFFICE,
            *PERSON,
            *SIGNED,
            *NUMBERED,
            _PURPOSE,
            MergeField("tanggal_periksa", N_("Day of the examination"), is_required=True),
            MergeField("cara_periksa", N_("Method of the examination")),
            MergeField("hasil_periksa", N_("Table of the results"), BLOCKS, is_required=True),
            MergeField("skor_dast", N_("DAST-10 total")),
            MergeField("parameter_positif", N_("Positive parameters")),
            MergeField("ada_positif", N_("At least one parameter is positive"), CONDITION),
            MergeField("berlaku_sampai", N_("Valid until")),
        )
    ),
    type_code="SKHPN",
)

TAT_RECOMMENDATION: Final = PaperKind(
    "tat_recommendation",
    N_("TAT recommendation to the investigator"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *_TAT,
            MergeField("berita_acara", N_("Number and date of the TAT minutes")),
        )
    ),
    type_code="R",
    is_letter=True,
)

TAT_MINUTES: Final = PaperKind(
    "tat_minutes",
    N_("Minutes of the integrated assessment"),
    named(
        (
            *OFFICE,
            *CLIENT,
            *SIGNED,
            *NUMBERED,
            *_TAT,
            MergeField("hari_tanggal", N_("Weekday and date in words")),
            MergeField("jam", N_("Hour")),
            MergeField("tempat", N_("Place")),
            MergeField("ketua_tim", N_("Chair of the team")),
            MergeField("dasar_tim", N_("Decree that names the team")),
            MergeField("tim_medis", N_("List of the medical team"), BLOCKS),
            MergeField("tim_hukum", N_("List of the legal team"), BLOCKS),
            MergeField("fakta_medis", N_("Medical facts")),
            MergeField("fakta_hukum", N_("Legal facts")),
            MergeField("alat_bukti", N_("Evidence")),
        )
    ),
    type_code="BA",
)

HANDOVER: Final = PaperKind(
    "handover",
    N_("Minutes of handing over a client"),
    named(
        (
            *OFFICE,
            *PERSON,
            *HIDDEN_CLIENT,
            *GUARDIAN,
            *SIGNED,
            *NUMBERED,
            *_REFERRAL,
            _DESTINATION,
            MergeField("hari_tanggal", N_("Weekday and date in words")),
            MergeField("jam", N_("Hour")),
            MergeField("tempat", N_("Place")),
            MergeField("pihak_pertama", N_("Table of who hands over"), BLOCKS, is_required=True),
            MergeField("pihak_kedua", N_("Table of who receives"), BLOCKS, is_required=True),
            MergeField("berkas", N_("List of the papers handed over"), BLOCKS),
            MergeField("barang", N_("List of the belongings"), BLOCKS),
            MergeField("kondisi", N_("Condition of the client")),
        )
    ),
    type_code="BA",
)

LETTERS: Final = (
    REFERRAL,
    REPLY_SLIP,
    ESCALATION,
    SUMMONS,
    INVESTIGATOR_NOTICE,
    CERTIFICATE_ONGOING,
    CERTIFICATE_COMPLETED,
    ASSIGNMENT,
    SKHPN,
    TAT_RECOMMENDATION,
    TAT_MINUTES,
    HANDOVER,
)
