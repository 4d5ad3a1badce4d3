"""The states of an episode: every step of the table, every other refused, days, reasons, counsellors, and the end."""

from datetime import date
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rehab_app.clinic.episodes import queries, service
from rehab_app.clinic.episodes.draft import CloseDraft, OutpatientDraft
from rehab_app.clinic.episodes.facts import EpisodeChanged
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import TRANSITIONS, State, require_step
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, deeds, keep_accounts, make_client, open_episode, versions_kept
from tests.makers import make_actor

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
HEAD = make_actor(Role.SUBKOORDINATOR, name="dr. Kepala Seksi")
CLERK = make_actor(Role.PENDAFTARAN)


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA, CLERK)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(SITI) as work:
        return open_episode(work, registered_on=date(2022, 2, 1)).episode_id


def _row(store: Store, episode_id: UUID) -> EpisodeRow:
    with store.reading(SITI) as work:
        return queries.episode(work, episode_id)


def _go(store: Store, episode_id: UUID, state: State, explanation: str = "", on: date = TODAY) -> None:
    version = _row(store, episode_id).row_version
    with store.writing(SITI) as work:
        match state:
            case State.OUTPATIENT:
                draft = OutpatientDraft(on=on, counsellor_id=SITI.user_id, explanation=explanation)
                service.open_outpatient(work, episode_id, version, draft)
            case State.REFERRED:
                service.mark_referred(work, episode_id, on, explanation)
            case State.AFTERCARE:
                service.begin_aftercare(work, episode_id, version, on, explanation)
            case _:
                closing = CloseDraft(on=on, outcome="referred", reason=explanation)
                service.close(work, episode_id, version, closing, attended=0)


PATHS = {
    State.REGISTERED: (),
    State.OUTPATIENT: (State.OUTPATIENT,),
    State.REFERRED: (State.REFERRED,),
    State.AFTERCARE: (State.OUTPATIENT, State.AFTERCARE),
    State.CLOSED: (State.OUTPATIENT, State.CLOSED),
}


@pytest.mark.parametrize(("start", "end"), [pair for pair in product(State, State) if pair[1] is not State.REGISTERED])
def test_the_services_allow_the_steps_of_the_table_and_no_other(
    store: Store, episode_id: UUID, start: State, end: State
) -> None:
    for state in PATHS[start]:
        _go(store, episode_id, state)
    if (start, end) not in TRANSITIONS:
        with pytest.raises(RuleBroken):
            _go(store, episode_id, end, "alasan")
        assert _row(store, episode_id).state == start
        return
    if TRANSITIONS[start, end]:
        with pytest.raises(RuleBroken, match=r"episodes\.step_needs_reason"):
            _go(store, episode_id, end)
    _go(store, episode_id, end, "alasan")
    assert _row(store, episode_id).state == end
    with store.reading(SITI) as work:
        last = queries.steps_of(work, episode_id)[-1]
    assert (last.from_state, last.to_state, last.explanation) == (start, end, "alasan")


@given(st.lists(st.sampled_from(State), max_size=12))
def test_no_sequence_of_steps_leaves_closed_or_comes_back_to_registered(wanted: list[State]) -> None:
    state = State.REGISTERED
    for end in wanted:
        if (state, end) in TRANSITIONS:
            require_step(state, end, "alasan")
            assert state is not State.CLOSED
            assert end is not State.REGISTERED
            state = end
        else:
            with pytest.raises(RuleBroken, match=r"episodes\.no_such_step"):
                require_step(state, end, "alasan")


@pytest.mark.parametrize("blank", ["", "   "])
def test_blank_is_no_explanation(blank: str) -> None:
    with pytest.raises(RuleBroken, match="step_needs_reason"):
        require_step(State.REFERRED, State.OUTPATIENT, blank)


def test_outpatient_care_takes_the_offices_target_unless_another_is_given(store: Store) -> None:
    with store.writing(HEAD) as work:
        change_setting(work, "target_sessions", 10)
    with store.writing(SITI) as work:
        ids = [open_episode(work).episode_id for _ in range(2)]
        service.open_outpatient(work, ids[0], 1, OutpatientDraft(on=TODAY, counsellor_id=SITI.user_id))
        service.open_outpatient(
            work, ids[1], 1, OutpatientDraft(on=TODAY, counsellor_id=SITI.user_id, target_sessions=4)
        )
    rows = [_row(store, episode_id) for episode_id in ids]
    assert [row.target_sessions for row in rows] == [10, 4]
    assert {(row.state, row.modality, row.outpatient_since, row.counsellor_id) for row in rows} == {
        ("outpatient", "outpatient", TODAY, SITI.user_id)
    }


@pytest.mark.parametrize("target", [0, -1, 201])
def test_an_impossible_target_is_refused(target: int) -> None:
    with pytest.raises(ValidationError):
        OutpatientDraft(target_sessions=target)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (None, "draft.required"),
        (date(2022, 3, 2), "episodes.step_in_future"),
        (date(2022, 1, 31), "episodes.step_too_early"),
    ],
)
def test_each_bad_day_of_a_step_is_refused_beside_it(
    store: Store, episode_id: UUID, on: date | None, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused, store.writing(SITI) as work:
        service.open_outpatient(work, episode_id, 1, OutpatientDraft(on=on, counsellor_id=SITI.user_id))
    assert (refused.value.code, refused.value.field) == (code, "on")
    assert _row(store, episode_id).state == "registered"


def test_a_step_may_not_lie_before_the_step_before_it(store: Store, episode_id: UUID) -> None:
    _go(store, episode_id, State.OUTPATIENT, on=date(2022, 2, 20))
    with pytest.raises(RuleBroken, match="step_too_early") as refused:
        _go(store, episode_id, State.REFERRED, on=date(2022, 2, 19))
    assert refused.value.facts == {"day": "20/02/2022"}
    _go(store, episode_id, State.REFERRED, on=date(2022, 2, 20))


def test_outpatient_care_needs_a_counsellor_who_cares_for_clients(store: Store, episode_id: UUID) -> None:
    for counsellor_id, code in [
        (None, "draft.required"),
        (uuid4(), "episodes.no_counsellor"),
        (CLERK.user_id, "episodes.no_counsellor"),
    ]:
        with pytest.raises(RuleBroken) as refused, store.writing(SITI) as work:
            service.open_outpatient(work, episode_id, 1, OutpatientDraft(on=TODAY, counsellor_id=counsellor_id))
        assert (refused.value.code, refused.value.field) == (code, "counsellor_id")


def test_nobody_takes_over_anothers_client_by_herself(store: Store, episode_id: UUID) -> None:
    def assign(actor: Actor, counsellor: Actor, version: int) -> None:
        with store.writing(actor) as work:
            service.assign_counsellor(work, episode_id, version, counsellor.user_id)

    assign(SITI, SITI, 1)
    with pytest.raises(NotAllowed, match=r"episodes\.other_counsellor"):
        assign(RINA, RINA, 2)
    with pytest.raises(NotAllowed, match=r"episodes\.other_counsellor"), store.writing(RINA) as work:
        service.open_outpatient(work, episode_id, 2, OutpatientDraft(on=TODAY, counsellor_id=RINA.user_id))
    assign(SITI, RINA, 2)
    assign(HEAD, SITI, 3)
    assert _row(store, episode_id).counsellor_id == SITI.user_id


def test_completion_before_the_target_needs_a_reason(store: Store, episode_id: UUID) -> None:
    _go(store, episode_id, State.OUTPATIENT)
    with pytest.raises(RuleBroken) as refused, store.writing(SITI) as work:
        service.close(work, episode_id, 2, CloseDraft(on=TODAY, outcome="completed"), attended=7)
    assert (refused.value.code, refused.value.field) == ("episodes.completed_early", "reason")
    assert refused.value.facts == {"attended": 7, "target": 8}
    with store.writing(SITI) as work:
        service.close(work, episode_id, 2, CloseDraft(on=TODAY, outcome="completed"), attended=8)
    row = _row(store, episode_id)
    assert (row.state, row.outcome, row.ended_on, row.end_reason) == ("closed", "completed", TODAY, "")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("", "draft.required"), ("fine", "lists.unknown"), ("dropped_out", "episodes.outcome_needs_reason")],
)
def test_an_outcome_is_known_and_explained_where_the_list_asks(
    store: Store, episode_id: UUID, outcome: str, code: str
) -> None:
    _go(store, episode_id, State.OUTPATIENT)
    with pytest.raises(RuleBroken, match=code), store.writing(SITI) as work:
        service.close(work, episode_id, 2, CloseDraft(on=TODAY, outcome=outcome), attended=8)
    assert _row(store, episode_id).state == "outpatient"


def test_a_client_who_was_only_examined_has_no_outcome_of_care(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RuleBroken, match="step_needs_reason"), store.writing(SITI) as work:
        service.close_examined_only(work, episode_id, 1, TODAY, "")
    with store.writing(SITI) as work:
        service.close_examined_only(work, episode_id, 1, TODAY, "rekomendasi TAT: proses hukum dilanjutkan")
    row = _row(store, episode_id)
    assert (row.state, row.modality, row.outcome) == ("closed", "examined_only", "")


def test_who_was_cared_for_was_not_only_examined(store: Store, episode_id: UUID) -> None:
    _go(store, episode_id, State.OUTPATIENT)
    with pytest.raises(RuleBroken, match="care_was_given"), store.writing(SITI) as work:
        service.close_examined_only(work, episode_id, 2, TODAY, "salah pilih")


def test_a_referral_that_came_back_goes_on_as_outpatient_with_its_counsellor(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        service.assign_counsellor(work, episode_id, 1, SITI.user_id)
    _go(store, episode_id, State.REFERRED)
    assert _row(store, episode_id).modality == "referral"
    with pytest.raises(RuleBroken, match="step_needs_reason"), store.writing(SITI) as work:
        service.return_from_referral(work, episode_id, TODAY, "")
    with store.writing(SITI) as work:
        service.return_from_referral(work, episode_id, TODAY, "tidak ada tempat")
    row = _row(store, episode_id)
    assert (row.state, row.modality, row.target_sessions, row.counsellor_id) == (
        "outpatient",
        "outpatient",
        8,
        SITI.user_id,
    )


def test_only_a_referred_client_returns_from_a_referral(store: Store, episode_id: UUID) -> None:
    with pytest.raises(RuleBroken, match="no_such_step"), store.writing(SITI) as work:
        service.return_from_referral(work, episode_id, TODAY, "tidak ada tempat")
    assert _row(store, episode_id).state == "registered"


def test_two_seats_on_one_episode_the_slower_is_told(store: Store, episode_id: UUID) -> None:
    second = Store(store.engine, store.clock)
    with store.writing(SITI) as work:
        service.open_outpatient(work, episode_id, 1, OutpatientDraft(on=TODAY, counsellor_id=SITI.user_id))
    with pytest.raises(StaleRecord), second.writing(HEAD) as work:
        service.close(work, episode_id, 1, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)
    assert _row(store, episode_id).state == "outpatient"


def test_an_unknown_episode_is_a_known_trouble(store: Store) -> None:
    with pytest.raises(RuleBroken, match=r"episodes\.unknown"), store.reading(SITI) as work:
        queries.episode(work, uuid4())
    with pytest.raises(RuleBroken, match=r"episodes\.unknown"), store.writing(SITI) as work:
        service.mark_referred(work, uuid4(), TODAY)


def test_each_change_is_kept_entered_in_the_audit_and_told(store: Store, episode_id: UUID) -> None:
    heard: list[EpisodeChanged] = []
    store.bus.after_commit(EpisodeChanged, heard.append)
    _go(store, episode_id, State.OUTPATIENT)
    _go(store, episode_id, State.CLOSED)
    assert [fact.state for fact in heard] == ["outpatient", "closed"]
    assert deeds(store, SITI)[-4:] == ["episodes.to_outpatient", "episodes.step", "episodes.to_closed", "episodes.step"]
    assert versions_kept(store, SITI, Episode) == 3


def test_the_list_of_one_counsellor_holds_her_clients_alone(store: Store, episode_id: UUID) -> None:
    with store.writing(HEAD) as work:
        other = open_episode(work, make_client(work)).episode_id
        service.assign_counsellor(work, other, 1, RINA.user_id)
    with store.reading(SITI) as work:
        mine = queries.episodes_in(work, [State.REGISTERED], counsellor_id=RINA.user_id)
        every = queries.episodes_in(work, [State.REGISTERED, State.OUTPATIENT])
        none = queries.episodes_in(work, [State.CLOSED])
    assert [row.id for row in mine] == [other]
    assert {row.id for row in every} == {other, episode_id}
    assert none == ()
