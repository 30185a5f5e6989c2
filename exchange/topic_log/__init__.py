"""The transport: one port (`port.py`), two adapters (`embedded.py`, `kafka.py`), and the way to either by address."""

from exchange.topic_log.addresses import connect
from exchange.topic_log.port import (
    Assigned,
    Consumer,
    Partition,
    Position,
    Producer,
    Record,
    Subscription,
    TopicLog,
)

__all__ = ["Assigned", "Consumer", "Partition", "Position", "Producer", "Record", "Subscription", "TopicLog", "connect"]
