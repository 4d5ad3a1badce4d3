"""Registration: numbers, periods, what is copied of the person, and what is refused."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import ValidationError

from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import queries, service
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft
from rehab_app.clinic.episodes.facts import EpisodeChanged, EpisodeOpened
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.episodes.rules import NOTICES, THIRD_PERIOD, State
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import (
    CHILD,
    TODAY,
    codes,
    deeds,
    keep_accounts,
    make_client,
    open_episode,
    registration,
    versions_kept,
)
from tests.makers import START, make_actor, make_store

CLERK = make_actor(Role.PENDAFTARAN)
COUNSELLOR = make_actor()


def _end(work: Work, episode_id: object, row_version: int = 1) -> None:
    draft = CloseDraft(on=work.clock.today(), outcome="moved", reason="pindah ke Samarinda")
    service.close(work, episode_id, row_version, draft, attended=0)  # type: ignore[arg-type]


def test_a_registration_takes_the_next_number_of_its_year(store: Store) -> None:
    with store.writing(CLERK) as work:
        numbers = [open_episode(work).registration_number for _ in range(2)]
        last_year = open_episode(work, registered_on=date(2021, 12, 31)).registration_number
    assert numbers == ["0001/2022", "0002/2022"]
    assert last_year == "0001/2021"


def test_the_pattern_of_the_number_is_the_offices(store: Store) -> None:
    with store.writing(make_actor(Role.SUBKOORDINATOR)) as work:
        change_setting(work, "registration_pattern", "REG-{year}-{number:03d}")
        assert open_episode(work).registration_number == "REG-2022-001"


def test_a_registration_that_failed_leaves_no_gap(store: Store) -> None:
    with store.writing(CLERK) as work:
        open_episode(work)
    with pytest.raises(ZeroDivisionError), store.writing(CLERK) as work:
        open_episode(work)
        _ = 1 / 0
    with store.writing(CLERK) as work:
        assert open_episode(work).registration_number == "0002/2022"


def test_what_the_figures_need_is_copied_and_a_later_move_changes_nothing(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work)
        opened = open_episode(work, client_id)
    with store.writing(CLERK) as work:
        client = work.session.get_one(Client, client_id)
        client.place_code, client.occupation = "64.71.05.1002", "unemployed"
        work.change(client, "clients.change")
        service.complete_registrations(work, client_id)
    with store.reading(CLERK) as work:
        row = queries.episode(work, opened.episode_id)
    assert (row.age_at_registration, row.sex_at_registration) == (31, "L")
    assert (row.place_code_at_registration, row.occupation_at_registration) == ("64.71.02.1001", "labourer")
    assert row.education_at_registration == "primary"


def test_what_was_unknown_at_registration_is_filled_in_later_and_age_follows_the_birth_date(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=None, stated_age=40, stated_age_on=TODAY, place_code="")
        opened = open_episode(work, client_id)
        assert queries.episode(work, opened.episode_id).age_at_registration == 40
    with store.writing(CLERK) as work:
        client = work.session.get_one(Client, client_id)
        client.birth_date, client.place_code = date(1985, 1, 1), "64.71.06.1005"
        work.change(client, "clients.change")
        assert service.complete_registrations(work, client_id) == 1
        assert service.complete_registrations(work, client_id) == 0
    with store.reading(CLERK) as work:
        row = queries.episode(work, opened.episode_id)
    assert (row.age_at_registration, row.place_code_at_registration) == (37, "64.71.06.1005")


def test_an_age_that_was_stated_grows_with_the_years(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=None, stated_age=40, stated_age_on=date(2019, 3, 2))
        assert queries.episode(work, open_episode(work, client_id).episode_id).age_at_registration == 42


def test_the_third_masa_perawatan_is_registered_with_a_notice(tmp_path: Path) -> None:
    clock = SetClock(START)
    store = make_store(tmp_path, clock)
    with store.writing(COUNSELLOR) as work:
        client_id = make_client(work)
    seen = []
    for year in (2022, 2023, 2024, 2025):
        clock.put(datetime(year, 3, 1, 1, 0, tzinfo=UTC))
        with store.writing(COUNSELLOR) as work:
            opened = open_episode(work, client_id, registered_on=date(year, 3, 1))
            seen.append((opened.period_number, opened.notices))
            _end(work, opened.episode_id)
    assert seen == [(1, ()), (2, ()), (3, (THIRD_PERIOD,)), (4, (THIRD_PERIOD,))]
    assert "{period}" in NOTICES[THIRD_PERIOD]


def test_a_client_with_an_open_episode_is_refused_a_second_and_the_number_is_named(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work)
        first = open_episode(work, client_id)
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        open_episode(work, client_id)
    (trouble,) = refused.value.troubles
    assert (trouble.code, trouble.facts) == ("episodes.open_exists", {"number": first.registration_number})
    with store.reading(CLERK) as work:
        assert [row.period_number for row in queries.episodes_of(work, client_id)] == [1]
        assert queries.open_episode_of(work, client_id) is not None


def test_two_seats_cannot_both_register_one_client(store: Store) -> None:
    second = Store(store.engine, store.clock)
    with store.writing(CLERK) as work:
        client_id = make_client(work)
    with store.writing(CLERK) as work:
        open_episode(work, client_id)
    with pytest.raises(RulesBroken, match="several"), second.writing(CLERK) as work:
        open_episode(work, client_id)


def test_only_day_and_channel_are_required(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work)
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        service.open_episode(work, client_id, EpisodeDraft())
    assert codes(refused.value) == {"registered_on": "draft.required", "channel": "draft.required"}
    with store.writing(CLERK) as work:
        service.open_episode(work, client_id, EpisodeDraft(registered_on=TODAY, channel="compulsory"))


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"registered_on": date(2022, 3, 2)}, "registered_on", "episodes.registered_in_future"),
        ({"registered_on": date(1990, 8, 16)}, "registered_on", "episodes.registered_before_birth"),
        ({"tat_date": date(2022, 3, 2)}, "tat_date", "episodes.tat_in_future"),
        ({"channel": "walk_in"}, "channel", "lists.unknown"),
        ({"source": "facebook"}, "source", "lists.unknown"),
        ({"reporting_kind": "police"}, "reporting_kind", "lists.unknown"),
        ({"category": "dealer"}, "category", "lists.unknown"),
        ({"funding": "gold"}, "funding", "lists.unknown"),
        ({"reporter_relation": "boss"}, "reporter_relation", "lists.unknown"),
        ({"reporter_nik": "647105"}, "reporter_nik", "nik.length"),
    ],
)
def test_each_wrong_entry_is_told_beside_its_field(
    store: Store, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        open_episode(work, **typed)
    assert codes(refused.value) == {field: code}
    with store.reading(CLERK) as work:
        assert queries.episodes_in(work, []) == ()


def test_the_day_of_birth_itself_can_be_the_day_of_registration(store: Store) -> None:
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=TODAY)
        opened = open_episode(work, client_id, waiting_reason="bayi", brought_by="perawat RS")
        assert queries.episode(work, opened.episode_id).age_at_registration == 0


def test_a_registration_may_not_lie_before_the_end_of_the_episode_before_it(store: Store) -> None:
    with store.writing(COUNSELLOR) as work:
        client_id = make_client(work)
        first = open_episode(work, client_id, registered_on=date(2022, 2, 1))
        _end(work, first.episode_id)
    with pytest.raises(RulesBroken) as refused, store.writing(COUNSELLOR) as work:
        open_episode(work, client_id, registered_on=date(2022, 2, 28))
    (trouble,) = refused.value.troubles
    assert trouble.code == "episodes.before_earlier"
    assert trouble.facts == {"number": "0001/2022", "day": "01/03/2022"}
    with store.writing(COUNSELLOR) as work:
        assert open_episode(work, client_id).period_number == 2


def test_a_draft_refuses_fields_it_does_not_know_and_dates_that_are_none() -> None:
    with pytest.raises(ValidationError):
        EpisodeDraft.model_validate({"state": "closed"})
    with pytest.raises(ValidationError):
        EpisodeDraft.model_validate({"registered_on": "31/02/2022"})
    with pytest.raises(ValidationError):
        EpisodeDraft.model_validate({"agency": "x" * 201})


def test_an_unknown_client_is_a_known_trouble(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"episodes\.unknown_client"), store.writing(CLERK) as work:
        service.open_episode(work, uuid4(), registration())


def test_registration_leaves_history_audit_a_first_step_and_a_fact(store: Store) -> None:
    heard: list[EpisodeOpened] = []
    store.bus.after_commit(EpisodeOpened, heard.append)
    with store.writing(CLERK) as work:
        client_id = make_client(work)
        opened = open_episode(work, client_id, reporter_nik="6471.0517 0890-0001", reporter_phone="0812 3456 7890")
    assert heard == [EpisodeOpened(opened.episode_id, client_id)]
    assert deeds(store, CLERK) == ["clients.register", "episodes.open", "episodes.step"]
    assert versions_kept(store, CLERK, Episode) == versions_kept(store, CLERK, EpisodeStep) == 1
    with store.reading(CLERK) as work:
        (step,) = queries.steps_of(work, opened.episode_id)
        row = queries.episode(work, opened.episode_id)
    assert (step.from_state, step.to_state, step.happened_on) == ("", "registered", TODAY)
    assert (row.reporter_nik, row.reporter_phone) == ("6471051708900001", "+6281234567890")


def test_a_correction_keeps_number_and_period_and_moves_the_first_step(store: Store) -> None:
    heard: list[EpisodeChanged] = []
    store.bus.after_commit(EpisodeChanged, heard.append)
    with store.writing(CLERK) as work:
        client_id = make_client(work, birth_date=date(1990, 2, 20))
        opened = open_episode(work, client_id)
    with store.writing(CLERK) as work:
        draft = registration(registered_on=date(2022, 2, 10), channel="compulsory", tat_number="TAT/12/2022")
        service.change_episode(work, opened.episode_id, 1, draft)
    with store.reading(CLERK) as work:
        row = queries.episode(work, opened.episode_id)
        (step,) = queries.steps_of(work, opened.episode_id)
    assert (row.registration_number, row.period_number, row.row_version) == ("0001/2022", 1, 2)
    assert (row.channel, row.tat_number, row.age_at_registration) == ("compulsory", "TAT/12/2022", 31)
    assert step.happened_on == date(2022, 2, 10)
    assert versions_kept(store, CLERK, EpisodeStep) == 2
    assert heard == [EpisodeChanged(opened.episode_id, client_id, "registered")]


def test_a_correction_from_a_seat_that_saw_an_older_version_is_refused(store: Store) -> None:
    with store.writing(CLERK) as work:
        opened = open_episode(work)
        service.change_episode(work, opened.episode_id, 1, registration(source="family"))
    with pytest.raises(StaleRecord), Store(store.engine, store.clock).writing(CLERK) as work:
        service.change_episode(work, opened.episode_id, 1, registration(source="self"))


def test_a_corrected_day_may_not_lie_after_a_later_step(store: Store) -> None:
    keep_accounts(store, COUNSELLOR)
    with store.writing(COUNSELLOR) as work:
        opened = open_episode(work, registered_on=date(2022, 2, 1))
        service.mark_referred(work, opened.episode_id, date(2022, 2, 10))
    with pytest.raises(RulesBroken) as refused, store.writing(COUNSELLOR) as work:
        service.change_episode(work, opened.episode_id, 2, registration(registered_on=date(2022, 2, 11)))
    assert codes(refused.value) == {"registered_on": "episodes.step_before"}


def test_lists_show_the_client_by_initials(store: Store) -> None:
    with store.writing(CLERK) as work:
        opened = open_episode(work)
        child = make_client(work, birth_date=CHILD, initials="AN")
        waiting = open_episode(work, child, waiting_reason="orang tua di luar kota", brought_by="Ketua RT")
    with store.reading(CLERK) as work:
        listed = queries.episodes_in(work, [State.REGISTERED])
        (row,) = queries.waiting_for_guardian(work)
    assert [item.id for item in listed] == [waiting.episode_id, opened.episode_id]
    assert (row.initials, row.rm_number, row.brought_by) == ("AN", "000002", "Ketua RT")
