"""What the door asks of the rooms behind it, so that `bootstrap` may give it views or a test its own rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from hub.domain.chronology import SourceRef
from hub.domain.targets import Targets
from hub.domain.withholding import Withholding
from hub.identity.find import SearchQuery
from hub.record.companions import Companion
from hub.record.database import Cursor
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed


class Reader(Protocol):
    """The rows of the hub, each call within the snapshot of its cursor. Nothing here is filtered for anybody."""

    def child(self, cursor: Cursor, child_id: str) -> ChildFile | None:
        """One child's rows, or None where there is no such child."""
        ...

    def agencies(self, cursor: Cursor) -> Mapping[str, AgencyRow]:
        """The directory, by agency id."""
        ...

    def feeds(self, cursor: Cursor) -> Sequence[Feed]:
        """How far each connected agency has been read."""
        ...

    def caseload(self, cursor: Cursor, agency: str, person: str) -> Sequence[str]:
        """The ids of the children whom a practitioner is allocated to or involved with.

        With the empty `person`: of those whom anybody of the agency holds, for the manager who covers them.
        """
        ...

    def answered_for(self, cursor: Cursor, posts: Iterable[tuple[str, str]]) -> Sequence[str]:
        """The ids of the children on whom a withholding was placed for which one of the posts answers.

        A post is the placing agency and a role; the agency is empty for a role of the responsible authority.
        """
        ...

    def find(self, cursor: Cursor, query: SearchQuery) -> Sequence[str]:
        """The ids of the children whom a search meets, before anything is withheld."""
        ...

    def children_of(self, cursor: Cursor, origin: SourceRef) -> Sequence[str]:
        """The ids of the children on whose chronology an agency's event, or what derives from it, stands."""
        ...

    def opener(self) -> Callable[[EntryRow], Mapping[str, object]]:
        """What decrypts entries for one request: called only for entries of which the reader may see some."""
        ...


class Withholder(Protocol):
    """The commands on a child's withholdings; `also` runs in the transaction that records them."""

    def place_withholding(
        self, child_id: str, withholding: Withholding, targets: Targets, at: datetime, also: Sequence[Companion]
    ) -> None:
        """Withhold entries from an audience."""
        ...

    def review_withholding(
        self,
        child_id: str,
        withholding_id: str,
        *,
        review_by: date,
        by: str,
        reason: str,
        at: datetime,
        also: Sequence[Companion],
    ) -> None:
        """Keep a withholding until its next review."""
        ...

    def approve_withholding(
        self, child_id: str, withholding_id: str, *, by: str, role: str, at: datetime, also: Sequence[Companion]
    ) -> None:
        """Approve a withholding; the same approval again changes nothing. Raises: Refused."""
        ...

    def decline_withholding(
        self,
        child_id: str,
        withholding_id: str,
        *,
        by: str,
        role: str,
        reason: str,
        at: datetime,
        also: Sequence[Companion],
    ) -> None:
        """Refuse to approve a withholding; the same refusal again changes nothing. Raises: Refused."""
        ...

    def release_withholding(
        self, child_id: str, withholding_id: str, *, by: str, reason: str, at: datetime, also: Sequence[Companion]
    ) -> None:
        """End a withholding."""
        ...
