"""Reads the checkout as source: modules with their place, their imports and their plain texts."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One module: its place below the checkout (``rehab_app/ui/kit/jobs.py``) and its text."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module."""
        return ast.parse(self.text, self.place)

    @property
    def name(self) -> str:
        """The dotted name: ``rehab_app.ui.kit.jobs``."""
        return self.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """The dotted name of the package it stands in."""
        return self.name if self.place.endswith("/__init__.py") else self.name.rpartition(".")[0]

    def stands_in(self, *places: str) -> bool:
        """Whether it is one of ``places``, or below one that ends with a slash; places start inside rehab_app."""
        inside = self.place.removeprefix("rehab_app/")
        return any(inside.startswith(place) if place.endswith("/") else inside == place for place in places)

    def at(self, node: ast.AST, what: str) -> str:
        """Return one line that tells what is wrong at ``node``."""
        return f"{self.place}:{getattr(node, 'lineno', 1)}: {what}"

    def imports(self) -> Iterator[tuple[ast.stmt, str, str]]:
        """Yield each import as (statement, module, name); name is empty for ``import module``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                yield from ((node, origin, alias.name) for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        base = ".".join(parts[: len(parts) - node.level + 1])
        return f"{base}.{node.module}" if node.module else base

    def texts(self) -> Iterator[tuple[ast.Constant, str]]:
        """Yield every text constant that is no docstring."""
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        loose = {
            id(statement.value)
            for node in ast.walk(self.tree)
            if isinstance(node, documented)
            for statement in node.body
            if isinstance(statement, ast.Expr)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
                yield node, node.value


def modules(root: Path = ROOT, package: str = "rehab_app") -> list[Module]:
    """Read every module of ``root/package``, in order of their places."""
    return [
        Module(path.relative_to(root).as_posix(), path.read_text("utf-8"))
        for path in sorted((root / package).rglob("*.py"))
    ]
