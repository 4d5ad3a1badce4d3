"""Proposes where a screened person is served: by an IBM unit, by the clinic, or by the clinic for referral.

The counsellor decides; this only proposes, and names the substance it comes from. Classes ringan / sedang /
berat are BNN's; that WHO's low risk means ringan is not certain, and the middle class is served differently
from place to place, so both maps are settings of the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments.answers import shown_name
from rehab_app.instruments.instrument import Remark, Scored, Subject


class Band(StrEnum):
    """WHO's bands of risk, rising."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class RiskClass(StrEnum):
    """BNN's classes of use, rising."""

    RINGAN = "ringan"
    SEDANG = "sedang"
    BERAT = "berat"


class Proposal(StrEnum):
    """Where the person may be served, rising: KLINIK is rawat jalan, RUJUKAN full assessment and referral."""

    NONE = "none"
    IBM = "ibm"
    KLINIK = "klinik"
    RUJUKAN = "rujukan"


# Nearly every smoker scores 4 to 26 on tobacco (letter a): if it routed, it would send smokers to the clinic.
_NEVER_ROUTES: Final = "a"
_MAY_ROUTE: Final = frozenset("bcdefghij")

_NOTHING_ROUTED: Final = Remark("nothing_routed", N_("No substance that routes has been used."))
_NOTHING_SCORED: Final = Remark("nothing_scored", N_("No substance that routes has a score yet."))


def _default_classes() -> Mapping[Band, RiskClass]:
    return dict(zip(Band, RiskClass, strict=True))


def _default_proposals() -> Mapping[RiskClass, Proposal]:
    return dict(zip(RiskClass, (Proposal.IBM, Proposal.KLINIK, Proposal.RUJUKAN), strict=True))


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """The office's choice: the letters that route, the class of each band, the proposal for each class.

    RuleBroken: letter a (tobacco never routes), a letter the form does not have, a map that leaves something
    out, or one under which a higher risk would lead to less care.
    """

    letters: frozenset[str] = frozenset("cdefghij")
    class_of: Mapping[Band, RiskClass] = field(default_factory=_default_classes)
    proposal_for: Mapping[RiskClass, Proposal] = field(default_factory=_default_proposals)

    def __post_init__(self) -> None:
        """Refuse a setting that could not be meant."""
        if _NEVER_ROUTES in self.letters:
            raise RuleBroken("instruments.tobacco_never_routes", field="letters")
        if unknown := self.letters - _MAY_ROUTE:
            raise RuleBroken("instruments.unknown_letter", field="letters", item=shown_name(min(unknown)))
        _require_rising(self.class_of, tuple(Band), tuple(RiskClass), "class_of")
        _require_rising(self.proposal_for, tuple(RiskClass), tuple(Proposal)[1:], "proposal_for")


@dataclass(frozen=True, slots=True)
class Routing:
    """A proposal with its cause: the ``substances`` in the highest ``band``, highest score first.

    ``unscored`` are substances that route but have no score for want of answers: with their answers the
    proposal may rise. Where the proposal is NONE, ``reason`` says why.
    """

    proposal: Proposal
    risk_class: RiskClass | None = None
    band: Band | None = None
    substances: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    reason: Remark | None = None

    @property
    def may_rise(self) -> bool:
        """Whether missing answers could still lead to a higher band."""
        return bool(self.unscored) and self.band is not Band.HIGH

    def document(self) -> dict[str, object]:
        """Return the proposal for a JSON answer; ``unscored`` and ``reason`` only where there are any."""
        found: dict[str, object] = {
            "proposal": self.proposal.value,
            "class": None if self.risk_class is None else self.risk_class.value,
            "band": None if self.band is None else self.band.value,
            "substances": list(self.substances),
        }
        if self.unscored:
            found["unscored"] = list(self.unscored)
        if self.reason:
            found["reason"] = self.reason.code
        return found


def propose(scored: Scored, subjects: tuple[Subject, ...], settings: RoutingSettings) -> Routing:
    """Return the proposal for the highest band over the substances whose letter routes."""
    routed = [
        subject.name for subject in subjects if subject.mark in settings.letters and subject.name in scored.scores
    ]
    known = {name: score for name in routed if (score := scored.scores[name]) is not None}
    unscored = tuple(name for name in routed if name not in known)
    if not known:
        reason = _NOTHING_SCORED if unscored else _NOTHING_ROUTED
        return Routing(Proposal.NONE, unscored=unscored, reason=reason)
    order = tuple(Band)
    bands = {name: Band(str(scored.bands[name])) for name in known}
    highest = max(bands.values(), key=order.index)
    causes = sorted((name for name in known if bands[name] is highest), key=lambda name: -known[name])
    risk_class = RiskClass(settings.class_of[highest])
    return Routing(Proposal(settings.proposal_for[risk_class]), risk_class, highest, tuple(causes), unscored)


def _require_rising(
    chosen: Mapping[Band, RiskClass] | Mapping[RiskClass, Proposal],
    steps: tuple[StrEnum, ...],
    values: tuple[StrEnum, ...],
    setting: str,
) -> None:
    """Refuse a map that leaves out a step, holds an unknown value, or falls where risk rises."""
    by_name: dict[str, str] = {str(step): str(value) for step, value in chosen.items()}
    ranks = [values.index(by_name[step]) if by_name.get(step) in values else -1 for step in steps]
    if -1 in ranks or len(by_name) != len(steps):
        raise RuleBroken("instruments.routing_map_incomplete", field=setting)
    if ranks != sorted(ranks):
        raise RuleBroken("instruments.routing_map_falls", field=setting)
