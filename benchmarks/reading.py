"""Measures reading: a chronology decided, opened and audited, beside an aggregate with one OPA batch; warm and cold."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

import orjson

from benchmarks.door import Reading, fill, open_access, reading, sayings_of
from benchmarks.measures import BenchmarkFailed, Measure, percentile
from benchmarks.peer_reading import OpaBatch, Overhearing, PeerReading, entry_of, in_process
from benchmarks.row_limit import select_and_open
from benchmarks.sizes import Sizes
from benchmarks.workshop import Workshop, agency, new_workshop
from hub.bootstrap.engines import engine_of
from hub.bootstrap.store import open_store
from hub.cli import Store
from hub.views.read import read_child

AGENCIES = (
    agency("bench-csc", "childrens-social-care"),
    agency("bench-police", "police"),
    agency("bench-hospital", "health"),
    agency("bench-school", "school"),
)
TAIL = 0.99
MOST_TAIL = 3
"""How many times its own median the 99th percentile of a warm reading may be."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What is timed, each call an answer in bytes: ours warm, ours with nothing kept, the peer's, and the limit.

    `filling` is the seconds that each batch took on its way in.
    """

    hub: Store
    asked: Reading
    filling: Sequence[float]
    warm: Callable[[], object]
    cold: Callable[[], float]
    peer: Callable[[], object]
    limit: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds of each call of one round."""

    warm: Sequence[float]
    cold: Sequence[float]
    peer: Sequence[float]
    limit: Sequence[float]


def measure_reading(policy: str, stores: Sequence[str], sizes: Sizes) -> list[Measure]:
    """Return the milliseconds of one chronology for each store; `policy` is `embedded` or OPA's address."""
    with new_workshop(AGENCIES, policy) as workshop:
        return [one for store in stores for one in _measure(workshop, store, sizes)]


def _measure(workshop: Workshop, store: str, sizes: Sizes) -> list[Measure]:
    with ExitStack() as stack:
        bench = bench_of(stack, workshop, store, sizes)
        rounds = [_round(bench, sizes) for _ in range(sizes.repeats)]
    name = f"chronology-{sizes.entries}-{store.partition(':')[0]}"
    return [
        _figures(f"{name}-warm", rounds, lambda one: one.warm, 0.5),
        _figures(f"{name}-warm-p99", rounds, lambda one: one.warm, TAIL),
        _figures(f"{name}-cold", rounds, lambda one: one.cold, 0.5),
        _tail(f"{name}-warm-tail", rounds),
    ]


def _tail(name: str, rounds: Sequence[Round]) -> Measure:
    """How many times its own median a warm reading's slow tail takes; the peer's own beside it."""
    ours, peers = (
        median(percentile(one, TAIL) / percentile(one, 0.5) for one in sides)
        for sides in ([one.warm for one in rounds], [one.peer for one in rounds])
    )
    return Measure(name, "p99/p50", ours, peers, MOST_TAIL, lower_is_better=True)


def _figures(name: str, rounds: Sequence[Round], ours: Callable[[Round], Sequence[float]], part: float) -> Measure:
    return Measure(
        name=name,
        unit="ms",
        ours=median(percentile(ours(one), part) for one in rounds),
        peer=median(percentile(one.peer, part) for one in rounds),
        limit=median(percentile(one.limit, part) for one in rounds),
        lower_is_better=True,
    )


def bench_of(stack: ExitStack, workshop: Workshop, store: str, sizes: Sizes) -> Bench:
    """Fill a hub and its peer with the same entries, and return how each is read; both must show every entry."""
    hub, folders = stack.enter_context(workshop.hub(store))
    sayings = sayings_of(folders, sizes.entries, sizes.seed)
    filling = fill(hub, folders, sayings)
    asked = reading(hub, folders[0].agency_id, sizes.entries)
    overhearing = Overhearing(engine_of(hub.settings))
    seen = len(asked.by(open_access(hub, overhearing)))
    data, address = stack.enter_context(workshop.place(store))
    is_opa = workshop.policy.startswith("http")
    decide = OpaBatch(workshop.policy) if is_opa else in_process(engine_of(hub.settings))
    peer = PeerReading(data, address, overhearing.question, decide)
    stack.callback(peer.close)
    types = {folder.agency_id: one.agency_type for folder, one in zip(folders, AGENCIES, strict=True)}
    peer.fill([entry_of(saying, types[saying.agency_id]) for saying in sayings])
    _require_same(seen, len(peer.read()), sizes.entries)
    access = open_access(hub)
    return Bench(
        hub=hub,
        asked=asked,
        filling=filling,
        warm=lambda: orjson.dumps(asked.by(access)),
        cold=lambda: _cold(hub, asked),
        peer=lambda: orjson.dumps(peer.read()),
        limit=limit_of(hub, asked.child_id),
    )


def _require_same(ours: int, peers: int, entries: int) -> None:
    if ours != peers or ours != entries:
        raise BenchmarkFailed(f"of {entries} entries the hub shows {ours} and the peer {peers}: no fair comparison")


def _cold(hub: Store, asked: Reading) -> float:
    """Time a reading by a hub that has just been opened: no key, verdict or policy connection is kept."""
    opened = open_store(hub.settings)
    access = open_access(opened)
    opened.audit.checkpoint()
    milliseconds = timed(lambda: orjson.dumps(asked.by(access)))
    opened.close()
    return milliseconds


def limit_of(hub: Store, child_id: str, opened: int | None = None) -> Callable[[], object]:
    """Return the bare reading of the same rows, with only the first `opened` of them opened."""
    with hub.record.database.read() as cursor:
        file = read_child(cursor, hub.keys, child_id)
    types = {row.labels.entry_id: row.labels.event_type for row in file.entries} if file is not None else {}
    return lambda: select_and_open(hub.record.database, hub.keys, child_id, types, opened)


def _round(bench: Bench, sizes: Sizes) -> Round:
    return Round(
        warm=[timed(bench.warm) for _ in range(sizes.calls)],
        cold=[bench.cold() for _ in range(sizes.cold_calls)],
        peer=[timed(bench.peer) for _ in range(sizes.calls)],
        limit=[timed(bench.limit) for _ in range(sizes.calls)],
    )


def timed(call: Callable[[], object]) -> float:
    """Return the milliseconds of a call."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
