"""How commands print: a table for people, one JSON document for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exchange.printable import printable

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def show_rows(rows: Sequence[Mapping[str, object]], columns: Sequence[str], *, as_json: bool, none: str) -> None:
    """Print rows; `none` is the line for people where there are none.

    The first column is never broken, since it is the id that the next command is given.
    """
    if as_json:
        typer.echo(json.dumps(list(rows), default=str))
        return
    if not rows:
        typer.echo(none)
        return
    table = Table()
    for place, column in enumerate(columns):
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    Console(soft_wrap=True).print(table)


def _cell(value: object) -> Text:
    """A cell is text, whatever it looks like: neither markup nor control characters act."""
    return Text(printable("\n".join(map(str, value)) if isinstance(value, list) else str(value)))


def show_document(document: Mapping[str, object], *, as_json: bool) -> None:
    """Print one document: its members line by line for people."""
    if as_json:
        typer.echo(json.dumps(document, default=str))
        return
    for name, value in document.items():
        typer.echo(f"{name}: {printable(_line(value))}")


def _line(value: object) -> str:
    """A list is told with semicolons between its members, and an empty one in a word."""
    return ("; ".join(map(str, value)) or "nothing") if isinstance(value, list) else str(value)
