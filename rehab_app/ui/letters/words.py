"""What the register's page says of states, findings and ways out."""

from collections.abc import Mapping
from typing import Final

from rehab_app.foundation.words import N_
from rehab_app.papers.register.check import Finding
from rehab_app.papers.register.rows import LetterState
from rehab_app.papers.register.search import LATE
from rehab_app.ui.kit.theme import State

STATES: Final[Mapping[str, str]] = {
    LetterState.ISSUED: N_("issued"),
    LetterState.OUTSIDE: N_("written elsewhere"),
    LetterState.RESERVED: N_("number reserved"),
    LetterState.VOID: N_("void"),
}
FILTERS: Final[Mapping[str, str]] = {
    "": N_("Every state"),
    LetterState.ISSUED: N_("Issued"),
    LetterState.OUTSIDE: N_("Written elsewhere"),
    LetterState.RESERVED: N_("Reserved"),
    LetterState.VOID: N_("Void"),
    LATE: N_("Put in afterwards"),
}
COLOURS: Final[Mapping[LetterState, State]] = {
    LetterState.ISSUED: State.OK,
    LetterState.OUTSIDE: State.OK,
    LetterState.RESERVED: State.INFO,
    LetterState.VOID: State.WARNING,
}
FINDINGS: Final[Mapping[Finding, str]] = {
    Finding.EARLIER: N_("In the paper register"),
    Finding.GAP: N_("Number missing"),
    Finding.VOID: N_("Void"),
    Finding.GIVEN_UP: N_("Reservation given up"),
    Finding.RESERVED: N_("Still reserved"),
    Finding.LATE: N_("Put in afterwards"),
    Finding.ORDER: N_("Date out of order"),
    Finding.DUPLICATE: N_("Number twice"),
}
GRAVE: Final[Mapping[Finding, State]] = {
    Finding.EARLIER: State.NEUTRAL,
    Finding.GAP: State.DANGER,
    Finding.DUPLICATE: State.DANGER,
    Finding.ORDER: State.WARNING,
    Finding.RESERVED: State.INFO,
}
SAID: Final[Mapping[Finding, str]] = {
    Finding.ORDER: N_("earlier than {said}"),
    Finding.DUPLICATE: N_("the same as {said}"),
    Finding.EARLIER: N_("numbers before the first letter in the program"),
    Finding.GAP: N_("no letter bears it; explain it in the register"),
}
WAYS: Final[Mapping[str, str]] = {
    "print": N_("printed"),
    "save": N_("saved as PDF"),
    "handover": N_("handed over"),
}
AGAIN: Final = N_("again")
MARKS: Final[Mapping[str, str]] = {"archive": N_("archive copy"), "recipient": N_("recipient's copy")}
