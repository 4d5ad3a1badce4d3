"""``demo``: the practice clinic with the figures of 2022, the main job, letters, pictures of every page, and the summary."""

import json
import shutil
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlmodel import select

from rehab_app.cli import demo
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.desk.entry import enter_clinic
from rehab_app.desk.practice.clinic import PracticeClinic
from rehab_app.desk.practice.job import JOB_INSTANT
from rehab_app.foundation.clock import SystemClock
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.opening import OpenClinic, Seat
from rehab_app.papers.register.service import register_of
from rehab_app.store.keys.recovery import RecoveryKey
from rehab_app.store.window import hold_window
from tests.cli.makers import Ran, command

pytestmark = pytest.mark.slow

Summary = dict[str, Any]
BY_DISTRICT = {
    "Balikpapan Barat": 17,
    "Balikpapan Utara": 14,
    "Balikpapan Selatan": 11,
    "Balikpapan Timur": 6,
    "Balikpapan Kota": 5,
    "Balikpapan Tengah": 3,
    "Luar Balikpapan": 4,
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Play the demo once, without any display that could be found."""
    folder = tmp_path_factory.mktemp("demo") / "hasil"
    ran = command("demo", "--out", str(folder), DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ran.code == 0, ran.err
    assert str(folder) in ran.out
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def summary(out: Path) -> Summary:
    found: Summary = json.loads((out / "summary.json").read_text("utf-8"))
    return found


def _run(summary: Summary, *arguments: str) -> Ran:
    practice = summary["practice"]
    return command(
        *arguments, "--data", practice["data"], "--user", practice["user"], passphrase=practice["passphrase"]
    )


@pytest.fixture(scope="module")
def clinic(summary: Summary) -> Iterator[OpenClinic]:
    practice = summary["practice"]
    seat = Seat("PC-UJI", SystemClock(), Bus())
    opened = enter_clinic(DataFolder(Path(practice["data"])), practice["user"], practice["passphrase"], seat)
    yield opened
    opened.forget()


def test_the_summary_says_what_was_agreed(summary: Summary, out: Path) -> None:
    assert list(summary) == [
        "practice", "year", "clients", "outpatient", "inpatient_referrals", "by_district", "by_substance", "main_job",
    ]  # fmt: skip
    assert list(summary["practice"]) == ["data", "user", "passphrase"]
    assert Path(summary["practice"]["data"]) == out / "clinic"
    assert (summary["year"], summary["clients"], summary["outpatient"], summary["inpatient_referrals"]) == (
        2022,
        60,
        51,
        9,
    )
    assert summary["by_district"] == BY_DISTRICT
    assert summary["by_substance"]["Sabu"] == 56
    assert sum(summary["by_substance"].values()) == 60
    assert list(summary["main_job"]) == ["client", "screening", "letter_number", "referral_letter"]


def test_the_figures_of_the_store_are_those_of_the_summary(summary: Summary) -> None:
    figures = _run(summary, "figures", "--year", "2022", "--json").json
    assert figures["total"] == 60
    assert {name: count for name, count in figures["by_district"].items() if count} == BY_DISTRICT
    assert {name: count for name, count in figures["by_substance"].items() if count} == summary["by_substance"]
    assert sorted(figures["by_modality"].values()) == [0, 9, 51]
    assert all(sum(counts.values()) == 60 for name, counts in figures.items() if name.startswith("by_"))


def test_the_main_job_is_on_record_and_counted(summary: Summary, out: Path) -> None:
    job = summary["main_job"]
    assert list(job["client"]) == ["rm", "name", "nik"]
    found = _run(summary, "find", job["client"]["nik"], "--json").json
    assert [(row["rm"], row["name"], row["state"]) for row in found] == [
        (job["client"]["rm"], job["client"]["name"], "referred")
    ]
    assert job["screening"]["instrument"] == "assist"
    assert job["screening"]["bands"]["amphetamine"] == "high"
    assert job["screening"]["routing"]["proposal"] == "rujukan"
    assert job["letter_number"] == "R/1/I/KA/RH.00.00/2023/BNNK-BPP"
    pages = pypdf.PdfReader(BytesIO((out / job["referral_letter"]).read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert job["letter_number"] in text
    assert job["client"]["nik"] in text
    later = _run(summary, "figures", "--year", "2023", "--json").json
    assert (later["total"], later["new"]) == (1, 1)
    assert later["carried_over"] > 5


def test_every_letter_is_written_as_it_was_issued(out: Path, clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        rows = [*register_of(work, 2022), *register_of(work, 2023)]
    assert len([row for row in rows if row.dated_on.year == 2022]) == 9
    assert {path.stem for path in (out / "letters").glob("*.pdf")} == {
        row.number_text.replace("/", "-") for row in rows
    }


def test_the_folder_is_that_of_a_clinic(out: Path) -> None:
    place = out / "clinic"
    assert {path.name for path in place.iterdir() if path.is_dir()} >= {"attachments", "backups", "logs"}
    assert (place / "clinic.db").is_file()
    assert (place / "clinic.slots").is_file()
    assert len(list((place / "backups").glob("*.rbk"))) == 1


def test_the_audit_of_the_practice_clinic_is_unbroken(summary: Summary) -> None:
    ran = _run(summary, "verify", "--json")
    assert (ran.code, ran.json["unbroken"]) == (0, True)
    assert ran.json["entries"] > 1000


def test_no_name_and_no_nik_stands_readable_in_any_file_of_the_clinic(out: Path, clinic: OpenClinic) -> None:
    with clinic.reading() as work:
        clients = work.session.exec(select(Client)).all()
        contacts = work.session.exec(select(ClientContact)).all()
        words = {
            text for client in clients for text in (client.full_name, client.nik, client.mother_name, client.phone)
        }
        words |= {contact.name for contact in contacts}
    wanted = [text for text in words if text and len(text) > 5]
    assert len(wanted) > 150
    files = [path for path in (out / "clinic").rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        content = path.read_bytes()
        for encoding in ("utf-8", "utf-16-le"):
            assert not [text for text in wanted if text.encode(encoding) in content], path.name


def test_every_entry_of_the_navigation_was_drawn(out: Path, clinic: OpenClinic) -> None:
    from rehab_app.ui.rooms import rooms

    index = json.loads((out / "screens" / "index.json").read_text("utf-8"))
    assert all(list(entry) == ["page", "language", "theme", "size", "file"] for entry in index)
    names = {room.name for room in rooms() if room.may_see(clinic.actor)}
    assert {"home", "clients", "clients.file", "figures", "letters", "referrals"} <= names
    looks: dict[tuple[str, str], set[str]] = {}
    screens: dict[tuple[str, str], set[str]] = {}
    for entry in index:
        looks.setdefault((entry["language"], entry["theme"]), set()).add(entry["page"])
        screens.setdefault((entry["size"], entry["language"]), set()).add(entry["page"])
    assert looks == {(language, theme): names for language in ("id", "en") for theme in ("light", "dark")}
    assert screens == {(size, language): names for size in ("1366x768@1", "1920x1080@2") for language in ("id", "en")}
    assert {path.name for path in (out / "screens").iterdir()} == {"index.json"} | {entry["file"] for entry in index}


def test_each_picture_has_the_size_it_is_listed_with(out: Path) -> None:
    for entry in json.loads((out / "screens" / "index.json").read_text("utf-8")):
        with (out / "screens" / entry["file"]).open("rb") as file:
            width, height = struct.unpack(">II", file.read(24)[16:])
        assert entry["size"].startswith(f"{width}x{height}@"), entry["file"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "skripsi.txt").write_text("penting", "utf-8")
    ran = command("demo", "--out", str(tmp_path))
    assert ran.code == 2
    assert str(tmp_path) in ran.only_line
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.txt"]
    assert command("demo", "--out", str(tmp_path / "skripsi.txt")).code == 2


def test_an_earlier_demo_is_replaced_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    demo._clear(place)
    for name in ("clinic/attachments/ab", "letters", "screens"):
        (place / name).mkdir(parents=True)
    for name in ("clinic/clinic.db", "letters/lama.pdf", "screens/lama.png", "summary.json", "catatan saya.txt"):
        (place / name).write_text("lama", "utf-8")
    demo._clear(place)
    assert sorted(path.name for path in place.iterdir()) == [".rehab-demo", "catatan saya.txt"]


def test_a_demo_that_somebody_looks_at_is_not_replaced(tmp_path: Path) -> None:
    demo._clear(tmp_path)
    clinic = DataFolder(tmp_path / "clinic")
    lock = hold_window(clinic, "PC-9", SystemClock().now())
    clinic.database.write_text("data", "utf-8")
    try:
        with pytest.raises(RuleBroken) as refused:
            demo._clear(tmp_path)
    finally:
        lock.release()
    assert refused.value.code == "store.window_open"
    assert clinic.database.exists()


def test_where_qt_cannot_start_everything_else_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], summary: Summary
) -> None:
    practice = summary["practice"]
    folder = DataFolder(Path(practice["data"]))
    made = PracticeClinic(folder, practice["user"], practice["passphrase"], (), RecoveryKey.new())
    blocked = tmp_path / "tanpa-qt" / "PySide6"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(blocked.parent))
    assert demo._draw(made, JOB_INSTANT, tmp_path / "screens")
    assert "libEGL.so.1" in capsys.readouterr().err
    assert json.loads((tmp_path / "screens" / "index.json").read_text("utf-8")) == []
