"""Two versions of one record: what is typed here, and what somebody else saved meanwhile. Nothing typed is lost unasked."""

from typing import TYPE_CHECKING, Final

from rehab_app.ui.kit.field import Values
from rehab_app.ui.kit.form_notice import NoticeAction, Versions
from rehab_app.ui.kit.theme import State

if TYPE_CHECKING:
    from rehab_app.ui.kit.form import Form

OTHER: Final = "other"
ASIDE: Final = "aside"


class Swaps:
    """Takes single fields of another version into the form, and back again."""

    def __init__(self, form: "Form", values: Values) -> None:
        self._form = form
        self._values = values
        self._aside: dict[str, Values] = {}

    def swap(self, name: str) -> bool:
        """Put the other version of field ``name`` into the form, or what stood there before; return whether it is the other."""
        column = self._form.column
        if name in self._aside:
            column.fill(self._aside.pop(name), [name])
        else:
            self._aside[name] = column.fields[name].values()
            column.fill(self._values, [name])
        self._form.changed.emit()
        return name in self._aside


class OtherVersion:
    """The notice that a form shows when its record was changed elsewhere while something is typed."""

    def __init__(self, form: "Form") -> None:
        self._form = form

    def show(self, values: Values, *, is_open: bool) -> None:
        """Show ``values`` beside what is typed, field by field."""
        form, say = self._form, self._form.around.words.say
        differences = form.column.differences(form.column.values(), values)
        swaps = Swaps(form, values)
        versions = Versions(say("Here"), say("Saved meanwhile"), differences, swaps.swap, is_open=is_open)
        actions = (
            NoticeAction(say("Keep what I typed"), lambda: self.keep_typed(values)),
            NoticeAction(say("Use what was saved"), lambda: self.use_saved(values)),
        )
        text = say("Somebody else has changed this record meanwhile. What you typed is still here.")
        form.notices.show_notice(OTHER, text, State.WARNING, actions, versions)

    def keep_typed(self, values: Values) -> None:
        """Go on from ``values``: they fill the fields that were not touched, what was typed stays above them."""
        self._form.take_base(values)
        self._end()

    def use_saved(self, values: Values) -> None:
        """Show ``values``; what was typed is set aside and can be brought back."""
        form, say = self._form, self._form.around.words.say
        typed = form.column.values()
        form.column.fill(values)
        form.column.settle(form.column.values())
        form.take_base(values)
        self._end()
        bring_back = NoticeAction(say("Bring it back"), lambda: self._bring_back(typed))
        form.notices.show_notice(ASIDE, say("What you typed was set aside."), State.INFO, [bring_back])

    def _bring_back(self, typed: Values) -> None:
        self._form.notices.drop(ASIDE)
        self._form.restore(typed)
        self._form.focus_first()

    def _end(self) -> None:
        self._form.notices.drop(OTHER)
        self._form.focus_first()
        self._form.changed.emit()
