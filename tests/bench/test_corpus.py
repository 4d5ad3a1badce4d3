"""The invented people and their misspellings: the same each time, and as the rules of the clinic want them."""

from itertools import islice

from rehab_app.clinic.clients import nik
from rehab_app.clinic.clients.phones import read_phone
from rehab_app.office.places.gazetteer import gazetteer
from tests.bench.misspellings import misspellings
from tests.bench.people import FEMALE, people


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(people(200)) == list(people(200)) == list(islice(people(1000), 200))
    assert list(people(200, seed=1)) != list(people(200))


def test_people_pass_the_rules_of_the_clinic() -> None:
    crowd = list(people(1500))
    assert len({person.nik for person in crowd}) == len(crowd)
    assert 50 < sum(person.sex == FEMALE for person in crowd) < 300
    for person in crowd:
        today = person.birth_date.replace(year=2030, month=12, day=31)
        found = nik.check(person.nik, birth_date=person.birth_date, sex=person.sex, kk=person.kk_number, today=today)
        assert found == [], person
        assert read_phone(person.phone) == person.phone
        assert gazetteer().get(person.place_code) is not None


def test_names_are_as_various_as_real_ones() -> None:
    names = [person.full_name for person in people(5000)]
    assert len(set(names)) > 4000
    assert 300 < sum(" " not in name for name in names) < 1500
    assert max(map(len, names)) < 60


def test_misspellings_are_fixed_and_differ_from_the_name() -> None:
    crowd = list(people(2000))
    corpus = misspellings(crowd)
    assert corpus == misspellings(crowd)
    assert len({slip.person for slip in corpus}) == len(corpus) == 300
    assert all(slip.typed.casefold() != crowd[slip.person].full_name.casefold() for slip in corpus)
    assert {slip.kind for slip in corpus} == {"alike", "swapped", "dropped", "doubled", "mistyped", "order", "muhammad"}
