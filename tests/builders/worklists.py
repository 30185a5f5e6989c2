"""What waits, in memory for tests of other rooms; and a whole hub over a real store, for those who work it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from builders.intake import SampleIntake
from fastapi.testclient import TestClient
from httpx2 import Response

from exchange import connect
from hub.access import Choice, Waiting, WaitingMessage, Work, Worked
from hub.bootstrap.web import build_web
from hub.domain.chronology import Finding, SourceRef
from hub.domain.errors import NotFound
from hub.record.companions import Companion
from hub.record.database import Cursor, Database

MASH, DUTY_MANAGER, MANAGER, SOCIAL_WORKER, TEACHER = "u-callum", "u-dana", "u-bethan", "u-amara", "u-ines"
WHY = "the front door works what waits"


@dataclass
class InMemoryWorklists:
    """Messages that a test wrote down; every act on one is granted, and recorded in a real transaction."""

    database: Database
    messages: dict[Waiting, list[WaitingMessage]] = field(default_factory=dict)
    signed_by_a_misused_key: list[SourceRef] = field(default_factory=list)

    def waiting(self, _cursor: Cursor, kind: Waiting) -> Sequence[WaitingMessage]:
        return [one for one in self.messages.get(kind, []) if one.waits]

    def one(self, _cursor: Cursor, kind: Waiting, item_id: str) -> WaitingMessage | None:
        return next((one for one in self.messages.get(kind, []) if one.id == item_id), None)

    def suspects(self, _cursor: Cursor) -> Sequence[SourceRef]:
        return self.signed_by_a_misused_key

    def judge(self, _origin: SourceRef, _finding: Finding, also: Sequence[Companion]) -> None:
        with self.database.write() as cursor:
            for companion in also:
                companion(cursor, [])

    def retry(self, item_id: str, work: Work) -> Worked:
        return self._done(item_id, work, "accepted")

    def file(self, item_id: str, _choices: Sequence[Choice], work: Work) -> Worked:
        return self._done(item_id, work, "filed")

    def close(self, item_id: str, work: Work) -> Worked:
        return self._done(item_id, work, "closed")

    def decide(self, item_id: str, _choices: Sequence[Choice], work: Work) -> Worked:
        return self._done(item_id, work, "filed")

    def _done(self, item_id: str, work: Work, state: str) -> Worked:
        if not any(one.id == item_id for found in self.messages.values() for one in found):
            raise NotFound("there is no such message")
        with self.database.write() as cursor:
            work.record(())(cursor, [])
        return Worked(state)


class FrontDoor:
    """A whole hub over a sample intake: the interface and the pages, signed in by the development issuer."""

    def __init__(self, folder: Path, address: str = "sqlite") -> None:
        self.intake = SampleIntake(folder, address)
        self.log = connect(self.intake.store.settings.transport_address)
        self.app = build_web(self.intake.store, self.log)
        self.client = TestClient(self.app, base_url="http://localhost", raise_server_exceptions=False)

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.__exit__()
        self.log.close()
        self.intake.close()

    def headers(self, user: str, purpose: str = "referral-decision", threshold: str = "s47") -> dict[str, str]:
        """What a request carries; a threshold that a manager agreed opens the record to the front door."""
        token = self.app.state.services.development.token(user)
        agreed = {"Hub-Threshold": threshold} if threshold else {}
        return {"Authorization": f"Bearer {token}", "Hub-Purpose": purpose, "Hub-Reason": quote(WHY), **agreed}

    def get(self, user: str, path: str, **more: str) -> Response:
        return self.client.get(path, headers=self.headers(user, **more))

    def post(self, user: str, path: str, **body: Any) -> Response:
        return self.client.post(path, json={"reason": WHY, **body}, headers=self.headers(user))

    def quarantine(self, user: str = MASH, query: str = "") -> list[Mapping[str, Any]]:
        """What could not be accepted, as a user sees it."""
        return list(self._listed(user, f"/v1/quarantine{query}")["messages"])

    def reviews(self, user: str = MASH, query: str = "") -> list[Mapping[str, Any]]:
        """What is held until somebody says which child is meant, as a user sees it."""
        return list(self._listed(user, f"/v1/identity/reviews{query}")["reviews"])

    def child_of(self, event_id: str) -> str:
        """The id of the child on whose record an event stands."""
        (found,) = [
            file.child_id
            for file in self.intake.files()
            if event_id in [entry.labels.origin.id for entry in file.entries]
        ]
        return found

    def _listed(self, user: str, path: str) -> Any:
        answer = self.get(user, path)
        assert answer.status_code == 200, answer.text
        return answer.json()
