"""The Merkle tree of RFC 6962: hashes, growing by one leaf, roots, proofs and what checks them.

A tree is reached through the hashes of its complete subtrees: `(level, index)` is the subtree of the 2^level leaves
that start at leaf index * 2^level. Every hash is 32 bytes of SHA-256. Source: RFC 6962 and RFC 9162, section 2.1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exchange.merkle import EMPTY_ROOT, HASH_BYTES, node_hash

SubtreeHash = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree (level, index)."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of a tree's complete subtrees, largest first: all that growing and the root need."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple["Frontier", tuple[bytes, ...]]:
        """Return the tree with one leaf hash more, and the hashes of the subtrees that it completed, smallest first."""
        kept, completed = list(self.hashes), [leaf]
        for _ in range(_trailing_ones(self.size)):
            completed.append(node_hash(kept.pop(), completed[-1]))
        return Frontier(self.size + 1, (*kept, completed[-1])), tuple(completed[1:])

    def root(self) -> bytes:
        """Return the root hash."""
        return _fold(self.hashes)

    def to_bytes(self) -> bytes:
        """Return the hashes one after another."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, joined: bytes) -> "Frontier":
        """Return what `to_bytes` wrote for a tree of `size`; ValueError if it is not as long as that size needs."""
        if len(joined) != HASH_BYTES * size.bit_count():
            raise ValueError(f"a frontier of {len(joined)} bytes does not fit a tree of {size} leaves")
        return cls(size, tuple(joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)))


def root_of(size: int, subtree: SubtreeHash) -> bytes:
    """Return the root of the first `size` leaves."""
    return _range_root(0, size, subtree) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Return the audit path of a leaf, nearest first; ValueError if the tree of `size` does not hold it."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return _path(index, 0, size, subtree)


def consistency_proof(old: int, new: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Return the proof that the first `old` of `new` leaves are unchanged; ValueError unless 0 <= old <= new."""
    if not 0 <= old <= new:
        raise ValueError(f"no consistency proof leads from {old} to {new} leaves")
    return () if old in (0, new) else _subproof(old, 0, new, True, subtree)


def proves_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the path leads from the leaf hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            position, last = _skip_lone(position, last)
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the tree of `new` leaves begins with that of `old` (RFC 9162 section 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    steps = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    return bool(steps) and _roots_along(old, new, steps) == (old_root, new_root)


def _roots_along(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the old and the new root that the steps lead to; None if they are too many or too few."""
    position, last = _skip_ones(old - 1, new - 1)
    old_root = new_root = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
            position, last = _skip_lone(position, last)
        else:
            new_root = node_hash(new_root, step)
        position, last = position >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None


def _skip_ones(position: int, last: int) -> tuple[int, int]:
    while position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _skip_lone(position: int, last: int) -> tuple[int, int]:
    """Climb past levels at which the node has no sibling."""
    while position & 1 == 0 and position != 0:
        position, last = position >> 1, last >> 1
    return position, last


def _path(index: int, start: int, size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    if size == 1:
        return ()
    split = _split(size)
    left, right = (start, split), (start + split, size - split)
    near, far = (left, right) if index < start + split else (right, left)
    return (*_path(index, *near, subtree), _range_root(*far, subtree))


def _subproof(old: int, start: int, size: int, whole: bool, subtree: SubtreeHash) -> tuple[bytes, ...]:
    if old == size:
        return () if whole else (_range_root(start, size, subtree),)
    split = _split(size)
    if old <= split:
        right = _range_root(start + split, size - split, subtree)
        return (*_subproof(old, start, split, whole, subtree), right)
    left = _range_root(start, split, subtree)
    return (*_subproof(old - split, start + split, size - split, False, subtree), left)


def _range_root(start: int, size: int, subtree: SubtreeHash) -> bytes:
    """Return the hash over the leaves from `start`, which is a multiple of the largest power of two in `size`."""
    hashes = []
    while size:
        level = size.bit_length() - 1
        hashes.append(subtree(level, start >> level))
        start, size = start + (1 << level), size - (1 << level)
    return _fold(hashes)


def _fold(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return EMPTY_ROOT
    found = hashes[-1]
    for larger in reversed(hashes[:-1]):
        found = node_hash(larger, found)
    return found


def _split(size: int) -> int:
    """Return the largest power of two below `size` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1
