"""Prints the figures of a year."""

from typing import Annotated

import typer

from rehab_app.cli.entering import DataOption, JsonOption, PassphraseOption, UserOption, entered
from rehab_app.cli.telling import put, put_json, say
from rehab_app.office.lists.choices import ValueLists
from rehab_app.papers.reports.figures import YearFigures, figures_document, year_figures


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("figures", help=say("Print the figures of a year."))(figures)


def figures(
    year: Annotated[int, typer.Option("--year", metavar="YEAR", min=1, max=9999, help=say("the year to count"))],
    as_json: JsonOption = False,
    data: DataOption = None,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Count the year; that it was counted is entered in the audit."""
    with entered(data, user, passphrase_file) as clinic, clinic.writing() as work:
        counted = year_figures(work, year, ValueLists.load())
        work.note(f"cli.figures:{year}")
    if as_json:
        put_json(figures_document(counted))
        return
    _put_tables(counted)


def _put_tables(counted: YearFigures) -> None:
    put(
        say(
            "Figures of {year}, counting rule {rule}: {total} clients",
            year=counted.year,
            rule=counted.rule,
            total=counted.total,
        )
    )
    for table in counted.tables:
        put("")
        put(table.title)
        for row in table.rows:
            put(f"  {row.count:5d}  {row.label}")
    put("")
    put(say("New: {new}. Carried over from earlier years: {carried}.", new=counted.new, carried=counted.carried_over))
