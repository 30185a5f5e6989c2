"""Blocks: `<VT> message <FS> <CR>` (HL7 v2 Transport Specification, MLLP release 1), cut out of bytes as they come.

Bytes between blocks are passed over, as the specification asks. A block ends at its FS, whether or not a CR follows:
some senders leave it away, and it would be one byte more to wait for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

VT, FS, CR = b"\x0b", b"\x1c", b"\r"

HEAD_BYTES = 4_096
"""What is kept of a block that is too large: enough for its header, so that it can be answered."""


@dataclass(frozen=True, slots=True)
class Block:
    """One whole message."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Oversize:
    """A whole message over the limit, of which only the head was kept."""

    head: bytes


Found: TypeAlias = Block | Oversize


def framed(content: bytes) -> bytes:
    """Return a message as a block."""
    return VT + content + FS + CR


@dataclass(slots=True)
class Blocks:
    """Takes bytes in pieces of any length and gives the blocks that are complete.

    `limit` is the most bytes that one message may have; no more than that is ever held. `broken_off` counts blocks
    that another began inside of: their sender gave up, and sends them again.
    """

    limit: int
    broken_off: int = 0
    _held: bytearray | None = None
    _is_over: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a block has begun and not ended."""
        return self._held is not None

    def feed(self, data: bytes) -> Iterator[Found]:
        """Yield each block that these bytes complete, in order."""
        rest = data
        while rest:
            if self._held is None:
                rest = self._begun(rest)
            else:
                found, rest = self._continued(rest)
                if found is not None:
                    yield found

    def _begun(self, data: bytes) -> bytes:
        """Pass over what stands before a block; return what is in it."""
        _, start, rest = data.partition(VT)
        if start:
            self._held, self._is_over = bytearray(), False
        return rest

    def _continued(self, data: bytes) -> tuple[Found | None, bytes]:
        ends = [place for place in (data.find(FS), data.find(VT)) if place >= 0]
        if not ends:
            self._hold(data)
            return None, b""
        at = min(ends)
        if data[at : at + 1] == VT:
            self.broken_off += 1
            self._held = None
            return None, data[at:]
        self._hold(data[:at])
        return self._ended(), data[at + 1 :]

    def _hold(self, data: bytes) -> None:
        """Keep what fits; of a message over the limit only its head."""
        held = self._held if self._held is not None else bytearray()
        self._is_over = self._is_over or len(held) + len(data) > self.limit
        held += data[:HEAD_BYTES] if self._is_over else data
        if self._is_over:
            del held[HEAD_BYTES:]

    def _ended(self) -> Found:
        content = bytes(self._held or b"")
        self._held = None
        return Oversize(content) if self._is_over else Block(content)
