"""What is typed about a screening and about how a client uses."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines

Months = Annotated[int, Field(strict=True, ge=0, le=1200)]
Icd10 = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=8)]


class ScreeningDraft(BaseModel):
    """A filled ASSIST. ``answers`` in the instrument's own shape: ``{"substances": {"amphetamine": {"q2": 4, ...}}}``.

    ``routing`` is the counsellor's choice, a code of the list ``routing`` or empty where there is nothing to route; where it
    differs from the proposal, ``override_reason`` says why.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    taken_on: Day = None
    answers: dict[str, Any] = {}
    routing: Code = ""
    override_reason: Lines = ""


class InstrumentDraft(BaseModel):
    """A filled instrument, whole or in part. ``answers`` in its form's own shape: ``{"items": {"1": 3, ...}}``.

    ``moment`` is a code of the list ``instrument_moment``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    taken_on: Day = None
    moment: Code = ""
    answers: dict[str, Any] = {}
    remark: Lines = ""


class WordingDraft(BaseModel):
    """The office's own words of one item (empty: the delivered ones) and its place from 1 (None: where it was delivered)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Lines = ""
    place: Annotated[int, Field(strict=True, ge=1, le=500)] | None = None


class UseProfileDraft(BaseModel):
    """The items of PP 25/2011 Pasal 18 that concern use; what is not yet known is left empty.

    Codes of the lists ``substance`` and ``route``; ``diagnosis`` ICD-10 with its fourth character, F10.0 to F19.9 or Z50.x,
    set by a doctor. ``treatment_history`` earlier rehabilitation, "belum pernah" where there was none; ``therapy`` what is given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    assessed_on: Day = None
    main_substance: Code = ""
    other_substances: list[Code] = []
    months_of_use: Months | None = None
    route: Code = ""
    diagnosis: Icd10 = ""
    treatment_history: Lines = ""
    therapy: Lines = ""
    urine_result: Line = ""
    remark: Lines = ""
