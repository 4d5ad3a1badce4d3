"""A form around a questionnaire: its answers beside the day, the moment and the reason, saved and kept as one."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Surroundings
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_column import flat
from rehab_app.ui.kit.form_slices import Pace
from rehab_app.ui.kit.overriding import override
from rehab_app.ui.kit.questionnaire.answers_field import AnswersField, AnswersSpec
from rehab_app.ui.kit.questionnaire.sheet import Asked, Questionnaire

ANSWERS: Final = "answers"
UNREADABLE: Final = "questionnaire.unreadable"


class QuestionnaireForm(Form):
    """The form of ``asked`` with the fields of ``specs`` on a page of their own.

    Its draft holds the answers that can be saved as a document under ``answers``; in its raw content they stand in any state of
    validity, so a ``DraftJournal`` keeps them as it keeps any field.
    """

    def __init__(
        self,
        asked: Asked,
        specs: Sequence[FieldSpec],
        around: Surroundings,
        *,
        own_title: str,
        save_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        held = AnswersSpec(name=ANSWERS, label=N_("Answers"), kind=Kind.ANSWERS, visible_when=_never, sheet=asked.form)
        # The fields stand on the last page, so they are made while the first one is looked at already.
        super().__init__([held, *specs], around, save_text=save_text, pace=Pace(at_once=1), parent=parent)
        self.questionnaire = Questionnaire(around, asked, self._scroll, own_title, self)
        lane = self.layout()
        assert isinstance(lane, QVBoxLayout)  # noqa: S101 - the form's own layout
        lane.insertWidget(1, self.questionnaire, 1)
        self.questionnaire.answered.connect(self._on_answered)
        self.questionnaire.completed.connect(self._on_completed)
        self.changed.connect(self._on_changed)

    @override
    def draft(self) -> dict[str, object]:
        """Return the clean content with the answers; raises RulesBroken that names what cannot be read."""
        sheet = self.questionnaire
        troubles: list[RuleBroken] = []
        for name, why in sheet.answers.unreadable():
            item = sheet.asked.form.item(name)
            said = f"{item.number}  {item.label.say(self.around.words)}".strip() if item is not None else name
            reason = self.around.words.trouble(why)
            troubles.append(RuleBroken(UNREADABLE, field=name, item=said, reason=reason))
        if troubles:
            raise RulesBroken(troubles)
        return {**super().draft(), ANSWERS: sheet.answers.document()}

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first item that is open."""
        self.questionnaire.start()

    @override
    def show_troubles(self, trouble: RuleBroken) -> None:
        """Show each trouble in its place, and bring the first place to the front."""
        super().show_troubles(trouble)
        names = [single.field.partition(".")[0] for single in flat(trouble)]
        item = next((name for name in names if self.questionnaire.asked.form.item(name) is not None), None)
        if self.column.troubled():
            self.questionnaire.show_own_page()
            self.column.troubled()[0].focus_editor()
        elif item is not None:
            self.questionnaire.go_to(item)

    def _on_answered(self) -> None:
        """Carry the answers into their field, which the journal keeps."""
        field = self._held()
        field.fill({ANSWERS: self.questionnaire.answers.raw()})
        field.tell_edited()

    def _held(self) -> Field:
        """Return the field of the answers, the first one, without having the others made for it."""
        return self.column.findChild(AnswersField) or self.field(ANSWERS)

    def _on_completed(self) -> None:
        """Go on to what is still to be said beside the answers, else to the save button."""
        for field in self.column.visible():
            if field.spec.is_required and field.is_empty:
                self.questionnaire.show_own_page()
                field.focus_editor()
                return
        self.bar.focus_save()

    def _on_changed(self) -> None:
        """Follow what was filled in or restored."""
        raw = self._held().values()[ANSWERS]
        given = raw if isinstance(raw, Mapping) else {}
        if given != self.questionnaire.answers.raw():
            self.questionnaire.take(given)


def _never(_answers: Answers) -> bool:
    return False
