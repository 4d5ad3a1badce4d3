"""How commands are called: what is not understood ends in one Indonesian line and exit code 2, help in none of both."""

import re

import pytest

from rehab_app import cli
from rehab_app.cli import program
from tests.cli.makers import command, here


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("sembarang",), "sembarang"),
        (("--versi",), "--versi"),
        (("score",), "INSTRUMENT"),
        (("score", "assist"), "FILE"),
        (("score", "assist", "-", "lagi"), "score"),
        (("score", "--tebal", "assist", "-"), "--tebal"),
        (("figures",), "--year"),
        (("figures", "--year", "duapuluh"), "--year"),
        (("figures", "--year", "0"), "--year"),
        (("figures", "--year", "9" * 5000), "--year"),
        (("figures", "--year"), "--year"),
        (("find",), "TEXT"),
        (("backup",), "--to"),
        (("restore", "x.rbk"), "--into"),
        (("demo",), "--out"),
        (("verify", "--seal", "segel"), "N:HASH"),
        (("register",), "--json"),
    ],
)
def test_a_call_that_is_not_understood_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: str
) -> None:
    ran = here(capsys, *arguments)
    assert ran.code == 2
    assert named in ran.only_line or (named == "N:HASH" and "segel" in ran.only_line.lower())
    assert not re.search(r"error/|Traceback|\b(?:No such|Missing|Invalid)\b", ran.only_line)


def test_help_lists_every_command_and_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ((), ("--help",)):
        ran = here(capsys, *arguments)
        assert (ran.code, ran.err) == (0, "")
        for name in ("demo", "register", "find", "figures", "verify", "backup", "restore", "score"):
            assert name in ran.out
    assert "--year" in here(capsys, "figures", "--help").out


def test_the_module_and_the_script_run_the_same() -> None:
    ran = command("sembarang")
    assert ran.code == 2
    assert "sembarang" in ran.only_line


def test_a_bug_ends_with_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_arguments: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(program, "main", broken)
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == 70
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_key_press_that_stops_a_command_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "main", stopped)
    with pytest.raises(KeyboardInterrupt):
        cli.run()
