"""The judged scales of a form: the interviewer's severity (0 to 9) and the client's own need of help (0 to 4), by domain.

A severity is the interviewer's judgement and is never computed; here it is only found among the answers.
"""

from collections.abc import Mapping
from fractions import Fraction

from rehab_app.instruments.form import Form, Kind
from rehab_app.instruments.form_answers import items_of
from rehab_app.instruments.instrument import Better, ScaleInfo


def severity_scales(form: Form) -> tuple[ScaleInfo, ...]:
    """Return the judged scales by the name of their item, the interviewer's (which a chart shows) before the client's."""
    judged = [item for kind in (Kind.SEVERITY, Kind.CLIENT_SCALE) for item in form.items if item.kind is kind]
    return tuple(
        ScaleInfo(
            name=item.name,
            label=item.label,
            lowest=Fraction(item.lowest or 0),
            highest=Fraction(item.highest or 0),
            better=Better.DOWN,
            is_charted=item.kind is Kind.SEVERITY,
        )
        for item in judged
    )


def judged(form: Form, document: Mapping[str, object], kind: Kind = Kind.SEVERITY) -> dict[str, int | None]:
    """Return by domain what checked answers judge, for a radar; None where nothing was judged.

    ``kind`` SEVERITY is the interviewer's 0 to 9, CLIENT_SCALE the client's 0 to 4.
    """
    given = items_of(form, document)
    found: dict[str, int | None] = {}
    for item in form.items:
        if item.kind is kind:
            value = given.get(item.name)
            found[item.scale] = value if isinstance(value, int) else None
    return found
