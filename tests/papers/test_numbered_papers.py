"""Each numbered paper: read as agreed, on few pages, nothing cut, nobody named where she may not be, refused where unsound."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import F4, PRACTICE_BANNER, Document
from rehab_app.papers.draw import draw
from rehab_app.papers.letters.assignment import assignment
from rehab_app.papers.letters.certificates import certificate_completed, certificate_ongoing
from rehab_app.papers.letters.escalation import escalation
from rehab_app.papers.letters.facts import Person, Signer
from rehab_app.papers.letters.handover import handover
from rehab_app.papers.letters.reply_slip import reply_slip
from rehab_app.papers.letters.skhpn import skhpn
from rehab_app.papers.letters.tat import tat_minutes, tat_recommendation
from rehab_app.papers.plain import to_text
from rehab_app.papers.texts.delivered import delivered
from tests.papers.letter_samples import (
    ASSIGNMENT,
    COMPLETED,
    ESCALATION,
    HANDOVER,
    MINUTES,
    ONGOING,
    RECOMMENDATION,
    SKHPN,
    SLIP,
)
from tests.papers.pdf import fonts, pages, reader, words
from tests.papers.refusals import said, troubles
from tests.papers.samples import CLIENT, LONG_NAME, OFFICE, logo

LONG_ADDRESS = "Perumahan Griya Permata Indah Blok " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 6 + ", Kelurahan Gunung Samarinda"


@dataclass(frozen=True)
class Made:
    """One paper of the tests: its kind, the facts, how it is made, where its person stands, and on how many pages it fits."""

    code: str
    facts: Any
    make: Callable[..., Document]
    person: str = "client"
    pages: int = 1
    is_nameless: bool = False

    def __str__(self) -> str:
        return self.code


PAPERS = (
    Made("escalation", ESCALATION, escalation, is_nameless=True),
    Made("certificate_ongoing", ONGOING, certificate_ongoing),
    Made("certificate_completed", COMPLETED, certificate_completed),
    Made("assignment", ASSIGNMENT, assignment, is_nameless=True),
    Made("skhpn", SKHPN, skhpn, person="applicant"),
    Made("tat_recommendation", RECOMMENDATION, tat_recommendation),
    Made("tat_minutes", MINUTES, tat_minutes, pages=2),
    Made("handover", HANDOVER, handover),
    Made("reply_slip", SLIP, reply_slip, is_nameless=True),
)
NAMELESS = [paper for paper in PAPERS if paper.is_nameless]
NAMED = [paper for paper in PAPERS if not paper.is_nameless]
each = pytest.mark.parametrize("paper", PAPERS, ids=str)


@each
def test_papers_read_as_agreed(paper: Made, golden: Callable[[str, str], None]) -> None:
    golden(f"paper-{paper.code.replace('_', '-')}.txt", to_text(paper.make(paper.facts)))


@each
def test_an_ordinary_paper_keeps_to_its_pages(paper: Made) -> None:
    with_logo = replace(paper.facts, office=replace(paper.facts.office, logo=logo()))
    for facts in (paper.facts, with_logo, replace(with_logo, is_practice=True, paper=F4)):
        assert len(pages(draw(paper.make(facts)))) <= paper.pages


@each
def test_a_paper_without_any_optional_fact_says_nothing_empty(paper: Made) -> None:
    facts = replace(paper.facts, **{paper.person: Person(name="Budi Setiawan")}, number="")
    text = said(paper.make(replace(facts, guardian=None) if paper.code == "handover" else facts))
    assert "None" not in text
    for label in ("NIK :", "Alamat : Jalan Dahlia", "Pekerjaan :", "Agama :", "Tempat/tanggal lahir"):
        assert label not in text
    if paper.code != "reply_slip":
        assert "Nomor: \u2026" in text or "Nomor : \u2026" in text


@pytest.mark.parametrize("paper", NAMED, ids=str)
def test_long_names_and_addresses_are_printed_whole(paper: Made) -> None:
    person = replace(CLIENT, name=LONG_NAME, address=LONG_ADDRESS)
    drawn = words(draw(paper.make(replace(paper.facts, **{paper.person: person})))).replace(" ", "")
    assert LONG_NAME.replace(" ", "") in drawn
    assert LONG_ADDRESS.replace(" ", "") in drawn


@pytest.mark.parametrize("paper", NAMELESS, ids=str)
def test_what_travels_alone_tells_initials_only(paper: Made) -> None:
    text = words(draw(paper.make(paper.facts)))
    assert "B.S." in text
    for secret in ("Budi", "Setiawan", CLIENT.nik, "17 Agustus 1998", CLIENT.phone):
        assert secret not in text


@each
def test_the_file_names_nobody_and_says_its_language(paper: Made) -> None:
    file = reader(draw(paper.make(replace(paper.facts, **{paper.person: replace(CLIENT, name=LONG_NAME)}))))
    assert file.metadata is not None
    properties = " ".join(str(value) for value in file.metadata.values())
    assert not any(name in properties for name in ("Raden", "Kusumawardhana", "Budi", "R.M."))
    assert file.trailer["/Root"]["/Lang"] == "id-ID"  # type: ignore[index] # pypdf types it as any object


@each
def test_a_practice_paper_says_so_on_every_page_and_its_fonts_are_embedded(paper: Made) -> None:
    data = draw(paper.make(replace(paper.facts, is_practice=True)))
    assert all(PRACTICE_BANNER in page for page in pages(data))
    assert all(fonts(data).values())


@each
def test_the_offices_own_words_are_printed(paper: Made) -> None:
    own = delivered(paper.code).replace("---\n", "---\nKalimat kantor sendiri.\n\n", 1)
    assert "Kalimat kantor sendiri." in said(paper.make(paper.facts, own))
    with pytest.raises(RulesBroken):
        paper.make(paper.facts, own + "\n\n{tidak_ada}")


@each
def test_a_paper_needs_an_office(paper: Made) -> None:
    bare = replace(paper.facts, office=replace(OFFICE, letterhead=(), city=" "))
    found = troubles(paper.make, bare)
    assert ("letterhead_missing", "letterhead") in found
    assert ("city_missing", "city") in found


@pytest.mark.parametrize("paper", [one for one in PAPERS if one.code != "reply_slip"], ids=str)
def test_a_paper_needs_somebody_who_signs(paper: Made) -> None:
    assert troubles(paper.make, replace(paper.facts, signer=Signer(" ", "A"))) == [("signer_missing", "signer")]


@each
def test_a_paper_is_about_somebody(paper: Made) -> None:
    found = troubles(paper.make, replace(paper.facts, **{paper.person: Person(name=" ")}))
    expected = "applicant_unnamed" if paper.code == "skhpn" else "client_unnamed"
    assert found == [(expected, paper.person)]


@pytest.mark.parametrize("paper", [one for one in NAMED if one.code != "skhpn"], ids=str)
def test_a_redacted_paper_names_nobody(paper: Made) -> None:
    redacted = replace(paper.facts, client=CLIENT.without_name())
    if paper.code == "handover":
        redacted = replace(redacted, guardian=None)
    text = said(paper.make(redacted))
    assert "B.S." in text
    assert CLIENT.record_number in text
    for secret in ("Budi", "Setiawan", CLIENT.nik, "17 Agustus 1998", CLIENT.address, CLIENT.phone):
        assert secret not in text
