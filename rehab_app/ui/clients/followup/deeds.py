"""What is done about a client who stays away, the same in the room and in her file: forms in the side panel, one at a time."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.clinic.clients.contacts import SafeContactRow
from rehab_app.clinic.followup.rows import CallRow, CallTarget, SummonsRow
from rehab_app.clinic.followup.rules import NOTICE
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.followup import actions, forms, said
from rehab_app.ui.clients.followup.actions import Calling, DropOut
from rehab_app.ui.clients.followup.safe_card import SafeCard
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved, Values
from rehab_app.ui.kit.dialogs import ask_reason
from rehab_app.ui.kit.elided import ElidedLabel
from rehab_app.ui.kit.field_spec import as_raw
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_CALLS_SHOWN: Final = 3
_OUTCOME: Final = "outcome"
_CONTACT: Final = "contact_id"
_NEXT: Final = "next_try_on"


class FollowUpDeeds:
    """Opens the forms of following up in ``panel``; ``tell`` says what was done, ``refuse`` a trouble without a field."""

    def __init__(
        self,
        session: Session,
        panel: FormPanel,
        tell: Callable[[str, State], None],
        refuse: Callable[[RuleBroken], None],
    ) -> None:
        self._session = session
        self._panel = panel
        self._tell = tell
        self._refuse = refuse

    # Calls.

    def call(self, calling: Calling, saved: Saved | None = None, *, why: str = "", save_text: str = "") -> Form | None:
        """Ask what came of a call, with ``why`` and the rules of the number before it; None where another form is unsaved."""
        session = self._session

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.keep_call(session, calling.episode_id, None, draft, done, refused, self._panel)

        first = forms.key_of(calling.targets[0]) if calling.targets else actions.OWN
        form = self._panel.open_form(
            FormOrder(
                title=session.say(
                    "Call {initials}, RM {number}", initials=self._initials(calling), number=calling.rm_number
                ),
                name="followup.call",
                subject=str(calling.episode_id),
                specs=forms.call_specs(session, calling.targets, is_correction=False),
                values={_CONTACT: first, "channel": "phone"},
                save=save,
                save_text=save_text,
                saved=saved or (lambda _done: self._tell(session.say("The call is recorded."), State.OK)),
                head=lambda made: self._head(made, calling, why),
                in_sight=_NEXT,
            )
        )
        if form is not None:
            self._suggest_next_try(form, calling)
            form.field(_OUTCOME).focus_editor()
        return form

    def correct_call(self, row: CallRow, targets: Sequence[CallTarget]) -> None:
        """Show a call to be corrected, with a reason."""
        session = self._session

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.keep_call(session, row.episode_id, row, draft, done, refused, self._panel)

        def reread(show: Callable[[Values], None]) -> None:
            def done(rows: Sequence[CallRow]) -> None:
                now = next((one for one in rows if one.series_id == row.series_id), None)
                if now is not None:
                    show(forms.call_values(now))

            actions.read_calls(session, row.episode_id, done, self._refuse, self._panel)

        self._panel.open_form(
            FormOrder(
                title=session.say("Correct the call of {call}", call=said.call_text(session, row)),
                name="followup.correct_call",
                subject=str(row.series_id),
                specs=forms.call_specs(session, targets, is_correction=True),
                values=forms.call_values(row),
                save=save,
                saved=lambda _done: self._tell(session.say("The call is corrected."), State.OK),
                reread=reread,
            )
        )

    def bin_call(self, row: CallRow) -> None:
        """Ask why a call was entered by mistake, and put it into the recycle bin."""
        session = self._session

        def give(reason: str) -> None:
            told = session.say("It lies in the recycle bin now.")
            actions.bin_call(session, row, reason, lambda _done: self._tell(told, State.OK), self._refuse, self._panel)

        ask_reason(
            session.context,
            self._window(),
            session.say("Put into the recycle bin: {what}", what=said.call_text(session, row)),
            session.say(
                "For entries made by mistake. It no longer counts, stays readable in the bin and can be taken back."
            ),
            verb=session.say("Put into the recycle bin"),
            done=give,
        )

    # Summonses.

    def prepare(self, episode_id: UUID, kind: str, who: str, prepared: Callable[[SummonsRow], None]) -> None:
        """Ask for a summons, or a notice to the penyidik, about ``who``; ``prepared`` is given its row."""
        session = self._session

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.prepare(session, episode_id, kind, draft, done, refused, self._panel)

        def saved(row: object) -> None:
            if isinstance(row, SummonsRow):
                self._tell(session.say("{summons} is prepared.", summons=said.summons_name(session, row)), State.OK)
                prepared(row)

        is_notice = kind == NOTICE
        title = session.say("Notice to the penyidik about {who}", who=who)
        self._panel.open_form(
            FormOrder(
                title=title if is_notice else session.say("Summons for {who}", who=who),
                name=f"followup.{kind}",
                subject=str(episode_id),
                specs=forms.summons_specs(kind),
                values={"dated_on": session.context.clock.today()},
                save=save,
                save_text=session.say("Prepare the letter"),
                lead=session.say("The number in the row and the missed days come from the record by themselves."),
                saved=saved,
            )
        )

    def send(self, row: SummonsRow, sent: Callable[[SummonsRow], None] | None = None) -> None:
        """Ask for the day on which a summons was sent."""
        session = self._session

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.mark_sent(session, row, draft, done, refused, self._panel)

        def saved(now: object) -> None:
            self._tell(session.say("{summons} is marked as sent.", summons=said.summons_name(session, row)), State.OK)
            if sent is not None and isinstance(now, SummonsRow):
                sent(now)

        def values(of: SummonsRow) -> dict[str, object]:
            return {"sent_on": session.context.clock.today(), VERSION: of.row_version}

        def reread(show: Callable[[Values], None]) -> None:
            actions.read_summons(session, row.series_id, lambda now: show(values(now)), self._refuse, self._panel)

        self._panel.open_form(
            FormOrder(
                title=session.say("{summons}: sent", summons=said.summons_name(session, row)),
                name="followup.send",
                subject=str(row.series_id),
                specs=forms.sent_specs(),
                values=values(row),
                save=save,
                save_text=session.say("Mark as sent"),
                saved=saved,
                reread=reread,
            )
        )

    def cancel(self, row: SummonsRow, cancelled: Callable[[], None] | None = None) -> None:
        """Ask why a summons is cancelled."""
        session = self._session
        name = said.summons_name(session, row)

        def done(_done: object) -> None:
            self._tell(session.say("{summons} is cancelled.", summons=name), State.OK)
            if cancelled is not None:
                cancelled()

        def give(reason: str) -> None:
            actions.cancel(session, row, reason, done, self._refuse, self._panel)

        ask_reason(
            session.context,
            self._window(),
            session.say("Cancel {summons}?", summons=name),
            session.say("It stays readable as cancelled, and its number is given again."),
            verb=session.say("Cancel the summons"),
            done=give,
        )

    # Decision and rules.

    def drop_out(self, episode_id: UUID, who: str, ended: Callable[[], None] | None = None) -> None:
        """Show what was tried, and ask for day and reason of the decision that a client has dropped out."""

        def opened(found: DropOut) -> None:
            self._ask_drop_out(found, who, ended)

        actions.read_drop_out(self._session, episode_id, opened, self._refuse, self._panel)

    def rules(self, contact: SafeContactRow) -> None:
        """Ask how one contact may be called."""
        session = self._session

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.keep_rules(session, contact, draft, done, refused, self._panel)

        def reread(show: Callable[[Values], None]) -> None:
            def done(rows: Sequence[SafeContactRow]) -> None:
                now = next((one for one in rows if one.id == contact.id), None)
                if now is not None:
                    show(forms.rules_values(now))

            actions.read_contacts(session, contact.client_id, done, self._refuse, self._panel)

        mask = session.context.privacy.mask
        self._panel.open_form(
            FormOrder(
                title=session.say("Safe contact: {name}", name=mask(contact.name)),
                name="clients.safe_contact",
                subject=str(contact.id),
                specs=forms.rules_specs(),
                values=forms.rules_values(contact),
                save=save,
                lead=session.say("These rules stand before the number whenever somebody calls, and on the call sheet."),
                saved=lambda _done: self._tell(session.say("The rules of safe contact are saved."), State.OK),
                reread=reread,
            )
        )

    def _ask_drop_out(self, found: DropOut, who: str, ended: Callable[[], None] | None) -> None:
        session, episode = self._session, found.episode

        def save(draft: dict[str, object], done: Saved, refused: Refused) -> None:
            actions.drop_out(session, episode, draft, done, refused, self._panel)

        def saved(_done: object) -> None:
            self._tell(session.say("Decided: {who} has dropped out.", who=who), State.OK)
            if ended is not None:
                ended()

        def reread(show: Callable[[Values], None]) -> None:
            def done(now: DropOut) -> None:
                show({VERSION: now.episode.row_version})

            actions.read_drop_out(session, episode.id, done, self._refuse, self._panel)

        self._panel.open_form(
            FormOrder(
                title=session.say("Decide on a drop-out: {who}", who=who),
                name="followup.drop_out",
                subject=str(episode.id),
                specs=forms.drop_out_specs(),
                values={"on": session.context.clock.today(), VERSION: episode.row_version},
                save=save,
                save_text=session.say("Decide: dropped out"),
                saved=saved,
                reread=reread,
                head=lambda _form: self._tried(found),
            )
        )

    def _tried(self, found: DropOut) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._session.context.theme.space(0.5))
        column.addWidget(label(self._session.say("What was tried"), "heading"))
        for line in said.tried_lines(self._session, found.tried):
            column.addWidget(label(line))
        column.addWidget(
            label(self._session.say("The masa perawatan ends with this; nothing ends it by itself."), "hint")
        )
        return box

    # The call's form.

    def _head(self, form: Form, calling: Calling, why: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._session.context.theme.space(0.75))
        card = SafeCard(self._session, calling.name)
        column.addWidget(card)
        calls = "; ".join(said.call_text(self._session, row) for row in calling.calls[:_CALLS_SHOWN])
        told = [self._session.say("So far: {calls}", calls=calls) if calls else "", why]
        for line in filter(None, told):
            column.addWidget(ElidedLabel("hint", line))
        by_key = {forms.key_of(target): target for target in reversed(calling.targets)}

        def show() -> None:
            chosen = form.answers_of([_CONTACT])[_CONTACT]
            card.show_target(by_key.get(str(chosen)))

        form.field(_CONTACT).edited.connect(show)
        show()
        return box

    def _suggest_next_try(self, form: Form, calling: Calling) -> None:
        """Fill in the next open day where the outcome asks for another try and no day was typed."""

        def suggest() -> None:
            answers = form.answers_of([_OUTCOME, _NEXT])
            outcome = lists_in_force().get("call_outcome", str(answers[_OUTCOME] or ""))
            asks = outcome is not None and outcome.is_marked("tries_again")
            if asks and form.field(_NEXT).is_empty:
                day = as_raw(calling.next_day)
            elif not asks and answers[_NEXT] == calling.next_day:
                day = None
            else:
                return
            form.column.fill({_NEXT: day}, [_NEXT])
            form.changed.emit()

        form.field(_OUTCOME).edited.connect(suggest)

    def _initials(self, calling: Calling) -> str:
        return self._session.context.privacy.mask(calling.initials)

    def _window(self) -> QWidget | None:
        parent = self._panel.parent()
        return parent.window() if isinstance(parent, QWidget) else None


def who_text(session: Session, initials: str, rm_number: str) -> str:
    """Return ``BS, RM 000012``, masked in privacy mode."""
    return session.say("{initials}, RM {number}", initials=session.context.privacy.mask(initials), number=rm_number)


def day_or_nothing(row: SummonsRow) -> str:
    """Return the day on which a summons asks the client to come, and the time; empty where it asks for none."""
    if row.new_on is None:
        return ""
    at = f" {row.new_at:%H.%M}" if row.new_at is not None else ""
    return f"{format_short(row.new_on)}{at}"
