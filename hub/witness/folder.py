"""One witness as a folder on another machine's disk: a statement that is replaced whole, and two files that only grow.

`statement.json`, `acts.jsonl`, `leaves.jsonl`. A line that a power cut tore is dropped before the next is written.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hub.domain.errors import Tampered
from hub.witness.acts import Act, Kind


class WitnessFolder:
    """Reads and writes one folder. OSError where it is not there or not writable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._statement = path / "statement.json"
        self._acts = path / "acts.jsonl"
        self._leaves = path / "leaves.jsonl"
        self._read: tuple[int, list[Act]] = (0, [])

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
        _append(draft, 0, raw)
        draft.replace(self._statement)
        sync_folder(self.path)

    def acts(self) -> list[Act]:
        """Return every whole act that is kept, in order; Tampered where a line is none."""
        size = self._acts.stat().st_size if self._acts.exists() else 0
        if not size:
            return []
        if size != self._read[0]:
            *lines, _torn = self._acts.read_bytes().split(b"\n")
            self._read = (size, [_read_act(line, place) for place, line in enumerate(lines, 1)])
        return self._read[1]

    def append_acts(self, acts: Sequence[Act]) -> None:
        """Add acts, durably."""
        whole = _whole_lines(self._acts)
        _append(self._acts, whole, b"".join(_line_of(act) for act in acts))

    def leaves_from(self, index: int, end: int) -> Iterator[bytes]:
        """Give the mirrored leaves from an index on, reading no further than `end` bytes."""
        with self._leaves.open("rb") as opened:
            read = 0
            for place, line in enumerate(opened):
                read += len(line)
                if read > end:
                    return
                if place >= index:
                    yield line

    def append_leaves(self, lines: Sequence[bytes], at: int) -> int:
        """Write leaves from byte `at` on, durably, over whatever was torn there; returns the new end."""
        joined = b"".join(line + b"\n" for line in lines)
        _append(self._leaves, at, joined)
        return at + len(joined)

    def set_aside(self, number: int) -> None:
        """Keep what was witnessed so far under names of its own, and begin anew: a loss was accepted."""
        for file in (self._statement, self._acts, self._leaves):
            if file.exists():
                file.replace(file.with_name(f"{file.stem}-until-{number}{file.suffix}"))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line_of(act: Act) -> bytes:
    told = {"act": act.name, "kind": act.kind.value, "body": base64.b64encode(act.body).decode()}
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _read_act(line: bytes, place: int) -> Act:
    try:
        told = json.loads(line)
        return Act(told["act"], Kind(told["kind"]), base64.b64decode(told["body"]))
    except (ValueError, KeyError, TypeError):
        raise Tampered(f"line {place} of the witness's acts.jsonl cannot be read: try another witness") from None


def _whole_lines(file: Path) -> int:
    """Return how many bytes of a file are whole lines."""
    return file.read_bytes().rfind(b"\n") + 1 if file.exists() else 0


def _append(file: Path, at: int, content: bytes) -> None:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(descriptor, at)
        os.lseek(descriptor, at, os.SEEK_SET)
        _durably(descriptor, content)
    finally:
        os.close(descriptor)


def _durably(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)
