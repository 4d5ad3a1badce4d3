"""What is typed about a rencana rawatan and its signatures."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines, Name

Sessions = Annotated[int, Field(strict=True, ge=1, le=200)]
MOST_PROBLEMS = 30


class ProblemDraft(BaseModel):
    """One problem with its ``goal`` in the client's own words.

    ``domain`` is a code of the list ``problem_domain``, ``state`` of ``goal_state``, ``interventions`` are codes of
    ``session_type``; ``action`` says what else is done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    domain: Code = ""
    problem: Lines = ""
    goal: Lines = ""
    interventions: list[Code] = []
    action: Lines = ""
    state: Code = "open"


class PlanDraft(BaseModel):
    """A plan, or its renewal. Codes of the lists ``modality`` and ``rhythm``; rhythm ``other`` is said in ``rhythm_text``.

    Left empty, ``modality`` is outpatient, ``target_sessions`` that of the episode (else the office's setting), and ``review_on``
    as many days after ``made_on`` as the office says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    made_on: Day = None
    modality: Code = ""
    target_sessions: Sessions | None = None
    rhythm: Code = ""
    rhythm_text: Line = ""
    review_on: Day = None
    problems: Annotated[list[ProblemDraft], Field(max_length=MOST_PROBLEMS)] = []
    remark: Lines = ""


class SignatureDraft(BaseModel):
    """A signature under a plan.

    ``name`` and ``relation`` (a code of the list ``relation``) are asked of the guardian; without a ``name`` the head is the one
    of the office's profile.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    party: Literal["client", "guardian", "head"]
    signed_on: Day = None
    name: Name = ""
    relation: Code = ""
