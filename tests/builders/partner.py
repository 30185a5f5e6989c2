"""An agency with its real outbox and courier beside a sample hub, with a line between them that a test holds."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from builders.intake import SampleIntake
from builders.noticeboard import composed

from connectors.drafts import Draft
from connectors.notices import NoticeDesk, Told
from connectors.sending import Sender
from exchange import Courier, Message
from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.courier import Collected, Round, Signed
from exchange.outbox import Kept, Outbox
from exchange.schemas import load
from hub.bootstrap.store import receipt_composer
from hub.domain.chronology import SourceRef
from hub.intake.receipts import Receipts

SYSTEM = "log"


@dataclass
class Line:
    """Both ways between a connector and a hub: messages are taken at once, receipts read from the store."""

    hub: SampleIntake
    agency: str
    carried: list[Message] = field(default_factory=list)

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        self.carried += messages
        for message in messages:
            self.hub.clock.forward()
            self.hub.take(message)
        return [True] * len(messages)

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (nothing is late)
        return Collected([signed for row in awaited for signed in self._receipt(row)])

    def _receipt(self, row: Kept) -> list[Signed]:
        with self.hub.store.record.database.read() as cursor:
            answer = Receipts(self.hub.store.keys).find(cursor, SourceRef(row.source, row.id))
        if answer is None:
            return []
        message = receipt_composer(self.hub.store)(answer)
        return [Signed(message.value, message.headers)]

    def collected(self) -> None:
        """Nothing to note."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Board:
    """The notices to an agency, from a place on."""

    hub: SampleIntake
    agency: str
    read: int = 0

    def collect(self, after: int) -> list[Signed]:
        self.read = max(self.read, after)
        return [Signed(one.value, one.headers) for one in composed(self.hub, self.agency)[self.read :]]

    def collected(self) -> None:
        self.read = len(composed(self.hub, self.agency))

    def close(self) -> None:
        """Nothing is open."""


class Partner:
    """A school with credentials at the hub."""

    def __init__(self, hub: SampleIntake, folder: Path, agency: str = "meadow-primary") -> None:
        self.agency = agency
        self.credentials = _credentials(hub, folder, agency)
        hub.join(agency, "school", key=self.credentials.signing_key)
        self.outbox = Outbox(self.credentials.outbox_path)
        self.line = Line(hub, agency)

    def say(self, name: str, id: str, data: Mapping[str, Any], about: str = "P-1") -> Round:
        """Put one event into the outbox and carry it."""
        draft = Draft(id, f"safeguarding.{name}.v1", SYSTEM, id, self.now, about, dict(data))
        Sender(self.credentials, self.outbox, load()).send(draft, self.now)
        return self.carry()

    def carry(self) -> Round:
        """Send what is due, and settle what is answered."""
        courier = Courier(self.outbox, self.line, self.credentials.hub_signing_keys)
        return courier.go_round(self.now)

    def read_notices(self) -> Told:
        """Deal with the notices that the hub has for the agency."""
        return NoticeDesk(self.credentials, self.outbox).read(Board(self.line.hub, self.agency), self.now)

    @property
    def now(self) -> datetime:
        return self.line.hub.clock()


def _credentials(hub: SampleIntake, folder: Path, agency: str) -> AgencyFolder:
    keys = (hub.store.keys.opening_key.as_dict(private=False), hub.store.keys.signing_key.as_dict(private=False))
    return write_agency_folder(
        folder, agency_id=agency, agency_type="school", name="Meadow", hub_id=hub.store.settings.id, hub_keys=keys
    )


def backup(hub: SampleIntake, folder: Path) -> None:
    """Copy the hub's folder as it stands."""
    shutil.copytree(hub.folder, folder)
