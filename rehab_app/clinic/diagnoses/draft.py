"""What the doctor types about a diagnosis."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from rehab_app.clinic.clients.draft import Code, Day, Flag, Line, Lines


def _without_blanks(value: object) -> object:
    return "".join(value.split()).upper() if isinstance(value, str) else value


Icd10 = Annotated[str, BeforeValidator(_without_blanks), StringConstraints(max_length=8)]


class DiagnosisDraft(BaseModel):
    """One diagnosis: a code of ICD-10, with a ``title`` where the program's tables have no words for it.

    ``severity`` is a code of the list ``risk_class`` or empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Icd10 = ""
    title: Line = ""
    is_main: Flag = False
    severity: Code = ""
    made_on: Day = None
    remark: Lines = ""
