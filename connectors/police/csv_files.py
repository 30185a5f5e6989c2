"""CSV exports with a row for each person in each occurrence."""

from collections.abc import Iterator
from pathlib import Path

from connectors.drafts import Item
from connectors.exports import items
from connectors.police.grouping import Group, grouped
from connectors.police.mapping import Export
from connectors.police.occurrences import translate
from connectors.tables import Row


def read(file: Path, exports: tuple[Export, ...]) -> Iterator[Item]:
    """Yield what the rows of a file come to."""
    return items(file, exports, _translated)


def _translated(rows: Iterator[Row], export: Export) -> Iterator[Item]:
    for item in grouped(rows, export):
        yield translate(item, export) if isinstance(item, Group) else item
