"""Scores an instrument from a JSON file; needs no data folder, account or display."""

from typing import Annotated

import typer

from rehab_app.cli.reading import read_json
from rehab_app.cli.telling import put_json, say
from rehab_app.instruments.registry import score_document


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command(
        "score", help=say("Score the answers of an instrument (assist) and print scores, bands and routing as JSON.")
    )(score)


def score(
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help=say("the instrument: assist"))],
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("a JSON file with the answers; - is standard input"))],
) -> None:
    """Print the scored document."""
    put_json(score_document(instrument, read_json(file)))
