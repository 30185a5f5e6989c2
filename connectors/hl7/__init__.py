"""HL7 v2 ADT from hospitals, in files and over MLLP: visits of children; all else is counted and left."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from connectors.drafts import Item
from connectors.hl7.desk import Desk
from connectors.hl7.files import messages
from connectors.hl7.translate import translate
from connectors.sending import Sender, Taken

SUFFIXES = frozenset({".hl7", ".adt", ".txt"})


def read(file: Path) -> Iterator[Item]:
    """Yield what each message of a file comes to by itself, in order."""
    yield from map(translate, messages(file.read_bytes()))


def take(file: Path, sender: Sender, clock: Callable[[], datetime], *, accept_test: bool = False) -> Iterator[Taken]:
    """Yield what became of each message of a file, in order, after what was told before."""
    desk = Desk(sender, clock(), accept_test=accept_test)
    for raw in messages(file.read_bytes()):
        yield desk.take(raw, clock())


__all__ = ["SUFFIXES", "read", "take"]
