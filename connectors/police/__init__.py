"""Police records: occurrences in this project's POLE JSON (`pole.v1.schema.json`)."""

from collections.abc import Iterator
from pathlib import Path

from connectors.drafts import Item
from connectors.police import files

SUFFIXES = frozenset({".json", *files.LINES})


def read(file: Path) -> Iterator[Item]:
    """Yield what each record of a file comes to, in order."""
    yield from files.read(file)


__all__ = ["SUFFIXES", "read"]
