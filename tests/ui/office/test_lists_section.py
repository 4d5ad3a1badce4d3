"""The value lists on the office's page, by keyboard: found, worded, added, moved, retired, and the fixed ones told so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rehab_app.foundation.actor import Role
from rehab_app.foundation.events import Bus
from rehab_app.office.lists.draft import ChoiceDraft
from rehab_app.office.lists.service import change_choice
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.form import Form
from rehab_app.ui.office.lists.section import MARK_WORDS, ListsSection
from rehab_app.ui.office.page import OfficePage
from tests.ui.driving import press, type_in
from tests.ui.makers import make_clinic, seat_of, settle
from tests.ui.pages import shown

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def page(clinic: OpenClinic, context: ScreenContext) -> Iterator[OfficePage]:
    with shown(OfficePage, clinic, context, "lists") as made:
        yield made


@pytest.fixture
def section(page: OfficePage) -> ListsSection:
    found = page.section
    assert isinstance(found, ListsSection)
    return found


def go_to(section: ListsSection, name: str) -> None:
    section.chooser.choose(name)
    settle(section.session.context.jobs)


def form_of(section: ListsSection) -> Form:
    assert section.form is not None
    return section.form


def codes(section: ListsSection) -> list[str]:
    return [row.choice.code for row in section.model.rows]


def settled(section: ListsSection) -> None:
    settle(section.session.context.jobs)


def test_every_mark_a_list_may_carry_has_its_words(clinic: OpenClinic) -> None:
    marks = {mark for name in clinic.lists.names() for mark in clinic.lists.list(name).marks}
    assert marks == set(MARK_WORDS)


def test_each_list_stands_under_its_subject_and_is_found_by_typing(section: ListsSection, clinic: OpenClinic) -> None:
    listed = [item.data(Qt.ItemDataRole.UserRole) for item in section.chooser._items()]
    assert {name for name in listed if name} == set(clinic.lists.names())
    section.chooser.search.setText("occupat")
    assert section.chooser.name == "occupation"
    press(section.chooser.search, Qt.Key.Key_Down)
    press(section.chooser.lists, Qt.Key.Key_Return)
    settled(section)
    assert "labourer" in codes(section)
    section.chooser.search.setText("tidak ada yang begini")
    assert section.chooser._nothing.isVisibleTo(section)


def test_a_choice_is_added_by_keys_and_offered_at_once(page: OfficePage, section: ListsSection) -> None:
    go_to(section, "occupation")
    press(section.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    type_in(form_of(section), "label_id", "Pengemudi ojek daring")
    form_of(section).save()
    settled(section)
    assert section.form is None
    row = section.table.current_row
    assert row is not None
    assert (row.choice.code, row.is_own) == ("pengemudi_ojek_daring", True)
    offered = [one.code for one in section.session.lists.offered("occupation")]
    assert offered[-1] == "pengemudi_ojek_daring"
    assert "Added here" in section.model.row_text(section.table.currentIndex().row())
    assert page.notice.text


def test_a_taken_label_is_told_beside_its_field_and_nothing_typed_is_lost(section: ListsSection) -> None:
    go_to(section, "occupation")
    section.add()
    type_in(form_of(section), "label_id", section.model.rows[0].choice.label_id)
    form_of(section).save()
    settled(section)
    assert form_of(section).field("label_id").trouble
    assert form_of(section).draft()["label_id"] == section.model.rows[0].choice.label_id


def test_words_and_marks_are_changed_with_enter(section: ListsSection) -> None:
    go_to(section, "relation")
    section.table.choose(codes(section).index("mother"))
    press(section.table, Qt.Key.Key_Return)
    type_in(form_of(section), "label_id", "Ibu kandung")
    form_of(section).column.fill({"marks": ["is_family"]}, ["marks"])
    form_of(section).changed.emit()
    form_of(section).save()
    settled(section)
    mother = section.session.lists.get("relation", "mother")
    assert mother is not None
    assert (mother.label_id, mother.is_marked("is_guardian"), mother.is_marked("is_family")) == (
        "Ibu kandung",
        False,
        True,
    )


def test_alt_and_the_arrows_move_a_choice_and_the_mark_goes_along(section: ListsSection) -> None:
    go_to(section, "use_pattern")
    first, second, *others = codes(section)
    section.table.choose(1)
    press(section.table, Qt.Key.Key_Up, ALT)
    settled(section)
    assert codes(section) == [second, first, *others]
    assert section.table.currentIndex().row() == 0
    press(section.table, Qt.Key.Key_Down, ALT)
    settled(section)
    assert codes(section) == [first, second, *others]
    assert section.table.currentIndex().row() == 1


def test_delete_retires_a_choice_and_brings_it_back(section: ListsSection) -> None:
    go_to(section, "use_pattern")
    code = codes(section)[0]
    section.table.choose(0)
    press(section.table, Qt.Key.Key_Delete)
    settled(section)
    assert code not in [one.code for one in section.session.lists.offered("use_pattern")]
    assert "No longer used" in section.model.row_text(0)
    press(section.table, Qt.Key.Key_Delete)
    settled(section)
    assert code in [one.code for one in section.session.lists.offered("use_pattern")]


def test_a_fixed_list_says_why_and_takes_words_alone(page: OfficePage, section: ListsSection) -> None:
    go_to(section, "attendance")
    assert "program" in section._about.text()
    assert not section._add.isVisibleTo(section)
    section.add()
    assert section.form is None
    order = codes(section)
    section.table.choose(1)
    press(section.table, Qt.Key.Key_Delete)
    press(section.table, Qt.Key.Key_Up, ALT)
    settled(section)
    assert codes(section) == order
    assert page.notice.text
    press(section.table, Qt.Key.Key_Return)
    assert list(form_of(section).draft()) == ["label_id", "label_en"]


def test_a_choice_changed_at_another_seat_is_told_and_the_words_stay(section: ListsSection, clinic: OpenClinic) -> None:
    go_to(section, "occupation")
    section.table.choose(codes(section).index("labourer"))
    press(section.table, Qt.Key.Key_Return)
    with clinic.writing() as work:
        change_choice(work, "occupation", "labourer", 0, ChoiceDraft(label_id="Kuli"))
    settled(section)
    type_in(form_of(section), "label_id", "Buruh kasar")
    form_of(section).save()
    settled(section)
    assert form_of(section).draft()["label_id"] == "Buruh kasar"
    assert clinic.lists.label("occupation", "labourer") == "Kuli"


def test_who_does_not_keep_the_office_has_no_such_section(clinic: OpenClinic, context: ScreenContext) -> None:
    with shown(OfficePage, seat_of(clinic, Role.KONSELOR), context, "lists") as page:
        assert not isinstance(page.section, ListsSection)
