"""The parts of a run, in their order: each measures one thing on the real services, and may be asked for alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.auditing import measure_audit
from benchmarks.creating import measure_creating
from benchmarks.fhir import measure_everything
from benchmarks.fhir_server import fhir_server
from benchmarks.long import measure_long
from benchmarks.matching import PYTHON, measure_matching
from benchmarks.measures import Measure
from benchmarks.memory import measure_demo
from benchmarks.reading import measure_reading
from benchmarks.sharing import measure_sharing
from benchmarks.sizes import Sizes
from benchmarks.taking import measure_intake
from benchmarks.web import measure_web
from benchmarks.workshop import SQLITE


@dataclass(frozen=True, slots=True)
class Services:
    """Where the real services are: Kafka's `host:port`, OPA's `http://host:port`, PostgreSQL's address."""

    kafka: str
    opa: str
    postgres: str

    @property
    def stores(self) -> list[str]:
        """Both kinds of store."""
        return [SQLITE, self.postgres]


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of a part before it begins, by the sizes of the run, and how it is measured."""

    told: Callable[[Sizes], str]
    measure: Callable[[Services, Sizes], list[Measure]]


def _beside_fhir(services: Services, sizes: Sizes) -> list[Measure]:
    with fhir_server() as address:
        return [*measure_everything(address, services.opa, sizes), *measure_creating(address, sizes)]


def _matching_told(sizes: Sizes) -> str:
    told = f"{sizes.probes} probes in a register of {sizes.register}"
    return told if PYTHON.exists() else f"{told}; Splink: NOT MEASURED, since it is not installed: infra/venv.sh bench"


PARTS: Mapping[str, Part] = {
    "intake": Part(
        lambda sizes: f"{sizes.messages} messages over {sizes.children} children, {sizes.repeats} times each",
        lambda at, sizes: measure_intake(f"kafka://{at.kafka}", at.stores, sizes),
    ),
    "sharing": Part(
        lambda sizes: f"{sizes.messages} messages taken by two processes, and by one",
        lambda at, sizes: measure_sharing(at.kafka, at.postgres, sizes),
    ),
    "reading": Part(
        lambda sizes: f"{sizes.entries} entries, {sizes.calls} times warm and {sizes.cold_calls} cold",
        lambda at, sizes: measure_reading(at.opa, at.stores, sizes),
    ),
    "long": Part(
        lambda sizes: f"a chronology of {sizes.long_entries} entries, {sizes.long_calls * sizes.repeats} times each",
        lambda at, sizes: measure_long(at.opa, at.stores, sizes),
    ),
    "http": Part(
        lambda sizes: f"{sizes.entries} entries by one client",
        lambda at, sizes: measure_web(at.opa, sizes),
    ),
    "fhir": Part(
        lambda sizes: (
            f"HAPI FHIR: {sizes.entries} and {sizes.long_record} entries, then {sizes.creates} told one by one"
        ),
        _beside_fhir,
    ),
    "matching": Part(_matching_told, lambda _, sizes: measure_matching(sizes)),
    "audit": Part(
        lambda sizes: f"{sizes.accesses} accesses by {sizes.readers} readers at once",
        lambda at, sizes: measure_audit(at.stores, sizes),
    ),
    "memory": Part(lambda _: "the demo until it is ready", lambda _, __: [measure_demo()]),
}
