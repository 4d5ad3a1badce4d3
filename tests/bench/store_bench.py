"""Writing, and opening a file: a registration, and a client with everything about her and the audit of the view."""

from dataclasses import replace
from random import Random
from uuid import UUID

from rehab_app.clinic.assessment.queries import screenings_of, use_profile_of
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.queries import find
from rehab_app.clinic.clients.service import open_file, register
from rehab_app.clinic.consent.queries import consents_of
from rehab_app.clinic.episodes.queries import episodes_of, steps_of
from rehab_app.clinic.referrals.service import of_episode as referrals_of
from rehab_app.clinic.sessions.queries import of_episode as sessions_of
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.work import Work
from tests.bench.bare import Bare, writes_in_turns
from tests.bench.build import DataSet, opened
from tests.bench.measuring import Figure, Times, timed, undisturbed
from tests.bench.people import Person, Population, people
from tests.bench.scale import Scale
from tests.bench.story import id_of


def measure(data: DataSet, scale: Scale) -> list[Figure]:
    """Return the figures of registering and opening."""
    clinic = opened(data)
    bare = Bare(data.folder.database, clinic.keys.data_key.derive(DATABASE))
    chance = Random(7)  # noqa: S311 - whose files are opened
    files = [id_of("client", chance.randrange(data.clients)) for _ in range(scale.writes)]
    newcomers = [_draft(place, person) for place, person in enumerate(Population(seed=11).people(scale.writes))]
    store, actor = clinic.store, clinic.actor
    found = [
        writes_in_turns(store, bare, actor, files, _open).against(
            "open a client with episodes, sessions and the audit of the view", 4
        ),
        writes_in_turns(store, bare, actor, files[::-1], _open_whole).against(
            "open the whole file (also steps, screenings, use profile, consents, referrals)", 4
        ),
        writes_in_turns(store, bare, actor, newcomers, register).against("register and commit", 3),
    ]
    after = Times()
    known = list(people(min(data.clients, scale.rounds)))
    with undisturbed():
        for person in known[: scale.rounds // 4]:
            bare.run([], "BEGIN IMMEDIATE")
            _touch(bare)
            with clinic.reading() as work:
                after.ours.append(timed(lambda person=person, work=work: find(work, person.full_name, 12)))  # type: ignore[misc]
    found.append(
        after.told("a whole name, the first search after another seat's or lane's commit (page cache emptied)")
    )
    bare.close()
    clinic.forget()
    return found


def _touch(bare: Bare) -> None:
    bare.rows("UPDATE store_meta SET value = value WHERE name = 'practice'")


def _open(work: Work, client_id: UUID) -> None:
    open_file(work, client_id)
    for episode in episodes_of(work, client_id):
        sessions_of(work, episode.id)


def _open_whole(work: Work, client_id: UUID) -> None:
    open_file(work, client_id)
    for episode in episodes_of(work, client_id):
        steps_of(work, episode.id)
        sessions_of(work, episode.id)
        screenings_of(work, episode.id)
        use_profile_of(work, episode.id)
        consents_of(work, episode.id)
        referrals_of(work, episode.id)


def _draft(place: int, person: Person) -> ClientDraft:
    """Return a registration whose NIK nobody else has."""
    own = replace(person, nik=f"{person.nik[:12]}{5000 + place % 5000:04d}")
    return ClientDraft(
        full_name=own.full_name,
        aliases=own.alias,
        sex=own.sex,
        birth_date=own.birth_date,
        birth_place=own.birth_place,
        nik=own.nik,
        phone=own.phone,
        address=own.address,
        rt=own.rt,
        place_code=own.place_code,
        mother_name=own.mother_name,
        father_name=own.father_name,
    )
