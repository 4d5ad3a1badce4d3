"""An instrument on paper, gathered from the record and entered in the audit when it leaves."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rehab_app.clinic.assessment import instruments, wordings
from rehab_app.clinic.assessment.draft import InstrumentDraft, WordingDraft
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
