"""The mapping file: which column of a school's export says which part of an event. A school may bring its own.

A mapping is TOML. Each table is one kind of export; a file is of the kind whose required columns its header has.

    [concern]
    event = "concern-raised"            the event that a row becomes
    system = "safeguarding-log"         the last part of the events' `source`
    id = "Record ID"                    the column with the record's own id
    time = "Recorded"                   the column with the time of recording
    about = "Pupil ID"                  the column with the pupil's own reference
    dates = "%d/%m/%Y"                  how the export writes dates
    instants = "%d/%m/%Y %H:%M"         how it writes times of recording
    constants = {how_known = "told"}    what is the same for every row
    [concern.fields]
    headline = {column = "Summary", required = true}
    occurred = {column = "Incident date", time = "Incident time", as = "occurred", required = true}
    "child.sex" = {column = "Sex", values = {F = "female", M = "male"}}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.columns import Field, columns_of, required_of
from connectors.exports import load_exports

SHIPPED = Path(__file__).with_name("mapping.toml")


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export."""

    name: str
    event: str
    system: str
    id: str
    time: str
    about: str
    dates: str
    instants: str
    fields: tuple[Field, ...]
    constants: Mapping[str, Any] = field(default_factory=dict)

    def required_columns(self) -> set[str]:
        """Return the columns without which a file is not of this kind."""
        return {self.id, self.time, self.about} | required_of(self.fields)

    def columns(self) -> set[str]:
        """Return every column that is read."""
        return self.required_columns() | columns_of(self.fields)


def load(file: Path | None = None) -> tuple[Export, ...]:
    """Return the exports of a mapping file, or of the one that ships with the connector.

    Raises:
        MappingUnusable: the file is no TOML, or a table is not as the head of this module shows.
    """
    return load_exports(file or SHIPPED, _export)


def _export(name: str, table: dict[str, Any]) -> Export:
    fields = tuple(Field.of(target, given) for target, given in table["fields"].items())
    return Export(**{**table, "name": name, "fields": fields})
