"""The values that papers share: the office, a person, who signs. Each paper adds its own to them.

A value that is not known is empty, so what names it is left out. On a blank form it is a row of dots to write on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import (
    Align,
    CopyList,
    FieldTable,
    ListStyle,
    NumberedList,
    Run,
    Signature,
    SignatureBlock,
    Text,
    bold,
    texts,
)
from rehab_app.papers.letters.facts import Office, PaperFacts, Person, Signer
from rehab_app.papers.letters.official import PENDING
from rehab_app.papers.letters.templates import Sentences, filled, in_words, template
from rehab_app.papers.texts.fields import Blocks, Value

DOTS: Final = "\u2026" * 20
"""What a blank form has to write on."""
LABELS: Final = 42
_NUMBER_KIND: Final = re.compile(r"^(NIP|NRP)\.?\s*")
_GAP: Final = 1.2
_ROOM: Final = 18


def office_values(office: Office, signer: Signer, day: date, number: str = "") -> dict[str, Value]:
    """Return the values of the office, of who signs, and the number, which is dots until it is taken."""
    return {
        "klinik": office.clinic.strip() or office.unit.strip(),
        "unit": office.unit.strip(),
        "kota": office.city.strip(),
        "alamat_klinik": next(iter(texts(office.address)), ""),
        "telepon_klinik": office.phone.strip(),
        "tanggal_surat": format_long(day),
        "nomor_surat": number.strip() or PENDING,
        "penandatangan_nama": signer.name.strip(),
        "penandatangan_jabatan": signer.title.strip().rstrip(","),
        "penandatangan_pangkat": signer.rank.strip(),
        "penandatangan_nomor": signer.number.strip(),
        "penandatangan_nip_nrp": _NUMBER_KIND.sub("", signer.number.strip()),
    }


def paper_values(facts: PaperFacts) -> dict[str, Value]:
    """Return ``office_values`` of ``facts``."""
    return office_values(facts.office, facts.signer, facts.day, facts.number)


def client_values(person: Person, *, is_blank: bool = False) -> dict[str, Value]:
    """Return the values of the client; see ``person_values``."""
    return {
        **person_values(person, is_blank=is_blank),
        "inisial": person.shown_initials,
        "no_rm": person.record_number.strip() or _dots(is_blank=is_blank),
        "no_registrasi": person.registration_number.strip() or _dots(is_blank=is_blank),
        "identitas_klien": identity_table(person),
    }


def person_values(person: Person, prefix: str = "", *, is_blank: bool = False) -> dict[str, Value]:
    """Return the values of a person, each name with ``prefix`` ("penjamin_") before it; dots for the unknown on a blank form."""
    values = {
        "nama": _named(person),
        "nik": person.nik,
        "identitas_lain": person.identity,
        "tempat_tanggal_lahir": _birth(person),
        "umur": filled(template("letter").parts["values"]["age"], age=person.age) if person.age is not None else "",
        "jenis_kelamin": person.sex,
        "agama": person.religion,
        "alamat": person.address,
        "pekerjaan": person.occupation,
        "no_hp": person.phone,
    }
    return {f"{prefix}{name}": value.strip() or _dots(is_blank=is_blank) for name, value in values.items()}


def hidden_values(person: Person) -> dict[str, Value]:
    """Return the values of a client on a paper that goes out without her name."""
    return {
        "inisial": person.shown_initials,
        "no_rm": person.record_number.strip(),
        "no_registrasi": person.registration_number.strip(),
    }


def guardian_values(person: Person | None) -> dict[str, Value]:
    """Return the values of the guardian, none where there is none."""
    return {"identitas_penanggung_jawab": identity_table(person, is_guardian=True) if person is not None else ()}


def identity_table(person: Person, *, is_guardian: bool = False) -> Blocks:
    """Return the table of a person, the unknown left out; short facts share a row ("NIK / No. RM / No. HP")."""
    rows = tuple(_identity(person, template("letter").parts["identity"], "guardian" if is_guardian else "name"))
    return (table(rows, space_before=_GAP if is_guardian else 0),)


def table(rows: Sequence[tuple[str, Text]], *, space_before: float = 0) -> FieldTable:
    """Return ``rows`` as papers set them."""
    return FieldTable(tuple(rows), label_width=LABELS, space_before=space_before, space_after=_GAP)


def listed(items: Sequence[str], style: ListStyle = ListStyle.LETTERS) -> Blocks:
    """Return ``items`` as a list, each closed by a semicolon, the last by a full stop; nothing where there are none."""
    said = [item.rstrip(";.") for item in texts(items)]
    if not said:
        return ()
    closed = (*(f"{item};" for item in said[:-1]), f"{said[-1]}.")
    return (NumberedList(closed, style, label_width=5, align=Align.LEFT, space_after=_GAP),)


def signature_of(signer: Signer, above: Sequence[str] = ()) -> Signature:
    """Return the signature of an officer, with lines (place and date) above her title."""
    return Signature(signer.titles(), signer.name.strip(), signer.details(), texts(above))


def signature_blocks(signer: Signer, copies: Sequence[str] = (), *, above: Sequence[str] = ()) -> Blocks:
    """Return the signature of the one who signs, with the tembusan at its foot."""
    return (SignatureBlock((signature_of(signer, above),), room=_ROOM, copies=CopyList(texts(copies))),)


def place_date(facts: PaperFacts) -> str:
    """Return ``Balikpapan, 12 Januari 2026``, which stands above the signature of a paper without an opening."""
    return f"{facts.office.city.strip()}, {format_long(facts.day)}"


def counted(count: int | None) -> str:
    """Return ``5 (lima)``, an empty text for None."""
    if count is None:
        return ""
    return filled(template("letter").parts["values"]["count"], count=count, words=in_words(count))


def ordinal(number: int) -> str:
    """Return ``ke-2 (dua)``."""
    return filled(template("letter").parts["values"]["ordinal"], number=number, words=in_words(number))


def day_or_empty(day: date | None) -> str:
    """Return ``12 Januari 2026``, an empty text for None."""
    return format_long(day) if day is not None else ""


def ended(sentence: str) -> str:
    """Return what somebody typed as a whole sentence, an empty text where nothing was."""
    said = sentence.strip()
    return said if not said or said.endswith((".", "!", "?", "\u2026")) else f"{said}."


def capital(sentence: str) -> str:
    """Return ``sentence`` with its first letter large, the others as they are."""
    return sentence[:1].upper() + sentence[1:]


def named_values(labels: Sentences, values: Mapping[str, str]) -> tuple[tuple[str, Text], ...]:
    """Return the rows of ``values`` in their order, the empty ones left out."""
    return tuple((labels[name], value.strip()) for name, value in values.items() if value.strip())


def _dots(*, is_blank: bool) -> str:
    return DOTS if is_blank else ""


def _named(person: Person) -> str:
    """Return the name; where it is not told the initials, with the number by which the clinic finds her."""
    if person.name.strip() or not person.record_number.strip():
        return person.shown
    said = template("letter").parts["values"]["without_name"]
    return filled(said, initials=person.shown, number=person.record_number.strip())


def _birth(person: Person) -> str:
    return ", ".join(texts([person.birth_place, day_or_empty(person.birth_date)]))


def _identity(person: Person, labels: Sentences, name: str) -> Iterator[tuple[str, Text]]:
    relation = f" ({person.relation.strip()})" if person.relation.strip() else ""
    yield labels[name], (Run(person.shown, bold=True), Run(relation)) if relation else bold(person.shown)
    birth = _birth(person)
    age = filled(labels["age"], age=person.age) if person.age is not None else ""
    rows = (
        (("birth", f"{birth} ({age})" if birth and age else birth or age),),
        (("sex", person.sex), ("occupation", person.occupation)),
        (("nik", person.nik), ("record", person.record_number), ("phone", person.phone)),
        (("identity", person.identity),),
        (("address", person.address),),
    )
    for row in rows:
        known = [(labels[part], value.strip()) for part, value in row if value.strip()]
        if known:
            yield capital(" / ".join(label for label, _ in known)), " / ".join(value for _, value in known)
