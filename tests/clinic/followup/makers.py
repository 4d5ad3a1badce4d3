"""Makers for the tests of following up: a client who came or stayed away on given days, and calls to her."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.followup import service, watch
from rehab_app.clinic.followup.draft import CallDraft
from rehab_app.clinic.followup.rows import AbsentRow
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import WITA, SetClock
from rehab_app.store.store import Store
from rehab_app.store.work import Work
from tests.clinic.makers import keep_accounts, make_outpatient
from tests.makers import START, make_actor, make_store

SITI = make_actor()
RINA = make_actor(name="Rina Konselor")
CLERK = make_actor(Role.PENDAFTARAN)
TODAY = date(2022, 3, 1)
REGISTERED = date(2022, 1, 31)


class Clinic:
    """A clinic on 1 March 2022, 09.00 WITA, with one counsellor."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock(START)
        self.store: Store = make_store(folder, self.clock)
        keep_accounts(self.store, SITI, RINA, CLERK)

    def client(self, **typed: object) -> UUID:
        """Return the episode of a client in outpatient care since 31 January."""
        return make_outpatient(self.store, SITI, **{"registered_on": REGISTERED, **typed})

    def meet(self, episode_id: UUID, attendance: str, *days: date) -> None:
        """Record what came of the meetings of these days."""
        with self.store.writing(SITI) as work:
            for day in days:
                reason = "bekerja" if attendance == "izin" else ""
                draft = AttendanceDraft(attendance=attendance, attendance_reason=reason)
                sessions.record_session(work, episode_id, PlanDraft(held_on=day), draft)

    def plan(self, episode_id: UUID, day: date) -> None:
        """Plan a meeting."""
        with self.store.writing(SITI) as work:
            sessions.plan_session(work, episode_id, PlanDraft(held_on=day))

    def call(self, episode_id: UUID, outcome: str, at: datetime | None = None, **typed: object) -> UUID:
        """Record a call, by default just now, with a next try tomorrow where one is asked."""
        when = at or self.clock.now()
        known: dict[str, Any] = {"called_at": when, "outcome": outcome, **typed}
        if outcome not in {"will_come", "asks_other_day", "refuses", "moved"}:
            known.setdefault("next_try_on", when.astimezone(WITA).date() + timedelta(days=1))
        with self.store.writing(SITI) as work:
            return service.record_call(work, episode_id, CallDraft.model_validate(known))

    def absent(self) -> tuple[AbsentRow, ...]:
        """Return the absence watch."""
        with self.store.reading(SITI) as work:
            return watch.absent(work)

    def reasons(self, episode_id: UUID) -> list[str]:
        """Return why a client is on the list."""
        return [reason.code for row in self.absent() if row.episode_id == episode_id for reason in row.reasons]

    def contact(self, episode_id: UUID, **known: object) -> UUID:
        """Enter somebody who stands by the client of an episode."""
        with self.store.writing(SITI) as work:
            values: dict[str, Any] = {"name": "Sari Ibu", "relation": "mother", "phone": "+6281200000001", **known}
            contact = ClientContact(id=work.new_id(), client_id=client_of(work, episode_id), **values)
            return work.add(contact, "clients.add_contact").id

    def own_phone(self, episode_id: UUID, phone: str) -> None:
        """Give the client of an episode a telephone."""
        with self.store.writing(SITI) as work:
            client = work.session.get_one(Client, client_of(work, episode_id))
            client.phone = phone
            work.change(client, "clients.change")


def client_of(work: Work, episode_id: UUID) -> UUID:
    """Return the client of an episode."""
    return work.session.get_one(Episode, episode_id).client_id


def at(day: date, hour: int = 9) -> datetime:
    """Return an hour of a day in the office's zone, as an instant."""
    return datetime.combine(day, time(hour), WITA).astimezone(UTC)
