"""What is typed about an examination."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Lines

Measured = Annotated[int, Field(strict=True)]


class ExaminationDraft(BaseModel):
    """Vital signs and findings; None means not measured.

    ``systolic``, ``diastolic`` mmHg; ``pulse``, ``respiration`` per minute; ``temperature`` tenths of a degree Celsius (367 is
    36,7); ``saturation`` per cent; ``weight`` tenths of a kilogram; ``height`` cm. ``findings`` gives words to codes of the list
    ``body_system``; ``signs`` are codes of ``use_sign``, ``comorbidities`` of ``comorbidity``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    examined_on: Day = None
    examined_at: time | None = None
    systolic: Measured | None = None
    diastolic: Measured | None = None
    pulse: Measured | None = None
    respiration: Measured | None = None
    temperature: Measured | None = None
    saturation: Measured | None = None
    weight: Measured | None = None
    height: Measured | None = None
    consciousness: Code = ""
    pupils: Code = ""
    signs: list[Code] = []
    comorbidities: list[Code] = []
    findings: dict[Code, Lines] = {}
    medicines: Lines = ""
    remark: Lines = ""
