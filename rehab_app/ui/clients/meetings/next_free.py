"""The proposal of a free hour above the form that plans a meeting: one key, and day and hour are filled in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rehab_app.foundation.dates import format_full
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.day_time import time_text
from rehab_app.ui.clients.keys import bind
from rehab_app.ui.clients.meetings import actions
from rehab_app.ui.clients.meetings.actions import Wish
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.layout import button
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

KEYS: Final = "Ctrl+Shift+F"
_ASKED: Final = ("held_on", "held_at", "slots", "counsellor_id", "room")
_CLIENT: Final = "client"


class NextFree(QWidget):
    """Proposes the next hour at which counsellor, room and client are free, from what is typed on; again: the one after it."""

    def __init__(self, session: Session, form: Form, client_id: UUID | None = None) -> None:
        super().__init__()
        self._session = session
        self._form = form
        self._client_id = client_id
        self._is_asking = False
        theme, text = session.context.theme, session.say("Next free hour")
        made = button(theme, text, icon="schedule", clicked=self.propose)
        made.setToolTip(f"{text} ({KEYS})")
        bind(self, KEYS, self.propose)
        self.note = NoteLine(theme, State.INFO)
        self.note.say(session.say("Day and hour by {keys}, for counsellor and room below.", keys=KEYS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note)

    def propose(self) -> None:
        """Look for an hour after what is typed, and fill it in."""
        wish = self._wish()
        if wish is None:
            self.note.say(self._session.say("Choose the counsellor first."), State.WARNING)
        elif not self._is_asking:
            self._is_asking = True
            actions.next_free(self._session, wish, self._take, self._fail, self._form)

    def _wish(self) -> Wish | None:
        names = [*_ASKED, *([_CLIENT] if _CLIENT in self._form.column.fields else [])]
        answers = self._form.answers_of(names)
        counsellor_id = _uuid(answers.get("counsellor_id"))
        if counsellor_id is None:
            return None
        day, slots, at = answers.get("held_on"), answers.get("slots"), answers.get("held_at")
        return Wish(
            counsellor_id=counsellor_id,
            room=str(answers.get("room") or ""),
            slots=slots if isinstance(slots, int) and slots > 0 else None,
            client_id=self._client_id or _uuid(answers.get(_CLIENT)),
            day=day if isinstance(day, date) else None,
            after=str(at) if at else "",
        )

    def _take(self, found: datetime | None) -> None:
        self._is_asking = False
        say = self._session.say
        if found is None:
            text = say("No free hour in the {days} days from there.", days=actions.FREE_WITHIN.days)
            self.note.say(text, State.WARNING)
            return
        day, at = found.date(), found.time()
        values: Mapping[str, object] = {"held_on": day, "held_at": at.isoformat(timespec="minutes")}
        for name in values:
            field = self._form.field(name)
            field.fill({name: values[name]})
            field.tell_edited()
        language = self._session.context.words.language
        text = say("Free: {day}, {time}. Once more: the next one.", day=format_full(day, language), time=time_text(at))
        self.note.say(text, State.OK)

    def _fail(self, trouble: RuleBroken) -> None:
        self._is_asking = False
        self.note.say(self._session.context.trouble(trouble), State.WARNING)


def _uuid(raw: object) -> UUID | None:
    return UUID(str(raw)) if raw else None
