"""One witness as a folder on another machine's disk: a statement that is replaced whole, acts, leaves that only grow.

`statement.json`, `acts/`, `leaves.jsonl`. Whoever keeps it can compare the leaves' hashes with the signed checkpoint,
and reads nothing else: what the hub did is sealed, each thing in one of few lengths.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hub.domain.errors import Tampered
from hub.keys import KeyProvider
from hub.witness.acts import Act
from hub.witness.disk import append, sync_folder
from hub.witness.sealed_acts import SealedActs
from hub.witness.veil import unveil, veil

LEAF_BYTES = 2048
"""What any leaf is padded to, unless it says that much was read at once that it does not fit."""


class WitnessFolder:
    """Reads and writes one folder. OSError where it is not there or not writable."""

    def __init__(self, path: Path, keys: KeyProvider) -> None:
        self.path = path
        self._keys = keys
        self._statement = path / "statement.json"
        self._leaves = path / "leaves.jsonl"
        self._acts = SealedActs(path / "acts", keys)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep the hub's other processes out while the block runs."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def statement(self) -> bytes | None:
        """Return the last statement as it was written; None where there is none."""
        return self._statement.read_bytes() if self._statement.exists() else None

    def write_statement(self, raw: bytes) -> None:
        """Replace the statement, whole or not at all."""
        draft = self._statement.with_suffix(f".{os.getpid()}")
        append(draft, 0, raw)
        draft.replace(self._statement)
        sync_folder(self.path)

    def acts(self) -> list[Act]:
        """Return every whole act that is kept, in order; Tampered where one cannot be read."""
        return self._acts.acts()

    def append_acts(self, acts: Sequence[Act]) -> None:
        """Add acts, durably; whether there were any does not show."""
        self._acts.append(acts)

    def leaves_from(self, index: int, end: int) -> Iterator[bytes]:
        """Give the mirrored leaves from an index on, reading no further than `end` bytes."""
        with self._leaves.open("rb") as opened:
            read = 0
            for place, line in enumerate(opened):
                read += len(line)
                if read > end:
                    return
                if place >= index:
                    yield self._leaf_of(line, place)

    def append_leaves(self, lines: Sequence[bytes], first: int, at: int) -> int:
        """Write leaves from byte `at` on, durably, over whatever was torn there; returns the new end.

        Args:
            first: the index of the first of them.
        """
        joined = b"".join(self._line_of(line, place) for place, line in enumerate(lines, first))
        append(self._leaves, at, joined)
        return at + len(joined)

    def set_aside(self, number: int) -> None:
        """Keep what was witnessed so far under names of its own, and begin anew: a loss was accepted."""
        for file in (self._statement, self._acts.path, self._leaves):
            if file.exists():
                file.replace(file.with_name(f"{file.stem}-until-{number}{file.suffix}"))

    def _line_of(self, leaf: bytes, place: int) -> bytes:
        kept = base64.b64encode(veil(self._keys, leaf, LEAF_BYTES, "leaf", str(place))).decode()
        told = {"leaf": json.loads(leaf)["leaf"], "kept": kept}
        return json.dumps(told, separators=(",", ":")).encode() + b"\n"

    def _leaf_of(self, line: bytes, place: int) -> bytes:
        try:
            kept = base64.b64decode(json.loads(line)["kept"])
        except (ValueError, KeyError, TypeError):
            raise Tampered(f"leaf {place} of the witness cannot be read: try another witness") from None
        return unveil(self._keys, kept, "leaf", str(place))
