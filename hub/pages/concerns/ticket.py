"""The form's own reference, made when it is opened: a concern that is sent twice is one concern."""

import base64
from dataclasses import dataclass, replace
from datetime import datetime

from hub.pages.sealed import Sealer

USE = "concern"
RANDOM_BYTES = 10
LETTERS = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """`id` is the reference that people quote; `at`, when the answers were checked, is the instant it is sent as of."""

    id: str
    user: str
    at: datetime | None = None

    def checked(self, at: datetime) -> "Ticket":
        return replace(self, at=at)


@dataclass(frozen=True, slots=True)
class Tickets:
    """Makes and reads tickets; one that was changed, or is another person's, is none."""

    sealer: Sealer

    def write(self, ticket: Ticket) -> str:
        at = ticket.at.isoformat() if ticket.at else ""
        return self.sealer.seal({"id": ticket.id, "user": ticket.user, "at": at})

    def read(self, sealed: str | None, user: str) -> Ticket | None:
        told = self.sealer.open(sealed)
        if told is None or told["user"] != user:
            return None
        return Ticket(told["id"], user, datetime.fromisoformat(told["at"]) if told["at"] else None)


def reference(random: bytes) -> str:
    """Random bytes as a reference of twelve letters and digits that can be read out: `C-ABCD-EFGH-2345`."""
    letters = base64.b32encode(random).decode()[:LETTERS]
    return "C-" + "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
