"""What the pages ask of whoever sends concerns the one way in and keeps a list of them for those who raised them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from hub.access import Viewer
from hub.domain.chronology import SourceRef


class Progress(StrEnum):
    """How far a concern has come, as far as its receipts tell."""

    ON_ITS_WAY = "on-its-way"
    TAKEN = "taken"
    WITH_A_PERSON = "with-a-person"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern to be sent: its reference, the data of its events by their ids, and whom it is about, in initials."""

    id: str
    events: Mapping[str, Mapping[str, Any]]
    about: str


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that was sent. `at` is an aware instant; `origins` are the identities of its events."""

    id: str
    at: datetime
    about: str
    progress: Progress
    origins: tuple[SourceRef, ...]


class Concerns(Protocol):
    """Concerns raised on the pages; each person's own, and nobody else's."""

    def send(self, viewer: Viewer, concern: Concern, at: datetime) -> None:
        """Put it durably on its way; the same concern, sent again at the same instant, is one. Raises HubError."""
        ...

    def one(self, viewer: Viewer, concern_id: str) -> Raised | None:
        """A concern that this person raised, or None."""
        ...

    def of(self, viewer: Viewer) -> Sequence[Raised]:
        """The concerns that this person raised, newest first."""
        ...
