"""Numbers without a letter of the program: kept, given up, put in afterwards, and of letters written elsewhere."""

from datetime import date
from pathlib import Path

import pytest

from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.register import entering, service
from rehab_app.papers.register.rows import LetterState
from rehab_app.papers.register.service import BEFORE_THE_LAST
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.makers import deeds
from tests.makers import START
from tests.papers.register.makers import HEAD, TODAY, entry, make_office, order, printed


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Store:
    return make_office(tmp_path, clock)


@pytest.fixture
def attachments(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments", DataKey.new())


def test_a_kept_number_waits_and_the_next_letter_takes_the_one_after(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "B", TODAY, "undangan rapat", "dibicarakan lewat telepon")
        assert kept.number_text == "B/1/III/KA/RH.00.01/2022/BNNK-BPP"
        assert service.issue(work, attachments, order("B"), printed)[1].startswith("B/2/")
        row = service.letter(work, kept.letter_id)
        assert [one.id for one in service.reserved(work, "B", 2022)] == [kept.letter_id]
    assert (row.state, row.has_file, row.subject) == (LetterState.RESERVED, False, "undangan rapat")
    assert row.reason == "dibicarakan lewat telepon"


def test_a_letter_is_issued_into_the_number_that_was_kept_for_it(
    store: Store, attachments: Attachments, clock: SetClock
) -> None:
    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "R", TODAY, "rujukan", "menunggu tanda tangan")
    clock.put(START.replace(month=4, day=4))
    with store.writing(HEAD) as work:
        april = order("R", date(2022, 4, 2), copies=("Arsip",), remark="dibawa keluarga", text_version=3)
        letter_id, text = service.issue(work, attachments, april, printed, kept.letter_id)
        row = service.letter(work, letter_id)
        assert service.look_at(work, attachments, letter_id) == printed(text)
    assert (letter_id, text) == (kept.letter_id, "R/1/IV/KA/RH.00.00/2022/BNNK-BPP")
    assert (row.state, row.dated_on, row.registered_on) == (LetterState.ISSUED, date(2022, 4, 2), date(2022, 4, 4))
    assert (row.copies, row.remark, row.text_version, row.reason) == (
        ("Arsip",),
        "dibawa keluarga",
        3,
        "menunggu tanda tangan",
    )
    assert deeds(store, HEAD)[-2:] == ["letters.issue.referral", "letters.view"]


def test_a_kept_number_is_taken_once_and_only_for_its_counter_and_year(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "R", TODAY, "rujukan", "menunggu tanda tangan").letter_id
    for wrong in (order("B"), order("R", date(2021, 12, 31))):
        with pytest.raises(RuleBroken, match=r"letters\.reserved_for_other"), store.writing(HEAD) as work:
            service.issue(work, attachments, wrong, printed, kept)
    with store.writing(HEAD) as work:
        service.issue(work, attachments, order("R"), printed, kept)
    with pytest.raises(RuleBroken, match=r"letters\.not_reserved"), store.writing(HEAD) as work:
        service.issue(work, attachments, order("R"), printed, kept)


def test_a_render_that_fails_leaves_the_kept_number_waiting(store: Store, attachments: Attachments) -> None:
    def fails(_number: str) -> bytes:
        raise OSError("disk full")

    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "R", TODAY, "rujukan", "menunggu tanda tangan").letter_id
    with pytest.raises(OSError, match="disk full"), store.writing(HEAD) as work:
        service.issue(work, attachments, order("R"), fails, kept)
    with store.reading(HEAD) as work:
        assert service.letter(work, kept).state is LetterState.RESERVED


def test_a_kept_number_that_is_given_up_stays_and_cannot_be_used(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "R", TODAY, "rujukan", "menunggu tanda tangan").letter_id
        service.void(work, kept, 1, "rapat dibatalkan")
        row = service.letter(work, kept)
        assert service.reserved(work, "R", 2022) == []
        assert service.issue(work, attachments, order("R"), printed)[1].startswith("R/2/")
    assert (row.state, row.void_reason, row.number) == (LetterState.VOID, "rapat dibatalkan", 1)
    with pytest.raises(RuleBroken, match=r"letters\.not_reserved"), store.writing(HEAD) as work:
        service.issue(work, attachments, order("R"), printed, kept)


@pytest.mark.parametrize(("purpose", "reason", "field"), [("", "x", "subject"), ("rapat", "  ", "reason")])
def test_a_number_is_not_kept_for_nothing(store: Store, purpose: str, reason: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        entering.reserve(work, "R", TODAY, purpose, reason)
    assert (refused.value.code, refused.value.field) == ("draft.required", field)


def test_a_letter_from_elsewhere_gets_the_next_number_and_has_no_file(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        made = entering.register_outside(
            work, entry(signer_name="Contoh Plh", signer_title="Plh.", copies=["Arsip"], filing_code="BU.00.00")
        )
        row = service.letter(work, made.letter_id)
    assert made.number_text == "B/1/III/KA/BU.00.00/2022/BNNK-BPP"
    assert (row.state, row.has_file, row.signer_name, row.copies) == (
        LetterState.OUTSIDE,
        False,
        "Contoh Plh",
        ("Arsip",),
    )
    with pytest.raises(RuleBroken, match=r"letters\.no_file"), store.writing(HEAD) as work:
        service.reprint(work, attachments, made.letter_id)


def test_a_kept_number_takes_a_letter_from_elsewhere(store: Store) -> None:
    with store.writing(HEAD) as work:
        kept = entering.reserve(work, "B", TODAY, "undangan", "ditulis bagian umum")
        made = entering.register_outside(work, entry(), kept.letter_id)
        assert service.letter(work, made.letter_id).state is LetterState.OUTSIDE
    assert made == kept


def test_letters_put_in_afterwards_get_point_one_point_two_of_their_day(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        for day in (date(2022, 1, 5), date(2022, 2, 5)):
            service.issue(work, attachments, order("B", day), printed)
        late = entry(dated_on=date(2022, 1, 20), after_number=1, reason="surat tercecer di meja TU")
        first, second = entering.insert_late(work, late), entering.insert_late(work, late)
        row = service.letter(work, second.letter_id)
        assert service.issue(work, attachments, order("B"), printed)[1].startswith("B/3/")
    assert first.number_text == "B/1.1/I/KA/RH.00.01/2022/BNNK-BPP"
    assert second.number_text == "B/1.2/I/KA/RH.00.01/2022/BNNK-BPP"
    assert (row.number, row.suffix, row.is_late, row.reason) == (1, ".2", True, "surat tercecer di meja TU")
    assert (row.dated_on, row.registered_on) == (date(2022, 1, 20), TODAY)


def test_a_late_number_may_wait_for_a_letter_of_the_program(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        service.issue(work, attachments, order("R"), printed)
        draft = entry(type_code="R", after_number=1, reason="rujukan tercecer", addressee="")
        kept = entering.insert_late(work, draft, is_reserved=True)
        assert service.issue(work, attachments, order("R"), printed, kept.letter_id)[1].startswith("R/1.1/")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"after_number": 2}, "letters.no_such_number", "after_number"),
        ({"after_number": 0}, "letters.no_such_number", "after_number"),
        ({"after_number": None}, "draft.required", "after_number"),
        ({"reason": ""}, "draft.required", "reason"),
        ({"dated_on": date(2022, 3, 2)}, "letters.dated_in_future", "dated_on"),
        ({"type_code": "XX"}, "letters.type_unknown", "type_code"),
    ],
)
def test_a_late_letter_that_has_no_place_is_refused(
    store: Store, attachments: Attachments, changes: dict[str, object], code: str, field: str
) -> None:
    with store.writing(HEAD) as work:
        service.issue(work, attachments, order("B"), printed)
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        entering.insert_late(work, entry(**{"after_number": 1, "reason": "tercecer", **changes}))
    trouble = refused.value.troubles[0] if isinstance(refused.value, RulesBroken) else refused.value
    assert (trouble.code, trouble.field) == (code, field)


def test_a_day_before_the_last_letter_is_said_and_not_refused(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        service.issue(work, attachments, order("B", date(2022, 2, 20)), printed)
        (notice,) = service.day_notices(work, "B", date(2022, 2, 19))
        assert service.day_notices(work, "B", date(2022, 2, 20)) == ()
        assert service.day_notices(work, "R", date(2022, 2, 1)) == ()
        assert service.day_notices(work, "B", date(2021, 2, 1)) == ()
        service.issue(work, attachments, order("B", date(2022, 2, 19)), printed)
    assert (notice.message, notice.field, notice.facts["day"]) == (BEFORE_THE_LAST, "dated_on", "20/02/2022")


def test_numbers_of_a_year_that_has_not_begun_are_refused(store: Store, attachments: Attachments) -> None:
    next_year = date(2023, 1, 1)
    with pytest.raises(RuleBroken, match=r"letters\.year_not_begun"), store.writing(HEAD) as work:
        service.issue(work, attachments, order("B", next_year), printed)
    with pytest.raises(RuleBroken, match=r"letters\.year_not_begun"), store.writing(HEAD) as work:
        entering.reserve(work, "B", next_year, "rapat", "tahun depan")
    with pytest.raises(RuleBroken, match=r"letters\.year_not_begun"), store.writing(HEAD) as work:
        service.begin_after(work, "B", 2023, 4)
    with store.writing(HEAD) as work:
        assert service.last_numbers(work, 2023, "B", "R") == {"B": 0, "R": 0}


def test_two_types_that_write_the_same_number_are_told(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        service.issue(work, attachments, order("B"), printed)
    with pytest.raises(RuleBroken, match=r"letters\.number_taken"), store.writing(HEAD) as work:
        service.issue(work, attachments, order("B", series="LAIN"), printed)
    with store.reading(HEAD) as work:
        assert service.last_numbers(work, 2022, "LAIN") == {"LAIN": 0}
