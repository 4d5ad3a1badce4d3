"""What is typed about a request under UU 27/2022, and about its decision."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from rehab_app.clinic.clients.draft import Code, Line, Lines, Name


class RequestDraft(BaseModel):
    """A request: a code of the list ``request_kind``, by whom and how it was asked, and when (now, where that is left out).

    ``relation`` is a code of the list ``relation``, empty where the client herself asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    asked_at: AwareDatetime | None = None
    asked_by: Name = ""
    relation: Code = ""
    asked_how: Line = ""
    said: Lines = ""
    remark: Lines = ""


class DecisionDraft(BaseModel):
    """A decision: a code of the list ``request_decision`` and the law or rule it stands on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Code = ""
    ground: Lines = ""
    remark: Lines = ""
