"""What a kind of paper is, and the groups of merge fields that kinds share: one name for one thing in every paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.papers.texts.fields import FieldKind, MergeField

WORDS, BLOCKS, CONDITION = FieldKind.WORDS, FieldKind.BLOCKS, FieldKind.CONDITION

OFFICE: Final = (
    MergeField("klinik", N_("Clinic")),
    MergeField("unit", N_("Office")),
    MergeField("kota", N_("City")),
    MergeField("alamat_klinik", N_("Address of the clinic")),
    MergeField("telepon_klinik", N_("Telephone of the clinic")),
    MergeField("tanggal_surat", N_("Letter: date")),
    MergeField("penandatangan_nama", N_("Signer: name")),
    MergeField("penandatangan_jabatan", N_("Signer: title")),
    MergeField("penandatangan_pangkat", N_("Signer: rank")),
    MergeField("penandatangan_nomor", N_("Signer: NIP or NRP")),
    MergeField("penandatangan_nip_nrp", N_("Signer: the number alone")),
)
HIDDEN_CLIENT: Final = (
    MergeField("inisial", N_("Client: initials")),
    MergeField("no_rm", N_("No. Rekam Medis")),
    MergeField("no_registrasi", N_("No. Registrasi")),
)
"""What a paper may tell of a client that goes to others without her name."""
PERSON: Final = (
    MergeField("nama", N_("Client: name"), is_personal=True),
    MergeField("nik", N_("Client: NIK"), is_personal=True),
    MergeField("identitas_lain", N_("Client: other identity paper"), is_personal=True),
    MergeField("tempat_tanggal_lahir", N_("Client: place and date of birth"), is_personal=True),
    MergeField("umur", N_("Client: age")),
    MergeField("jenis_kelamin", N_("Client: sex")),
    MergeField("agama", N_("Client: religion")),
    MergeField("alamat", N_("Client: address"), is_personal=True),
    MergeField("pekerjaan", N_("Client: occupation")),
    MergeField("no_hp", N_("Client: telephone"), is_personal=True),
    MergeField("identitas_klien", N_("Client: table of identity"), BLOCKS),
)
GUARDIAN: Final = (MergeField("identitas_penanggung_jawab", N_("Guardian: table of identity"), BLOCKS),)
CLIENT: Final = (*PERSON, *HIDDEN_CLIENT, *GUARDIAN)
SIGNED: Final = (MergeField("tanda_tangan", N_("Signature of the office"), BLOCKS, is_required=True),)
NUMBERED: Final = (MergeField("nomor_surat", N_("Letter: number"), is_required=True),)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper: ``type_code`` says how it is numbered (empty: not at all), ``is_letter`` that it has an addressee.

    ``fields`` are what its text may name. The delivered text is ``resources/letters/texts/<code>.txt``.
    """

    code: str
    label: str
    fields: Mapping[str, MergeField]
    type_code: str = ""
    is_letter: bool = False
