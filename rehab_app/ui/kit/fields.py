"""Which class draws which kind of field."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from rehab_app.ui.kit.choice_fields import ChoiceField, PickField
from rehab_app.ui.kit.date_field import BirthField, DateField
from rehab_app.ui.kit.field import Field
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Surroundings
from rehab_app.ui.kit.nik_field import NikField
from rehab_app.ui.kit.number_fields import DecimalField, IntegerField
from rehab_app.ui.kit.option_fields import ManyField, RadioField, YesNoField
from rehab_app.ui.kit.passphrase_field import PassphraseField
from rehab_app.ui.kit.text_fields import LineField, LinesField, NameField, PhoneField

KINDS: Final[Mapping[Kind, type[Field]]] = {
    Kind.TEXT: LineField,
    Kind.LINES: LinesField,
    Kind.NAME: NameField,
    Kind.PHONE: PhoneField,
    Kind.PASSPHRASE: PassphraseField,
    Kind.NIK: NikField,
    Kind.INTEGER: IntegerField,
    Kind.DECIMAL: DecimalField,
    Kind.DATE: DateField,
    Kind.BIRTH: BirthField,
    Kind.CHOICE: ChoiceField,
    Kind.RADIO: RadioField,
    Kind.YES_NO: YesNoField,
    Kind.MANY: ManyField,
    Kind.PICK: PickField,
}


def make_field(spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> Field:
    """Make the field that ``spec`` describes."""
    return KINDS[spec.kind](spec, around, parent)
