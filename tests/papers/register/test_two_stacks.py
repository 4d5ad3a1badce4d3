"""Two seats issue at once: two service stacks on one file, each with its own engine and threads."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rehab_app.foundation.clock import SetClock
from rehab_app.papers.register import entering, service
from rehab_app.store.attachments import Attachments
from rehab_app.store.engine import encrypted_engine
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.makers import START, TEST_KEY
from tests.papers.register.makers import HEAD, TODAY, entry, make_office, order, printed

EACH = 12


def test_two_stacks_never_give_one_number_twice_and_leave_no_gap(tmp_path: Path) -> None:
    first = make_office(tmp_path)
    second = Store(encrypted_engine(tmp_path / "clinic.db", TEST_KEY), SetClock(START))
    files = Attachments(tmp_path / "attachments", DataKey.new())

    def issue_some(store: Store) -> list[str]:
        numbers = []
        for turn in range(EACH):
            with store.writing(HEAD) as work:
                if turn % 3 == 0:
                    numbers.append(entering.reserve(work, "R", TODAY, "rujukan", "menunggu berkas").number_text)
                else:
                    numbers.append(service.issue(work, files, order("R"), printed)[1])
        return numbers

    with ThreadPoolExecutor(4) as pool:
        taken = [number for one in pool.map(issue_some, (first, second, first, second)) for number in one]
    assert len(set(taken)) == 4 * EACH
    assert sorted(int(number.split("/")[1]) for number in taken) == list(range(1, 4 * EACH + 1))


def test_two_stacks_put_in_afterwards_get_suffixes_of_their_own(tmp_path: Path) -> None:
    first = make_office(tmp_path)
    second = Store(encrypted_engine(tmp_path / "clinic.db", TEST_KEY), SetClock(START))
    files = Attachments(tmp_path / "attachments", DataKey.new())
    with first.writing(HEAD) as work:
        service.issue(work, files, order("B"), printed)

    def insert(store: Store) -> str:
        with store.writing(HEAD) as work:
            return entering.insert_late(work, entry(after_number=1, reason="tercecer")).number_text

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(insert, [first, second] * 4))
    assert sorted(number.split("/")[1] for number in taken) == [f"1.{place}" for place in range(1, 9)]
