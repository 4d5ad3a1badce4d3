"""The timeline of a client on paper: gathered from the record, drawn, and entered in the audit when it leaves."""

from uuid import UUID

from rehab_app.clinic.assessment.filled import instruments_of_client
from rehab_app.clinic.clients.model import Client
from rehab_app.clinic.timeline.service import events
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.office.accounts.names import names_of
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.sheets.timeline import TimelineFacts, courses, timeline_sheet
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.KLINIS, Right.MELIHAT)
def timeline_facts(work: Work, client_id: UUID) -> TimelineFacts:
    """Return what the paper says today, by initials and RM; raises RuleBroken ``clients.unknown``."""
    client = work.session.get(Client, client_id)
    if client is None:
        raise RuleBroken("clients.unknown")
    found = events(work, client_id)
    office = profile(work)
    return TimelineFacts(
        clinic=office.clinic_name or office.unit_name,
        day=work.clock.today(),
        initials=client.initials,
        rm_number=client.rm_number,
        events=found,
        names=names_of(work, list({row.by for row in found if row.by is not None})),
        courses=courses(instruments_of_client(work, client_id), Words.of(INDONESIAN)),
        is_practice=is_practice_clinic(work.connection),
    )


@needs(DataClass.KLINIS, Right.MELIHAT)
def timeline_pdf(work: Work, client_id: UUID, lists: ValueLists) -> bytes:
    """Return a client's timeline as PDF; raises as ``timeline_facts`` does."""
    return draw(timeline_sheet(timeline_facts(work, client_id), lists))


@needs(DataClass.KLINIS, Right.MELIHAT)
def note_timeline_paper(work: Work, client_id: UUID, deed: str) -> None:
    """Enter that a client's timeline was printed or saved (``deed``: print or save)."""
    work.note(f"timeline.{deed}", "client", client_id)
