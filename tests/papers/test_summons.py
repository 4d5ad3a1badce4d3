"""Summons 1-2-3 and the notice to the penyidik: attendance alone, marked as drafts until they have a number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import PRACTICE_BANNER
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.letters.facts import Person, Signer
from rehab_app.papers.letters.summons import Sent, SummonsFacts, investigator_notice, summons_letter
from rehab_app.papers.plain import to_text
from tests.papers.pdf import words
from tests.papers.samples import CLIENT, LONG_NAME, OFFICE, SIGNER

DRAFT = "DRAF: belum bernomor"
FACTS = SummonsFacts(
    office=OFFICE,
    signer=SIGNER,
    day=date(2026, 1, 12),
    client=CLIENT,
    place_in_row=1,
    missed_on=(date(2026, 1, 2), date(2026, 1, 9)),
    quiet_since=date(2025, 12, 26),
    new_on=date(2026, 1, 15),
    new_at=time(9, 30),
    phone="(0542) 000000",
    registration_number="0012/2025",
    report_number="LP/12/XII/2025",
    recommendation="R/REKOM-7/XII/2025/TAT tanggal 20/12/2025",
)
NOTICE = replace(
    FACTS,
    is_compulsory=True,
    addressee=("Kasat Resnarkoba Polresta Balikpapan",),
    earlier=(Sent(1, date(2026, 1, 2)), Sent(2, date(2026, 1, 9))),
)
# Of the assessment nothing may stand on either paper.
HEALTH = ("ASSIST", "diagnosis", "urin", "zat", "sabu", "skrining", "F15")


def test_the_papers_read_as_agreed(golden: Callable[[str, str], None]) -> None:
    third = replace(FACTS, place_in_row=3, earlier=(Sent(1, date(2025, 12, 20)), Sent(2, date(2025, 12, 29))))
    golden("summons-1.txt", to_text(summons_letter(FACTS)))
    golden("summons-3-compulsory.txt", to_text(summons_letter(replace(third, is_compulsory=True))))
    golden("investigator-notice.txt", to_text(investigator_notice(NOTICE)))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_only_the_third_summons_is_the_last(number: int) -> None:
    said = words(draw(summons_letter(replace(FACTS, place_in_row=number))))
    assert ("Ini panggilan terakhir" in said) == (number == 3)
    assert f"ke-{number}" in said


def test_a_paper_without_a_number_is_a_draft() -> None:
    for make, facts in ((summons_letter, FACTS), (investigator_notice, NOTICE)):
        assert DRAFT in words(draw(make(facts)))
        numbered = words(draw(make(replace(facts, number="R/12/I/KA/RH.00.00/2026/BNNK-BPP"))))
        assert DRAFT not in numbered
        assert "R/12/I/KA/RH.00.00/2026/BNNK-BPP" in numbered


def test_neither_paper_speaks_of_health() -> None:
    for document in (summons_letter(replace(FACTS, is_compulsory=True)), investigator_notice(NOTICE)):
        said = to_text(document).lower().split()
        assert [word for word in HEALTH if word.lower() in said] == []


def test_a_summons_does_not_name_the_penyidik_of_a_voluntary_client() -> None:
    assert "penyidik" not in to_text(summons_letter(FACTS))
    assert "penyidik" in to_text(summons_letter(replace(FACTS, is_compulsory=True)))


def test_without_missed_meetings_it_says_since_when_nothing_was_heard() -> None:
    quiet = replace(FACTS, missed_on=())
    for document in (summons_letter(quiet), investigator_notice(replace(NOTICE, missed_on=()))):
        text = to_text(document)
        assert "sejak 26 Desember 2025" in text
        assert "dijadwalkan" not in text.split("Kami mengharap", maxsplit=1)[0]


def test_without_a_new_day_she_is_asked_to_call() -> None:
    text = to_text(summons_letter(replace(FACTS, new_on=None, new_at=None)))
    assert "datang atau menghubungi kami" in text
    assert "Pukul" not in text
    assert "pada jam kerja" in to_text(summons_letter(replace(FACTS, new_at=None)))


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (replace(FACTS, office=replace(OFFICE, letterhead=())), {"letterhead"}),
        (replace(FACTS, office=replace(OFFICE, city=" ")), {"city"}),
        (replace(FACTS, signer=Signer(title="KEPALA", name="")), {"signer"}),
        (replace(FACTS, client=Person(name=" ")), {"client"}),
    ],
)
def test_what_a_paper_lacks_is_named(facts: SummonsFacts, fields: set[str]) -> None:
    for make in (summons_letter, investigator_notice):
        with pytest.raises(RulesBroken) as refused:
            make(replace(facts, addressee=("Kasat",)))
        assert {trouble.field for trouble in refused.value.troubles} == fields


def test_a_notice_goes_to_somebody() -> None:
    with pytest.raises(RulesBroken) as refused:
        investigator_notice(replace(NOTICE, addressee=(" ",)))
    assert [trouble.code for trouble in refused.value.troubles] == ["papers.addressee_missing"]


def test_a_summons_stands_on_one_page_even_with_a_long_name_and_a_practice_one_says_so() -> None:
    missed = tuple(date(2026, 1, day) for day in range(1, 7))
    facts = replace(FACTS, client=replace(CLIENT, name=LONG_NAME), missed_on=missed, is_practice=True)
    document = summons_letter(replace(facts, place_in_row=3, is_compulsory=True, earlier=NOTICE.earlier))
    assert page_count(document) == 1
    assert PRACTICE_BANNER in words(draw(document))
    assert LONG_NAME in words(draw(document))
