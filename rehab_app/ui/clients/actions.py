"""What the pages of the clients ask of the services: finding, registering, opening a file, changing an identity."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from rehab_app.clinic.assessment import filled
from rehab_app.clinic.assessment import queries as assessments
from rehab_app.clinic.clients import queries, rules
from rehab_app.clinic.clients import service as clients
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.rows import ClientRow, FoundClient, LikelyMatch
from rehab_app.clinic.consent import queries as consents
from rehab_app.clinic.episodes import queries as episodes
from rehab_app.clinic.episodes.draft import EpisodeDraft
from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import State, is_guardian
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.sessions import queries as sessions
from rehab_app.desk import admit, client_history, pasal_18
from rehab_app.desk.admit import Admitted, RegistrationDraft
from rehab_app.desk.pasal_18 import IncompleteRow
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken
from rehab_app.instruments import assist
from rehab_app.instruments.assist import Assist
from rehab_app.office.accounts.names import names_of
from rehab_app.office.accounts.service import counsellors
from rehab_app.office.places.gazetteer import find_places, gazetteer
from rehab_app.office.settings.service import setting
from rehab_app.ui.clients.file_facts import CareFacts, EpisodeLine, FileFacts, HistoryLine, OpenedClient
from rehab_app.ui.clients.register_person import LookUps
from rehab_app.ui.kit.field_spec import Answers, Finder, Pick, Warner
from rehab_app.ui.kit.job import Done, Failed, Job
from rehab_app.ui.kit.paged import Fetch, RowPage
from rehab_app.ui.shell.session import Session

if TYPE_CHECKING:
    from rehab_app.store.work import Work

MOST_HITS: Final = 12
MOST_MATCHES: Final = 6
CLIENT: Final = "client."
EPISODE: Final = "episode."
CONTACT: Final = "contacts.0."
MOST_LISTED: Final = 1000
WAITING: Final = "waiting_guardian"
MINE: Final = "mine"
OPEN_STATES: Final = tuple(state for state in State if state is not State.CLOSED)


@dataclass(frozen=True, slots=True)
class ListWish:
    """What the list of clients shall show: a state of the last episode (empty: any), the order ``name`` or ``newest``."""

    state: str = ""
    is_incomplete_only: bool = False
    order: str = "name"
    is_reversed: bool = False


# Finding.


def find_clients(session: Session, text: str, done: Done[Sequence[FoundClient]], owner: QObject) -> Job:
    """Find clients for what was typed into the search box."""
    return session.read(lambda work: queries.find(work, text, MOST_HITS), done, _unheard, owner=owner)


def recent_clients(session: Session, ids: Sequence[UUID], done: Done[Sequence[FoundClient]], owner: QObject) -> Job:
    """Read the clients that were opened last, in the order of ``ids``."""
    return session.read(lambda work: queries.find_by_ids(work, ids), done, _unheard, owner=owner)


def likely_matches(session: Session, answers: Answers, done: Done[Sequence[LikelyMatch]], owner: QObject) -> Job:
    """Look for people who may be the one that is being typed into the registration."""
    draft = _part(answers, CLIENT)

    def task(work: "Work") -> Sequence[LikelyMatch]:
        return queries.likely_matches(work, read_draft(ClientDraft, draft), MOST_MATCHES)

    return session.read(task, done, _unheard, owner=owner)


def page_of_clients(session: Session, wish: ListWish) -> Fetch[ClientRow]:
    """Return what reads the list page by page, off the UI thread."""
    narrowed = queries.ListFilter(has_incomplete_identity=wish.is_incomplete_only, state=wish.state)
    order = queries.Order(wish.order)

    def fetch(after: object | None, limit: int) -> RowPage[ClientRow]:
        key = after if isinstance(after, queries.PageKey) else None
        with session.clinic.reading() as work:
            page = queries.page(work, order, key, limit, narrowed, is_reversed=wish.is_reversed)
        return RowPage(page.rows, page.next_key)

    return fetch


def episodes_to_show(
    session: Session, wished: str, done: Done[Sequence[EpisodeLine]], failed: Failed, owner: QObject
) -> Job:
    """Read the open episodes of the signed-in counsellor (``MINE``), or those that wait for a guardian (``WAITING``)."""
    own = session.actor.user_id

    def task(work: "Work") -> Sequence[EpisodeLine]:
        if wished == WAITING:
            rows = episodes.waiting_for_guardian(work)
        else:
            rows = episodes.episodes_in(work, OPEN_STATES, counsellor_id=own, limit=MOST_LISTED)
        names = names_of(work, [row.counsellor_id for row in rows if row.counsellor_id is not None])
        return [EpisodeLine(row, names.get(row.counsellor_id, "") if row.counsellor_id else "") for row in rows]

    return session.read(task, done, failed, owner=owner)


def incomplete_records(session: Session, done: Done[Sequence[IncompleteRow]], failed: Failed, owner: QObject) -> Job:
    """Read this year's and last year's episodes that lack an item of Pasal 18."""

    def task(work: "Work") -> Sequence[IncompleteRow]:
        today = work.clock.today()
        return pasal_18.incomplete(work, today.replace(year=today.year - 1, month=1, day=1), today)

    return session.read(task, done, failed, owner=owner)


def place_finder(session: Session, owner: QObject) -> Finder:
    """Return the search of the kelurahan pick-list, off the UI thread."""

    def find(text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        def task() -> list[Pick]:
            return [Pick(place.code, place.name, _upper(place.path)) for place in find_places(text)]

        session.context.jobs.read(task, answer, _unheard, owner=owner)

    return find


def client_warner(session: Session, owner: QObject, room: str) -> Warner:
    """Return what looks at the numbers of a client while they are typed; it warns and never blocks.

    ``room`` begins the codes of the warnings that are told: ``nik.`` or ``clients.``.
    """

    def warn(answers: Answers, tell: Callable[[Sequence[RuleBroken]], None]) -> None:
        known = _part(answers, CLIENT)

        def task() -> list[RuleBroken]:
            codes = rules.warnings_of(read_draft(ClientDraft, known), session.context.clock.today())
            return [
                RuleBroken("clients.look_at", sentence=session.say(rules.WARNINGS[code]))
                for code in codes
                if code.startswith(room)
            ]

        session.context.jobs.read(task, tell, lambda _trouble: tell(()), owner=owner)

    return warn


def look_ups(session: Session, owner: QObject) -> LookUps:
    """Return what the registration's form asks while it is typed into."""
    return LookUps(
        place_finder(session, owner), client_warner(session, owner, "nik."), client_warner(session, owner, "clients.")
    )


# Registering.


def register_client(
    session: Session, values: Mapping[str, object], done: Done[Admitted], failed: Failed, owner: QObject
) -> Job:
    """Register a new person with her episode; troubles stand beside ``client.<field>`` and ``episode.<field>``."""

    def task(work: "Work") -> Admitted:
        return admit.admit(work, read_draft(RegistrationDraft, _nested(values)))

    return session.write(task, done, failed, owner=owner)


def register_again(
    session: Session,
    client_id: UUID,
    values: Mapping[str, object],
    done: Done[Admitted],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Register another masa perawatan of a client who is known."""

    def task(work: "Work") -> Admitted:
        return admit.readmit(work, client_id, read_draft(EpisodeDraft, _part(values, EPISODE)))

    return session.write(task, done, failed, owner=owner)


# The opened file.


def open_file(
    session: Session, client_id: UUID, episode_id: UUID | None, done: Done[FileFacts], failed: Failed, owner: QObject
) -> Job:
    """Open a client's file and enter into the audit that it was looked at."""

    def task(work: "Work") -> FileFacts:
        return _facts(session, work, _opened(work, client_id), episode_id)

    return session.write(task, done, failed, owner=owner)


def read_file_again(
    session: Session,
    client: OpenedClient,
    episode_id: UUID | None,
    done: Done[FileFacts],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Read everything but the identity anew: something about the client has changed."""
    return session.read(lambda work: _facts(session, work, client, episode_id), done, failed, owner=owner)


def change_identity(
    session: Session,
    client: OpenedClient,
    values: Mapping[str, object],
    done: Done[object],
    failed: Failed,
    owner: QObject,
) -> Job:
    """Keep a changed identity; the form was filled with all of it and carries what it does not show.

    The version that was shown is in ``values`` as ``client.row_version``.
    """
    known = _part(values, CLIENT)
    row_version = int(str(known.pop("row_version", client.row_version)))
    known["rm_number"] = client.rm_number
    known.setdefault("contacts", [])
    _keep_stated_age(known, client.draft)

    def task(work: "Work") -> object:
        return admit.change_client(work, client.id, read_draft(ClientDraft, known), row_version)

    return session.write(task, done, failed, owner=owner)


def history_of(
    session: Session, client_id: UUID, done: Done[Sequence[HistoryLine]], failed: Failed, owner: QObject
) -> Job:
    """Read what the audit says of everything that belongs to a client, newest first."""

    def task(work: "Work") -> Sequence[HistoryLine]:
        rows = client_history.of_client(work, client_id)
        return [HistoryLine(row.number, row.at, row.actor_name, row.seat, row.action) for row in rows]

    return session.read(task, done, failed, owner=owner)


def _keep_stated_age(known: dict[str, object], kept: ClientDraft) -> None:
    """Keep the age that stands beside an unchanged birth date; an age that was changed is stated today."""
    if known.get("birth_date") is not None and known["birth_date"] == kept.birth_date:
        known.setdefault("stated_age", kept.stated_age)
    if known.get("stated_age") != kept.stated_age:
        known.pop("stated_age_on", None)


def _opened(work: "Work", client_id: UUID) -> OpenedClient:
    file = clients.open_file(work, client_id)
    place = gazetteer().get(file.draft.place_code) if file.draft.place_code else None
    known = {one.name: getattr(file, one.name) for one in fields(file)}
    return OpenedClient(**known, place=place.path if place else file.draft.place_text)


def _facts(session: Session, work: "Work", client: OpenedClient, episode_id: UUID | None) -> FileFacts:
    known = episodes.episodes_of(work, client.id)
    chosen = next((one for one in known if one.id == episode_id), known[0] if known else None)
    steps = episodes.steps_of(work, chosen.id) if chosen else ()
    signed = consents.consents_of(work, chosen.id) if chosen else ()
    care = None
    if chosen is not None and session.may(DataClass.KLINIS, Right.MELIHAT):
        care = _care(work, chosen)
    ids = {one.counsellor_id for one in known} | {step.entered_by for step in steps}
    if care is not None:
        ids |= {one.signed_by for one in care.sessions}
        ids |= {one.counsellor_id for one in care.sessions} | {one.taken_by for one in care.screenings}
    return FileFacts(
        client=client,
        today=work.clock.today(),
        episodes=known,
        episode=chosen,
        steps=steps,
        consents=signed,
        care=care,
        names=names_of(work, [one for one in ids if one is not None]),
        counsellors=tuple(counsellors(work)),
        target_sessions=int(setting(work, "target_sessions")),
        hours=(int(setting(work, "day_starts_at")), int(setting(work, "day_ends_at"))),
        session_slots=int(setting(work, "session_slots")),
        alerting=_alerting(session, work, known),
    )


def _alerting(session: Session, work: "Work", known: Sequence[EpisodeRow]) -> tuple[str, ...]:
    """Return the instruments of the open episode whose answers may not be overlooked."""
    current = next((one for one in known if one.state != State.CLOSED), None)
    if current is None or not session.may(DataClass.KLINIS, Right.MELIHAT):
        return ()
    return tuple(dict.fromkeys(row.instrument for row in filled.instruments_of(work, current.id) if row.alerts))


def _care(work: "Work", episode: EpisodeRow) -> CareFacts:
    sent = tuple(referrals.of_episode(work, episode.id))
    return CareFacts(
        screenings=assessments.screenings_of(work, episode.id),
        profile=assessments.use_profile_of(work, episode.id),
        sessions=sessions.of_episode(work, episode.id),
        may_read_notes=sessions.may_read_notes(work, episode.id),
        referrals=sent,
        referral_steps={row.id: tuple(referrals.steps(work, row.id)) for row in sent},
        destinations=tuple(referrals.destinations(work)),
        instrument=_assist(),
        missing=pasal_18.missing_of(work, episode.id),
    )


@cache
def _assist() -> Assist:
    """Return the instrument: a shipped key that is read once, off the UI thread."""
    return assist.load()


def _nested(values: Mapping[str, object]) -> dict[str, object]:
    """Return what the registration takes of flat values."""
    return {"client": _part(values, CLIENT), "episode": _part(values, EPISODE)}


def _part(values: Mapping[str, object], prefix: str) -> dict[str, object]:
    """Return the answered values of one draft by their own names; a contact that has a name becomes its list."""
    known = {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if name.startswith(prefix) and value is not None
    }
    contact = {name.removeprefix(CONTACT): known.pop(name) for name in [*known] if name.startswith(CONTACT)}
    others = known.pop("contacts", [])
    if any(contact.get(name) for name in ("name", "relation", "phone")):
        contact.setdefault("name", "")
        contact.setdefault("is_guardian", is_guardian(str(contact.get("relation", ""))))
        others = [contact, *(others if isinstance(others, list) else [])]
    if others:
        known["contacts"] = others
    return known


def _upper(path: str) -> str:
    """Return a place's path without its own name."""
    return path.partition(", ")[2]


def _unheard(_trouble: RuleBroken) -> None:
    """Say nothing: the answer of a search that was overtaken, or a hint that may be missing."""
