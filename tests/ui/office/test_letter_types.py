"""Letter types and signers on the office's page: the example that follows, refusals beside their fields, Del, start values."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from rehab_app.foundation.events import Bus
from rehab_app.office.officers.service import officers, signers_on
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.register.service import last_numbers
from rehab_app.papers.register.types import letter_type, types
from rehab_app.ui.clients.form_panel import FormPanel
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.office.letters_section import LetterTypesSection
from rehab_app.ui.office.officers_section import OfficersSection
from rehab_app.ui.office.page import OfficePage
from tests.ui.makers import make_clinic, settle
from tests.ui.pages import shown


@pytest.fixture
def clinic(tmp_path: Path, bus: Bus) -> Iterator[OpenClinic]:
    """An open clinic of the Subkoordinator."""
    made = make_clinic(tmp_path, bus)
    yield made
    made.forget()


@pytest.fixture
def section(clinic: OpenClinic, context: ScreenContext) -> Iterator[LetterTypesSection]:
    """The types of letters."""
    with shown(OfficePage, clinic, context, "letter_types") as page:
        settle(context.jobs)
        assert isinstance(page.section, LetterTypesSection)
        yield page.section


@pytest.fixture
def signers(clinic: OpenClinic, context: ScreenContext) -> Iterator[OfficersSection]:
    """The officers who sign."""
    with shown(OfficePage, clinic, context, "officers") as page:
        assert isinstance(page.section, OfficersSection)
        yield page.section


def _fill(forms: FormPanel, context: ScreenContext, *, saves: bool = True, **answers: object) -> None:
    form = forms.form
    assert form is not None
    for name, value in answers.items():
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
    if saves:
        form.save()
        settle(context.jobs)
        settle(context.jobs)


def test_a_type_is_added_and_its_example_follows_what_is_typed(
    section: LetterTypesSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    section.add()
    _fill(section.forms, context, saves=False, security="SPPD", pattern="{sifat}/{nomor}/{tahun}")
    said = [one.text() for one in section.panel.findChildren(QLabel)]
    assert any("SPPD/123/2023" in one for one in said)
    _fill(section.forms, context, code="SPPD", name="Perjalanan dinas", series="SPPD")
    with clinic.reading() as work:
        assert letter_type(work, "SPPD").pattern == "{sifat}/{nomor}/{tahun}"
    assert any("SPPD/123/2023" in section.model.row_text(at) for at in range(section.model.rowCount()))


@pytest.mark.parametrize(
    "pattern", ["{nomor}/{bulan}/{tahun}", "{nomor}/{tahun", "{nomor!r}/{tahun}", "{sifat}/{tahun}"]
)
def test_a_pattern_that_cannot_number_letters_is_refused_beside_its_field(
    section: LetterTypesSection, clinic: OpenClinic, context: ScreenContext, pattern: str
) -> None:
    section._open(section.model.rows[0])
    _fill(section.forms, context, pattern=pattern)
    assert section.forms.form is not None
    assert section.forms.form.field("pattern").trouble
    with clinic.reading() as work:
        assert "{bulan_romawi}" in letter_type(work, "R").pattern


def test_where_the_paper_register_ended_is_set_and_never_below_what_is_taken(
    section: LetterTypesSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    section.table.choose(1)
    section.set_start()
    _fill(section.forms, context, last=41)
    with clinic.reading() as work:
        assert last_numbers(work, 2023, "B") == {"B": 41}
    section.table.choose(1)
    section.set_start()
    _fill(section.forms, context, last=3)
    assert section.forms.form is not None
    assert section.forms.form.field("last").trouble


def test_delete_takes_a_type_out_of_use_and_back(
    section: LetterTypesSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    for is_used in (False, True):
        section.table.choose(2)
        QTest.keyClick(section.table, Qt.Key.Key_Delete)
        settle(context.jobs)
        settle(context.jobs)
        with clinic.reading() as work:
            assert ("UND" in [row.code for row in types(work)]) is is_used


def test_a_signer_is_added_changed_and_taken_out(
    signers: OfficersSection, clinic: OpenClinic, context: ScreenContext
) -> None:
    signers.add()
    _fill(signers.forms, context, name="Contoh Pengganti", title="Kasubbag Umum", delegation="Plh.")
    assert signers.forms.form is not None
    assert signers.forms.form.field("principal").trouble
    _fill(signers.forms, context, principal="Kepala BNN Kota", from_on=date(2023, 1, 1))
    assert "Plh. Kepala BNN Kota" in signers.model.row_text(0)
    signers._open(signers.model.rows[0])
    _fill(signers.forms, context, rank="Penata")
    with clinic.reading() as work:
        (row,) = officers(work)
        assert (row.rank, row.delegation) == ("Penata", "Plh.")
    signers.table.choose(0)
    QTest.keyClick(signers.table, Qt.Key.Key_Delete)
    settle(context.jobs)
    with clinic.reading() as work:
        assert [one.id for one in signers_on(work, date(2023, 1, 16))] == [None]
