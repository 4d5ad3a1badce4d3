"""The slip that a destination sends back: a short code with its QR, boxes to tick, and where to send it.

It is torn off the referral letter, or goes along with it. It tells the client by initials alone, for it travels by itself.
"""

from dataclasses import dataclass, replace
from datetime import date

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Block, CodeMark, CutLine, Document, KeepTogether
from rehab_app.papers.letters.facts import PaperFacts, Person
from rehab_app.papers.letters.official import framed, loose_sheet, require
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.letters.values import day_or_empty, hidden_values, paper_values
from rehab_app.papers.texts.compose import Composed, compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_letters import REPLY_SLIP


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts(PaperFacts):
    """What the slip says; ``number`` and ``day`` are those of the referral letter, ``destination`` the institution's name."""

    code: str
    client: Person
    destination: str
    reply_by: date | None = None


def slip_blocks(facts: SlipFacts, text: str = "") -> tuple[Block, ...]:
    """Return the slip to be torn off at the foot of a letter: one block, which never breaks over pages.

    ``text`` empty: the delivered words. Raises RulesBroken ``papers.reply_code_missing``, ``papers.client_unnamed`` and
    ``papers.destination_missing``.
    """
    return (KeepTogether(_composed(facts, text, is_torn=True).blocks),)


def reply_slip(facts: SlipFacts, text: str = "") -> Document:
    """Return the slip as a sheet of its own; raises as ``slip_blocks`` does, and where the office has no letterhead."""
    composed = _composed(facts, text, is_torn=False)
    return loose_sheet(replace(composed, blocks=(KeepTogether(composed.blocks),)), framed(facts))


def slip_values(facts: SlipFacts, *, is_torn: bool) -> dict[str, Value]:
    """Return what the text of the slip may name; the line to cut along only where it ``is_torn`` off a letter."""
    said, code = template("reply_slip").parts["values"], facts.code.strip()
    reply_by = day_or_empty(facts.reply_by)
    below = (filled(said["reply_by"], day=reply_by),) if reply_by else ()
    return {
        **paper_values(facts),
        **hidden_values(facts.client),
        "nomor_rujukan": paper_values(facts)["nomor_surat"],
        "tanggal_rujukan": day_or_empty(facts.day),
        "tujuan": facts.destination.strip(),
        "kode_jawaban": code,
        "kode_qr": (CodeMark(code, (said["keep"], *below)),),
        "garis_potong": (CutLine(said["cut"]),) if is_torn else (),
        "tanggal_jawaban": reply_by,
    }


def _composed(facts: SlipFacts, text: str, *, is_torn: bool) -> Composed:
    require(
        (
            (facts.code.strip(), RuleBroken("papers.reply_code_missing", field="code")),
            (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.destination.strip(), RuleBroken("papers.destination_missing", field="destination")),
        )
    )
    return compose(reading(REPLY_SLIP, text), slip_values(facts, is_torn=is_torn))
