"""Rows of a child as sealed JSON: bound to the table and the row they stand in."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter

from hub.domain.chronology import Finding, Involvement, Labels, Signature, SourceRef, Status
from hub.domain.targets import Placed
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed, seal
from hub.record.mapper import aggregate_key


@dataclass(frozen=True, slots=True)
class Facts:
    """What one entry adds to a child's file besides its content; `finding` is what its agency said of it, asked."""

    labels: Labels
    involvements: tuple[Involvement, ...]
    statuses: tuple[Status, ...]
    signature: Signature | None = None
    finding: Finding | None = None


_FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
_PLACED: TypeAdapter[Placed] = TypeAdapter(Placed)


def seal_facts(keys: KeyProvider, child_id: str, facts: Facts) -> bytes:
    """Seal an entry's facts for its row."""
    plain = _FACTS.dump_json(facts)
    return seal(keys.cipher(aggregate_key(child_id)), plain, "chronology_row", child_id, facts.labels.entry_id)


def open_facts(cipher: AESGCM, child_id: str, entry_id: str, sealed: bytes) -> Facts:
    """Open what `seal_facts` sealed, by the child's cipher; raises Tampered where the row was moved or changed."""
    plain = open_sealed(cipher, sealed, "chronology_row", child_id, entry_id)
    return _FACTS.validate_json(plain)


def seal_placed(keys: KeyProvider, child_id: str, placed: Placed) -> bytes:
    """Seal a withholding for its row."""
    plain = _PLACED.dump_json(placed)
    return seal(keys.cipher(aggregate_key(child_id)), plain, "withholding_row", child_id, placed.withholding.id)


def open_placed(keys: KeyProvider, child_id: str, withholding_id: str, sealed: bytes) -> Placed:
    """Open what `seal_placed` sealed; raises Tampered where the row was moved or changed."""
    plain = open_sealed(keys.cipher(aggregate_key(child_id)), sealed, "withholding_row", child_id, withholding_id)
    return _PLACED.validate_json(plain)


def practitioner_hash(keys: KeyProvider, agency: str, staff_id: str) -> str:
    """Return the keyed hash by which a practitioner's children are found."""
    return keyed_hash(keys.secret(Secret.PRACTITIONER), agency, staff_id)


def origin_hash(keys: KeyProvider, origin: SourceRef) -> str:
    """Return the keyed hash by which the children of one agency event are found."""
    return keyed_hash(keys.secret(Secret.ENTRY_ID), "origin", origin.source, origin.id)


def post_hash(keys: KeyProvider, agency: str, role: str) -> str:
    """Return the keyed hash by which the children are found on whom a post answers for a withholding."""
    return keyed_hash(keys.secret(Secret.PRACTITIONER), "post", agency, role)
