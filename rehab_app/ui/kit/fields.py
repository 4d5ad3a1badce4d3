"""Which class draws which kind of field.

A class is imported when its first field is made: the sign-in window has two kinds, and must not wait for the others.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from PySide6.QtWidgets import QWidget

from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Surroundings

KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.TEXT: ("text_fields", "LineField"),
    Kind.LINES: ("text_fields", "LinesField"),
    Kind.SOURCE: ("source_field", "SourceField"),
    Kind.NAME: ("text_fields", "NameField"),
    Kind.PHONE: ("text_fields", "PhoneField"),
    Kind.PASSPHRASE: ("passphrase_field", "PassphraseField"),
    Kind.NIK: ("nik_field", "NikField"),
    Kind.INTEGER: ("number_fields", "IntegerField"),
    Kind.DECIMAL: ("number_fields", "DecimalField"),
    Kind.DATE: ("date_field", "DateField"),
    Kind.BIRTH: ("date_field", "BirthField"),
    Kind.CHOICE: ("choice_fields", "ChoiceField"),
    Kind.RADIO: ("option_fields", "RadioField"),
    Kind.YES_NO: ("option_fields", "YesNoField"),
    Kind.MANY: ("option_fields", "ManyField"),
    Kind.PICK: ("choice_fields", "PickField"),
    Kind.ANSWERS: ("questionnaire.answers_field", "AnswersField"),
    Kind.TAGS: ("tags_field", "TagsField"),
    Kind.RESULTS: ("results_field", "ResultsField"),
    Kind.PICKS: ("picks_field", "PicksField"),
    Kind.ROSTER: ("roster_field", "RosterField"),
}
"""The module of this package and the class of each kind."""


def field_class(kind: Kind) -> type[Field]:
    """Return the class that draws fields of ``kind``."""
    module, name = KINDS[kind]
    found: type[Field] = getattr(import_module(f"{__package__}.{module}"), name)
    return found


def make_field(spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> Field:
    """Make the field that ``spec`` describes."""
    return field_class(spec.kind)(spec, around, parent)
