"""The office's section of the instruments: packs in and out of use, and the office's own words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.clinic.assessment.wordings import form_in_use
from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.instruments.form import Form
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.office.instruments.section import InstrumentsSection
from tests.ui.kit.typist import CTRL, press, type_text
from tests.ui.makers import make_clinic, make_session, seat_of, settle, wait_for

PACK = """
instrument = "dast10"
key_version = "1"
pack_version = "2026-1"
language = "id"
credit = "Kredit paket"
licence = "Izin tertulis"

[items]
"""


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def section(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> InstrumentsSection:
    return show(clinic, context, qtbot)


def show(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> InstrumentsSection:
    """Show the section beside its panel."""
    panel = SidePanel(context)
    made = InstrumentsSection(make_session(clinic, context), panel)
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(made, 1)
    row.addWidget(panel)
    qtbot.addWidget(window)
    window.resize(1166, 690)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.kept = window  # type: ignore[attr-defined] # or the window goes with this call
    made.arrive()
    settle(context.jobs)
    return made


def told(section: InstrumentsSection) -> list[str]:
    """Return a list that fills with what the section says."""
    heard: list[str] = []
    section.told.connect(lambda text, _state: heard.append(text))
    return heard


def pack_file(folder: Path, *numbers: int) -> str:
    """Write a pack of these items and return its path."""
    path = folder / "dast10.toml"
    path.write_text(PACK + "\n".join(f'{number} = "Pertanyaan {number}"' for number in numbers), "utf-8")
    return str(path)


def choose(section: InstrumentsSection, instrument: str) -> None:
    """Bring an instrument to the front."""
    names = [line.form.instrument for line in section.model.rows]
    section.table.choose(names.index(instrument))
    settle(section.session.context.jobs)


def in_use(clinic: OpenClinic, instrument: str) -> Form:
    """Return the form as a counsellor sees it."""
    with clinic.reading() as work:
        return form_in_use(work, instrument)


def test_every_instrument_is_listed_with_where_its_text_comes_from(section: InstrumentsSection) -> None:
    lines = {line.form.instrument: line for line in section.model.rows}
    assert {"assist", "audit", "dast10", "srq20", "urica", "whoqol", "asi", "screening_sheet"} <= lines.keys()
    assert not lines["dast10"].takes_words
    assert lines["asi"].takes_words


def test_a_pack_is_imported_and_put_out_of_use_again(
    section: InstrumentsSection, clinic: OpenClinic, context: ScreenContext, tmp_path: Path
) -> None:
    heard = told(section)
    section.take_file(pack_file(tmp_path, *range(1, 11)))
    settle(context.jobs)
    assert "2026-1" in heard[-1]
    assert in_use(clinic, "dast10").items[0].label.indonesian == "Pertanyaan 1"
    assert in_use(clinic, "dast10").credit == "Kredit paket"
    choose(section, "dast10")
    section.ask_retire()
    wait_for(lambda: any(dialog.isVisible() for dialog in section.window().findChildren(QDialog)))
    next(dialog for dialog in section.window().findChildren(QDialog) if dialog.isVisible()).accept()
    settle(context.jobs)
    assert in_use(clinic, "dast10").pack_version == ""


@pytest.mark.parametrize(
    ("numbers", "named"), [((1, 2, 3), "4"), ((*range(1, 11), 11), "11"), ((*range(1, 10), 12), "12")]
)
def test_a_pack_with_wrong_item_numbers_is_refused_and_the_place_is_named(
    section: InstrumentsSection,
    clinic: OpenClinic,
    context: ScreenContext,
    tmp_path: Path,
    numbers: tuple[int, ...],
    named: str,
) -> None:
    heard = told(section)
    section.take_file(pack_file(tmp_path, *numbers))
    settle(context.jobs)
    assert named in heard[-1]
    assert in_use(clinic, "dast10").pack_version == ""


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"x" * 2_000_000])
def test_a_file_that_is_no_pack_is_refused(
    section: InstrumentsSection, clinic: OpenClinic, context: ScreenContext, tmp_path: Path, content: bytes
) -> None:
    heard = told(section)
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    section.take_file(str(path))
    settle(context.jobs)
    assert heard
    assert in_use(clinic, "dast10").pack_version == ""


def test_an_empty_pack_is_saved_filled_in_and_imported(
    section: InstrumentsSection, clinic: OpenClinic, context: ScreenContext, tmp_path: Path
) -> None:
    heard = told(section)
    choose(section, "dast10")
    path = tmp_path / "dast10-1.toml"
    section.save_empty_pack(in_use(clinic, "dast10"), str(path))
    settle(context.jobs)
    assert "The pack to fill in is saved" in heard[-1]
    section.take_file(str(path))
    settle(context.jobs)
    assert in_use(clinic, "dast10").pack_version == ""  # nothing is written in it yet
    path.write_text(path.read_text("utf-8").replace('= ""', '= "Teks kantor"'), "utf-8")
    section.take_file(str(path))
    settle(context.jobs)
    assert in_use(clinic, "dast10").items[9].label.indonesian == "Teks kantor"


def test_an_empty_pack_that_cannot_be_saved_is_said(
    section: InstrumentsSection, clinic: OpenClinic, context: ScreenContext, tmp_path: Path
) -> None:
    heard = told(section)
    section.save_empty_pack(in_use(clinic, "dast10"), str(tmp_path / "gone" / "dast10.toml"))
    settle(context.jobs)
    assert heard
    assert "is saved" not in heard[-1]


def test_an_empty_pack_is_offered_for_licensed_instruments_alone(section: InstrumentsSection) -> None:
    button = next(one for one in section.findChildren(QPushButton) if one.text() == "Save an empty pack to fill in")
    choose(section, "dast10")
    assert not button.isHidden()
    choose(section, "asi")
    assert button.isHidden()


def test_a_file_that_is_gone_is_said(section: InstrumentsSection, context: ScreenContext, tmp_path: Path) -> None:
    heard = told(section)
    section.take_file(str(tmp_path / "gone.toml"))
    settle(context.jobs)
    assert "cannot be read" in heard[-1]


def test_an_item_is_worded_moved_and_given_back_its_delivered_words(
    section: InstrumentsSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    choose(section, "asi")
    paths = [line.path for line in section.items.rows]
    section.item_table.choose(paths.index("skills"))
    section.item_table.setFocus(Qt.FocusReason.OtherFocusReason)
    press(Qt.Key.Key_Return)
    form = section.wording.form
    assert form is not None
    form.field("text").focus_editor()
    type_text("Keahlian tukang")
    form.field("place").focus_editor()
    type_text("1")
    press(Qt.Key.Key_S, CTRL)
    settle(context.jobs)
    employment = next(part for part in in_use(clinic, "asi").sections if part.name == "employment")
    assert (employment.items[0].name, employment.items[0].label.indonesian) == ("skills", "Keahlian tukang")
    changed = next(line for line in section.items.rows if line.path == "skills")
    assert changed.is_changed
    section.item_table.choose(paths.index("skills"))
    section.item_table.setFocus(Qt.FocusReason.OtherFocusReason)
    press(Qt.Key.Key_Return)
    back = section.wording.back_button
    assert back is not None
    back.click()
    settle(context.jobs)
    skills = in_use(clinic, "asi").item("skills")
    assert skills is not None
    assert skills.label.indonesian != "Keahlian tukang"
    assert not next(line for line in section.items.rows if line.path == "skills").is_changed


def test_a_licensed_instrument_offers_no_words_of_our_own(section: InstrumentsSection) -> None:
    choose(section, "whoqol")
    assert section.item_table.isHidden()


def test_who_may_only_look_changes_nothing(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> None:
    reader = show(seat_of(clinic, Role.OPERATOR_SIRENA, name="Oki Operator"), context, qtbot)
    assert reader.commands() == []
