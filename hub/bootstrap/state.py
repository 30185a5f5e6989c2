"""How the store stands, as figures for Prometheus: read when they are asked for, at most every few seconds."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

import structlog
from eventsourcing.persistence import PersistenceError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from exchange.errors import TransportError
from exchange.topic_log.port import Partition
from hub.bootstrap.lookout import Lookout
from hub.health import Health
from hub.intake.standing import Feed, Standing, Waiting, lag, standing
from hub.metrics import REGISTRY
from hub.record.database import Database

LOG = structlog.get_logger("hub.state")
FRESH_SECONDS = 5.0
Labels = tuple[str, ...]
Samples = Mapping[Any, float]
"""A figure for each tuple of labels' values."""


@dataclass(slots=True)
class Since:
    """Since when this process has seen the same receipt first in line, per partition (monotonic seconds)."""

    seen: dict[Partition, tuple[int, float]] = field(default_factory=dict)

    def oldest_seconds(self, heads: Mapping[Partition, int], at: float) -> float:
        """Return for how long the one that has waited longest has been seen to wait."""
        before = self.seen
        self.seen = {place: (offset, _since(before.get(place), offset, at)) for place, offset in heads.items()}
        return max((at - since for _, since in self.seen.values()), default=0.0)


def _since(before: tuple[int, float] | None, offset: int, at: float) -> float:
    return before[1] if before is not None and before[0] == offset else at


class State(Collector):
    """The gauges of what is stored and what waits: every process over the same store tells the same."""

    def __init__(self, database: Database, lookout: Lookout, health: Health, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._lookout = lookout
        self._health = health
        self._clock = clock
        self._since = Since()
        self._turn = threading.Lock()
        self._kept: list[Metric] = []
        self._kept_at = float("-inf")

    def collect(self) -> Iterable[Metric]:
        """Return the figures, none older than a few seconds; without those that cannot be read now."""
        with self._turn:
            if time.monotonic() - self._kept_at > FRESH_SECONDS:
                self._kept, self._kept_at = self._read(), time.monotonic()
            return self._kept

    def describe(self) -> Iterable[Metric]:
        """Nothing is read when the registry is made."""
        return ()

    def _read(self) -> list[Metric]:
        try:
            with self._database.read() as cursor:
                stands = standing(cursor)
            return [*self._stored(stands), *self._lag(stands), *self._parts()]
        except PersistenceError as error:
            LOG.warning("state-not-read", error=type(error).__name__)
            return self._parts()

    def _stored(self, stands: Standing) -> list[Metric]:
        now = self._clock()
        oldest_receipt = self._since.oldest_seconds(stands.heads, time.monotonic())
        feeds = {feed: (now - at).total_seconds() for feed, at in stands.feeds.items()}
        answered = {(agency,): (now - at).total_seconds() for agency, at in stands.answered.items()}
        return [
            _gauge("quarantine_waiting", ("agency", "problem"), stands.quarantine.counts),
            _gauge("quarantine_oldest_seconds", (), {(): _age(stands.quarantine, now)}),
            _gauge("held_for_identity_waiting", ("agency",), stands.held.counts),
            _gauge("held_for_identity_oldest_seconds", (), {(): _age(stands.held, now)}),
            _gauge("receipts_waiting", (), {(): stands.receipts}),
            _gauge("receipts_oldest_waiting_seconds", (), {(): oldest_receipt}),
            _gauge("feed_last_message_age_seconds", ("agency",), answered),
            _gauge("feed_checked_age_seconds", ("agency", "lane"), feeds),
            _gauge("feed_gaps_waiting", ("agency",), {(agency,): number for agency, number in stands.gaps.items()}),
            _gauge("incidents_waiting", (), {(): stands.incidents}),
            _gauge("notices_waiting", (), {(): stands.notices}),
        ]

    def _lag(self, stands: Standing) -> list[Metric]:
        try:
            behind: Mapping[Feed, int] = self._lookout.ask(lambda log: lag(log, stands.offsets))
        except TransportError as error:
            LOG.warning("state-not-read", error=type(error).__name__)
            return []
        return [_gauge("intake_lag_records", ("agency", "lane"), behind)]

    def _parts(self) -> list[Metric]:
        states = self._health.states()
        return [_gauge("part_ready", ("part",), {(name,): float(state.is_ready) for name, state in states.items()})]


def _gauge(name: str, labels: Labels, samples: Samples) -> Metric:
    family = GaugeMetricFamily(f"hub_{name}", GAUGES[name], labels=labels)
    for values, sample in sorted(samples.items()):
        family.add_metric(values, sample)
    return family


def _age(waiting: Waiting, now: datetime) -> float:
    return max(0.0, (now - waiting.oldest).total_seconds()) if waiting.oldest is not None else 0.0


GAUGES = {
    "quarantine_waiting": "Messages that wait in quarantine, by agency and code of the problem.",
    "quarantine_oldest_seconds": "Age of the message that has waited longest in quarantine; 0 where none does.",
    "held_for_identity_waiting": "Messages that wait for somebody to say which child is meant, by agency.",
    "held_for_identity_oldest_seconds": "Age of the one that has waited longest; 0 where none does.",
    "receipts_waiting": "Receipts that are stored and not yet written to their agency's topic.",
    "receipts_oldest_waiting_seconds": "For how long this process has seen the same receipt wait; 0 where none does.",
    "feed_last_message_age_seconds": "Seconds since a message of the agency was last answered.",
    "feed_checked_age_seconds": "Seconds since intake last found the feed read to its end, to the minute.",
    "feed_gaps_waiting": "Runs of numbered messages that an agency's sources sent and that never came.",
    "incidents_waiting": "Ranges that fell off a topic unread, which nobody has closed: see `hub incidents`.",
    "notices_waiting": "Notices that are stored and not yet written to their agency's topic.",
    "intake_lag_records": "Records on the topic that are not yet taken.",
    "part_ready": "1 where the part answers (as on /readyz), 0 where it does not.",
    "build_info": "1; the label says which version runs.",
}
"""Every gauge, without `hub_`, and what it is."""


OTHERS = (
    "# All other figures are the operator's: scrape with their token, or on HUB_OPERATOR_PORT (docs/operators.md)\n"
)


def exposition(state: State) -> Callable[[], bytes]:
    """Return what answers a scrape by the hub's operator: this process's counters, and how the store stands."""
    registry = CollectorRegistry()
    registry.register(state)
    return lambda: generate_latest(_built()) + generate_latest(registry) + generate_latest(REGISTRY)


@cache
def open_figures() -> bytes:
    """What anybody may scrape: it is the same whatever the hub holds, and whatever anybody does."""
    return generate_latest(_built()) + OTHERS.encode()


def _built() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Build())
    return registry


class _Build(Collector):
    def collect(self) -> Iterable[Metric]:
        return [_gauge("build_info", ("version",), {(version("safeguarding-hub"),): 1})]
