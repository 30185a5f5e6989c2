"""The mapping file of a force: which column of its CSV export says which part of a record. A force may bring its own.

An export has a row for each person in each occurrence; rows of one reference are one record. A mapping is TOML. Each
table is one kind of export; a file is of the kind whose required columns its header has.

    [occurrences]
    reference = "Occurrence"            the column with the record's own reference, by which rows are put together
    person = "Person ID"                the column with the person's reference
    dates = "%d/%m/%Y"                  how the export writes dates
    instants = "%d/%m/%Y %H:%M"         how it writes times of recording
    leave_out = {column = "Type", values = ["TRAFFIC"]}   rows that are none of the hub's business; counted
    constants = {"handling.code" = "P"} what is the same for every record
    [occurrences.record]                parts of the record, the same in each of its rows
    headline = {column = "Summary", required = true}
    kind = {column = "Type", required = true, values = {DV = "domestic-abuse"}}
    event = {column = "Date", time = "Time", as = "occurred", required = true}
    [occurrences.persons]               parts of the person of the row
    part = {column = "Role", required = true, values = {VIC = "victim"}}
    born = {column = "Date of birth", as = "date"}

The parts are those of `pole.v1.schema.json`, with five of their own: `event` (when), `event.location` (where, an
address), `part` and `presence` of a person, `relation` with `related_to` (persons' references with semicolons between),
`age` (years) and `address`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.columns import Field, columns_of, required_of
from connectors.exports import load_exports

SHIPPED = Path(__file__).with_name("mapping.toml")


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Rows that are counted and left: those with one of these values in a column, in capitals or not."""

    column: str
    values: tuple[str, ...]

    def takes(self, cells: Mapping[str, str]) -> bool:
        return cells.get(self.column, "").strip().casefold() in {value.casefold() for value in self.values}


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export."""

    name: str
    reference: str
    person: str
    dates: str
    instants: str
    record: tuple[Field, ...]
    persons: tuple[Field, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)
    leave_out: LeaveOut | None = None

    def required_columns(self) -> set[str]:
        """Return the columns without which a file is not of this kind."""
        return {self.reference, self.person} | required_of(self.record) | required_of(self.persons)

    def columns(self) -> set[str]:
        """Return every column that is read."""
        return self.required_columns() | columns_of(self.record) | columns_of(self.persons)


def load(file: Path | None = None) -> tuple[Export, ...]:
    """Return the exports of a mapping file, or of the one that ships with the connector.

    Raises:
        MappingUnusable: the file is no TOML, or a table is not as the head of this module shows.
    """
    return load_exports(file or SHIPPED, _export)


def _export(name: str, table: dict[str, Any]) -> Export:
    left = table.get("leave_out")
    parts = {part: tuple(Field.of(*given) for given in table[part].items()) for part in ("record", "persons")}
    leave_out = LeaveOut(left["column"], tuple(left["values"])) if left else None
    return Export(**{**table, **parts, "name": name, "leave_out": leave_out})
