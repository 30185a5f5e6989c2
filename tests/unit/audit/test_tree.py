"""The tree gives the hashes and proofs of RFC 6962, and refuses every bad proof of the published cases."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from exchange.merkle import EMPTY_ROOT, leaf_hash, node_hash
from hub.audit.tree import Frontier, proves_consistency, proves_inclusion


def cases(folder: Path) -> dict[str, Any]:
    return {str(file.relative_to(folder)): json.loads(file.read_text()) for file in sorted(folder.rglob("*.json"))}


def decoded(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


def test_published_inclusion_proofs_are_accepted_or_refused_as_they_should_be(shared_data):
    found = cases(shared_data / "rfc6962-proofs" / "inclusion")
    wrong = [name for name, case in found.items() if _inclusion_holds(case) == case["wantErr"]]
    assert len(found) > 40
    assert wrong == []


def test_published_consistency_proofs_are_accepted_or_refused_as_they_should_be(shared_data):
    found = cases(shared_data / "rfc6962-proofs" / "consistency")
    wrong = [name for name, case in found.items() if _consistency_holds(case) == case["wantErr"]]
    assert len(found) > 40
    assert wrong == []


def _inclusion_holds(case: dict[str, Any]) -> bool:
    root, leaf = base64.b64decode(case["root"] or ""), base64.b64decode(case["leafHash"] or "")
    return proves_inclusion(case["leafIdx"], case["treeSize"], leaf, decoded(case["proof"]), root)


def _consistency_holds(case: dict[str, Any]) -> bool:
    old, new = base64.b64decode(case["root1"] or ""), base64.b64decode(case["root2"] or "")
    return proves_consistency(case["size1"], case["size2"], old, new, decoded(case["proof"]))


def test_leaf_and_node_hashes_are_told_apart():
    assert leaf_hash(b"ab") == hashlib.sha256(b"\x00ab").digest()
    assert node_hash(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()


def test_the_empty_tree_has_the_root_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_a_frontier_survives_being_stored():
    frontier = Frontier()
    for number in range(11):
        frontier, _ = frontier.append(leaf_hash(bytes([number])))
    assert Frontier.from_bytes(11, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "length"), [(11, 64), (0, 32), (8, 0), (1, 31)])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size, length):
    with pytest.raises(ValueError, match="does not fit"):
        Frontier.from_bytes(size, bytes(length))
