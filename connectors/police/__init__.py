"""Police records: occurrences in this project's POLE JSON (`pole.v1.schema.json`), or CSV by a force's mapping file.

There is no open national format for what a force tells its partners; this one is the hub's own. Persons, objects,
locations and events stand in it by id, and refer to each other. `samples` holds records to begin from.
"""

from collections.abc import Iterator
from pathlib import Path

from connectors.drafts import Item
from connectors.police import csv_files, files
from connectors.police.mapping import Export, load

CSV = ".csv"
SUFFIXES = frozenset({".json", CSV, *files.LINES})


def read(file: Path, exports: tuple[Export, ...]) -> Iterator[Item]:
    """Yield what each record of a file comes to, in order; a `.csv` is read by the mapping's exports."""
    return csv_files.read(file, exports) if file.suffix.lower() == CSV else files.read(file)


__all__ = ["SUFFIXES", "Export", "load", "read"]
