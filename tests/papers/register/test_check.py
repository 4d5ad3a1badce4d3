"""The yearly check, the search and the print history of the register."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from rehab_app.foundation.errors import RuleBroken
from rehab_app.papers.register import entering, prints, service
from rehab_app.papers.register.check import Finding, year_check
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.search import LATE, LetterSearch, search
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import deeds
from tests.papers.register.makers import HEAD, TODAY, entry, make_office, order, printed


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_office(tmp_path)


@pytest.fixture
def attachments(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments", DataKey.new())


def found(work: Work, year: int = 2022) -> list[tuple[Finding, str]]:
    return [(row.finding, row.number_text.split("/")[1] if "/" in row.number_text else row.number_text)
            for row in year_check(work, year).findings]  # fmt: skip


def test_a_register_without_fault_has_no_findings(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        for day in (date(2022, 1, 3), date(2022, 1, 3), date(2022, 2, 1)):
            service.issue(work, attachments, order("R", day), printed)
        check = year_check(work, 2022)
        assert check.findings == ()
        assert [(one.names, one.last, one.letters) for one in check.series] == [("Surat rahasia (R)", 3, 3)]
        assert year_check(work, 2021).series == ()


def test_the_check_finds_everything_that_is_out_of_order(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        service.begin_after(work, "B", 2022, 4)
        late_day = service.issue(work, attachments, order("B", date(2022, 2, 10)), printed)[1]
        service.issue(work, attachments, order("B", date(2022, 2, 1)), printed)
        service.begin_after(work, "B", 2022, 8)
        voided = service.issue(work, attachments, order("B"), printed)[0]
        service.void(work, voided, 1, "salah alamat")
        given_up = entering.reserve(work, "B", TODAY, "rapat", "menunggu").letter_id
        service.void(work, given_up, 1, "rapat batal")
        entering.reserve(work, "B", TODAY, "rapat kedua", "menunggu tanggal")
        entering.insert_late(work, entry(dated_on=date(2022, 2, 20), after_number=6, reason="tercecer"))
        assert found(work) == [
            (Finding.EARLIER, "1-4"),
            (Finding.GAP, "7-8"),
            (Finding.LATE, "6.1"),
            (Finding.VOID, "9"),
            (Finding.GIVEN_UP, "10"),
            (Finding.RESERVED, "11"),
            (Finding.ORDER, "6"),
        ]
        said = {row.finding: row.said for row in year_check(work, 2022).findings}
    assert said[Finding.ORDER] == f"{late_day} (10/02/2022)"
    assert (said[Finding.LATE], said[Finding.VOID], said[Finding.RESERVED]) == (
        "tercecer",
        "salah alamat",
        "menunggu tanggal",
    )


def test_numbers_that_read_alike_are_found(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        first, _ = service.issue(work, attachments, order("B"), printed)
        row = work.session.get_one(IssuedLetter, first)
        row.number_text = "b/2 /III/KA/RH.00.01/2022/BNNK-BPP"
        work.change(row, "test")
        service.issue(work, attachments, order("B"), printed)
        assert [finding for finding, _ in found(work)] == [Finding.DUPLICATE, Finding.DUPLICATE]


def test_every_word_is_searched_in_number_addressee_subject_remark_and_signer(
    store: Store, attachments: Attachments
) -> None:
    with store.writing(HEAD) as work:
        referral, _ = service.issue(work, attachments, order("R", remark="dibawa 100% keluarga"), printed)
        other = entering.register_outside(work, entry()).letter_id
        late = entering.insert_late(work, entry(after_number=1, reason="tercecer")).letter_id
        kept = entering.reserve(work, "UND", TODAY, "rapat koordinasi", "menunggu").letter_id

        def ids(**wanted: object) -> set[object]:
            return {row.id for row in search(work, LetterSearch(**wanted))}  # type: ignore[arg-type]

        assert ids() == {referral, other, late, kept}
        assert ids(text="balai PERMOHONAN") == {referral}
        assert ids(text="100%") == {referral}
        assert ids(text="contoh kepala") == {referral}
        assert ids(text="b/1.1/") == {late}
        assert ids(text="tidak ada") == set()
        assert ids(type_code="B") == {other, late}
        assert ids(kind="referral") == {referral}
        assert ids(state="reserved") == {kept}
        assert ids(state=LATE) == {late}
        assert ids(state="void") == set()
        assert ids(year=2021) == set()
        assert ids(from_on=TODAY, until_on=TODAY) == {referral, other, late, kept}
        assert ids(until_on=date(2022, 2, 28)) == set()
        assert ids(client_id=uuid4()) == set()


def test_letters_from_before_there_were_types_are_of_the_type_of_their_counter(
    store: Store, attachments: Attachments
) -> None:
    with store.writing(HEAD) as work:
        letter_id, _ = service.issue(work, attachments, order("R"), printed)
        row = work.session.get_one(IssuedLetter, letter_id)
        row.type_code = row.security = ""
        work.change(row, "test")
        (shown,) = search(work, LetterSearch(type_code="R"))
        assert (shown.type_code, shown.security) == ("R", "R")


def test_each_time_a_letter_leaves_is_kept_and_the_second_is_one_again(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, _ = service.issue(work, attachments, order("R", is_redacted=True), printed)
        service.note_leaving(work, letter_id, "print", "archive", 2)
        service.note_leaving(work, letter_id, "print", "recipient", 2)
        service.note_leaving(work, letter_id, "print", "recipient", 2)
        service.note_leaving(work, letter_id, "save")
        rows = prints.prints_of(work, letter_id)
    assert [(row.how, row.copy_mark, row.is_again) for row in rows] == [
        ("print", "archive", False),
        ("print", "recipient", False),
        ("print", "recipient", True),
        ("save", "", False),
    ]
    assert {(row.by, row.is_redacted) for row in rows} == {(HEAD.user_id, True)}
    assert deeds(store, HEAD)[-1] == "letters.reprint.save"


def test_a_paper_without_a_number_has_a_print_history_too(store: Store) -> None:
    card = uuid4()
    paper = prints.Printed(kind="report_card", how="handover", subject_id=card, reason="kartu hilang")
    with store.writing(HEAD) as work:
        for _ in range(2):
            prints.note_print(work, paper)
        prints.note_print(work, prints.Printed(kind="report_card", how="handover", subject_id=uuid4()))
        rows = prints.prints_of_paper(work, "report_card", card)
    assert [(row.is_again, row.reason) for row in rows] == [(False, "kartu hilang"), (True, "kartu hilang")]
    assert deeds(store, HEAD)[-1] == "papers.handover.report_card"


@pytest.mark.parametrize(
    ("how", "mark", "code"), [("fax", "", "papers.unknown_way"), ("print", "x", "papers.unknown_copy_mark")]
)
def test_a_paper_leaves_only_in_known_ways(store: Store, how: str, mark: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        prints.note_print(work, prints.Printed(kind="card", how=how, copy_mark=mark))
    assert refused.value.code == code
