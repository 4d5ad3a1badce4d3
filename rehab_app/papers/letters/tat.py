"""The papers of an integrated assessment (asesmen terpadu): the minutes all of the team sign, and the recommendation.

Both tell health data to the penyidik on the ground of Perka BNN 11/2014, so both are RAHASIA and their subject holds initials.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Align, Column, Document, KeepTogether, Signature, SignatureBlock, Table, texts
from rehab_app.papers.letters.facts import Officer, PaperFacts, Person
from rehab_app.papers.letters.official import Need, framed, letter, official_needs, require, sheet
from rehab_app.papers.letters.phrases import date_in_words
from rehab_app.papers.letters.templates import Sentences, filled, in_words, template
from rehab_app.papers.letters.values import (
    client_values,
    day_or_empty,
    ended,
    guardian_values,
    listed,
    paper_values,
    place_date,
    signature_blocks,
    signature_of,
)
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Blocks, Value
from rehab_app.papers.texts.kinds_letters import TAT_MINUTES, TAT_RECOMMENDATION

_ROOM: Final = 18
_INK: Final = "\n\u00a0\n\u00a0"
"""Empty lines that give a row of the table room for a signature."""


@dataclass(frozen=True, slots=True)
class Request:
    """The request for an assessment: who asked, with which letter."""

    agency: str = ""
    investigator: str = ""
    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the team found, in words; the conclusion of each half is made from its parts."""

    medical_facts: str = ""
    legal_facts: str = ""
    evidence: str = ""
    substance: str = ""
    severity: str = ""
    diagnosis: str = ""
    network: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the team recommends: its kind in words, the least months or meetings, where, and whether the case goes on."""

    kind: str = ""
    months: int | None = None
    sessions: int | None = None
    place: str = ""
    is_prosecution_continued: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TatFacts(PaperFacts):
    """What both papers are told of a case."""

    client: Person
    request: Request
    finding: Finding
    advice: Advice
    register_number: str = ""
    assessed_on: date | None = None
    plenary_on: date | None = None
    guardian: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationFacts(TatFacts):
    """The recommendation: to whom, and the minutes it rests on ("Nomor BA/3/... tanggal ...")."""

    addressee: tuple[str, ...]
    place: str = ""
    minutes: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts(TatFacts):
    """The minutes: who sat, when and where, under which decree. ``chair`` None: who signs for the office is the chair."""

    medical_team: tuple[Officer, ...]
    legal_team: tuple[Officer, ...]
    chair: Officer | None = None
    at: time | None = None
    zone: str = "WITA"
    place: str = ""
    decree: str = ""


def tat_recommendation(facts: RecommendationFacts, text: str = "") -> Document:
    """Return the letter with the recommendation in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.client_unnamed``, ``papers.recommendation_missing`` and ``papers.investigator_missing``.
    """
    addressed = (texts(facts.addressee), RuleBroken("papers.investigator_missing", field="addressee"))
    require((*_needs(facts), addressed))
    values = {
        **tat_values(facts),
        "berita_acara": facts.minutes.strip(),
        "tanda_tangan": signature_blocks(facts.signer, facts.copies),
    }
    frame = framed(facts, addressee=texts(facts.addressee), place=facts.place)
    return letter(compose(reading(TAT_RECOMMENDATION, text), values), frame)


def tat_minutes(facts: MinutesFacts, text: str = "") -> Document:
    """Return the minutes in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken ``papers.client_unnamed``, ``papers.recommendation_missing``, ``papers.medical_team_missing``,
    ``papers.legal_team_missing``, ``papers.medical_conclusion_missing`` and ``papers.legal_conclusion_missing``.
    """
    values = {**tat_values(facts), **_minutes_values(facts)}
    require(
        (
            *_needs(facts),
            (_names(facts.medical_team), RuleBroken("papers.medical_team_missing", field="team")),
            (_names(facts.legal_team), RuleBroken("papers.legal_team_missing", field="team")),
            (values["kesimpulan_medis"], RuleBroken("papers.medical_conclusion_missing", field="severity")),
            (values["kesimpulan_hukum"], RuleBroken("papers.legal_conclusion_missing", field="network")),
        )
    )
    return sheet(compose(reading(TAT_MINUTES, text), values), framed(facts))


def tat_values(facts: TatFacts) -> dict[str, Value]:
    """Return what the texts of both papers may name."""
    said, request, found = template("tat").parts["values"], facts.request, facts.finding
    medical = ((said["substance"], found.substance), (said["severity"], found.severity), (said["icd"], found.diagnosis))
    return {
        **paper_values(facts),
        **client_values(facts.client),
        **guardian_values(facts.guardian),
        "no_register": facts.register_number.strip(),
        "instansi_pemohon": request.agency.strip(),
        "penyidik": request.investigator.strip(),
        "nomor_permohonan": request.number.strip(),
        "tanggal_permohonan": day_or_empty(request.day),
        "tanggal_asesmen": day_or_empty(facts.assessed_on),
        "tanggal_pleno": day_or_empty(facts.plenary_on),
        "kesimpulan_medis": "; ".join(filled(form, value=value.strip()) for form, value in medical if value.strip()),
        "kesimpulan_hukum": filled(said["network"], value=found.network.strip()) if found.network.strip() else "",
        "kesimpulan": ended(found.conclusion),
        "rekomendasi": _advice(facts.advice, said),
        "perkara_dilanjutkan": facts.advice.is_prosecution_continued is True,
        "perkara_tidak_dilanjutkan": facts.advice.is_prosecution_continued is False,
    }


def _minutes_values(facts: MinutesFacts) -> dict[str, Value]:
    said, found = template("tat").parts["values"], facts.finding
    return {
        "hari_tanggal": date_in_words(facts.day),
        "jam": filled(said["hour"], hour=f"{facts.at:%H.%M}", zone=facts.zone) if facts.at is not None else "",
        "tempat": facts.place.strip() or facts.office.clinic.strip() or facts.office.city.strip(),
        "ketua_tim": facts.chair.name.strip() if facts.chair is not None else facts.signer.name.strip(),
        "dasar_tim": facts.decree.strip(),
        "tim_medis": listed(_names(facts.medical_team)),
        "tim_hukum": listed(_names(facts.legal_team)),
        "fakta_medis": ended(found.medical_facts),
        "fakta_hukum": ended(found.legal_facts),
        "alat_bukti": ended(found.evidence),
        "tanda_tangan": _signatures(facts),
    }


def _needs(facts: TatFacts) -> tuple[Need, ...]:
    return (
        *official_needs(facts),
        (facts.client.shown, RuleBroken("papers.client_unnamed", field="client")),
        (facts.advice.kind.strip(), RuleBroken("papers.recommendation_missing", field="recommendation")),
    )


def _advice(advice: Advice, said: Sentences) -> str:
    """Return ``rehabilitasi rawat inap paling sedikit 3 (tiga) bulan di ...``."""
    least = ((said["months"], advice.months), (said["sessions"], advice.sessions))
    counts = [filled(form, count=count, words=in_words(count)) for form, count in least if count]
    place = filled(said["at"], place=advice.place.strip()) if advice.place.strip() else ""
    return " ".join(texts([advice.kind, *counts, place]))


def _names(team: tuple[Officer, ...]) -> tuple[str, ...]:
    """Return each member in one line: name, rank, number, title."""
    named = [one for one in team if one.name.strip()]
    return tuple(", ".join(texts((one.name, one.rank, one.number, one.title))) for one in named)


def _signatures(facts: MinutesFacts) -> Blocks:
    """Return a table for the team to sign in, and the signature of the chair."""
    words = template("tat").parts
    heads, said = words["columns"], words["values"]
    team = [(one, said["medical"]) for one in facts.medical_team] + [(one, said["legal"]) for one in facts.legal_team]
    rows = tuple(
        (f"{number}.", "\n".join(texts((one.name, one.rank, one.number))), "\n".join(texts((half, one.title))), _INK)
        for number, (one, half) in enumerate([pair for pair in team if pair[0].name.strip()], 1)
    )
    columns = (
        Column(heads["number"], 0.5, Align.CENTRE),
        Column(heads["name"], 3.2),
        Column(heads["title"], 3),
        Column(heads["signature"], 2.6),
    )
    above = (place_date(facts), said["chair"])
    head = signature_of(facts.signer, above)
    if facts.chair is not None:
        chair = facts.chair
        head = Signature((said["chair"],), chair.name.strip(), texts((chair.rank, chair.number)), above[:1])
    return (KeepTogether((Table(columns, rows, size=10), SignatureBlock((head,), room=_ROOM))),)
