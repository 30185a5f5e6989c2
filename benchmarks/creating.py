"""Measures writing over HTTP beside HAPI FHIR: one thing a request, until each is on a child's record.

Ours are sealed and signed by the agency, verified, opened, matched and filed durably by `hub serve` and `hub intake`;
HAPI parses, indexes and keeps its resources in memory.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from typing import TypeVar

from benchmarks.crypto_limit import verify_and_open
from benchmarks.fhir_client import Fhir
from benchmarks.intake import IDLE_SECONDS, until
from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.messages import composed
from benchmarks.sizes import Sizes
from benchmarks.story import Saying, children, told
from benchmarks.watching import on_record
from benchmarks.web import environment, hub_command, running, serve_hub
from benchmarks.workshop import SQLITE, agency, new_workshop
from exchange import AgencyFolder, Message, public_part
from exchange.envelope import CONTENT_TYPE
from exchange.messages import signature_of
from hub.cli import Store

CLIENTS = (1, 4)
WARMING = 60
"""Messages that are not timed: both servers are at work before the clock starts."""
QUOTA = "1000000"
"""Messages a minute from one agency, so that it is not the quota that is measured."""

Part = Sequence[Saying]
Sent = TypeVar("Sent")


@dataclass(frozen=True, slots=True)
class OurSide:
    """A hub that serves and takes, and an agency with leave to send to it."""

    hub: Store
    folder: AgencyFolder
    port: int
    headers: dict[str, str]

    def rate(self, sayings: Part, clients: int) -> float:
        """Return how many a second came to be on record; they are sealed and signed before the clock starts."""
        messages, wanted = composed(self.folder, sayings), on_record(self.hub) + len(sayings)
        began = time.perf_counter()
        at_once(clients, messages, self._send)
        until(lambda: on_record(self.hub) >= wanted, lambda: time.sleep(IDLE_SECONDS))
        return len(sayings) / (time.perf_counter() - began)

    def limit(self, sayings: Part) -> float:
        """Return how many of the same messages a second are verified and opened, and nothing else."""
        keys = public_part(self.folder.signing_key), self.hub.keys.opening_key
        return verify_and_open(composed(self.folder, sayings), *keys)

    def _send(self, messages: Sequence[Message]) -> None:
        with closing(HTTPConnection("127.0.0.1", self.port)) as connection:
            for one in messages:
                signed = {"Content-Type": CONTENT_TYPE, "Hub-JWS": signature_of(one.headers)}
                connection.request("POST", "/v1/events", one.value, self.headers | signed)
                reply = connection.getresponse()
                reply.read()
                if reply.status != 202:
                    raise BenchmarkFailed(f"the hub answered {reply.status} to a message")


@dataclass(frozen=True, slots=True)
class PeersSide:
    """A FHIR server, and one patient on whose record everything goes."""

    address: str
    patient: str

    def rate(self, sayings: Part, clients: int) -> float:
        """Return how many resources were created a second."""
        began = time.perf_counter()
        at_once(clients, sayings, self._send)
        return len(sayings) / (time.perf_counter() - began)

    def require(self, told: int) -> None:
        """Raise BenchmarkFailed unless all that was told is there to read."""
        with closing(Fhir(self.address)) as fhir:
            found = fhir.everything(self.patient, 2 * told)
        if found != told:
            raise BenchmarkFailed(f"the FHIR server holds {found} of {told} resources: no fair comparison")

    def _send(self, sayings: Part) -> None:
        with closing(Fhir(self.address)) as fhir:
            for one in sayings:
                fhir.say(self.patient, one)


def at_once(clients: int, things: Sequence[Sent], send: Callable[[Sequence[Sent]], None]) -> None:
    """Send things by so many clients at once, each its share."""
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(send, [things[place::clients] for place in range(clients)]))


def measure_creating(address: str, sizes: Sizes) -> list[Measure]:
    """Return what comes on record a second, told one by one by one client and by four."""
    own = agency("bench-police", "police").agency_id
    number = WARMING + len(CLIENTS) * sizes.repeats * sizes.creates
    parts = _parts(told(children(sizes.children), [own], number, sizes.seed), sizes.creates)
    with closing(Fhir(address)) as fhir:
        peer = PeersSide(address, fhir.patient())
    with _our_side() as ours:
        warming = next(parts)
        ours.rate(warming, 1), peer.rate(warming, 1)
        measures = [_measure(ours, peer, [next(parts) for _ in range(sizes.repeats)], one) for one in CLIENTS]
    peer.require(number)
    return measures


def _parts(sayings: Part, size: int) -> Iterator[Part]:
    yield sayings[:WARMING]
    for begin in range(WARMING, len(sayings), size):
        yield sayings[begin : begin + size]


def _measure(ours: OurSide, peer: PeersSide, parts: Sequence[Part], clients: int) -> Measure:
    """The sides take turns, with the same things told to both."""
    rounds = [(ours.rate(part, clients), peer.rate(part, clients), ours.limit(part)) for part in parts]
    rates = (median(column) for column in zip(*rounds, strict=True))
    return Measure(f"http-create-{clients}-client{'s' if clients > 1 else ''}", "resources/s", *rates)


@contextmanager
def _our_side() -> Iterator[OurSide]:
    agencies = (agency("bench-police", "police"),)
    with new_workshop(agencies) as workshop, workshop.hub(SQLITE) as (hub, (folder,)), ExitStack() as stack:
        topics = {"HUB_TRANSPORT": f"embedded:{workshop.folder / 'topics.db'}"}
        env = environment(hub.settings) | topics | {"HUB_QUOTA": QUOTA}
        stack.enter_context(running(hub_command("intake"), env))
        yield OurSide(hub, folder, *serve_hub(stack, hub, folder.agency_id, env))
