"""The draft journal of a form: what was typed survives a power cut, a lock and a closed window, valid or not.

Two seconds after a change the form's content is handed to the draft keeper off the UI thread; no timer runs while nothing is
unsaved. A draft that is found at opening is offered above the form with its differences; until the user has decided, it is kept
along with what she types meanwhile, under ``EARLIER``.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from rehab_app.foundation.dates import day_of, format_instant, format_time
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.kit.field import Values
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.form_column import Difference
from rehab_app.ui.kit.form_leaving import Leave
from rehab_app.ui.kit.form_notice import NoticeAction, Versions
from rehab_app.ui.kit.form_versions import Swaps
from rehab_app.ui.kit.theme import State

EVERY_MS: Final = 2_000
EARLIER: Final = "_earlier"
"""The key under which a draft keeps older drafts that the user has not decided about."""
_NOTICE: Final = "draft"
_UNDO: Final = "draft-undo"
_TROUBLE: Final = "draft-trouble"

T = TypeVar("T")


class Kept(Protocol):
    """A kept draft."""

    @property
    def draft_id(self) -> str:
        """Its name in the keeper."""

    @property
    def form(self) -> str:
        """Which form it belongs to."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def kept_at(self) -> datetime:
        """When it was last kept, in UTC."""

    @property
    def content(self) -> Mapping[str, Any]:
        """What was typed."""


class DraftKeeper(Protocol):
    """Where drafts are kept: sealed files of one user. Called on any thread, by one caller at a time."""

    def keep(self, form: str, subject: str, content: Mapping[str, Any]) -> str:
        """Keep ``content`` durably in place of what was kept before, and return the draft's id."""

    def offered(self) -> Sequence[Kept]:
        """Return the drafts that can be read."""

    def discard(self, draft_id: str) -> None:
        """Remove a draft; nothing happens where it is gone."""


class Run(Protocol):
    """Runs a task off the UI thread, in order, and ends in ``done`` or ``failed`` on the UI thread: ``Jobs.write``."""

    def __call__(
        self,
        task: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[RuleBroken], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> object:
        """Run ``task``."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft the user has not decided about: when it was kept (UTC) and what was typed."""

    kept_at: datetime
    values: Values


class _Writer:
    """Writes drafts in the order in which they were made, whichever thread comes first."""

    def __init__(self, keeper: DraftKeeper, form: str, subject: str) -> None:
        self._keeper = keeper
        self._form = form
        self._subject = subject
        self._lock = threading.Lock()
        self._made = 0
        self._written = 0
        self._draft_id = ""

    def next_turn(self) -> int:
        """Return the number of a new state, later than all before; UI thread only."""
        self._made += 1
        return self._made

    def keep(self, turn: int, content: Mapping[str, object]) -> None:
        """Keep ``content`` unless a later state is kept already."""
        with self._lock:
            if turn > self._written:
                self._draft_id = self._keeper.keep(self._form, self._subject, content)
                self._written = turn

    def discard(self, turn: int) -> None:
        """Remove the draft unless a later state is kept already."""
        with self._lock:
            if turn > self._written:
                if self._draft_id:
                    self._keeper.discard(self._draft_id)
                self._draft_id = ""
                self._written = turn

    def find(self) -> list[Offer]:
        """Return the draft that an earlier window left, and those it kept along, the latest first."""
        with self._lock:
            for kept in self._keeper.offered():
                if (kept.form, kept.subject) == (self._form, self._subject):
                    self._draft_id = self._draft_id or kept.draft_id
                    return offers_in(kept.kept_at, kept.content)
        return []


def offers_in(kept_at: datetime, content: Mapping[str, Any]) -> list[Offer]:
    """Return the drafts in kept ``content``: what was typed last, then those it kept along."""
    values = {name: raw for name, raw in content.items() if name != EARLIER}
    earlier = [Offer(datetime.fromisoformat(entry["kept_at"]), entry["values"]) for entry in content.get(EARLIER, ())]
    return [Offer(kept_at, values), *earlier]


class DraftJournal(QObject):
    """Keeps what is typed into ``form`` about ``subject`` (a record's id, or empty for a new one)."""

    def __init__(self, form: Form, keeper: DraftKeeper, run: Run, *, name: str, subject: str = "") -> None:
        super().__init__(form)
        self._form = form
        self._run = run
        self._writer = _Writer(keeper, name, subject)
        self._offers: list[Offer] = []
        self._has_draft = False
        self._is_looking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._keep)
        form.seal = self.seal_now
        form.changed.connect(self._on_changed)
        form.saved.connect(self.discard)
        form.left.connect(self._on_left)

    def offer(self) -> None:
        """Look for a draft of this form and subject, and offer it above the form; called once, at opening."""
        self._is_looking = True
        self._run(self._writer.find, self._on_found, self._on_not_found, owner=self)

    def seal_now(self) -> bool:
        """Keep what is typed at once, before this returns; return whether nothing typed would be lost now.

        For lock and quit: the one place where a file is written on the UI thread.
        """
        self._timer.stop()
        if not self._form.is_dirty:
            return True
        try:
            if self._is_looking:
                self._offers, self._is_looking = self._writer.find(), False
            self._writer.keep(self._writer.next_turn(), self._content())
        except RuleBroken as trouble:
            self._show_trouble(trouble)
            return False
        self._has_draft = True
        return True

    def settle_now(self) -> bool:
        """Bring the draft to where the form stands, at once: kept while something is typed, gone where it was saved.

        For the lock, after the last write has ended: no job runs then that could remove the draft of what was just saved.
        Returns whether nothing typed would be lost now.
        """
        if self._form.is_dirty:
            return self.seal_now()
        self._timer.stop()
        undecided = self._undecided()
        turn = self._writer.next_turn()
        try:
            if undecided:
                self._writer.keep(turn, undecided)
            elif not self._is_looking:
                self._writer.discard(turn)
        except RuleBroken as trouble:
            self._show_trouble(trouble)
            return False
        return True

    def discard(self) -> None:
        """Remove the draft, because it was saved; what was typed since and drafts not decided about are kept."""
        self._timer.stop()
        self._form.notices.drop(_UNDO)
        if self._form.is_dirty:
            self._on_changed()
        else:
            self._drop()

    def _content(self) -> dict[str, object]:
        """Return what is typed with the drafts not decided about, ready for JSON."""
        return {**self._form.values(), **self._undecided()}

    def _undecided(self) -> dict[str, object]:
        entries = [{"kept_at": offer.kept_at.isoformat(), "values": dict(offer.values)} for offer in self._offers]
        return {EARLIER: entries} if entries else {}

    def _drop(self) -> None:
        """Remove what is kept of the present content; drafts not decided about stay."""
        if not self._has_draft:
            return
        turn, undecided = self._writer.next_turn(), self._undecided()
        self._has_draft = bool(undecided)
        if undecided:
            self._run(lambda: self._writer.keep(turn, undecided), None, self._show_trouble)
        else:
            self._run(lambda: self._writer.discard(turn), None, self._show_trouble)

    def _on_changed(self) -> None:
        """Keep in two seconds at the latest, however fast the typing goes on."""
        if (self._form.is_dirty or self._has_draft) and not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        """Hand what is typed to the keeper; remove the draft where everything typed was taken back."""
        if self._is_looking:
            self._timer.start()
            return
        if not self._form.is_dirty:
            self._drop()
            return
        self._has_draft = True
        turn, content = self._writer.next_turn(), self._content()
        self._run(lambda: self._writer.keep(turn, content), self._on_kept, self._show_trouble, owner=self)

    def _on_kept(self, _result: None) -> None:
        self._form.notices.drop(_TROUBLE)

    def _show_trouble(self, trouble: RuleBroken) -> None:
        """Say that nothing is kept at present, and why; the form itself still holds everything."""
        if trouble.code == "kit.cancelled" or not isValid(self._form):
            return
        words = self._form.around.words
        text = words.say("What you type cannot be kept as a draft at present. {reason}", reason=words.trouble(trouble))
        self._form.notices.show_notice(_TROUBLE, text, State.WARNING)

    def _on_left(self, how: Leave) -> None:
        if how is Leave.DISCARD:
            self._timer.stop()
            self._drop()

    # What an earlier window left.

    def _on_found(self, offers: list[Offer]) -> None:
        if self._is_looking:
            self._is_looking = False
            self._has_draft = self._has_draft or bool(offers)
            self._offers = offers
        self._show_offer()

    def _on_not_found(self, trouble: RuleBroken) -> None:
        self._is_looking = False
        self._show_trouble(trouble)

    def _show_offer(self) -> None:
        """Offer the latest draft that differs from what is shown; drafts without a difference are forgotten."""
        column = self._form.column
        while self._offers:
            shown = column.values()
            differences = column.differences(shown, {**shown, **self._offers[0].values})
            if differences:
                self._present(self._offers[0], differences)
                return
            self._offers.pop(0)
        self._form.notices.drop(_NOTICE)
        self._on_changed()

    def _present(self, offer: Offer, differences: list[Difference]) -> None:
        say = self._form.around.words.say
        versions = Versions(say("Saved"), say("Draft"), differences)
        actions = (
            NoticeAction(say("Restore"), lambda: self._restore(offer), "main"),
            NoticeAction(say("Discard draft"), lambda: self._reject(offer)),
        )
        text = say("A draft from {time} is not saved yet.", time=self._time(offer.kept_at))
        self._form.notices.show_notice(_NOTICE, text, State.INFO, actions, versions)

    def _restore(self, offer: Offer) -> None:
        """Put the draft into the form; fields that were typed in since keep what was typed, and both versions are shown."""
        form, say = self._form, self._form.around.words.say
        touched = form.column.touched()
        form.restore(offer.values)
        self._offers.remove(offer)
        shown = form.column.values()
        conflicts = [d for d in form.column.differences(shown, {**shown, **offer.values}) if d.name in touched]
        form.focus_first()
        if not conflicts:
            self._show_offer()
            return
        swaps = Swaps(form, offer.values)
        versions = Versions(say("Here"), say("Draft"), conflicts, swaps.swap, is_open=True)
        text = say("The draft is restored. These fields keep what you have typed since.")
        actions = (NoticeAction(say("Done"), self._show_offer),)
        form.notices.show_notice(_NOTICE, text, State.INFO, actions, versions)

    def _reject(self, offer: Offer) -> None:
        """Drop the draft; it can be brought back as long as the form is open."""
        form, say = self._form, self._form.around.words.say
        self._offers.remove(offer)
        bring_back = NoticeAction(say("Bring it back"), lambda: self._bring_back(offer))
        form.notices.show_notice(_UNDO, say("The draft was discarded."), State.INFO, [bring_back])
        form.focus_first()
        self._timer.stop()
        if not form.is_dirty:
            self._drop()
        self._show_offer()

    def _bring_back(self, offer: Offer) -> None:
        self._form.notices.drop(_UNDO)
        self._offers.insert(0, offer)
        self._restore(offer)

    def _time(self, kept_at: datetime) -> str:
        """Return the time alone for a draft of today, else with its date."""
        clock = self._form.around.clock
        is_of_today = day_of(kept_at, clock.zone) == clock.today()
        return format_time(kept_at, clock.zone) if is_of_today else format_instant(kept_at, clock.zone)
