"""Failed sign-ins: the delay grows and survives, and the list cannot be shortened unnoticed."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as some

from rehab_app.foundation.errors import Trouble
from rehab_app.store.keys import attempts as attempts_module
from rehab_app.store.keys.attempts import Attempts, Failure, Review
from rehab_app.store.keys.data_key import DataKey
from tests.store.disks import read_only, small_disk

NOW = datetime(2023, 1, 9, 0, 30, tzinfo=UTC)
KEY = DataKey(bytes(range(32)))


def _at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.attempts"
    Attempts(path).begin_segment(KEY, 7, NOW)
    return path


def _fail(path: Path, *seconds: float) -> None:
    for second in seconds:
        Attempts(path).record_failure(_at(second), "PC-1")


def _review(path: Path, segment: int = 7) -> Review:
    return Attempts(path).review(KEY, segment)


def test_nobody_waits_after_a_sign_in(path: Path) -> None:
    assert Attempts(path).wait_needed(NOW) == 0
    Attempts(path).require_turn(NOW)
    review = _review(path)
    assert (review.failures, review.is_intact, review.is_interrupted) == ((), True, False)


def test_three_failures_are_free_and_then_the_wait_doubles_to_five_minutes(path: Path) -> None:
    waits = []
    for number in range(13):
        _fail(path, number)
        waits.append(Attempts(path).wait_needed(_at(number)))
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_the_wait_runs_down_and_ends_across_restarts(path: Path) -> None:
    _fail(path, 0, 1, 2, 3, 4)
    assert [Attempts(path).wait_needed(_at(4 + passed)) for passed in (0, 0.2, 9, 9.9, 10, 11)] == [10, 10, 1, 1, 0, 0]


def test_a_turn_that_is_not_due_is_refused_with_the_seconds(path: Path) -> None:
    _fail(path, 0, 1, 2, 3)
    with pytest.raises(Trouble) as caught:
        Attempts(path).require_turn(_at(4))
    assert (caught.value.code, caught.value.facts) == ("keys.wait", {"seconds": 4})


def test_failures_are_listed_in_order_with_time_and_seat(path: Path) -> None:
    Attempts(path).record_failure(_at(0), "PC-1")
    Attempts(path).record_failure(_at(60).astimezone(), "PC-2 konselor")
    review = _review(path)
    assert review.failures == (Failure(1, _at(0), "PC-1"), Failure(2, _at(60), "PC-2 konselor"))
    assert review.is_intact


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(some.integers(-(10**8), 10**8), some.text(max_size=80)), max_size=8))
def test_any_seats_and_times_stay_provable(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, str]]
) -> None:
    attempts = Attempts(tmp_path_factory.mktemp("attempts") / "clinic.attempts")
    attempts.begin_segment(KEY, 1, NOW)
    for seconds, seat in told:
        attempts.record_failure(_at(seconds), seat)
    review = attempts.review(KEY, 1)
    assert review.is_intact
    assert [failure.at for failure in review.failures] == [_at(seconds) for seconds, _ in told]


def test_a_new_segment_starts_empty(path: Path) -> None:
    _fail(path, 0, 1, 2, 3, 4)
    Attempts(path).begin_segment(KEY, 8, _at(60))
    assert Attempts(path).wait_needed(_at(60)) == 0
    assert _review(path, 8) == Review((), 8, 8)


def test_another_data_key_proves_nothing(path: Path) -> None:
    _fail(path, 0)
    assert not Attempts(path).review(DataKey.new(), 7).is_intact


def test_a_list_one_segment_ahead_is_an_interrupted_sign_in(path: Path) -> None:
    review = _review(path, 6)
    assert (review.is_intact, review.is_interrupted, review.found) == (False, True, 7)


# Tampering. Somebody can read and write the file, knows this program, and has no data key.


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _rewrite(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def _cut_last(lines: list[dict[str, Any]]) -> None:
    del lines[-2]


def _cut_first(lines: list[dict[str, Any]]) -> None:
    del lines[1]
    for number, line in enumerate(lines[1:-1], start=1):
        line["number"] = number


def _cut_all(lines: list[dict[str, Any]]) -> None:
    del lines[1:-1]


def _exchange(lines: list[dict[str, Any]]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def _repeat(lines: list[dict[str, Any]]) -> None:
    lines.insert(2, dict(lines[1]))


def _alter(place: int, name: str, value: object) -> Callable[[list[dict[str, Any]]], None]:
    return lambda lines: lines[place].update({name: value})


@pytest.mark.parametrize(
    "change",
    [
        _cut_last,
        _cut_first,
        _cut_all,
        _exchange,
        _repeat,
        _alter(1, "at", "2023-01-08T00:00:00+00:00"),
        _alter(1, "seat", "PC-9"),
        _alter(2, "number", 3),
        _alter(2, "mac", "00" * 32),
        _alter(-1, "key", "00" * 32),
        _alter(-1, "is_whole", False),
        _alter(0, "segment", 8),
        _alter(0, "nonce", "00" * 16),
        _alter(0, "began", "2023-01-01T00:00:00+00:00"),
    ],
)
def test_every_change_of_the_past_is_found(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    _fail(path, 0, 1, 2)
    lines = _lines(path)
    change(lines)
    _rewrite(path, lines)
    assert not _review(path, 7).is_intact
    assert not _review(path, 8).is_intact


def test_the_chain_key_in_the_file_leads_to_no_earlier_one(path: Path) -> None:
    _fail(path, 0, 1)
    before = _lines(path)
    _fail(path, 2)
    after = _lines(path)
    after[-1]["key"] = before[-1]["key"]
    _rewrite(path, after)
    assert not _review(path).is_intact
    assert before[-1]["key"] not in json.dumps(_lines(path)[:-1])


def test_what_is_added_after_tampering_stays_unproved(path: Path) -> None:
    _fail(path, 0, 1, 2)
    lines = _lines(path)
    _cut_last(lines)
    _rewrite(path, lines)
    _fail(path, 3)
    review = _review(path)
    assert not review.is_intact
    assert len(review.failures) == 3


def test_the_list_of_an_earlier_segment_put_back_is_found(path: Path) -> None:
    old = path.read_bytes()
    Attempts(path).begin_segment(KEY, 8, _at(60))
    _fail(path, 61, 62)
    path.write_bytes(old)
    review = _review(path, 8)
    assert (review.is_intact, review.is_interrupted, review.found) == (False, False, 7)


def test_the_same_number_begun_twice_has_another_chain(path: Path) -> None:
    first = _lines(path)
    Attempts(path).begin_segment(KEY, 7, NOW)
    second = _lines(path)
    assert first[-1]["key"] != second[-1]["key"]
    second[-1]["key"] = first[-1]["key"]
    _rewrite(path, second)
    assert not _review(path).is_intact


# A list that is missing or damaged: the longest wait, counted from when it was noticed, and found at sign-in.


def test_a_deleted_list_costs_the_longest_wait_and_is_found(path: Path) -> None:
    _fail(path, 0, 1, 2, 3)
    path.unlink()
    assert Attempts(path).wait_needed(_at(10)) == 300
    with pytest.raises(Trouble) as caught:
        Attempts(path).require_turn(_at(20))
    assert (caught.value.code, caught.value.facts) == ("keys.attempts_lost", {"seconds": 290})
    assert Attempts(path).wait_needed(_at(310)) == 0
    review = _review(path)
    assert (review.is_intact, review.found) == (False, None)


def test_deleting_the_list_each_time_never_shortens_the_wait(path: Path) -> None:
    for step in range(4):
        path.unlink()
        assert Attempts(path).wait_needed(_at(step)) == 300


def test_a_failure_after_a_lost_list_waits_in_full_again_and_stays_unproved(path: Path) -> None:
    path.unlink()
    _fail(path, 0)
    assert Attempts(path).wait_needed(_at(0)) == 300
    assert Attempts(path).wait_needed(_at(150)) == 150
    assert Attempts(path).wait_needed(_at(301)) == 0
    review = _review(path)
    assert (len(review.failures), review.is_intact) == (1, False)


def test_a_sign_in_after_a_lost_list_makes_it_good_again(path: Path) -> None:
    path.unlink()
    _fail(path, 0)
    Attempts(path).begin_segment(KEY, 8, _at(400))
    assert Attempts(path).wait_needed(_at(400)) == 0
    assert _review(path, 8).is_intact


def test_a_torn_list_keeps_what_can_be_read_wherever_it_was_torn(path: Path) -> None:
    _fail(path, 0, 1, 2)
    whole = path.read_bytes()
    ends = [len(b"".join(whole.splitlines(keepends=True)[:count])) for count in range(6)]
    for end in {*range(0, len(whole) - 1, 9), *(end - 1 for end in ends[1:5]), *ends[:5]}:
        path.write_bytes(whole[:end])
        review = _review(path)
        lines_read = sum(1 for line_end in ends[1:] if line_end - 1 <= end)
        assert not review.is_intact
        assert len(review.failures) == max(0, min(3, lines_read - 1))
        assert Attempts(path).wait_needed(_at(3)) == 300


def test_a_failure_after_a_torn_line_is_added_to_what_stands(path: Path) -> None:
    _fail(path, 0, 1, 2)
    path.write_bytes(path.read_bytes()[:-30])
    _fail(path, 400)
    review = _review(path)
    assert [failure.at for failure in review.failures] == [_at(0), _at(1), _at(2), _at(400)]
    assert not review.is_intact


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 500,
        b"[]\n{}\n",
        b"1\n2\n3\n",
        b"{}\n",
        b"\xff\xff\n",
        b"null",
        b"[" * 90_000,
        b'{"format": 1, "segment": 99999999999999999999, "nonce": "", "began": ""}\n',
        b"x" * (4 * 1024 * 1024 + 1),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_list_counts_as_lost(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert Attempts(path).wait_needed(NOW) == 300
    path.write_bytes(data)
    assert _review(path) == Review((), None, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "1"),
        ("number", None),
        ("at", "yesterday"),
        ("at", "2023-01-09T00:30:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", 5),
        ("seat", 5),
        ("seat", "\ud800"),
        ("mac", "zz"),
        ("mac", ""),
        ("mac", None),
    ],
)
def test_a_line_out_of_its_form_is_damage_and_nothing_worse(path: Path, name: str, value: object) -> None:
    _fail(path, 0)
    lines = _lines(path)
    lines[1][name] = value
    _rewrite(path, lines)
    assert not _review(path).is_intact
    assert Attempts(path).wait_needed(NOW) == 300


@settings(max_examples=100, deadline=None)
@given(some.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("attempts") / "clinic.attempts"
    path.write_bytes(data)
    assert not _review(path).is_intact
    assert Attempts(path).wait_needed(NOW) == 300


# The clock.


def test_a_clock_set_back_does_not_shorten_the_wait(path: Path) -> None:
    _fail(path, 0, 1, 2, 3)
    day_before = -86400
    assert Attempts(path).wait_needed(_at(day_before)) == 5
    assert Attempts(path).wait_needed(_at(day_before + 2)) == 3
    assert Attempts(path).wait_needed(_at(day_before + 5)) == 0
    assert Attempts(path).wait_needed(_at(2 * day_before)) == 5


def test_a_failure_dated_in_the_far_future_does_not_shut_anybody_out(path: Path) -> None:
    _fail(path, 0, 1, 2, 10**9)
    assert Attempts(path).wait_needed(_at(10)) == 5
    assert Attempts(path).wait_needed(_at(15)) == 0


def test_looking_does_not_spoil_the_proof(path: Path) -> None:
    _fail(path, 0, 1, 2, 3)
    Attempts(path).wait_needed(_at(-500))
    assert _review(path).is_intact


# The disk.


def test_a_failure_in_a_read_only_folder_is_told_and_counted_all_the_same(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        attempts = Attempts(disk / "clinic.attempts")
        attempts.begin_segment(KEY, 1, NOW)
        with read_only(disk):
            for _ in range(5):
                with pytest.raises(Trouble) as caught:
                    attempts.record_failure(NOW, "PC-1")
                assert caught.value.code == "store.read_only"
            assert attempts.wait_needed(NOW) == 10
        attempts.record_failure(_at(60), "PC-1")
        review = Attempts(disk / "clinic.attempts").review(KEY, 1)
        assert (len(review.failures), review.is_intact) == (6, True)


def test_failures_on_a_full_disk_still_make_this_run_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Attempts(path)

    def full(*_: object) -> None:
        raise Trouble("store.disk_full")

    monkeypatch.setattr(attempts_module, "write_whole", full)
    for second in range(4):
        with pytest.raises(Trouble) as caught:
            attempts.record_failure(_at(second), "PC-1")
        assert caught.value.code == "store.disk_full"
    assert attempts.wait_needed(_at(3)) == 5
    monkeypatch.undo()
    attempts.record_failure(_at(20), "PC-1")
    assert len(_review(path).failures) == 5
    assert _review(path).is_intact


def test_a_lost_list_in_a_read_only_folder_still_lets_in_after_the_wait(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk, read_only(disk):
        attempts = Attempts(disk / "clinic.attempts")
        assert [attempts.wait_needed(_at(passed)) for passed in (0, 100, 299, 300)] == [300, 200, 1, 0]


def test_a_list_that_cannot_be_opened_counts_as_lost_and_is_not_overwritten(path: Path) -> None:
    whole = path.read_bytes()
    path.unlink()
    path.mkdir()
    assert Attempts(path).wait_needed(NOW) == 300
    assert not _review(path).is_intact
    path.rmdir()
    path.write_bytes(whole)
    assert _review(path).is_intact


def test_a_rename_that_fails_leaves_the_list_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(path, 0)
    before = path.read_bytes()

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        Attempts(path).record_failure(_at(1), "PC-1")
    assert path.read_bytes() == before


def test_two_programs_at_once_lose_no_failure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts_module, "_LOCK_SECONDS", 0)
    with FileLock(f"{path}.lock"), pytest.raises(Trouble) as caught:
        Attempts(path).record_failure(NOW, "PC-1")
    assert caught.value.code == "store.locked_file"
    window, command = Attempts(path), Attempts(path)
    window.record_failure(_at(0), "PC-1")
    command.record_failure(_at(1), "PC-1")
    window.record_failure(_at(2), "PC-1")
    assert len(_review(path).failures) == 3
    assert _review(path).is_intact
