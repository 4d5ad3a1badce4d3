"""Filled instruments: kept in part, scored by their key, corrected with a reason, and loud where an answer must be heard."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from rehab_app.clinic.assessment import instruments, wordings
from rehab_app.clinic.assessment.draft import InstrumentDraft, WordingDraft
from rehab_app.clinic.assessment.filled import alerting, instrument_versions, instruments_of, instruments_of_client
from rehab_app.clinic.assessment.queries import screenings_of
from rehab_app.clinic.assessment.rows import COMPLETE, PARTIAL, InstrumentRow
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import CloseDraft
from rehab_app.clinic.episodes.model import Episode
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, StaleRecord
from rehab_app.instruments import registry
from rehab_app.office.settings.service import change_setting
from rehab_app.store.store import Store
from tests.clinic.makers import TODAY, keep_accounts, make_outpatient
from tests.makers import make_actor

COUNSELLOR = make_actor(Role.KONSELOR)
HEAD = make_actor(Role.SUBKOORDINATOR, name="Sri Subkoordinator")
OPERATOR = make_actor(Role.OPERATOR_SIRENA, name="Oki Operator")
DAST_ALL_YES = {str(number): 1 for number in range(1, 11)}
SRQ = {str(number): 0 for number in range(1, 21)}


@pytest.fixture
def store(store: Store) -> Store:
    keep_accounts(store, COUNSELLOR)
    return store


@pytest.fixture
def episode_id(store: Store) -> UUID:
    return make_outpatient(store, COUNSELLOR)


def draft(items: dict[str, Any], **typed: object) -> InstrumentDraft:
    return InstrumentDraft.model_validate({"taken_on": TODAY, "moment": "awal", "answers": {"items": items}, **typed})


def fill(store: Store, episode_id: UUID, instrument: str, items: dict[str, Any], **typed: object) -> UUID:
    with store.writing(COUNSELLOR) as work:
        return instruments.record_instrument(work, episode_id, instrument, draft(items, **typed))


def kept(store: Store, episode_id: UUID) -> InstrumentRow:
    with store.reading(COUNSELLOR) as work:
        [row] = instruments_of(work, episode_id)
        return row


def test_answers_scores_band_and_key_are_kept(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "dast10", DAST_ALL_YES)
    row = kept(store, episode_id)
    assert row.answers == {"items": DAST_ALL_YES}
    assert (row.scores, row.bands["total"], row.status) == ({"total": 9.0}, "severe", COMPLETE)
    assert row.key_version == registry.versions("dast10")[-1]
    assert row.moment == "awal"


def test_a_form_filled_in_part_is_kept_without_a_score_and_goes_on_without_a_reason(
    store: Store, episode_id: UUID
) -> None:
    series = fill(store, episode_id, "dast10", {"1": 1})
    row = kept(store, episode_id)
    assert (row.status, row.scores["total"]) == (PARTIAL, None)
    assert row.reasons["total"]
    with store.writing(COUNSELLOR) as work:
        instruments.continue_instrument(work, series, 1, draft(DAST_ALL_YES))
    assert kept(store, episode_id).status == COMPLETE


def test_correcting_a_complete_one_needs_a_reason_and_the_right_and_keeps_the_earlier(
    store: Store, episode_id: UUID
) -> None:
    series = fill(store, episode_id, "dast10", DAST_ALL_YES)
    other = draft({**DAST_ALL_YES, "3": 0})
    with store.writing(COUNSELLOR) as work, pytest.raises(RuleBroken, match="draft.required"):
        instruments.continue_instrument(work, series, 1, other)
    with store.writing(OPERATOR) as work, pytest.raises(NotAllowed):
        instruments.continue_instrument(work, series, 1, other, "salah baca")
    with store.writing(COUNSELLOR) as work:
        instruments.continue_instrument(work, series, 1, other, "salah baca")
    with store.writing(COUNSELLOR) as work, pytest.raises(StaleRecord):
        instruments.continue_instrument(work, series, 1, other, "salah baca")
    with store.reading(COUNSELLOR) as work:
        versions = instrument_versions(work, series)
    assert [(one.scores["total"], one.reason) for one in versions] == [(9.0, ""), (10.0, "salah baca")]


@pytest.mark.parametrize(
    ("instrument", "items", "code"),
    [
        ("dast10", {"1": 2}, "instruments.impossible_answer"),
        ("dast10", {"11": 1}, "instruments.unknown_item"),
        ("audit", {"1": "3"}, "instruments.impossible_answer"),
        ("nothing", {}, "instruments.unknown_instrument"),
        ("assist", {}, "assessment.assist_routes"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_by_the_name_of_its_item(
    store: Store, episode_id: UUID, instrument: str, items: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        fill(store, episode_id, instrument, items)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"taken_on": TODAY + timedelta(days=1)}, "taken_on"),
        ({"taken_on": date(2021, 1, 1)}, "taken_on"),
        ({"taken_on": None}, "taken_on"),
        ({"moment": ""}, "moment"),
        ({"moment": "tengah"}, "moment"),
    ],
)
def test_its_day_and_moment_are_checked(store: Store, episode_id: UUID, typed: dict[str, Any], field: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        fill(store, episode_id, "dast10", DAST_ALL_YES, **typed)
    assert field in {one.field for one in refused.value.troubles}


def test_a_thought_of_suicide_raises_an_alert_whatever_the_sum(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "srq20", {**SRQ, "17": 1})
    assert kept(store, episode_id).alerts == ("17",)
    with store.reading(COUNSELLOR) as work:
        [alert] = alerting(work)
    assert (alert.episode_id, alert.instrument, alert.items) == (episode_id, "srq20", ("17",))


def test_the_alert_goes_with_the_answer_and_with_the_episode_alone(store: Store, episode_id: UUID) -> None:
    series = fill(store, episode_id, "srq20", {**SRQ, "17": 1})
    with store.writing(COUNSELLOR) as work:
        instruments.continue_instrument(work, series, 1, draft(SRQ), "salah baris")
        assert alerting(work) == ()
        instruments.continue_instrument(work, series, 2, draft({**SRQ, "17": 1}), "benar semula")
    with store.writing(COUNSELLOR) as work:
        assert len(alerting(work)) == 1
        version = work.session.get_one(Episode, episode_id).row_version
        closing = CloseDraft(on=TODAY, outcome="moved", reason="pindah")
        episodes.close(work, episode_id, version, closing, attended=0)
        assert alerting(work) == ()


def test_the_assessment_form_keeps_judgements_and_refusals_and_computes_nothing(store: Store, episode_id: UUID) -> None:
    form = registry.form("asi")
    severity = next(item.name for item in form.items if item.kind == "severity")
    other = next(item.name for item in form.items if item.kind == "text")
    fill(store, episode_id, "asi", {severity: 6, other: {"no_value": "refused"}})
    row = kept(store, episode_id)
    assert row.scores[severity] == 6
    assert [value for name, value in row.scores.items() if name != severity] == [None] * (len(row.scores) - 1)
    assert row.answers == {"items": {severity: 6, other: {"no_value": "refused"}}}
    assert row.status == PARTIAL


def test_the_office_chooses_the_missing_rule(store: Store, episode_id: UUID) -> None:
    answers = {str(number): 3 for number in range(1, 27) if number not in {3, 4}}
    fill(store, episode_id, "whoqol", answers)
    assert kept(store, episode_id).scores["physical"] is None
    with store.writing(HEAD) as work:
        change_setting(work, "whoqol_missing_rule", "prose")
        scored = instruments.score_instrument(work, "whoqol", {"items": answers})
    assert scored is not None
    assert scored.scores["physical"] is not None


def test_a_closed_episode_takes_no_new_one_and_corrections_with_a_reason(store: Store, episode_id: UUID) -> None:
    series = fill(store, episode_id, "dast10", {"1": 1})
    with store.writing(COUNSELLOR) as work:
        version = work.session.get_one(Episode, episode_id).row_version
        episodes.close(work, episode_id, version, CloseDraft(on=TODAY, outcome="moved", reason="pindah"), attended=0)
    with pytest.raises(RuleBroken, match="episodes.closed"):
        fill(store, episode_id, "dast10", DAST_ALL_YES)
    with store.writing(COUNSELLOR) as work:
        with pytest.raises(RuleBroken, match="draft.required"):
            instruments.continue_instrument(work, series, 1, draft(DAST_ALL_YES))
        instruments.continue_instrument(work, series, 1, draft(DAST_ALL_YES), "lembar ditemukan")


def test_one_filled_by_mistake_goes_into_the_bin(store: Store, episode_id: UUID) -> None:
    series = fill(store, episode_id, "srq20", {**SRQ, "17": 1})
    with store.writing(COUNSELLOR) as work:
        with pytest.raises(RuleBroken, match="draft.required"):
            instruments.bin_instrument(work, series, 1, " ")
        instruments.bin_instrument(work, series, 1, "klien lain")
        assert instruments_of(work, episode_id) == ()
        assert alerting(work) == ()


def test_other_instruments_are_no_screening(store: Store, episode_id: UUID) -> None:
    fill(store, episode_id, "dast10", DAST_ALL_YES)
    with store.reading(COUNSELLOR) as work:
        assert screenings_of(work, episode_id) == ()
        client_id = work.session.get_one(Episode, episode_id).client_id
        assert len(instruments_of_client(work, client_id)) == 1


def pack(**changed: str) -> bytes:
    form = registry.form("dast10")
    said = {
        "instrument": "dast10",
        "key_version": form.version,
        "pack_version": "kantor-1",
        "language": "id",
        "credit": "Kredit contoh",
        "licence": "Izin contoh",
        **changed,
    }
    lines = [f'{name} = "{value}"' for name, value in said.items()]
    lines += ["[items]", *(f'"{item.number}" = "Teks contoh {item.number}"' for item in form.numbered())]
    return "\n".join(lines).encode()


def test_a_pack_brings_the_text_and_its_version_is_kept(store: Store, episode_id: UUID) -> None:
    with store.writing(HEAD) as work:
        wordings.import_pack(work, pack())
        wordings.import_pack(work, pack(pack_version="kantor-2"))
        assert [one.pack_version for one in wordings.packs_in_use(work)] == ["kantor-2"]
        form = wordings.instrument_form(work, "dast10")
    assert (form.credit, form.items[0].label.indonesian) == ("Kredit contoh", "Teks contoh 1")
    fill(store, episode_id, "dast10", DAST_ALL_YES)
    assert kept(store, episode_id).pack_version == "kantor-2"
    with store.writing(HEAD) as work:
        wordings.retire_pack(work, "dast10")
        assert wordings.packs_in_use(work) == ()
        assert wordings.instrument_form(work, "dast10") == registry.form("dast10")


def test_a_pack_with_a_wrong_item_number_is_refused_and_the_one_in_use_stays(store: Store) -> None:
    with store.writing(HEAD) as work:
        wordings.import_pack(work, pack())
        with pytest.raises(RuleBroken, match="instruments.pack_item_unknown"):
            wordings.import_pack(work, pack().replace(b'"10" =', b'"11" ='))
        assert len(wordings.packs_in_use(work)) == 1


def test_the_office_words_an_item_and_answers_stay(store: Store, episode_id: UUID) -> None:
    form = registry.form("asi")
    first, second = form.sections[0].items[:2]
    fill(store, episode_id, "asi", {})
    with store.writing(HEAD) as work:
        wordings.word_item(work, "asi", second.name, WordingDraft(text="Kata kantor", place=1))
        shown = wordings.instrument_form(work, "asi")
        assert [item.name for item in shown.sections[0].items[:2]] == [second.name, first.name]
        assert shown.sections[0].items[0].label.indonesian == "Kata kantor"
        wordings.word_item(work, "asi", second.name, WordingDraft())
        assert wordings.own_words(work, "asi") == {}
        assert wordings.instrument_form(work, "asi") == form
        with pytest.raises(RuleBroken, match="assessment.words_by_pack"):
            wordings.word_item(work, "dast10", "1", WordingDraft(text="teks"))
        with pytest.raises(RuleBroken, match="instruments.unknown_item"):
            wordings.word_item(work, "asi", "tidak_ada", WordingDraft(text="teks"))
