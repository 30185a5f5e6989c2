"""Which message a process is at, in a file that outlives it: one that ends its process three times is put aside.

The hub counts what it fails on; a message that kills the process outright (a parser that crashes, memory that runs out)
takes that count with it, and would be read again for ever (`security.md` T6, G10).
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from uuid import uuid4

Place = tuple[str, int, int]
"""Topic, partition and offset."""

ROOM = 512
"""Bytes: a topic's name has at most 249, and the numbers beside it 40."""

NOTHING = bytes(ROOM)
SUFFIX = ".at"
KEPT_SECONDS = 7 * 24 * 3600
"""What ended a process longer ago says nothing of what is read now."""


class Attempts:
    """A file of this process's own in a folder that those before it left theirs in."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._ended = Counter(_left_in(folder))
        path = folder / f"{uuid4().hex}{SUFFIX}"
        path.write_bytes(NOTHING)
        with path.open("r+b") as file:
            self._page = mmap(file.fileno(), ROOM)

    def ended_at(self, place: Place) -> int:
        """Return how many processes ended while they were at this message, before this one began."""
        return self._ended[place]

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Note that this process works on a message until the block ends; the note stays where the process ends first.

        It is a write to memory that the operating system keeps for the file, so it costs no more than that.
        """
        self._page[:] = json.dumps(place).encode("ascii").ljust(ROOM, b"\0")
        try:
            yield
        finally:
            self._page[:] = NOTHING


def _left_in(folder: Path) -> Iterator[Place]:
    for path in folder.glob(f"*{SUFFIX}"):
        if time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink()
        elif place := _place_in(path.read_bytes()):
            yield place


def _place_in(noted: bytes) -> Place | None:
    """Return what was noted; None where nothing was, or where the process ended while it was noting."""
    try:
        topic, partition, offset = json.loads(noted.rstrip(b"\0") or b"[]")
    except ValueError:
        return None
    return topic, partition, offset
