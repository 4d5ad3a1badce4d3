"""What is typed about an integrated assessment (TAT), its duty to report, and one report."""

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Flag, Line, Lines, Name


class MemberDraft(BaseModel):
    """One member of the team. ``part``: chair, medical or legal; rank, NIP/NRP and title as the berita acara prints them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: Code = ""
    name: Name = ""
    rank: Line = ""
    staff_number: Line = ""
    title: Line = ""


class CaseDraft(BaseModel):
    """A whole case as typed; which fields must be there depends on its state (``rules.ASKED``).

    Codes: ``network`` of the list ``tat_network``, ``recommendation`` of ``tat_recommendation``. ``months`` are the least months
    of inpatient care, ``sessions`` the least meetings of outpatient care.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: Line = ""
    investigator: Line = ""
    request_number: Line = ""
    requested_on: Day = None
    register_number: Line = ""
    assessed_on: Day = None
    plenary_on: Day = None
    team: list[MemberDraft] = []
    medical_facts: Lines = ""
    legal_facts: Lines = ""
    evidence: Lines = ""
    substance: Line = ""
    severity: Line = ""
    diagnosis: Line = ""
    network: Code = ""
    conclusion: Lines = ""
    recommendation: Code = ""
    place: Line = ""
    months: int | None = Field(default=None, strict=True, ge=1, le=60)
    sessions: int | None = Field(default=None, strict=True, ge=1, le=200)
    is_prosecution_continued: Flag | None = None
    recommendation_number: Line = ""
    recommended_on: Day = None
    remark: Lines = ""


class DutyDraft(BaseModel):
    """A duty to report: a code of the list ``rhythm``, its first day, and the last day on which a report may fall."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rhythm: Code = ""
    begins_on: Day = None
    until: Day = None
    place: Line = ""


class ReportDraft(BaseModel):
    """What came of one report: kept on ``reported_on``, or missed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    is_kept: Flag | None = None
    reported_on: Day = None
    place: Line = ""
    remark: Lines = ""
