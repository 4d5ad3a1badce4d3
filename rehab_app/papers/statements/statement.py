"""Puts a statement together: its values, in a blank form with dots for what is missing, its text, and the sheet round them."""

from dataclasses import replace
from datetime import date
from typing import Final

from rehab_app.papers.blocks import Document, Signature, SignatureBlock
from rehab_app.papers.letters.facts import Person, Signer
from rehab_app.papers.letters.official import Frame, sheet
from rehab_app.papers.letters.templates import Sentences, filled, template
from rehab_app.papers.letters.values import client_values, office_values, person_values
from rehab_app.papers.statements.by_hand import IS_BLANK, FormFacts, answered, day_in_words, signed_by, spaced
from rehab_app.papers.texts.compose import Composed, compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value, Values
from rehab_app.papers.texts.kind import PaperKind

ROOM: Final = 18
_NOBODY: Final = Signer(title="", name="")
_ANY_DAY: Final = date.min
"""A sheet prints its day in its text alone, so the frame's is not shown."""


def words_of_signatures() -> Sentences:
    """Return the titles above the places of signature."""
    return template("statements").parts["signatures"]


def values_of(kind: PaperKind, facts: FormFacts, client: Person | None, own: Values) -> dict[str, Value]:
    """Return the values of the office, of the client and the paper's ``own``; in a blank form dots for the others."""
    known: dict[str, Value] = {
        **office_values(facts.office, _NOBODY, facts.day or _ANY_DAY),
        **(client_values(client) if client is not None else {}),
        "tanggal_surat": day_in_words(facts.day),
        IS_BLANK: facts.is_blank,
        **own,
    }
    named = {name: value for name, value in known.items() if name in kind.fields}
    return answered(kind.fields, named, is_blank=facts.is_blank)


def composed_of(kind: PaperKind, values: Values, text: str = "") -> Composed:
    """Return the blocks of a paper; ``text`` empty is the delivered one. Raises RulesBroken with the faults of a text."""
    return compose(reading(kind, text), values)


def on_sheet(composed: Composed, facts: FormFacts) -> Document:
    """Return the paper under the office's kop; raises RulesBroken ``papers.letterhead_missing`` and ``papers.city_missing``."""
    frame = Frame(
        office=facts.office,
        day=facts.day or _ANY_DAY,
        is_practice=facts.is_practice,
        paper=facts.paper,
        margins=facts.margins,
        font=facts.font,
    )
    document = sheet(composed, frame)
    return replace(document, blocks=spaced(document.blocks)) if facts.is_blank else document


def guardian_fields(guardian: Person | None) -> dict[str, Value]:
    """Return the values of a parent or guardian, nothing where there is none."""
    if guardian is None:
        return {}
    return {**person_values(guardian, "wali_"), "wali_hubungan": guardian.relation.strip()}


def signature_of_person(
    title: str, person: Person | None, *, above: tuple[str, ...] = (), stamp: str = ""
) -> Signature:
    """Return the place where a person signs, her relation to the client below the name; dots where nobody is known."""
    if person is None:
        return signed_by(title, "", above=above, stamp=stamp)
    relation = person.relation.strip()
    shown = filled(words_of_signatures()["relation"], relation=relation) if relation else ""
    return signed_by(title, person.shown, (shown,), above=above, stamp=stamp)


def signatures(*places: Signature, room: float = ROOM) -> Blocks:
    """Return the places of signature side by side."""
    return (SignatureBlock(places, room=room),)
