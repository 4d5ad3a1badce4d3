"""The reminder to a destination that has not answered a referral: which letter, of which day, and how long ago.

It goes to people who may not know the client, so it tells her initials alone.
"""

from dataclasses import dataclass
from datetime import date

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document, texts
from rehab_app.papers.letters.facts import PaperFacts, Person
from rehab_app.papers.letters.official import framed, letter, official_needs, require
from rehab_app.papers.letters.referral import Destination
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.letters.values import day_or_empty, hidden_values, ordinal, paper_values, signature_blocks
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_letters import ESCALATION


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationFacts(PaperFacts):
    """What the reminder says. ``place_in_row`` is 1 for the first one; ``code`` is the code of the reply slip."""

    destination: Destination
    client: Person
    letter_number: str
    letter_day: date
    reply_by: date | None = None
    place_in_row: int = 1
    code: str = ""
    copies: tuple[str, ...] = ()


def escalation(facts: EscalationFacts, text: str = "") -> Document:
    """Return the reminder in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.destination_missing``, ``papers.addressee_missing``, ``papers.client_unnamed``,
    ``papers.referral_number_missing`` and ``papers.reminder_too_early``, and with the faults of a text.
    """
    destination = facts.destination
    require(
        (
            *official_needs(facts),
            (destination.name.strip(), RuleBroken("papers.destination_missing", field="destination")),
            (texts(destination.addressee), RuleBroken("papers.addressee_missing", field="destination")),
            (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
            (facts.letter_number.strip(), RuleBroken("papers.referral_number_missing", field="letter_number")),
            (facts.day > facts.letter_day, RuleBroken("papers.reminder_too_early", field="day")),
        )
    )
    composed = compose(reading(ESCALATION, text), escalation_values(facts))
    return letter(composed, framed(facts, addressee=texts(destination.addressee), place=destination.place))


def escalation_values(facts: EscalationFacts) -> dict[str, Value]:
    """Return what the text of the reminder may name."""
    waited = template("letter").parts["values"]["days"]
    return {
        **paper_values(facts),
        **hidden_values(facts.client),
        "tujuan": facts.destination.name.strip(),
        "nomor_rujukan": facts.letter_number.strip(),
        "tanggal_rujukan": day_or_empty(facts.letter_day),
        "lama_menunggu": filled(waited, count=(facts.day - facts.letter_day).days),
        "tanggal_jawaban": day_or_empty(facts.reply_by),
        "pengingat_ke": ordinal(facts.place_in_row) if facts.place_in_row > 1 else "",
        "kode_jawaban": facts.code.strip(),
        "tanda_tangan": signature_blocks(facts.signer, facts.copies),
    }
