"""How the messages stand as Prometheus metrics, for its textfile collector or for a scrape; nothing per message."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from connectors.watch.reach import Reach
from exchange.outbox_view import Standing, State
from exchange.receipts import ReceiptOutcome
from exchange.topics import Lane

LANES = (Lane.URGENT, Lane.EVENTS)


class _Stands(Collector):
    """One moment's metrics; every series is there, at 0 too, so that an alarm's rule never looks at nothing."""

    def __init__(self, agency: str, standing: Standing, reach: Reach | None) -> None:
        self._agency = agency
        self._standing = standing
        self._reach = reach

    def collect(self) -> Iterator[Metric]:
        yield self._messages()
        yield self._by_lane(
            "hub_connect_receipts_late",
            "Messages without a receipt for longer than is allowed.",
            {lane: self._standing.unanswered[lane, State.LATE] for lane in LANES},
        )
        yield self._by_lane("hub_connect_oldest_unanswered_seconds", "Age of the oldest without one.", self._ages())
        yield self._one(
            "hub_connect_awaiting_correction",
            "Messages that the hub quarantined and that await the sender's correction.",
            self._standing.held_messages,
        )
        yield self._one("hub_connect_looked_at_seconds", "When this was looked at.", self._standing.at.timestamp())
        if self._reach:
            yield self._one("hub_connect_hub_reached", "Whether the hub is reached.", int(self._reach.is_reached))

    def _messages(self) -> Metric:
        text = "Messages by lane and state; a state is waiting, sent, late, or the outcome of the receipt."
        found = GaugeMetricFamily("hub_connect_messages", text, labels=("agency", "lane", "state"))
        for lane in LANES:
            for state in State:
                found.add_metric((self._agency, lane, state), self._standing.unanswered[lane, state])
            for outcome in ReceiptOutcome:
                found.add_metric((self._agency, lane, outcome), self._standing.answered[lane, outcome])
        return found

    def _ages(self) -> dict[Lane, float]:
        now = self._standing.at
        return {lane: (now - self._standing.oldest.get(lane, now)).total_seconds() for lane in LANES}

    def _by_lane(self, name: str, text: str, values: dict[Lane, float] | dict[Lane, int]) -> Metric:
        found = GaugeMetricFamily(name, text, labels=("agency", "lane"))
        for lane, value in values.items():
            found.add_metric((self._agency, lane), value)
        return found

    def _one(self, name: str, text: str, value: float) -> Metric:
        found = GaugeMetricFamily(name, text, labels=("agency",))
        found.add_metric((self._agency,), value)
        return found


def registry_of(agency: str, standing: Standing, reach: Reach | None) -> CollectorRegistry:
    """Return a registry with the metrics of one moment; `reach` is None where nobody tries to reach the hub."""
    registry = CollectorRegistry()
    registry.register(_Stands(agency, standing, reach))
    return registry
