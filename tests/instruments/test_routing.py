"""The routing proposal names its cause, leaves tobacco out, and follows the office's setting."""

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import assist
from rehab_app.instruments.routing import Band, Proposal, RiskClass, Routing, RoutingSettings

INSTRUMENT = assist.load()
LOW = {"q2": 2, "q3": 0, "q4": 0, "q5": 0, "q6": 0, "q7": 0}
MODERATE = {"q2": 2, "q3": 3, "q4": 0, "q5": 0, "q6": 6, "q7": 0}
HIGH = {"q2": 6, "q3": 6, "q4": 7, "q5": 8, "q6": 0, "q7": 0}
SMOKER = {"q2": 6, "q3": 6, "q4": 7, "q6": 6, "q7": 6}
CLASSES = dict(zip(Band, RiskClass, strict=True))
PROPOSALS = {
    RiskClass.RINGAN: Proposal.IBM,
    RiskClass.SEDANG: Proposal.KLINIK,
    RiskClass.BERAT: Proposal.RUJUKAN,
}


def _propose(settings: RoutingSettings | None = None, /, **substances: dict[str, int]) -> Routing:
    scored = INSTRUMENT.score({"substances": substances})
    return INSTRUMENT.propose(scored, settings) if settings else INSTRUMENT.propose(scored)


@pytest.mark.parametrize(
    ("answers", "band", "risk_class", "proposal"),
    [
        (LOW, Band.LOW, RiskClass.RINGAN, Proposal.IBM),
        (MODERATE, Band.MODERATE, RiskClass.SEDANG, Proposal.KLINIK),
        (HIGH, Band.HIGH, RiskClass.BERAT, Proposal.RUJUKAN),
    ],
)
def test_each_band_has_its_class_and_proposal(
    answers: dict[str, int], band: Band, risk_class: RiskClass, proposal: Proposal
) -> None:
    assert _propose(cannabis=answers) == Routing(proposal, risk_class, band, ("cannabis",))


def test_the_highest_band_decides_and_its_substances_are_named_highest_score_first() -> None:
    routing = _propose(cannabis=MODERATE, cocaine=HIGH, opioids=HIGH | {"q6": 6}, sedatives=LOW)
    assert (routing.proposal, routing.substances) == (Proposal.RUJUKAN, ("opioids", "cocaine"))


def test_tobacco_never_routes() -> None:
    routing = _propose(tobacco=SMOKER)
    assert routing.document() == {
        "proposal": "none",
        "class": None,
        "band": None,
        "substances": [],
        "reason": "nothing_routed",
    }
    assert _propose(tobacco=SMOKER, cannabis=LOW).proposal is Proposal.IBM
    with pytest.raises(RuleBroken, match="tobacco_never_routes"):
        RoutingSettings(letters=frozenset("ac"))


def test_alcohol_routes_only_where_the_setting_says_so() -> None:
    assert _propose(alcohol=HIGH).proposal is Proposal.NONE
    settings = RoutingSettings(letters=frozenset("bcdefghij"))
    assert _propose(settings, alcohol=HIGH) == Routing(Proposal.RUJUKAN, RiskClass.BERAT, Band.HIGH, ("alcohol",))


def test_only_chosen_letters_route() -> None:
    settings = RoutingSettings(letters=frozenset("c"))
    assert _propose(settings, cannabis=LOW, opioids=HIGH).proposal is Proposal.IBM


def test_every_letter_but_tobacco_and_alcohol_routes_by_default() -> None:
    silent = []
    for subject in assist.description().subjects:
        answers = SMOKER if subject.name == "tobacco" else HIGH
        if _propose(None, **{subject.name: answers}).proposal is Proposal.NONE:
            silent.append(subject.name)
    assert silent == ["tobacco", "alcohol"]


def test_without_any_use_there_is_no_proposal() -> None:
    routing = _propose(opioids={"q1": 0})
    assert routing.proposal is Proposal.NONE
    assert routing.reason is not None
    assert routing.reason.code == "nothing_routed"


def test_without_any_score_there_is_no_proposal_yet() -> None:
    routing = _propose(opioids={"q2": 6})
    assert (routing.proposal, routing.unscored, routing.may_rise) == (Proposal.NONE, ("opioids",), True)
    assert routing.document()["reason"] == "nothing_scored"


def test_a_missing_score_is_named_and_may_raise_the_proposal() -> None:
    routing = _propose(cannabis=LOW, opioids={"q2": 6})
    assert routing.proposal is Proposal.IBM
    assert routing.document()["unscored"] == ["opioids"]
    assert routing.may_rise
    assert not _propose(cannabis=HIGH, opioids={"q2": 6}).may_rise


def test_the_office_may_serve_the_middle_class_elsewhere() -> None:
    sumsel = RoutingSettings(proposal_for=PROPOSALS | {RiskClass.SEDANG: Proposal.IBM})
    assert _propose(sumsel, cannabis=MODERATE).proposal is Proposal.IBM
    strict = RoutingSettings(class_of=CLASSES | {Band.MODERATE: RiskClass.BERAT})
    assert _propose(strict, cannabis=MODERATE) == Routing(
        Proposal.RUJUKAN, RiskClass.BERAT, Band.MODERATE, ("cannabis",)
    )


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"letters": frozenset("ck")}, "unknown_letter", "letters"),
        ({"letters": frozenset({"amphetamine"})}, "unknown_letter", "letters"),
        ({"class_of": {}}, "routing_map_incomplete", "class_of"),
        (
            {"class_of": {"none": "berat", "low": "ringan", "moderate": "sedang", "high": "berat"}},
            "routing_map_incomplete",
            "class_of",
        ),
        (
            {"class_of": {"low": "berbahaya", "moderate": "sedang", "high": "berat"}},
            "routing_map_incomplete",
            "class_of",
        ),
        ({"class_of": {**CLASSES, Band.LOW: RiskClass.BERAT}}, "routing_map_falls", "class_of"),
        ({"proposal_for": {RiskClass.RINGAN: Proposal.IBM}}, "routing_map_incomplete", "proposal_for"),
        ({"proposal_for": {**PROPOSALS, RiskClass.BERAT: Proposal.NONE}}, "routing_map_incomplete", "proposal_for"),
        ({"proposal_for": {**PROPOSALS, RiskClass.BERAT: Proposal.IBM}}, "routing_map_falls", "proposal_for"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(changed: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        RoutingSettings(**changed)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (f"instruments.{code}", field)


def test_a_setting_may_be_made_of_the_plain_texts_it_is_stored_as() -> None:
    settings = RoutingSettings(
        class_of={"low": "ringan", "moderate": "ringan", "high": "berat"},  # type: ignore[dict-item]
        proposal_for={"ringan": "ibm", "sedang": "klinik", "berat": "rujukan"},  # type: ignore[dict-item]
    )
    assert _propose(settings, cannabis=MODERATE) == Routing(
        Proposal.IBM, RiskClass.RINGAN, Band.MODERATE, ("cannabis",)
    )
