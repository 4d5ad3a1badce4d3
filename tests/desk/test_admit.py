"""Admitting: person and episode together or not at all, with every trouble told at once."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.clients.queries import find
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.episodes import queries, service
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft
from rehab_app.clinic.episodes.rules import WAITING_GUARDIAN
from rehab_app.desk.admit import Admitted, RegistrationDraft, admit, change_client, readmit
from rehab_app.foundation.actor import Role
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, table_of
from tests.makers import make_actor, make_store

CLERK = make_actor(Role.PENDAFTARAN)
PERSON = {"full_name": "Budi Santoso", "sex": "L", "birth_date": "1990-08-17", "nik": "6471051708900001"}
EPISODE = {"registered_on": "2022-03-01", "channel": "voluntary", "source": "self", "reporting_kind": "self"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def _draft(client: dict[str, object] | None = None, **episode: object) -> RegistrationDraft:
    return read_draft(RegistrationDraft, {"client": {**PERSON, **(client or {})}, "episode": {**EPISODE, **episode}})


def _admit(store: Store, draft: RegistrationDraft) -> Admitted:
    with store.writing(CLERK) as work:
        return admit(work, draft)


def _clients(store: Store) -> int:
    with store.reading(CLERK) as work:
        return int(work.connection.execute(select(func.count()).select_from(table_of(Client))).scalar_one())


def test_a_new_person_gets_both_numbers_in_one_transaction(store: Store) -> None:
    admitted = _admit(store, _draft())
    assert (admitted.rm, admitted.registration_number, admitted.period_number) == ("000001", "0001/2022", 1)
    assert (admitted.warnings, admitted.notices, admitted.is_waiting_guardian) == ((), (), False)
    with store.reading(CLERK) as work:
        row = queries.episode(work, admitted.episode_id)
    assert (row.client_id, row.age_at_registration, row.sex_at_registration) == (admitted.client_id, 31, "L")
    assert deeds(store, CLERK) == ["clients.register", "episodes.open", "episodes.step"]


def test_warnings_of_the_person_and_notices_of_the_episode_come_back(store: Store) -> None:
    admitted = _admit(
        store,
        _draft({"birth_date": "2006-05-20"}, waiting_reason="orang tua di luar kota", brought_by="Ketua RT"),
    )
    assert "nik.other_birth_date" in admitted.warnings
    assert admitted.notices == (WAITING_GUARDIAN,)
    assert admitted.is_waiting_guardian


def test_who_was_admitted_is_found_by_each_registration_number(store: Store) -> None:
    admitted = _admit(store, _draft())
    _admit(store, _draft({"full_name": "Orang Lain", "nik": ""}))
    with store.reading(CLERK) as work:
        found = find(work, admitted.registration_number)
    assert [(row.id, row.registration_number, row.matched_by) for row in found] == [
        (admitted.client_id, "0001/2022", MatchedBy.REGISTRATION)
    ]


def test_the_pattern_of_rm_is_the_offices(store: Store) -> None:
    with store.writing(make_actor(Role.SUBKOORDINATOR)) as work:
        change_setting(work, "rm_pattern", "BPP-{number:04d}")
    assert _admit(store, _draft()).rm == "BPP-0001"


def test_the_troubles_of_both_drafts_are_told_at_once_and_nothing_is_kept(store: Store) -> None:
    draft = _draft({"full_name": "", "sex": ""}, channel="", registered_on="2022-03-02")
    with pytest.raises(RulesBroken) as refused:
        _admit(store, draft)
    assert codes(refused.value) == {
        "client.full_name": "clients.name_or_initials",
        "client.sex": "draft.required",
        "episode.channel": "draft.required",
        "episode.registered_on": "episodes.registered_in_future",
    }
    assert _clients(store) == 0
    assert deeds(store, CLERK) == []


def test_a_nik_that_is_taken_and_a_wrong_episode_are_told_together(store: Store) -> None:
    first = _admit(store, _draft())
    with pytest.raises(RulesBroken) as refused:
        _admit(store, _draft({"full_name": "Orang Lain"}, source="facebook"))
    assert codes(refused.value) == {"client.nik": "clients.nik_taken", "episode.source": "lists.unknown"}
    (taken,) = [trouble for trouble in refused.value.troubles if trouble.code == "clients.nik_taken"]
    assert taken.facts["client_id"] == first.client_id
    assert _clients(store) == 1


def test_an_episode_that_is_refused_leaves_no_person_behind(store: Store) -> None:
    with pytest.raises(RulesBroken) as refused:
        _admit(store, _draft({"birth_date": "2006-05-20", "nik": ""}))
    assert codes(refused.value) == {"episode.reporter_relation": "episodes.minor_needs_guardian"}
    assert _clients(store) == 0
    assert _admit(store, _draft()).rm == "000001"


def test_a_known_person_is_taken_in_again_after_the_first_episode_has_ended(store: Store) -> None:
    first = _admit(store, _draft())
    again = RegistrationDraft(client_id=first.client_id, episode=EpisodeDraft(registered_on=TODAY, channel="voluntary"))
    with pytest.raises(RulesBroken) as refused:
        _admit(store, again)
    assert codes(refused.value) == {"": "episodes.open_exists"}
    with store.writing(make_actor()) as work:
        closing = CloseDraft(on=TODAY, outcome="moved", reason="pindah ke Samarinda")
        service.close(work, first.episode_id, 1, closing, attended=0)
    with store.writing(CLERK) as work:
        second = readmit(work, first.client_id, again.episode)
    assert (second.client_id, second.rm, second.period_number) == (first.client_id, "000001", 2)
    assert second.registration_number == "0002/2022"


@pytest.mark.parametrize("given", [{}, {"client": PERSON, "client_id": str(uuid4())}])
def test_either_a_new_person_or_a_known_one_is_named(store: Store, given: dict[str, object]) -> None:
    with pytest.raises(RuleBroken, match=r"admit\.which_client"):
        _admit(store, read_draft(RegistrationDraft, {**given, "episode": EPISODE}))


def test_an_unknown_person_is_a_known_trouble(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"episodes\.unknown_client"):
        _admit(store, read_draft(RegistrationDraft, {"client_id": str(uuid4()), "episode": EPISODE}))


def test_who_may_not_register_is_refused_before_anything_else(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"rights\.missing"), store.writing(make_actor(Role.KEPALA)) as work:
        admit(work, _draft({"full_name": ""}))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"episode": "draft.unreadable"}),
        ({"episode": {"registered_on": "kemarin"}}, {"episode.registered_on": "draft.unreadable"}),
        ({"episode": {"registered_on": 20220301}}, {"episode.registered_on": "draft.unreadable"}),
        ({"episode": {"state": "closed"}}, {"episode.state": "draft.unknown_field"}),
        ({"episode": {"sender": "x" * 201}}, {"episode.sender": "draft.too_long"}),
        ({"client_id": "seventeen", "episode": {}}, {"client_id": "draft.unreadable"}),
        (
            {"client": {"sex": 1}, "episode": {}, "more": 1},
            {"client.sex": "draft.unreadable", "more": "draft.unknown_field"},
        ),
    ],
)
def test_a_file_that_cannot_be_read_names_its_fields(values: dict[str, object], expected: dict[str, str]) -> None:
    with pytest.raises(RulesBroken) as refused:
        read_draft(RegistrationDraft, values)
    assert codes(refused.value) == expected


def test_the_schema_names_both_parts_and_closes_them() -> None:
    schema = RegistrationDraft.model_json_schema()
    assert set(schema["properties"]) == {"client", "client_id", "episode"}
    assert schema["additionalProperties"] is False
    assert "channel" in schema["$defs"]["EpisodeDraft"]["properties"]
    assert schema["$defs"]["EpisodeDraft"]["additionalProperties"] is False


def test_a_corrected_birth_date_reaches_the_registration(store: Store) -> None:
    admitted = _admit(store, _draft())
    with store.writing(CLERK) as work:
        kept = change_client(
            work, admitted.client_id, ClientDraft.model_validate({**PERSON, "birth_date": "1980-08-17"}), 1
        )
    assert kept.row_version == 2
    with store.reading(CLERK) as work:
        assert queries.episode(work, admitted.episode_id).age_at_registration == 41
    with pytest.raises(StaleRecord), store.writing(CLERK) as work:
        change_client(work, admitted.client_id, ClientDraft.model_validate(PERSON), 1)
