"""What is typed about types of letters and about letters that the program does not write, checked before it is kept."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.papers.letters.numbers import check_pattern

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]


class LetterTypeDraft(BaseModel):
    """A type of letters as typed; ``is_new`` for one the office adds, whose ``code`` nobody has yet."""

    model_config = ConfigDict(extra="forbid")

    code: Code = ""
    name: Text = ""
    security: Code = ""
    series: Code = ""
    pattern: Text = ""
    signer_mark: Code = ""
    filing_code: Code = ""
    classification: Text = ""
    copies: list[Text] = []
    is_new: bool = False

    def check(self) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        wanted = ("code", "name", "security", "series", "pattern")
        troubles = [RuleBroken("draft.required", field=name) for name in wanted if not getattr(self, name)]
        if self.pattern:
            try:
                check_pattern(self.pattern)
            except RuleBroken as trouble:
                troubles.append(trouble)
        for name in ("signer_mark", "filing_code"):
            part = {"signer_mark": "penandatangan", "filing_code": "klasifikasi"}[name]
            if f"{{{part}}}" in self.pattern and not getattr(self, name):
                troubles.append(RuleBroken("draft.required", field=name))
        if troubles:
            raise RulesBroken(troubles)


class EntryDraft(BaseModel):
    """A letter or a number entered by hand; ``after_number`` and ``reason`` for one that is put in afterwards."""

    model_config = ConfigDict(extra="forbid")

    type_code: Code = ""
    dated_on: date | None = None
    addressee: Text = ""
    subject: Text = ""
    signer_name: Text = ""
    signer_title: Text = ""
    filing_code: Code = ""
    copies: list[Text] = []
    remark: LongText = ""
    reason: LongText = ""
    after_number: int | None = None

    def require(self, *names: str) -> None:
        """Raise RulesBroken for every one of ``names`` that is empty."""
        troubles = [RuleBroken("draft.required", field=name) for name in names if getattr(self, name) in {None, ""}]
        if troubles:
            raise RulesBroken(troubles)
