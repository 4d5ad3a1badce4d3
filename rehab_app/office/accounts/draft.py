"""What is typed about an account, checked before it is kept."""

import re
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import RuleBroken, RulesBroken

LEAST_PASSPHRASE: Final = 10
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class AccountDraft(BaseModel):
    """An account as typed: ``login`` of 2-32 small letters, digits, ``. _ -``; ``grants`` are [class, right, is_given]."""

    model_config = ConfigDict(extra="forbid")

    login: Text
    full_name: Text
    title: Text = ""
    rank: Text = ""
    staff_number: Text = ""
    roles: list[Role] = []
    grants: list[tuple[DataClass, Right, bool]] = []

    def check(self) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        troubles = []
        if not _LOGIN.fullmatch(self.login):
            troubles.append(RuleBroken("accounts.login", field="login"))
        if not self.full_name:
            troubles.append(RuleBroken("draft.required", field="full_name"))
        if not self.roles:
            troubles.append(RuleBroken("accounts.no_role", field="roles"))
        if troubles:
            raise RulesBroken(troubles)


def check_passphrase(passphrase: str, login: str) -> None:
    """Raise RuleBroken where a passphrase is short, one repeated sign, or holds the login name."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise RuleBroken("accounts.short_passphrase", field="passphrase", least=LEAST_PASSPHRASE)
    if len(set(passphrase)) < LEAST_PASSPHRASE // 2 or login.casefold() in passphrase.casefold():
        raise RuleBroken("accounts.weak_passphrase", field="passphrase")
