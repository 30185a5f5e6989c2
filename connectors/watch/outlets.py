"""What one look at the outbox writes: the metrics file and the status page, each whole or not at all."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import generate_latest

from connectors.watch.metrics import registry_of
from connectors.watch.page import page
from connectors.watch.reach import Reach
from exchange.outbox_view import Allowed, Standing

LATE = 3
"""The exit status of `hub-connect` when a receipt is late, whatever else there is to say."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose outbox is looked at, and where it is."""

    agency: str
    outbox: Path


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where it is told how messages stand; None where that was not asked for."""

    metrics: Path | None = None
    page: Path | None = None
    allowed: Allowed = field(default_factory=Allowed)

    def write(self, agency: str, standing: Standing, reach: Reach | None) -> None:
        """Write what was asked for; OSError where a file cannot be written."""
        if self.metrics:
            replace_file(self.metrics, generate_latest(registry_of(agency, standing, reach)))
        if self.page:
            replace_file(self.page, page(agency, standing, reach).encode("utf-8"))


def replace_file(whole: Path, content: bytes) -> None:
    """Write a file in the place of an older one; a reader sees the one or the other, never half of either."""
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
