"""Surat panggilan to a client who stays away, and the notice to the penyidik: from facts to documents.

Both speak of attendance alone: no health data leave the clinic with them. A paper without ``number`` is marked as a draft; the
number is taken when the letter is issued.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rehab_app.foundation.dates import format_full, format_long
from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.blocks import Document, texts
from rehab_app.papers.letters.facts import PaperFacts, Person
from rehab_app.papers.letters.official import Frame, framed, letter, official_needs, require
from rehab_app.papers.letters.templates import Sentences, filled, template
from rehab_app.papers.letters.values import client_values, day_or_empty, listed, ordinal, paper_values, signature_blocks
from rehab_app.papers.texts.compose import compose
from rehab_app.papers.texts.delivered import reading
from rehab_app.papers.texts.fields import Value
from rehab_app.papers.texts.kinds_letters import INVESTIGATOR_NOTICE, SUMMONS

LAST_SUMMONS: Final = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """A summons that was sent: its number and its day."""

    number: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SummonsFacts(PaperFacts):
    """Everything a summons or notice says, in words where it is words.

    ``place_in_row`` is 1, 2 or 3 of a summons. ``missed_on`` are the missed meetings; where there are none, ``quiet_since`` says
    since when the client gave no sign. ``earlier`` are the summons sent before, the first one first. ``zone`` names the clock
    (WITA). ``report_number`` and ``recommendation`` stand in a notice alone.
    """

    client: Person
    place_in_row: int
    missed_on: tuple[date, ...] = ()
    quiet_since: date | None = None
    earlier: tuple[Sent, ...] = ()
    new_on: date | None = None
    new_at: time | None = None
    zone: str = "WITA"
    phone: str = ""
    addressee: tuple[str, ...] = ()
    registration_number: str = ""
    report_number: str = ""
    recommendation: str = ""
    is_compulsory: bool = False


def summons_letter(facts: SummonsFacts, text: str = "") -> Document:
    """Return the summons to a client in the words of ``text``, where empty the delivered ones.

    Raises RulesBroken with what it lacks, and with the faults of a text.
    """
    _check(facts)
    said = template("summons").parts["values"]
    own = (filled(said["addressee"], name=facts.client.shown), *texts([facts.client.address]))
    frame = _frame(facts, texts(facts.addressee) or own, said)
    return letter(compose(reading(SUMMONS, text), summons_values(facts)), frame)


def investigator_notice(facts: SummonsFacts, text: str = "") -> Document:
    """Return the notice to the penyidik of a compulsory client; ``text`` and what it raises as for ``summons_letter``."""
    _check(facts)
    frame = _frame(facts, texts(facts.addressee), template("summons").parts["values"])
    return letter(compose(reading(INVESTIGATOR_NOTICE, text), notice_values(facts)), frame)


def summons_values(facts: SummonsFacts) -> dict[str, Value]:
    """Return what the text of a summons may name."""
    said = template("summons").parts["values"]
    last = facts.earlier[-1] if facts.earlier else None
    return {
        **_absence(facts, said),
        "panggilan_ke": ordinal(facts.place_in_row),
        "panggilan_sebelumnya": filled(said["earlier"], number=last.number, day=format_long(last.day)) if last else "",
        "hari_baru": format_full(facts.new_on) if facts.new_on is not None else "",
        "jam_baru": _hour(facts, said) or said["office_hours"] if facts.new_on is not None else "",
        "tempat_baru": ", ".join(texts([facts.office.clinic, *facts.office.address[:1]])),
        "wajib_lapor": facts.is_compulsory,
        "panggilan_terakhir": facts.place_in_row >= LAST_SUMMONS,
    }


def notice_values(facts: SummonsFacts) -> dict[str, Value]:
    """Return what the text of a notice may name."""
    said = template("summons").parts["values"]
    sent = [filled(said["sent"], number=one.number, day=format_long(one.day)) for one in facts.earlier]
    return {
        **_absence(facts, said),
        "panggilan_terkirim": listed(sent),
        "no_laporan_polisi": facts.report_number.strip(),
        "rekomendasi_tat": facts.recommendation.strip(),
    }


def _check(facts: SummonsFacts) -> None:
    require((*official_needs(facts), (facts.client.shown, RuleBroken("papers.client_unnamed", field="client"))))


def _frame(facts: SummonsFacts, addressee: tuple[str, ...], said: Sentences) -> Frame:
    notice = "" if facts.number.strip() else said["draft"]
    return framed(facts, addressee=addressee, place=said["place"], notice=notice)


def _absence(facts: SummonsFacts, said: Sentences) -> dict[str, Value]:
    """Return what both papers say: who, what was missed, else since when nothing was heard, and the new day."""
    quiet_since = None if facts.missed_on else facts.quiet_since
    return {
        **paper_values(facts),
        **client_values(facts.client),
        "telepon_klinik": facts.phone.strip() or facts.office.phone.strip(),
        "no_registrasi": facts.registration_number.strip() or facts.client.registration_number.strip(),
        "pertemuan_terlewat": listed([format_full(day) for day in facts.missed_on]),
        "tanpa_kabar_sejak": day_or_empty(quiet_since),
        "jadwal_baru": _invited(facts, said),
        "tanda_tangan": signature_blocks(facts.signer),
    }


def _hour(facts: SummonsFacts, said: Sentences) -> str:
    return filled(said["hour"], hour=f"{facts.new_at:%H.%M}", zone=facts.zone) if facts.new_at is not None else ""


def _invited(facts: SummonsFacts, said: Sentences) -> str:
    if facts.new_on is None:
        return ""
    day, hour = format_full(facts.new_on), _hour(facts, said)
    return filled(said["at_hour"], day=day, hour=hour) if hour else day
