"""Surat pernyataan menjadi penjamin. Who guarantees and for whom are of two types, so that their blocks cannot be swapped.

The text places each block as a whole (``{identitas_penjamin}``, ``{identitas_terjamin}``), each under its own word, so that an
office that edits the text cannot set a client's data under PENJAMIN either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.blocks import Document, FieldTable, Text, bold
from rehab_app.papers.letters.facts import Person
from rehab_app.papers.letters.templates import Sentences, template
from rehab_app.papers.letters.values import LABELS, person_values
from rehab_app.papers.statements.by_hand import FormFacts, dots, place_day, signed_by
from rehab_app.papers.statements.statement import (
    composed_of,
    on_sheet,
    signatures,
    values_of,
    words_of_signatures,
)
from rehab_app.papers.texts.fields import Blocks, Value, is_words
from rehab_app.papers.texts.kinds_statements import GUARANTOR_STATEMENT

_ROWS: Final = (
    ("name", "nama"),
    ("nik", "nik"),
    ("identity", "identitas_lain"),
    ("birth", "tempat_tanggal_lahir"),
    ("address", "alamat"),
    ("occupation", "pekerjaan"),
    ("phone", "no_hp"),
)
_BLANK_ROWS: Final = frozenset({"name", "nik", "birth", "address", "occupation", "phone"})


@dataclass(frozen=True, slots=True)
class Guarantor:
    """The penjamin: who answers for the client. Her relation to the client is that of ``person``."""

    person: Person


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """The terjamin: the client."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class GuarantorFacts(FormFacts):
    """One statement; raises TypeError where guarantor and guaranteed are swapped."""

    guarantor: Guarantor | None = None
    guaranteed: Guaranteed | None = None
    witness: str = ""

    def __post_init__(self) -> None:
        """Refuse the one in the place of the other."""
        if _is_other(self.guarantor, Guarantor) or _is_other(self.guaranteed, Guaranteed):
            raise TypeError("the penjamin is a Guarantor, the terjamin a Guaranteed")


def guarantor_statement(facts: GuarantorFacts, text: str = "") -> Document:
    """Return the statement; ``text`` empty is the delivered one.

    Raises RulesBroken ``papers.client_unnamed``, ``statements.guarantor_missing``, and ``statements.guarantor_is_client``
    where both are the same person.
    """
    _require(facts)
    return on_sheet(composed_of(GUARANTOR_STATEMENT, guarantor_values(facts), text), facts)


def guarantor_values(facts: GuarantorFacts) -> dict[str, Value]:
    """Return what the text of the statement may name."""
    said, labels = words_of_signatures(), template("statements").parts["identity"]
    guarantor = facts.guarantor.person if facts.guarantor else None
    guaranteed = facts.guaranteed.person if facts.guaranteed else None
    own: dict[str, Value] = {
        "identitas_penjamin": _block(labels["guarantor"], guarantor, labels, is_blank=facts.is_blank),
        "identitas_terjamin": _block(labels["guaranteed"], guaranteed, labels, is_blank=facts.is_blank),
        "hubungan": _within(guarantor.relation) if guarantor else "",
        "tanda_tangan": signatures(
            signed_by(said["witness"], facts.witness),
            signed_by(
                said["guarantor"],
                guarantor.shown if guarantor else "",
                above=(place_day(facts.office, facts.day), said["declares"]),
                stamp=said["stamp"],
            ),
            room=22,
        ),
    }
    return values_of(GUARANTOR_STATEMENT, facts, None, own)


def _require(facts: GuarantorFacts) -> None:
    troubles = []
    if facts.is_blank:
        return
    if facts.guaranteed is None or not facts.guaranteed.person.shown:
        troubles.append(RuleBroken("papers.client_unnamed", field="client"))
    if facts.guarantor is None or not facts.guarantor.person.shown:
        troubles.append(RuleBroken("statements.guarantor_missing", field="guarantor"))
    if facts.guarantor and facts.guaranteed and _is_same(facts.guarantor.person, facts.guaranteed.person):
        troubles.append(RuleBroken("statements.guarantor_is_client", field="guarantor"))
    if troubles:
        raise RulesBroken(troubles)


def _is_other(one: object, kind: type[Guarantor] | type[Guaranteed]) -> bool:
    return one is not None and not isinstance(one, kind)


def _within(relation: str) -> str:
    """Return a label of the list ("Ibu kandung") as it stands within a sentence."""
    return relation.strip()[:1].lower() + relation.strip()[1:]


def _is_same(one: Person, other: Person) -> bool:
    """Whether two are surely one person: by NIK where both have one, else by name and day of birth."""
    if one.nik.strip() and other.nik.strip():
        return one.nik.strip() == other.nik.strip()
    is_namesake = bool(one.name.strip()) and one.name.strip().casefold() == other.name.strip().casefold()
    return is_namesake and one.birth_date is not None and one.birth_date == other.birth_date


def _block(heading: str, person: Person | None, labels: Sentences, *, is_blank: bool) -> Blocks:
    """Return the table of one of the two under her word; the unknown is left out, in a blank form it is dots."""
    rows = tuple(_rows(person, labels, is_blank=is_blank))
    return (FieldTable(rows, bold(heading), label_width=LABELS, space_after=1.5),) if rows else ()


def _rows(person: Person | None, labels: Sentences, *, is_blank: bool) -> Iterator[tuple[str, Text]]:
    values = person_values(person) if person is not None else {}
    for label, name in _ROWS:
        value = values.get(name, "")
        if is_words(value) and value:
            yield labels[label], bold(person.shown) if person is not None and label == "name" else value
        elif is_blank and label in _BLANK_ROWS:
            yield labels[label], dots(name)
