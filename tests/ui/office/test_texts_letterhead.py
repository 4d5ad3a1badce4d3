"""The office's section of the letterhead: logo, paper, margins, font and size, and the test page."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rehab_app.desk.letter_facts import LetterFrame, frame_of
from rehab_app.desk.letter_trials import trial_pdf, trial_sheet
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.foundation.events import Bus
from rehab_app.office.opening import OpenClinic
from rehab_app.office.profile.logo import LARGEST, remove_logo, set_logo
from rehab_app.office.settings.service import change_setting, setting
from rehab_app.papers.blocks import A4, F4, Margins
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.kit.preview import Leaving
from rehab_app.ui.office.letterhead_section import LetterheadSection
from tests.clinic.makers import deeds
from tests.ui.kit.typist import CTRL, press
from tests.ui.makers import make_clinic, make_session, seat_of, settle


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def section(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> LetterheadSection:
    return show(clinic, context, qtbot)


def show(clinic: OpenClinic, context: ScreenContext, qtbot: QtBot) -> LetterheadSection:
    """Show the section beside its panel."""
    panel = SidePanel(context)
    made = LetterheadSection(make_session(clinic, context), panel)
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


def picture(kind: str = "PNG", side: int = 200) -> bytes:
    """Return a small picture."""
    written = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(written, kind)
    return written.getvalue()


def file_of(folder: Path, content: bytes, name: str = "logo.png") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def frame(clinic: OpenClinic) -> LetterFrame:
    with clinic.reading() as work:
        return frame_of(work)


def test_a_new_office_writes_on_a4_without_a_logo(section: LetterheadSection, clinic: OpenClinic) -> None:
    found = frame(clinic)
    assert (found.paper, found.margins, found.size) == (A4, Margins(25, 20, 15, 15), 11)
    assert found.office.logo is None
    assert found.trouble is None
    assert "No logo" in section.logo_note.text
    assert section.preview.page_count == 1
    assert section.choose_button.hasFocus()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_taken_by_its_content_and_stands_on_letters(
    section: LetterheadSection, clinic: OpenClinic, tmp_path: Path, kind: str
) -> None:
    content = picture(kind)
    section.take_logo(file_of(tmp_path, content, "logo.txt"))
    settle(section.session.context.jobs)
    assert frame(clinic).office.logo == content
    assert "200 x 200" in section.logo_note.text
    assert section.logo_picture.isVisible()
    section.take_logo_away()
    settle(section.session.context.jobs)
    assert frame(clinic).office.logo is None
    assert section.away_button.isHidden()
    assert deeds(clinic.store, clinic.actor)[-2:] == ["profile.set_logo", "profile.remove_logo"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "profile.logo_kind"),
        (b"%PDF-1.7", "profile.logo_kind"),
        (picture("GIF"), "profile.logo_kind"),
        (picture()[:120], "profile.logo_unreadable"),
        (picture(side=20), "profile.logo_too_small"),
        (picture() + b"\0" * LARGEST, "profile.logo_too_large"),
    ],
)
def test_what_cannot_be_a_logo_is_refused(clinic: OpenClinic, content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as broken, clinic.writing() as work:
        set_logo(work, clinic.attachments, content)
    assert (broken.value.code, broken.value.field) == (code, "logo")
    assert frame(clinic).office.logo is None


def test_a_file_that_is_gone_or_no_picture_is_said(section: LetterheadSection, tmp_path: Path) -> None:
    heard: list[str] = []
    section.told.connect(lambda text, _state: heard.append(text))
    section.take_logo(str(tmp_path / "gone.png"))
    section.take_logo(file_of(tmp_path, b"no picture"))
    settle(section.session.context.jobs)
    assert "cannot be read" in heard[0]
    assert "PNG or JPEG" in heard[1]


@pytest.mark.parametrize(("damage", "code"), [(None, "profile.logo_missing"), (b"spoilt", "profile.logo_damaged")])
def test_with_a_lost_logo_letters_are_printed_without_it_and_say_so(
    clinic: OpenClinic, context: ScreenContext, qtbot: QtBot, damage: bytes | None, code: str
) -> None:
    with clinic.writing() as work:
        digest = set_logo(work, clinic.attachments, picture())
    path = clinic.attachments.path_of(digest)
    path.unlink() if damage is None else path.write_bytes(damage)
    found = frame(clinic)
    assert found.office.logo is None
    assert found.trouble is not None
    assert found.trouble.code == code
    with clinic.reading() as work:
        assert trial_pdf(trial_sheet(work)).startswith(b"%PDF")
    section = show(clinic, context, qtbot)
    assert "printed without it" in section.logo_note.text
    assert section.preview.page_count == 1
    section.take_logo_away()
    settle(context.jobs)
    assert frame(clinic).trouble is None


def test_paper_margins_font_and_size_are_kept_together(section: LetterheadSection, clinic: OpenClinic) -> None:
    section.form.restore(
        {"letter_paper": "F4", "letter_font": "PT Serif", "letter_size": "12", "left": 30, "right": 25}
    )
    section.form.focus_first()
    press(Qt.Key.Key_S, CTRL)
    settle(section.session.context.jobs)
    found = frame(clinic)
    assert (found.paper, found.margins, found.font, found.size) == (F4, Margins(30, 25, 15, 15), "PT Serif", 12)
    assert not section.form.is_dirty
    assert section.preview.page_count == 1


def test_a_margin_that_would_be_cut_is_refused_beside_its_side(section: LetterheadSection, clinic: OpenClinic) -> None:
    section.form.restore({"top": 10, "left": 30})
    section.form.focus_first()
    press(Qt.Key.Key_S, CTRL)
    settle(section.session.context.jobs)
    assert section.form.field("top").trouble
    assert not section.form.field("left").trouble
    assert frame(clinic).margins == Margins(25, 20, 15, 15)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("letter_margins", {"left": 14, "right": 20, "top": 15, "bottom": 15}),
        ("letter_margins", {"left": 41, "right": 20, "top": 15, "bottom": 15}),
        ("letter_margins", {"left": 25, "right": 20, "top": 15}),
        ("letter_margins", {"left": True, "right": 20, "top": 15, "bottom": 15}),
        ("letter_margins", [25, 20, 15, 15]),
        ("letter_paper", "A3"),
        ("letter_font", "Comic Sans MS"),
        ("letter_size", 13),
        ("letter_size", "11"),
    ],
)
def test_settings_of_the_sheet_refuse_what_letters_cannot_be(clinic: OpenClinic, name: str, value: object) -> None:
    with clinic.reading() as work:
        before = setting(work, name)
    with pytest.raises(RuleBroken), clinic.writing() as work:
        change_setting(work, name, value)
    with clinic.reading() as work:
        assert setting(work, name) == before


def test_a_font_that_this_pc_lost_is_replaced(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        change_setting(work, "letter_font", "Times New Roman")
    assert frame(clinic).font


def test_printing_the_test_page_is_entered(section: LetterheadSection, clinic: OpenClinic) -> None:
    gone: list[str] = []
    section.preview._gate(Leaving.PRINT, lambda: gone.append("printed"))
    settle(section.session.context.jobs)
    assert gone == ["printed"]
    assert deeds(clinic.store, clinic.actor)[-1] == "letterhead.print_trial"


def test_who_may_not_set_the_office_changes_no_logo(clinic: OpenClinic) -> None:
    seat = seat_of(clinic, Role.KONSELOR)
    with pytest.raises(NotAllowed), seat.writing() as work:
        set_logo(work, seat.attachments, picture())
    with pytest.raises(NotAllowed), seat.writing() as work:
        remove_logo(work)
