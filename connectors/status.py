"""`hub-connect school status`: how each concern and referral stands, as a table and as a file to import."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from connectors.local_time import LONDON
from connectors.standing import Standing, State
from exchange.printable import printable

FILE_NAME = "status.csv"
COLUMNS = ("Record ID", "System", "Kind", "State", "Since", "Why", "What to do")
NEEDS_SOMEBODY = frozenset({State.HELD, State.REFUSED})


def is_status_file(header: Sequence[str]) -> bool:
    """Return whether a table is a list that was written here, and no export."""
    return tuple(header) == COLUMNS


def as_csv(standings: Sequence[Standing]) -> str:
    """Return the list as CSV with a header, one row a record, every cell quoted."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(standing.to_data() for standing in standings)
    return out.getvalue()


def save(standings: Sequence[Standing], place: Path) -> Path:
    """Write the list beside an export, in the place of an older one; return where. A reader never sees half of it."""
    folder = place if place.is_dir() else place.parent
    whole, part = folder / FILE_NAME, folder / f".{FILE_NAME}.part"
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(as_csv(standings))
        file.flush()
        os.fsync(file.fileno())
    part.replace(whole)
    return whole


def show_standings(standings: Sequence[Standing], out: Console) -> None:
    """Print the list; what needs somebody stands first."""
    if not standings:
        out.print("No concern and no referral was sent from here.")
        return
    table = Table(
        Column("Record", overflow="fold"),
        "Kind",
        "State",
        "Since",
        Column("What to do", overflow="fold", ratio=1),
        show_lines=True,
    )
    for one in sorted(standings, key=lambda one: one.state not in NEEDS_SOMEBODY):
        told = f"{one.why}\n{one.to_do}" if one.why else one.to_do
        since = f"{one.since.astimezone(LONDON):%d %b %Y %H:%M}"
        cells = (one.record, one.kind.replace("-", " "), one.state.value, since, told)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    out.print(table)
