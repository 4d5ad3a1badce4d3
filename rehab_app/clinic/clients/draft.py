"""What is typed about a client: the gate through which every registration and every change goes.

A draft holds the right types and nothing else: what an empty text or a strange number means is decided by ``rules``.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LONGEST_CODE: Final = 60
LONGEST_NAME: Final = 120
LONGEST_LINE: Final = 200
LONGEST_TEXT: Final = 2000
OLDEST: Final = 120
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Marks that turn the direction of what follows: with one of them, what is shown is not what is stored.
_TURNING_MARKS: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], None)


def _one_line(value: object) -> object:
    """Return a text without control signs and halves of signs, spaces made one; anything else as it is."""
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFC", value.translate(_TURNING_MARKS))
    return " ".join("".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in plain).split())


def _lines(value: object) -> object:
    """Return a text of several lines, each without control signs."""
    if not isinstance(value, str):
        return value
    return "\n".join(str(_one_line(line)) for line in value.splitlines()).strip()


def _day(value: object) -> object:
    """Let a day through, or its ISO text; pydantic alone would also take numbers and instants for one."""
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if value is None or is_day or (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return value
    raise ValueError("a day is written 1990-08-17")


Name = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=LONGEST_NAME)]
Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=LONGEST_LINE)]
Lines = Annotated[str, BeforeValidator(_lines), StringConstraints(max_length=LONGEST_TEXT)]
Code = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=LONGEST_CODE)]
Day = Annotated[date | None, BeforeValidator(_day)]
Age = Annotated[int, Field(strict=True, ge=0, le=OLDEST)]
Flag = Annotated[bool, Field(strict=True)]


class ContactDraft(BaseModel):
    """A relative or other person as typed; ``id`` names the contact that is changed and is empty for a new one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID | None = None
    name: Name
    relation: Code = Field(default="", description="a code of the list relation")
    nik: Line = ""
    phone: Line = ""
    address: Line = ""
    occupation: Line = ""
    is_guardian: Flag = False
    remark: Lines = ""


class ClientDraft(BaseModel):
    """A client as typed: coded fields hold codes of ``resources/lists``, an empty text means not known.

    Required are only a name or initials, the sex, and a birth date or an age (``rules``). ``rm_number`` is given where the person
    has a number already (a paper file); an empty one takes the next.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rm_number: Code = ""
    full_name: Name = ""
    initials: Annotated[Name, StringConstraints(max_length=20)] = ""
    aliases: Line = Field(default="", description="other names, with commas between them")
    sex: Code = Field(default="", description="L or P")
    birth_date: Day = None
    birth_place: Line = ""
    stated_age: Age | None = None
    stated_age_on: Day = Field(default=None, description="the day the age was stated; empty means today")
    nik: Line = ""
    kk_number: Line = ""
    identity_kind: Code = Field(default="", description="a code of the list identity_kind")
    identity_number: Line = ""
    identity_missing_reason: Code = Field(default="", description="a code of the list identity_missing_reason")
    jkn_number: Line = ""
    religion: Code = Field(default="", description="a code of the list religion")
    ethnicity: Code = Field(default="", description="a code of the list ethnicity")
    marital_status: Code = Field(default="", description="a code of the list marital_status")
    education: Code = Field(default="", description="a code of the list education")
    occupation: Code = Field(default="", description="a code of the list occupation")
    blood_group: Code = Field(default="", description="a code of the list blood_group")
    citizenship: Code = Field(default="", description="a code of the list citizenship")
    country: Line = ""
    phone: Line = ""
    other_phone: Line = ""
    address: Line = ""
    rt: Code = ""
    rw: Code = ""
    place_code: Code = Field(default="", description="the Kemendagri code of the kelurahan, or of what is known of it")
    place_text: Line = ""
    postcode: Code = ""
    father_name: Name = ""
    mother_name: Name = ""
    remark: Lines = ""
    contacts: list[ContactDraft] | None = Field(
        default=None, description="all who stand by the client; left out, those kept stay as they are"
    )
