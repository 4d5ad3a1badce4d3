"""Papers handed in and given back; the kartu lapor diri."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rehab_app.clinic.documents import queries, service
from rehab_app.clinic.documents.draft import CardDraft, PaperDraft
from rehab_app.clinic.documents.facts import DocumentsChanged
from rehab_app.clinic.documents.model import HandedPaper
from rehab_app.clinic.documents.rows import ChecklistRow, IssuedCard, PaperState
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import CHILD, TODAY, codes, deeds, make_client, open_episode, versions_kept
from tests.makers import make_actor

CLERK = make_actor(Role.PENDAFTARAN)
SITI = make_actor()
REGISTERED = date(2022, 2, 1)


@pytest.fixture
def episode_id(store: Store) -> UUID:
    with store.writing(CLERK) as work:
        return open_episode(work, registered_on=REGISTERED).episode_id


def _client_of(work: Work, episode_id: UUID) -> UUID:
    return work.session.get_one(Episode, episode_id).client_id


def _paper(**typed: object) -> PaperDraft:
    return PaperDraft.model_validate({"kind": "ktp_copy", "handed_on": TODAY, **typed})


def _hand_in(store: Store, episode_id: UUID, **typed: object) -> UUID:
    with store.writing(CLERK) as work:
        return service.record_paper(work, episode_id, _paper(**typed))


def _checklist(store: Store, episode_id: UUID) -> dict[str, ChecklistRow]:
    with store.reading(CLERK) as work:
        return {row.kind: row for row in queries.checklist(work, episode_id)}


def _close(store: Store, episode_id: UUID) -> None:
    with store.writing(SITI) as work:
        episodes.close(work, episode_id, 1, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)


def test_the_checklist_tells_missing_handed_held_and_returned(store: Store, episode_id: UUID) -> None:
    _hand_in(store, episode_id, copies=2)
    held = _hand_in(store, episode_id, kind="bpjs_card", copies=0, is_original_held=True)
    returned = _hand_in(store, episode_id, kind="sim_copy", copies=0, is_original_held=True)
    with store.writing(CLERK) as work:
        service.return_paper(work, returned, 1, TODAY, "diambil ibunya")
        assert [row.series_id for row in queries.originals_held(work, episode_id)] == [held]
    rows = _checklist(store, episode_id)
    states = {kind: row.state for kind, row in rows.items() if row.state is not PaperState.MISSING}
    assert states == {
        "ktp_copy": PaperState.HANDED,
        "bpjs_card": PaperState.HELD,
        "sim_copy": PaperState.RETURNED,
    }
    assert (rows["ktp_copy"].copies, rows["photo"].copies_asked, rows["photo"].papers) == (2, 2, ())
    assert rows["sim_copy"].papers[0].remark == "diambil ibunya"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"kind": ""}, "kind", "draft.required"),
        ({"kind": "passport"}, "kind", "lists.unknown"),
        ({"handed_on": None}, "handed_on", "draft.required"),
        ({"handed_on": date(2022, 3, 2)}, "handed_on", "documents.handed_in_future"),
        ({"handed_on": date(2022, 1, 31)}, "handed_on", "documents.handed_too_early"),
        ({"copies": 0}, "copies", "documents.nothing_handed"),
        ({"returned_on": TODAY}, "returned_on", "documents.no_original_held"),
        ({"is_original_held": True, "returned_on": date(2022, 3, 2)}, "returned_on", "documents.returned_in_future"),
        ({"is_original_held": True, "returned_on": date(2022, 2, 8)}, "returned_on", "documents.returned_too_early"),
    ],
)
def test_each_wrong_paper_is_told_beside_its_field(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _hand_in(store, episode_id, **typed)
    assert codes(refused.value) == {field: code}
    assert versions_kept(store, CLERK, HandedPaper) == 0


def test_an_original_is_given_back_once_and_after_the_end_of_the_episode_too(store: Store, episode_id: UUID) -> None:
    held = _hand_in(store, episode_id, is_original_held=True)
    copy = _hand_in(store, episode_id, kind="kk_copy")
    _close(store, episode_id)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _hand_in(store, episode_id, kind="sktm")
    with pytest.raises(RulesBroken) as refused, store.writing(CLERK) as work:
        service.return_paper(work, copy, 1, TODAY)
    assert codes(refused.value) == {"returned_on": "documents.no_original_held"}
    with store.writing(CLERK) as work:
        service.return_paper(work, held, 1, TODAY)
    with pytest.raises(RuleBroken, match=r"documents\.already_returned"), store.writing(CLERK) as work:
        service.return_paper(work, held, 2, TODAY)
    with store.reading(CLERK) as work:
        assert [row.returned_on for row in queries.paper_versions(work, held)] == [None, TODAY]


def test_a_paper_is_corrected_with_a_reason_and_put_into_the_bin_and_back(store: Store, episode_id: UUID) -> None:
    paper = _hand_in(store, episode_id)
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(CLERK) as work:
        service.correct_paper(work, paper, 1, _paper(kind="kk_copy"), " ")
    with store.writing(CLERK) as work:
        service.correct_paper(work, paper, 1, _paper(kind="kk_copy"), "salah jenis")
        service.bin_paper(work, paper, 2, "milik klien lain")
        assert queries.papers_of_episode(work, episode_id) == ()
        with pytest.raises(StaleRecord):
            service.correct_paper(work, paper, 3, _paper(), "x")
        service.restore_paper(work, paper, 3, "ternyata benar")
        assert [(row.kind, row.row_version) for row in queries.papers_of_episode(work, episode_id)] == [("kk_copy", 4)]
    assert deeds(store, CLERK)[-4:] == [
        "documents.hand_in",
        "documents.correct_paper",
        "documents.bin_paper",
        "documents.restore_paper",
    ]


def test_what_happens_to_papers_is_told(store: Store, episode_id: UUID) -> None:
    told: list[DocumentsChanged] = []
    store.bus.after_commit(DocumentsChanged, told.append)
    paper = _hand_in(store, episode_id)
    assert [(fact.series_id, fact.episode_id) for fact in told] == [(paper, episode_id)]


def _give_card(store: Store, episode_id: UUID, day: date | None = TODAY, **typed: object) -> IssuedCard:
    with store.writing(CLERK) as work:
        draft = CardDraft.model_validate({"issued_on": day, **typed})
        return service.record_card(work, episode_id, draft, date(2022, 2, 20))


def test_a_card_has_the_next_number_of_its_year_its_period_and_the_months_of_the_office(
    store: Store, episode_id: UUID
) -> None:
    first = _give_card(store, episode_id)
    with store.writing(CLERK) as work:
        other = open_episode(work).episode_id
    second = _give_card(store, other, valid_until=date(2022, 8, 31))
    assert (first.number, first.period_number, first.valid_until) == ("KLD-0001/2022", 1, date(2023, 3, 1))
    assert (second.number, second.valid_until, second.notices) == ("KLD-0002/2022", date(2022, 8, 31), ())
    with store.reading(CLERK) as work:
        cards = queries.cards_of_client(work, _client_of(work, episode_id))
        (row,) = [card for card in cards if card.episode_id == episode_id]
    assert row.counts_on(TODAY)
    assert not row.counts_on(date(2023, 3, 2))
    assert not row.counts_on(date(2022, 2, 28))


@pytest.mark.parametrize(
    ("day", "typed", "field", "code"),
    [
        (None, {}, "issued_on", "draft.required"),
        (date(2022, 3, 2), {}, "issued_on", "documents.card_in_future"),
        (date(2022, 2, 19), {}, "issued_on", "documents.card_before_assessment"),
        (TODAY, {"valid_until": TODAY}, "valid_until", "documents.card_ends_too_early"),
    ],
)
def test_each_wrong_card_is_told_and_takes_no_number(
    store: Store, episode_id: UUID, day: date | None, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _give_card(store, episode_id, day, **typed)
    assert codes(refused.value) == {field: code}
    assert _give_card(store, episode_id).number == "KLD-0001/2022"


def test_one_card_counts_at_a_time_and_a_revoked_or_old_one_makes_room(
    store: Store, clock: SetClock, episode_id: UUID
) -> None:
    first = _give_card(store, episode_id)
    with pytest.raises(RuleBroken, match=r"documents\.card_exists") as refused:
        _give_card(store, episode_id)
    assert refused.value.facts == {"number": first.number}
    with store.writing(CLERK) as work:
        service.revoke_card(work, first.series_id, 1, "hilang")
    with pytest.raises(RuleBroken, match=r"documents\.card_already_revoked"), store.writing(CLERK) as work:
        service.revoke_card(work, first.series_id, 2, "hilang")
    second = _give_card(store, episode_id)
    clock.put(datetime(2023, 3, 2, 1, tzinfo=UTC))
    third = _give_card(store, episode_id, date(2023, 3, 2))
    assert [second.number, third.number] == ["KLD-0002/2022", "KLD-0001/2023"]
    with store.reading(CLERK) as work:
        states = [(row.number, row.is_revoked) for row in queries.cards_of_client(work, _client_of(work, episode_id))]
    assert states == [(third.number, False), (second.number, False), (first.number, True)]


def test_a_minor_who_waits_for_a_guardian_gets_no_card_and_a_closed_episode_none(store: Store) -> None:
    with store.writing(CLERK) as work:
        child = make_client(work, birth_date=CHILD)
        waiting = open_episode(work, child, waiting_reason="orang tua di luar kota", brought_by="Ketua RT").episode_id
        closed = open_episode(work).episode_id
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"):
        _give_card(store, waiting)
    _close(store, closed)
    with pytest.raises(RuleBroken, match=r"episodes\.closed"):
        _give_card(store, closed)


def test_the_third_period_gets_its_card_with_a_notice(store: Store) -> None:
    with store.writing(CLERK) as work:
        client = make_client(work)
    for place in range(3):
        with store.writing(CLERK) as work:
            episode_id = open_episode(work, client, registered_on=TODAY).episode_id
        if place < 2:
            _close(store, episode_id)
    card = _give_card(store, episode_id)
    assert (card.period_number, card.notices) == (3, ("episodes.third_period",))


def test_each_printing_of_a_card_is_counted(store: Store, episode_id: UUID) -> None:
    card = _give_card(store, episode_id)
    for _ in range(2):
        with store.writing(CLERK) as work:
            service.note_card_printed(work, card.series_id)
    with store.reading(CLERK) as work:
        assert queries.card_printings(work, card.series_id) == 2
        assert queries.card_versions(work, card.series_id)[0].number == card.number
