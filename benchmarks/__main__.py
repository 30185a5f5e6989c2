"""`python -m benchmarks [PART...]`: all of it, or some, on the real services; one line of JSON at the end.

A table for people, and the seconds that each part took, go to standard error.
"""

import os
import sys
import time
from collections.abc import Sequence

from rich.console import Console

from benchmarks.measures import BenchmarkFailed, Measure, one_line, table
from benchmarks.parts import PARTS, Services
from benchmarks.sizes import Sizes, from_environment
from exchange.errors import ExchangeError
from hub.bootstrap.logs import configure_logs
from hub.domain.errors import HubError

TABLE_WIDTH = 130
SERVICES = ("HUB_TEST_KAFKA", "HUB_TEST_OPA", "HUB_TEST_POSTGRES")


def run(services: Services, sizes: Sizes, people: Console, names: Sequence[str] = tuple(PARTS)) -> list[Measure]:
    """Measure one part after another, telling people what goes on and how long it took."""
    measures: list[Measure] = []
    for name in names:
        people.print(f"{name}: {PARTS[name].told(sizes)}")
        began = time.monotonic()
        measures += PARTS[name].measure(services, sizes)
        people.print(f"{name}: {time.monotonic() - began:.0f} s")
    return measures


def main(names: Sequence[str] = ()) -> int:
    """Return 0 when all was measured, 1 with the reason when not, 2 for a part that there is not."""
    if unknown := [name for name in names if name not in PARTS]:
        sys.stderr.write(f"benchmarks: no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
        return 2
    missing = [name for name in SERVICES if not os.environ.get(name)]
    if missing:
        sys.stderr.write(f"benchmarks: {', '.join(missing)} not set: run them by `make bench`\n")
        return 1
    people = Console(stderr=True, width=TABLE_WIDTH, highlight=False)
    try:
        services = Services(*(os.environ[name] for name in SERVICES))
        measures = run(services, from_environment(), people, names or tuple(PARTS))
    except (BenchmarkFailed, HubError, ExchangeError) as failure:
        people.print(f"benchmarks: {failure}")
        return 1
    people.print(table(measures))
    sys.stdout.write(one_line(measures) + "\n")
    return 0


if __name__ == "__main__":
    configure_logs()
    sys.exit(main(sys.argv[1:]))
