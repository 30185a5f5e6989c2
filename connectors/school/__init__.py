"""CSV exports of schools: concerns, attendance and the roll, by a mapping file that a school may replace."""

from collections.abc import Iterator
from pathlib import Path

from connectors.columns import MappingUnusable
from connectors.drafts import Item, LeftOut, refused
from connectors.school.mapping import Export, kind_of, load
from connectors.school.translate import translate
from connectors.status import is_status_file
from connectors.tables import Table, decoded, table

SUFFIXES = frozenset({".csv"})


def read(file: Path, exports: tuple[Export, ...]) -> Iterator[Item]:
    """Yield what each row of a file comes to, in order; a file that is no known export is refused as a whole."""
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
    if is_status_file(found.header):
        yield LeftOut("file", "the list of states that stands beside the exports")
        return
    export = kind_of(found.header, exports)
    if export is None:
        yield refused("line 1", "header", "has the columns of no export that the mapping knows")
        return
    for row in found.rows:
        yield translate(row, export)


__all__ = ["SUFFIXES", "Export", "MappingUnusable", "load", "read"]
