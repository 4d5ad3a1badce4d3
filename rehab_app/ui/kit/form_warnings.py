"""The warnings of a form: asked of a field's warner when something it looks at has changed; they never block."""

from collections.abc import Iterable, Sequence
from functools import partial

from shiboken6 import isValid

from rehab_app.foundation.notices import Notice
from rehab_app.foundation.words import Words
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import Answers, Warned


class Warnings:
    """Asks the warners of fields; a late answer to an older question is dropped."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._asked: dict[str, int] = {}

    def changed(self, edited: Field, fields: Iterable[Field], answers: Answers) -> None:
        """Ask those of ``fields`` that look at what was ``edited``."""
        names = set(edited.spec.names)
        for field in fields:
            if field is edited or names & set(field.spec.watches):
                self.ask(field, answers)

    def ask(self, field: Field, answers: Answers) -> None:
        """Ask the warner of ``field``, where it has one."""
        if field.spec.warn is not None:
            number = self._asked[field.spec.name] = self._asked.get(field.spec.name, 0) + 1
            field.spec.warn(dict(answers), partial(self._tell, field, number))

    def _tell(self, field: Field, number: int, warnings: Sequence[Warned]) -> None:
        if isValid(field) and self._asked[field.spec.name] == number:
            field.show_warnings([self._sentence(warning) for warning in warnings])

    def _sentence(self, warning: Warned) -> str:
        if isinstance(warning, Notice):
            return self._words.say(warning.message, **warning.facts)
        return self._words.trouble(warning)
