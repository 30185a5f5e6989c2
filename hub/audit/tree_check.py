"""The tree built again from the leaves, against what is stored of it and what was signed of it."""

from collections.abc import Sequence

from exchange.merkle import EMPTY_ROOT, HASH_BYTES
from hub.audit.checkpoint import Checkpoint
from hub.audit.findings import Finding
from hub.audit.leaf_rows import Head
from hub.audit.row_checks import row_name
from hub.audit.tree import Frontier
from hub.record.database import Row

_MISSING = bytes(HASH_BYTES)


class TreeCheck:
    """Takes the rows in order of their index and grows the tree as the log should have."""

    def __init__(self, checkpoints: Sequence[Checkpoint]) -> None:
        self._checkpoints = checkpoints
        self._frontier = Frontier()
        self._roots: dict[int, bytes] = {0: EMPTY_ROOT}
        self._signed_sizes = {checkpoint.size for checkpoint in checkpoints}
        self._last_doubtful = -1
        self._logged = 0
        self.findings: list[Finding] = []

    @property
    def size(self) -> int:
        """How many leaves there are, missing ones counted."""
        return self._frontier.size

    @property
    def root(self) -> bytes:
        """The root of the leaves as stored."""
        return self._frontier.root()

    def add(self, row: Row, holds: bool) -> None:
        """Take the next row; `holds` says whether its content matches its leaf."""
        if row["idx"] < self.size:
            self._find(row_name(row), "stands at an index that the log never gave: the row was changed or added")
            return
        self._fill_gap(row["idx"])
        if not holds:
            self._last_doubtful = row["idx"]
        completed = self._grow(_hash(row["leaf"]))
        self._check_nodes(row, completed)
        self._check_order(row)

    def against_head(self, head: Head) -> list[Finding]:
        """Compare the leaves with the head row."""
        size = head.frontier.size
        problems = {
            f"says {size} leaves, there are {self.size}: rows were cut, added or changed": size != self.size,
            "its root is not that of the leaves: a leaf or the head was changed": head.frontier != self._frontier,
            "column logged is not that of the last leaf": head.logged != self._logged,
        }
        return [Finding("audit head", problem) for problem, found in problems.items() if found]

    def against_checkpoints(self) -> list[Finding]:
        """Compare the leaves with every checkpoint kept elsewhere."""
        found = [self._checkpoint_problem(checkpoint) for checkpoint in self._checkpoints]
        return [Finding("kept checkpoint", problem) for problem in found if problem]

    def _checkpoint_problem(self, checkpoint: Checkpoint) -> str | None:
        if checkpoint.size > self.size:
            return f"the log was cut: {self.size} leaves, the checkpoint says {checkpoint.size}"
        if self._roots.get(checkpoint.size) != checkpoint.root:
            return f"root mismatch: among the first {checkpoint.size} leaves something was changed"
        return None

    def _fill_gap(self, index: int) -> None:
        """Name each missing leaf, or the range of them where it is long."""
        first = self.size
        if index == first:
            return
        missing = f"audit leaf {first}" if index == first + 1 else f"audit leaves {first} to {index - 1}"
        self._find(missing, "missing: deleted, or moved to another index")
        self._frontier = Frontier(index, (_MISSING,) * index.bit_count())
        self._last_doubtful = index - 1

    def _grow(self, leaf: bytes) -> tuple[bytes, ...]:
        self._frontier, completed = self._frontier.append(leaf)
        if self.size in self._signed_sizes:
            self._roots[self.size] = self.root
        return completed

    def _check_nodes(self, row: Row, completed: Sequence[bytes]) -> None:
        """Compare stored subtree hashes, unless a leaf below them is already in doubt."""
        stored, index = _blob(row["nodes"]), int(row["idx"])
        clean = [node for level, node in enumerate(completed, 1) if index - (1 << level) >= self._last_doubtful]
        known = stored[: len(clean) * HASH_BYTES]
        if known != b"".join(clean) or len(stored) != len(completed) * HASH_BYTES:
            self._find(row_name(row), "stored subtree hashes do not match the leaves below them: the row was changed")

    def _check_order(self, row: Row) -> None:
        logged = row["logged"]
        if not isinstance(logged, int) or logged <= self._logged:
            self._find(row_name(row), "was logged no later than the leaf before it: one of the two was changed")
            return
        self._logged = logged

    def _find(self, row: str, problem: str) -> None:
        self.findings.append(Finding(row, problem))


def _blob(value: object) -> bytes:
    """A store without column types may give anything for a damaged column."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _hash(value: object) -> bytes:
    return _blob(value)[:HASH_BYTES].ljust(HASH_BYTES, b"\0")
