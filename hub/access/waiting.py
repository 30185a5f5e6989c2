"""What waits for a person, as the door takes it: the messages, and the acts by which they are worked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hub.domain.chronology import Finding, Labels, SourceRef
from hub.domain.withholding import Withholding
from hub.record.companions import Companion
from hub.record.database import Cursor


class Waiting(StrEnum):
    """Why a message waits: it could not be accepted, or a person must say which child is meant."""

    QUARANTINE = "quarantine"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class ToldChild:
    """One child of a waiting message (or the adult of one that names none), as it would be filed.

    `place` counts from 0 in the order of the event's children. `candidates` are whom the index says it may be;
    `is_settled`: it knows exactly one, or none. `is_unclear` where the message itself is what leaves it in doubt: too
    little is told, or two of its children are told alike. Nothing here is filtered for anybody.
    """

    place: int
    labels: Labels
    content: Mapping[str, object]
    withholdings: tuple[Withholding, ...]
    candidates: tuple[str, ...] = ()
    is_settled: bool = True
    is_unclear: bool = False
    is_child: bool = True


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that waits, or waited. `told` is empty where it cannot be read for certain as its agency's words.

    `withholds_unread`: it asks for something to be withheld, and from whom cannot be told. `unfileable` says why
    nobody can file it by hand, None where a person can. `code` is the problem's.
    """

    id: str
    agency: str
    source: str
    event_id: str
    event_type: str
    received: datetime
    is_urgent: bool
    code: str
    title: str
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()
    is_contextual: bool = False
    told: tuple[ToldChild, ...] = ()
    withholds_unread: bool = False
    unfileable: str | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """On whom one child of a message is filed: a child's id, or None for a record of its own."""

    place: int
    child_id: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """Who works a message and why; `record` makes the audit record of it, for the children it was filed on."""

    by: str
    reason: str
    at: datetime
    record: Callable[[Sequence[str]], Companion]


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of it: a state (accepted, filed, closed, not-admitted, duplicate, still-waiting) and what is wrong
    still, if anything is. `entries` are in the order of the event's children."""

    state: str
    entries: tuple[str, ...] = ()
    title: str | None = None


class Worklists(Protocol):
    """What waits, and the acts on it. Each act is one transaction with its receipt and its audit record.

    Every act raises Conflict where somebody else has worked the message, NotFound where there is no such message, and
    Refused or Invalid where it cannot be done; asked again by the same person in the same words, it answers the same.
    """

    def waiting(self, cursor: Cursor, kind: Waiting) -> Sequence[WaitingMessage]:
        """What waits, oldest first, unfiltered."""
        ...

    def one(self, cursor: Cursor, kind: Waiting, item_id: str) -> WaitingMessage | None:
        """One message, also one that was worked."""
        ...

    def suspects(self, cursor: Cursor) -> Sequence[SourceRef]:
        """The messages that were accepted by a key's signature since it may have been misused, unfiltered."""
        ...

    def judge(self, origin: SourceRef, finding: Finding, also: Sequence[Companion]) -> None:
        """Note what an agency said of a suspect message, on every child on whom it stands. Raises: NotFound."""
        ...

    def retry(self, item_id: str, work: Work) -> Worked:
        """Judge the kept bytes anew."""
        ...

    def file(self, item_id: str, choices: Sequence[Choice], work: Work) -> Worked:
        """File by hand what could not be accepted."""
        ...

    def close(self, item_id: str, work: Work) -> Worked:
        """End it; the sender's receipt gives the reason."""
        ...

    def decide(self, item_id: str, choices: Sequence[Choice], work: Work) -> Worked:
        """File what was held on the children that a person says are meant."""
        ...
