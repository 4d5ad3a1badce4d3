"""What is typed about an episode: at registration, at the start of outpatient care, and at its end."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines, Name


class ReporterDraft(BaseModel):
    """The pelapor: who reported the client, and how she is related to her (a code of the list ``relation``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reporter_name: Name = ""
    reporter_relation: Code = ""
    reporter_nik: Line = ""
    reporter_phone: Line = ""
    reporter_address: Lines = ""


class EpisodeDraft(ReporterDraft):
    """A registration as typed. Required are ``registered_on`` and ``channel`` alone.

    Codes of the lists channel, source, reporting_kind, category and funding. ``agency``, ``investigator``,
    ``police_report_number`` and the TAT fields belong to compulsory clients. ``waiting_reason`` and ``brought_by`` are asked
    for a client under 18 who came without parent or guardian.
    """

    registered_on: Day = None
    channel: Code = ""
    source: Code = ""
    reporting_kind: Code = ""
    category: Code = ""
    sender: Line = ""
    funding: Code = ""
    agency: Line = ""
    investigator: Line = ""
    police_report_number: Line = ""
    tat_number: Line = ""
    tat_date: Day = None
    waiting_reason: Lines = ""
    brought_by: Line = ""


class OutpatientDraft(BaseModel):
    """The start of outpatient care; without ``target_sessions`` the office's setting counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Day = None
    target_sessions: int | None = Field(default=None, strict=True, ge=1, le=200)
    counsellor_id: UUID | None = None
    explanation: Lines = ""


class CloseDraft(BaseModel):
    """The end of an episode: a code of the list ``outcome``, its day, and the reason where one is asked.

    ``recovery_outcome`` is a code of the list ``aftercare_outcome`` (PP, PTP, TPP, TPTP), said where aftercare ends.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Day = None
    outcome: Code = ""
    reason: Lines = ""
    recovery_outcome: Code = ""
