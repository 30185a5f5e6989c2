"""Measures intake: the hub beside the tuned peer on the same messages of one run, and the cryptographic limit."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.crypto_limit import verify_and_open
from benchmarks.intake import Drained, OwnTopics, drain
from benchmarks.measures import Measure
from benchmarks.messages import composed, drop, put, twins
from benchmarks.peer_intake import drain_plain
from benchmarks.sizes import Sizes
from benchmarks.story import children, told
from benchmarks.workshop import SQLITE, Workshop, agency
from exchange import AgencyFolder, Jwk, Message, connect, for_agency, public_part

PARTITIONS = 6


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages on the transport, and who signed them."""

    sealed: Sequence[Message]
    signed_by: Jwk
    twin_topic: str


def measure_intake(transport: str, stores: Sequence[str], sizes: Sizes) -> list[Measure]:
    """Return messages a second from topic to committed chronology and receipt, for each store."""
    with TemporaryDirectory() as folder, _workshop(transport, Path(folder)) as workshop:
        with workshop.hub(SQLITE) as (_, folders):
            messages = _put(workshop, folders[0], sizes)
        measures = [_measure(workshop, store, messages, sizes) for store in stores]
        drop(transport, [*for_agency(workshop.agencies[0].agency_id).all(), messages.twin_topic])
    return measures


@contextmanager
def _workshop(transport: str, folder: Path) -> Iterator[Workshop]:
    log = connect(transport)
    yield Workshop(folder, log, (agency(f"bench-{uuid4().hex[:12]}", "police"),))
    log.close()


def _put(workshop: Workshop, folder: AgencyFolder, sizes: Sizes) -> Messages:
    sayings = told(children(sizes.children), [folder.agency_id], sizes.messages, sizes.seed)
    sealed = composed(folder, sayings)
    twin_topic = f"{folder.agency_id}.plain"
    put(workshop.log, {sealed[0].topic: PARTITIONS}, sealed)
    put(workshop.log, {twin_topic: PARTITIONS}, twins(folder, sayings, twin_topic))
    return Messages(sealed, public_part(folder.signing_key), twin_topic)


def _measure(workshop: Workshop, store: str, messages: Messages, sizes: Sizes) -> Measure:
    """Ours, the peer and the limit take turns, so that a slow minute of the machine is everybody's."""
    rounds = [_round(workshop, store, messages) for _ in range(sizes.repeats)]
    return Measure(
        name=f"intake-{store.partition(':')[0]}",
        unit="messages/s",
        ours=statistics.median(ours.rate for ours, _, _ in rounds),
        peer=statistics.median(peer.rate for _, peer, _ in rounds),
        limit=statistics.median(limit for _, _, limit in rounds),
        cores=statistics.median(ours.cores for ours, _, _ in rounds),
    )


def _round(workshop: Workshop, store: str, messages: Messages) -> tuple[Drained, Drained, float]:
    expected = len(messages.sealed)
    with workshop.hub(store) as (hub, _):
        ours = drain(hub, OwnTopics(workshop.log, workshop.agencies[0].agency_id), expected)
        limit = verify_and_open(messages.sealed, messages.signed_by, hub.keys.opening_key)
    with workshop.place(store) as (data, address):
        peer = drain_plain(data, address, workshop.log, messages.twin_topic, expected)
    return ours, peer, limit
