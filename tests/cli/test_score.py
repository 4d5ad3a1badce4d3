"""``score``: answers from a file or standard input, without data, account, display or database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.makers import command, here
from tests.contracts.source import ROOT

ANSWERS = {"q2": 4, "q3": 5, "q4": 5, "q5": 5, "q6": 6, "q7": 3}
DOCUMENT = {"substances": {"amphetamine": ANSWERS}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "jawaban.json"


def test_a_file_gives_scores_bands_and_routing_and_nothing_else(file: Path) -> None:
    file.write_text(json.dumps(DOCUMENT), "utf-8")
    ran = command("score", "assist", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["instrument", "version", "scores", "bands", "routing"]
    assert ran.json["scores"] == {"amphetamine": 28}
    assert ran.json["bands"] == {"amphetamine": "high"}
    assert ran.json["routing"]["proposal"] == "rujukan"


def test_standard_input_gives_the_same(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(DOCUMENT).encode())
    assert command("score", "assist", "-", stdin=file.read_bytes()).json["scores"] == {"amphetamine": 28}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"substances": {"amphetamine": {"q2": 4, "q3": 99}}}', "amphetamine.q3"),
        ('{"substances": {"amphetamine": {"q2": 4, "q3": "5"}}}', "amphetamine.q3"),
        ('{"substances": {"amphetamine": {"q2": 4, "q9": 1}}}', "amphetamine.q9"),
        ('{"substances": {"tobacco": {"q2": 4, "q5": 5}}}', "tobacco.q5"),
        ('{"substances": {"kopi": {"q2": 4}}}', "kopi"),
        ('{"substances": {"amphetamine": {"q2": 4}, "amphetamine": {"q2": 0}}}', "amphetamine"),
        ('{"substances": {"amphetamine": {"q2": NaN}}}', "NaN"),
        ('{"substances": {"amphetamine": {"q2": ' + "9" * 5000 + "}}}", "terlalu panjang"),
        ('{"substances": {"amphetamine": {"q2": ' + "9" * 400 + "}}}", "amphetamine.q2"),
        ("[" * 100_000, "terlalu dalam"),
        ('{"substances": {', "baris 1"),
        ("", "baris 1"),
        ("[]", "answers"),
        ("{}", "substances"),
    ],
)
def test_what_cannot_be_scored_is_named_in_one_line(
    file: Path, capsys: pytest.CaptureFixture[str], content: str, named: str
) -> None:
    file.write_text(content, "utf-8")
    ran = here(capsys, "score", "assist", str(file))
    assert ran.code == 2
    assert named in ran.only_line
    assert "error/" not in ran.only_line


def test_other_bad_input_ends_in_one_line_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"\xff\xfe{}")
    assert "UTF-8" in here(capsys, "score", "assist", str(file)).only_line
    file.write_bytes(b" " * (2 * 1024 * 1024))
    assert "1024 KB" in here(capsys, "score", "assist", str(file)).only_line
    for missing in (str(file.parent / "tidak-ada.json"), str(file.parent), "nul\0berkas"):
        ran = here(capsys, "score", "assist", missing)
        assert (ran.code, "tidak dapat dibaca" in ran.only_line) == (2, True)


@pytest.mark.parametrize("name", ["dast", "../assist", "", "assist-3.1", "ASSIST\n"])
def test_an_instrument_that_is_not_there_is_refused(file: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    file.write_text(json.dumps(DOCUMENT), "utf-8")
    ran = here(capsys, "score", name, str(file))
    assert ran.code == 2
    assert "error/" not in ran.only_line


def test_scoring_loads_neither_a_database_nor_a_screen() -> None:
    code = "import sys\nfrom rehab_app.cli.program import main\nmain(['score', 'assist', '-'])\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        input=json.dumps(DOCUMENT),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {"sqlalchemy", "sqlmodel", "sqlcipher3", "alembic", "reportlab", "PySide6"}
    assert "typer" in loaded
