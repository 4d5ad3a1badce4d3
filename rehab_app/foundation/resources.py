"""The one look-up of shipped files: ``resources/`` beside the package in a checkout, ``rehab_app/_resources`` in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, e.g. ``resource("lists", "clients.toml")``.

    Raises FileNotFoundError where the installation is incomplete.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))
