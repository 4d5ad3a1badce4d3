"""What the operator types into SIRENA about a masa perawatan: its codes with our words beside them, each copied by a key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.sirena import AFTER_REHABILITATION, sirena_status
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import using_lists
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.layout import Card, button, label
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_SHARES: Final = (3, 1, 5, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that SIRENA asks, already said: its code with our words, or, without a code, whom to ask or when it comes."""

    caption: str
    code: str
    words: str
    state: State = State.NEUTRAL


def asked_by_sirena(session: Session, episode: EpisodeRow) -> list[Asked]:
    """Return what SIRENA asks about an episode, in the order of its form."""
    with using_lists(session.lists):
        status = sirena_status(episode)
    found = [
        _asked(session, N_("Stage of rehabilitation"), "rehab_status", status.status_rehab),
        _asked(session, N_("Kind of care"), "care_status", status.status_rawat, _unknown_care(session)),
        _asked(session, N_("Client status"), "patient_status", status.status_pasien, _unknown_end(session, episode)),
    ]
    if status.status_rehab == AFTER_REHABILITATION:
        caption = N_("Outcome after rehabilitation")
        later = session.say("comes when the aftercare ends")
        found.append(_asked(session, caption, "aftercare_outcome", status.outcome_pasien, later, State.INFO))
    return found


class SirenaCard(Card):
    """The codes of one episode. ``tell`` says what was copied."""

    def __init__(self, session: Session, episode: EpisodeRow, tell: Callable[[str, State], None]) -> None:
        super().__init__(session.context.theme, session.say("For SIRENA"))
        self._session = session
        self._tell = tell
        theme = session.context.theme
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(1))
        for column, share in enumerate(_SHARES):
            grid.setColumnStretch(column, share)
        for line, asked in enumerate(asked_by_sirena(session, episode)):
            self._add(grid, line, asked)
        self.body.addWidget(box)
        hint = session.say("As they are typed into SIRENA; Space on a button copies its code.")
        self.body.addWidget(label(hint, "hint"))

    def _add(self, grid: QGridLayout, line: int, asked: Asked) -> None:
        theme, say = self._session.context.theme, self._session.say
        grid.addWidget(label(asked.caption, "label"), line, 0, Qt.AlignmentFlag.AlignVCenter)
        if not asked.code:
            note = NoteLine(theme, asked.state)
            note.say(asked.words, asked.state)
            grid.addWidget(note, line, 1, 1, 3, Qt.AlignmentFlag.AlignVCenter)
            return
        grid.addWidget(label(asked.code, "strong", wraps=False), line, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(asked.words), line, 2, Qt.AlignmentFlag.AlignVCenter)
        text = say("Copy {value}", value=asked.code)
        made = button(theme, text, icon="copy", clicked=lambda: self._copy(asked))
        made.setAccessibleName(f"{text}: {asked.caption}")
        grid.addWidget(made, line, 3)

    def _copy(self, asked: Asked) -> None:
        QGuiApplication.clipboard().setText(asked.code)
        text = self._session.say("{value} is copied: {what}.", value=asked.code, what=asked.caption)
        self._tell(text, State.OK)


def _asked(
    session: Session, caption: str, name: str, code: str, otherwise: str = "", state: State = State.WARNING
) -> Asked:
    said = session.say(caption)
    if not code:
        return Asked(said, "", otherwise, state)
    return Asked(said, code, session.label(name, code))


def _unknown_care(session: Session) -> str:
    return session.say("no care is opened here yet: ask SIRENA's operator at the BNNP what is entered")


def _unknown_end(session: Session, episode: EpisodeRow) -> str:
    if not episode.outcome:
        return session.say("ask SIRENA's operator at the BNNP how this end is entered")
    outcome = session.label("outcome", episode.outcome)
    return session.say("ask SIRENA's operator at the BNNP how “{outcome}” is entered", outcome=outcome)
