"""What instruments are called on the screen, and the order in which they are offered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.instruments import registry
from rehab_app.ui.shell.session import Session

ASSIST: Final = "assist"
# The order in which they are offered: measures at intake and exit first, the assessment, then what is asked now and then.
_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "whoqol": N_("WHOQOL-BREF (quality of life)"),
        "urica": N_("URICA (readiness to change)"),
        "dast10": N_("DAST-10 (drugs)"),
        "audit": N_("AUDIT (alcohol)"),
        "srq20": N_("SRQ-20 (mental distress)"),
        "asi": N_("ASI assessment (wajib lapor)"),
        "screening_sheet": N_("Local screening sheet"),
        "assist": N_("ASSIST (screening)"),
    }
)


def title_of(session: Session, instrument: str) -> str:
    """Return what an instrument is called; one that we do not know by heart by the name on its form."""
    known = _TITLES.get(instrument)
    return session.say(known) if known else registry.form(instrument).name


def offered() -> tuple[str, ...]:
    """Return what can be filled in here, in the order in which it is offered; ASSIST has its own section, because it routes."""
    known = [name for name in _TITLES if name in registry.form_names()]
    others = [name for name in registry.form_names() if name not in _TITLES]
    return tuple(name for name in (*known, *others) if name != ASSIST)
