"""Filled instruments: recorded in part or whole, scored, continued and corrected. ASSIST has its own way, because it routes.

Raw answers are kept with the version of the key that scored them; a score is never typed. An answer that may not be overlooked
raises an alert that stays as long as the answer does.
"""

from typing import Any
from uuid import UUID

from rehab_app.clinic.assessment import rules
from rehab_app.clinic.assessment.draft import InstrumentDraft
from rehab_app.clinic.assessment.facts import InstrumentFilled
from rehab_app.clinic.assessment.model import Screening
from rehab_app.clinic.assessment.queries import ASSIST
from rehab_app.clinic.assessment.rows import COMPLETE, PARTIAL
from rehab_app.clinic.assessment.wordings import form_in_use
from rehab_app.clinic.episodes.loading import loaded_client, loaded_episode, person_of, require_not_closed
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import State
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import required
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.instruments import registry
from rehab_app.instruments.form import Form
from rehab_app.instruments.form_answers import alerts, checked_answers, missing
from rehab_app.instruments.instrument import Scored, ScoringChoices
from rehab_app.instruments.severities import judged_items
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.rights.needs import needs
from rehab_app.office.settings.present import setting
from rehab_app.store.versions import loaded_current, put_in_bin
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.INPUT)
def record_instrument(work: Work, episode_id: UUID, instrument: str, draft: InstrumentDraft) -> UUID:
    """Keep a filled instrument, in part or whole, with its scores, and return its series.

    RulesBroken with what refuses its day or moment; RuleBroken that names the item of an impossible answer;
    ``episodes.closed`` on an episode that has ended. Allowed while a client under 18 waits for a guardian: it is urgent care.
    """
    episode = loaded_episode(work, episode_id)
    require_not_closed(episode)
    if instrument == ASSIST:
        raise RuleBroken("assessment.assist_routes")
    filled = _filled(work, episode, form_in_use(work, instrument), draft, work.actor.user_id)
    work.add(filled, "assessment.record_instrument")
    _publish(work, filled)
    return filled.series_id


@needs(DataClass.KLINIS, Right.INPUT)
def continue_instrument(
    work: Work, series_id: UUID, row_version: int, draft: InstrumentDraft, reason: str = ""
) -> None:
    """Keep the next version of a filled instrument, scored by the key it was begun with.

    What was begun in part goes on without a reason. Correcting what was complete needs the right of correction and a reason, and
    so does every change after the episode has ended. StaleRecord where another seat was faster; ASSIST is refused as above.
    """
    old = loaded_current(work, Screening, series_id, row_version)
    if old.instrument == ASSIST:
        raise RuleBroken("assessment.assist_routes")
    episode = loaded_episode(work, old.episode_id)
    is_correction = old.status == COMPLETE or episode.state == State.CLOSED
    if is_correction:
        work.actor.require(DataClass.KLINIS, Right.PERBAIKAN)
        reason = required(reason)
    form = form_in_use(work, old.instrument, old.key_version)
    new = _filled(work, episode, form, draft, old.taken_by)
    action = "assessment.correct_instrument" if is_correction else "assessment.continue_instrument"
    work.correct(old, new, action, reason if is_correction else "")
    _publish(work, new)


@needs(DataClass.KLINIS, Right.PERBAIKAN)
def bin_instrument(work: Work, series_id: UUID, row_version: int, reason: str) -> None:
    """Put an instrument that was filled by mistake (another client, another day) into the recycle bin, with the reason."""
    reason = required(reason)
    binned = put_in_bin(work, Screening, series_id, row_version, "assessment.bin_instrument", reason)
    _publish(work, binned)


@needs(DataClass.KLINIS, Right.INPUT)
def score_instrument(work: Work, instrument: str, answers: object, key_version: str | None = None) -> Scored | None:
    """Score answers under the office's choices without keeping anything, for the form to show as it is filled.

    None for a form that has no scores. Raises RuleBroken that names the item of an impossible answer.
    """
    return _scored(work, registry.form(instrument, key_version), answers)


def scoring_choices(work: Work, instrument: str) -> ScoringChoices:
    """Return what the office chose about scoring an instrument."""
    if instrument == "whoqol":
        return ScoringChoices(missing_rule=str(setting(work, "whoqol_missing_rule")))
    if instrument == "urica":
        return ScoringChoices(cutoffs=tuple(setting(work, "urica_cutoffs")))
    if instrument == "srq20":
        return ScoringChoices(cutoffs=(setting(work, "srq_cutoff"),))
    return ScoringChoices()


def _filled(work: Work, episode: Episode, form: Form, draft: InstrumentDraft, taken_by: UUID) -> Screening:
    person = person_of(loaded_client(work, episode.client_id))
    troubles = rules.instrument_troubles(draft, person, episode.registered_on, work.clock.today())
    if troubles or draft.taken_on is None:
        raise RulesBroken(troubles)
    answers = checked_answers(form, draft.answers, lists=_codes(form))
    scored = _scored(work, form, answers)
    scores: dict[str, Any] = judged_items(form, answers) if scored is None else _plain_scores(scored)
    return Screening(
        id=work.new_id(),
        client_id=episode.client_id,
        episode_id=episode.id,
        instrument=form.instrument,
        key_version=form.version,
        taken_on=draft.taken_on,
        taken_by=taken_by,
        answers=answers,
        scores=scores,
        bands={} if scored is None else dict(scored.bands),
        reasons={} if scored is None else {name: why.code for name, why in scored.reasons.items()},
        alerts=list(alerts(form, answers)),
        moment=draft.moment,
        status=PARTIAL if missing(form, answers) else COMPLETE,
        pack_version=form.pack_version,
        remark=draft.remark,
    )


def _scored(work: Work, form: Form, answers: object) -> Scored | None:
    if form.instrument not in registry.names():
        return None
    choices = scoring_choices(work, form.instrument)
    return registry.load(form.instrument, form.version, choices).score(answers)


def _codes(form: Form) -> dict[str, list[str]]:
    """Return the codes of the value lists that the form asks from."""
    parts = [one for item in form.items for one in (item, *item.columns)]
    names = {one.list_name for one in parts if one.list_name}
    return {name: [choice.code for choice in lists_in_force().of(name)] for name in names}


def _plain_scores(scored: Scored) -> dict[str, float | None]:
    return {name: None if value is None else float(value) for name, value in scored.scores.items()}


def _publish(work: Work, filled: Screening) -> None:
    work.publish(InstrumentFilled(filled.series_id, filled.episode_id, filled.client_id, filled.instrument))
