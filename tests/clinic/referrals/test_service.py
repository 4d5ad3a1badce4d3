"""Destinations and referrals: prepared, changed, answered, listed, and refused where they must be."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.referrals import service
from rehab_app.clinic.referrals.draft import DestinationDraft, ReferralDraft, StepDraft
from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.referrals.model import Referral, ReferralStep
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.rights.needs import NEED_MARK
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, open_episode, versions_kept
from tests.makers import START, make_actor, make_everyone

LISTS = ValueLists.load()
COUNSELLOR = make_actor()
OVERSEER = make_actor(Role.SUBKOORDINATOR)


@pytest.fixture
def store(store: Store) -> Store:
    with store.writing(OVERSEER) as work:
        service.seed_destinations(work, LISTS)
    return store


def _destination(store: Store, code: str = "tanah_merah") -> UUID:
    with store.reading(COUNSELLOR) as work:
        return next(row.id for row in service.destinations(work) if row.code == code)


def _draft(store: Store, **typed: object) -> ReferralDraft:
    values = {"destination_id": _destination(store), "reason": "kambuh", "documents": ["ktp_copy"], **typed}
    return ReferralDraft.model_validate(values)


def _prepared(store: Store, **typed: object) -> ReferralRow:
    draft = _draft(store, **typed)
    with store.writing(COUNSELLOR) as work:
        referral_id = service.prepare(work, open_episode(work).episode_id, draft, LISTS)
        return service.referral(work, referral_id)


def _submitted(store: Store) -> ReferralRow:
    row = _prepared(store)
    with store.writing(COUNSELLOR) as work:
        service.submit(work, row.id, uuid4(), TODAY)
        return service.referral(work, row.id)


def _moved(store: Store, row: ReferralRow, to_state: str, on: date = TODAY, why: str = "") -> ReferralRow:
    with store.writing(COUNSELLOR) as work:
        service.move(work, row.id, row.row_version, StepDraft(to_state=to_state, happened_on=on, explanation=why))
        return service.referral(work, row.id)


def test_a_new_clinic_has_the_delivered_destinations_once(store: Store) -> None:
    with store.writing(OVERSEER) as work:
        service.seed_destinations(work, LISTS)
        rows = service.destinations(work)
    assert [row.name for row in rows] == sorted(choice.label_id for choice in LISTS.of("destination"))
    husada = next(row for row in rows if row.code == "atma_husada")
    assert (husada.kind, husada.place) == ("rsud_rsj", "Samarinda")
    assert "psychiatrist_letter" in husada.checklist


def test_the_office_adds_changes_and_retires_destinations(store: Store) -> None:
    draft = DestinationDraft(name="Panti Contoh", kind="panti", addressee="Kepala Panti Contoh", place="Balikpapan")
    with store.writing(OVERSEER) as work:
        destination_id = service.add_destination(work, draft, LISTS)
    with store.writing(OVERSEER) as work:
        retired = draft.model_copy(update={"name": "Panti Baru", "is_retired": True})
        service.change_destination(work, destination_id, 1, retired, LISTS)
        offered = [row.name for row in service.destinations(work)]
        known = [row.name for row in service.destinations(work, with_retired=True)]
    assert "Panti Baru" not in offered
    assert "Panti Baru" in known
    with pytest.raises(StaleRecord), store.writing(OVERSEER) as work:
        service.change_destination(work, destination_id, 1, draft, LISTS)
    with pytest.raises(RuleBroken, match=r"referrals\.unknown_destination"):
        _prepared(store, destination_id=destination_id)


def test_a_destination_lacking_something_is_refused(store: Store) -> None:
    draft = DestinationDraft(name=" ", kind="istana", checklist=["ktp_copy", "sihir"])
    with pytest.raises(RuleBroken) as refused, store.writing(OVERSEER) as work:
        service.add_destination(work, draft, LISTS)
    assert codes(refused.value) == {
        "name": "draft.required",
        "addressee": "draft.required",
        "kind": "lists.unknown",
        "checklist": "lists.unknown",
    }


def test_a_prepared_referral_shows_what_is_missing(store: Store) -> None:
    row = _prepared(store, documents=["ktp_copy", "urine_result", "ktp_copy"], escort="Konselor Contoh")
    assert (row.state, row.state_on, row.days, row.letter_id) == ("draft", TODAY, 0, None)
    assert row.documents == ("ktp_copy", "urine_result")
    assert row.missing_documents == (
        "referral_letter",
        "medical_assessment",
        "physical_report",
        "informed_consent",
        "kk_copy",
        "guardian_ktp_copy",
        "emergency_contact",
        "handover_report",
    )
    assert (row.rm_number, row.initials, row.destination) == ("000001", "BS", "Balai Rehabilitasi BNN Tanah Merah")


def test_the_preparation_is_audited_and_told(store: Store) -> None:
    told: list[ReferralChanged] = []
    store.bus.after_commit(ReferralChanged, told.append)
    row = _prepared(store)
    assert deeds(store, COUNSELLOR)[-1] == "referrals.prepare"
    assert told == [ReferralChanged(row.id, row.episode_id, row.client_id, "draft")]


def test_a_referral_without_destination_or_reason_is_refused(store: Store) -> None:
    with pytest.raises(RuleBroken) as refused:
        _prepared(store, destination_id=None, reason="  ", documents=["surat_cinta"])
    assert codes(refused.value) == {
        "destination_id": "draft.required",
        "reason": "draft.required",
        "documents": "lists.unknown",
    }
    with pytest.raises(RuleBroken, match=r"referrals\.unknown_destination"):
        _prepared(store, destination_id=uuid4())


def test_one_episode_has_one_open_referral(store: Store, clock: SetClock) -> None:
    row = _prepared(store)
    draft = _draft(store)
    with pytest.raises(RuleBroken, match=r"referrals\.open_exists"), store.writing(COUNSELLOR) as work:
        service.prepare(work, row.episode_id, draft, LISTS)
    with store.writing(COUNSELLOR) as work:
        service.cancel(work, row.id, row.row_version, TODAY, "salah pilih")
    clock.advance(timedelta(minutes=5))
    with store.writing(COUNSELLOR) as work:
        second = service.prepare(work, row.episode_id, draft, LISTS)
        assert [found.id for found in service.of_episode(work, row.episode_id)] == [second, row.id]


def test_an_episode_that_ended_takes_no_referral(store: Store) -> None:
    with store.writing(COUNSELLOR) as work:
        episode_id = open_episode(work).episode_id
        episodes.close(work, episode_id, 1, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)
    draft = _draft(store)
    with pytest.raises(RuleBroken, match=r"referrals\.episode_closed"), store.writing(COUNSELLOR) as work:
        service.prepare(work, episode_id, draft, LISTS)


def test_a_prepared_referral_can_be_changed_whole(store: Store) -> None:
    row = _prepared(store)
    draft = _draft(store, destination_id=_destination(store, "lido"), reason="permintaan keluarga", documents=[])
    with store.writing(COUNSELLOR) as work:
        service.change_prepared(work, row.id, row.row_version, draft, LISTS)
        changed = service.referral(work, row.id)
    assert (changed.destination, changed.reason, changed.documents, changed.row_version) == (
        "Balai Besar Rehabilitasi BNN Lido",
        "permintaan keluarga",
        (),
        2,
    )
    with pytest.raises(StaleRecord), store.writing(COUNSELLOR) as work:
        service.change_prepared(work, row.id, row.row_version, draft, LISTS)


def test_of_a_submitted_referral_only_papers_and_escort_change(store: Store) -> None:
    row = _submitted(store)
    with store.writing(COUNSELLOR) as work:
        service.change_prepared(work, row.id, row.row_version, _draft(store, documents=["kk_copy"]), LISTS)
        row = service.referral(work, row.id)
    assert row.documents == ("kk_copy",)
    with pytest.raises(RuleBroken, match=r"referrals\.already_submitted"), store.writing(COUNSELLOR) as work:
        service.change_prepared(work, row.id, row.row_version, _draft(store, reason="lain"), LISTS)


def test_a_referral_at_its_end_is_not_changed(store: Store) -> None:
    row = _moved(store, _submitted(store), "ditolak", why="tempat penuh")
    with pytest.raises(RuleBroken, match=r"referrals\.ended"), store.writing(COUNSELLOR) as work:
        service.change_prepared(work, row.id, row.row_version, _draft(store), LISTS)


def test_a_referral_is_submitted_once(store: Store) -> None:
    row = _submitted(store)
    with pytest.raises(RuleBroken, match=r"referrals\.already_submitted"), store.writing(COUNSELLOR) as work:
        service.submit(work, row.id, uuid4(), TODAY)


def test_answers_are_followed_step_by_step(store: Store, clock: SetClock) -> None:
    row = _submitted(store)
    for days, state in ((2, "menunggu_tempat"), (5, "diterima"), (9, "masuk"), (100, "selesai")):
        clock.put(START + timedelta(days=days))
        row = _moved(store, row, state, TODAY + timedelta(days=days))
        assert (row.state, row.state_on, row.days) == (state, TODAY + timedelta(days=days), 0)
    with store.reading(COUNSELLOR) as work:
        steps = service.steps(work, row.id)
    assert [step.to_state for step in steps] == ["diajukan", "menunggu_tempat", "diterima", "masuk", "selesai"]
    assert steps[0].from_state == "draft"
    assert {step.by for step in steps} == {COUNSELLOR.user_id}
    assert versions_kept(store, COUNSELLOR, ReferralStep) == 5
    assert versions_kept(store, COUNSELLOR, Referral) == 6


def test_a_stale_answer_is_refused_and_nothing_is_kept(store: Store) -> None:
    row = _submitted(store)
    _moved(store, row, "menunggu_tempat")
    with pytest.raises(StaleRecord):
        _moved(store, row, "diterima")
    with store.reading(COUNSELLOR) as work:
        assert service.referral(work, row.id).state == "menunggu_tempat"
        assert len(service.steps(work, row.id)) == 2


def test_a_refused_step_leaves_the_referral_as_it_was(store: Store) -> None:
    row = _submitted(store)
    with pytest.raises(RuleBroken, match=r"referrals\.step_in_future"):
        _moved(store, row, "diterima", TODAY + timedelta(days=1))
    with store.reading(COUNSELLOR) as work:
        assert service.referral(work, row.id).row_version == row.row_version


def test_the_lists_show_what_waits_the_longest_first(store: Store, clock: SetClock) -> None:
    first, second, third, fourth = (_submitted(store) for _ in range(4))
    draft = _prepared(store)
    clock.put(START + timedelta(days=7))
    _moved(store, first, "menunggu_tempat", TODAY + timedelta(days=5))
    _moved(store, third, "masuk", TODAY + timedelta(days=6))
    _moved(store, fourth, "ditolak", TODAY + timedelta(days=6), "penuh")
    with store.reading(COUNSELLOR) as work:
        waiting = service.awaiting_reply(work)
        still_open = service.open_referrals(work)
    assert [row.id for row in waiting] == [second.id, first.id]
    assert [row.days for row in waiting] == [7, 2]
    assert {row.id for row in still_open} == {first.id, second.id, third.id, draft.id}
    assert still_open[-1].id == third.id


def test_a_referral_that_came_to_its_end_is_open_no_more(store: Store) -> None:
    row = _submitted(store)
    _moved(store, row, "masuk")
    with store.reading(COUNSELLOR) as work:
        admitted = service.open_referrals(work)
    assert [found.id for found in admitted] == [row.id]
    _moved(store, admitted[0], "selesai")
    with store.reading(COUNSELLOR) as work:
        assert service.open_referrals(work) == []


SERVICES = {
    "destinations": (DataClass.ADMINISTRATIF, Right.MELIHAT),
    "seed_destinations": (DataClass.PENGATURAN, Right.INPUT),
    "add_destination": (DataClass.PENGATURAN, Right.INPUT),
    "change_destination": (DataClass.PENGATURAN, Right.PERBAIKAN),
    "prepare": (DataClass.KLINIS, Right.INPUT),
    "change_prepared": (DataClass.KLINIS, Right.PERBAIKAN),
    "submit": (DataClass.SURAT, Right.INPUT),
    "move": (DataClass.KLINIS, Right.INPUT),
    "cancel": (DataClass.KLINIS, Right.INPUT),
    "take_back": (DataClass.KLINIS, Right.INPUT),
    "referral": (DataClass.KLINIS, Right.MELIHAT),
    "of_episode": (DataClass.KLINIS, Right.MELIHAT),
    "open_referrals": (DataClass.KLINIS, Right.MELIHAT),
    "awaiting_reply": (DataClass.KLINIS, Right.MELIHAT),
    "steps": (DataClass.KLINIS, Right.MELIHAT),
}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_asks_for_its_right(store: Store, name: str) -> None:
    function = getattr(service, name)
    assert getattr(function, NEED_MARK) == SERVICES[name]
    for role, actor in make_everyone():
        if not actor.may(*SERVICES[name]):
            with pytest.raises(NotAllowed) as refused, store.writing(actor) as work:
                function(work)
            assert refused.value.code == "rights.missing", role
