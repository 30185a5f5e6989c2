"""The peer of the audit log: pymerkle's tree in SQLite, each record appended alone; as provable and durable as ours."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pymerkle import SqliteTree

from hub.audit import AccessRecord


def pymerkle_rate(records: Sequence[AccessRecord]) -> float:
    """Return how many records a second it appends, tuned as our store is; it must prove the last of them."""
    entries = [json.dumps(one.to_json()).encode() for one in records]
    with TemporaryDirectory() as folder, SqliteTree(str(Path(folder) / "tree.db")) as tree:
        tree.con.execute("PRAGMA journal_mode=WAL")
        began = time.perf_counter()
        for one in entries:
            tree.append_entry(one)
        rate = len(entries) / (time.perf_counter() - began)
        tree.prove_inclusion(len(entries)).verify(tree.get_leaf(len(entries)), tree.get_root())
    return rate
