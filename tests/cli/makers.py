"""A small clinic for the commands, and ways to run them: in a process of their own, or here."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rehab_app.cli.program import main
from rehab_app.desk.entry import new_clinic
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.accounts.model import Account
from rehab_app.office.accounts.service import actor_of, add_account, change_own_passphrase
from rehab_app.office.opening import Seat
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.store.keys.derive import Cost
from tests.contracts.source import ROOT
from tests.makers import START

PASSPHRASE = "kuda lumping senja"
HEAD = "ratna"
DESK = "sari"
NEWCOMER = "baru"

REGISTRATION: dict[str, Any] = {
    "client": {
        "full_name": "Muhammad Yusuf Hidayat",
        "sex": "L",
        "birth_date": "1990-08-17",
        "nik": "6471021708900001",
        "phone": "081234567890",
        "address": "Jalan Dahlia Nomor 7",
        "place_code": "64.71.02.1003",
    },
    "episode": {"registered_on": "2022-03-01", "channel": "voluntary", "source": "self", "reporting_kind": "self"},
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        return json.loads(self.out)

    @property
    def only_line(self) -> str:
        """The one line on standard error; nothing else may have been said."""
        lines = self.err.splitlines()
        assert self.out == ""
        assert len(lines) == 1, self.err
        return lines[0]


def command(*arguments: str, stdin: bytes | None = None, passphrase: str = PASSPHRASE, **more: str) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "rehab_app.cli", *arguments],
        cwd=ROOT,
        env=environment(passphrase) | more,
        input=stdin if stdin is not None else b"",
        capture_output=True,
        check=False,
        timeout=300,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def environment(passphrase: str = PASSPHRASE) -> dict[str, str]:
    return {**os.environ, "REHAB_PASSPHRASE": passphrase}


def here(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """Run a command in this process."""
    capsys.readouterr()
    code = main(arguments)
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)


@cache
def _template() -> Path:
    """Make the clinic once: a Subkoordinator, somebody at the registration desk, and an account with a one-time passphrase."""
    root = Path(tempfile.mkdtemp(prefix="rehab-cli-"))
    clinic, _ = new_clinic(
        DataFolder(root / "clinic"),
        ProfileDraft(address="Jalan Uji 1"),
        AccountDraft(login=HEAD, full_name="dr. Ratna", roles=[Role.SUBKOORDINATOR]),
        PASSPHRASE,
        Seat("PC-1", SetClock(START), Bus()),
        cost=Cost.for_tests(),
    )
    for login in (DESK, NEWCOMER):
        with clinic.writing() as work:
            draft = AccountDraft(login=login, full_name=login.title(), roles=[Role.PENDAFTARAN])
            account_id, one_time = add_account(work, clinic.keys, draft)
            owner = actor_of(work.session.get_one(Account, account_id), "PC-1")
        if login == DESK:
            with clinic.store.writing(owner) as work:
                change_own_passphrase(work, clinic.keys, one_time, PASSPHRASE)
        else:
            (root / "one_time").write_text(one_time, "utf-8")
    clinic.lock()
    return root


def make_clinic(folder: Path) -> Path:
    """Copy the clinic into ``folder`` and return its data folder."""
    return Path(shutil.copytree(_template() / "clinic", folder / "clinic"))


def one_time_passphrase() -> str:
    return (_template() / "one_time").read_text("utf-8")


def registration(folder: Path, values: object = REGISTRATION, name: str = "klien.json") -> str:
    """Write a registration and return its file."""
    file = folder / name
    file.write_text(json.dumps(values), "utf-8")
    return str(file)
