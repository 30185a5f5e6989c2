"""CSV exports of schools: concerns, attendance and the roll, by a mapping file that a school may replace."""

from collections.abc import Iterator
from pathlib import Path

from connectors.columns import MappingUnusable
from connectors.drafts import Item
from connectors.exports import items
from connectors.school.mapping import Export, load
from connectors.school.translate import translate

SUFFIXES = frozenset({".csv"})


def read(file: Path, exports: tuple[Export, ...]) -> Iterator[Item]:
    """Yield what each row of a file comes to, in order."""
    return items(file, exports, lambda rows, export: (translate(row, export) for row in rows))


__all__ = ["SUFFIXES", "Export", "MappingUnusable", "load", "read"]
