"""The questions that are answered from a value list; a code that is retired is shown where a record holds it, and not offered."""

from collections.abc import Sequence

from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Options
from rehab_app.ui.shell.session import Session


def choices(session: Session, name: str) -> Options:
    """Return what offers the choices of a value list, the retired ones with their mark and not to be picked anew."""
    language = session.context.words.language

    def label(text: str, *, is_retired: bool) -> str:
        return session.say("{label} (no longer used)", label=text) if is_retired else text

    def offered() -> Sequence[Option]:
        return [
            Option(one.code, label(one.label(language), is_retired=one.is_retired), is_offered=not one.is_retired)
            for one in session.lists.of(name)
        ]

    return offered


def choice(session: Session, name: str, caption: str, codes: str, group: str) -> FieldSpec:
    """Return the question ``caption``, answered with a code of the value list ``codes``."""
    return FieldSpec(name=name, label=caption, kind=Kind.CHOICE, group=group, options=choices(session, codes))
