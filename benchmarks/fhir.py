"""Measures a chronology over HTTP beside HAPI FHIR's `Patient/$everything` of as many resources, by one client each.

HAPI does far more for each resource (search indexes, versions) and applies no policy: a named reference for a clinical
record server, no equal. It is started by hand (see docs/benchmarks.md); BENCH_FHIR is its address.
"""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPConnection
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from benchmarks.door import fill, reading, sayings_of
from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.reading import AGENCIES, timed
from benchmarks.sizes import Sizes
from benchmarks.story import Saying
from benchmarks.web import hub_call
from benchmarks.workshop import SQLITE, new_workshop

PATIENCE_SECONDS = 120
SENT_AT_ONCE = 100
FHIR_JSON = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}


class Fhir:
    """A FHIR R4 server, one connection that stays open."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._base = where.path.rstrip("/")
        self._connection = HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=PATIENCE_SECONDS)

    def patient(self) -> str:
        """Make a patient; returns the id."""
        made = self._ask("POST", "/Patient", {"resourceType": "Patient", "birthDate": "2015-01-01"})
        return str(made["id"])

    def tell(self, patient: str, sayings: Sequence[Saying]) -> None:
        """Put what was said on the patient's record, a hundred in a transaction."""
        for begin in range(0, len(sayings), SENT_AT_ONCE):
            entries = [_created(communication(patient, one)) for one in sayings[begin : begin + SENT_AT_ONCE]]
            self._ask("POST", "", {"resourceType": "Bundle", "type": "transaction", "entry": entries})

    def everything(self, patient: str, most: int) -> int:
        """Read all of a patient's record in one page; returns how many communications it holds."""
        bundle = self._ask("GET", f"/Patient/{patient}/$everything?_count={most}")
        kinds = [one["resource"]["resourceType"] for one in bundle.get("entry", [])]
        return kinds.count("Communication")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        sent = json.dumps(body) if body is not None else None
        self._connection.request(method, self._base + path, sent, FHIR_JSON)
        reply = self._connection.getresponse()
        text = reply.read()
        if reply.status not in (200, 201):
            raise BenchmarkFailed(f"the FHIR server answered {reply.status} to {method} {path.partition('?')[0]}")
        answer: dict[str, Any] = json.loads(text)
        return answer


def communication(patient: str, saying: Saying) -> dict[str, Any]:
    """Return what was said as a FHIR resource about a patient."""
    return {
        "resourceType": "Communication",
        "status": "completed",
        "subject": {"reference": f"Patient/{patient}"},
        "sent": saying.time.isoformat(),
        "identifier": [{"system": f"urn:agency:{saying.agency_id}", "value": saying.event_id}],
        "topic": {"text": saying.data["headline"]},
        "payload": [{"contentString": saying.data.get("narrative", saying.data["headline"])}],
    }


def _created(resource: dict[str, Any]) -> dict[str, Any]:
    return {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"]}}


def measure_everything(address: str, policy: str, sizes: Sizes) -> list[Measure]:
    """Return the milliseconds of one chronology over HTTP beside `$everything`; 15 times as fast is the goal."""
    with new_workshop(AGENCIES, policy) as workshop, workshop.hub(SQLITE) as (hub, folders), ExitStack() as stack:
        sayings = sayings_of(folders, sizes.entries, sizes.seed)
        fill(hub, folders, sayings)
        ours = hub_call(stack, hub, reading(hub, folders[0].agency_id, sizes.entries))
        fhir = Fhir(address)
        patient = fhir.patient()
        fhir.tell(patient, sayings)
        rounds = [(timed(ours), timed(lambda: _all(fhir, patient, sizes.entries))) for _ in range(sizes.calls)]
    mine, peer = (median(column) for column in zip(*rounds, strict=True))
    return [Measure(f"http-everything-{sizes.entries}", "ms", mine, peer, peer / GOAL, lower_is_better=True)]


GOAL = 15
"""How many times as fast as `$everything` a chronology is wanted; the limit shown is the peer's time by it."""


def _all(fhir: Fhir, patient: str, entries: int) -> None:
    found = fhir.everything(patient, 2 * entries)
    if found != entries:
        raise BenchmarkFailed(f"the FHIR server gives {found} of {entries} resources: no fair comparison")
