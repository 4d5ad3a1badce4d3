"""What is typed about a choice of a value list."""

import unicodedata
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

LONGEST_LABEL = 120


def _one_line(value: object) -> object:
    """Return a text in one line, without signs that do not show; anything else as it is."""
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFC", value)
    return " ".join(
        "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Cf"} else sign for sign in plain).split()
    )


Label = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=LONGEST_LABEL)]


class ChoiceDraft(BaseModel):
    """The words of a choice in both languages (English may be left out), its marks, and whether it is retired."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label_id: Label = ""
    label_en: Label = ""
    marks: list[str] = []
    is_retired: bool = False
