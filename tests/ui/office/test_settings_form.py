"""Every declared setting comes out of its field as it went in, each in the field that fits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rehab_app.foundation.events import Bus
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.settings.declared import ON_LETTERS, SETTINGS, checked
from rehab_app.ui.kit.field_spec import Kind
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.theme import Theme, Tone
from rehab_app.ui.office.settings_section import setting_specs, shown_values, typed_values
from rehab_app.ui.shell.session import Session
from tests.ui.makers import lanes, make_clinic, make_context, make_session

DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """A signed-in Subkoordinator."""
    assert qtbot is not None
    bus = Bus()
    clinic = make_clinic(tmp_path, bus)
    with lanes([]) as jobs:
        yield make_session(clinic, make_context(Words.of(INDONESIAN), Theme(Tone.LIGHT), jobs, bus))
    clinic.forget()


def test_what_is_shown_is_read_again_as_it_was(session: Session, qtbot: QtBot) -> None:
    form = Form(setting_specs(session), session.context)
    qtbot.addWidget(form)
    form.fill(shown_values(DEFAULTS))
    typed = typed_values(form.draft())
    assert typed == {name: value for name, value in DEFAULTS.items() if name not in ON_LETTERS}
    assert all(checked(name, value) == value for name, value in typed.items())


def test_the_panel_is_chosen_from_the_parameters_in_the_order_of_the_list(session: Session, qtbot: QtBot) -> None:
    spec = next(one for one in setting_specs(session) if one.name == "urine_panel")
    assert spec.kind is Kind.MANY
    assert [option.code for option in spec.options()][:3] == ["MET", "AMP", "THC"]
    form = Form(setting_specs(session), session.context)
    qtbot.addWidget(form)
    form.fill(shown_values(DEFAULTS | {"urine_panel": ["THC", "MET"]}))
    assert typed_values(form.draft())["urine_panel"] == ["MET", "THC"]


def test_each_group_has_one_heading(session: Session) -> None:
    groups = [spec.group for spec in setting_specs(session)]
    assert groups == sorted(groups, key=groups.index)
