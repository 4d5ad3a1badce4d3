"""What is typed about a urine test."""

from datetime import time

from pydantic import BaseModel, ConfigDict

from rehab_app.clinic.clients.draft import Code, Day, Flag, Line, Lines, Name


class UrineTestDraft(BaseModel):
    """One test: ``results`` gives a code of the list ``urine_result`` to each parameter (list ``urine_parameter``).

    ``explained`` are positive parameters that a prescribed medicine (``medicines``) accounts for; ``occasion`` is a code of the
    list ``urine_occasion``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    taken_on: Day = None
    taken_at: time | None = None
    occasion: Code = ""
    kit: Line = ""
    lot: Line = ""
    expires_on: Day = None
    watched_by: Name = ""
    is_sample_doubted: Flag = False
    results: dict[Code, Code] = {}
    medicines: Lines = ""
    explained: list[Code] = []
    remark: Lines = ""
