"""The tables of the log: a row a leaf, and one row for the head."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from exchange.merkle import HASH_BYTES
from hub.audit.tree import Frontier, SubtreeHash
from hub.domain.errors import AuditError
from hub.record.database import Cursor, Database

STATEMENTS = (
    """CREATE TABLE IF NOT EXISTS audit_leaf (
        idx {int} PRIMARY KEY,
        kind TEXT NOT NULL,
        logged {int} NOT NULL,
        salt {bytes},
        leaf {bytes} NOT NULL,
        nodes {bytes} NOT NULL,
        audit_id TEXT UNIQUE,
        body {bytes},
        agency TEXT,
        child TEXT,
        viewer TEXT,
        originator_id TEXT,
        originator_version {int},
        UNIQUE (originator_id, originator_version))""",
    "CREATE INDEX IF NOT EXISTS audit_leaf_agency ON audit_leaf (agency, idx)",
    "CREATE INDEX IF NOT EXISTS audit_leaf_child ON audit_leaf (child, idx)",
    "CREATE INDEX IF NOT EXISTS audit_leaf_viewer ON audit_leaf (viewer, idx)",
    """CREATE TABLE IF NOT EXISTS audit_head (
        id {int} PRIMARY KEY, size {int} NOT NULL, frontier {bytes} NOT NULL, logged {int} NOT NULL)""",
)
_ROWS_A_STATEMENT = 100


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf as it is stored.

    `logged`: microseconds since 1970. `salt`: None once erased. `nodes`: hashes of the subtrees the leaf completed,
    smallest first. Of an access: its sealed body and keyed hashes of whom it concerns. Of an event: which one.
    """

    idx: int
    kind: str
    logged: int
    salt: bytes | None
    leaf: bytes
    nodes: bytes
    audit_id: str | None = None
    body: bytes | None = None
    agency: str | None = None
    child: str | None = None
    viewer: str | None = None
    originator_id: str | None = None
    originator_version: int | None = None


_COLUMNS = attrgetter(*(field.name for field in fields(LeafRow)))
_INSERT = (
    "INSERT INTO audit_leaf (idx, kind, logged, salt, leaf, nodes, audit_id, body, agency, child, viewer,"
    " originator_id, originator_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HEAD = "SELECT size, frontier, logged FROM audit_head WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log reaches: its frontier, and when its last leaf was logged (microseconds since 1970)."""

    frontier: Frontier
    logged: int


def create_tables(database: Database) -> None:
    """Make the tables and the empty head where they are missing."""
    database.create(STATEMENTS)
    with database.write() as cursor:
        cursor.execute(
            "INSERT INTO audit_head (id, size, frontier, logged) VALUES (1, 0, ?, 0) ON CONFLICT (id) DO NOTHING",
            (b"",),
        )


def read_head(cursor: Cursor, lock: str = "") -> Head:
    """Return the head; AuditError if it is missing or malformed. `lock` is `for_update` of the database, to grow it."""
    cursor.execute(_HEAD + lock)
    row = cursor.fetchone()
    if row is None:
        raise AuditError("the head of the audit log is missing: run `hub audit verify`")
    try:
        return Head(Frontier.from_bytes(row["size"], bytes(row["frontier"])), int(row["logged"]))
    except (ValueError, TypeError, AttributeError) as error:
        raise AuditError("the head of the audit log was changed: run `hub audit verify`") from error


def write_head(cursor: Cursor, head: Head) -> None:
    """Move the head on."""
    cursor.execute(
        "UPDATE audit_head SET size = ?, frontier = ?, logged = ? WHERE id = 1",
        (head.frontier.size, head.frontier.to_bytes(), head.logged),
    )


def insert(cursor: Cursor, rows: Sequence[LeafRow]) -> None:
    """Write the rows, few to a statement: PostgreSQL's driver was seen to hang on large ones."""
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        some = rows[start : start + _ROWS_A_STATEMENT]
        cursor.executemany(_INSERT, [_COLUMNS(row) for row in some])


def forget_salts(cursor: Cursor, originator_id: str) -> None:
    """Destroy the salts of an aggregate's leaves, so that they tell nothing of its erased events."""
    cursor.execute("UPDATE audit_leaf SET salt = NULL WHERE originator_id = ?", (originator_id,))


def subtree_hashes(cursor: Cursor) -> SubtreeHash:
    """Return what reads the hash of a complete subtree from the row of the leaf that completed it."""

    def read(level: int, index: int) -> bytes:
        last = ((index + 1) << level) - 1
        cursor.execute("SELECT leaf, nodes FROM audit_leaf WHERE idx = ?", (last,))
        row = cursor.fetchone()
        if row is None:
            raise AuditError(f"audit leaf {last} is missing: run `hub audit verify`")
        joined = bytes(row["leaf"]) + bytes(row["nodes"])
        return joined[level * HASH_BYTES : (level + 1) * HASH_BYTES]

    return read
