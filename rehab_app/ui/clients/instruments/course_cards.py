"""The cards below the filled instruments: what changed from intake to exit, the severities, the lines over all episodes."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from rehab_app.instruments.outcome import CHANGE_LABELS, Change
from rehab_app.papers.charts import Picture
from rehab_app.ui.clients.instruments import course
from rehab_app.ui.clients.instruments.actions import Taken
from rehab_app.ui.clients.instruments.naming import title_of
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.kit.chart_view import ChartView
from rehab_app.ui.kit.layout import Badge, Card, label
from rehab_app.ui.kit.questionnaire.results import score_text
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session

_PLACES: Final = 2
_STATES: Final = {Change.MENINGKAT: State.OK, Change.TETAP: State.NEUTRAL, Change.MENURUN: State.WARNING}


def course_cards(session: Session, found: Taken, episode_id: UUID) -> Iterator[Card]:
    """Yield a card for each thing there is to be seen."""
    say, words, theme = session.say, session.context.words, session.context.theme
    changes = course.changes_of(found, episode_id, words)
    if changes:
        card = Card(theme, say("Quality of life, intake and exit"))
        card.body.addWidget(_changes(session, changes))
        yield card
    radar = course.radar_of(found, episode_id, words)
    if radar is not None:
        yield _chart(session, say("Severity by the interviewer (0-9)"), radar)
    for instrument, picture in course.lines_of(found, words):
        title = say("Course over all masa perawatan: {instrument}", instrument=title_of(session, instrument))
        yield _chart(session, title, picture)


def _chart(session: Session, title: str, picture: Picture) -> Card:
    card = Card(session.context.theme, title)
    card.body.addWidget(ChartView(session.context.theme, picture, title))
    return card


def _changes(session: Session, changes: Sequence[course.DomainChange]) -> QWidget:
    say, theme = session.say, session.context.theme
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.space(3))
    for column, text in enumerate(("", say("At intake"), say("At exit"), say("Change"))):
        grid.addWidget(label(text, "label", wraps=False), 0, column)
    for line, one in enumerate(changes, start=1):
        texts = (one.label, score_text(one.awal, _PLACES), score_text(one.akhir, _PLACES))
        for column, text in enumerate(texts):
            grid.addWidget(label(text, wraps=False), line, column)
        said = say(CHANGE_LABELS[one.change]) if one.change is not None else NOTHING
        state = _STATES[one.change] if one.change is not None else State.NEUTRAL
        grid.addWidget(Badge(theme, said, state), line, 3)
    grid.setColumnStretch(4, 1)
    return box
