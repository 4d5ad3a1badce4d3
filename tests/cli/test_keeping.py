"""``figures``, ``verify``, ``backup`` and ``restore`` on a small clinic."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.clock import SystemClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.store.window import hold_window
from tests.cli.makers import DESK, HEAD, PASSPHRASE, command, here, make_clinic, registration


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REHAB_PASSPHRASE", PASSPHRASE)
    return make_clinic(tmp_path)


@pytest.fixture
def window(data: Path) -> Iterator[OpenClinic]:
    """Return the clinic as an open window holds it."""
    seat = Seat("PC-9", SystemClock(), Bus())
    lock = hold_window(DataFolder(data), seat.name, seat.clock.now())
    clinic = enter_clinic(DataFolder(data), HEAD, PASSPHRASE, seat)
    yield clinic
    clinic.forget()
    lock.release()


def _as(data: Path, user: str = HEAD) -> tuple[str, ...]:
    return ("--data", str(data), "--user", user)


def _tamper(data: Path, statement: str) -> None:
    """Rewrite the audit as somebody with the key and a database tool could."""
    clinic = enter_clinic(DataFolder(data), HEAD, PASSPHRASE, Seat("PC-9", SystemClock(), Bus()))
    with clinic.store.engine.connect().execution_options(rehab_writing=True) as connection, connection.begin():
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        connection.execute(text(statement))
    clinic.forget()


def test_figures_have_the_keys_that_were_agreed_and_sum_up(data: Path, tmp_path: Path) -> None:
    assert command("register", "--json", registration(tmp_path), *_as(data)).code == 0
    ran = command("figures", "--year", "2022", "--json", *_as(data, DESK))
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == [
        "year", "rule", "total", "by_modality", "by_district", "by_substance", "by_sex", "by_age", "by_source", "new",
        "carried_over",
    ]  # fmt: skip
    assert (ran.json["year"], ran.json["total"], ran.json["new"]) == (2022, 1, 1)
    tables = [counts for name, counts in ran.json.items() if name.startswith("by_")]
    assert [sum(counts.values()) for counts in tables] == [1] * 6
    assert ran.json["by_district"]["Balikpapan Barat"] == 1


def test_figures_for_people_are_told_in_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = here(capsys, "figures", "--year", "2022", *_as(data))
    assert ran.code == 0
    assert "2022" in ran.out
    assert "Balikpapan Barat" in ran.out
    assert here(capsys, "figures", "--year", "2190", *_as(data)).code == 2


def test_an_untouched_audit_is_unbroken_and_a_seal_of_it_stands(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = command("verify", "--json", *_as(data))
    assert ran.code == 0
    assert list(ran.json) == ["entries", "head", "unbroken", "first_bad"]
    assert (ran.json["unbroken"], ran.json["first_bad"]) == (True, None)
    assert "belum terbukti" in ran.err
    seal = f"{ran.json['entries']}:{ran.json['head']}"
    again = here(capsys, "verify", "--json", "--seal", seal, *_as(data))
    assert again.code == 0
    assert again.json["entries"] > ran.json["entries"]
    assert "memuat segel" in again.err


def test_a_seal_that_does_not_stand_ends_with_1(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seal, bad in ((f"3:{'0' * 64}", 3), (f"999999:{'0' * 64}", None)):
        ran = here(capsys, "verify", "--json", "--seal", seal, *_as(data))
        assert (ran.code, ran.json["unbroken"]) == (1, False)
        assert bad is None or ran.json["first_bad"] == bad


def test_a_rewritten_audit_ends_with_1_and_names_the_entry(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _tamper(data, "UPDATE audit_entry SET action = 'clients.view' WHERE number = 3")
    ran = command("verify", "--json", *_as(data))
    assert (ran.code, ran.json["unbroken"], ran.json["first_bad"]) == (1, False, 3)
    assert "RUSAK" in here(capsys, "verify", *_as(data)).out


def test_who_may_not_see_the_audit_may_not_verify_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = here(capsys, "verify", "--json", *_as(data, DESK))
    assert ran.code == 2
    assert "error/" not in ran.only_line


def test_a_backup_restores_into_an_empty_folder(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = command("register", "--json", registration(tmp_path), *_as(data)).json
    file, place = tmp_path / "stik" / "cadangan.rbk", tmp_path / "pulih"
    ran = command("backup", "--to", str(file), "--json", *_as(data))
    assert (ran.code, ran.json["file"]) == (0, str(file))
    assert ran.json["counts"]["client"] == 1
    looked = command("restore", str(file), "--into", str(place), "--dry-run", "--json", "--user", HEAD)
    assert (looked.code, looked.json["head_now"], looked.json["counts"]["client"]) == (
        0,
        None,
        {"now": None, "then": 1},
    )
    assert not place.exists()
    done = command("restore", str(file), "--into", str(place), "--json", "--user", HEAD)
    assert (done.code, done.json["replaced"]) == (0, None)
    assert here(capsys, "find", made["rm"], "--json", *_as(place)).json[0]["client_id"] == made["client_id"]
    assert here(capsys, "verify", "--json", *_as(place)).json["unbroken"] is True


def test_what_stood_there_is_kept(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cadangan.rbk"
    assert here(capsys, "backup", "--to", str(file), *_as(data)).code == 0
    here(capsys, "register", "--json", registration(tmp_path), *_as(data))
    looked = here(capsys, "restore", str(file), "--into", str(data), "--dry-run", "--user", HEAD)
    assert "client: 1 -> 0" in looked.out
    done = here(capsys, "restore", str(file), "--into", str(data), "--json", "--user", HEAD)
    assert Path(done.json["replaced"]).is_dir()
    assert here(capsys, "find", "000001", "--json", *_as(data)).json == []


def test_bad_backups_and_places_are_refused_in_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, strange = tmp_path / "cadangan.rbk", tmp_path / "rumah"
    here(capsys, "backup", "--to", str(file), *_as(data))
    assert "cadangan.rbk" in here(capsys, "backup", "--to", str(file), *_as(data)).only_line
    strange.mkdir()
    (strange / "foto.jpg").touch()
    assert str(strange) in here(capsys, "restore", str(file), "--into", str(strange), "--user", HEAD).only_line
    assert here(capsys, "restore", str(file), "--into", str(file), "--user", HEAD).code == 2
    file.write_bytes(file.read_bytes()[:-1000])
    for bad in (file, tmp_path / "tidak-ada.rbk", tmp_path):
        ran = here(capsys, "restore", str(bad), "--into", str(tmp_path / "baru"), "--user", HEAD)
        assert ran.code == 2
        assert "error/" not in ran.only_line
    assert not (tmp_path / "baru").exists() or not any((tmp_path / "baru").iterdir())


def test_commands_work_beside_an_open_window_but_restore_does_not(
    window: OpenClinic, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here(capsys, "register", "--json", registration(tmp_path), *_as(data)).json["rm"] == "000001"
    file = tmp_path / "cadangan.rbk"
    assert here(capsys, "backup", "--to", str(file), *_as(data)).code == 0
    assert here(capsys, "verify", "--json", *_as(data)).code == 0
    ran = here(capsys, "restore", str(file), "--into", str(data), "--user", HEAD)
    assert ran.code == 2
    with window.writing() as work:
        work.note("clients.view")


def test_a_lock_that_is_not_let_go_is_told(window: OpenClinic, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with window.writing() as work:
        work.note("clients.view")
        ran = here(capsys, "find", "x", "--json", *_as(data))
    assert ran.code == 2
    assert json.dumps(ran.only_line)
