"""Measures reading over HTTP beside HAPI FHIR's `Patient/$everything` of as many resources, by the same client.

HAPI does far more for each resource (search indexes, versions) and applies no policy: a named reference for a clinical
record server, no equal, here with its database in memory. Both are read whole and parsed, and must hold what was told.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import chain
from statistics import median
from time import perf_counter

from benchmarks.door import fill, reading, sayings_of
from benchmarks.fhir_client import Fhir
from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.reading import AGENCIES, timed
from benchmarks.sizes import Sizes
from benchmarks.story import Saying
from benchmarks.web import Call, hub_call
from benchmarks.workshop import SQLITE, new_workshop

GOAL = 15
"""How many times as fast as `$everything` a chronology is wanted; the limit shown is the peer's by it."""
WARMING_SHARE = 3
"""A third as many readings go before, untimed: a Java server compiles what it is often asked."""
TURNS = 5
"""Each side reads several times before it is the other's turn: HAPI goes on working after it has answered."""
CLIENTS = 4
LARGEST_PAGE = 500
"""The most entries that the hub sends on one page."""

Read = Callable[[], int]
"""Reads a whole record; returns how many entries came."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two servers with the same record of so many entries; each call makes one client more of one of them."""

    entries: int
    ours: Callable[[], Read]
    peers: Callable[[], Read]


def measure_everything(address: str, policy: str, sizes: Sizes) -> list[Measure]:
    """Return the milliseconds of a short and of a long record for one client, and readings a second by four."""
    with _filled(address, policy, sizes.entries, sizes.seed) as sides:
        measures = [_one_client(sides, sizes.calls), _several_clients(sides, sizes)]
    with _filled(address, policy, sizes.long_record, sizes.seed) as sides:
        return [*measures, _one_client(sides, sizes.long_calls * sizes.repeats)]


def _one_client(sides: Sides, times: int) -> Measure:
    ours, peers = _checked(sides.ours(), sides.entries), _checked(sides.peers(), sides.entries)
    for _ in range(1 + times // WARMING_SHARE):
        ours(), peers()
    turns = [[_several(ours, times), _several(peers, times)] for _ in range(TURNS)]
    mine, peer = (median(chain.from_iterable(column)) for column in zip(*turns, strict=True))
    return Measure(f"http-everything-{sides.entries}", "ms", mine, peer, peer / GOAL, lower_is_better=True)


def _several(read: Callable[[], None], times: int) -> list[float]:
    return [timed(read) for _ in range(max(1, times // TURNS))]


def _several_clients(sides: Sides, sizes: Sizes) -> Measure:
    both = (sides.ours, sides.peers)
    rounds = [[_rate(side, sides.entries, sizes.calls) for side in both] for _ in range(sizes.repeats)]
    mine, peer = (median(column) for column in zip(*rounds, strict=True))
    return Measure(f"http-everything-{sides.entries}-{CLIENTS}-clients", "readings/s", mine, peer, peer * GOAL)


def _rate(side: Callable[[], Read], entries: int, times: int) -> float:
    """Return readings a second by several clients at once, each of which reads its share of so many."""
    readers = [_checked(side(), entries) for _ in range(CLIENTS)]
    share = range(max(1, times // CLIENTS))
    with ThreadPoolExecutor(CLIENTS) as pool:
        began = perf_counter()
        list(pool.map(lambda read: [read() for _ in share], readers))
        return len(share) * CLIENTS / (perf_counter() - began)


def _checked(read: Read, entries: int) -> Callable[[], None]:
    """Return a reading that raises BenchmarkFailed where not all of the record came."""

    def reading_of_all() -> None:
        found = read()
        if found != entries:
            raise BenchmarkFailed(f"{found} of {entries} entries came: no fair comparison")

    return reading_of_all


@contextmanager
def _filled(address: str, policy: str, entries: int, seed: int) -> Iterator[Sides]:
    """Tell the FHIR server and a hub of its own the same, and serve the hub for the time of the block."""
    with new_workshop(AGENCIES, policy) as workshop, workshop.hub(SQLITE) as (hub, folders), ExitStack() as stack:
        sayings = sayings_of(folders, entries, seed)
        patient = _told(address, sayings)
        fill(hub, folders, sayings)
        call = hub_call(stack, hub, reading(hub, folders[0].agency_id, min(entries, LARGEST_PAGE)))
        yield Sides(entries, lambda: _hub_reader(stack, call), lambda: _fhir_reader(stack, address, patient, entries))


def _told(address: str, sayings: Sequence[Saying]) -> str:
    """Tell the FHIR server, and see that it has it; returns the patient's id."""
    with closing(Fhir(address)) as fhir:
        patient = fhir.patient()
        fhir.tell(patient, sayings)
        _checked(lambda: fhir.everything(patient, 2 * len(sayings)), len(sayings))()
    return patient


def _hub_reader(stack: ExitStack, call: Call) -> Read:
    own = replace(call, connection=HTTPConnection(call.connection.host, call.connection.port))
    stack.callback(own.connection.close)
    return lambda: all_pages(own)


def all_pages(call: Call) -> int:
    """Read a chronology to its last page; returns how many entries came, each once."""
    page = json.loads(call())
    seen = {one["id"] for one in page["entries"]}
    while page["next_cursor"]:
        page = json.loads(replace(call, path=f"{call.path}&cursor={page['next_cursor']}")())
        seen |= {one["id"] for one in page["entries"]}
    return len(seen)


def _fhir_reader(stack: ExitStack, address: str, patient: str, entries: int) -> Read:
    fhir = Fhir(address)
    stack.callback(fhir.close)
    return lambda: fhir.everything(patient, 2 * entries)
