"""What proves to somebody outside that a record is in the log, and that the log only grew."""

import base64
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import OKPKey

from hub.audit.checkpoint import Checkpoint, sign
from hub.audit.leaf_rows import read_head, subtree_hashes
from hub.audit.tree import consistency_proof, inclusion_proof
from hub.domain.errors import Fault, Invalid, NotFound
from hub.record.database import Cursor


@dataclass(frozen=True, slots=True)
class Proof:
    """That one leaf is in the log of a signed checkpoint; `path` is nearest first."""

    leaf_index: int
    leaf_hash: bytes
    path: tuple[bytes, ...]
    checkpoint: str

    def to_json(self) -> dict[str, Any]:
        """Return it with hashes in base64."""
        return {
            "leaf_index": self.leaf_index,
            "leaf_hash": base64.b64encode(self.leaf_hash).decode(),
            "path": [base64.b64encode(step).decode() for step in self.path],
            "checkpoint": self.checkpoint,
        }


def signed_checkpoint(cursor: Cursor, origin: str, key: OKPKey) -> str:
    """Return the signed note of the log as this snapshot sees it."""
    frontier = read_head(cursor).frontier
    return sign(Checkpoint(origin, frontier.size, frontier.root()), key)


def prove_record(cursor: Cursor, audit_id: str, origin: str, key: OKPKey) -> Proof:
    """Return the proof of one access; NotFound if the log has no such audit id."""
    cursor.execute("SELECT idx, leaf FROM audit_leaf WHERE audit_id = ?", (audit_id,))
    row = cursor.fetchone()
    if row is None:
        raise NotFound("no access has that audit id")
    size = read_head(cursor).frontier.size
    path = inclusion_proof(row["idx"], size, subtree_hashes(cursor))
    return Proof(row["idx"], bytes(row["leaf"]), path, signed_checkpoint(cursor, origin, key))


def prove_growth(cursor: Cursor, old: int, new: int) -> tuple[bytes, ...]:
    """Return the consistency proof between two sizes; Invalid unless 0 <= old <= new <= the log's size."""
    size = read_head(cursor).frontier.size
    if not 0 <= old <= new <= size:
        detail = f"sizes are asked for in order and up to the log's, which is {size}"
        raise Invalid(detail, (Fault("/old", detail),))
    return consistency_proof(old, new, subtree_hashes(cursor))
