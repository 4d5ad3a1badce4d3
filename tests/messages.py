"""Finds in the source what the program says: messages, error codes, and the facts given to fill them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TROUBLES = frozenset({"RuleBroken", "RulesBroken", "NotAllowed", "StaleRecord", "Trouble"})


@dataclass(frozen=True, slots=True)
class Said:
    """One place that says a message; ``facts`` is None where they cannot be read off the place."""

    message: str
    plural: str
    facts: frozenset[str] | None
    place: str


@dataclass(frozen=True, slots=True)
class Raised:
    """One place that makes a known trouble; ``facts`` is None where they cannot be read off the place."""

    code: str
    facts: frozenset[str] | None
    place: str


@dataclass(slots=True)
class Found:
    """All that was found.

    ``families`` are the prefixes of ids made at run time: ``say(f"role/{role}")`` gives ``role/``. ``names`` are the dotted names
    that stand in quotes anywhere, with ``*`` for what is filled in: ``f"letters.issue.{kind}"`` gives ``letters.issue.*``.
    """

    said: list[Said] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def find(root: Path) -> Found:
    """Read every module of ``root/rehab_app``; places are given as ``rehab_app/...:line``."""
    return find_in(
        {
            path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8"), str(path))
            for path in sorted((root / "rehab_app").rglob("*.py"))
        }
    )


def find_in(modules: dict[str, ast.Module]) -> Found:
    """Read parsed modules, given by their places."""
    found = Found()
    kinds = trouble_kinds(list(modules.values()))
    for place, module in modules.items():
        _Reader(place, module, kinds, found).visit(module)
    return found


def trouble_kinds(modules: list[ast.Module]) -> frozenset[str]:
    """Return the names of the known troubles and of every class made from them."""
    classes = [node for module in modules for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    kinds = set(TROUBLES)
    while True:
        more = {node.name for node in classes if kinds & {last_name(base) for base in node.bases}} - kinds
        if not more:
            return frozenset(kinds)
        kinds |= more


def last_name(node: ast.expr) -> str:
    """Return ``say`` for both ``say`` and ``self.words.say``; an empty text for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


class _Reader(ast.NodeVisitor):
    """Walks one module and notes what it says."""

    def __init__(self, place: str, module: ast.Module, kinds: frozenset[str], found: Found) -> None:
        self._place = place
        self._kinds = kinds
        self._found = found
        self._inside_kind = False
        self._constants = {
            target.id: value.value
            for node in module.body
            for target, value in _assigned(node)
            if isinstance(target, ast.Name) and isinstance(value, ast.Constant)
        }

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outside = self._inside_kind
        self._inside_kind = node.name in self._kinds
        self.generic_visit(node)
        self._inside_kind = outside

    def visit_Call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        if name in {"say", "N_"}:
            self._note_said(node, facts=None if name == "N_" else _facts(node, set()))
        elif name == "say_many":
            self._note_said(node, facts=_facts(node, {"count"}))
        elif name in self._kinds or (name == "__init__" and self._inside_kind):
            self._note_raised(node)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._note_name(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._note_name("".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values))
        self.generic_visit(node)

    def _note_name(self, text: str) -> None:
        if "." in text and " " not in text:
            self._found.names.add(text)

    def _note_said(self, node: ast.Call, facts: frozenset[str] | None) -> None:
        many = last_name(node.func) == "say_many"
        plurals = list(self._texts(node.args[1])) if many and len(node.args) > 1 else [""]
        for message in self._texts(node.args[0] if node.args else None):
            for plural in plurals:
                self._found.said.append(Said(message, plural, facts, f"{self._place}:{node.lineno}"))

    def _note_raised(self, node: ast.Call) -> None:
        code = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "code"), None)
        facts = _facts(node, set())
        for text in self._texts(code):
            self._found.raised.append(Raised(text, facts, f"{self._place}:{node.lineno}"))

    def _texts(self, node: ast.expr | None) -> Iterator[str]:
        """Yield the texts an argument can be; one made at run time is noted as a family or as unclear."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from self._texts(node.body)
            yield from self._texts(node.orelse)
        elif isinstance(node, ast.Name) and isinstance(value := self._constants.get(node.id), str):
            yield value
        elif isinstance(node, ast.JoinedStr):
            self._note_family(node)
        elif isinstance(node, ast.BinOp):
            self._note_unclear(node, "a message put together with an operator")

    def _note_family(self, node: ast.JoinedStr) -> None:
        start = node.values[0] if node.values else None
        if isinstance(start, ast.Constant) and isinstance(start.value, str) and "/" in start.value:
            self._found.families.add(start.value.rpartition("/")[0] + "/")
        else:
            self._note_unclear(node, "a message made by an f-string without a family/")

    def _note_unclear(self, node: ast.expr, what: str) -> None:
        self._found.unclear.append(f"{self._place}:{node.lineno}: {what}")


def _assigned(node: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield node.target, node.value


def _facts(node: ast.Call, given: set[str]) -> frozenset[str] | None:
    names = {keyword.arg for keyword in node.keywords} - {"field", "code"}
    if None in names:
        return None
    return frozenset(name for name in names if name) | given
