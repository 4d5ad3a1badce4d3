"""What is typed about an officer who signs, checked before it is kept."""

from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from rehab_app.foundation.errors import RuleBroken, RulesBroken

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]

OWN: Final = ""
ON_BEHALF: Final = "a.n."
THROUGH: Final = "u.b."
DAILY: Final = "Plh."
ACTING: Final = "Plt."
DELEGATIONS: Final = (OWN, ON_BEHALF, THROUGH, DAILY, ACTING)


class OfficerDraft(BaseModel):
    """An officer as typed. Whoever signs for another names her title (``principal``); u.b. also the officer ``between``."""

    model_config = ConfigDict(extra="forbid")

    name: Text = ""
    title: Text = ""
    rank: Text = ""
    staff_number: Text = ""
    delegation: Text = OWN
    principal: Text = ""
    between: Text = ""
    from_on: date | None = None
    until_on: date | None = None

    def check(self) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        wanted = ["name", "title"]
        if self.delegation != OWN:
            wanted.append("principal")
        if self.delegation == THROUGH:
            wanted.append("between")
        troubles = [RuleBroken("draft.required", field=name) for name in wanted if not getattr(self, name)]
        if self.delegation not in DELEGATIONS:
            troubles.append(RuleBroken("officers.delegation", field="delegation", name=self.delegation))
        if self.from_on and self.until_on and self.until_on < self.from_on:
            troubles.append(RuleBroken("officers.ends_before_it_begins", field="until_on"))
        if troubles:
            raise RulesBroken(troubles)
