"""All that one client asked about her data, below what is open: how long her record is kept, and each request with its step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from rehab_app.clinic.privacy.rows import RequestRow
from rehab_app.clinic.privacy.rules import DECIDES, ERASURE, GRANTED, PARTLY
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.dates import format_instant, format_long, format_short
from rehab_app.ui.clients.consent.signed_list import hours_text
from rehab_app.ui.clients.showing import joined
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.flow_layout import FlowLayout
from rehab_app.ui.kit.layout import Badge, Card, button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.privacy.actions import ClientRequests
from rehab_app.ui.shell.session import Session


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the buttons of the cards do: open the client's file, erase her; decide, carry out and correct a request."""

    open_file: Callable[[], None]
    erase: Callable[[], None]
    decide: Callable[[RequestRow], None]
    carry_out: Callable[[RequestRow], None]
    correct: Callable[[RequestRow], None]
    show_versions: Callable[[RequestRow], None]


class ClientAsked(QScrollArea):
    """The cards of one client; empty until ``show_client``."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__()
        self._session = session
        self._context = session.context
        self._on = deeds
        theme = self._context.theme
        inner = QWidget()
        inner.setProperty("look", "plain")
        self._lane = QVBoxLayout(inner)
        self._lane.setContentsMargins(0, 0, theme.space(1), 0)
        self._lane.setSpacing(theme.space(2))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def show_client(self, shown: ClientRequests) -> None:
        """Show how long a client's record is kept, and what she asked."""
        self.clear()
        self._lane.addWidget(self._kept_card(shown))
        for request in shown.requests:
            self._lane.addWidget(self._request_card(shown, request))
        self._lane.addStretch(1)

    def clear(self) -> None:
        """Show nobody."""
        while (item := self._lane.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()

    @property
    def _may_decide(self) -> bool:
        return self._session.actor.has(*DECIDES)

    def _kept_card(self, shown: ClientRequests) -> Card:
        session, say, kept = self._session, self._session.say, shown.retention
        name = session.context.privacy.mask(shown.client.initials) if shown.client is not None else ""
        number = f"RM {shown.client.rm_number}" if shown.client is not None else ""
        card = Card(self._context.theme, joined([name, number]))
        text = say(
            "Last visit {last}; kept for {years} years, until {until}.",
            last=format_long(kept.last_visit, session.context.words.language),
            years=kept.years,
            until=format_long(kept.keep_until, session.context.words.language),
        )
        is_over = kept.is_over(self._context.clock.today())
        note = NoteLine(self._context.theme, State.INFO)
        if is_over:
            text = f"{text} {say('It need not be kept any more.')}"
        note.say(text)
        card.body.addWidget(note)
        deeds = [button(self._context.theme, say("Open the client's file"), icon="client", clicked=self._on.open_file)]
        if is_over and self._may_decide:
            erase = say("Erase the client's data")
            deeds.append(button(self._context.theme, erase, look="danger", icon="remove", clicked=self._on.erase))
        card.body.addWidget(self._row(deeds))
        return card

    def _request_card(self, shown: ClientRequests, request: RequestRow) -> Card:
        session, say, zone = self._session, self._session.say, self._context.clock.zone
        card = Card(self._context.theme, session.label("request_kind", request.kind))
        badge = Badge(self._context.theme, self._state_text(request), _state(request))
        card.body.addWidget(badge)
        mask = self._context.privacy.mask
        relation = session.label("relation", request.relation) if request.relation else say("the client")
        asked = say(
            "Asked {time} by {name} ({relation}), {how}; an answer is due by {due}.",
            time=format_instant(request.asked_at, zone),
            name=mask(request.asked_by),
            relation=relation,
            how=request.asked_how or say("in person"),
            due=format_instant(request.due_at, zone),
        )
        for text, look in ((asked, ""), (request.said, "muted"), (request.ground, ""), (request.remark, "muted")):
            if text:
                card.body.addWidget(label(text, look))
        if request.decided_at is not None:
            by = shown.names.get(request.decided_by, "") if request.decided_by is not None else ""
            text = say("Decided {time} by {name}.", time=format_instant(request.decided_at, zone), name=by)
            card.body.addWidget(label(text, "muted"))
        if request.row_version > 1 and request.reason:
            text = say("Version {version}: {reason}", version=request.row_version, reason=request.reason)
            card.body.addWidget(label(text, "hint"))
        if not request.decision and not self._may_decide:
            card.body.addWidget(label(say("Kepala or Subkoordinator decides."), "hint"))
        deeds = [*self._deeds(request), *self._looks_back(request)]
        if deeds:
            card.body.addWidget(self._row(deeds))
        return card

    def _looks_back(self, request: RequestRow) -> list[QWidget]:
        """Return the ways to correct a request that is not decided, and to its earlier versions where it has some."""
        say, theme, found = self._session.say, self._context.theme, []
        if not request.decision and self._session.may(DataClass.ADMINISTRATIF, Right.PERBAIKAN):
            text = say("Correct the request")
            found.append(button(theme, text, icon="edit", clicked=partial(self._on.correct, request)))
        if request.row_version > 1:
            text = say("Earlier versions")
            found.append(button(theme, text, icon="timeline", clicked=partial(self._on.show_versions, request)))
        return list(found)

    def _deeds(self, request: RequestRow) -> list[QWidget]:
        say, theme = self._session.say, self._context.theme
        if not request.decision:
            if not self._may_decide:
                return []
            return [button(theme, say("Decide"), look="main", icon="tat", clicked=partial(self._on.decide, request))]
        is_erasure = request.kind == ERASURE and request.decision == GRANTED
        may_enter = self._session.may(DataClass.ADMINISTRATIF, Right.INPUT)
        if request.decision in {GRANTED, PARTLY} and request.done_on is None and not is_erasure and may_enter:
            act = partial(self._on.carry_out, request)
            return [button(theme, say("It is carried out"), look="main", icon="done", clicked=act)]
        return []

    def _row(self, widgets: Sequence[QWidget]) -> QWidget:
        row = QWidget()
        lane = FlowLayout(self._context.theme.space(1), self._context.theme.space(1), row)
        for widget in widgets:
            lane.addWidget(widget)
        return row

    def _state_text(self, request: RequestRow) -> str:
        session = self._session
        if not request.decision:
            return hours_text(self._session, request.hours_left, is_overdue=request.is_overdue)
        said = session.label("request_decision", request.decision)
        if request.done_on is not None:
            return f"{said}, {session.say('carried out on {day}', day=format_short(request.done_on))}"
        return said


def _state(request: RequestRow) -> State:
    if request.decision:
        return State.OK if request.done_on is not None else State.INFO
    return State.DANGER if request.is_overdue else State.WARNING
