"""A backup is one sealed file, made while the program runs, opened and counted before it is called good."""

import json
import tarfile
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rehab_app.clinic.clients.model import Client
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, Trouble
from rehab_app.office.backups.archive import Archive
from rehab_app.office.backups.making import make_backup
from rehab_app.office.backups.service import back_up, back_up_at_close, backups_of, kept_of, last_proven, thin_out
from rehab_app.office.opening import Seat, open_clinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import change_profile
from rehab_app.office.settings.service import change_setting
from rehab_app.store.ledger import head
from rehab_app.store.upgrade import LATEST
from tests.makers import START
from tests.office.backups.conftest import LETTER, NAME, NIK, PASSPHRASE, Made, actions, register
from tests.ui.makers import seat_of


def test_a_backup_is_one_file_that_says_what_it_holds(made: Made) -> None:
    clinic = made.clinic
    with clinic.reading() as work:
        before = head(work.connection)
        clients = work.connection.execute(select(func.count()).select_from(Client)).scalar_one()
    report = back_up(clinic)
    assert report.path.parent == clinic.folder.backups
    assert report.path.name == "cadangan-20220301-090000-1.rbk"
    assert report.head == before
    assert report.counts["client"] == clients == 1
    assert report.size == report.path.stat().st_size
    assert [path.name for path in clinic.folder.backups.iterdir()] == [report.path.name]
    with tarfile.open(report.path) as tar:
        names = tar.getnames()
    assert names[:2] == ["clinic.db", "clinic.slots"]
    assert names[-1] == "manifest.json"
    assert len([name for name in names if name.startswith("attachments/")]) == 1
    manifest = Archive.read(report.path).manifest
    assert (manifest.head, manifest.revision, manifest.at) == (before, LATEST, START)
    with clinic.reading() as work:
        assert last_proven(work) == START
    assert actions(clinic)[-1] == "backup.make"


def test_nothing_in_a_backup_can_be_read_without_a_key(made: Made) -> None:
    report = back_up(made.clinic)
    content = report.path.read_bytes()
    for secret in (NAME.encode(), b"Bambang", NIK.encode(), b"ratna", b"Ratna", b"siti", LETTER[:20], b"Jalan Uji"):
        assert secret not in content
    assert b"SQLite format 3" not in content


def test_no_copy_in_the_making_is_left_behind(made: Made) -> None:
    back_up(made.clinic)
    left = [path.name for path in made.clinic.folder.root.rglob(".*")]
    assert left == []


def test_a_backup_goes_where_it_is_told_but_never_over_a_file(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "usb" / "hari ini.rbk"
    assert back_up(made.clinic, file).path == file
    assert back_up(made.clinic, tmp_path / "usb").path.parent == tmp_path / "usb"
    before = file.read_bytes()
    with pytest.raises(Trouble, match=r"backups\.exists"):
        back_up(made.clinic, file)
    assert file.read_bytes() == before


def test_the_office_place_is_used_and_its_absence_is_told(made: Made, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    with made.clinic.writing() as work:
        change_profile(work, ProfileDraft(backup_place=str(place)), 1)
    with pytest.raises(Trouble, match=r"backups\.place_missing"):
        back_up(made.clinic)
    assert not place.exists()
    place.mkdir()
    assert back_up(made.clinic).path.parent == place


def test_every_signed_in_person_may_make_one(made: Made, seat: Seat) -> None:
    made.clinic.lock()
    hers = open_clinic(made.clinic.folder, "siti", made.one_time, seat)
    report = back_up(hers)
    assert report.path.exists()
    hers.forget()


def test_a_backup_is_consistent_while_others_write(made: Made, seat: Seat) -> None:
    clinic, other = made.clinic, open_clinic(made.clinic.folder, "ratna", PASSPHRASE, seat)
    stop, failures = threading.Event(), list[BaseException]()

    def write() -> None:
        number = 100
        try:
            while not stop.is_set():
                number += 1
                register(other, str(number))
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [back_up(clinic) for _ in range(8)]
    finally:
        stop.set()
        writer.join()
        other.forget()
    assert not failures
    heads = [report.head.number for report in reports]
    assert heads == sorted(set(heads))
    for report in reports:
        # one history row with each client, one audit entry with each: a copy torn between pages would differ
        assert report.counts["client"] == report.counts["client_history"]
        assert report.counts["audit_entry"] == report.head.number


def test_a_lost_attachment_is_told_and_the_rest_is_saved_all_the_same(made: Made) -> None:
    clinic = made.clinic
    clinic.attachments.path_of(made.digest).unlink()
    with pytest.raises(Trouble, match=r"backups\.attachments_missing") as caught:
        back_up(clinic)
    assert caught.value.facts["count"] == 1
    (row,) = backups_of(clinic)
    assert Archive.read(row.path).manifest.missing == 1
    with clinic.reading() as work:
        assert last_proven(work) is None


def test_a_damaged_database_is_not_backed_up_as_good(made: Made) -> None:
    clinic, out = made.clinic, made.clinic.folder.root.parent / "out.rbk"
    clinic.store.close()
    content = bytearray(clinic.folder.database.read_bytes())
    content[len(content) // 2] ^= 1
    clinic.folder.database.write_bytes(content)
    with pytest.raises(Trouble, match=r"store\.damaged"):
        make_backup(clinic.folder, clinic.keys.data_key, out, START)
    assert not list(out.parent.glob("*out.rbk*"))


def test_what_is_cut_off_or_altered_is_no_backup(made: Made) -> None:
    clinic = made.clinic
    good = back_up(clinic).path
    whole = good.read_bytes()
    for number, content in enumerate((whole[:-1], whole[: len(whole) // 2], b"", whole + b"x"), 2):
        (clinic.folder.backups / f"cadangan-20220301-090000-{number}.rbk").write_bytes(content)
    manifest = Archive.read(good).manifest
    forged = whole.replace(json.dumps(manifest.head.hash).encode(), json.dumps("0" * 64).encode())
    assert forged != whole
    (clinic.folder.backups / "cadangan-20220301-090000-9.rbk").write_bytes(forged)
    assert [row.path for row in backups_of(clinic)] == [good]


def test_thinning_keeps_the_newest_and_some_of_each_age(made: Made, seat: Seat) -> None:
    clinic, clock = made.clinic, seat.clock
    assert isinstance(clock, SetClock)
    with clinic.writing() as work:
        change_setting(work, "backups_kept", 2)
    for _ in range(12):
        back_up(clinic)
        clock.advance(timedelta(hours=12))
    foreign = clinic.folder.backups / "cadangan-20200101-000000-1.rbk"
    foreign.write_bytes(b"not a backup")
    removed = thin_out(clinic)
    kept = [row.at for row in backups_of(clinic)]
    assert removed == 12 - len(kept) > 0
    assert len({at.astimezone(clock.zone).date() for at in kept}) == 6
    assert len(kept) == 7  # the two newest are of one day; of each other day the last
    assert foreign.exists()
    assert thin_out(clinic) == 0
    assert f"backup.thin_out:{removed}" in actions(clinic)


def test_thinning_at_will_asks_for_the_settings_and_at_the_close_for_nothing(made: Made, seat: Seat) -> None:
    clock = seat.clock
    assert isinstance(clock, SetClock)
    with made.clinic.writing() as work:
        change_setting(work, "backups_kept", 1)
    counsellor = seat_of(made.clinic, Role.KONSELOR)
    for minute in range(3):
        clock.put(START + timedelta(minutes=minute))
        back_up(counsellor)
    with pytest.raises(NotAllowed):
        thin_out(counsellor)
    assert len(backups_of(counsellor)) == 3
    clock.put(START + timedelta(minutes=4))
    newest = back_up_at_close(counsellor)
    assert [row.path for row in backups_of(counsellor)] == [newest.path]


def test_the_only_backup_is_never_thinned_out(made: Made, seat: Seat) -> None:
    back_up(made.clinic)
    assert isinstance(seat.clock, SetClock)
    seat.clock.advance(timedelta(days=5000))
    assert thin_out(made.clinic) == 0
    assert len(backups_of(made.clinic)) == 1


@pytest.mark.parametrize(
    ("count", "newest", "expected"),
    [
        (0, 5, []),
        (1, 1, [0]),
        # twice a day for 100 days: the newest, the last of 7 days, of 8 weeks, of 4 months
        (200, 1, None),
    ],
)
def test_the_rule_of_thinning(count: int, newest: int, expected: list[int] | None) -> None:
    instants = [datetime(2022, 6, 30, 20, tzinfo=UTC) - timedelta(hours=12 * step) for step in range(count)]
    kept = sorted(kept_of(instants, newest))
    if expected is not None:
        assert kept == expected
        return
    days = [instants[place].date() for place in kept]
    assert days[:7] == [date(2022, 6, 30) - timedelta(days=step) for step in range(7)]
    assert all(instants[place].hour == 20 for place in kept)
    assert len({day.isocalendar()[:2] for day in days}) >= 8
    assert {day.month for day in days} == {3, 4, 5, 6}
    assert len(kept) < 25
