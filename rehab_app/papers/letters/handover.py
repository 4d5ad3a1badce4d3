"""Berita acara serah terima klien: who hands over, who receives, with which papers and belongings, in which condition."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document, Signature, SignatureBlock, texts
from rehab_app.papers.letters.facts import Officer, PaperFacts, Person
from rehab_app.papers.letters.official import framed, official_needs, require, sheet
from rehab_app.papers.letters.phrases import date_in_words
from rehab_app.papers.letters.templates import Sentences, filled, template
from rehab_app.papers.letters.values import (
    DOTS,
    client_values,
    day_or_empty,
    ended,
    guardian_values,
    listed,
    paper_values,
    table,
)
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_letters import HANDOVER

_ROOM: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFacts(PaperFacts):
    """What the minutes say. ``signer`` is who hands over; ``receiver`` None leaves dots, to be filled in on arrival.

    ``papers`` and ``belongings`` are lists in words. ``guardian`` signs where she goes along, else the client herself.
    """

    client: Person
    destination: str
    receiver: Officer | None = None
    guardian: Person | None = None
    at: time | None = None
    zone: str = "WITA"
    place: str = ""
    letter_number: str = ""
    letter_day: date | None = None
    papers: tuple[str, ...] = ()
    belongings: tuple[str, ...] = ()
    condition: str = ""


def handover(facts: HandoverFacts, text: str = "") -> Document:
    """Return the minutes in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.client_unnamed`` and ``papers.destination_missing``.
    """
    require(
        (
            *official_needs(facts),
            (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.destination.strip(), RuleBroken("papers.destination_missing", field="destination")),
        )
    )
    return sheet(compose(reading(HANDOVER, text), handover_values(facts)), framed(facts))


def handover_values(facts: HandoverFacts) -> dict[str, Value]:
    """Return what the text of the minutes may name."""
    said, signer = template("handover").parts["values"], facts.signer
    handing = Officer(signer.name, signer.title, signer.rank, signer.number, facts.office.clinic)
    receiving = facts.receiver or Officer(DOTS, DOTS, number=DOTS)
    return {
        **paper_values(facts),
        **client_values(facts.client),
        **guardian_values(facts.guardian),
        "tujuan": facts.destination.strip(),
        "nomor_rujukan": facts.letter_number.strip(),
        "tanggal_rujukan": day_or_empty(facts.letter_day),
        "hari_tanggal": date_in_words(facts.day),
        "jam": filled(said["hour"], hour=f"{facts.at:%H.%M}", zone=facts.zone) if facts.at is not None else "",
        "tempat": facts.place.strip(),
        "pihak_pertama": _party(handing),
        "pihak_kedua": _party(receiving, agency=facts.destination),
        "berkas": listed(facts.papers),
        "barang": listed(facts.belongings),
        "kondisi": ended(facts.condition),
        "tanda_tangan": _signatures(facts, said),
    }


def _party(officer: Officer, agency: str = "") -> Blocks:
    labels = template("handover").parts["party"]
    values = (
        (labels["name"], officer.name),
        (labels["rank"], officer.details()),
        (labels["title"], officer.title),
        (labels["agency"], officer.agency.strip() or agency),
    )
    return (table([(label, value.strip()) for label, value in values if value.strip()]),)


def _signatures(facts: HandoverFacts, said: Sentences) -> Blocks:
    """Return the three signatures: who hands over, who receives, and the client or who goes along with her."""
    signer, receiver, guardian = facts.signer, facts.receiver, facts.guardian
    received = Signature((said["receives"],), receiver.name if receiver else said["blank_name"])
    if receiver is not None:
        received = Signature((said["receives"],), receiver.name.strip(), texts((receiver.rank, receiver.number)))
    family = guardian if guardian is not None and guardian.shown else None
    witness = Signature((said["family"],), family.shown) if family else Signature((said["client"],), facts.client.shown)
    handed = Signature((said["hands_over"],), signer.name.strip(), signer.details())
    return (SignatureBlock((handed, received, witness), room=_ROOM),)
