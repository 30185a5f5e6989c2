"""The connectors there are, by name, and how each reads a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from connectors import hl7, json_files, police, school
from connectors.drafts import Draft, Item
from connectors.sending import Sender, Taken

Clock = Callable[[], datetime]


class Connector(StrEnum):
    """What `hub-connect` can read."""

    SCHOOL = "school"
    HL7 = "hl7"
    POLICE = "police"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a connector reads one file, and which files of a folder are its own (by suffix).

    `take` reads and sends a file whose items depend on what was sent before; without it each item is sent by itself.
    """

    read: Callable[[Path], Iterator[Item]]
    suffixes: frozenset[str]
    take: Callable[[Path, Sender, Clock], Iterator[Taken]] | None = None

    def taken(self, file: Path, sender: Sender, clock: Clock) -> Iterator[Taken]:
        """Yield what became of each item of a file."""
        if self.take:
            yield from self.take(file, sender, clock)
            return
        for item in self.read(file):
            yield Taken(item, sender.send(item, clock()) if isinstance(item, Draft) else None)

    def files(self, place: Path) -> list[Path]:
        """Return the file, or a folder's files of this kind in the order of their names."""
        if place.is_file():
            return [place]
        return sorted(found for found in place.iterdir() if found.is_file() and found.suffix.lower() in self.suffixes)


def reader_of(connector: Connector, mapping: Path | None, *, accept_test: bool = False) -> Reader:
    """Return how to read for a connector; MappingUnusable if its mapping file cannot be used.

    Args:
        accept_test: whether HL7 messages that say that they are tests are taken as though they were real.
    """
    if connector is Connector.SCHOOL:
        return Reader(partial(school.read, exports=school.load(mapping)), school.SUFFIXES)
    if connector is Connector.POLICE:
        return Reader(partial(police.read, exports=police.load(mapping)), police.SUFFIXES)
    if connector is Connector.HL7:
        return Reader(hl7.read, hl7.SUFFIXES, partial(hl7.take, accept_test=accept_test))
    return Reader(json_files.read, json_files.SUFFIXES)
