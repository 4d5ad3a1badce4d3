"""Original papers that the clinic still holds: said where somebody ends a masa perawatan or sends a client on."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from rehab_app.clinic.documents.rows import PaperRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.ui.clients.consent import actions
from rehab_app.ui.kit.field_note import NoteLine
from rehab_app.ui.kit.theme import State
from rehab_app.ui.shell.session import Session


class HeldNote(NoteLine):
    """Reads which originals of an episode are held and names them; hidden where none is, and in the way of nothing."""

    def __init__(self, session: Session, episode_id: UUID) -> None:
        super().__init__(session.context.theme, State.WARNING)
        self._session = session
        self.hide()
        actions.read_held(session, episode_id, self._show, _keep_silent, self)

    def _show(self, papers: Sequence[PaperRow]) -> None:
        if papers:
            self.say(held_text(self._session, (paper.kind for paper in papers)), State.WARNING)
            self.show()


def held_text(session: Session, kinds: Iterable[str]) -> str:
    """Return the sentence that names the papers of ``kinds`` (list ``document``)."""
    papers = ", ".join(session.label("document", kind) for kind in dict.fromkeys(kinds))
    return session.say(
        "Originals that the clinic still holds: {papers}. Give them back before the client leaves.", papers=papers
    )


def _keep_silent(_trouble: RuleBroken) -> None:
    """Say nothing: the note is beside the matter of the form, which tells its own troubles."""
