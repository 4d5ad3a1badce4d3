"""``register`` and ``find``: the form's draft as JSON, ids after the commit, and every wrong draft refused by name."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from rehab_app.desk.admit import RegistrationDraft
from rehab_app.desk.entry import enter_clinic
from rehab_app.foundation.clock import SystemClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.service import newest
from rehab_app.office.opening import Seat
from tests.cli.makers import (
    DESK,
    HEAD,
    NEWCOMER,
    PASSPHRASE,
    REGISTRATION,
    command,
    environment,
    here,
    make_clinic,
    one_time_passphrase,
    registration,
)
from tests.contracts.source import ROOT


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REHAB_PASSPHRASE", PASSPHRASE)
    return make_clinic(tmp_path)


def _as(data: Path, user: str = DESK) -> tuple[str, ...]:
    return ("--data", str(data), "--user", user)


def _deeds(data: Path) -> list[str]:
    clinic = enter_clinic(DataFolder(data), HEAD, PASSPHRASE, Seat("PC-2", SystemClock(), Bus()))
    try:
        with clinic.reading() as work:
            return [row.action for row in reversed(newest(work))]
    finally:
        clinic.forget()


def _other(place: int) -> dict[str, Any]:
    values = deepcopy(REGISTRATION)
    values["client"] |= {"full_name": f"Orang Ke {place}", "nik": f"64710217089000{place:02d}"}
    return values


def test_registering_prints_the_numbers_and_finding_finds_them(data: Path, tmp_path: Path) -> None:
    ran = command("register", "--json", registration(tmp_path), *_as(data))
    assert (ran.code, ran.err) == (0, "")
    made = ran.json
    assert list(made) == [
        "client_id", "rm", "episode_id", "registration_number", "period_number", "is_waiting_guardian", "warnings", "notices",
    ]  # fmt: skip
    assert (made["rm"], made["registration_number"], made["period_number"]) == ("000001", "0001/2022", 1)
    found = command("find", "6471021708900001", "--json", *_as(data))
    assert (found.code, found.err.count("\n")) == (0, 0)
    assert [(row["client_id"], row["rm"], row["name"]) for row in found.json] == [
        (made["client_id"], "000001", "Muhammad Yusuf Hidayat")
    ]
    assert found.json[0]["district"] == "Balikpapan Barat"
    assert _deeds(data)[-9:-1] == [
        "sign_in.passphrase", "clients.register", "episodes.open", "episodes.step", "sign_in.leave",
        "sign_in.passphrase", "cli.find:1", "sign_in.leave",
    ]  # fmt: skip


def test_a_find_for_people_is_told_in_lines(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here(capsys, "register", "--json", registration(tmp_path), *_as(data))
    ran = here(capsys, "find", "000001", *_as(data))
    assert "000001" in ran.out
    assert "Muhammad Yusuf Hidayat" in ran.out
    assert here(capsys, "find", "tidak ada orangnya", "--json", *_as(data)).json == []
    assert here(capsys, "find", "", "--json", *_as(data)).json == []
    assert here(capsys, "find", "a\ud8ffb", *_as(data)).code == 2


def test_the_schema_is_that_of_the_form_and_needs_no_clinic(capsys: pytest.CaptureFixture[str]) -> None:
    assert here(capsys, "register", "--schema").json == RegistrationDraft.model_json_schema()


def test_a_registration_comes_from_standard_input_too(data: Path) -> None:
    ran = command("register", "--json", "-", *_as(data), stdin=json.dumps(REGISTRATION).encode())
    assert ran.json["rm"] == "000001"


def test_an_equal_nik_is_refused_with_the_record_it_belongs_to(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here(capsys, "register", "--json", registration(tmp_path), *_as(data))
    ran = here(capsys, "register", "--json", registration(tmp_path), *_as(data))
    assert ran.code == 2
    assert "client.nik" in ran.only_line
    assert "000001" in ran.only_line


def test_a_known_person_is_taken_in_again_by_her_id_only_once(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = here(capsys, "register", "--json", registration(tmp_path), *_as(data)).json
    again = {"client_id": made["client_id"], "episode": REGISTRATION["episode"]}
    ran = here(capsys, "register", "--json", registration(tmp_path, again), *_as(data))
    assert ran.code == 2
    assert "0001/2022" in ran.only_line


def _broken(part: str, **values: object) -> dict[str, Any]:
    draft = deepcopy(REGISTRATION)
    draft[part] |= values
    return draft


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (_broken("client", sex="X"), "client.sex"),
        (_broken("client", nik="123"), "client.nik"),
        (_broken("client", birth_date="17-08-1990"), "client.birth_date"),
        (_broken("client", birth_date="2190-08-17"), "client.birth_date"),
        (_broken("client", full_name="x" * 5000), "client.full_name"),
        (_broken("client", hobi="catur"), "client.hobi"),
        (_broken("episode", channel=""), "episode.channel"),
        (_broken("episode", channel="x", registered_on=None), "episode.registered_on"),
        ({"client": REGISTRATION["client"]}, "episode"),
        ({"episode": REGISTRATION["episode"]}, "client_id"),
        ({"client": [], "episode": {}}, "client"),
        ([], "objek"),
        ("teks", "objek"),
    ],
)
def test_what_a_rule_refuses_is_named_and_nothing_is_kept(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], values: object, named: str
) -> None:
    ran = here(capsys, "register", "--json", registration(tmp_path, values), *_as(data))
    assert ran.code == 2
    assert named in ran.only_line
    assert "error/" not in ran.only_line
    assert here(capsys, "register", "--json", registration(tmp_path), *_as(data)).json["rm"] == "000001"


def test_who_may_not_enter_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = ("find", "x")
    assert here(capsys, *find, "--data", str(tmp_path / "kosong"), "--user", DESK).code == 2
    assert "--user" in here(capsys, *find, "--data", str(data)).only_line
    monkeypatch.setenv("REHAB_PASSPHRASE", one_time_passphrase())
    ran = here(capsys, *find, *_as(data, NEWCOMER))
    assert (ran.code, "sekali" in ran.only_line) == (2, True)
    monkeypatch.delenv("REHAB_PASSPHRASE")
    assert "REHAB_PASSPHRASE" in here(capsys, *find, *_as(data)).only_line
    monkeypatch.setenv("REHAB_PASSPHRASE", "bukan frasa sandinya")
    assert here(capsys, *find, *_as(data)).code == 2
    assert "Percobaan masuk yang gagal" in command("find", "x", "--json", *_as(data)).err


def test_a_passphrase_stands_in_the_first_line_of_a_file(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REHAB_PASSPHRASE")
    secret = tmp_path / "frasa"
    secret.write_text(f"{PASSPHRASE}\r\ncatatan lain\n", "utf-8")
    assert here(capsys, "find", "x", "--json", *_as(data), "--passphrase-file", str(secret)).json == []
    ran = here(capsys, "find", "x", *_as(data), "--passphrase-file", str(tmp_path / "tidak-ada"))
    assert "tidak dapat dibaca" in ran.only_line


def test_two_processes_register_at_once_and_both_are_kept(data: Path, tmp_path: Path) -> None:
    files = [registration(tmp_path, _other(place), f"{place}.json") for place in (11, 12)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "rehab_app.cli", "register", "--json", file, *_as(data)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for file in files
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sorted(json.loads(out)["rm"] for out, _ in said) == ["000001", "000002"]
    assert command("verify", "--json", *_as(data, HEAD)).json["unbroken"] is True
