"""A form with every kind of item, and a questionnaire that is shown and has the keyboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rehab_app.instruments import registry
from rehab_app.instruments.form import Choice, Condition, Form, Item, Kind, Row, Section, Window
from rehab_app.instruments.instrument import Scored
from rehab_app.instruments.wording import Wording
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import FieldSpec, Option
from rehab_app.ui.kit.field_spec import Kind as FieldKind
from rehab_app.ui.kit.questionnaire.form import QuestionnaireForm
from rehab_app.ui.kit.questionnaire.sheet import Asked

SUBSTANCES = (Option("meth", "Methamphetamine"), Option("cannabis", "Cannabis"), Option("old", "Old", is_offered=False))


def said(text: str) -> Wording:
    """Return a wording in both languages."""
    return Wording(text, text)


SCALE = tuple(Choice(points, said(f"level {points}")) for points in range(10))
DAYS = Item("days", Kind.NUMBER, said("Days"), window=Window.DAYS_30, lowest=0, highest=30)
EVER = Item("ever", Kind.YES_NO, said("Ever"), window=Window.LIFETIME)
EVERY_KIND = Form(
    instrument="sample",
    version="1",
    name="Sample",
    credit="Credit of the sample",
    licence="free",
    half_time=said("Half a year counts as one."),
    sections=(
        Section(
            "first",
            said("First"),
            (
                Item("married", Kind.YES_NO, said("Married"), number="1"),
                Item("since", Kind.DATE, said("Married since"), when=Condition("married", (True,))),
                Item("children", Kind.NUMBER, said("Children"), number="2", lowest=0, highest=20),
                Item("name", Kind.TEXT, said("Name"), number="3"),
                Item("story", Kind.LINES, said("Story"), is_optional=True),
            ),
        ),
        Section(
            "second",
            said("Second"),
            (
                Item("substances", Kind.MANY, said("Substances"), list_name="substance"),
                Item(
                    "grid",
                    Kind.GRID,
                    said("Drugs"),
                    rows=(Row("a", said("Alcohol")), Row("s", said("Suicide"), raises_alert=True)),
                    columns=(DAYS, EVER),
                ),
                Item("stays", Kind.TABLE, said("Stays"), columns=(Item("where", Kind.TEXT, said("Where")), DAYS)),
                Item("severity", Kind.SEVERITY, said("Severity"), choices=SCALE, lowest=0, highest=9, scale="drug"),
            ),
        ),
    ),
)


@dataclass
class Scorer:
    """Scores at once and remembers what it was asked."""

    instrument: str
    asked: list[Mapping[str, object]]

    def __call__(self, document: Mapping[str, object], tell: object) -> None:
        self.asked.append(document)
        scored: Scored = registry.load(self.instrument).score(document)
        assert callable(tell)
        tell(scored)


def listed(_name: str) -> Sequence[Option]:
    """Return the choices of every list."""
    return SUBSTANCES


def make_form(context: ScreenContext, form: Form | str = EVERY_KIND, **asked: object) -> QuestionnaireForm:
    """Return a questionnaire form that asks for a day and a remark besides."""
    found = registry.form(form) if isinstance(form, str) else form
    specs = [
        FieldSpec(name="taken_on", label="Taken on", kind=FieldKind.DATE, is_required=True),
        FieldSpec(name="remark", label="Remark", kind=FieldKind.LINES),
    ]
    return QuestionnaireForm(Asked(found, listed, **asked), specs, context, own_title="Day")  # type: ignore[arg-type]


def show_form(qtbot: QtBot, form: QuestionnaireForm) -> QuestionnaireForm:
    """Show the form with the keyboard on its first item."""
    qtbot.addWidget(form)
    form.resize(1000, 650)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.focus_first()
    QApplication.processEvents()
    return form
