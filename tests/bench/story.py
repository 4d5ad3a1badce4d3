"""What the services would have written about one invented client: each version of each record, with its instant and deed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import blake2b
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table

from rehab_app.clinic.assessment import rules as assessment_rules
from rehab_app.clinic.assessment.model import Screening, UseProfile
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.clients.model import Client, ClientContact
from rehab_app.clinic.clients.rules import age_from, examine
from rehab_app.clinic.consent.model import Consent
from rehab_app.clinic.episodes.model import Episode, EpisodeStep
from rehab_app.clinic.referrals.model import Referral, ReferralStep
from rehab_app.clinic.sessions.model import CareSession
from rehab_app.office.settings.declared import SETTINGS
from rehab_app.papers.letters.numbers import NumberParts, letter_number
from rehab_app.papers.register.model import IssuedLetter
from rehab_app.papers.register.types import delivered_types
from rehab_app.store.record import ClinicalRecord, Record
from tests.bench.care_story import care
from tests.bench.people import Person

FIRST_YEAR: Final = 2016
YEAR_SHARES: Final = (4, 5, 6, 7, 8, 10, 12, 14, 16, 18)
"""Percent of all clients by year of registration, from ``FIRST_YEAR``: no two years are of one size."""
TODAY: Final = date(2026, 1, 15)
SESSIONS: Final = 10
_READMITTED: Final = 12  # one in so many comes back for a second masa perawatan
_REFERRED: Final = 8
_SECOND_AFTER: Final = timedelta(days=400)
_OF_SECOND: Final = 4
_ADMITTED_AFTER: Final = timedelta(days=14)
_FINISHED_AFTER: Final = timedelta(days=104)
_BACK_AFTER: Final = timedelta(days=107)
_ADULT: Final = 18
COUNSELLORS: Final = 10
_STAYS_AWAY: Final = 20  # one in so many
_COMES_UNTIL: Final = 4
_WEEK_SEEN: Final = 10  # days before and after today in which meetings are shared out among ten counsellors
_ROOMS: Final = ("counselling_1", "counselling_2", "")

_OCCUPATIONS: Final = (
    "labourer",
    "self_employed",
    "driver",
    "miner",
    "trader",
    "unemployed",
    "student",
    "private_employee",
)
_EDUCATIONS: Final = ("primary", "junior_secondary", "senior_secondary", "senior_secondary", "diploma_3", "bachelor")
_SOURCES: Final = ("self", "family", "family", "outreach", "tat", "investigator", "raid")
_SUBSTANCES: Final = ("sabu",) * 14 + ("ekstasi", "ganja", "tramadol", "double_l", "lem", "alkohol")
_NO_HARM: Final = {"q4": 0, "q5": 0, "q7": 0}
_ANSWERS: Final = (
    {
        "tobacco": {"q2": 6, "q3": 3, "q4": 0, "q6": 0, "q7": 0},
        "amphetamine": {"q2": 4, "q3": 5, "q4": 5, "q5": 5, "q6": 6, "q7": 3},
    },
    {"amphetamine": {"q2": 3, "q3": 3, "q4": 4, "q5": 0, "q6": 3, "q7": 0}},
    {"cannabis": {"q2": 4, "q3": 3, "q6": 3, **_NO_HARM}, "alcohol": {"q2": 2, "q3": 0, "q6": 0, **_NO_HARM}},
)
_NOTES: Final = (
    (
        "Klien datang tepat waktu. Membahas pemicu pemakaian pada akhir pekan dan cara menolak ajakan teman lama. "
        "Klien menyebut dua kegiatan pengganti yang sudah dicoba."
    ),
    "Wawancara motivasional: klien menimbang untung dan rugi berhenti memakai. Keyakinan diri naik dari 4 menjadi 6.",
    "Menyusun rencana pencegahan kekambuhan bersama keluarga. Ibu klien hadir dan menyanggupi menyimpan gaji klien.",
    "Klien melaporkan tidak memakai selama satu minggu; tidur membaik, nafsu makan kembali. Tes urin negatif.",
)


@dataclass(slots=True)
class Deed:
    """One version of one record as it was written; ``live`` is the row that the table holds at last, on the first version."""

    at: datetime
    kind: type[Record]
    values: dict[str, Any]
    action: str
    live: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Numbers:
    """The counters of the office: last number by series and year."""

    last: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, series: str, year: int = 0) -> int:
        """Return the next number."""
        self.last[series, year] = number = self.last.get((series, year), 0) + 1
        return number


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes and what the stories share: the counsellor, the destinations, the digest and size of the one kept letter."""

    counsellor: UUID
    destinations: tuple[UUID, ...]
    digest: str
    size: int


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    fields = kind.model_fields
    return {column.key: fields[column.key].get_default(call_default_factory=True) for column in table.columns}


def registration_days(count: int) -> list[date]:
    """Return the days on which ``count`` clients are registered, the first first."""
    days: list[date] = []
    for place, share in enumerate(YEAR_SHARES):
        of_year = count * share // 100 if place < len(YEAR_SHARES) - 1 else count - len(days)
        first = date(FIRST_YEAR + place, 1, 2)
        days += [first + timedelta(days=number * 363 // max(1, of_year)) for number in range(of_year)]
    return days


def id_of(*parts: object) -> UUID:
    """Return the id of one thing of the data set, always the same."""
    return UUID(bytes=blake2b("/".join(map(str, parts)).encode(), digest_size=16).digest(), version=4)


class Story:
    """All deeds of one client, the ``place``-th to be registered."""

    def __init__(self, place: int, person: Person, day: date, office: Office, numbers: Numbers) -> None:
        self.place = place
        self.client_id = id_of("client", place)
        self.registrations: list[str] = []
        self._person = person
        self._day = day
        self.office = office
        self._numbers = numbers
        self._chance = Random(place)  # noqa: S311 - invented people
        self._minutes = 0
        self.client: Client
        self.contact: ClientContact

    def deeds(self) -> Iterator[Deed]:
        """Yield the deeds, the earlier before the later within each masa perawatan."""
        yield from self._registered()
        is_second = self.place % _READMITTED == 0 and self._day < TODAY - _SECOND_AFTER - timedelta(days=100)
        yield from self._period(1, self._day, SESSIONS - _OF_SECOND * is_second)
        if is_second:
            yield from self._period(2, self._day + _SECOND_AFTER, _OF_SECOND)

    def at(self, day: date, hour: int = 1) -> datetime:
        """Return an instant of that day, each a minute after the one before."""
        self._minutes = (self._minutes + 1) % 60
        return datetime.combine(day, time(hour, self._minutes, self.place % 60), UTC)

    def _record(self, kind: type[Record], name: str, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
        record_id = id_of(name, self.place)
        stamped = {
            "id": record_id, "row_version": 1, "created_at": at, "created_by": self.office.counsellor,
            "changed_at": at, "changed_by": self.office.counsellor,
        }  # fmt: skip
        if issubclass(kind, ClinicalRecord):
            stamped["series_id"] = record_id
        return {**_defaults(kind), **stamped, **given}

    def one(self, kind: type[Record], name: str, at: datetime, action: str, /, **given: object) -> Deed:
        """Return the deed that writes a record which was never changed."""
        values = self._record(kind, name, at, given)
        return Deed(at, kind, values, action, values)

    def draft(self) -> ClientDraft:
        """Return the registration as it was typed."""
        person, chance = self._person, self._chance
        return ClientDraft(
            full_name=person.full_name, aliases=person.alias, sex=person.sex, birth_date=person.birth_date,
            birth_place=person.birth_place, nik=person.nik if chance.random() < 0.95 else "", kk_number=person.kk_number,
            religion="islam", marital_status=chance.choice(("never_married", "married")),
            education=chance.choice(_EDUCATIONS), occupation=chance.choice(_OCCUPATIONS), citizenship="",
            phone=person.phone, address=person.address, rt=person.rt, rw=person.rw, place_code=person.place_code,
            father_name=person.father_name, mother_name=person.mother_name,
        )  # fmt: skip

    def _registered(self) -> Iterator[Deed]:
        at, person = self.at(self._day), self._person
        known = examine(self.draft(), TODAY)
        known.refuse_troubles()
        number = f"{self._numbers.take('rm'):06d}"
        given = {**known.values, "id": self.client_id, "rm_number": number}
        deed = self.one(Client, "client", at, "clients.register", **given)
        self.client = Client(**deed.values)
        yield deed
        contact = self.one(
            ClientContact, "contact", at, "clients.add_contact",
            client_id=self.client_id, name=person.mother_name, relation="mother", phone=_other_phone(person.phone),
        )  # fmt: skip
        self.contact = ClientContact(**contact.values)
        yield contact

    def _period(self, period: int, day: date, meetings: int) -> Iterator[Deed]:
        episode = _EpisodeStory(self, period, day)
        yield from episode.opened()
        yield from self._assessed(episode.id, period, day)
        yield from self._met(episode.id, period, day, meetings)
        yield from care(self, episode.id, period, day, day + timedelta(days=7 * meetings), TODAY)
        yield from episode.ended(day + timedelta(days=7 * meetings + 2))

    def _assessed(self, episode_id: UUID, period: int, day: date) -> Iterator[Deed]:
        at, owner = self.at(day, 2), {"client_id": self.client_id, "episode_id": episode_id}
        answers = _ANSWERS[self._chance.randrange(len(_ANSWERS))]
        scored = _scored(_ANSWERS.index(answers))
        yield self.one(
            Screening, f"screening{period}", at, "assessment.record_screening", **owner, instrument="assist",
            key_version=scored.key_version, taken_on=day, taken_by=self.office.counsellor, answers={"substances": answers},
            scores=dict(scored.scored.scores), bands=dict(scored.scored.bands), main_substance=scored.main_substance,
            proposal=scored.proposal, routing=scored.proposal,
        )  # fmt: skip
        if self.place % 10:
            yield self.one(
                UseProfile, f"profile{period}", at, "assessment.record_use_profile", **owner, assessed_on=day,
                main_substance=self._chance.choice(_SUBSTANCES), other_substances=["tembakau"], months_of_use=36,
                route="smoked", therapy="Wawancara motivasional dan konseling adiksi", urine_result="MET positif",
            )  # fmt: skip
        if self.place % 2:
            yield self.one(
                Consent, f"consent{period}", at, "consent.record", **owner, kind="programme", signed_on=day,
                signer_name=self._person.full_name,
            )  # fmt: skip

    def _met(self, episode_id: UUID, period: int, day: date, meetings: int) -> Iterator[Deed]:
        for number in range(1, meetings + 1):
            held = day + timedelta(days=7 * number)
            is_ahead = held > TODAY
            given: dict[str, Any] = {
                "client_id": self.client_id, "episode_id": episode_id, "held_on": held, "held_at": time(9 + number % 6),
                "number": number, "kind": "individual", "service": "addiction_counselling",
                "counsellor_id": self._counsellor(held), "room": _ROOMS[self.place % len(_ROOMS)],
            }  # fmt: skip
            came = {
                "attendance": "mangkir" if self._chance.random() < 0.08 or self._stays_away(number) else "hadir",
                "note": _NOTES[(self.place + number) % len(_NOTES)],
                "next_plan": "Lanjut pertemuan berikutnya, membawa catatan harian.",
            }
            name = f"session{period}.{number}"
            if is_ahead or number == meetings:  # the last one of each was planned before it was recorded
                planned = self.one(
                    CareSession, name, self.at(min(held, TODAY) - timedelta(days=7), 3), "sessions.plan", **given
                )
                yield planned
                if is_ahead:
                    continue
                given |= {"id": id_of(name, "second", self.place), "series_id": planned.values["id"], "row_version": 2}
                yield self.one(CareSession, name, self.at(held, 3), "sessions.attendance", **given, **came)
            else:
                yield self.one(CareSession, name, self.at(held, 3), "sessions.record", **given, **came)

    def _stays_away(self, number: int) -> bool:
        """Whether she is one of those who come no more after some meetings, whom the absence watch finds."""
        return self.place % _STAYS_AWAY == 1 and number > _COMES_UNTIL

    def _counsellor(self, day: date) -> UUID:
        """Return who meets her: in the week of the measurements one of ten, else the one who writes."""
        if abs((day - TODAY).days) > _WEEK_SEEN:
            return self.office.counsellor
        return id_of("counsellor", self.place % COUNSELLORS)


class _EpisodeStory:
    """One masa perawatan from its registration to its end."""

    def __init__(self, story: Story, period: int, day: date) -> None:
        self._story = story
        self._period = period
        self._day = day
        self.id = id_of("episode", story.place, period)
        self._versions: list[Deed] = []
        self._steps = 0

    def opened(self) -> Iterator[Deed]:
        """Yield the registration and the beginning of outpatient care, the live row already as it is at last."""
        self._register()
        start, day = self._story.office.counsellor, self._day
        self._change("episodes.to_outpatient", day, state="outpatient", modality="outpatient", counsellor_id=start,
                     target_sessions=8, outpatient_since=day)  # fmt: skip
        yield self._versions[0]
        yield self._step("", "registered", day)
        yield self._versions[1]
        yield self._step("registered", "outpatient", day)

    def ended(self, day: date) -> Iterator[Deed]:
        """Yield how the episode went on, if that was before today."""
        first = self._versions[0]
        if day <= TODAY:
            is_referred = self._story.place % _REFERRED == 0 and self._period == 1
            yield from self._referred(day) if is_referred else self._closed(day)
        first.live = self._versions[-1].values

    def _register(self) -> None:
        story, day = self._story, self._day
        number = f"{story._numbers.take('registration', day.year):04d}/{day.year}"
        story.registrations.append(number)
        client, person = story.client, story._person
        age = age_from(client.birth_date, None, None, day)
        minor = {"reporter_name": person.mother_name, "reporter_relation": "mother", "reporting_kind": "guardian"}
        given: dict[str, Any] = {
            "id": self.id, "client_id": story.client_id, "registration_number": number, "registered_on": day,
            "period_number": self._period, "channel": "voluntary", "source": story._chance.choice(_SOURCES),
            "reporting_kind": "self", "category": "misuser", "age_at_registration": age, "sex_at_registration": client.sex,
            "place_code_at_registration": client.place_code, "occupation_at_registration": client.occupation,
            "education_at_registration": client.education, **(minor if (age or 0) < _ADULT else {}),
        }  # fmt: skip
        at = story.at(day)
        values = story._record(Episode, "episode", at, given)
        self._versions.append(Deed(at, Episode, values, "episodes.open", values))

    def _change(self, action: str, day: date, **given: object) -> Deed:
        last, at = self._versions[-1].values, self._story.at(day, 4)
        values = {**last, **given, "row_version": last["row_version"] + 1, "changed_at": at}
        self._versions.append(Deed(at, Episode, values, action))
        self._versions[0].live = values
        return self._versions[-1]

    def _step(self, start: str, end: str, day: date) -> Deed:
        self._steps += 1
        return self._story.one(
            EpisodeStep, f"step{self._period}.{self._steps}", self._story.at(day, 4), "episodes.step",
            episode_id=self.id, from_state=start, to_state=end, happened_on=day,
        )  # fmt: skip

    def _closed(self, day: date) -> Iterator[Deed]:
        yield self._change("episodes.to_closed", day, state="closed", ended_on=day, outcome="completed")
        yield self._step("outpatient", "closed", day)

    def _referred(self, day: date) -> Iterator[Deed]:
        story = self._story
        owner = {"client_id": story.client_id, "episode_id": self.id}
        office, letter_id = story.office, id_of("letter", story.place)
        prepared = story.one(
            Referral, "referral", story.at(day, 5), "referrals.prepare", **owner,
            destination_id=office.destinations[story.place % len(office.destinations)],
            reason="risiko tinggi dan dua kali kambuh", documents=["ktp_copy", "referral_letter"], state_on=day,
        )  # fmt: skip
        yield prepared
        yield self._change("episodes.to_referred", day, state="referred", modality="referral")
        yield self._step("outpatient", "referred", day)
        yield self._letter(letter_id, day, owner)
        moves = [("draft", "diajukan", day)]
        moves += [("diajukan", "masuk", day + _ADMITTED_AFTER), ("masuk", "selesai", day + _FINISHED_AFTER)]
        moves += [("selesai", "kembali", day + _BACK_AFTER)]
        last: Mapping[str, Any] = {**prepared.values, "letter_id": letter_id}
        for start, end, on in moves:
            if on > TODAY:
                return
            at = story.at(on, 6)
            yield story.one(
                ReferralStep, f"referral.{end}", at, "referrals.step",
                referral_id=prepared.values["id"], from_state=start, to_state=end, happened_on=on,
            )  # fmt: skip
            last = {**last, "row_version": last["row_version"] + 1, "changed_at": at, "state": end, "state_on": on}
            prepared.live = last
            yield Deed(at, Referral, dict(last), "referrals.submit" if start == "draft" else "referrals.move")
        yield self._change("episodes.to_closed", on, state="closed", ended_on=on, outcome="completed")
        yield self._step("referred", "closed", on)

    def _letter(self, letter_id: UUID, day: date, owner: Mapping[str, object]) -> Deed:
        story = self._story
        number = story._numbers.take("letter.R", day.year)
        parts = NumberParts(
            sifat="R", nomor=number, day=day, penandatangan="KA", klasifikasi="RH.00.00", unit="BNNK-BPP"
        )
        return story.one(
            IssuedLetter, "letter", story.at(day, 6), "letters.issue.referral", **owner, id=letter_id, series="letter.R",
            year=day.year, number=number, number_text=letter_number(delivered_types()["R"].pattern, parts),
            kind="referral", dated_on=day, registered_on=day, addressee="Kepala Balai Rehabilitasi BNN Tanah Merah",
            subject=f"Permohonan rehabilitasi rawat inap a.n. {story.client.initials}", signer_name="Drs. Contoh Pejabat",
            signer_title="Kepala BNN Kota Balikpapan", digest=story.office.digest, size=story.office.size,
        )  # fmt: skip


@cache
def _scored(place: int) -> assessment_rules.Result:
    letters, classes = SETTINGS["routing_letters"].default, SETTINGS["routing_classes"].default
    return assessment_rules.score({"substances": _ANSWERS[place]}, assessment_rules.routing_settings(letters, classes))


def _other_phone(phone: str) -> str:
    return phone[:-2] + f"{(int(phone[-2:]) + 1) % 100:02d}"
