"""An instrument on paper, gathered from the record and entered in the audit when it leaves."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.assessment import instruments, wordings
from rehab_app.clinic.assessment.draft import InstrumentDraft, WordingDraft
from rehab_app.clinic.assessment.filled import instrument_versions
from rehab_app.desk.instrument_paper import (
    blank_facts,
    blank_pdf,
    filled_facts,
    filled_pdf,
    note_instrument_paper,
)
from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, RuleBroken
from rehab_app.instruments.form_answers import items_of
from rehab_app.instruments.questionnaire import Questionnaire
from rehab_app.office.settings.service import change_setting
from tests.clinic.makers import TODAY, deeds, keep_accounts
from tests.desk.makers import COUNSELLOR, HEAD, LISTS, Office, make_assessed, make_office
from tests.makers import make_actor
from tests.papers.pdf import words


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    keep_accounts(made.store, COUNSELLOR)
    return made


def fill(office: Office, instrument: str, items: dict[str, object]) -> UUID:
    episode_id = make_assessed(office)
    draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": items})
    with office.store.writing(COUNSELLOR) as work:
        return instruments.record_instrument(work, episode_id, instrument, draft)


def test_the_paper_says_what_the_record_says(office: Office) -> None:
    series = fill(office, "dast10", {str(number): 1 for number in range(1, 11)})
    with office.store.reading(COUNSELLOR) as work:
        facts = filled_facts(work, series, 1, LISTS)
        text = words(filled_pdf(work, series, 1, LISTS))
    assert facts.answered is not None
    assert facts.answered.client == "Budi Setiawan"
    assert (facts.answered.record_number, facts.answered.moment) == ("000001", "Awal")
    assert facts.answered.taken_by == "dr. Dewi"
    [result] = facts.answered.results
    assert (result.score, bool(result.band)) == ("9", True)
    assert "Budi Setiawan" in text


def test_a_scale_without_a_score_says_why_in_words(office: Office) -> None:
    series = fill(office, "whoqol", {"1": 3, "2": 4})
    with office.store.reading(COUNSELLOR) as work:
        facts = filled_facts(work, series, 1, LISTS)
    assert facts.answered is not None
    physical = facts.answered.results[0]
    assert physical.score == "–"
    assert "terlalu banyak butir" in physical.band


def results(office: Office, series: UUID) -> dict[str, tuple[str, str]]:
    """Return what the paper says of each scale."""
    with office.store.reading(COUNSELLOR) as work:
        facts = filled_facts(work, series, 1, LISTS)
        filled_pdf(work, series, 1, LISTS)
    assert facts.answered is not None
    return {one.scale: (one.score, one.band) for one in facts.answered.results}


def choose(office: Office, name: str, value: object) -> None:
    """Change a setting of the office."""
    with office.store.writing(HEAD) as work:
        change_setting(work, name, value)


WHOQOL_WITHOUT_TWO: dict[str, object] = {str(number): 3 for number in range(1, 27) if number not in {3, 10}}


def test_a_domain_without_a_score_keeps_its_reason_when_the_office_takes_the_looser_rule(office: Office) -> None:
    series = fill(office, "whoqol", WHOQOL_WITHOUT_TWO)
    before = results(office, series)
    choose(office, "whoqol_missing_rule", "prose")
    assert results(office, series) == before
    score, band = before["Fisik"]
    assert score == "–"
    assert "3, 10" in band


def test_a_domain_with_a_score_keeps_it_when_the_office_takes_the_stricter_rule(office: Office) -> None:
    choose(office, "whoqol_missing_rule", "prose")
    series = fill(office, "whoqol", WHOQOL_WITHOUT_TWO)
    choose(office, "whoqol_missing_rule", "who")
    assert results(office, series)["Fisik"] == ("50,00", "")


def test_a_reason_is_the_one_that_was_kept_even_where_a_rule_of_today_gives_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reason must not be found by scoring again: a score that exists today would leave the dash unexplained."""
    series = fill(office, "whoqol", WHOQOL_WITHOUT_TWO)

    def refuse(*_arguments: object) -> None:
        raise AssertionError("scored again")

    monkeypatch.setattr(Questionnaire, "score", refuse)
    assert "3, 10" in results(office, series)["Fisik"][1]


@pytest.mark.parametrize(
    ("instrument", "items", "setting", "value", "scale"),
    [
        (
            "urica",
            {str(number): 5 for number in range(1, 33)},
            "urica_cutoffs",
            [1, 2],
            "Kesiapan berubah (C + A + M - PC)",
        ),
        ("srq20", {str(number): int(number <= 6) for number in range(1, 21)}, "srq_cutoff", 19, "Skor total"),
    ],
)
def test_a_band_on_paper_is_the_one_that_was_kept_whatever_cutoff_counts_today(
    office: Office, instrument: str, items: dict[str, object], setting: str, value: object, scale: str
) -> None:
    series = fill(office, instrument, items)
    before = results(office, series)
    assert before[scale][1]
    choose(office, setting, value)
    assert results(office, series) == before
    with office.store.reading(COUNSELLOR) as work:
        scored = instruments.score_instrument(work, instrument, {"items": items})
        row = instrument_versions(work, series)[0]
    assert scored is not None
    assert scored.bands != row.bands  # the setting would have told another band


def pack(version: str, text: str) -> bytes:
    """Return a pack of DAST-10 whose items all read ``text``."""
    named = {"instrument": "dast10", "key_version": "1", "pack_version": version, "language": "id"}
    lines = [
        f'{name} = "{value}"' for name, value in {**named, "credit": f"Kredit {version}", "licence": "Izin"}.items()
    ]
    return "\n".join([*lines, "[items]", *(f'{number} = "{text}"' for number in range(1, 11))]).encode()


def test_the_paper_has_the_text_that_the_client_was_asked_with(office: Office) -> None:
    answers: dict[str, object] = {str(number): 1 for number in range(1, 11)}
    episode_id = make_assessed(office)

    def put() -> UUID:
        draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": answers})
        with office.store.writing(COUNSELLOR) as work:
            return instruments.record_instrument(work, episode_id, "dast10", draft)

    bare = put()
    with office.store.writing(HEAD) as work:
        wordings.import_pack(work, pack("2025", "Teks lama"))
    first = put()
    with office.store.writing(HEAD) as work:
        wordings.import_pack(work, pack("2026", "Teks baru"))
    second = put()
    with office.store.writing(HEAD) as work:
        wordings.retire_pack(work, "dast10")
    with office.store.reading(COUNSELLOR) as work:
        forms = [filled_facts(work, series, 1, LISTS).form for series in (bare, first, second)]
    assert [form.pack_version for form in forms] == ["", "2025", "2026"]
    assert [form.items[0].label.indonesian for form in forms[1:]] == ["Teks lama", "Teks baru"]
    assert forms[1].credit == "Kredit 2025"


def test_an_earlier_version_is_printed_as_it_was(office: Office) -> None:
    series = fill(office, "srq20", {"1": 1, "17": 1})
    with office.store.writing(COUNSELLOR) as work:
        draft = InstrumentDraft(taken_on=TODAY, moment="awal", answers={"items": {"1": 0}})
        instruments.continue_instrument(work, series, 1, draft)
    with office.store.reading(COUNSELLOR) as work:
        first, second = (filled_facts(work, series, version, LISTS) for version in (1, 2))
    assert first.answered is not None
    assert second.answered is not None
    assert items_of(first.form, first.answered.document) == {"1": 1, "17": 1}
    assert items_of(second.form, second.answered.document) == {"1": 0}
    assert len(first.answered.alerts) == 1
    assert not second.answered.alerts


def test_a_version_that_is_not_there_is_refused(office: Office) -> None:
    series = fill(office, "dast10", {"1": 1})
    with office.store.reading(COUNSELLOR) as work:
        for wanted, version in ((series, 2), (uuid4(), 1)):
            with pytest.raises(RuleBroken) as refused:
                filled_facts(work, wanted, version, LISTS)
            assert refused.value.code == "assessment.unknown_instrument_version"


def test_a_blank_form_names_nobody_and_has_the_offices_own_words(office: Office) -> None:
    with office.store.writing(HEAD) as work:
        wordings.word_item(work, "asi", "skills", WordingDraft(text="Keahlian tukang"))
    with office.store.reading(COUNSELLOR) as work:
        assert blank_facts(work, "asi", LISTS).answered is None
        assert "Keahlian tukang" in words(blank_pdf(work, "asi", LISTS))
        with pytest.raises(RuleBroken) as refused:
            blank_pdf(work, "horoscope", LISTS)
    assert refused.value.code == "instruments.unknown_instrument"


def test_what_leaves_is_entered_in_the_audit(office: Office) -> None:
    series = fill(office, "dast10", {"1": 1})
    with office.store.writing(COUNSELLOR) as work:
        note_instrument_paper(work, series, "print")
        note_instrument_paper(work, None, "save")
    assert deeds(office.store, COUNSELLOR)[-2:] == ["instruments.print", "instruments.save_blank"]


def test_who_may_not_see_care_gets_no_paper(office: Office) -> None:
    series = fill(office, "dast10", {"1": 1})
    registrar = make_actor(Role.PENDAFTARAN, name="Rini Pendaftaran")
    with office.store.reading(registrar) as work, pytest.raises(NotAllowed):
        filled_pdf(work, series, 1, LISTS)
