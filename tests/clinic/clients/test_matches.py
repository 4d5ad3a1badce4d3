"""A likely match is shown with its reasons, and a coincidence is not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_app.clinic.clients.matches import (
    LIKELY,
    REASON_WORDS,
    WEIGHTS,
    Identity,
    Reason,
    likely_matches,
    most_points,
    reasons,
)

RIZKY = Identity(
    name="Muhammad Rizky",
    aliases=("Kiki Black",),
    birth_date=date(1990, 3, 5),
    nik="6471050503900001",
    phones=("+6281234567890",),
    mother="Siti Aminah",
    sex="L",
)


def test_the_same_nik_decides_alone() -> None:
    match = reasons(Identity(nik=RIZKY.nik), RIZKY)
    assert (match.score, match.reasons) == (1.0, (Reason.SAME_NIK,))


def test_another_spelling_with_the_same_birth_date_is_explained() -> None:
    match = reasons(Identity(name="Moh. Rizki", birth_date=date(1990, 3, 5)), RIZKY)
    assert match.reasons == (Reason.SAME_NAME, Reason.SAME_BIRTH_DATE)
    assert match.score == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("typed", "reason", "is_likely"),
    [
        (Identity(name="Moh. Rizki"), Reason.SAME_NAME, True),
        (Identity(name="Rizky"), Reason.SIMILAR_NAME, False),
        (Identity(name="Jaka Blek"), None, False),
        (Identity(name="Kiki Black"), Reason.SAME_ALIAS, True),
        (Identity(name="Kiki Black", sex="P"), Reason.SAME_ALIAS, False),
        (Identity(phones=("0812-3456-7890",)), Reason.SAME_PHONE, True),
        (Identity(phones=("0812",)), None, False),
        (Identity(birth_date=date(1990, 3, 5)), Reason.SAME_BIRTH_DATE, False),
        (Identity(birth_date=date(1990, 5, 3)), Reason.DAY_MONTH_SWAPPED, False),
        (Identity(birth_date=date(1990, 3, 6)), Reason.NEAR_BIRTH_DATE, False),
        (Identity(birth_date=date(1991, 3, 5), name="Mohamad Rizky"), Reason.NEAR_BIRTH_DATE, True),
        (Identity(mother="St. Aminah"), Reason.SAME_MOTHER, False),
        (Identity(mother="St. Aminah", birth_date=date(1990, 3, 5)), Reason.SAME_MOTHER, True),
        (Identity(nik="6471050503900002"), Reason.NEAR_NIK, False),
        (Identity(nik="6471055003900001"), Reason.NEAR_NIK, False),
        (Identity(nik="64710505"), None, False),
        (Identity(), None, False),
    ],
)
def test_each_agreement_has_its_reason(typed: Identity, reason: Reason | None, is_likely: bool) -> None:
    match = reasons(typed, RIZKY)
    assert (reason in match.reasons) if reason else not match.reasons
    assert match.is_likely is is_likely


def test_contradictions_are_named_and_take_away() -> None:
    other = Identity(name="Moh. Rizki", birth_date=date(2001, 12, 24), nik="3201015508950001", sex="P")
    match = reasons(other, RIZKY)
    assert match.reasons == (Reason.SAME_NAME,)
    assert set(match.doubts) == {Reason.OTHER_NIK, Reason.OTHER_SEX, Reason.OTHER_BIRTH_DATE}
    assert not match.is_likely


def test_same_name_and_birth_date_are_shown_in_spite_of_another_nik() -> None:
    assert reasons(replace(RIZKY, nik="3201015508950001", phones=(), mother=""), RIZKY).is_likely


def test_what_is_not_known_neither_adds_nor_takes_away() -> None:
    assert reasons(Identity(), Identity()).points == ()
    assert reasons(RIZKY, Identity(name="Muhammad Rizky")).score == pytest.approx(WEIGHTS[Reason.SAME_NAME])


def test_points_sum_to_the_score_and_come_weightiest_first() -> None:
    match = reasons(Identity(name="Moh. Rizki", phones=("081234567890",), sex="P"), RIZKY)
    assert sum(points for _, points in match.points) == pytest.approx(match.score)
    assert [abs(points) for _, points in match.points] == sorted(
        (abs(points) for _, points in match.points), reverse=True
    )


def test_matches_come_best_first_and_only_the_likely_ones() -> None:
    known = [
        ("a", Identity(name="Agus Wijaya")),
        ("b", Identity(name="Mohamad Rizki")),
        ("c", RIZKY),
        ("d", Identity(name="Muhammad Rizky Pratama")),
    ]
    typed = Identity(name="Moh. Riz", birth_date=date(1990, 3, 5))
    found = likely_matches(typed, known)
    assert [key for key, _ in found] == ["c", "b"]
    assert likely_matches(typed, known, limit=1) == found[:1]
    assert all(match.score >= LIKELY for _, match in found)


def test_every_reason_has_a_weight_and_words() -> None:
    assert set(WEIGHTS) == set(REASON_WORDS) == set(Reason)


IDENTITIES = st.builds(
    Identity,
    name=st.sampled_from(("", "Muhammad Rizky", "Moh. Rizki", "Budi Santoso")),
    aliases=st.sampled_from(((), ("Kiki Black",), ("Budi",))),
    birth_date=st.sampled_from((None, date(1990, 3, 5), date(1990, 5, 3), date(1991, 3, 5), date(1971, 12, 30))),
    nik=st.sampled_from(("", "6471050503900001", "6471050503900002", "6471021708900009")),
    phones=st.sampled_from(((), ("081234567890",), ("081399998888", "081234567890"))),
    mother=st.sampled_from(("", "Siti Aminah", "St. Aminah", "Rohani")),
    sex=st.sampled_from(("", "L", "P")),
)


@given(IDENTITIES, IDENTITIES)
def test_what_two_may_score_before_their_names_are_read_is_never_too_little(one: Identity, other: Identity) -> None:
    most = most_points(
        (one.nik, other.nik),
        (one.birth_date, other.birth_date),
        (one.sex, other.sex),
        has_phone=not set(one.phones).isdisjoint(other.phones),
        has_mother=bool(one.mother and other.mother),
    )
    assert most >= reasons(one, other).score - 1e-9
