"""Typing a new passphrase: the two fields, a hint how strong it is, and whether both are the same.

Length is what counts (the store accepts ten signs); a hint never blocks.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Width

LEAST: Final = 10
STRONG: Final = 16
_LEAST_DIFFERENT: Final = 7
FIRST: Final = "passphrase"
AGAIN: Final = "again"


def strength_hints(typed: str, login: str = "") -> list[RuleBroken]:
    """Return what is still weak about ``typed``: nothing for an empty or a strong one."""
    if not typed:
        return []
    if len(typed) < LEAST:
        return [RuleBroken("passphrase.short", missing=LEAST - len(typed))]
    if login and login.casefold() in typed.casefold():
        return [RuleBroken("passphrase.holds_login")]
    if len(set(typed.casefold())) < _LEAST_DIFFERENT:
        return [RuleBroken("passphrase.repeats")]
    if len(typed) < STRONG:
        return [RuleBroken("passphrase.fair")]
    return []


def new_passphrase_specs(
    label: str = N_("Passphrase"), group: str = "", login: Callable[[], str] = lambda: ""
) -> tuple[FieldSpec, ...]:
    """Return the two fields of a new passphrase."""

    def warn(answers: Answers, tell: Callable[[Sequence[RuleBroken]], None]) -> None:
        tell(strength_hints(str(answers.get(FIRST) or ""), str(answers.get("login") or login())))

    return (
        FieldSpec(
            name=FIRST,
            label=label,
            kind=Kind.PASSPHRASE,
            group=group,
            help=N_(
                "Four or five words that only you would put together, for example a picture you can see before you."
            ),
            is_required=True,
            width=Width.WIDE,
            warn=warn,
        ),
        FieldSpec(
            name=AGAIN,
            label=N_("The same passphrase again"),
            kind=Kind.PASSPHRASE,
            group=group,
            is_required=True,
            width=Width.WIDE,
        ),
    )


def require_same(draft: Mapping[str, object]) -> str:
    """Return the new passphrase; raises RuleBroken("passphrase.differs") beside the second field."""
    if draft[FIRST] != draft[AGAIN]:
        raise RuleBroken("passphrase.differs", field=AGAIN)
    return str(draft[FIRST])
