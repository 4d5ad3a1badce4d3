"""The forms of the register's page at work: each opens in the side panel and tells what number came of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from rehab_app.foundation.words import N_
from rehab_app.papers.register.orders import Numbered
from rehab_app.papers.register.rows import LetterRow
from rehab_app.ui.clients.form_panel import FormOrder, FormPanel, Refused, Saved
from rehab_app.ui.letters import actions
from rehab_app.ui.letters.actions import Desk
from rehab_app.ui.letters.forms import late_specs, outside_specs, period_specs, reserve_specs
from rehab_app.ui.shell.session import Session

Told = Callable[[str], None]


class Entering(QObject):
    """Opens the forms; ``desk`` is what they offer."""

    def __init__(self, session: Session, forms: FormPanel, owner: QObject) -> None:
        super().__init__(owner)
        self._session = session
        self._forms = forms
        self.desk = Desk((), ())

    def reserve(self, type_code: str, told: Told) -> None:
        """Ask for a number that is kept for a letter to come."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.reserve_number(self._session, draft, saved, refused, self._forms)

        say = self._session.say
        self._forms.open_form(
            FormOrder(
                title=say("Reserve a number"),
                name="letters.reserve",
                subject="",
                specs=reserve_specs(self._session, self.desk, self),
                values={"type_code": self._type(type_code), "dated_on": self._session.context.clock.today()},
                save=save,
                save_text=say("Reserve"),
                lead=say("The number is taken now and waits for its letter. Void it where it is not needed."),
                saved=self._teller(N_("Number {number} is reserved."), told),
            ),
        )

    def register_outside(self, type_code: str, told: Told, kept: LetterRow | None = None) -> None:
        """Ask for a letter that was written outside the program; ``kept`` is the number that waits for it."""
        desk, say = self.desk, self._session.say

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            kept_id = kept.id if kept is not None else None
            actions.register_outside(self._session, draft, desk, kept_id, saved, refused, self._forms)

        lead = say("A letter written outside the program gets the next number and a line in the register.")
        today = self._session.context.clock.today()
        values: dict[str, object] = {"type_code": self._type(type_code), "dated_on": today}
        if kept is not None:
            lead = say("The letter gets number {number}, which was kept for it.", number=kept.number_text)
            values = {"type_code": self._type(kept.type_code), "dated_on": kept.dated_on, "subject": kept.subject}
        self._forms.open_form(
            FormOrder(
                title=say("Letter from elsewhere"),
                name="letters.outside",
                subject=kept.id.hex if kept is not None else "",
                specs=outside_specs(self._session, desk, self),
                values={**values, "signer": self._first_signer()},
                save=save,
                save_text=say("Take the number"),
                lead=lead,
                saved=self._teller(N_("The letter has number {number}."), told),
            )
        )

    def insert_late(self, row: LetterRow | None, type_code: str, told: Told) -> None:
        """Ask for a letter that is put in behind ``row``, the one that is marked."""
        desk = self.desk

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.insert_late(self._session, draft, desk, saved, refused, self._forms)

        say = self._session.say
        values: dict[str, object] = {
            "type_code": self._type(row.type_code if row is not None else type_code),
            "signer": self._first_signer(),
            "is_reserved": False,
        }
        if row is not None:
            values |= {"after_number": row.number, "dated_on": row.dated_on}
        self._forms.open_form(
            FormOrder(
                title=say("Put in a letter"),
                name="letters.late",
                subject="",
                specs=late_specs(desk),
                values=values,
                save=save,
                save_text=say("Take the number"),
                lead=say("For a letter that was forgotten: it gets the number of its day with .1 behind it."),
                saved=self._teller(N_("The letter has number {number}."), told),
            ),
        )

    def ask_agenda(self, year: int, show: Callable[[bytes], None]) -> None:
        """Ask which part of the year the book shall hold, and draw it."""

        def save(draft: dict[str, object], saved: Saved, refused: Refused) -> None:
            actions.draw_agenda(self._session, year, draft, saved, refused, self._forms)

        say = self._session.say
        self._forms.open_form(
            FormOrder(
                title=say("Buku agenda {year}", year=year),
                name="letters.agenda",
                subject=str(year),
                specs=period_specs(),
                save=save,
                save_text=say("Show the book"),
                saved=lambda content: show(content) if isinstance(content, bytes) else None,
            ),
        )

    def _teller(self, sentence: str, told: Told) -> Saved:
        def saved(result: object) -> None:
            if isinstance(result, Numbered):
                told(self._session.say(sentence, number=result.number_text))

        return saved

    def _type(self, code: str) -> str | None:
        """Return the type that a form begins with: the one that is filtered for or marked, where it is still in use."""
        return code if any(row.code == code for row in self.desk.types) else None

    def _first_signer(self) -> str | None:
        return actions.signer_key(self.desk.signers[0]) if self.desk.signers else None
