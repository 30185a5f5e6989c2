"""A client of a FHIR R4 server, as far as measuring goes: patients, what is said about them, and `$everything`."""

import json
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from benchmarks.measures import BenchmarkFailed
from benchmarks.story import Saying

PATIENCE_SECONDS = 120
SENT_AT_ONCE = 100
FHIR_JSON = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}


class Fhir:
    """A FHIR R4 server at an address like `http://127.0.0.1:8080/fhir`, over one connection that stays open."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._base = where.path.rstrip("/")
        self._connection = HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=PATIENCE_SECONDS)

    def patient(self) -> str:
        """Make a patient; returns the id."""
        made = self._ask("POST", "/Patient", {"resourceType": "Patient", "birthDate": "2015-01-01"})
        return str(made["id"])

    def say(self, patient: str, saying: Saying) -> None:
        """Put one thing on the patient's record, alone."""
        self._ask("POST", "/Communication", communication(patient, saying))

    def tell(self, patient: str, sayings: Sequence[Saying]) -> None:
        """Put what was said on the patient's record, a hundred in a transaction."""
        for begin in range(0, len(sayings), SENT_AT_ONCE):
            entries = [_created(communication(patient, one)) for one in sayings[begin : begin + SENT_AT_ONCE]]
            self._ask("POST", "", {"resourceType": "Bundle", "type": "transaction", "entry": entries})

    def everything(self, patient: str, most: int) -> int:
        """Read all of a record, `most` to a page if the server will; returns how many things said came, each once."""
        path, said = f"/Patient/{patient}/$everything?_count={most}", set[str]()
        while path:
            bundle = self._ask("GET", path)
            resources = [one["resource"] for one in bundle.get("entry", [])]
            said |= {one["identifier"][0]["value"] for one in resources if one["resourceType"] == "Communication"}
            path = self._following(bundle)
        return len(said)

    def close(self) -> None:
        self._connection.close()

    def _following(self, bundle: dict[str, Any]) -> str:
        """Return where the next page is, below the server's address; empty after the last."""
        links = [urlsplit(one["url"]) for one in bundle.get("link", []) if one["relation"] == "next"]
        return "".join(f"{one.path.removeprefix(self._base)}?{one.query}" for one in links)

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
