"""The acts in a witness's folder: one sealed stream in pieces of one size, of which the last is sealed anew each time.

Whoever keeps the folder sees that the hub spoke, never whether it had anything to say. A piece holds some forty acts of
all kinds; only that another piece began can be counted.
"""

import base64
import json
import os
from collections.abc import Sequence
from pathlib import Path

from hub.domain.errors import Tampered
from hub.keys import KeyProvider
from hub.witness.acts import Act, Kind
from hub.witness.disk import append, sync_folder
from hub.witness.veil import unveil, veil

PIECE = 1 << 16
_NO_PIECE = "a piece of the witness's acts is missing or cannot be read: try another witness"


class SealedActs:
    """Reads and grows the stream. What a power cut tore is written again with the next acts."""

    def __init__(self, path: Path, keys: KeyProvider) -> None:
        self.path = path
        self._keys = keys
        self._opened: dict[Path, tuple[tuple[int, int], bytes]] = {}
        self._read: tuple[bytes, list[Act]] = (b"", [])

    def acts(self) -> list[Act]:
        """Return every whole act, in order; Tampered where a piece is missing, changed, or not this hub's."""
        stream = self._stream()
        if stream != self._read[0]:
            self._read = (stream, [_act_of(line) for line in stream.splitlines()])
        return self._read[1]

    def append(self, acts: Sequence[Act]) -> None:
        """Add acts, durably. Without any the last piece is sealed anew all the same."""
        stream = self._stream()
        grown = stream + b"".join(_line_of(act) for act in acts)
        self.path.mkdir(mode=0o700, exist_ok=True)
        for number in range(max(0, len(stream) - 1) // PIECE, max(0, len(grown) - 1) // PIECE + 1):
            self._write(number, grown[number * PIECE : (number + 1) * PIECE])
        sync_folder(self.path)

    def _write(self, number: int, part: bytes) -> None:
        """Replace a piece, whole or not at all."""
        piece = self._piece(number)
        draft = piece.with_name(f"{piece.name}.{os.getpid()}")
        append(draft, 0, veil(self._keys, part, PIECE, "acts", str(number)))
        draft.replace(piece)

    def _stream(self) -> bytes:
        """Return the whole lines of all pieces."""
        there = sorted(int(file.name) for file in self.path.iterdir() if file.name.isdigit()) if self.exists else []
        if there != list(range(len(there))):
            raise Tampered(_NO_PIECE)
        joined = b"".join(self._part(number) for number in there)
        return joined[: joined.rfind(b"\n") + 1]

    def _part(self, number: int) -> bytes:
        piece = self._piece(number)
        stands = piece.stat()
        known = self._opened.get(piece)
        if known is None or known[0] != (stands.st_ino, stands.st_mtime_ns):
            part = unveil(self._keys, piece.read_bytes(), "acts", str(number))
            self._opened[piece] = known = ((stands.st_ino, stands.st_mtime_ns), part)
        return known[1]

    def _piece(self, number: int) -> Path:
        return self.path / f"{number:06}"

    @property
    def exists(self) -> bool:
        return self.path.is_dir()


def _line_of(act: Act) -> bytes:
    told = {"act": act.name, "kind": act.kind.value, "body": base64.b64encode(act.body).decode()}
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _act_of(line: bytes) -> Act:
    try:
        told = json.loads(line)
        return Act(told["act"], Kind(told["kind"]), base64.b64decode(told["body"]))
    except (ValueError, KeyError, TypeError):
        raise Tampered(_NO_PIECE) from None
