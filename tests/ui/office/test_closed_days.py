"""The closed days of a year on the office's page: those of the decree, those of the office, and a year that nobody knows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.calendar.service import OfficeDayDraft, add_office_day, closed_days, office_days
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.office.closed_days.section import ClosedDaysSection
from rehab_app.ui.office.page import OfficePage
from tests.ui.driving import press
from tests.ui.makers import make_clinic, seat_of, settle, wait_for
from tests.ui.pages import shown

YEAR = 2026


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def section(clinic: OpenClinic, context: ScreenContext) -> Iterator[ClosedDaysSection]:
    """The section, at a year whose decree is shipped."""
    with shown(OfficePage, clinic, context, "closed_days") as page:
        found = page.section
        assert isinstance(found, ClosedDaysSection)
        page.activateWindow()
        wait_for(page.isActiveWindow)
        found.year.setCurrentText(str(YEAR))
        settle(context.jobs)
        yield found


def _days(section: ClosedDaysSection) -> list[date]:
    return [row.day for row in section.model.rows]


def _add(section: ClosedDaysSection, context: ScreenContext, **answers: object) -> None:
    section.add()
    form = section.forms.form
    assert form is not None
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
    form.save()
    settle(context.jobs)
    settle(context.jobs)


def test_the_decree_is_listed_by_day_and_plain_weekends_are_not(section: ClosedDaysSection) -> None:
    assert date(YEAR, 8, 17) in _days(section)
    assert _days(section) == sorted(_days(section))
    assert date(YEAR, 1, 3) not in _days(section)
    assert section.unknown.isHidden()


def test_a_year_without_its_decree_is_said_plainly(section: ClosedDaysSection, context: ScreenContext) -> None:
    section.year.setCurrentText("2023")
    settle(context.jobs)
    assert not section.unknown.isHidden()
    assert "2023" in section.unknown.text
    assert _days(section) == []


def test_a_day_of_the_office_is_put_in_and_taken_out(
    section: ClosedDaysSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    day = date(YEAR, 6, 3)
    _add(section, context, day=day, name="Apel besar")
    with clinic.reading() as work:
        assert closed_days(work, day, day) == {day: "Apel besar"}
    section.table.choose(_days(section).index(day))
    section.table.setFocus()
    press(section.table, Qt.Key.Key_Delete)
    for dialog in section.window().findChildren(QDialog):
        dialog.accept()
    settle(context.jobs)
    settle(context.jobs)
    assert day not in _days(section)
    with clinic.reading() as work:
        assert office_days(work, YEAR) == ()


def test_a_holiday_on_which_the_clinic_works_stands_as_open(
    section: ClosedDaysSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    day = date(YEAR, 8, 17)
    _add(section, context, day=day, is_open=True)
    row = next(row for row in section.model.rows if row.day == day)
    assert row.is_open
    with clinic.reading() as work:
        assert closed_days(work, day, day) == {}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"name": "Apel"}, "day"),
        ({"day": date(YEAR, 6, 3)}, "name"),
        ({"day": date(YEAR, 6, 3), "is_open": True}, "is_open"),
    ],
)
def test_what_says_nothing_is_refused_beside_its_field(
    section: ClosedDaysSection, context: ScreenContext, answers: dict[str, object], field: str
) -> None:
    _add(section, context, **answers)
    assert section.forms.form is not None
    assert section.forms.form.field(field).trouble


def test_a_day_of_the_decree_is_not_taken_out(section: ClosedDaysSection, context: ScreenContext) -> None:
    told: list[str] = []
    section.told.connect(lambda text, _state: told.append(text))
    section.table.choose(_days(section).index(date(YEAR, 8, 17)))
    section.table.setFocus()
    press(section.table, Qt.Key.Key_Delete)
    settle(context.jobs)
    assert told, "it is said where the day comes from"
    assert not [dialog for dialog in section.window().findChildren(QDialog) if dialog.isVisible()]
    assert date(YEAR, 8, 17) in _days(section)


def test_a_day_another_seat_took_out_is_said(
    section: ClosedDaysSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    day = date(YEAR, 6, 3)
    with clinic.writing() as work:
        add_office_day(work, OfficeDayDraft(day=day, name="Apel"))
    _add(section, context, day=day, name="Apel lagi")
    assert section.forms.form is not None
    assert section.forms.form.field("day").trouble


def test_who_may_not_change_settings_has_no_button(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, seat_of(clinic, Role.PENDAFTARAN, name="Petugas"), context) as page:
        titles = page.tabs.titles
        assert context.say("Closed days") not in titles
