"""Scores an instrument from a JSON file; needs no data folder, account or display."""

from typing import Annotated

import typer

from rehab_app.cli.reading import read_json
from rehab_app.cli.telling import put_json, say
from rehab_app.instruments.instrument import ScoringChoices
from rehab_app.instruments.registry import names, score_document


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command(
        "score",
        help=say(
            "Score the answers of an instrument and print scores and bands (for assist also the routing) as JSON."
        ),
    )(score)


def score(
    instrument: Annotated[
        str, typer.Argument(metavar="INSTRUMENT", help=say("the instrument: {known}", known=", ".join(names())))
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("a JSON file with the answers; - is standard input"))],
    key_version: Annotated[
        str | None,
        typer.Option("--key-version", metavar="VERSION", help=say("the version of the scoring key; else the newest")),
    ] = None,
    missing_rule: Annotated[
        str,
        typer.Option(
            "--missing-rule",
            metavar="NAME",
            help=say("the rule for missing answers, where the key has more than one (whoqol: who, prose)"),
        ),
    ] = "",
    cutoff: Annotated[
        list[float] | None,
        typer.Option(
            "--cutoff",
            metavar="NUMBER",
            help=say("a border of the adjustable bands, rising; once for each (srq20: one, urica: two)"),
        ),
    ] = None,
) -> None:
    """Print the scored document."""
    choices = ScoringChoices(missing_rule, tuple(cutoff or ()))
    put_json(score_document(instrument, read_json(file), key_version, choices))
