"""An invented value for each merge field, so that a text can be read as a paper while it is written."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from rehab_app.papers.blocks import CodeMark, CutLine, ListStyle, SignatureBlock
from rehab_app.papers.letters.facts import Office, Person, Signer
from rehab_app.papers.letters.official import PENDING
from rehab_app.papers.letters.templates import template
from rehab_app.papers.letters.values import (
    client_values,
    identity_table,
    listed,
    office_values,
    person_values,
    signature_blocks,
    signature_of,
    table,
)
from rehab_app.papers.texts.fields import Blocks, FieldKind, MergeField, Value
from rehab_app.papers.texts.kind import PaperKind

DAY: Final = date(2026, 1, 12)
"""The day of every sample."""
USUAL: Final = frozenset({"persetujuan", "wajib_lapor", "perkara_dilanjutkan", "ada_pembukaan"})
"""The conditions that hold unless the caller says which do."""
_BIRTH: Final = date(1998, 8, 17)
_AGE: Final = 27
_SAMPLES: Final = "samples"


def sample_values(
    kind: PaperKind, office: Office | None = None, holds: Collection[str] = USUAL, signer: Signer | None = None
) -> dict[str, Value]:
    """Return a value for every field of ``kind``; ``holds`` names the conditions that are true.

    The person is invented. ``office`` and ``signer`` are the office's own where they are known.
    """
    signs = signer or sample_signer()
    shared: dict[str, Value] = {
        **office_values(office or sample_office(), signs, DAY, PENDING),
        **client_values(sample_client()),
        **person_values(sample_guardian(), "wali_"),
        "wali_hubungan": sample_guardian().relation,
    }
    return {name: _value(field, kind, signs, shared, holds) for name, field in kind.fields.items()}


def sample_office() -> Office:
    """Return an office for samples that are made without one."""
    words = template(_SAMPLES).parts
    return Office(letterhead=(words["test"]["office"],), city=words["test"]["city"], clinic=words["test"]["office"])


def sample_signer() -> Signer:
    """Return who signs a sample where the office has named nobody."""
    known = template(_SAMPLES).parts["signer"]
    return Signer(known["title"], known["name"], known["rank"], known["number"])


def sample_client() -> Person:
    """Return the invented client."""
    return replace(_person("person"), birth_date=_BIRTH, age=_AGE)


def sample_guardian() -> Person:
    """Return the invented guardian."""
    return _person("guardian")


def _person(name: str) -> Person:
    known = template(_SAMPLES).parts[name]
    return Person(
        name=known["name"],
        birth_place=known.get("birth_place", ""),
        sex=known.get("sex", ""),
        nik=known["nik"],
        identity=known.get("identity", ""),
        record_number=known.get("record_number", ""),
        occupation=known.get("occupation", ""),
        address=known["address"],
        phone=known["phone"],
        relation=known.get("relation", ""),
        religion=known.get("religion", ""),
        registration_number=known.get("registration_number", ""),
    )


def _value(
    field: MergeField, kind: PaperKind, signer: Signer, shared: dict[str, Value], holds: Collection[str]
) -> Value:
    if field.kind is FieldKind.CONDITION:
        return field.name in holds
    if field.kind is FieldKind.BLOCKS:
        return _blocks(field.name, kind, signer)
    said = template(_SAMPLES).parts["words"]
    return shared.get(field.name) or said.get(field.name, field.name)


def _blocks(name: str, kind: PaperKind, signer: Signer) -> Blocks:
    samples = template(_SAMPLES)
    made = _special(name, kind, signer)
    if made:
        return made
    if name in samples.lists:
        return listed(samples.lists[name], ListStyle.NUMBERS)
    return (table([*samples.parts.get(name, {name: name}).items()]),)


def _special(name: str, kind: PaperKind, signer: Signer) -> Blocks:
    """Return the blocks that are more than a list or a table, none for another field."""
    match name:
        case "tanda_tangan":
            return signature_blocks(signer) if kind.type_code else _declared()
        case "identitas_penanggung_jawab" | "identitas_penjamin":
            return identity_table(sample_guardian(), is_guardian=name == "identitas_penanggung_jawab")
        case "identitas_klien" | "identitas_terjamin":
            return identity_table(sample_client())
        case "kode_qr":
            return (CodeMark(template(_SAMPLES).parts["words"]["kode_jawaban"]),)
        case "garis_potong":
            return (CutLine(),)
    return ()


def _declared() -> Blocks:
    """Return the places where a statement is signed: a witness, and who declares."""
    said = template(_SAMPLES).parts["signatures"]
    client = sample_client().name
    places = (Signer(said["witness"], said["witness_name"]), Signer(said["declares"], client))
    return (SignatureBlock(tuple(signature_of(one) for one in places)),)
