"""What is typed about a consent, and about its withdrawal."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from rehab_app.clinic.clients.draft import Code, Day, Line, Lines, Name


class ConsentDraft(BaseModel):
    """A signed consent: a code of the list ``consent_kind`` and, where it allows disclosure, codes of ``consent_scope``.

    ``signer_relation`` is a code of the list ``relation``, empty where the client herself signed. A kind that is marked
    ``needs_identity`` (pernyataan penjamin) asks for the signer's whole identity.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = ""
    signed_on: Day = None
    signer_name: Name = ""
    signer_relation: Code = ""
    scope: list[Code] = []
    remark: Lines = ""
    signer_nik: Line = ""
    signer_birth_place: Line = ""
    signer_birth_date: Day = None
    signer_address: Lines = ""
    signer_occupation: Line = ""
    signer_phone: Line = ""
    witness_name: Name = ""


class WithdrawalDraft(BaseModel):
    """A withdrawal: when it was asked for (now, where that is left out) and what was said; no reason is owed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked_at: AwareDatetime | None = None
    remark: Lines = ""
