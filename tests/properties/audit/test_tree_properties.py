"""For every tree: the root and proofs are those of another implementation, and no bent proof is taken."""

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.merkle import leaf_hash
from hub.audit.tree import (
    Frontier,
    SubtreeHash,
    consistency_proof,
    inclusion_proof,
    proves_consistency,
    proves_inclusion,
    root_of,
)

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def grown(leaves: list[bytes]) -> tuple[Frontier, SubtreeHash]:
    """The frontier, and its subtree hashes as they came out while it grew."""
    frontier, subtrees = Frontier(), {}
    for index, data in enumerate(leaves):
        subtrees[0, index] = leaf_hash(data)
        frontier, completed = frontier.append(leaf_hash(data))
        subtrees |= {(level, index >> level): node for level, node in enumerate(completed, 1)}
    return frontier, lambda level, index: subtrees[level, index]


@settings(deadline=None)
@given(LEAVES)
def test_the_root_is_that_of_another_implementation(leaves):
    other = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        other.append_entry(leaf)
    frontier, subtree = grown(leaves)
    assert frontier.root() == other.get_root() == root_of(len(leaves), subtree)


@settings(deadline=None)
@given(LEAVES, st.data())
def test_every_leaf_is_proved_and_a_bent_proof_is_not(leaves, data):
    frontier, subtree = grown(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(index, len(leaves), subtree)
    leaf = leaf_hash(leaves[index])
    assert proves_inclusion(index, len(leaves), leaf, proof, frontier.root())
    assert not proves_inclusion(index, len(leaves), leaf_hash(b"other than eight"), proof, frontier.root())
    assert not proves_inclusion(index, len(leaves), leaf, (*proof, leaf), frontier.root())
    assert not proof or not proves_inclusion(index, len(leaves), leaf, proof[:-1], frontier.root())


@settings(deadline=None)
@given(LEAVES, st.data())
def test_growth_is_proved_between_any_two_sizes_and_from_no_other_root(leaves, data):
    frontier, subtree = grown(leaves)
    old = data.draw(st.integers(0, len(leaves)))
    proof = consistency_proof(old, len(leaves), subtree)
    old_root = root_of(old, subtree)
    assert proves_consistency(old, len(leaves), old_root, frontier.root(), proof)
    assert not proves_consistency(old, len(leaves), bytes(32), frontier.root(), proof)
    assert not proves_consistency(old, len(leaves), old_root, bytes(32), (*proof, bytes(32)))


@given(LEAVES)
def test_proofs_outside_the_tree_are_refused(leaves):
    _, subtree = grown(leaves)
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_proof(len(leaves), len(leaves), subtree)
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_proof(len(leaves), len(leaves) - 1, subtree)
