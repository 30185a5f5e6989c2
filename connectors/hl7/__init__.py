"""HL7 v2 ADT files from hospitals: attendances and admissions of children; everything else is counted and left."""

from collections.abc import Iterator
from pathlib import Path

from connectors.drafts import Item
from connectors.hl7.files import messages
from connectors.hl7.translate import translate

SUFFIXES = frozenset({".hl7", ".adt", ".txt"})


def read(file: Path) -> Iterator[Item]:
    """Yield what each message of a file comes to, in order."""
    yield from map(translate, messages(file.read_bytes()))


__all__ = ["SUFFIXES", "read"]
