"""Who is counted in a year and under what: the counting rule as queries.

Rule 2022.1: a person counts once, by the first episode registered in the year. *Rujukan* where a referral letter of that episode
is dated by 31 December and was not cancelled (letter not voided, referral not batal); *TAT saja* where she was only examined;
else *rawat jalan*. Age, place, occupation and education are those of the registration. The substance is that of the use profile,
else the group of the latest screening, else unknown.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Select, Table, and_, case, exists, func, literal, or_, select

from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.assessment.queries import ASSIST
from rehab_app.clinic.episodes.meanings import held_codes
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.rules import Modality
from rehab_app.clinic.referrals.model import Referral
from rehab_app.clinic.referrals.rules import CANCELLED
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.store.versions import is_current

RULE: Final = "2022.1"
GROUP: Final = "@"
"""Stands before an ASSIST group where only a screening tells the substance."""

_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]
_REFERRAL: Final[Table] = Referral.__table__  # type: ignore[attr-defined]
_LETTER: Final[Table] = IssuedLetter.__table__  # type: ignore[attr-defined]
_PROFILE: Final[Table] = UseProfile.__table__  # type: ignore[attr-defined]
_SCREENING: Final[Table] = Screening.__table__  # type: ignore[attr-defined]
_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]


def first_day(year: int) -> date:
    """Return 1 January of ``year``."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """Return 31 December of ``year``."""
    return date(year, 12, 31)


def counted(year: int) -> CTE:
    """Return the people counted in ``year``, one row each: client_id, episode_id and a raw value for each table of figures."""
    earlier = _EPISODE.alias()
    has_earlier = exists(
        select(1).where(
            earlier.c.client_id == _EPISODE.c.client_id,
            earlier.c.period_number < _EPISODE.c.period_number,
            earlier.c.registered_on >= first_day(year),
        )
    ).correlate(_EPISODE)
    columns = {
        "modality": _modality(year),
        "substance": _substance(),
        "district": _EPISODE.c.place_code_at_registration,
        "sex": _EPISODE.c.sex_at_registration,
        "age": _EPISODE.c.age_at_registration,
        "source": _EPISODE.c.source,
        "occupation": _EPISODE.c.occupation_at_registration,
        "education": _EPISODE.c.education_at_registration,
        "period": case((_EPISODE.c.period_number == 1, "new"), else_="again"),
    }
    query = select(
        _EPISODE.c.id.label("episode_id"),
        _EPISODE.c.client_id.label("client_id"),
        *(column.label(name) for name, column in columns.items()),
    ).where(
        _EPISODE.c.registered_on.between(first_day(year), last_day(year)),
        or_(_EPISODE.c.period_number == 1, ~has_earlier),
    )
    return query.cte("counted")


def carried_over(year: int) -> Select[Any]:
    """Return the ids of people served in ``year`` but registered earlier only: an episode open, or a meeting attended, in it."""
    is_open = or_(_EPISODE.c.ended_on.is_(None), _EPISODE.c.ended_on >= first_day(year))
    still_open = select(_EPISODE.c.client_id).where(is_open, _EPISODE.c.registered_on < first_day(year))
    # A plain UNION would be sorted by client, and read every episode there ever was in that order.
    served = still_open.union_all(_came_after_the_end(year)).subquery("served")
    other = _EPISODE.alias()
    registered = exists(
        select(1).where(
            other.c.client_id == served.c.client_id, other.c.registered_on.between(first_day(year), last_day(year))
        )
    ).correlate(served)
    return select(served.c.client_id).where(~registered).distinct()


def _came_after_the_end(year: int) -> Select[Any]:
    """Return the ids of people who attended a meeting in ``year`` of an episode that had ended before it.

    The year's meetings are read from their index alone; only those of episodes that had ended are looked at whole.
    """
    in_year = _SESSION.alias("in_year")
    attended = _SESSION.alias("attended")
    met = (
        select(in_year.c.episode_id)
        .where(in_year.c.held_on.between(first_day(year), last_day(year)))
        .distinct()
        .subquery("met")
    )
    came = exists(
        select(1).where(
            attended.c.episode_id == _EPISODE.c.id,
            attended.c.held_on.between(first_day(year), last_day(year)),
            attended.c.attendance.in_([literal(code) for code in held_codes()]),
            is_current(attended),
        )
    ).correlate(_EPISODE)
    return (
        select(_EPISODE.c.client_id)
        .join(met, met.c.episode_id == _EPISODE.c.id)
        .where(_EPISODE.c.ended_on < first_day(year), came)
    )


def _modality(year: int) -> ColumnElement[str]:
    letter = exists(
        select(1)
        .select_from(_REFERRAL.join(_LETTER, _LETTER.c.id == _REFERRAL.c.letter_id))
        .where(
            _REFERRAL.c.episode_id == _EPISODE.c.id,
            _REFERRAL.c.state != CANCELLED,
            _LETTER.c.voided_on.is_(None),
            _LETTER.c.dated_on <= last_day(year),
        )
    ).correlate(_EPISODE)
    return case(
        (letter, Modality.REFERRAL.value),
        (_EPISODE.c.modality == Modality.EXAMINED_ONLY.value, Modality.EXAMINED_ONLY.value),
        else_=Modality.OUTPATIENT.value,
    )


def _substance() -> ColumnElement[str]:
    used = (
        select(func.nullif(_PROFILE.c.main_substance, ""))
        .where(and_(_PROFILE.c.episode_id == _EPISODE.c.id, is_current(_PROFILE)))
        .limit(1)
        .correlate(_EPISODE)
        .scalar_subquery()
    )
    screened = (
        select(literal(GROUP) + _SCREENING.c.main_substance)
        .where(_SCREENING.c.episode_id == _EPISODE.c.id, _SCREENING.c.instrument == ASSIST, is_current(_SCREENING))
        .order_by(_SCREENING.c.taken_on.desc(), _SCREENING.c.created_at.desc())
        .limit(1)
        .correlate(_EPISODE)
        .scalar_subquery()
    )
    return func.coalesce(used, screened, "")
