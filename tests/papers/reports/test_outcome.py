"""The outcome of a year: whom it counts, what it counts, who stands behind each number, and how it is printed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.instruments.outcome import DomainOutcome, Outcome
from rehab_app.office.settings.service import change_setting
from rehab_app.papers.draw import page_count
from rehab_app.papers.plain import to_text
from rehab_app.papers.reports.outcome import (
    WITHOUT_AKHIR,
    WITHOUT_AWAL,
    OutcomeFigures,
    clients_behind_outcome,
    outcome_figures,
)
from rehab_app.papers.reports.outcome_sheet import OutcomeSheet, outcome_sheet
from rehab_app.store.store import Store
from rehab_app.store.versions import copy_of
from tests.clinic.makers import keep_accounts, make_client
from tests.makers import make_actor, make_store
from tests.papers.samples import OFFICE, SIGNER

HEAD = make_actor(Role.SUBKOORDINATOR, name="Sri Subkoordinator")
DESK = make_actor(Role.PENDAFTARAN, name="Rina Pendaftaran")
YEAR = 2021
LOW, HIGH = 50.0, 60.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path)
    keep_accounts(store, HEAD)
    return store


def serve(
    store: Store,
    *measures: tuple[str, date, float | None],
    ended_on: date | None = date(YEAR, 6, 1),
    modality: str = "outpatient",
    number: list[int] = [0],  # noqa: B006 - counts the registrations of a test run
) -> UUID:
    """Enter an episode with WHOQOL measures: moment, day, and one score for all domains but the social one, which stays."""
    number[0] += 1
    with store.writing(HEAD) as work:
        episode = Episode(
            id=work.new_id(),
            client_id=make_client(work),
            registration_number=f"{number[0]:04d}/{YEAR}",
            registered_on=date(YEAR, 1, 4),
            period_number=1,
            channel="voluntary",
            modality=modality,
            ended_on=ended_on,
            state="closed" if ended_on else "outpatient",
        )
        work.add(episode, "test.add")
        for moment, day, score in measures:
            scores: dict[str, Any] = {"physical": score, "psychological": score, "social": LOW, "environment": score}
            taken = Screening(
                id=work.new_id(),
                client_id=episode.client_id,
                episode_id=episode.id,
                instrument="whoqol",
                key_version="1",
                taken_on=day,
                taken_by=HEAD.user_id,
                moment=moment,
                scores=scores,
            )
            work.add(taken, "test.add")
    return episode.id


def figures(store: Store, year: int = YEAR) -> OutcomeFigures:
    with store.reading(HEAD) as work:
        return outcome_figures(work, year)


def behind(store: Store, name: str, change: str = "") -> list[UUID]:
    with store.reading(HEAD) as work:
        return [one.episode_id for one in clients_behind_outcome(work, YEAR, name, change)]


def awal(score: float | None, day: date = date(YEAR, 1, 5)) -> tuple[str, date, float | None]:
    return "awal", day, score


def akhir(score: float | None, day: date = date(YEAR, 5, 5)) -> tuple[str, date, float | None]:
    return "akhir", day, score


def test_each_client_counts_once_a_domain_and_the_unmeasured_are_told(store: Store) -> None:
    rose = serve(store, awal(LOW), akhir(HIGH))
    fell = serve(store, awal(HIGH), akhir(LOW))
    no_exit = serve(store, awal(LOW))
    no_intake = serve(store, akhir(HIGH))
    found = figures(store).outcome
    assert (found.clients, found.without_akhir, found.without_awal) == (4, 1, 1)
    physical, social = found.domains[0], found.domains[2]
    assert (physical.risen, physical.unchanged, physical.fallen, str(physical.percent)) == (1, 0, 1, "50.00")
    assert (social.risen, social.unchanged, social.fallen) == (0, 2, 0)
    assert behind(store, "physical", "meningkat") == [rose]
    assert behind(store, "physical", "menurun") == [fell]
    assert set(behind(store, "social", "tetap")) == {rose, fell}
    assert behind(store, WITHOUT_AKHIR) == [no_exit]
    assert behind(store, WITHOUT_AWAL) == [no_intake]


def test_the_first_intake_and_the_last_exit_measure_count(store: Store) -> None:
    serve(
        store,
        awal(LOW, date(YEAR, 1, 5)),
        awal(HIGH, date(YEAR, 2, 5)),
        akhir(LOW, date(YEAR, 4, 5)),
        akhir(HIGH, date(YEAR, 5, 5)),
    )
    assert figures(store).outcome.domains[0].risen == 1


def test_a_form_without_a_score_is_in_no_denominator(store: Store) -> None:
    serve(store, awal(None), akhir(HIGH))
    found = figures(store).outcome
    assert (found.domains[0].denominator, found.domains[0].percent, found.without_akhir) == (0, None, 0)


@pytest.mark.parametrize(
    ("served", "is_counted"),
    [
        ({"ended_on": None}, True),
        ({"ended_on": date(YEAR - 1, 12, 31)}, False),
        ({"ended_on": date(YEAR + 1, 1, 1)}, False),
        ({"ended_on": date(YEAR, 12, 31)}, True),
        ({"modality": "referral"}, False),
    ],
)
def test_whom_the_year_counts(store: Store, served: dict[str, Any], is_counted: bool) -> None:
    serve(store, awal(LOW), akhir(HIGH), **served)
    assert figures(store).outcome.clients == is_counted


def test_a_corrected_measure_counts_as_it_stands_now(store: Store) -> None:
    serve(store, awal(LOW), akhir(HIGH))
    with store.writing(HEAD) as work:
        old = work.session.exec(select(Screening).where(Screening.moment == "akhir")).one()
        new = copy_of(work, old)
        new.scores = {**old.scores, "physical": LOW - 1}
        work.correct(old, new, "test.correct", "salah")
    assert figures(store).outcome.domains[0].fallen == 1


def test_the_target_is_a_setting_and_who_fares_how_is_clinical(store: Store) -> None:
    assert figures(store).target == 58
    with store.writing(HEAD) as work:
        change_setting(work, "outcome_target_percent", 60)
    assert figures(store).target == 60
    with store.reading(DESK) as work:
        assert outcome_figures(work, YEAR).outcome.clients == 0
        with pytest.raises(NotAllowed):
            clients_behind_outcome(work, YEAR, "physical", "meningkat")
    with store.reading(HEAD) as work:
        with pytest.raises(RuleBroken, match="figures.table"):
            clients_behind_outcome(work, YEAR, "spiritual", "meningkat")
        with pytest.raises(RuleBroken, match="figures.table"):
            clients_behind_outcome(work, YEAR, "physical", "hilang")
        with pytest.raises(RuleBroken, match="figures.year"):
            outcome_figures(work, 1900)


CIMAHI = Outcome(
    tuple(
        DomainOutcome(name, risen, 42 - risen - 2, 2)
        for name, risen in (("physical", 33), ("psychological", 36), ("social", 31), ("environment", 24))
    ),
    clients=51,
    without_awal=2,
    without_akhir=7,
)


def sheet(outcome: Outcome = CIMAHI, **changed: object) -> OutcomeSheet:
    found = OutcomeFigures(2022, "2022.1", 58, outcome)
    whole: dict[str, Any] = {"figures": found, "office": OFFICE, "day": date(2023, 1, 9), "signer": SIGNER, **changed}
    return OutcomeSheet(**whole)


def test_the_page_prints_the_share_its_denominator_and_who_is_left_out(golden: Callable[[str, str], None]) -> None:
    said = to_text(outcome_sheet(sheet()))
    golden("outcome-sheet.txt", said)
    assert "78,57%" in said
    assert "7 klien tanpa pengukuran akhir" in said
    assert "belum tercapai" in said
    assert page_count(outcome_sheet(sheet())) == 1


def test_a_year_without_anybody_says_so() -> None:
    said = to_text(outcome_sheet(sheet(Outcome((), 0, 0, 0), signer=None)))
    assert "Belum ada klien rawat jalan" in said
    assert "%" not in said.split("Aturan hitung")[0]
