"""The registration's fields: little is needed to let a person in; everything else may follow.

A field is named after the part of the draft that it fills (``client.nik``, ``episode.channel``), as the troubles are.
"""

from functools import partial
from typing import Final

from rehab_app.clinic.clients.draft import LONGEST_CODE
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.register_arrival import arrival_specs, asks_for_reporter, is_without_guardian, reporter_specs
from rehab_app.ui.clients.register_papers import OTHER, family_specs, other_specs, paper_specs
from rehab_app.ui.clients.register_person import LookUps, address_specs, identity_specs
from rehab_app.ui.kit.field_spec import FieldSpec, Width
from rehab_app.ui.shell.session import Session

MATCHED: Final = (
    "client.full_name",
    "client.aliases",
    "client.nik",
    "client.birth_date",
    "client.phone",
    "client.mother_name",
    "client.sex",
)
"""What is looked at for people who may be registered already."""


def registration(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return the fields of a new client with her episode."""
    today = session.context.clock.today()
    return [
        *identity_specs(session, look_up),
        *address_specs(look_up),
        *arrival_specs(session),
        *reporter_specs(session, partial(asks_for_reporter, today=today), partial(is_without_guardian, today=today)),
        *family_specs(session),
        *paper_specs(session, look_up),
        *other_specs(session),
        FieldSpec(
            name="client.rm_number",
            label=N_("No. Rekam Medis of the paper file"),
            group=OTHER,
            help=N_("Only where the client has a number already; left empty, the next one is given."),
            width=Width.SHORT,
            longest=LONGEST_CODE,
        ),
    ]


def readmission(session: Session, *, is_known_minor: bool) -> list[FieldSpec]:
    """Return the fields of another episode of a client who is known."""
    today = session.context.clock.today()
    asks = partial(asks_for_reporter, today=today, is_known_minor=is_known_minor)
    waits = partial(is_without_guardian, today=today, is_known_minor=is_known_minor)
    return [*arrival_specs(session), *reporter_specs(session, asks, waits)]


def identity_change(session: Session, look_up: LookUps) -> list[FieldSpec]:
    """Return the fields of a known client's identity."""
    return [
        *identity_specs(session, look_up),
        *address_specs(look_up),
        *family_specs(session),
        *paper_specs(session, look_up),
        *other_specs(session),
    ]
