"""Registers a client from a JSON file, and finds clients."""

from typing import Annotated, Final

import typer

from rehab_app.cli.entering import DataOption, JsonOption, PassphraseOption, UserOption, entered
from rehab_app.cli.reading import read_object
from rehab_app.cli.telling import put, put_json, say, tell
from rehab_app.clinic.clients import queries
from rehab_app.clinic.clients.rows import MATCHED_BY_WORDS, FoundClient
from rehab_app.clinic.clients.rules import WARNINGS
from rehab_app.clinic.episodes.rules import NOTICES
from rehab_app.desk.admit import Admitted, RegistrationDraft, admit
from rehab_app.foundation.drafts import read_draft
from rehab_app.foundation.errors import RuleBroken

MOST_FOUND: Final = 50


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("register", help=say("Register a client with an episode from a JSON file, and print the numbers."))(
        register
    )
    program.command("find", help=say("Find clients by name, NIK, telephone or number."))(find)


def register(
    file: Annotated[
        str, typer.Option("--json", metavar="FILE", help=say("the registration as JSON; - is standard input"))
    ] = "",
    schema: Annotated[
        bool, typer.Option("--schema", help=say("print the JSON schema of a registration instead"))
    ] = False,
    data: DataOption = None,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Admit the client of the file; what is printed was committed."""
    if schema:
        put_json(RegistrationDraft.model_json_schema())
        return
    if not file:
        raise RuleBroken("cli.registration_needed", field="--json")
    draft = read_draft(RegistrationDraft, read_object(file))
    with entered(data, user, passphrase_file) as clinic:
        with clinic.writing() as work:
            admitted = admit(work, draft)
        put_json(_document(admitted))
    for line in _to_look_at(admitted):
        tell(line)


def find(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help=say("a name, NIK, telephone, No. Rekam Medis or No. Registrasi"))
    ],
    as_json: JsonOption = False,
    data: DataOption = None,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Print the clients found, the best first. That somebody looked is entered in the audit, never what for."""
    _require_readable(text)
    with entered(data, user, passphrase_file) as clinic, clinic.writing() as work:
        found = queries.find(work, text, MOST_FOUND)
        work.note(f"cli.find:{len(found)}")
    if as_json:
        put_json([_found_document(row) for row in found])
        return
    for row in found:
        put(
            f"{row.rm_number}  {row.full_name or row.initials}  {row.district}  ({say(MATCHED_BY_WORDS[row.matched_by])})"
        )
    tell(say("Clients found: {count}.", count=len(found)))


def _require_readable(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise RuleBroken("cli.unreadable_text", field="TEXT") from None


def _document(admitted: Admitted) -> dict[str, object]:
    return {
        "client_id": admitted.client_id,
        "rm": admitted.rm,
        "episode_id": admitted.episode_id,
        "registration_number": admitted.registration_number,
        "period_number": admitted.period_number,
        "is_waiting_guardian": admitted.is_waiting_guardian,
        "warnings": list(admitted.warnings),
        "notices": list(admitted.notices),
    }


def _to_look_at(admitted: Admitted) -> list[str]:
    warnings = [say(WARNINGS[code]) for code in admitted.warnings]
    return warnings + [say(NOTICES[code], period=admitted.period_number) for code in admitted.notices]


def _found_document(row: FoundClient) -> dict[str, object]:
    return {
        "client_id": row.id,
        "rm": row.rm_number,
        "name": row.full_name,
        "initials": row.initials,
        "sex": row.sex,
        "birth_date": row.birth_date,
        "age": row.age,
        "district": row.district,
        "registration_number": row.registration_number,
        "state": row.state,
        "matched_by": row.matched_by.value,
    }
