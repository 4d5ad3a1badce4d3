"""The rules of a masa perawatan: its states, its dates, and who must stand by a client under 18."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol

from rehab_app.clinic.clients.nik import read_nik
from rehab_app.clinic.clients.phones import read_phone
from rehab_app.clinic.clients.rules import ADULT, age_from
from rehab_app.clinic.episodes.draft import CloseDraft, EpisodeDraft, ReporterDraft
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.office.lists.in_force import lists_in_force, unknown_codes

# UU 35/2009 Pasal 128 (3) protects an adult during two masa perawatan.
PROTECTED_PERIODS: Final = 2
COMPLETED: Final = "completed"

CODED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "channel": "channel",
        "source": "source",
        "reporting_kind": "reporting_kind",
        "category": "category",
        "funding": "funding",
        "reporter_relation": "relation",
    }
)

THIRD_PERIOD: Final = "episodes.third_period"
WAITING_GUARDIAN: Final = "episodes.waiting_guardian"
NOTICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        THIRD_PERIOD: N_(
            "This is masa perawatan ke-{period}. The protection of UU 35/2009 Pasal 128 covers two; tell the client "
            "and the family that it may not apply."
        ),
        WAITING_GUARDIAN: N_(
            "Saved as waiting for a guardian. Screening and sessions may start; consent, kartu and referral wait until a "
            "parent or guardian has come."
        ),
    }
)


class State(StrEnum):
    """Where an episode stands."""

    REGISTERED = "registered"
    OUTPATIENT = "outpatient"
    REFERRED = "referred"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


STATE_LABELS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.REGISTERED: N_("Registered"),
        State.OUTPATIENT: N_("Outpatient care"),
        State.REFERRED: N_("Referred"),
        State.AFTERCARE: N_("Aftercare"),
        State.CLOSED: N_("Closed"),
    }
)


class Modality(StrEnum):
    """How the client was served; a code of the list ``modality``."""

    OUTPATIENT = "outpatient"
    REFERRAL = "referral"
    EXAMINED_ONLY = "examined_only"


# Each allowed step, and whether it is unusual enough to ask for an explanation.
TRANSITIONS: Final[Mapping[tuple[State, State], bool]] = MappingProxyType(
    {
        (State.REGISTERED, State.OUTPATIENT): False,
        (State.REGISTERED, State.REFERRED): False,
        (State.REGISTERED, State.CLOSED): True,
        (State.OUTPATIENT, State.REFERRED): False,
        (State.OUTPATIENT, State.AFTERCARE): False,
        (State.OUTPATIENT, State.CLOSED): False,
        (State.REFERRED, State.OUTPATIENT): True,
        (State.REFERRED, State.AFTERCARE): False,
        (State.REFERRED, State.CLOSED): False,
        (State.AFTERCARE, State.CLOSED): False,
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """What an episode copies or reckons from a client at registration; ``stated_age`` in whole years on ``stated_age_on``."""

    birth_date: date | None = None
    stated_age: int | None = None
    stated_age_on: date | None = None
    sex: str = ""
    place_code: str = ""
    occupation: str = ""
    education: str = ""

    def age(self, day: date) -> int | None:
        """Return the age in whole years on ``day``, None where neither birth date nor age is known."""
        age = age_from(self.birth_date, self.stated_age, self.stated_age_on, day)
        return None if age is None else max(age, 0)

    def is_minor(self, day: date) -> bool:
        """Whether this is somebody under 18 on ``day``; an unknown age counts as grown up."""
        age = self.age(day)
        return age is not None and age < ADULT


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last episode a client had before: its number and when it ended (registered, where it has not)."""

    registration_number: str
    until: date


class Waits(Protocol):
    """An episode, stored or shown."""

    @property
    def is_waiting_guardian(self) -> bool:
        """Whether a client under 18 waits for parent or guardian."""


def require_guardian_present(episode: Waits) -> None:
    """Refuse what must wait for a parent or guardian: consent, kartu lapor diri, referral (UU 35/2009 Pasal 55 ayat 1)."""
    if episode.is_waiting_guardian:
        raise RuleBroken("episodes.waiting_guardian")


def is_guardian(relation: str) -> bool:
    """Whether a code of the list ``relation`` is parent or guardian."""
    found = lists_in_force().get("relation", relation)
    return found is not None and found.is_marked("is_guardian")


def is_reported_by_guardian(draft: ReporterDraft) -> bool:
    """Whether the pelapor is a parent or guardian and has a name."""
    return bool(draft.reporter_name) and is_guardian(draft.reporter_relation)


def waits_for_guardian(draft: ReporterDraft, person: Person, registered_on: date, today: date) -> bool:
    """Whether a client was under 18 when registered, still is, and came without parent or guardian as pelapor."""
    is_minor = person.is_minor(registered_on) and person.is_minor(today)
    return is_minor and not is_reported_by_guardian(draft)


def registration_troubles(
    draft: EpisodeDraft, person: Person, today: date, earlier: Earlier | None = None
) -> list[RuleBroken]:
    """Return every rule that refuses this registration of ``person``, each beside its field."""
    troubles = [
        RuleBroken("draft.required", field=name) for name in ("registered_on", "channel") if not getattr(draft, name)
    ]
    troubles += unknown_codes(draft, CODED)
    troubles += reporter_troubles(draft)
    if draft.tat_date and draft.tat_date > today:
        troubles.append(RuleBroken("episodes.tat_in_future", field="tat_date"))
    if draft.registered_on is not None:
        wrong_day = _day_troubles(draft.registered_on, person, today, earlier)
        troubles += wrong_day or _minor_troubles(draft, person, draft.registered_on)
    return troubles


def reporter_troubles(draft: ReporterDraft) -> list[RuleBroken]:
    """Return what is wrong with the pelapor's identity: a NIK that cannot be one."""
    if draft.reporter_nik:
        try:
            read_nik(draft.reporter_nik, field="reporter_nik")
        except RuleBroken as trouble:
            return [trouble]
    return []


def tidied(draft: ReporterDraft) -> dict[str, Any]:
    """Return a draft's values as they are kept: NIK without signs, a telephone number in E.164 where it can be read."""
    values = draft.model_dump()
    if draft.reporter_nik:
        values["reporter_nik"] = read_nik(draft.reporter_nik)
    if draft.reporter_phone:
        with suppress(RuleBroken):
            values["reporter_phone"] = read_phone(draft.reporter_phone)
    return values


def _day_troubles(day: date, person: Person, today: date, earlier: Earlier | None) -> list[RuleBroken]:
    if day > today:
        return [RuleBroken("episodes.registered_in_future", field="registered_on")]
    if person.birth_date is not None and day < person.birth_date:
        return [RuleBroken("episodes.registered_before_birth", field="registered_on")]
    if earlier is not None and day < earlier.until:
        return [
            RuleBroken(
                "episodes.before_earlier",
                field="registered_on",
                number=earlier.registration_number,
                day=format_short(earlier.until),
            )
        ]
    return []


def _minor_troubles(draft: EpisodeDraft, person: Person, day: date) -> list[RuleBroken]:
    """UU 35/2009 Pasal 55 (1): parents or guardian report a minor; without one she waits, with reason and who brought her."""
    if not person.is_minor(day):
        return []
    if is_reported_by_guardian(draft):
        kind = lists_in_force().get("reporting_kind", draft.reporting_kind)
        if kind is not None and not kind.is_marked("is_for_minor"):
            return [RuleBroken("episodes.minor_reporting_kind", field="reporting_kind")]
        return []
    asked = [name for name in ("waiting_reason", "brought_by") if not getattr(draft, name)]
    if len(asked) > 1:
        field = "reporter_name" if is_guardian(draft.reporter_relation) else "reporter_relation"
        return [RuleBroken("episodes.minor_needs_guardian", field=field)]
    return [RuleBroken("draft.required", field=name) for name in asked]


def notices(period_number: int, *, is_waiting_guardian: bool) -> tuple[str, ...]:
    """Return the codes of what should be said after a registration; their sentences stand in ``NOTICES``."""
    found = [THIRD_PERIOD] if period_number > PROTECTED_PERIODS else []
    return tuple(found + ([WAITING_GUARDIAN] if is_waiting_guardian else []))


def require_step(start: State, end: State, explanation: str, field: str = "explanation") -> None:
    """Refuse a step that ``TRANSITIONS`` does not have, or an unusual one without an explanation beside ``field``."""
    asks = TRANSITIONS.get((start, end))
    if asks is None:
        raise RuleBroken("episodes.no_such_step", start=start.value, end=end.value)
    if asks and not explanation.strip():
        raise RuleBroken("episodes.step_needs_reason", field=field)


def require_step_day(day: date | None, last: date, today: date, field: str = "on") -> date:
    """Return the day of a step; refuse none, one in the future, or one before the step before it."""
    if day is None:
        raise RuleBroken("draft.required", field=field)
    if day > today:
        raise RuleBroken("episodes.step_in_future", field=field)
    if day < last:
        raise RuleBroken("episodes.step_too_early", field=field, day=format_short(last))
    return day


def require_recovery_outcome(draft: CloseDraft, state: str) -> None:
    """Ask for the outcome of recovery where aftercare ends as planned, and refuse one where there was no aftercare."""
    if state != State.AFTERCARE:
        if draft.recovery_outcome:
            raise RuleBroken("episodes.recovery_without_aftercare", field="recovery_outcome")
        return
    if draft.recovery_outcome:
        lists_in_force().require("aftercare_outcome", draft.recovery_outcome, "recovery_outcome")
    elif draft.outcome == COMPLETED:
        raise RuleBroken("episodes.recovery_outcome_missing", field="recovery_outcome")


def require_outcome(draft: CloseDraft, attended: int, target: int | None) -> None:
    """Refuse an unknown outcome, one that asks for a reason without it, or a completion before the target without a reason."""
    if not draft.outcome:
        raise RuleBroken("draft.required", field="outcome")
    outcome = lists_in_force().require("outcome", draft.outcome, "outcome")
    if draft.reason:
        return
    if outcome.is_marked("asks_reason"):
        raise RuleBroken("episodes.outcome_needs_reason", field="reason")
    if outcome.code == COMPLETED and target is not None and attended < target:
        raise RuleBroken("episodes.completed_early", field="reason", attended=attended, target=target)
