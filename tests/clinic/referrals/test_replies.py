"""What destinations answer: the answer and its step in one transaction, corrected, put aside, and refused where it cannot be."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.referrals import ageing, capacity, handovers, replies, service, slips
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.model import Destination, Referral
from rehab_app.clinic.referrals.reply_codes import code_from
from rehab_app.clinic.referrals.reply_draft import CapacityDraft, HandoverDraft, ReplyDraft
from rehab_app.clinic.referrals.rows import AgeingRow, ReferralRow, ReplyRow
from rehab_app.clinic.referrals.rules import fitting_replies
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.lists.choices import ValueLists
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, open_episode
from tests.makers import make_actor

LISTS = ValueLists.load()
COUNSELLOR = make_actor()
OVERSEER = make_actor(Role.SUBKOORDINATOR)
REGISTRAR = make_actor(Role.PENDAFTARAN)


@pytest.fixture
def store(store: Store) -> Store:
    with store.writing(OVERSEER) as work:
        service.seed_destinations(work, LISTS)
    return store


def sent(store: Store, code: str = "tanah_merah") -> ReferralRow:
    """Return a referral that was submitted today."""
    with store.writing(COUNSELLOR) as work:
        place = next(row.id for row in service.destinations(work) if row.code == code)
        draft = ReferralDraft(destination_id=place, reason="kambuh", documents=["ktp_copy"])
        referral_id = service.prepare(work, open_episode(work).episode_id, draft, LISTS)
        service.submit(work, referral_id, uuid4(), TODAY)
        return service.referral(work, referral_id)


def answered(store: Store, referral_id: UUID, kind: str, on: date = TODAY, **said: object) -> UUID:
    """Record an answer and return its series."""
    values = {"kind": kind, "happened_on": on, "received_on": on, "how": "phone", "told_by": "Petugas", **said}
    with store.writing(COUNSELLOR) as work:
        version = service.referral(work, referral_id).row_version
        return replies.record(work, referral_id, version, ReplyDraft.model_validate(values))


def row_of(store: Store, referral_id: UUID) -> ReferralRow:
    with store.reading(COUNSELLOR) as work:
        return service.referral(work, referral_id)


def known(store: Store, row: ReferralRow) -> tuple[ReplyRow, ...]:
    with store.reading(COUNSELLOR) as work:
        return replies.of_episode(work, row.episode_id)


def waiting(store: Store) -> tuple[AgeingRow, ...]:
    with store.reading(COUNSELLOR) as work:
        return ageing.ageing(work)


def put_aside(store: Store, series_id: UUID, reason: str = "salah ketik") -> None:
    with store.writing(COUNSELLOR) as work:
        version = replies.versions(work, series_id)[-1].row_version
        replies.put_aside(work, series_id, version, reason)


def test_a_submitted_referral_has_a_code_and_a_day_by_which_it_is_answered(store: Store) -> None:
    row = sent(store)
    assert row.sent_on == TODAY
    assert row.reply_due_on is not None
    assert row.reply_due_on >= TODAY + timedelta(days=7)
    assert row.reply_due_on.weekday() < 5
    with store.reading(COUNSELLOR) as work:
        assert slips.referral_of_code(work, row.reply_code.lower()) == row.id
        assert slips.referral_of_code(work, sent_code_of_nobody(row.reply_code)) is None


def sent_code_of_nobody(code: str) -> str:
    """Return a right code that no slip holds."""
    return next(made for made in map(code_from, map(UUID, [f"{n:032x}" for n in range(9)])) if made != code)


def test_the_destinations_own_days_count_before_the_offices(store: Store) -> None:
    with store.writing(OVERSEER) as work:
        place = next(row for row in service.destinations(work) if row.code == "lido")
        record = work.session.get_one(Destination, place.id)
        record.reply_days = 21
        work.change(record, "destinations.change")
    due_on = sent(store, "lido").reply_due_on
    assert due_on is not None
    assert due_on >= TODAY + timedelta(days=21)


def test_every_answer_in_turn_moves_the_referral_and_is_kept(store: Store) -> None:
    row = sent(store)
    expected = TODAY + timedelta(days=20)
    answered(store, row.id, "menunggu_tempat", expected_on=expected)
    waits = row_of(store, row.id)
    assert waits.state == "menunggu_tempat"
    assert waits.reply_due_on is not None
    assert waits.reply_due_on >= expected
    for kind in ("menunggu_tempat", "diterima", "masuk"):
        answered(store, row.id, kind)
    answered(store, row.id, "perkembangan", condition="mengikuti program dengan baik")
    assert row_of(store, row.id).state == "masuk"
    answered(store, row.id, "selesai", condition="pulih terarah")
    assert row_of(store, row.id).state == "selesai"
    assert [one.kind for one in known(store, row)] == [
        "menunggu_tempat",
        "menunggu_tempat",
        "diterima",
        "masuk",
        "perkembangan",
        "selesai",
    ]
    assert row_of(store, row.id).reply_due_on is None
    with store.reading(COUNSELLOR) as work:
        steps = [step.to_state for step in service.steps(work, row.id)]
    assert steps == ["diajukan", "menunggu_tempat", "diterima", "masuk", "selesai"]
    assert "referrals.reply" in deeds(store, OVERSEER)


@pytest.mark.parametrize(
    ("before", "kind", "code"),
    [
        ((), "selesai", "referrals.not_now_submitted"),
        (("menunggu_tempat",), "kembali", "referrals.not_now_waiting"),
        (("diterima",), "menunggu_tempat", "referrals.not_now_accepted"),
        (("masuk",), "ditolak", "referrals.not_now_admitted"),
        (("masuk", "selesai"), "masuk", "referrals.not_now_finished"),
        (("ditolak",), "diterima", "referrals.no_reply_fits"),
        ((), "", "draft.required"),
        ((), "entah", "referrals.not_now_submitted"),
    ],
)
def test_an_answer_out_of_order_says_which_ones_fit_now(
    store: Store, before: tuple[str, ...], kind: str, code: str
) -> None:
    row = sent(store)
    for one in before:
        answered(store, row.id, one, explanation="penuh", condition="baik")
    with pytest.raises(RulesBroken) as refused:
        answered(store, row.id, kind)
    assert codes(refused.value) == {"kind": code}


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        ("ditolak", {}, {"explanation": "referrals.reply_needs_reason"}),
        ("perkembangan", {}, {"condition": "draft.required"}),
        ("diterima", {"taken_on_in": "aftercare"}, {"taken_on_in": "referrals.not_taken_on_yet"}),
        ("diterima", {"how": "merpati"}, {"how": "lists.unknown"}),
        ("diterima", {"received_on": None}, {"received_on": "draft.required"}),
        ("diterima", {"happened_on": TODAY + timedelta(days=1)}, {"happened_on": "referrals.step_in_future"}),
        ("diterima", {"happened_on": date(1922, 3, 1)}, {"happened_on": "referrals.step_before_last"}),
        ("diterima", {"expected_on": date(1922, 3, 1)}, {"expected_on": "referrals.expected_before"}),
    ],
)
def test_what_an_answer_lacks_is_told_beside_its_field(
    store: Store, kind: str, said: dict[str, Any], wrong: dict[str, str]
) -> None:
    row = sent(store)
    with pytest.raises(RulesBroken) as refused:
        answered(store, row.id, kind, **said)
    told = codes(refused.value)
    assert {name: told.get(name) for name in wrong} == wrong
    assert row_of(store, row.id).state == "diajukan"
    assert known(store, row) == ()


def test_the_other_seat_was_faster(store: Store) -> None:
    row = sent(store)
    answered(store, row.id, "diterima")
    draft = ReplyDraft(kind="masuk", happened_on=TODAY, received_on=TODAY)
    with pytest.raises(StaleRecord), store.writing(COUNSELLOR) as work:
        replies.record(work, row.id, row.row_version, draft)


def test_a_correction_keeps_the_kind_and_takes_the_day_of_its_step_along(store: Store, clock: SetClock) -> None:
    row = sent(store)
    clock.advance(timedelta(days=5))
    series_id = answered(store, row.id, "diterima", TODAY + timedelta(days=4))
    corrected = ReplyDraft(
        kind="diterima",
        happened_on=TODAY + timedelta(days=2),
        received_on=TODAY + timedelta(days=3),
        how="letter",
        told_by="dr. Contoh",
    )
    with store.writing(COUNSELLOR) as work:
        replies.correct(work, series_id, 1, corrected, "tanggal di surat lain")
    changed = row_of(store, row.id)
    assert (changed.state, changed.state_on) == ("diterima", TODAY + timedelta(days=2))
    with store.reading(COUNSELLOR) as work:
        assert [step.happened_on for step in service.steps(work, row.id)] == [TODAY, TODAY + timedelta(days=2)]
        first, second = replies.versions(work, series_id)
    assert (first.told_by, second.told_by, second.reason) == ("Petugas", "dr. Contoh", "tanggal di surat lain")
    other = corrected.model_copy(update={"kind": "ditolak", "explanation": "penuh"})
    with pytest.raises(RuleBroken, match="reply_kind_stays"), store.writing(COUNSELLOR) as work:
        replies.correct(work, series_id, 2, other, "keliru")
    with pytest.raises(StaleRecord), store.writing(COUNSELLOR) as work:
        replies.correct(work, series_id, 1, corrected, "keliru")
    with pytest.raises(RuleBroken, match="draft.required"), store.writing(COUNSELLOR) as work:
        replies.correct(work, series_id, 2, corrected, "  ")


def test_a_corrected_day_stays_between_the_steps_beside_it(store: Store, clock: SetClock) -> None:
    row = sent(store)
    clock.advance(timedelta(days=9))
    series_id = answered(store, row.id, "diterima", TODAY + timedelta(days=2))
    answered(store, row.id, "masuk", TODAY + timedelta(days=4))
    for days, code in ((-1, "referrals.step_before_last"), (6, "referrals.step_after_next")):
        day = TODAY + timedelta(days=days)
        draft = ReplyDraft(kind="diterima", happened_on=day, received_on=TODAY + timedelta(days=8))
        with pytest.raises(RulesBroken) as refused, store.writing(COUNSELLOR) as work:
            replies.correct(work, series_id, 1, draft, "keliru")
        assert codes(refused.value) == {"happened_on": code}


def test_an_answer_put_aside_takes_its_step_with_it_and_comes_back_with_it(store: Store) -> None:
    row = sent(store)
    first = answered(store, row.id, "menunggu_tempat")
    second = answered(store, row.id, "diterima")
    with pytest.raises(RuleBroken, match="reply_not_last"):
        put_aside(store, first)
    put_aside(store, second)
    assert row_of(store, row.id).state == "menunggu_tempat"
    assert [one.kind for one in known(store, row)] == ["menunggu_tempat"]
    with store.writing(COUNSELLOR) as work:
        replies.restore(work, second, 2, "benar juga")
    assert row_of(store, row.id).state == "diterima"
    put_aside(store, second)
    answered(store, row.id, "masuk")
    with pytest.raises(RuleBroken, match="reply_fits_no_longer"), store.writing(COUNSELLOR) as work:
        replies.restore(work, second, 4, "benar juga")


def test_who_may_not_see_care_learns_nothing_from_a_code(store: Store) -> None:
    row = sent(store)
    for text in (row.reply_code, sent_code_of_nobody(row.reply_code), "bukan kode"):
        with pytest.raises(NotAllowed), store.reading(REGISTRAR) as work:
            slips.referral_of_code(work, text)


def test_a_referral_from_before_the_slips_gets_its_code_when_one_is_printed(store: Store) -> None:
    row = sent(store)
    with store.writing(COUNSELLOR) as work:
        record = work.session.get_one(Referral, row.id)
        record.reply_code = record.sent_on = record.reply_due_on = None
        work.change(record, "test.change")
    assert [one.sent_on for one in waiting(store)] == [TODAY]
    assert [one.due_on for one in waiting(store)] == [TODAY + timedelta(days=7)]
    with store.writing(COUNSELLOR) as work:
        code = slips.code_for_slip(work, row.id)
        assert slips.code_for_slip(work, row.id) == code
    given = row_of(store, row.id)
    assert (given.reply_code, given.sent_on) == (code, TODAY)
    assert given.reply_due_on is not None


def test_the_ageing_list_tells_the_longest_overdue_first_and_what_comes_next(store: Store, clock: SetClock) -> None:
    late, early = sent(store), sent(store, "lido")
    answered(store, early.id, "menunggu_tempat", expected_on=TODAY + timedelta(days=60))
    clock.advance(timedelta(days=30))
    rows = waiting(store)
    assert [row.id for row in rows] == [late.id, early.id]
    assert (rows[0].days, rows[0].next_step, rows[0].last_reply) == (30, "remind", "")
    assert rows[0].late_days
    assert (rows[1].late_days, rows[1].next_step, rows[1].last_reply) == (0, "place", "menunggu_tempat")
    with store.reading(COUNSELLOR) as work:
        assert [row.id for row in ageing.unanswered(work)] == [late.id, early.id]


def handed(store: Store, row: ReferralRow, **typed: object) -> UUID:
    values = {
        "handed_on": TODAY,
        "handed_by": "Konselor Contoh",
        "received_by": "Petugas Balai",
        "documents": ["ktp_copy", "ktp_copy", "kk_copy"],
        **typed,
    }
    with store.writing(COUNSELLOR) as work:
        return handovers.record_handover(work, row.id, HandoverDraft.model_validate(values))


def test_a_handover_is_kept_once_corrected_and_put_aside(store: Store) -> None:
    row = sent(store)
    series_id = handed(store, row)
    with pytest.raises(RuleBroken, match="handover_exists"):
        handed(store, row)
    draft = HandoverDraft(handed_on=TODAY, handed_by="Konselor Contoh", received_by="dr. Balai", condition="tenang")
    with store.writing(COUNSELLOR) as work:
        handovers.correct_handover(work, series_id, 1, draft, "nama penerima")
        first, second = handovers.handover_versions(work, series_id)
        assert (first.documents, second.received_by) == (("ktp_copy", "kk_copy"), "dr. Balai")
    with store.writing(COUNSELLOR) as work:
        handovers.bin_handover(work, series_id, 2, "salah klien")
        assert handovers.handovers_of_episode(work, row.episode_id) == ()
    handed(store, row)
    with pytest.raises(RuleBroken, match="handover_exists"), store.writing(COUNSELLOR) as work:
        handovers.restore_handover(work, series_id, 3, "benar")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"handed_on": None}, {"handed_on": "draft.required"}),
        ({"handed_on": TODAY + timedelta(days=1)}, {"handed_on": "referrals.step_in_future"}),
        ({"handed_on": date(1922, 1, 1)}, {"handed_on": "referrals.handed_before_letter"}),
        ({"received_by": "konselor contoh"}, {"received_by": "referrals.handed_to_oneself"}),
        ({"received_by": " "}, {"received_by": "draft.required"}),
        ({"documents": ["entah"]}, {"documents": "lists.unknown"}),
    ],
)
def test_a_handover_that_cannot_be_is_refused(store: Store, typed: dict[str, object], wrong: dict[str, str]) -> None:
    row = sent(store)
    with pytest.raises(RulesBroken) as refused:
        handed(store, row, **typed)
    assert codes(refused.value) == wrong


def test_nobody_is_handed_over_to_a_destination_that_refused(store: Store) -> None:
    row = sent(store)
    answered(store, row.id, "ditolak", explanation="penuh")
    with pytest.raises(RuleBroken, match="not_handed_over"):
        handed(store, row)


def test_the_latest_note_on_free_places_counts_and_ages(store: Store, clock: SetClock) -> None:
    place = sent(store).destination_id
    for free in (3, 0):
        clock.advance(timedelta(minutes=1))
        with store.writing(COUNSELLOR) as work:
            draft = CapacityDraft(destination_id=place, noted_on=TODAY, free_places=free, told_by="Petugas")
            capacity.note_capacity(work, draft)
    with store.reading(COUNSELLOR) as work:
        latest = capacity.latest_capacity(work)[place]
        assert (latest.free_places, latest.age_days, latest.is_old) == (0, 0, False)
        assert [one.free_places for one in capacity.capacity_of(work, place)] == [0, 3]
    clock.advance(timedelta(days=15))
    with store.reading(COUNSELLOR) as work:
        assert capacity.latest_capacity(work)[place].is_old


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"noted_on": None, "free_places": 1}, "noted_on"),
        ({"noted_on": TODAY + timedelta(days=1), "free_places": 1}, "noted_on"),
        ({"noted_on": TODAY}, "free_places"),
        ({"noted_on": TODAY, "free_places": 1, "destination_id": UUID(int=9)}, "destination_id"),
    ],
)
def test_a_note_that_says_nothing_or_cannot_be_is_refused(store: Store, typed: dict[str, object], field: str) -> None:
    values = {"destination_id": sent(store).destination_id, **typed}
    with pytest.raises(RulesBroken) as refused, store.writing(COUNSELLOR) as work:
        capacity.note_capacity(work, CapacityDraft.model_validate(values))
    assert list(codes(refused.value)) == [field]


def test_only_kinds_that_fit_are_offered() -> None:
    assert fitting_replies("draft") == ()
    assert fitting_replies("selesai") == ("kembali",)
    assert "perkembangan" in fitting_replies("masuk")
