"""CSV exports with a row for each person in each occurrence."""

from collections.abc import Iterator
from pathlib import Path

from connectors.drafts import Item, refused
from connectors.police.grouping import Group, grouped
from connectors.police.mapping import Export, kind_of
from connectors.police.occurrences import translate
from connectors.tables import Table, decoded, table


def read(file: Path, exports: tuple[Export, ...]) -> Iterator[Item]:
    """Yield what the rows of a file come to; a file that is no known export is refused as a whole."""
    try:
        found = table(decoded(file.read_bytes()))
    except UnicodeDecodeError:
        yield refused("line 1", "file", "is neither UTF-8, UTF-16 nor Windows-1252")
        return
    yield from _items(found, exports)


def _items(found: Table, exports: tuple[Export, ...]) -> Iterator[Item]:
    if twice := sorted({name for name in found.header if found.header.count(name) > 1}):
        yield refused("line 1", "header", f"has {len(twice)} columns twice")
        return
    export = kind_of(found.header, exports)
    if export is None:
        yield refused("line 1", "header", "has the columns of no export that the mapping knows")
        return
    for item in grouped(found.rows, export):
        yield translate(item, export) if isinstance(item, Group) else item
