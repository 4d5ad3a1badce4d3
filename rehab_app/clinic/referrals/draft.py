"""What is typed about a referral or a destination, checked before it is kept."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.lists.choices import ValueLists

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class ReferralDraft(BaseModel):
    """A referral as typed; ``documents`` are codes of the list ``document`` that lie ready."""

    model_config = ConfigDict(extra="forbid")

    destination_id: UUID | None = None
    reason: LongText = ""
    escort: Text = ""
    documents: list[str] = []

    def check(self, lists: ValueLists) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        troubles = []
        if self.destination_id is None:
            troubles.append(RuleBroken("draft.required", field="destination_id"))
        if not self.reason:
            troubles.append(RuleBroken("draft.required", field="reason"))
        for code in self.documents:
            try:
                lists.require("document", code, "documents")
            except RuleBroken as trouble:
                troubles.append(trouble)
        if troubles:
            raise RulesBroken(troubles)


class StepDraft(BaseModel):
    """A step of a referral as typed."""

    model_config = ConfigDict(extra="forbid")

    to_state: Text
    happened_on: date
    explanation: LongText = ""


class DestinationDraft(BaseModel):
    """A destination as typed; ``addressee`` is the line after ``Kepada Yth.``.

    ``reply_days`` is how long it usually takes to answer, None for the office's usual time.
    """

    model_config = ConfigDict(extra="forbid")

    name: Text = ""
    kind: Text = "balai"
    addressee: Text = ""
    place: Text = ""
    address: Text = ""
    phone: Text = ""
    checklist: list[str] = []
    remark: LongText = ""
    is_retired: bool = False
    reply_days: int | None = Field(default=None, strict=True, ge=1, le=365)

    def check(self, lists: ValueLists) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        troubles = [
            RuleBroken("draft.required", field=name) for name in ("name", "addressee") if not getattr(self, name)
        ]
        checks = [("destination_kind", self.kind, "kind")]
        checks += [("document", code, "checklist") for code in self.checklist]
        for name, code, field in checks:
            try:
                lists.require(name, code, field)
            except RuleBroken as trouble:
                troubles.append(trouble)
        if troubles:
            raise RulesBroken(troubles)
