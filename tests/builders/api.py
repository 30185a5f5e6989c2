"""The interface over a sample hub: signed in by the development issuer, with receipts and topics in memory."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from builders.access import AGENCIES, SampleHub
from fastapi.testclient import TestClient
from httpx2 import Response
from prometheus_client import generate_latest

from hub.access import Access, Asked, Viewer
from hub.api import DevelopmentIssuer, Services, TokenAuthenticator, User, build_app, receipt_path
from hub.api.development import NAME
from hub.bootstrap.state import open_figures
from hub.domain.errors import HubError
from hub.metrics import REGISTRY


@dataclass
class Mailbox:
    """What an agency sent, and the receipts that a test wrote."""

    sent: list[tuple[str, bytes, str]] = field(default_factory=list)
    receipts: dict[tuple[str, str, str], Mapping[str, object]] = field(default_factory=dict)
    refusal: HubError | None = None
    noticeboard: "Noticeboard" = field(default_factory=lambda: Noticeboard())

    def submit(self, agency: str, value: bytes, jws: str, _lane: str | None) -> str:
        if self.refusal is not None:
            raise self.refusal
        self.sent.append((agency, value, jws))
        return receipt_path(f"urn:agency:{agency}:system", "1")

    def one(self, agency: str, source: str, event_id: str) -> Mapping[str, object] | None:
        return self.receipts.get((agency, source, event_id))

    def signed(self, agency: str, source: str, event_id: str) -> tuple[bytes, str] | None:
        receipt = self.one(agency, source, event_id)
        return None if receipt is None else (json.dumps(receipt).encode(), "header..signature")

    def of(self, agency: str, _after: str | None, limit: int) -> tuple[Sequence[Mapping[str, object]], str | None]:
        return [receipt for key, receipt in self.receipts.items() if key[0] == agency][:limit], None


@dataclass
class Noticeboard:
    """The notices that a test wrote, by agency."""

    notices: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)

    def of(self, agency: str, after: int, limit: int) -> tuple[Sequence[Mapping[str, object]], int]:
        told = self.notices.get(agency, [])
        return told[after : after + limit], len(told)


class SampleInterface:
    """A running interface; `readers` are those who may sign in."""

    def __init__(self, folder: Path, hub: SampleHub | None = None, access: Access | None = None) -> None:
        self.hub = hub or SampleHub(folder)
        self.mailbox = Mailbox()
        self.issuer = DevelopmentIssuer(self.hub.settings, lambda: self.hub.now)
        self.authenticator = TokenAuthenticator(NAME, self.hub.settings.id, self.issuer.keys, lambda: self.hub.now)
        self.checks: dict[str, object] = {"store": lambda: None}
        self.services = Services(
            access=access or self.hub.access,
            audit=self.hub.audit,
            authenticator=self.authenticator,
            settings=self.hub.settings,
            directory=lambda: AGENCIES,
            submit=self.mailbox.submit,
            receipts=self.mailbox,
            notices=self.mailbox.noticeboard,
            public_keys=[self.hub.keys.signing_key.as_dict(private=False)],
            checks=self.checks,
            development=self.issuer,
            figures=lambda: generate_latest(REGISTRY),
            open_figures=open_figures,
        )
        self.app = build_app(self.services)
        self.client = TestClient(self.app, raise_server_exceptions=False)

    def __enter__(self) -> "SampleInterface":
        """Keep one event loop and its threads for all requests, as a server does."""
        self.client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.__exit__()

    def token(self, viewer: Viewer) -> str:
        user = User(viewer.id, viewer.name, viewer.agency, viewer.role)
        self.issuer.users = {**self.issuer.users, user.id: user}
        return self.issuer.token(user.id)

    def headers(self, viewer: Viewer, asked: Asked) -> dict[str, str]:
        given = {"Hub-Basis": asked.basis, "Hub-Threshold": asked.threshold, "Hub-Case": asked.case}
        return {
            "Authorization": f"Bearer {self.token(viewer)}",
            "Hub-Purpose": asked.purpose,
            "Hub-Reason": quote(asked.reason),
            **{name: value for name, value in given.items() if value},
        }

    def get(self, viewer: Viewer, asked: Asked, path: str, **more: str) -> Response:
        return self.client.get(path, headers={**self.headers(viewer, asked), **more})

    def post(self, viewer: Viewer, asked: Asked, path: str, body: object) -> Response:
        return self.client.post(path, json=body, headers=self.headers(viewer, asked))
