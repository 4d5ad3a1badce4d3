"""The accounts: who may sign in, what each may do, one-time passphrases, and retiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rehab_app.foundation.actor import DataClass, Right, Role
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.kit.columns import Column, RowsModel
from rehab_app.ui.kit.dialogs import Dialog, confirm
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel, button, hide_unless, label
from rehab_app.ui.kit.table import Table
from rehab_app.ui.kit.theme import State
from rehab_app.ui.office.actions import (
    HandedOver,
    add_account,
    read_accounts,
    reset_passphrase,
    retire_account,
    save_account,
)
from rehab_app.ui.office.handing_over import HandingOver
from rehab_app.ui.office.rights_table import RightsTable
from rehab_app.ui.office.section import Section
from rehab_app.ui.office.specs import ROLE_WORDS, account_specs, account_values
from rehab_app.ui.shell.forms import add_below, make_flush
from rehab_app.ui.shell.room import Command
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.ui.office.actions import AccountRow


class AccountForm(Form):
    """The form of one account in the side panel, with the rights its roles add up to."""

    def __init__(self, session: Session, row: AccountRow | None) -> None:
        context, say = session.context, session.say
        super().__init__(
            account_specs(context.words), context, save_text=say("Make the account") if row is None else ""
        )
        make_flush(self)
        self.row = row
        self.rights = RightsTable(say)
        if row is not None:
            self.fill(
                {
                    "login": row.login,
                    "full_name": row.full_name,
                    "title": row.title,
                    "rank": row.rank,
                    "staff_number": row.staff_number,
                    "roles": [role.value for role in row.roles],
                }
            )
            self.field("login").setEnabled(False)
        self.rights.show_rights(self._roles(), row.grants if row is not None else ())
        self.changed.connect(lambda: self.rights.show_rights(self._roles()))
        subject = str(row.id) if row is not None else ""
        self.journal = DraftJournal(
            self, session.clinic.drafts, context.jobs.write, name="office.account", subject=subject
        )
        self.journal.offer()
        add_below(self, label(say("What this account may do"), "heading"))
        add_below(
            self,
            label(say("The roles fill the boxes. A box you change is an exception for this person alone."), "muted"),
        )
        add_below(self, self.rights)

    def account(self, draft: dict[str, object]) -> dict[str, object]:
        """Return what the account's draft class takes."""
        return {**account_values(draft), "grants": [list(grant) for grant in self.rights.grants]}

    def _roles(self) -> list[str]:
        roles = self.answers().get("roles")
        return [str(role) for role in roles] if isinstance(roles, tuple | list) else []


class AccountsSection(Section):
    """The list of accounts with a panel for one of them."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        say = session.say
        self.model: RowsModel[AccountRow] = RowsModel(session.context, self._columns(), key=lambda row: row.id)
        self.table = Table(self.model, say("Accounts"), name="office.accounts", view_state=session.view_state)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show_buttons)
        self.open_form: AccountForm | None = None
        self.dialog: Dialog | None = None
        self._may_grant = session.actor.has(Role.KEPALA, Role.SUBKOORDINATOR) and session.may(
            DataClass.PENGATURAN, Right.PERBAIKAN
        )
        panel.closed.connect(self._on_closed)
        self._build()

    def arrive(self) -> None:
        """Read the accounts."""
        read_accounts(self.session, self._show, self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def journals(self) -> list[DraftJournal]:
        """Return the journal of the open form."""
        return [self.open_form.journal] if self.open_form is not None else []

    def forget(self) -> None:
        """Blank the list, and a passphrase that is still shown."""
        self.model.set_rows(())
        if self.dialog is not None:
            self.dialog.close()

    def commands(self) -> list[Command]:
        """Return what can be done with accounts."""
        if not self._may_grant:
            return []
        return [Command(self.session.say("Make a new account"), self.add, "Ctrl+N", "accounts")]

    def add(self) -> None:
        """Open the form of a new account."""
        self._open_panel(None)

    def reset(self) -> None:
        """Give the chosen account a one-time passphrase, after asking."""
        row = self.table.current_row
        if row is None:
            return
        say = self.session.say
        text = say(
            "{name} then signs in with a one-time passphrase that you hand over; the old one ends.", name=row.full_name
        )

        def go() -> None:
            reset_passphrase(self.session, row, self._hand_over, self.tell_trouble, self)

        confirm(
            self.session.context, self.window(), say("New passphrase?"), text, verb=say("Hand out a new one"), yes=go
        )

    def retire(self) -> None:
        """Retire the chosen account, after saying what that does not end."""
        row = self.table.current_row
        if row is None or row.id == self.session.actor.user_id:
            return
        say = self.session.say
        text = say(
            "{name} can no longer sign in here. Copies of the key file and backups made until today still open with "
            "the old passphrase: keep them under lock. If somebody may have taken a copy, make a new data key afterwards "
            "under Keys.",
            name=row.full_name,
        )

        def go() -> None:
            retire_account(self.session, row, self._on_retired, self.tell_trouble, self)

        confirm(
            self.session.context,
            self.window(),
            say("Retire this account?"),
            text,
            verb=say("Retire"),
            yes=go,
            is_destructive=True,
        )

    def _on_retired(self, _result: None) -> None:
        self.tell(self.session.say("The account is retired."))
        self.arrive()

    def _hand_over(self, handed: HandedOver) -> None:
        self.dialog = HandingOver(self.session.context, [handed], self.window())
        self.dialog.finished.connect(self._on_handed)
        self.dialog.open()
        self.arrive()

    def _on_handed(self) -> None:
        self.dialog = None

    def _open(self, row: AccountRow) -> None:
        if self._may_grant:
            self._open_panel(row)

    def _open_panel(self, row: AccountRow | None) -> None:
        form = AccountForm(self.session, row)
        form.save_asked.connect(self._save)
        form.left.connect(lambda _how: self.panel.close_panel())
        self.open_form = form
        title = self.session.say("New account") if row is None else row.full_name
        self.panel.open_panel(title, form)
        form.field("login" if row is None else "full_name").focus_editor()

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        form = self.open_form
        if form is None:
            return
        values = form.account(draft)
        if form.row is None:
            add_account(self.session, values, self._on_added, form.show_troubles, form)
        else:
            save_account(
                self.session, form.row.id, form.row.row_version, values, self._on_saved, self._on_refused, form
            )

    def _on_added(self, handed: HandedOver) -> None:
        self._end_form()
        self._hand_over(handed)

    def _on_saved(self, _result: None) -> None:
        self._end_form()
        self.tell(self.session.say("The account is saved. New rights hold from the person's next sign-in."))
        self.arrive()

    def _on_refused(self, trouble: RuleBroken) -> None:
        if self.open_form is not None:
            self.open_form.show_troubles(trouble)

    def _end_form(self) -> None:
        if self.open_form is not None:
            self.open_form.mark_saved()
        self.panel.close_panel()

    def _on_closed(self) -> None:
        self.open_form = None

    def _show(self, rows: list[AccountRow]) -> None:
        current = self.table.current_row
        self.model.set_rows(rows)
        place = self.model.find(current.id) if current is not None else 0
        self.table.choose(max(0, place))

    def _show_buttons(self, row: AccountRow | None) -> None:
        is_other = row is not None and row.id != self.session.actor.user_id
        self._reset.setEnabled(is_other)
        self._retire.setEnabled(is_other and row is not None and row.is_active)
        say = self.session.say
        is_retired = row is not None and not row.is_active
        self._reset.setText(say("Take back into service") if is_retired else say("One-time passphrase"))

    def _columns(self) -> list[Column[AccountRow]]:
        say = self.session.say

        def state(row: AccountRow) -> str:
            if not row.is_active:
                return say("Retired")
            return say("Waits for the first sign-in") if row.must_change_passphrase else say("Active")

        def sign(row: AccountRow) -> State:
            if not row.is_active:
                return State.NEUTRAL
            return State.WARNING if row.must_change_passphrase else State.OK

        return [
            Column(N_("Name"), lambda row: row.full_name, width=26),
            Column(N_("Sign-in name"), lambda row: row.login, width=14),
            Column(N_("Roles"), lambda row: ", ".join(say(ROLE_WORDS[role]) for role in row.roles), stretches=True),
            Column(N_("Standing"), state, width=26, state=sign),
        ]

    def _build(self) -> None:
        theme, say = self.session.context.theme, self.session.say
        row = QWidget()
        lane = FlowLayout(theme.space(1), theme.space(1), row)
        intro = say("Enter opens an account. Only Kepala and Subkoordinator give access (Permenkes 24/2022 Pasal 30).")
        self.column.addWidget(label(intro, "muted"))
        self._reset = button(theme, say("One-time passphrase"), icon="key", clicked=self.reset)
        self._retire = button(theme, say("Retire"), icon="lock", clicked=self.retire)
        self._add = button(theme, say("New account"), look="main", icon="add", clicked=self.add)
        self._add.setToolTip(f"{say('New account')} (Ctrl+N)")
        for each in (self._reset, self._retire, self._add):
            lane.addWidget(each)
        hide_unless(self._may_grant, self._reset, self._retire, self._add)
        self.column.addWidget(row)
        self.column.addWidget(self.table, 1)
        self._show_buttons(None)
