"""Forms to fill in by hand, with the office's head and its own texts; printing one is noted, whose it becomes nobody knows."""

from typing import Final

from rehab_app.clinic.assessment.wordings import form_in_use
from rehab_app.desk.client_papers.rows import BlankRow, Drawn
from rehab_app.desk.letter_facts import frame_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.rights.needs import needs
from rehab_app.papers.blank_forms import INSTRUMENT, Blank, BlankForm, blank_forms
from rehab_app.papers.draw import draw
from rehab_app.papers.register.prints import Printed, note_print
from rehab_app.papers.sheets.instrument_form import Labels
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.service import text_to_print
from rehab_app.store.work import Work

_SCOPE: Final = "consent_scope"
_MOMENT: Final = "instrument_moment"
_SHARED: Final = {"progress_sheet": "counselling_note"}
"""Forms that are printed with the text of another kind."""


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def blank_rows(work: Work) -> tuple[BlankRow, ...]:
    """Return every form there is; those of instruments for who may see clinical data."""
    return tuple(
        BlankRow(one.code, one.label, is_instrument=one.code.startswith(INSTRUMENT)) for one in _forms(work).values()
    )


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def blank_pdf(work: Work, code: str, lists: ValueLists) -> Drawn:
    """Return a form as PDF; raises RuleBroken ``client_papers.unknown``, and NotAllowed for an instrument without the right."""
    if code.startswith(INSTRUMENT):
        work.actor.require(DataClass.KLINIS, Right.MELIHAT)
    forms = _forms(work)
    if code not in forms:
        raise RuleBroken("client_papers.unknown", name=code)
    frame = frame_of(work)
    kind = _SHARED.get(code, code)
    blank = Blank(
        office=frame.office,
        texts={kind: text_to_print(work, kind).body} if kind in KINDS else {},
        labels=_labels(_instruments(work) if code.startswith(INSTRUMENT) else (), lists),
        is_practice=frame.is_practice,
        paper=frame.paper,
        margins=frame.margins,
        font=frame.font,
    )
    return Drawn(draw(forms[code].make(blank)), frame.trouble)


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def note_blank(work: Work, code: str, how: str, pages: int = 0) -> None:
    """Enter that a form leaves (``how``: print or save), in the print history and the audit."""
    note_print(work, Printed(kind=f"blank_{code}", how=how, pages=pages))


def _forms(work: Work) -> dict[str, BlankForm]:
    return blank_forms(_instruments(work))


def _instruments(work: Work) -> tuple[Form, ...]:
    """Return the instruments in the words in use here, none without the right to see clinical data."""
    if not work.actor.may(DataClass.KLINIS, Right.MELIHAT):
        return ()
    return tuple(form_in_use(work, name) for name in registry.form_names())


def _labels(instruments: tuple[Form, ...], lists: ValueLists) -> Labels:
    parts = [one for form in instruments for item in form.items for one in (item, *item.columns)]
    names = [_SCOPE, _MOMENT, *(one.list_name for one in parts if one.list_name)]
    return {
        name: {choice.code: choice.label(INDONESIAN) for choice in lists.of(name) if not choice.is_retired}
        for name in dict.fromkeys(names)
    }
