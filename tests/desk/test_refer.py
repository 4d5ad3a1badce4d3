"""Issuing a referral letter: all of it in one transaction or nothing, each number once, and the same bytes for ever."""

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import pypdf
import pytest
from sqlalchemy import func, select

from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes import service as episode_service
from rehab_app.clinic.episodes.draft import CloseDraft, OutpatientDraft, ReporterDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft, StepDraft
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.desk import refer
from rehab_app.desk.refer import IssuedReferral
from rehab_app.foundation.actor import Actor, Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord, Trouble
from rehab_app.office.numbers.counters import last_number
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import change_profile
from rehab_app.papers.register import service as register
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.attachments import Attachments
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.makers import CHILD, TODAY, deeds, keep_accounts, make_client, open_episode, table_of
from tests.desk.makers import (
    COUNSELLOR,
    HEAD,
    LISTS,
    OFFICE,
    Office,
    agree,
    make_assessed,
    make_office,
    prepare,
)
from tests.makers import START, TEST_KEY, make_actor
from tests.store.disks import small_disk


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Office:
    return make_office(tmp_path, clock=clock)


@dataclass(frozen=True, slots=True)
class _Traces:
    letters: int
    last: int
    state: str
    episode: str
    deeds: tuple[str, ...]


def _issue(
    office: Office, referral_id: UUID, day: date = TODAY, actor: Actor = COUNSELLOR, row_version: int | None = None
) -> IssuedReferral:
    with office.store.writing(actor) as work:
        return refer.issue_referral_letter(work, office.attachments, referral_id, LISTS, day, row_version)


def _row(office: Office, referral_id: UUID) -> ReferralRow:
    with office.store.reading(HEAD) as work:
        return referrals.referral(work, referral_id)


def _traces(office: Office, referral_id: UUID) -> _Traces:
    with office.store.reading(HEAD) as work:
        letters = work.connection.execute(select(func.count()).select_from(table_of(IssuedLetter))).scalar_one()
        row = referrals.referral(work, referral_id)
        episode = episodes.episode(work, row.episode_id)
        last = last_number(work, register.series_of("R"), 2022)
    return _Traces(letters, last, row.state, episode.state, tuple(deeds(office.store, HEAD)))


def _text(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_number_bytes_register_referral_episode_and_audit_come_together(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id)
    referral_id = prepare(office, episode_id)
    before = len(deeds(office.store, HEAD))
    issued = _issue(office, referral_id)
    assert issued.number_text == "R/1/III/KA/RH.00.00/2022/BNNK-BPP"
    assert (issued.is_summary_printed, issued.withheld) == (True, ())
    with office.store.reading(HEAD) as work:
        letter = register.letter(work, issued.letter_id)
        referral = referrals.referral(work, referral_id)
        episode = episodes.episode(work, episode_id)
        steps = referrals.steps(work, referral_id)
    assert (letter.number_text, letter.dated_on, letter.kind) == (issued.number_text, TODAY, "referral")
    assert letter.subject == "Permohonan rehabilitasi rawat inap a.n. B.S."
    assert letter.addressee == "Kepala Balai Rehabilitasi BNN Tanah Merah"
    assert letter.is_summary_printed
    assert (letter.client_id, letter.episode_id) == (referral.client_id, episode_id)
    assert (referral.state, referral.state_on, referral.letter_id) == ("diajukan", TODAY, issued.letter_id)
    assert (episode.state, episode.modality) == ("referred", "referral")
    assert [(step.from_state, step.to_state, step.happened_on) for step in steps] == [("draft", "diajukan", TODAY)]
    assert deeds(office.store, HEAD)[before:] == [
        "episodes.to_referred",
        "episodes.step",
        "letters.issue.referral",
        "referrals.step",
        "referrals.submit",
    ]
    said = _text(issued.content)
    assert issued.number_text in said
    assert "6471021708900001" in said
    assert "F15.2" in said


def test_the_letter_that_was_issued_counts_as_ready(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office), documents=["ktp_copy"])
    assert "referral_letter" in _row(office, referral_id).missing_documents
    _issue(office, referral_id)
    missing = _row(office, referral_id).missing_documents
    assert "referral_letter" not in missing
    assert "kk_copy" in missing


def test_a_reprint_gives_the_same_bytes_whatever_changed_since(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id)
    issued = _issue(office, prepare(office, episode_id))
    with office.store.writing(HEAD) as work:
        change_profile(work, OFFICE.model_copy(update={"head_name": "Pejabat Baru"}), 1)
    with office.store.writing(HEAD) as work:
        again = register.reprint(work, office.attachments, issued.letter_id)
    assert again == issued.content
    assert deeds(office.store, HEAD)[-1] == "letters.reprint"
    assert office.attachments.exists(_letter_digest(office, issued.letter_id))


def _letter_digest(office: Office, letter_id: UUID) -> str:
    with office.store.reading(HEAD) as work:
        return work.session.get_one(IssuedLetter, letter_id).digest


def test_a_preview_takes_no_number_and_writes_nothing(office: Office) -> None:
    episode_id = make_assessed(office)
    agree(office, episode_id, ["diagnosis"])
    referral_id = prepare(office, episode_id)
    before = _traces(office, referral_id)
    with office.store.reading(COUNSELLOR) as work:
        shown = refer.preview(work, referral_id, LISTS, TODAY)
    assert shown.content.startswith(b"%PDF")
    assert "BNNK-BPP" not in _text(shown.content)
    assert shown.is_summary_printed
    assert shown.withheld == ("screening", "assessment", "substance_use", "urine_test", "treatment")
    assert _traces(office, referral_id) == before
    assert list(office.attachments.files()) == []


def test_without_consent_the_register_says_that_no_summary_was_printed(office: Office) -> None:
    issued = _issue(office, prepare(office, make_assessed(office)))
    assert not issued.is_summary_printed
    assert "diagnosis" in issued.withheld
    said = _text(issued.content)
    assert "Budi Setiawan" in said
    assert "F15" not in said
    with office.store.reading(HEAD) as work:
        assert not register.letter(work, issued.letter_id).is_summary_printed


def test_numbers_go_on_without_a_gap_after_refusals(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _issue(office, prepare(office, make_assessed(office)))
    second_id = prepare(office, _another(office, 2))
    with monkeypatch.context() as patch:
        patch.setattr(refer, "draw", _fails)
        with pytest.raises(ZeroDivisionError):
            _issue(office, second_id)
    second = _issue(office, second_id)
    assert [first.number_text.split("/")[1], second.number_text.split("/")[1]] == ["1", "2"]


def _another(office: Office, number: int) -> UUID:
    """Return an episode of another client."""
    with office.store.writing(COUNSELLOR) as work:
        client_id = make_client(work, full_name=f"Klien Nomor {number}", initials="KN")
        return open_episode(work, client_id).episode_id


def _fails(*_: object) -> NoReturn:
    raise ZeroDivisionError


@pytest.mark.parametrize("what", ["draw", "put", "submit"])
def test_a_failure_at_any_point_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    before = _traces(office, referral_id)
    if what == "draw":
        monkeypatch.setattr(refer, "draw", _fails)
    elif what == "put":
        monkeypatch.setattr(Attachments, "put", _fails)
    else:
        monkeypatch.setattr(referrals, "submit", _fails)
    with pytest.raises(ZeroDivisionError):
        _issue(office, referral_id)
    assert _traces(office, referral_id) == before
    monkeypatch.undo()
    assert _issue(office, referral_id).number_text.startswith("R/1/")


def test_a_full_disk_takes_no_number(tmp_path: Path, clock: SetClock) -> None:
    made = make_office(tmp_path / "clinic", clock=clock)
    referral_id = prepare(made, make_assessed(made))
    before = _traces(made, referral_id)
    with small_disk(tmp_path / "small", 64) as disk:
        (disk / "rest").write_bytes(bytes(60 * 1024))
        full = Office(made.store, Attachments(disk / "attachments", DataKey(bytes(range(32)))))
        with pytest.raises(Trouble) as told:
            _issue(full, referral_id)
        assert told.value.code == "store.disk_full"
    assert _traces(made, referral_id) == before
    assert _issue(made, referral_id).number_text.startswith("R/1/")


def test_a_letter_that_lacks_something_says_what_and_takes_no_number(tmp_path: Path) -> None:
    made = make_office(tmp_path, ProfileDraft())
    referral_id = prepare(made, make_assessed(made))
    with pytest.raises(RuleBroken, match=r"papers\.signer_missing"):
        _issue(made, referral_id)
    assert _traces(made, referral_id).last == 0


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2022, 3, 2), "letters.dated_in_future"), (date(2022, 2, 28), "letters.dated_too_early")],
)
def test_the_letters_day_lies_between_registration_and_today(office: Office, day: date, code: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    with pytest.raises(RuleBroken) as refused:
        _issue(office, referral_id, day)
    assert (refused.value.code, refused.value.field) == (code, "dated_on")


def test_the_letters_day_does_not_lie_before_a_later_step(office: Office, clock: SetClock) -> None:
    episode_id = make_assessed(office)
    clock.advance(timedelta(days=9))
    keep_accounts(office.store, COUNSELLOR)
    with office.store.writing(COUNSELLOR) as work:
        draft = OutpatientDraft(on=date(2022, 3, 8), counsellor_id=COUNSELLOR.user_id)
        episode_service.open_outpatient(work, episode_id, 1, draft)
    with pytest.raises(RuleBroken) as refused:
        _issue(office, prepare(office, episode_id), date(2022, 3, 7))
    assert (refused.value.code, refused.value.field) == ("episodes.step_too_early", "dated_on")


def test_a_letter_of_last_year_takes_the_next_number_of_that_year(office: Office, clock: SetClock) -> None:
    clock.put(datetime(2021, 12, 30, 1, tzinfo=UTC))
    episode_id = _registered_on(office, date(2021, 12, 29))
    clock.put(datetime(2022, 1, 3, 1, tzinfo=UTC))
    issued = _issue(office, prepare(office, episode_id), date(2021, 12, 31))
    assert issued.number_text == "R/1/XII/KA/RH.00.00/2021/BNNK-BPP"


def _registered_on(office: Office, day: date) -> UUID:
    with office.store.writing(COUNSELLOR) as work:
        return open_episode(work, make_client(work), registered_on=day).episode_id


def test_a_client_who_waits_for_a_guardian_is_not_referred(office: Office) -> None:
    with office.store.writing(COUNSELLOR) as work:
        client_id = make_client(work, birth_date=CHILD)
        waiting = {"waiting_reason": "orang tua di luar kota", "brought_by": "Ketua RT"}
        opened = open_episode(work, client_id, **waiting)
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"):
        prepare(office, opened.episode_id)
    with office.store.writing(COUNSELLOR) as work:
        came = ReporterDraft(reporter_name="Siti", reporter_relation="mother")
        episode_service.guardian_came(work, opened.episode_id, 1, came)
    referral_id = prepare(office, opened.episode_id)
    with office.store.writing(COUNSELLOR) as work:
        episode = work.session.get_one(Episode, opened.episode_id)
        episode.is_waiting_guardian = True
        work.change(episode, "test.waits_again")
    with pytest.raises(RuleBroken, match=r"episodes\.waiting_guardian"):
        _issue(office, referral_id)
    assert _traces(office, referral_id).letters == 0


def test_an_episode_that_has_ended_is_not_referred(office: Office) -> None:
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    with office.store.writing(COUNSELLOR) as work:
        draft = CloseDraft(on=TODAY, outcome="moved", reason="pindah")
        episode_service.close(work, episode_id, 1, draft, attended=0)
    with pytest.raises(RuleBroken) as refused:
        _issue(office, referral_id)
    assert refused.value.code == "episodes.closed"


def test_a_letter_is_issued_once(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    with pytest.raises(RuleBroken, match=r"referrals\.already_submitted"):
        _issue(office, referral_id)
    assert _traces(office, referral_id).letters == 1


def test_what_was_previewed_must_be_what_is_issued(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    with office.store.writing(COUNSELLOR) as work:
        draft = ReferralDraft(destination_id=office.destination("lido"), reason="permintaan keluarga")
        referrals.change_prepared(work, referral_id, 1, draft, LISTS)
    with pytest.raises(StaleRecord):
        _issue(office, referral_id, row_version=1)
    assert "Lido" in _text(_issue(office, referral_id, row_version=2).content)


@pytest.mark.parametrize("role", [Role.PENDAFTARAN, Role.PERAWAT, Role.OPERATOR_SIRENA, Role.ADMIN])
def test_who_may_not_write_letters_issues_none(office: Office, role: Role) -> None:
    referral_id = prepare(office, make_assessed(office))
    with pytest.raises(NotAllowed):
        _issue(office, referral_id, actor=make_actor(role))
    assert _traces(office, referral_id).last == 0


def test_the_kepala_may_issue_what_a_counsellor_prepared(office: Office) -> None:
    issued = _issue(office, prepare(office, make_assessed(office)), actor=make_actor(Role.KEPALA))
    assert issued.number_text.startswith("R/1/")


def test_two_seats_never_share_a_number(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    ids = [prepare(made, _another(made, number)) for number in range(8)]
    seats = [made.store, Store(encrypted_engine(tmp_path / "clinic.db", TEST_KEY), SetClock(START))]
    start, taken, failures = threading.Barrier(2), list[str](), list[BaseException]()

    def sit(seat: Store, mine: list[UUID]) -> None:
        start.wait()
        for referral_id in mine:
            try:
                taken.append(_issue(Office(seat, made.attachments), referral_id).number_text)
            except BaseException as failure:  # noqa: BLE001 - told by the test
                failures.append(failure)

    threads = [threading.Thread(target=sit, args=(seat, ids[place::2])) for place, seat in enumerate(seats)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seats[1].close()
    assert failures == []
    assert sorted(int(number.split("/")[1]) for number in taken) == list(range(1, 9))


def test_two_seats_that_issue_one_referral_give_one_letter(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    referral_id = prepare(made, make_assessed(made))
    seats = [made.store, Store(encrypted_engine(tmp_path / "clinic.db", TEST_KEY), SetClock(START))]
    start, outcomes = threading.Barrier(2), list[str]()

    def sit(seat: Store) -> None:
        start.wait()
        try:
            outcomes.append(_issue(Office(seat, made.attachments), referral_id).number_text)
        except RuleBroken as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=sit, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seats[1].close()
    assert sorted(outcomes) == ["R/1/III/KA/RH.00.00/2022/BNNK-BPP", "referrals.already_submitted"]
    assert _traces(made, referral_id).letters == 1


def _cancel(office: Office, referral_id: UUID, actor: Actor = HEAD, reason: str = "klien menolak") -> None:
    with office.store.writing(actor) as work:
        version = referrals.referral(work, referral_id).row_version
        refer.cancel_referral(work, referral_id, version, TODAY, reason)


def test_a_cancelled_referral_voids_its_letter_and_the_client_is_an_outpatient_again(office: Office) -> None:
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    issued = _issue(office, referral_id)
    _cancel(office, referral_id)
    with office.store.reading(HEAD) as work:
        letter = register.letter(work, issued.letter_id)
        episode = episodes.episode(work, episode_id)
    assert (letter.voided_on, letter.void_reason) == (TODAY, "klien menolak")
    assert _row(office, referral_id).state == "batal"
    assert (episode.state, episode.modality) == ("outpatient", "outpatient")
    with office.store.writing(HEAD) as work:
        assert register.reprint(work, office.attachments, issued.letter_id) == issued.content
    assert _issue(office, prepare(office, episode_id)).number_text.startswith("R/2/")


def test_a_prepared_referral_is_cancelled_without_a_letter(office: Office) -> None:
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    _cancel(office, referral_id, COUNSELLOR)
    traces = _traces(office, referral_id)
    assert (traces.state, traces.letters, traces.episode) == ("batal", 0, "registered")


@pytest.mark.parametrize(("reason", "code"), [("", "referrals.explanation_needed"), ("tak", "letters.void_reason")])
def test_a_cancellation_needs_a_reason_beside_its_field(office: Office, reason: str, code: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    with pytest.raises(RuleBroken) as refused:
        _cancel(office, referral_id, reason=reason)
    assert (refused.value.code, refused.value.field) == (code, "explanation")
    assert _row(office, referral_id).state == "diajukan"


def test_only_who_may_correct_letters_cancels_one_that_was_issued(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    with pytest.raises(NotAllowed):
        _cancel(office, referral_id, make_actor())
    assert _row(office, referral_id).state == "diajukan"


def _answer(office: Office, referral_id: UUID, *states: str) -> None:
    for state in states:
        with office.store.writing(COUNSELLOR) as work:
            version = referrals.referral(work, referral_id).row_version
            draft = StepDraft(to_state=state, happened_on=TODAY, explanation="jawaban balai")
            referrals.move(work, referral_id, version, draft)


def _take_back(office: Office, referral_id: UUID, to: str = "aftercare", explanation: str = "selesai program") -> None:
    with office.store.writing(COUNSELLOR) as work:
        version = referrals.referral(work, referral_id).row_version
        refer.return_from_referral(work, referral_id, version, TODAY, explanation, State(to))


@pytest.mark.parametrize("to", ["aftercare", "outpatient"])
def test_a_client_who_comes_back_goes_where_it_is_chosen(office: Office, to: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    _answer(office, referral_id, "menunggu_tempat", "diterima", "masuk", "selesai")
    _take_back(office, referral_id, to)
    traces = _traces(office, referral_id)
    assert (traces.state, traces.episode) == ("kembali", to)


def test_a_client_whom_the_destination_refused_is_taken_on_and_may_be_referred_elsewhere(office: Office) -> None:
    episode_id = make_assessed(office)
    referral_id = prepare(office, episode_id)
    _issue(office, referral_id)
    _answer(office, referral_id, "ditolak")
    elsewhere = prepare(office, episode_id, "lido")
    assert _issue(office, elsewhere).number_text.startswith("R/2/")
    _answer(office, elsewhere, "ditolak")
    _take_back(office, elsewhere, "outpatient")
    traces = _traces(office, elsewhere)
    assert (traces.state, traces.episode) == ("ditolak", "outpatient")


@pytest.mark.parametrize("to", ["closed", "registered", "referred"])
def test_a_client_comes_back_to_aftercare_or_outpatient_care_only(office: Office, to: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    with pytest.raises(RuleBroken, match=r"referrals\.return_to"):
        _take_back(office, referral_id, to)


def test_who_was_never_admitted_does_not_come_back(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    with pytest.raises(RuleBroken, match=r"referrals\.no_such_step"):
        _take_back(office, referral_id)
    assert _traces(office, referral_id).episode == "referred"


def test_a_stale_return_is_refused(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    with pytest.raises(StaleRecord), office.store.writing(COUNSELLOR) as work:
        refer.return_from_referral(work, referral_id, 7, TODAY, "pulang")


@pytest.mark.parametrize("state", ["batal", "kembali"])
def test_a_reply_neither_cancels_nor_takes_back(office: Office, state: str) -> None:
    referral_id = prepare(office, make_assessed(office))
    _issue(office, referral_id)
    with pytest.raises(RuleBroken, match=r"referrals\.has_own_task"):
        _answer(office, referral_id, state)


def test_no_name_stands_in_register_or_errors(office: Office) -> None:
    referral_id = prepare(office, make_assessed(office))
    issued = _issue(office, referral_id)
    assert "Budi" not in repr(issued)
    with office.store.reading(HEAD) as work:
        row = register.letter(work, issued.letter_id)
    assert "Budi" not in repr(row)
