"""The course of care: a long file with its timeline, the week, the absence watch, a note, the outcome report, a merge."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Table, func, select

from rehab_app.clinic.assessment.filled import instruments_of
from rehab_app.clinic.clients.service import open_file
from rehab_app.clinic.consent.queries import consents_of
from rehab_app.clinic.diagnoses.queries import diagnoses_of_episode
from rehab_app.clinic.episodes.model import Episode
from rehab_app.clinic.episodes.queries import episodes_of
from rehab_app.clinic.examination.queries import examinations_of_episode
from rehab_app.clinic.followup.queries import calls_of_episode
from rehab_app.clinic.followup.watch import absent
from rehab_app.clinic.plans.queries import plan_of_episode
from rehab_app.clinic.schedule.queries import week
from rehab_app.clinic.sessions.draft import AttendanceDraft
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.clinic.sessions.queries import of_episode as sessions_of
from rehab_app.clinic.sessions.service import record_attendance
from rehab_app.clinic.timeline.service import events
from rehab_app.clinic.urine_tests.queries import urine_tests_of_episode
from rehab_app.desk.merge_clients import merge_clients, preview_merge
from rehab_app.office.opening import OpenClinic
from rehab_app.papers.reports.outcome import outcome_figures
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.versions import is_current
from rehab_app.store.work import Work
from tests.bench.bare import Bare, statements_of_read, writes_in_turns
from tests.bench.build import DataSet, opened
from tests.bench.care_story import LONG, LONGEST
from tests.bench.measuring import Figure, Times, in_turns
from tests.bench.scale import Scale
from tests.bench.story import TODAY, id_of

MOST_MS: Final = 15.0
"""The most a list or a page may take in the services."""
_KEPT_AFTER: Final = 100  # the client at this distance takes a long one in
_NOTE_BLOCK: Final = 8
_MERGE_BLOCK: Final = 6
_SESSION: Final[Table] = CareSession.__table__  # type: ignore[attr-defined]
_EPISODE: Final[Table] = Episode.__table__  # type: ignore[attr-defined]


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of the course of care; merges come last, because they change what the others read."""
    clinic = opened(data)
    bare = Bare(data.folder.database, clinic.keys.data_key.derive(DATABASE))
    found = [*_lists(clinic, bare, scale), *_long_file(clinic, bare, scale), _notes(clinic, bare, scale)]
    found.append(_merges(clinic, bare, scale))
    bare.close()
    clinic.forget()
    return found


def _lists(clinic: OpenClinic, bare: Bare, scale: Scale) -> list[Figure]:
    monday = TODAY - timedelta(days=TODAY.weekday())
    with clinic.reading() as work:
        slots, watched = week(work, monday), absent(work)
        outcome = outcome_figures(work, TODAY.year - 1).outcome
        sessions = work.connection.execute(select(func.count()).select_from(_SESSION)).scalar_one()
    leaders = len({slot.counsellor_id for slot in slots})
    rounds = max(3, scale.rounds // 4)
    return [
        _read(clinic, bare, rounds, lambda work: week(work, monday)).within(
            "week schedule of every counsellor", MOST_MS, note=f"{leaders} counsellors, {len(slots)} meetings"
        ),
        _read(clinic, bare, rounds, absent).within(
            "absence watch over all sessions",
            MOST_MS,
            note=f"{len(watched)} on the list, {sessions} versions of sessions",
        ),
        _read(clinic, bare, rounds, lambda work: outcome_figures(work, TODAY.year - 1)).within(
            "outcome report of the largest year", MOST_MS, note=f"{outcome.clients} clients"
        ),
    ]


def _read(clinic: OpenClinic, bare: Bare, rounds: int, task: Callable[[Work], object]) -> Times:
    statements = statements_of_read(clinic.store, clinic.actor, task)

    def ours(_: int) -> None:
        with clinic.reading() as work:
            task(work)

    return in_turns(range(rounds), ours, lambda _: bare.run(statements), warm=3)


def _long_file(clinic: OpenClinic, bare: Bare, scale: Scale) -> list[Figure]:
    """Open the same file again and again: the service writes each view into the audit."""
    client_id = id_of("client", LONGEST)
    with clinic.reading() as work:
        count = len(events(work, client_id))
    cases = [client_id] * scale.writes
    times = writes_in_turns(clinic.store, bare, clinic.actor, cases, _open_long)
    line = _read(clinic, bare, max(3, scale.rounds // 4), lambda work: events(work, client_id))
    return [
        times.within("open a client with 500 events, all sections and the timeline", MOST_MS, note=f"{count} events"),
        line.within("timeline of a client with 500 events", MOST_MS),
    ]


def _open_long(work: Work, client_id: UUID) -> None:
    open_file(work, client_id)
    for episode in episodes_of(work, client_id):
        for section in (
            sessions_of, instruments_of, urine_tests_of_episode, examinations_of_episode, diagnoses_of_episode,
            plan_of_episode, calls_of_episode, consents_of,
        ):  # fmt: skip
            section(work, episode.id)
    events(work, client_id)


def _notes(clinic: OpenClinic, bare: Bare, scale: Scale) -> Figure:
    """Save the words of a meeting in care, each once: a second save of it would be of a later version."""
    query = (
        select(_SESSION.c.series_id, _SESSION.c.row_version)
        .join(_EPISODE, _EPISODE.c.id == _SESSION.c.episode_id)
        .where(_EPISODE.c.state == "outpatient", _SESSION.c.attendance == "hadir", is_current(_SESSION))
        .order_by(_SESSION.c.series_id)
        .limit(scale.writes)
    )
    with clinic.reading() as work:
        cases = [(row.series_id, row.row_version) for row in work.connection.execute(query)]
    times = writes_in_turns(clinic.store, bare, clinic.actor, cases, _save_note, block=_NOTE_BLOCK)
    return times.within("save a note and commit", MOST_MS)


def _save_note(work: Work, case: tuple[UUID, int]) -> None:
    draft = AttendanceDraft(
        attendance="hadir",
        subjective="Klien mengaku tidak memakai sejak pertemuan lalu.",
        objective="Kooperatif, datang tepat waktu.",
        appraisal="Tahap aksi.",
        next_plan="Lanjutkan latihan menolak ajakan.",
        correction_reason="Melengkapi catatan.",
    )
    record_attendance(work, *case, draft)


def _merges(clinic: OpenClinic, bare: Bare, scale: Scale) -> Figure:
    pairs = [(id_of("client", place + _KEPT_AFTER), id_of("client", place)) for place in LONG]
    with clinic.reading() as work:
        counts = [len(events(work, merged)) for _, merged in pairs]
    times = writes_in_turns(clinic.store, bare, clinic.actor, pairs[: scale.merges], _merge, block=_MERGE_BLOCK)
    usual = sorted(counts)[len(counts) // 2]
    return times.told("merge of a client, preview and commit", note=f"{usual} events move, by the median")


def _merge(work: Work, pair: tuple[UUID, UUID]) -> None:
    merge_clients(work, preview_merge(work, *pair), (), "berkas ganda")
