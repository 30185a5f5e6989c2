"""What every step of the door works with, handed in once by `bootstrap`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from hub.access.looks import Looks
from hub.access.port import Reader, Withholder
from hub.access.waiting import Worklists
from hub.audit import AuditLog
from hub.config import Settings
from hub.keys import KeyProvider, Secret, keyed_hash
from hub.policy import PolicyEngine
from hub.record.database import Database


def _is_open() -> None:
    """Nothing keeps readers out."""


@dataclass(frozen=True, slots=True)
class Door:
    """The rooms that access opens, the clock (aware UTC) and the maker of random ids.

    `must_be_open` raises ClosedAfterRestore while readers wait.
    """

    database: Database
    reader: Reader
    withholder: Withholder
    worklists: Worklists
    keys: KeyProvider
    engine: PolicyEngine
    audit: AuditLog
    settings: Settings
    clock: Callable[[], datetime]
    random_id: Callable[[], str]
    must_be_open: Callable[[], None] = _is_open
    looks: Looks = field(default_factory=Looks)

    def token(self, use: str, *parts: str) -> str:
        """Return a random-looking id (32 hex digits) that is the same for the same parts and tells nothing of them."""
        return keyed_hash(self.keys.secret(Secret.SESSION), f"access:{use}", *parts)[:32]
