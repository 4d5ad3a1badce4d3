"""An instrument on paper: blank for the pen, or as it was filled in; gathered, drawn, and entered in the audit when it leaves."""

from collections.abc import Mapping
from uuid import UUID

from rehab_app.clinic.assessment import filled
from rehab_app.clinic.assessment.rows import InstrumentRow
from rehab_app.clinic.assessment.wordings import form_as_asked, form_in_use
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.desk.letter_facts import office_facts, person_facts
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.instruments.instrument import ScaleInfo
from rehab_app.office.accounts.names import names_of
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.sheets.instrument_form import (
    FilledFacts,
    InstrumentFacts,
    Labels,
    ScaleResult,
    instrument_form,
)
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work

_MOMENT = "instrument_moment"


@needs(DataClass.KLINIS, Right.MELIHAT)
def blank_facts(work: Work, instrument: str, lists: ValueLists) -> InstrumentFacts:
    """Return an instrument in the words in use here, to be filled in by hand; raises as ``registry.form``."""
    return _facts(work, form_in_use(work, instrument), lists, None)


@needs(DataClass.KLINIS, Right.MELIHAT)
def filled_facts(work: Work, series_id: UUID, row_version: int, lists: ValueLists) -> InstrumentFacts:
    """Return one version of a filled instrument with who filled it, in what text it was asked, and what it came to then.

    RuleBroken("assessment.unknown_instrument_version") where there is no such version.
    """
    row = _version(work, series_id, row_version)
    form = form_as_asked(work, row.instrument, row.key_version, row.pack_version)
    client = work.session.get_one(Client, row.client_id)
    person = person_facts(client, lists, row.taken_on)
    answered = FilledFacts(
        document=row.answers,
        client=person.name or person.initials,
        record_number=person.record_number,
        registration_number=episodes.episode(work, row.episode_id).registration_number,
        taken_on=row.taken_on,
        moment=lists.label(_MOMENT, row.moment) if row.moment else "",
        taken_by=names_of(work, [row.taken_by]).get(row.taken_by, ""),
        row_version=row.row_version,
        reason=row.reason,
        remark=row.remark,
        results=_results(row),
        open_places=frozenset(registry.missing(row.instrument, row.key_version, row.answers)),
        alerts=tuple(_item_in_words(form, path) for path in row.alerts),
    )
    return _facts(work, form, lists, answered)


@needs(DataClass.KLINIS, Right.MELIHAT)
def blank_pdf(work: Work, instrument: str, lists: ValueLists) -> bytes:
    """Return a blank instrument as PDF; raises as ``blank_facts``."""
    return draw(instrument_form(blank_facts(work, instrument, lists)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def filled_pdf(work: Work, series_id: UUID, row_version: int, lists: ValueLists) -> bytes:
    """Return one version of a filled instrument as PDF; raises as ``filled_facts``."""
    return draw(instrument_form(filled_facts(work, series_id, row_version, lists)))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_instrument_paper(work: Work, series_id: UUID | None, deed: str) -> None:
    """Enter that a filled instrument, or a blank one (None), was printed or saved (``deed``: print or save)."""
    if series_id is None:
        work.note(f"instruments.{deed}_blank")
    else:
        work.note(f"instruments.{deed}", "screening", series_id)


def _facts(work: Work, form: Form, lists: ValueLists, answered: FilledFacts | None) -> InstrumentFacts:
    return InstrumentFacts(
        office=office_facts(profile(work)),
        form=form,
        labels=_labels(form, lists),
        answered=answered,
        is_practice=is_practice_clinic(work.connection),
    )


def _version(work: Work, series_id: UUID, row_version: int) -> InstrumentRow:
    for row in filled.instrument_versions(work, series_id):
        if row.row_version == row_version:
            return row
    raise RuleBroken("assessment.unknown_instrument_version")


def _labels(form: Form, lists: ValueLists) -> Labels:
    parts = [one for item in form.items for one in (item, *item.columns)]
    names = [_MOMENT, *(one.list_name for one in parts if one.list_name)]
    return {name: {choice.code: choice.label(INDONESIAN) for choice in lists.of(name)} for name in dict.fromkeys(names)}


def _results(row: InstrumentRow) -> tuple[ScaleResult, ...]:
    words = Words.of(INDONESIAN)
    scales = registry.scales(row.instrument, row.key_version)
    reasons = _reasons(row)
    return tuple(
        _result(scale, row, reasons, words) for scale in scales if scale.name in row.scores and _is_told(scale, row)
    )


def _is_told(scale: ScaleInfo, row: InstrumentRow) -> bool:
    """Whether a scale says anything: substances that were never asked about in ASSIST do not."""
    return row.scores[scale.name] is not None or scale.name in row.reasons


def _result(scale: ScaleInfo, row: InstrumentRow, reasons: Mapping[str, str], words: Words) -> ScaleResult:
    score, band = row.scores[scale.name], row.bands.get(scale.name)
    said = scale.band_labels[band].say(words) if band and band in scale.band_labels else ""
    advice = scale.band_advice[band].say(words) if band and band in scale.band_advice else ""
    said = f"{said}. {advice}." if advice else said
    shown = "\u2013" if score is None else format_number(score, scale.places)
    return ScaleResult(scale.label.say(words), shown, said or reasons.get(scale.name, ""))


def _reasons(row: InstrumentRow) -> dict[str, str]:
    """Return why scales have no score, in words: the kept reasons, whatever the office chose about scoring since."""
    if row.instrument not in registry.names() or not row.reasons:
        return {}
    found = registry.load(row.instrument, row.key_version).explain(row.answers, row.reasons)
    words = Words.of(INDONESIAN)
    return {name: reason.say(words) for name, reason in found.items()}


def _item_in_words(form: Form, path: str) -> str:
    name, _, row_name = path.partition(".")
    item = form.item(name)
    if item is None:
        return path
    row = next((one for one in item.rows if one.name == row_name), None)
    words = Words.of(INDONESIAN)
    label = row.label if row is not None else item.label
    number = row.number if row is not None else item.number
    return f"{number} {label.say(words)}".strip()
