"""The metrics are what Prometheus reads: each series is there at 0 too, and none names a message or a child."""

from datetime import datetime

from builders.kept import NOON
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from connectors.watch import Reach
from connectors.watch.metrics import registry_of
from exchange.outbox_view import Standing

AGENCY = "meadow-primary"


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(name, {"agency": AGENCY, **labels})


def test_messages_are_counted_by_lane_and_state(standing: Standing) -> None:
    registry = registry_of(AGENCY, standing, None)
    counted = {
        (lane, state): value(registry, "hub_connect_messages", lane=lane, state=state)
        for lane, state in [("urgent", "late"), ("events", "late"), ("events", "waiting"), ("events", "quarantined")]
    }
    assert set(counted.values()) == {1.0}
    assert value(registry, "hub_connect_receipts_late", lane="urgent") == 1
    assert value(registry, "hub_connect_oldest_unanswered_seconds", lane="urgent") == 960
    assert value(registry, "hub_connect_awaiting_correction") == 1


def test_every_series_is_there_where_nothing_was_ever_sent() -> None:
    registry = registry_of(AGENCY, Standing(NOON), None)
    assert value(registry, "hub_connect_receipts_late", lane="urgent") == 0
    assert value(registry, "hub_connect_messages", lane="events", state="accepted") == 0
    assert value(registry, "hub_connect_looked_at_seconds") == NOON.timestamp()


def test_it_is_told_whether_the_hub_is_reached_where_somebody_tries(late: datetime) -> None:
    def reached(reach: Reach | None) -> float | None:
        return value(registry_of(AGENCY, Standing(NOON), reach), "hub_connect_hub_reached")

    assert [reached(Reach(NOON)), reached(Reach(NOON, "transport-unreachable")), reached(None)] == [1.0, 0.0, None]


def test_the_text_is_read_by_prometheus_own_parser_and_names_no_message(standing: Standing) -> None:
    text = generate_latest(registry_of(AGENCY, standing, Reach(NOON))).decode()
    labels = {name for family in text_string_to_metric_families(text) for one in family.samples for name in one.labels}
    assert labels == {"agency", "lane", "state"}
    assert "SL-" not in text
