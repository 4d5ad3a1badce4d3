"""How a filled instrument is said in a line: what it came to, scale by scale."""

from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.ui.clients.instruments.actions import Taken
from rehab_app.ui.kit.questionnaire.results import scale_line, shortened
from rehab_app.ui.shell.session import Session


def left_text(session: Session, left: int) -> str:
    """Return how many places are still open: ``7 butir belum diisi``."""
    return session.context.words.say_many("{count} item not filled in yet", "{count} items not filled in yet", left)


def result_text(session: Session, found: Taken, row: InstrumentRow) -> str:
    """Return the scores of a row with their bands, and which scales have none; empty where it has no scales."""
    words = session.context.words
    lines = []
    for scale in found.scales_of(row):
        score = row.scores.get(scale.name)
        if score is not None:
            lines.append(scale_line(scale, score, row.bands.get(scale.name), words))
        elif scale.name in row.reasons:
            lines.append(f"{scale.label.say(words)}: {session.say('no score')}")
    return shortened(lines)
