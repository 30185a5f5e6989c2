"""The peer of reading: rebuild the aggregate, ask OPA once with every entry, keep what it shows. Nothing is secured.

It asks the same policy the same question, with labels kept ready in the form that the engine takes, over one
connection that stays open; it decrypts nothing and records nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.peer_intake import peer_environment
from benchmarks.story import Saying
from hub.policy import PolicyEngine

DECISION = "/v1/data/hub/disclosure/decision"
SHOWN = ("full", "masked", "summary", "pointer")
SAVED_AT_ONCE = 200

Decide = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Takes the policy's input, returns its decision."""


class Pupil(Aggregate):
    """One child with every entry: its labels as the policy takes them, and its content."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    @event("EntryRecorded")
    def record(self, entry: dict[str, Any]) -> None:
        self.entries.append(entry)


class Records(Application[UUID]):
    """The peer's store of children."""

    name = "peer"


class PeerReading:
    """Answers what the hub answers, by aggregate and one batch."""

    def __init__(self, data: Path, store: str, question: Mapping[str, Any], decide: Decide) -> None:
        env = peer_environment(data, store)
        del env["AGGREGATE_CACHE_MAXSIZE"]
        self._records = Records(env=env)
        self._question = question
        self._decide = decide
        self._id: UUID | None = None

    def fill(self, entries: Sequence[dict[str, Any]]) -> None:
        """Record the entries, some hundreds a save."""
        pupil = Pupil()
        self._id = pupil.id
        for begin in range(0, len(entries), SAVED_AT_ONCE):
            for entry in entries[begin : begin + SAVED_AT_ONCE]:
                pupil.record(entry)
            self._records.save(pupil)

    def read(self) -> Sequence[Mapping[str, Any]]:
        """Return the visible entries, each with the fields that may be shown."""
        if self._id is None:
            return []
        pupil: Pupil = self._records.repository.get(self._id)
        decision = self._decide({**self._question, "entries": [entry["labels"] for entry in pupil.entries]})
        pairs = zip(pupil.entries, decision["entries"], strict=True)
        return [_shown(entry, answer) for entry, answer in pairs if answer["shown"] in SHOWN]

    def close(self) -> None:
        self._records.close()


class OpaBatch:
    """One OPA over one open connection."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._connection = HTTPConnection(where.hostname or "127.0.0.1", where.port)

    def __call__(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        body = orjson.dumps({"input": document})
        self._connection.request("POST", DECISION, body, {"Content-Type": "application/json"})
        answer: dict[str, Any] = orjson.loads(self._connection.getresponse().read())
        decision: Mapping[str, Any] = answer["result"]
        return decision


def in_process(engine: PolicyEngine) -> Decide:
    """Return an engine in process as a way to decide."""

    def decide(document: Mapping[str, Any]) -> Mapping[str, Any]:
        decision = engine.decide(document)["decision"]
        return decision if isinstance(decision, dict) else {}

    return decide


class Overhearing:
    """An engine that passes questions on, and keeps the last: it is the question that the peer asks too."""

    def __init__(self, engine: PolicyEngine) -> None:
        self._engine = engine
        self.question: Mapping[str, Any] = {}

    @property
    def digest(self) -> str:
        return self._engine.digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        self.question = document
        return self._engine.decide(document)


def entry_of(saying: Saying, agency_type: str) -> dict[str, Any]:
    """Return what was said as the peer keeps it."""
    own = {"agency": saying.agency_id, "agency_type": agency_type}
    label = {
        **own,
        "sensitive": "none",
        "third_party": "persons" in saying.data,
        "handling": {"scheme": "none", "code": "none", "conditioned": False, "authorised_for": []},
        "withholdings": [],
    }
    labels = {
        **own,
        "category": saying.data.get("category", "worker-allocated"),
        "tier": saying.data.get("handling", {}).get("tier", "detail"),
        "fields": sorted(saying.data),
        "ordered": False,
        "released_to": [],
        "lock": "none",
        "lineage": [label],
    }
    return {"id": saying.event_id, "labels": labels, "content": dict(saying.data)}


def _shown(entry: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: entry["content"][name] for name in answer["fields"]}
    return {"id": entry["id"], "shown": answer["shown"], "because": sorted(answer["grounds"]), **fields}
