"""What lies on the bench of a round: the parts, the hub's settings, and how far the hub has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from faultlab.parts import Cluster, Service
from faultlab.scratch import Scratch


@dataclass(frozen=True, slots=True)
class Bench:
    """`taken` tells how many records the hub has taken by now, or -1 where the store does not answer."""

    broker: Service
    cluster: Cluster
    scratch: Scratch
    settings: Mapping[str, object]
    logs: Path
    taken: Callable[[], int]
