"""Samples of the texts: every field has an invented value, every paper can be looked at, and nothing of it looks official."""

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import F4, Margins
from rehab_app.papers.draw import draw, page_count
from rehab_app.papers.letters.official import Frame
from rehab_app.papers.plain import to_text
from rehab_app.papers.samples.paper import sample_paper, trial_page
from rehab_app.papers.samples.values import DAY, USUAL, sample_values
from rehab_app.papers.texts.delivered import delivered
from rehab_app.papers.texts.fields import FieldKind, is_empty, is_words
from rehab_app.papers.texts.kind import PaperKind
from rehab_app.papers.texts.kinds import KINDS
from tests.papers.samples import OFFICE, SIGNER

FRAME = Frame(office=OFFICE, day=DAY)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_field_has_a_value_of_its_kind_and_none_is_its_own_name(kind: PaperKind) -> None:
    values = sample_values(kind)
    assert values.keys() == kind.fields.keys()
    for name, field in kind.fields.items():
        value = values[name]
        if field.kind is FieldKind.CONDITION:
            assert isinstance(value, bool)
        else:
            assert not is_empty(value), name
            assert is_words(value) is (field.kind is FieldKind.WORDS), name
            assert value != name


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("holds_all", [False, True])
def test_the_delivered_text_of_every_kind_can_be_looked_at(kind: PaperKind, holds_all: bool) -> None:
    holds = [name for name, field in kind.fields.items() if field.kind is FieldKind.CONDITION and holds_all]
    document = sample_paper(kind, delivered(kind.code), FRAME, holds, SIGNER)
    said = to_text(document)
    assert "CONTOH" in document.banner
    assert "{" not in said
    assert "Contoh" in said
    assert "Budi" not in document.title
    assert draw(document).startswith(b"%PDF")


def test_a_condition_changes_the_sample() -> None:
    with_consent = to_text(sample_paper(KINDS["referral"], delivered("referral"), FRAME, USUAL))
    without = to_text(sample_paper(KINDS["referral"], delivered("referral"), FRAME, ()))
    assert "Ringkasan asesmen tidak disertakan" in without
    assert "Ringkasan asesmen tidak disertakan" not in with_consent


def test_a_text_with_faults_gives_no_sample() -> None:
    with pytest.raises(RulesBroken) as broken:
        sample_paper(KINDS["summons"], delivered("summons").replace("{klinik}", "{klinikk}"), FRAME)
    assert {one.code for one in broken.value.troubles} == {"texts.unknown_field_near"}


def test_an_office_without_a_letterhead_is_told() -> None:
    with pytest.raises(RulesBroken):
        sample_paper(KINDS["summons"], delivered("summons"), Frame(office=type(OFFICE)(letterhead=()), day=DAY))


@pytest.mark.parametrize("size", [11, 12])
def test_the_test_page_tells_paper_margins_and_letters_on_one_page(size: int) -> None:
    frame = Frame(office=OFFICE, day=DAY, paper=F4, margins=Margins(30, 25, 20, 15))
    document = trial_page(frame, size, SIGNER)
    said = to_text(document)
    assert "F4, 215 × 330 mm" in said
    assert "kiri 30 mm, kanan 25 mm, atas 20 mm, bawah 15 mm" in said
    assert f"PT Serif {size} pt" in said
    assert SIGNER.name in said
    assert document.has_margin_marks
    assert page_count(document) == 1
