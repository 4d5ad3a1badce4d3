"""The fields of what may happen to an episode."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_LINE
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.file_facts import FileFacts
from rehab_app.ui.clients.listed import choices
from rehab_app.ui.clients.register_arrival import arrival_specs, reporter_specs
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width
from rehab_app.ui.shell.session import Session

MOST_SESSIONS: Final = 200
LONGEST: Final = 2000


def day_spec(name: str = "on", label: str = N_("Date")) -> FieldSpec:
    """Return the day on which something happened."""
    return FieldSpec(name=name, label=label, kind=Kind.DATE, is_required=True, width=Width.SHORT)


def reason_spec(name: str, label: str, help_text: str = "", *, is_required: bool = False) -> FieldSpec:
    """Return a reason in a sentence."""
    return FieldSpec(
        name=name,
        label=label,
        help=help_text,
        kind=Kind.LINES,
        width=Width.WIDE,
        is_required=is_required,
        longest=LONGEST,
    )


def counsellor_spec(facts: FileFacts, label: str = N_("Counsellor"), *, is_required: bool = True) -> FieldSpec:
    """Return the counsellor, among the accounts that may look after a client; one who left is shown where she was."""
    known = {account for account, _name in facts.counsellors}

    def offered() -> Sequence[Option]:
        present = [Option(str(account), name) for account, name in facts.counsellors]
        left = [Option(str(one), name, is_offered=False) for one, name in facts.names.items() if one not in known]
        return [*present, *left]

    return FieldSpec(
        name="counsellor_id", label=label, kind=Kind.CHOICE, is_required=is_required, options=offered, width=Width.WIDE
    )


def outpatient(facts: FileFacts) -> list[FieldSpec]:
    """Return what is asked at the start of outpatient care."""
    return [
        day_spec(label=N_("Outpatient care from")),
        FieldSpec(
            name="target_sessions",
            label=N_("Target of meetings"),
            kind=Kind.INTEGER,
            is_required=True,
            lowest=1,
            highest=MOST_SESSIONS,
            width=Width.SHORT,
        ),
        counsellor_spec(facts),
        reason_spec("explanation", N_("Remark")),
    ]


def closing(session: Session, *, is_after_care: bool = False) -> list[FieldSpec]:
    """Return what is asked at the end of an episode; where aftercare ends, the outcome of recovery too."""
    recovery = FieldSpec(
        name="recovery_outcome",
        label=N_("Outcome after rehabilitation"),
        kind=Kind.RADIO,
        options=choices(session, "aftercare_outcome"),
    )
    return [
        day_spec(label=N_("Ended on")),
        FieldSpec(
            name="outcome",
            label=N_("Outcome"),
            kind=Kind.RADIO,
            is_required=True,
            options=choices(session, "outcome"),
        ),
        reason_spec(
            "reason",
            N_("Reason"),
            N_("Needed for every outcome but completed, referred and died; and for a completion before the target."),
        ),
        *([recovery] if is_after_care else []),
    ]


def examined_only() -> list[FieldSpec]:
    """Return what is asked where a client was only examined."""
    return [day_spec(label=N_("Ended on")), reason_spec("explanation", N_("Reason"), is_required=True)]


def aftercare() -> list[FieldSpec]:
    """Return what is asked at the start of aftercare."""
    return [day_spec(label=N_("Aftercare from")), reason_spec("explanation", N_("Remark"))]


def guardian(session: Session) -> list[FieldSpec]:
    """Return who the parent or guardian is that has come."""
    return [_bare(spec, is_shown=True) for spec in reporter_specs(session, _always)]


def registration_change(session: Session) -> list[FieldSpec]:
    """Return the fields of a registration that is corrected."""
    waiting = [
        reason_spec("waiting_reason", N_("Why no parent or guardian has come")),
        FieldSpec(
            name="brought_by",
            label=N_("Who brought the client"),
            width=Width.WIDE,
            is_identity=True,
            longest=LONGEST_LINE,
        ),
    ]
    specs = [*arrival_specs(session), *reporter_specs(session, _always)]
    return [*(_bare(spec, is_shown=False) for spec in specs), *waiting]


def counsellor(facts: FileFacts) -> list[FieldSpec]:
    """Return the counsellor alone."""
    return [counsellor_spec(facts)]


def _bare(spec: FieldSpec, *, is_shown: bool) -> FieldSpec:
    """Return a field of the registration under its own name in the episode's draft."""
    condition = None if is_shown or spec.visible_when is _always else spec.visible_when

    def named(answers: Answers) -> bool:
        return condition is None or condition({f"episode.{name}": value for name, value in answers.items()})

    return replace(spec, name=spec.name.removeprefix("episode."), visible_when=None if condition is None else named)


def _always(_answers: Answers) -> bool:
    return True
