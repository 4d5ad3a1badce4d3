"""The letter register: numbers, kept bytes, voiding, and the year's start."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, StaleRecord, Trouble
from rehab_app.office.numbers.counters import last_number
from rehab_app.office.rights.needs import NEED_MARK
from rehab_app.papers.register import service
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.service import LetterOrder
from rehab_app.papers.register.types import delivered_types
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.makers import deeds, make_client, versions_kept
from tests.makers import make_actor, make_everyone, make_store

HEAD = make_actor(Role.SUBKOORDINATOR)
ORDER = LetterOrder(
    kind="referral",
    pattern=delivered_types()["R"].pattern,
    security="R",
    signer_mark="KA",
    filing_code="RH.00.00",
    unit="BNNK-BPP",
    dated_on=date(2022, 2, 28),
    addressee="Kepala Balai",
    subject="Permohonan a.n. B.S.",
    signer_name="Contoh Pejabat",
    signer_title="Kepala",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


@pytest.fixture
def attachments(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments", DataKey.new())


def _bytes(number: str) -> bytes:
    return f"%PDF {number}".encode()


def test_each_security_letter_and_each_year_counts_by_itself(store: Store, attachments: Attachments) -> None:
    orders = [ORDER, ORDER, replace(ORDER, security="B"), replace(ORDER, dated_on=date(2021, 12, 31)), ORDER]
    with store.writing(HEAD) as work:
        numbers = [service.issue(work, attachments, order, _bytes)[1] for order in orders]
    assert numbers == [
        "R/1/II/KA/RH.00.00/2022/BNNK-BPP",
        "R/2/II/KA/RH.00.00/2022/BNNK-BPP",
        "B/1/II/KA/RH.00.00/2022/BNNK-BPP",
        "R/1/XII/KA/RH.00.00/2021/BNNK-BPP",
        "R/3/II/KA/RH.00.00/2022/BNNK-BPP",
    ]


def test_the_register_tells_the_letters_day_from_the_day_it_was_entered(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, number = service.issue(work, attachments, ORDER, _bytes)
        row = service.letter(work, letter_id)
    assert (row.dated_on, row.registered_on, row.number_text) == (date(2022, 2, 28), date(2022, 3, 1), number)
    assert (row.addressee, row.subject, row.signer_name) == ("Kepala Balai", "Permohonan a.n. B.S.", "Contoh Pejabat")
    assert (row.voided_on, row.void_reason, row.is_summary_printed) == (None, "", False)
    assert deeds(store, HEAD) == ["letters.issue.referral"]


def test_a_reprint_gives_the_kept_bytes_and_is_audited(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, number = service.issue(work, attachments, ORDER, _bytes)
    with store.writing(HEAD) as work:
        assert service.reprint(work, attachments, letter_id) == _bytes(number)
    assert deeds(store, HEAD)[-1] == "letters.reprint"


def test_a_reprint_whose_bytes_are_gone_or_damaged_says_so(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, _ = service.issue(work, attachments, ORDER, _bytes)
    kept = next(iter(attachments.files()))
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    with pytest.raises(Trouble, match=r"attachments\.damaged"), store.writing(HEAD) as work:
        service.reprint(work, attachments, letter_id)
    kept.unlink()
    with pytest.raises(Trouble, match=r"attachments\.missing"), store.writing(HEAD) as work:
        service.reprint(work, attachments, letter_id)
    assert deeds(store, HEAD) == ["letters.issue.referral"]


def test_a_look_at_a_letter_and_what_leaves_of_it_are_audited(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, number = service.issue(work, attachments, ORDER, _bytes)
        assert service.look_at(work, attachments, letter_id) == _bytes(number)
        service.note_leaving(work, letter_id, "print")
    assert deeds(store, HEAD)[1:] == ["letters.view", "letters.reprint.print"]


def test_a_rendering_that_fails_takes_no_number(store: Store, attachments: Attachments) -> None:
    def fails(_number: str) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.writing(HEAD) as work:
        service.issue(work, attachments, ORDER, fails)
    with store.writing(HEAD) as work:
        assert last_number(work, service.series_of("R"), 2022) == 0
        assert service.issue(work, attachments, ORDER, _bytes)[1].startswith("R/1/")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pattern": "{nomor}/{bulan}"}, "papers.pattern_unknown"),
        ({"pattern": "{nomor}"}, "papers.pattern_lacks"),
        ({"unit": " "}, "papers.number_part_empty"),
    ],
)
def test_a_number_that_cannot_be_written_is_refused(
    store: Store, attachments: Attachments, change: dict[str, str], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        service.issue(work, attachments, replace(ORDER, **change), _bytes)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_voided_letter_stays_in_the_register_with_its_reason(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        letter_id, number = service.issue(work, attachments, ORDER, _bytes)
    with store.writing(HEAD) as work:
        service.void(work, letter_id, 1, "  salah alamat ")
        row = service.letter(work, letter_id)
    assert (row.voided_on, row.void_reason, row.number_text) == (date(2022, 3, 1), "salah alamat", number)
    assert versions_kept(store, HEAD, IssuedLetter) == 2
    with store.writing(HEAD) as work:
        assert service.issue(work, attachments, ORDER, _bytes)[1].startswith("R/2/")
        assert service.reprint(work, attachments, letter_id) == _bytes(number)
        assert [found.voided_on is not None for found in service.register_of(work, 2022)] == [False, True]


def test_voiding_twice_without_a_reason_or_on_a_stale_version_is_refused(
    store: Store, attachments: Attachments
) -> None:
    with store.writing(HEAD) as work:
        letter_id, _ = service.issue(work, attachments, ORDER, _bytes)
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        service.void(work, letter_id, 1, " tak ")
    assert (refused.value.code, refused.value.field) == ("letters.void_reason", "reason")
    with store.writing(HEAD) as work:
        service.void(work, letter_id, 1, "salah alamat")
    with pytest.raises(StaleRecord), store.writing(HEAD) as work:
        service.void(work, letter_id, 1, "salah alamat")
    with pytest.raises(RuleBroken, match=r"letters\.already_void"), store.writing(HEAD) as work:
        service.void(work, letter_id, 2, "salah alamat")


def test_numbers_go_on_after_those_of_the_paper_register(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        service.begin_after(work, "R", 2022, 11)
        assert service.issue(work, attachments, ORDER, _bytes)[1].startswith("R/12/")
    with pytest.raises(RuleBroken) as refused, store.writing(HEAD) as work:
        service.begin_after(work, "R", 2022, 5)
    assert (refused.value.code, refused.value.field, refused.value.facts) == (
        "letters.number_below",
        "last",
        {"last": 12},
    )
    with store.reading(HEAD) as work:
        assert last_number(work, service.series_of("R"), 2022) == 12


def test_a_clients_letters_are_hers_alone(store: Store, attachments: Attachments) -> None:
    with store.writing(HEAD) as work:
        hers, other = make_client(work), make_client(work)
        letter_id, _ = service.issue(work, attachments, replace(ORDER, client_id=hers), _bytes)
        service.issue(work, attachments, replace(ORDER, client_id=other), _bytes)
        assert [row.id for row in service.of_client(work, hers)] == [letter_id]


SERVICES = {
    "issue": (DataClass.SURAT, Right.INPUT),
    "reprint": (DataClass.SURAT, Right.MELIHAT),
    "look_at": (DataClass.SURAT, Right.MELIHAT),
    "note_leaving": (DataClass.SURAT, Right.MELIHAT),
    "void": (DataClass.SURAT, Right.PERBAIKAN),
    "letter": (DataClass.SURAT, Right.MELIHAT),
    "register_of": (DataClass.SURAT, Right.MELIHAT),
    "of_client": (DataClass.SURAT, Right.MELIHAT),
    "begin_after": (DataClass.PENGATURAN, Right.PERBAIKAN),
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
