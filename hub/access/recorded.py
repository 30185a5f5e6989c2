"""The commands on withholdings as the record takes them: on every child where what they cover stands, in one save."""

from collections.abc import Sequence
from datetime import date, datetime

from hub.domain.chronology import SourceRef
from hub.domain.targets import Targets
from hub.domain.withholding import Withholding
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.companions import Companion
from hub.views.read import children_of


class RecordedWithholdings:
    """Withholdings kept with the children's own events; `also` runs in the transaction that records them.

    An event about several children has an entry on each, and what derives from it may stand on others: a withholding
    of the event is placed, reviewed and released on all of them together, so that no sibling's record tells of it.
    """

    def __init__(self, record: ChildRecord, keys: KeyProvider) -> None:
        self._record = record
        self._keys = keys

    def place_withholding(
        self, child_id: str, withholding: Withholding, targets: Targets, at: datetime, also: Sequence[Companion]
    ) -> None:
        """Withhold entries from an audience."""
        self._record.place_withholding(self._children(child_id, targets.origins), withholding, targets, at, also)

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
        self._record.review_withholding(
            self._holders(child_id, withholding_id),
            withholding_id,
            review_by=review_by,
            by=by,
            reason=reason,
            at=at,
            also=also,
        )

    def release_withholding(
        self, child_id: str, withholding_id: str, *, by: str, reason: str, at: datetime, also: Sequence[Companion]
    ) -> None:
        """End a withholding."""
        holders = self._holders(child_id, withholding_id)
        self._record.release_withholding(holders, withholding_id, by=by, reason=reason, at=at, also=also)

    def _holders(self, child_id: str, withholding_id: str) -> list[str]:
        """Return the children on whom this withholding was placed with the one that was named."""
        placed = self._record.child(child_id).placed.get(withholding_id)
        origins = placed.targets.origins if placed is not None else ()
        found = self._children(child_id, origins)
        return [one for one in found if one == child_id or withholding_id in self._record.child(one).placed]

    def _children(self, child_id: str, origins: Sequence[SourceRef]) -> list[str]:
        with self._record.database.read() as cursor:
            others = {other for origin in origins for other in children_of(cursor, self._keys, origin)}
        return sorted({child_id, *others})
