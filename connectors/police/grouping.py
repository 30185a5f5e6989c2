"""Rows that belong to one occurrence are put together, and every row that does not is accounted for by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connectors.drafts import LeftOut, Refused, refused
from connectors.police.mapping import Export
from connectors.tables import Row

BESIDE = "stands beside a row that cannot be read, which may belong to it"
NO_REFERENCE = "is empty: nobody can tell which occurrence the row belongs to"


@dataclass(slots=True)
class Group:
    """The rows of one reference in the order of the file; `beside` if one next to them could not be read."""

    rows: list[Row] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    beside: bool = False

    @property
    def place(self) -> str:
        """Name the lines, the first of them where they are many."""
        lines = [str(row.line) for row in self.rows]
        more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
        return ("line " if len(lines) == 1 else "lines ") + ", ".join(lines[:5]) + more

    def take(self, row: Row) -> LeftOut | None:
        """Take a row; return it as left out where the group has the same already."""
        cells = tuple(row.cells.values())
        if cells in self.seen:
            return LeftOut(f"line {row.line}", "the same row twice")
        self.seen.add(cells)
        self.rows.append(row)
        return None


@dataclass(slots=True)
class Grouping:
    """The occurrences of a file as its rows come. A row that cannot be read may belong to the occurrence before or
    after it, so neither is told without somebody of it.
    """

    export: Export
    groups: dict[str, Group] = field(default_factory=dict)
    last: Group | None = None
    broken: bool = False

    def take(self, row: Row) -> LeftOut | Refused | None:
        """Take a row into its occurrence; return what becomes of one that belongs to none."""
        alone = _alone(row, self.export)
        if alone is None:
            group = self.groups.setdefault(row.cells[self.export.reference].strip(), Group())
            group.beside, self.last, self.broken = group.beside or self.broken, group, False
            return group.take(row)
        if isinstance(alone, Refused):
            self.broken = True
            if self.last is not None:
                self.last.beside = True
        return alone


def grouped(rows: Iterable[Row], export: Export) -> Iterator[Group | LeftOut | Refused]:
    """Yield what stands alone, then every occurrence in the order in which its first row stands."""
    grouping = Grouping(export)
    yield from filter(None, map(grouping.take, rows))
    yield from grouping.groups.values()


def _alone(row: Row, export: Export) -> LeftOut | Refused | None:
    """Return what becomes of a row that is part of no occurrence; None for one that is."""
    place = f"line {row.line}"
    if row.fault:
        return refused(place, "row", row.fault)
    if row.is_empty:
        return LeftOut(place, "an empty row")
    if export.leave_out and export.leave_out.takes(row.cells):
        return LeftOut(place, "a type that the mapping leaves out")
    return None if row.cells[export.reference].strip() else refused(place, export.reference, NO_REFERENCE)
