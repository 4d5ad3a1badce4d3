"""Choosing a backup and opening it: the file, who opens it, and with what. For the first run and for the page alike."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.words import N_
from rehab_app.ui.backups.actions import OpenedBy
from rehab_app.ui.kit.context import ScreenContext
from rehab_app.ui.kit.field_spec import Answers, FieldSpec, Kind, Option, Width

BY_PASSPHRASE: Final = "passphrase"  # noqa: S105 - the name of an answer
BY_KEY: Final = "recovery_key"


def _opened_by(how: str, answers: Answers) -> bool:
    return answers.get("opened_by") == how


def restore_specs(context: ScreenContext, *, asks_folder: bool) -> tuple[FieldSpec, ...]:
    """Return the fields; ``asks_folder`` where there is no clinic yet whose folder is meant."""
    ways = [
        Option(BY_PASSPHRASE, context.say("Passphrase")),
        Option(BY_KEY, context.say("Printed recovery key")),
    ]
    file = FieldSpec(
        name="file",
        label=N_("Backup file"),
        width=Width.WIDE,
        help=N_("A file whose name begins with cadangan- and ends with .rbk."),
        is_required=True,
    )
    folder = FieldSpec(name="folder", label=N_("Folder for the data"), width=Width.WIDE, is_required=True)
    rest = (
        FieldSpec(
            name="login",
            label=N_("Sign-in name"),
            help=N_("As it was when the backup was made."),
            is_required=True,
        ),
        FieldSpec(name="opened_by", label=N_("Open it with"), kind=Kind.RADIO, options=lambda: ways, is_required=True),
        FieldSpec(
            name="passphrase",
            label=N_("Passphrase"),
            kind=Kind.PASSPHRASE,
            width=Width.WIDE,
            is_required=True,
            visible_when=partial(_opened_by, BY_PASSPHRASE),
        ),
        FieldSpec(
            name="recovery_key",
            label=N_("Recovery key"),
            width=Width.WIDE,
            help=N_("Eight groups of five signs, as printed."),
            is_required=True,
            visible_when=partial(_opened_by, BY_KEY),
        ),
    )
    return (file, folder, *rest) if asks_folder else (file, *rest)


def opened_by_of(draft: Mapping[str, object]) -> OpenedBy:
    """Return what was typed to open the backup."""
    return OpenedBy(
        str(draft.get("login") or ""), str(draft.get("passphrase") or ""), str(draft.get("recovery_key") or "")
    )


def path_of(draft: Mapping[str, object], name: str) -> Path:
    """Return a typed path; ``~`` is the user's own folder."""
    return Path(str(draft.get(name) or "")).expanduser()


def beside_field(trouble: RuleBroken) -> RuleBroken:
    """Return a refused look into a backup, to be shown beside the field that it is about."""
    places = {"keys.wrong_passphrase": "passphrase", "keys.wrong_recovery": "recovery_key"}
    about_file = "file" if trouble.code.startswith("backups.") else ""
    return trouble.beside(trouble.field or places.get(trouble.code, about_file))
