"""The sentences of letters are filled without trusting what they are filled with."""

import pytest

from rehab_app.papers.blocks import Run
from rehab_app.papers.letters.templates import fill, filled, in_words, template


def test_marks_are_read_before_the_facts() -> None:
    assert fill("Kepada **{name}** di {place}", name="A**B**{x}", place="**C**") == (
        Run("Kepada "),
        Run("A**B**{x}", bold=True),
        Run(" di **C**"),
    )


def test_a_sentence_without_marks_is_plain_text() -> None:
    assert fill("Nama {name}", name="Ani") == "Nama Ani"


def test_a_place_that_reaches_into_a_fact_is_refused() -> None:
    for sentence in ("{name.__class__}", "{name[0]}", "{}"):
        with pytest.raises(ValueError, match="not reach"):
            filled(sentence, name="Ani")


def test_a_fact_that_is_not_given_is_a_bug() -> None:
    with pytest.raises(KeyError):
        filled("{other}", name="Ani")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (9, "sembilan"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "100"),
    ],
)
def test_counts_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


@pytest.mark.parametrize("name", ["referral", "recovery", "seal"])
def test_every_template_is_whole(name: str) -> None:
    words = template(name)
    sentences = [sentence for part in words.parts.values() for sentence in part.values()]
    sentences += [line for lines in words.lists.values() for line in lines]
    assert sentences
    assert all(sentence.strip() and sentence.count("**") % 2 == 0 for sentence in sentences)
    assert not [sentence for sentence in sentences if "sembuh" in sentence.lower()]
