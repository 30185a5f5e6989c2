"""CSV exports of any agency: which of those that a mapping knows a file is, or why it is none."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from connectors.columns import MappingUnusable
from connectors.drafts import Item, LeftOut, refused
from connectors.status import is_status_file
from connectors.tables import Row, Table, decoded, table


class Columns(Protocol):
    """What every connector's export says of the columns it reads."""

    def required_columns(self) -> set[str]:
        """Return the columns without which a file is not of this kind."""
        ...

    def columns(self) -> set[str]:
        """Return every column that is read."""
        ...


Export = TypeVar("Export", bound=Columns)


def load_exports(path: Path, export: Callable[[str, dict[str, Any]], Export]) -> tuple[Export, ...]:
    """Return the exports of a mapping file, each made of the name and content of a table.

    Raises:
        MappingUnusable: the file is no TOML, or a table lacks a setting or has one too many.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(export(name, table) for name, table in tables.items())
    except (OSError, ValueError) as error:
        raise MappingUnusable(f"the mapping {path.name} cannot be read: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise MappingUnusable(f"the mapping {path.name} lacks a setting or has one too many: {error}") from error


def kind_of(header: list[str], exports: tuple[Export, ...]) -> Export | None:
    """Return the export whose required columns a header has; the one that reads most of it, where several fit."""
    fitting = [export for export in exports if export.required_columns() <= set(header)]
    return max(fitting, key=lambda export: len(export.columns() & set(header)), default=None)


def items(
    file: Path, exports: tuple[Export, ...], translated: Callable[[Iterator[Row], Export], Iterable[Item]]
) -> Iterator[Item]:
    """Yield what the rows of a file come to, in order; a file that is no known export is refused as a whole."""
    try:
        found = table(decoded(file.read_bytes()))
    except UnicodeDecodeError:
        yield refused("line 1", "file", "is neither UTF-8, UTF-16 nor Windows-1252")
        return
    export = _export_of(found, exports)
    if isinstance(export, Item):
        yield export
        return
    yield from translated(found.rows, export)


def _export_of(found: Table, exports: tuple[Export, ...]) -> Export | Item:
    if twice := sum(number > 1 for number in Counter(found.header).values()):
        return refused("line 1", "header", f"has {twice} columns twice")
    if is_status_file(found.header):
        return LeftOut("file", "the list of states that stands beside the exports")
    export = kind_of(found.header, exports)
    return export or refused("line 1", "header", "has the columns of no export that the mapping knows")
