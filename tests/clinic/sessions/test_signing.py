"""SOAP notes: written on until they are signed, then corrected with a reason alone; the recycle bin; two stacks on one note."""

from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.sessions import queries, service
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.clinic.sessions.rows import SessionRow
from rehab_app.foundation.actor import Actor, DataClass, Right, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, codes, deeds, keep_accounts, make_outpatient
from tests.makers import START, TEST_KEY, make_actor

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
DOCTOR = make_actor(Role.DOKTER)
SOAP = {
    "subjective": "Merasa ingin memakai lagi.",
    "objective": "Gelisah, kontak mata baik.",
    "appraisal": "Tahap aksi, risiko sedang.",
    "next_plan": "Latih menolak ajakan.",
    "note": "Pencegahan kekambuhan sesi 2.",
}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, SITI, RINA, DOCTOR)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, SITI)


@pytest.fixture
def series_id(store: Store, episode_id: UUID) -> UUID:
    with store.writing(SITI) as work:
        return service.record_session(work, episode_id, PlanDraft(held_on=TODAY), _draft(**SOAP))


def _draft(**typed: object) -> AttendanceDraft:
    return AttendanceDraft.model_validate({"attendance": "hadir", **typed})


def _write(store: Store, actor: Actor, series_id: UUID, version: int, **typed: object) -> None:
    with store.writing(actor) as work:
        service.record_attendance(work, series_id, version, _draft(**typed))


def _sign(store: Store, actor: Actor, series_id: UUID, version: int = 1) -> None:
    with store.writing(actor) as work:
        service.sign_note(work, series_id, version)


def _versions(store: Store, series_id: UUID, actor: Actor = SITI) -> tuple[SessionRow, ...]:
    with store.reading(actor) as work:
        return queries.session_versions(work, series_id)


def _said(row: SessionRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in SOAP}


def test_a_note_is_kept_as_soap_with_its_content(store: Store, series_id: UUID) -> None:
    (row,) = _versions(store, series_id)
    assert _said(row) == SOAP
    assert (row.signed_at, row.signed_by, row.room, row.slots) == (None, None, "", 2)


def test_every_word_of_a_soap_note_is_withheld_from_a_colleague(store: Store, series_id: UUID) -> None:
    (row,) = _versions(store, series_id, RINA)
    assert set(_said(row).values()) == {""}
    assert row.is_note_withheld


@pytest.mark.parametrize("name", ["subjective", "objective", "appraisal"])
def test_one_part_alone_is_a_note_that_is_withheld(store: Store, episode_id: UUID, name: str) -> None:
    with store.writing(SITI) as work:
        draft = _draft(**{name: "Sesuatu."})
        series_id = service.record_session(work, episode_id, PlanDraft(held_on=TODAY), draft)
    assert _versions(store, series_id, RINA)[0].is_note_withheld


def test_its_author_goes_on_writing_an_unsigned_note_without_a_reason(store: Store, series_id: UUID) -> None:
    _write(store, SITI, series_id, 1, subjective="Merasa ingin memakai lagi sejak Sabtu.", appraisal="")
    before, after = _versions(store, series_id)
    assert (before.subjective, after.subjective) == (SOAP["subjective"], "Merasa ingin memakai lagi sejak Sabtu.")
    assert (after.appraisal, after.objective, after.reason) == ("", SOAP["objective"], "")


def test_the_author_stays_the_author_where_somebody_else_changed_the_attendance_alone(
    store: Store, series_id: UUID
) -> None:
    with store.writing(DOCTOR) as work:
        other = AttendanceDraft(attendance="izin", attendance_reason="sakit", correction_reason="salah tekan")
        service.record_attendance(work, series_id, 1, other)
    draft = AttendanceDraft(attendance="izin", attendance_reason="sakit", note="Dilanjutkan.")
    with store.writing(SITI) as work:
        service.record_attendance(work, series_id, 2, draft)
    with pytest.raises(RulesBroken), store.writing(DOCTOR) as work:
        service.record_attendance(work, series_id, 3, draft.model_copy(update={"note": "Diganti."}))
    assert _versions(store, series_id)[-1].note == "Dilanjutkan."


def test_a_signed_note_is_corrected_with_a_reason_alone_and_the_earlier_stays_readable(
    store: Store, series_id: UUID
) -> None:
    _sign(store, SITI, series_id)
    for typed in ({"note": "Lain."}, {"subjective": ""}):
        with pytest.raises(RulesBroken) as refused:
            _write(store, SITI, series_id, 2, **typed)
        assert codes(refused.value) == {"correction_reason": "draft.required"}
    _write(store, SITI, series_id, 2, note="Pencegahan kekambuhan sesi 3.", correction_reason="salah nomor sesi")
    written, signed, corrected = _versions(store, series_id)
    assert (written.signed_at, signed.signed_at, signed.signed_by) == (None, START, SITI.user_id)
    assert _said(signed) == SOAP
    assert (corrected.note, corrected.reason) == ("Pencegahan kekambuhan sesi 3.", "salah nomor sesi")


def test_whoever_corrects_a_signed_note_signs_the_new_version(store: Store, series_id: UUID) -> None:
    _sign(store, SITI, series_id)
    _write(store, DOCTOR, series_id, 2, objective="Tenang.", correction_reason="salah klien")
    assert [row.signed_by for row in _versions(store, series_id)] == [None, SITI.user_id, DOCTOR.user_id]
    with pytest.raises(RulesBroken):
        _write(store, DOCTOR, series_id, 3, objective="Gelisah.")


def test_the_first_words_of_a_part_that_stood_empty_when_signed_are_a_correction(
    store: Store, episode_id: UUID
) -> None:
    with store.writing(SITI) as work:
        series_id = service.record_session(work, episode_id, PlanDraft(held_on=TODAY), _draft(note="Singkat."))
    _sign(store, SITI, series_id)
    with pytest.raises(RulesBroken) as refused:
        _write(store, SITI, series_id, 2, objective="Ditambahkan.")
    assert codes(refused.value) == {"correction_reason": "draft.required"}


def test_who_may_only_enter_signs_her_own_and_corrects_no_signed_note(store: Store, episode_id: UUID) -> None:
    rights = {**SITI.rights, DataClass.KLINIS: frozenset({Right.INPUT, Right.MELIHAT})}
    beginner = Actor(SITI.user_id, SITI.name, SITI.roles, rights, SITI.seat)
    with store.writing(beginner) as work:
        series_id = service.record_session(work, episode_id, PlanDraft(held_on=TODAY), _draft(**SOAP))
    _sign(store, beginner, series_id)
    with pytest.raises(NotAllowed, match=r"rights\.missing"):
        _write(store, beginner, series_id, 2, note="Lain.", correction_reason="ralat")


def test_a_colleague_who_may_not_read_a_note_does_not_sign_it(store: Store, series_id: UUID) -> None:
    with pytest.raises(NotAllowed, match=r"sessions\.not_yours_to_sign"):
        _sign(store, RINA, series_id)
    _sign(store, DOCTOR, series_id)
    assert _versions(store, series_id)[-1].signed_by == DOCTOR.user_id


def test_a_stand_in_signs_what_she_wrote(store: Store, episode_id: UUID) -> None:
    plan = PlanDraft(held_on=TODAY, counsellor_id=RINA.user_id)
    with store.writing(RINA) as work:
        series_id = service.record_session(work, episode_id, plan, _draft(**SOAP))
    _sign(store, RINA, series_id)
    assert _versions(store, series_id)[-1].signed_by == RINA.user_id


def test_nothing_is_signed_twice_or_without_words(store: Store, episode_id: UUID, series_id: UUID) -> None:
    _sign(store, SITI, series_id)
    with pytest.raises(RuleBroken, match=r"sessions\.already_signed"):
        _sign(store, SITI, series_id, 2)
    with store.writing(SITI) as work:
        planned = service.plan_session(work, episode_id, PlanDraft(held_on=TODAY, kind="family"))
        empty = service.record_session(work, episode_id, PlanDraft(held_on=TODAY, kind="group"), _draft())
    for unwritten in (planned, empty):
        with pytest.raises(RuleBroken, match=r"sessions\.nothing_to_sign"):
            _sign(store, SITI, unwritten)


def test_two_stacks_edit_one_note_and_the_slower_is_told_and_nothing_is_lost(
    tmp_path: Path, store: Store, series_id: UUID
) -> None:
    second = Store(encrypted_engine(tmp_path / "clinic.db", TEST_KEY), SetClock(START))
    with second.reading(SITI) as work:
        (seen,) = queries.session_versions(work, series_id)
    _write(store, SITI, series_id, 1, note="Dari meja satu.")
    with pytest.raises(StaleRecord, match=r"store\.stale"):
        _write(second, SITI, series_id, seen.row_version, note="Dari meja dua.")
    with pytest.raises(StaleRecord):
        _sign(second, SITI, series_id, seen.row_version)
    assert [row.note for row in _versions(second, series_id)] == [SOAP["note"], "Dari meja satu."]
    second.close()


def test_a_mistaken_meeting_goes_into_the_bin_and_comes_back(store: Store, episode_id: UUID, series_id: UUID) -> None:
    with pytest.raises(RuleBroken, match=r"draft\.required"), store.writing(SITI) as work:
        service.bin_session(work, series_id, 1, "  ")
    with store.writing(SITI) as work:
        service.bin_session(work, series_id, 1, "salah klien")
    with store.reading(SITI) as work:
        assert queries.of_episode(work, episode_id) == ()
        assert queries.count_attended(work, episode_id) == 0
        assert [(row.is_binned, row.note) for row in queries.session_versions(work, series_id)] == [
            (False, SOAP["note"]),
            (True, SOAP["note"]),
        ]
    with pytest.raises(StaleRecord):
        _write(store, SITI, series_id, 2, note="Lain.")
    with store.writing(SITI) as work:
        service.restore_session(work, series_id, 2, "ternyata benar")
    with store.reading(SITI) as work:
        assert [row.note for row in queries.of_episode(work, episode_id)] == [SOAP["note"]]
    assert [deed for deed in deeds(store, SITI) if deed.startswith("sessions.")] == [
        "sessions.record",
        "sessions.bin",
        "sessions.restore",
    ]


def test_what_lies_in_the_bin_does_not_come_back_into_an_hour_given_away(store: Store, episode_id: UUID) -> None:
    day = date(2022, 3, 8)
    with store.writing(SITI) as work:
        binned = service.plan_session(work, episode_id, PlanDraft(held_on=day, held_at=time(9)))
        service.bin_session(work, binned, 1, "salah")
        service.plan_session(work, episode_id, PlanDraft(held_on=day, held_at=time(9)))
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.restore_session(work, binned, 2, "benar")
    assert codes(refused.value)["held_on"] == "sessions.same_day"
    with store.reading(SITI) as work:
        assert len(queries.of_episode(work, episode_id)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"room": "attic"}, "room", "lists.unknown"),
        ({"held_at": "09:00+08:00"}, "held_at", "sessions.hour_with_zone"),
    ],
)
def test_each_wrong_room_or_hour_is_told(
    store: Store, episode_id: UUID, typed: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(RulesBroken) as refused, store.writing(SITI) as work:
        service.plan_session(work, episode_id, PlanDraft.model_validate({"held_on": TODAY, **typed}))
    assert codes(refused.value) == {field: code}
