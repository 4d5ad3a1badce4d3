"""The judged scales of a form: the interviewer's severity (0 to 9) and the client's own need of help (0 to 4), by domain.

A severity is the interviewer's judgement and is never computed; here it is only found among the answers.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from rehab_app.instruments.form import Form, Kind
from rehab_app.instruments.form_answers import items_of
from rehab_app.instruments.instrument import Better, ScaleInfo

_JUDGED: Final = (Kind.SEVERITY, Kind.CLIENT_SCALE)


def severity_scales(form: Form) -> tuple[ScaleInfo, ...]:
    """Return the judged scales by the name of their item, the interviewer's (which a chart shows) before the client's."""
    items = [item for kind in _JUDGED for item in form.items if item.kind is kind]
    return tuple(
        ScaleInfo(
            name=item.name,
            label=item.label,
            lowest=Fraction(item.lowest or 0),
            highest=Fraction(item.highest or 0),
            better=Better.DOWN,
            is_charted=item.kind is Kind.SEVERITY,
        )
        for item in items
    )


def judged_items(form: Form, document: Mapping[str, object]) -> dict[str, int | None]:
    """Return by item what checked answers judge, severities and the client's scale alike; None where nothing was judged."""
    given = items_of(form, document)
    found = {item.name: given.get(item.name) for item in form.items if item.kind in _JUDGED}
    return {name: value if isinstance(value, int) else None for name, value in found.items()}


def judged(form: Form, document: Mapping[str, object], kind: Kind = Kind.SEVERITY) -> dict[str, int | None]:
    """Return by domain what checked answers judge, for a radar; None where nothing was judged.

    ``kind`` SEVERITY is the interviewer's 0 to 9, CLIENT_SCALE the client's 0 to 4.
    """
    found = judged_items(form, document)
    return {item.scale: found[item.name] for item in form.items if item.kind is kind}
