"""Adding and removing problems in the form of a plan, by keys or by two buttons above its fields."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.plans.draft import MOST_PROBLEMS
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.plan.forms import COUNT, OPEN, PROBLEM_FIELDS, name_of, shown_count
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_notice import NoticeAction
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

ADD_KEYS: Final = "Ctrl+Shift+M"
REMOVE_KEYS: Final = "Ctrl+Shift+X"
_NOTICE: Final = "problem"


class ProblemBar(QWidget):
    """Stands above the fields of a plan's ``form``."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self._session = session
        self._form = form
        self._place = 0
        say, theme = session.say, session.context.theme
        lane = FlowLayout(theme.space(1), theme.space(0.5), self)
        lane.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        for text, keys, icon, act in (
            (say("Add a problem"), ADD_KEYS, "add", self.add),
            (say("Remove this problem"), REMOVE_KEYS, "remove", self.remove),
        ):
            made = button(theme, text, icon=icon, clicked=act)
            made.setToolTip(f"{text} ({keys})")
            bind(made, keys, act)
            lane.addWidget(made)
        column = form.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - the form's own
        column.insertWidget(1, self)
        form.column.entered.connect(self._on_entered)

    @property
    def count(self) -> int:
        """How many problems the form shows."""
        return shown_count(self._form.answers_of([COUNT]))

    def add(self) -> None:
        """Show one more problem and put the cursor into it."""
        say, place = self._session.say, self.count
        if place >= MOST_PROBLEMS:
            text = say(
                "A plan holds {count} problems at most. Take one out, or bring two that belong together into one.",
                count=MOST_PROBLEMS,
            )
            self._form.notices.show_notice(_NOTICE, text, State.INFO)
            return
        blank: dict[str, object] = dict.fromkeys(name_of(place, field) for field in PROBLEM_FIELDS)
        self._put({**blank, name_of(place, "state"): OPEN, COUNT: place + 1})
        self._focus(place)

    def remove(self) -> None:
        """Take out the problem where the cursor stands or stood last; those after it move up. It can be brought back."""
        place, count = min(self._place, self.count - 1), self.count
        if place < 0:
            return
        before = {name: value for name, value in self._form.column.values().items() if _is_problem(name)}
        values: dict[str, object] = {COUNT: count - 1}
        for number in range(place, count):
            for field in PROBLEM_FIELDS:
                values[name_of(number, field)] = before.get(name_of(number + 1, field)) if number + 1 < count else None
        self._put(values)
        self._focus(min(place, count - 2))
        say = self._session.say
        bring_back = NoticeAction(say("Bring it back"), lambda: self._bring_back({**before, COUNT: count}, place))
        text = say("Problem {number} was taken out.", number=place + 1)
        self._form.notices.show_notice(_NOTICE, text, State.INFO, [bring_back])

    def _bring_back(self, values: Mapping[str, object], place: int) -> None:
        self._form.notices.drop(_NOTICE)
        self._put(values)
        self._focus(place)

    def _put(self, values: Mapping[str, object]) -> None:
        column = self._form.column
        known = {name: value for name, value in values.items() if name in column.fields}
        column.fill(known, known)
        self._form.changed.emit()

    def _focus(self, place: int) -> None:
        if place >= 0:
            self._form.field(name_of(place, "domain")).focus_editor()
        else:
            self._form.focus_first()

    def _on_entered(self, field: Field) -> None:
        if _is_problem(field.spec.name):
            self._place = int(field.spec.name.split(".")[1])


def _is_problem(name: str) -> bool:
    return name.startswith("problems.")
