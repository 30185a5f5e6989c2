"""One child's rows as access takes them: read in one snapshot, nothing filtered, contents still sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.domain.chronology import Agreement, Finding, Involvement, Labels, Signature, Status
from hub.domain.skew import is_dated_ahead
from hub.domain.vocabulary import AgencyType
from hub.domain.withholding import Withholding
from hub.record.contents import SealedContent

SANDBOX = "sandbox"
"""The area of agencies that only try the interface."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its labels and its sealed content.

    `signature` is None where it is not known. `is_suspect`: the key that signed it may have been misused by then, an
    agency's finding of today, so that it is set when the file is read; and nobody has asked the agency yet. `finding`
    is what it said.
    """

    labels: Labels
    content: SealedContent
    signature: Signature | None = None
    is_suspect: bool = False
    finding: Finding | None = None

    @property
    def is_dated_ahead(self) -> bool:
        """Whether its source system's clock was ahead of the hub's when it came."""
        logged = self.signature.logged if self.signature is not None else self.labels.recorded
        return is_dated_ahead(self.labels.said, logged)


@dataclass(frozen=True, slots=True)
class ChildFile:
    """Everything access needs of one child, from one snapshot.

    `withholdings` maps an entry id to those that target it; `involvements` and `statuses` name the entry each was
    learned from, so that access can leave out what the reader may not know of before it folds. `agreement` is folded
    for one reader, and None before that; so is `ends_only`, the entries whose involvements let nobody in and only end
    what began before, since they may not be their agency's word.
    """

    child_id: str
    entries: tuple[EntryRow, ...]
    withholdings: Mapping[str, tuple[Withholding, ...]]
    involvements: tuple[Involvement, ...]
    statuses: tuple[Status, ...]
    agreement: Agreement | None = None
    ends_only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency of the directory. `duty_contact` is what a person rings or writes to."""

    agency_id: str
    agency_type: str
    name: str
    area: str
    duty_contact: str

    @property
    def is_partner(self) -> bool:
        """Whether it works with children: the hub's own pages do not, nor does an integrator's sandbox."""
        return self.agency_type != AgencyType.HUB and self.area != SANDBOX


@dataclass(frozen=True, slots=True)
class Feed:
    """How far the hub has read an agency's topics: nothing older than `current_as_of` is unread (None: not connected).

    It is moved by reading to the end of the topic, not by what arrived, so it tells nothing of any one message.
    `missing_since` is when it was first noticed that a numbered message of the agency did not come, None where nothing
    is missing. What is missing may be about anybody, also somebody who is withheld: only the front door is told.
    """

    agency_id: str
    current_as_of: str | None
    missing_since: datetime | None = None
