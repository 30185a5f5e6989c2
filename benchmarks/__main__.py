"""`python -m benchmarks`: all of it on the real services; a table on standard error, one line of JSON at the end."""

import os
import sys

from rich.console import Console

from benchmarks.auditing import measure_audit
from benchmarks.fhir import measure_everything
from benchmarks.long import measure_long
from benchmarks.matching import PYTHON, measure_matching
from benchmarks.measures import BenchmarkFailed, Measure, one_line, table
from benchmarks.memory import measure_demo
from benchmarks.reading import measure_reading
from benchmarks.sizes import Sizes, from_environment
from benchmarks.taking import measure_intake
from benchmarks.web import measure_web
from benchmarks.workshop import SQLITE
from exchange.errors import ExchangeError
from hub.bootstrap.logs import configure_logs
from hub.domain.errors import HubError

TABLE_WIDTH = 130
FHIR = "BENCH_FHIR"
SERVICES = ("HUB_TEST_KAFKA", "HUB_TEST_OPA", "HUB_TEST_POSTGRES")


def run(kafka: str, opa: str, postgres: str, sizes: Sizes, people: Console) -> list[Measure]:
    """Measure one thing after another, telling people what goes on."""
    stores = [SQLITE, postgres]
    people.print(f"intake: {sizes.messages} messages over {sizes.children} children, {sizes.repeats} times each")
    measures = measure_intake(f"kafka://{kafka}", stores, sizes)
    people.print(f"reading: {sizes.entries} entries, {sizes.calls} times warm and {sizes.cold_calls} cold")
    measures += measure_reading(opa, stores, sizes)
    people.print(f"a long chronology: {sizes.long_entries} entries, {sizes.long_calls * sizes.repeats} times each")
    measures += measure_long(opa, stores, sizes)
    people.print(f"over HTTP: {sizes.entries} entries by one client")
    measures += measure_web(opa, sizes)
    if os.environ.get(FHIR):
        measures += measure_everything(os.environ[FHIR], opa, sizes)
    else:
        people.print(f"HAPI FHIR: NOT MEASURED, since {FHIR} names no server (see docs/benchmarks.md)")
    people.print(f"matching: {sizes.probes} probes in a register of {sizes.register}")
    if not PYTHON.exists():
        people.print("Splink: NOT MEASURED, since it is not installed: infra/venv.sh bench")
    measures += measure_matching(sizes)
    people.print(f"audit: {sizes.accesses} accesses by {sizes.readers} readers at once")
    measures += measure_audit(stores, sizes)
    people.print("memory: the demo until it is ready")
    return [*measures, measure_demo()]


def main() -> int:
    """Return 0 when all was measured, 1 with the reason when not."""
    missing = [name for name in SERVICES if not os.environ.get(name)]
    if missing:
        sys.stderr.write(f"benchmarks: {', '.join(missing)} not set: run them by `make bench`\n")
        return 1
    people = Console(stderr=True, width=TABLE_WIDTH, highlight=False)
    try:
        kafka, opa, postgres = (os.environ[name] for name in SERVICES)
        measures = run(kafka, opa, postgres, from_environment(), people)
    except (BenchmarkFailed, HubError, ExchangeError) as failure:
        people.print(f"benchmarks: {failure}")
        return 1
    people.print(table(measures))
    sys.stdout.write(one_line(measures) + "\n")
    return 0


if __name__ == "__main__":
    configure_logs()
    sys.exit(main())
