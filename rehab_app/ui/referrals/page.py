"""The referrals on their way, the longest in their state first; Enter opens the client's referral."""

from collections.abc import Sequence
from typing import Final

from rehab_app.clinic.referrals.facts import ReferralChanged
from rehab_app.clinic.referrals.rows import ReferralRow
from rehab_app.clinic.referrals.rules import DRAFT, SUBMITTED, WAITING
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.subjects import FileSection
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.referrals import actions
from rehab_app.ui.shell.room import RoomPage
from rehab_app.ui.shell.session import Session

LONG_WAIT_DAYS: Final = 14
_NAME: Final = "referrals.open"


class ReferralsPage(RoomPage):
    """One line a referral: who, where to, in which state since when, and what is missing from its papers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.say("Referrals"), session.say("Those that are not at their end yet"))
        self.model: RowsModel[ReferralRow] = RowsModel(self.context, _columns(session), key=lambda row: row.id)
        self.table: Table[ReferralRow] = Table(
            self.model, session.say("Referrals"), name=_NAME, view_state=session.view_state
        )
        self.table.set_empty(
            session.say("No referral is on its way"),
            session.say("A referral is prepared in the client's file, under Referral."),
        )
        self.table.opened.connect(lambda row: session.go.to("clients.file", FileSection(row.client_id, "referral")))
        self.body.addWidget(self.table, 1)
        self.context.facts.hear(ReferralChanged, lambda _fact: self._refresh(), self)

    def arrive(self, subject: object = None) -> None:
        """Show the list as it is now."""
        del subject
        self._read()
        self.table.setFocus()

    def forget(self) -> None:
        """Drop the rows."""
        self.model.set_rows(())

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        def done(rows: Sequence[ReferralRow]) -> None:
            self.model.set_rows(rows)

        def failed(trouble: RuleBroken) -> None:
            self.notice.tell(self.context.trouble(trouble), State.DANGER)

        actions.read_open(self.session, done, failed, self)


def _columns(session: Session) -> list[Column[ReferralRow]]:
    say = session.say

    def days(row: ReferralRow) -> str:
        return session.context.words.say_many("{count} day", "{count} days", row.days)

    def wait(row: ReferralRow) -> State:
        is_long = row.state in {DRAFT, SUBMITTED, WAITING} and row.days > LONG_WAIT_DAYS
        return State.WARNING if is_long else State.NEUTRAL

    def papers(row: ReferralRow) -> str:
        count = len(row.missing_documents)
        return say("{count} missing", count=count) if count else say("complete")

    return [
        Column(N_("Initials"), lambda row: row.initials, width=9, is_private=True, order=lambda row: row.initials),
        Column(N_("RM"), lambda row: row.rm_number, width=9, order=lambda row: row.rm_number),
        Column(
            N_("Destination"), lambda row: row.destination, width=26, stretches=True, order=lambda row: row.destination
        ),
        Column(
            N_("State"),
            lambda row: session.label("referral_state", row.state),
            width=18,
            state=lambda row: State.INFO if row.state != DRAFT else State.NEUTRAL,
            order=lambda row: row.state,
        ),
        Column(N_("Since"), lambda row: format_short(row.state_on), width=11, order=lambda row: row.state_on),
        Column(N_("For"), days, width=10, state=wait, order=lambda row: row.days),
        Column(
            N_("Papers"),
            papers,
            width=13,
            state=lambda row: State.WARNING if row.missing_documents else State.OK,
            tooltip=lambda row: ", ".join(session.label("document", code) for code in row.missing_documents),
            order=lambda row: len(row.missing_documents),
        ),
    ]
