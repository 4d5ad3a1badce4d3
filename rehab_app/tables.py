"""Every table of the program, imported in one place, so that the schema is complete for migrations and tests."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import rehab_app.clinic.aftercare.model
import rehab_app.clinic.assessment.model
import rehab_app.clinic.clients.model
import rehab_app.clinic.clients.search_index
import rehab_app.clinic.consent.model
import rehab_app.clinic.diagnoses.model
import rehab_app.clinic.documents.model
import rehab_app.clinic.episodes.model
import rehab_app.clinic.examination.model
import rehab_app.clinic.followup.model
import rehab_app.clinic.plans.model
import rehab_app.clinic.privacy.model
import rehab_app.clinic.referrals.model
import rehab_app.clinic.schedule.model
import rehab_app.clinic.sessions.model
import rehab_app.clinic.tat.model
import rehab_app.clinic.urine_tests.model
import rehab_app.office.accounts.model
import rehab_app.office.calendar.model
import rehab_app.office.lists.model
import rehab_app.office.numbers.counters
import rehab_app.office.officers.model
import rehab_app.office.profile.model
import rehab_app.papers.recaps.model
import rehab_app.papers.register.model
import rehab_app.papers.texts.model
import rehab_app.store.erase
import rehab_app.store.ledger
import rehab_app.store.meta  # noqa: F401 - all of these are imported for the tables they declare
from rehab_app.store.record import add_histories

add_histories(SQLModel.metadata)

METADATA: MetaData = SQLModel.metadata
