"""The kinds of what clients sign and of the sheets of their care; none of them is numbered in the letter register."""

from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.papers.texts.fields import MergeField, named
from rehab_app.papers.texts.kind import BLOCKS, CONDITION, HIDDEN_CLIENT, OFFICE, PERSON, PaperKind

_OFFICE: Final = tuple(field for field in OFFICE if not field.name.startswith("penandatangan"))
_CLIENT: Final = tuple(field for field in (*PERSON, *HIDDEN_CLIENT) if field.name != "identitas_klien")
_SIGNATURES: Final = MergeField("tanda_tangan", N_("Places of signature"), BLOCKS, is_required=True)
_COMMON: Final = (
    *_OFFICE,
    MergeField("formulir_kosong", N_("A form to fill in by hand"), CONDITION),
)
_GUARDIAN: Final = (
    MergeField("wali_nama", N_("Parent or guardian: name")),
    MergeField("wali_hubungan", N_("Parent or guardian: relation to the client")),
    MergeField("wali_nik", N_("Parent or guardian: NIK")),
    MergeField("wali_alamat", N_("Parent or guardian: address")),
    MergeField("wali_no_hp", N_("Parent or guardian: telephone")),
    MergeField("anak", N_("The client is under 18"), CONDITION),
)
_CASE: Final = (
    MergeField("penyidik", N_("Investigator or institution that sent the client")),
    MergeField("rekomendasi_tat", N_("Number and date of the TAT recommendation")),
)
_PERIOD: Final = MergeField("masa_perawatan", N_("Number of the masa perawatan"))

INFORMED_CONSENT: Final = PaperKind(
    "informed_consent",
    N_("Informed consent to the rehabilitation programme"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            *_GUARDIAN,
            _SIGNATURES,
            MergeField("tindakan", N_("Measures the client agrees to")),
            MergeField("penjelasan_oleh", N_("Who explained it")),
            MergeField("cakupan_pembukaan", N_("What may be told to whom"), BLOCKS, is_required=True),
            MergeField("ada_pembukaan", N_("Something may be told to others"), CONDITION),
        )
    ),
)
OUTPATIENT_STATEMENT: Final = PaperKind(
    "outpatient_statement",
    N_("Statement to attend outpatient care"),
    named((*_COMMON, *_CLIENT, *_GUARDIAN, _SIGNATURES)),
)
GUARANTOR_STATEMENT: Final = PaperKind(
    "guarantor_statement",
    N_("Statement of the guarantor"),
    named(
        (
            *_COMMON,
            MergeField("identitas_penjamin", N_("PENJAMIN: table of identity"), BLOCKS, is_required=True),
            MergeField("identitas_terjamin", N_("TERJAMIN: table of identity"), BLOCKS, is_required=True),
            MergeField("hubungan", N_("Relation of the guarantor to the client")),
            _SIGNATURES,
        )
    ),
)
REPORTING_PACT: Final = PaperKind(
    "reporting_pact",
    N_("Pledge to report and to be tested"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            *_GUARDIAN,
            *_CASE,
            _SIGNATURES,
            MergeField("jadwal_lapor", N_("When the client reports")),
            MergeField("tes_urin_berkala", N_("How often the urine is tested")),
        )
    ),
)
RECEIPT_OF_PAPERS: Final = PaperKind(
    "receipt_of_papers",
    N_("Receipt of papers"),
    named(
        (
            *_COMMON,
            *HIDDEN_CLIENT,
            _SIGNATURES,
            MergeField("penyerah", N_("Who hands the papers over")),
            MergeField("penerima", N_("Who receives the papers")),
            MergeField("keperluan", N_("Purpose")),
            MergeField("daftar_berkas", N_("List of the papers"), BLOCKS, is_required=True),
        )
    ),
)
COUNSELLING_NOTE: Final = PaperKind(
    "counselling_note",
    N_("Counselling note"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            _PERIOD,
            MergeField("lembar_perkembangan", N_("Several meetings on one sheet"), CONDITION),
            MergeField("catatan_pertemuan", N_("The meetings, with places of signature"), BLOCKS, is_required=True),
        )
    ),
)
CONTROL_CARD: Final = PaperKind(
    "control_card",
    N_("Timetable and control card"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            _PERIOD,
            MergeField("konselor", N_("Counsellor")),
            MergeField("jumlah_pertemuan", N_("Number of meetings planned")),
            MergeField("irama", N_("Rhythm of the meetings")),
            MergeField("jadwal_pertemuan", N_("Table of the meetings"), BLOCKS, is_required=True),
        )
    ),
)
REPORT_CARD: Final = PaperKind(
    "report_card",
    N_("Reporting card (kartu lapor diri)"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            _PERIOD,
            MergeField("nomor_kartu", N_("Number of the card"), is_required=True),
            MergeField("tanggal_asesmen", N_("Day of the assessment")),
            MergeField("berlaku_sampai", N_("Valid until"), is_required=True),
        )
    ),
)
VISIT_SHEET: Final = PaperKind(
    "visit_sheet",
    N_("Sheet for a home visit"),
    named(
        (
            *_COMMON,
            *_CLIENT,
            MergeField("nomor_surat_tugas", N_("Number of the surat tugas")),
            MergeField("hari_kunjungan", N_("Day of the visit")),
            MergeField("petugas", N_("Officers")),
            MergeField("tujuan_kunjungan", N_("Purpose of the visit")),
            MergeField("hasil_kunjungan", N_("Places to write down what was found"), BLOCKS, is_required=True),
            _SIGNATURES,
        )
    ),
)

STATEMENTS: Final = (
    INFORMED_CONSENT,
    OUTPATIENT_STATEMENT,
    GUARANTOR_STATEMENT,
    REPORTING_PACT,
    RECEIPT_OF_PAPERS,
)
CARE_SHEETS: Final = (COUNSELLING_NOTE, CONTROL_CARD, REPORT_CARD, VISIT_SHEET)
