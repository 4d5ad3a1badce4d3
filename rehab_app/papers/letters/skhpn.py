"""SKHPN, the certificate of a narcotics examination: who applied and what for, the result of each parameter, how long it holds.

An applicant is no client of the rehabilitation; her certificate says what was found on one day and nothing of what follows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_full
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Align, Column, Document, SignatureBlock, Table
from rehab_app.papers.letters.facts import PaperFacts, Person, Signer
from rehab_app.papers.letters.official import framed, official_needs, require, sheet
from rehab_app.papers.letters.templates import template
from rehab_app.papers.letters.values import (
    day_or_empty,
    identity_table,
    paper_values,
    person_values,
    place_date,
    signature_of,
)
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_letters import SKHPN

POSITIVE: Final = "positive"
INVALID: Final = "invalid"
MOST_DAST: Final = 10
_ROOM: Final = 18


@dataclass(frozen=True, slots=True)
class PanelResult:
    """One parameter in words ("MET (metamfetamin)") and its result: positive, negative or invalid."""

    parameter: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkhpnFacts(PaperFacts):
    """What the certificate says. ``examiner`` signs beside the head where there is one; ``dast`` is the DAST-10 total."""

    applicant: Person
    purpose: str
    examined_on: date | None
    panel: tuple[PanelResult, ...]
    method: str = ""
    dast: int | None = None
    valid_until: date | None = None
    examiner: Signer | None = None


def skhpn(facts: SkhpnFacts, text: str = "") -> Document:
    """Return the certificate in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.applicant_unnamed``, ``papers.purpose_missing``, ``papers.examined_missing``,
    ``papers.examined_in_future``, ``papers.panel_missing``, ``papers.panel_invalid``, ``papers.dast_out_of_range`` and
    ``papers.valid_too_short``.
    """
    examined, until = facts.examined_on, facts.valid_until
    is_sound = all(one.result != INVALID for one in facts.panel)
    require(
        (
            *official_needs(facts),
            (facts.applicant.name.strip(), RuleBroken("papers.applicant_unnamed", field="applicant")),
            (facts.purpose.strip(), RuleBroken("papers.purpose_missing", field="purpose")),
            (examined is not None, RuleBroken("papers.examined_missing", field="examined_on")),
            (
                examined is None or examined <= facts.day,
                RuleBroken("papers.examined_in_future", field="examined_on"),
            ),
            (facts.panel, RuleBroken("papers.panel_missing", field="panel")),
            (is_sound, RuleBroken("papers.panel_invalid", field="panel")),
            (
                facts.dast is None or 0 <= facts.dast <= MOST_DAST,
                RuleBroken("papers.dast_out_of_range", field="dast", most=MOST_DAST),
            ),
            (until is None or until >= facts.day, RuleBroken("papers.valid_too_short", field="valid_until")),
        )
    )
    return sheet(compose(reading(SKHPN, text), skhpn_values(facts)), framed(facts))


def skhpn_values(facts: SkhpnFacts) -> dict[str, Value]:
    """Return what the text of the certificate may name."""
    positive = [one.parameter.strip() for one in facts.panel if one.result == POSITIVE]
    return {
        **paper_values(facts),
        **person_values(facts.applicant),
        "identitas_klien": identity_table(facts.applicant),
        "keperluan": facts.purpose.strip().rstrip("."),
        "tanggal_periksa": format_full(facts.examined_on) if facts.examined_on is not None else "",
        "cara_periksa": facts.method.strip(),
        "hasil_periksa": _panel(facts.panel),
        "skor_dast": f"{facts.dast}" if facts.dast is not None else "",
        "parameter_positif": ", ".join(positive),
        "ada_positif": bool(positive),
        "berlaku_sampai": day_or_empty(facts.valid_until),
        "tanda_tangan": _signatures(facts),
    }


def _panel(panel: tuple[PanelResult, ...]) -> Blocks:
    words = template("skhpn").parts
    heads, results = words["columns"], words["results"]
    columns = (
        Column(heads["number"], 0.6, Align.CENTRE),
        Column(heads["parameter"], 4),
        Column(heads["result"], 2.5, Align.CENTRE),
    )
    rows = tuple(
        (f"{number}.", one.parameter.strip(), results.get(one.result, one.result))
        for number, one in enumerate(panel, 1)
    )
    return (Table(columns, rows, size=10, space_before=1),) if rows else ()


def _signatures(facts: SkhpnFacts) -> Blocks:
    head = signature_of(facts.signer, (place_date(facts),))
    if facts.examiner is None or not facts.examiner.name.strip():
        return (SignatureBlock((head,), room=_ROOM),)
    return (SignatureBlock((signature_of(facts.examiner), head), room=_ROOM),)
