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


WHOQOL = [4, 4, 4, 5, 4, 3, 4, 5, 3, 4, 5, 3, 4, 3, 4, 3, 4, 4, 5, 4, 3, 5, 4, 3, 4, 4]


def _items(values: list[int]) -> dict[str, object]:
    return {"items": {str(number): value for number, value in enumerate(values, start=1)}}


@pytest.mark.parametrize(
    ("name", "values", "scores", "bands"),
    [
        ("dast10", [1, 0, 0, 1, 0, 0, 1, 0, 0, 0], {"total": 4}, {"total": "moderate"}),
        (
            "audit",
            [4] * 10,
            {"total": 40, "consumption": 12, "dependence": 12, "problems": 16},
            {"total": "dependence"},
        ),
        (
            "urica",
            [5] + [4] * 31,
            {"precontemplation": 4.1429, "contemplation": 4, "action": 4, "maintenance": 4, "readiness": 7.8571},
            {"readiness": "precontemplation"},
        ),
        (
            "whoqol",
            WHOQOL,
            {"physical": 53.57, "psychological": 70.83, "social": 75.0, "environment": 65.63, "q1": 4, "q2": 4},
            {},
        ),
        ("srq20", [1] * 6 + [0] * 14, {"total": 6}, {"total": "needs_attention"}),
    ],
)
def test_every_questionnaire_is_scored_from_its_items(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    values: list[int],
    scores: dict[str, float],
    bands: dict[str, str],
) -> None:
    file.write_text(json.dumps(_items(values)), "utf-8")
    ran = here(capsys, "score", name, str(file))
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json)[:4] == ["instrument", "version", "scores", "bands"]
    assert (ran.json["instrument"], ran.json["scores"], ran.json["bands"]) == (name, scores, bands)
    assert list(ran.json["scores"]) == list(scores)
    assert "reason" not in ran.json


def test_a_score_that_is_not_there_is_null_with_a_reason(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('{"items": {"17": 1}}', "utf-8")
    ran = here(capsys, "score", "srq20", str(file))
    assert ran.code == 0
    assert (ran.json["scores"], ran.json["bands"], ran.json["reason"]) == (
        {"total": None},
        {"total": None},
        "unanswered",
    )
    assert ran.json["reasons"]["total"]["code"] == "unanswered"
    assert len(ran.json["reasons"]["total"]["questions"]) == 19
    assert ran.json["alerts"] == ["17"]


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("dast10", '{"items": {"4": 2}}', "4"),
        ("dast10", '{"items": {"4": true}}', "true"),
        ("dast10", '{"items": {"11": 1}}', "11"),
        ("audit", '{"items": {"9": 3}}', "9"),
        ("urica", '{"items": {"32": 0}}', "32"),
        ("urica", '{"items": {"7": "3"}}', "7"),
        ("whoqol", '{"items": {"26": 6}}', "26"),
        ("whoqol", '{"items": {"q1": 3}}', "q1"),
        ("srq20", '{"items": {"17": null}}', "17"),
        ("srq20", '{"items": {"17": 1, "17": 0}}', "17"),
        ("srq20", "{}", "items"),
        ("srq20", "[]", "answers"),
        ("srq20", '{"substances": {}}', "substances"),
    ],
)
def test_an_impossible_answer_of_a_questionnaire_is_named_in_one_line(
    file: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, named: str
) -> None:
    file.write_text(content, "utf-8")
    ran = here(capsys, "score", name, str(file))
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.only_line
    assert "error/" not in ran.only_line


def test_the_missing_rule_and_the_cutoffs_can_be_chosen(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _items(WHOQOL)
    items = document["items"]
    assert isinstance(items, dict)
    del items["3"], items["4"]
    file.write_text(json.dumps(document), "utf-8")
    assert here(capsys, "score", "whoqol", str(file)).json["scores"]["physical"] is None
    prose = here(capsys, "score", "whoqol", str(file), "--missing-rule", "prose", "--key-version", "1")
    assert prose.json["scores"]["physical"] == 70.0
    file.write_text(json.dumps(_items([1] * 6 + [0] * 14)), "utf-8")
    assert here(capsys, "score", "srq20", str(file), "--cutoff", "8").json["bands"] == {"total": "below_cutoff"}
    file.write_text(json.dumps(_items([4] * 32)), "utf-8")
    stage = here(capsys, "score", "urica", str(file), "--cutoff", "5", "--cutoff", "7.5")
    assert stage.json["bands"] == {"readiness": "action"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["whoqol", "--missing-rule", "law"], "law"),
        (["dast10", "--missing-rule", "who"], "who"),
        (["dast10", "--cutoff", "3"], "dast10"),
        (["assist", "--cutoff", "3"], "assist"),
        (["urica", "--cutoff", "3"], "urica"),
        (["urica", "--cutoff", "nan", "--cutoff", "3"], "urica"),
        (["urica", "--key-version", "9"], "urica 9"),
    ],
)
def test_a_choice_that_cannot_be_is_named_in_one_line(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    file.write_text('{"items": {}}', "utf-8")
    ran = here(capsys, "score", arguments[0], str(file), *arguments[1:])
    assert ran.code == 2
    assert named in ran.only_line
    assert "error/" not in ran.only_line


@pytest.mark.parametrize("name", ["dast", "asi", "screening_sheet", "../assist", "", "assist-3.1", "ASSIST\n"])
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
