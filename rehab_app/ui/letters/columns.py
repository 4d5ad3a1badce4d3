"""The columns of the register on the screen."""

from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.kit.columns import Column
from rehab_app.ui.letters.words import COLOURS, STATES
from rehab_app.ui.shell.session import Session


def letter_columns(session: Session) -> list[Column[LetterRow]]:
    """Return the columns; the subject holds initials only and is masked in privacy mode all the same."""
    say = session.say

    def state(row: LetterRow) -> str:
        if row.voided_on is not None:
            return say("void since {day}", day=format_short(row.voided_on))
        return say(STATES[row.state])

    return [
        Column(
            N_("Number"),
            lambda row: row.number_text,
            width=36,
            order=lambda row: (row.series, row.year, row.number, int(row.suffix.removeprefix(".") or 0)),
        ),
        Column(N_("Dated"), lambda row: format_short(row.dated_on), width=11, order=lambda row: row.dated_on),
        Column(
            N_("State"),
            state,
            width=19,
            state=lambda row: COLOURS[row.state],
            tooltip=lambda row: row.void_reason or row.reason,
            order=lambda row: row.state,
        ),
        Column(N_("Addressee"), lambda row: row.addressee, width=13, order=lambda row: row.addressee),
        Column(
            N_("Subject"),
            lambda row: row.subject,
            width=23,
            stretches=True,
            is_private=True,
            order=lambda row: row.subject,
        ),
        Column(N_("Signer"), lambda row: row.signer_name, width=12, order=lambda row: row.signer_name),
    ]
