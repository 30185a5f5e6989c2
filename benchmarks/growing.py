"""`python -m benchmarks.growing [EVENTS]`: what an event, a reading and the process cost as a store grows tenfold.

From 1,000 events on, time and again; each child has twenty, so that at every size as many are new to the hub.
On SQLite, or by `--postgresql` on what HUB_TEST_POSTGRES names. The last line is JSON.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from statistics import median

from rich.console import Console

from benchmarks.door import Reading, fill, open_access, reading, sayings_of
from benchmarks.measures import Measure, one_line, table
from benchmarks.memory import resident_mib
from benchmarks.messages import Offsets
from benchmarks.reading import AGENCIES, timed
from benchmarks.sizes import Sizes
from benchmarks.story import Saying, each_child, told
from benchmarks.workshop import SQLITE, Workshop, new_workshop
from exchange import AgencyFolder
from hub.bootstrap.logs import configure_logs
from hub.cli import Store

STEP = 1000
EVENTS_OF_A_CHILD = 20
TENFOLD = 10
CALLS = 30
MOST_GROWTH = 1.3
"""How much dearer than at a thousand events anything may be at any size."""
WARNING = 30


@dataclass(frozen=True, slots=True)
class Size:
    """What was seen with so many events in the store."""

    events: int
    event_ms: float
    reading_ms: float
    memory_mib: float


def measure_growth(workshop: Workshop, store: str, events: int, sizes: Sizes, step: int = STEP) -> list[Measure]:
    """Return the three figures at `step` events, ten times as many and so on, beside what they may be by the first."""
    seen = list(_sizes(workshop, store, events, sizes, step))
    return [measure for one in seen for measure in _measures(one, seen[0])]


def _measures(one: Size, first: Size) -> list[Measure]:
    figures = (
        ("event", "ms/event", one.event_ms, first.event_ms),
        ("reading", "ms", one.reading_ms, first.reading_ms),
        ("memory", "MiB", one.memory_mib, first.memory_mib),
    )
    return [
        Measure(f"growth-{one.events}-{name}", unit, now, None, at_first * MOST_GROWTH, lower_is_better=True)
        for name, unit, now, at_first in figures
    ]


def _sizes(workshop: Workshop, store: str, events: int, sizes: Sizes, step: int) -> Iterator[Size]:
    with workshop.hub(store) as (hub, folders):
        offsets: Offsets = {}
        fill(hub, folders, sayings_of(folders, sizes.entries, sizes.seed), offsets)
        asked = reading(hub, folders[0].agency_id, sizes.entries)
        wanted = step
        for number, sayings in enumerate(_steps(folders, sizes.seed, step), start=1):
            seconds = fill(hub, folders, sayings, offsets)
            if number * step == wanted:
                yield _seen(hub, asked, wanted, sum(seconds) / step)
                wanted *= TENFOLD
            if wanted > events:
                return


def _steps(folders: Sequence[AgencyFolder], seed: int, step: int) -> Iterator[list[Saying]]:
    """Yield so many events at a time without end, about children of whom none was heard of before."""
    agencies, every = [folder.agency_id for folder in folders], each_child()
    next(every)
    for number in count():
        about = list(islice(every, step // EVENTS_OF_A_CHILD))
        yield told(about, agencies, step, seed + number, first=(number + 1) * step)


def _seen(hub: Store, asked: Reading, events: int, seconds: float) -> Size:
    access = open_access(hub)
    asked.by(access)
    return Size(
        events=events,
        event_ms=seconds * 1000,
        reading_ms=median(timed(lambda: asked.by(access)) for _ in range(CALLS)),
        memory_mib=resident_mib(os.getpid()),
    )


def main(arguments: Sequence[str]) -> int:
    """Print the table and the line."""
    parser = argparse.ArgumentParser(prog="benchmarks.growing")
    parser.add_argument("events", type=int, nargs="?", default=100_000)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args(arguments)
    store = os.environ["HUB_TEST_POSTGRES"] if asked.postgresql else SQLITE
    with new_workshop(AGENCIES, os.environ.get("HUB_TEST_OPA", "embedded")) as workshop:
        measures = measure_growth(workshop, store, asked.events, Sizes())
    Console(stderr=True, width=120, highlight=False).print(table(measures))
    sys.stdout.write(one_line(measures) + "\n")
    return 0


if __name__ == "__main__":
    configure_logs(WARNING)
    sys.exit(main(sys.argv[1:]))
