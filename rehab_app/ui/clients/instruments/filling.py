"""Filling an instrument: the questionnaire with its day, moment and remark, scored while it is asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.instruments import registry
from rehab_app.instruments.form_answers import items_of
from rehab_app.instruments.instrument import Scored
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.clients.instruments import actions
from rehab_app.ui.clients.instruments.actions import Opened
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.job import Job
from rehab_app.ui.kit.questionnaire.form import ANSWERS, QuestionnaireForm
from rehab_app.ui.kit.questionnaire.sheet import Asked
from rehab_app.ui.shell.session import Session

_PLACE: Final = N_("Import it under Office, Instruments.")


def make_filling(
    session: Session, opened: Opened, title: str, parent: QWidget, *, is_correction: bool
) -> QuestionnaireForm:
    """Return the form of a filled instrument under ``title``, which asks for a reason where it ``is_correction``.

    It is born where it will stand (``parent``): a form that moves to another parent is dressed twice.
    """
    scorer = _Scoring(session, opened)
    asked = Asked(
        form=opened.form,
        listed=lambda name: _listed(session, name),
        scales=opened.scales,
        score=scorer.score if opened.form.instrument in registry.names() else None,
        text_place=session.say(_PLACE),
        title=title,
    )
    form = QuestionnaireForm(
        asked,
        _specs(session, is_correction=is_correction),
        session.context,
        own_title=session.say("Day and remark"),
        save_text=session.say("Save the instrument"),
        parent=parent,
    )
    scorer.owner = form
    return form


def values_of(row: InstrumentRow, opened: Opened) -> dict[str, object]:
    """Return a stored version as its form takes it up."""
    return {
        "taken_on": row.taken_on,
        "moment": row.moment,
        "remark": row.remark,
        ANSWERS: dict(items_of(opened.form, row.answers)),
        VERSION: row.row_version,
    }


def _specs(session: Session, *, is_correction: bool) -> Sequence[FieldSpec]:
    specs = [
        FieldSpec(name="taken_on", label=N_("Measured on"), kind=Kind.DATE, is_required=True, width=Width.SHORT),
        FieldSpec(
            name="moment",
            label=N_("Moment of measurement"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "instrument_moment"),
        ),
        FieldSpec(name="remark", label=N_("Remark"), kind=Kind.LINES, width=Width.WIDE),
    ]
    if is_correction:
        specs.append(
            FieldSpec(
                name="reason", label=N_("Reason of the correction"), kind=Kind.LINES, is_required=True, width=Width.WIDE
            )
        )
    return specs


def _listed(session: Session, name: str) -> Sequence[Option]:
    return choices(session, name)()


class _Scoring:
    """Scores on the reading lane; a later question takes the place of one that is still on its way."""

    def __init__(self, session: Session, opened: Opened) -> None:
        self._session = session
        self._opened = opened
        self._job: Job | None = None
        self.owner: QWidget | None = None

    def score(self, document: Mapping[str, object], tell: Callable[[Scored | None], None]) -> None:
        """Score ``document`` and ``tell`` what came of it."""
        if self.owner is None:
            return
        if self._job is not None:
            self._job.drop()

        def done(scored: Scored | None) -> None:
            self._job = None
            tell(scored)

        def failed(_trouble: RuleBroken) -> None:
            self._job = None
            tell(None)

        self._job = actions.score(self._session, self._opened.form, document, done, failed, self.owner)
