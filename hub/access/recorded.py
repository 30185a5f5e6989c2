"""The commands on withholdings as the record takes them: on every child where what they cover stands, in one save."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import retry

from hub.domain.child import Child
from hub.domain.chronology import Labels, SourceRef
from hub.domain.errors import Conflict
from hub.domain.targets import Targets
from hub.domain.withholding import Withholding
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.companions import Companion
from hub.views.read import children_of
from hub.views.standing import Standing

again_after_a_conflict = retry((Conflict, IntegrityError), max_attempts=6, wait=0.02, stall=0)
"""An entry may be filed on the child meanwhile: the act is begun anew, its audit record with it."""


class RecordedWithholdings:
    """Withholdings kept with the children's own events; `also` runs in the transaction that records them.

    An event about several children has an entry on each, and what derives from it may stand on others: a withholding
    of the event is placed, reviewed and released on all of them together, so that no sibling's record tells of it.
    `after` is called once an act is durable.
    """

    def __init__(self, record: ChildRecord, keys: KeyProvider, after: Callable[[], None] = lambda: None) -> None:
        self._record = record
        self._keys = keys
        self._after = after

    @again_after_a_conflict
    def place_withholding(
        self, child_id: str, withholding: Withholding, targets: Targets, at: datetime, also: Sequence[Companion]
    ) -> None:
        """Withhold entries from an audience."""
        standing = Standing(self._keys)
        children, origins = self._heirs(targets.origins, standing)
        everywhere = sorted({child_id, *children})
        companions = [lambda cursor, _: standing.require_unchanged(cursor), *also]
        covered = replace(targets, origins=origins)
        self._record.change_children(
            everywhere, lambda child: child.place_withholding(withholding, covered, at), companions
        )
        self._after()

    @again_after_a_conflict
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
        self._change(
            child_id,
            withholding_id,
            lambda child: child.review_withholding(withholding_id, review_by=review_by, by=by, reason=reason, at=at),
            also,
        )

    @again_after_a_conflict
    def approve_withholding(
        self, child_id: str, withholding_id: str, *, by: str, role: str, at: datetime, also: Sequence[Companion]
    ) -> None:
        """Approve a withholding; the same approval again changes nothing."""
        self._change(
            child_id,
            withholding_id,
            lambda child: child.approve_withholding(withholding_id, by=by, role=role, at=at),
            also,
        )

    @again_after_a_conflict
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
        """Refuse to approve a withholding; the same refusal again changes nothing."""
        self._change(
            child_id,
            withholding_id,
            lambda child: child.decline_withholding(withholding_id, by=by, role=role, reason=reason, at=at),
            also,
        )

    @again_after_a_conflict
    def release_withholding(
        self, child_id: str, withholding_id: str, *, by: str, reason: str, at: datetime, also: Sequence[Companion]
    ) -> None:
        """End a withholding."""
        self._change(
            child_id,
            withholding_id,
            lambda child: child.release_withholding(withholding_id, by=by, reason=reason, at=at),
            also,
        )

    def _change(
        self, child_id: str, withholding_id: str, command: Callable[[Child], None], also: Sequence[Companion]
    ) -> None:
        """Give a command to every child on whom this withholding was placed."""
        self._record.change_children(self._holders(child_id, withholding_id), command, also)
        self._after()

    def _holders(self, child_id: str, withholding_id: str) -> list[str]:
        """Return the children on whom this withholding was placed with the one that was named."""
        placed = self._record.child(child_id).placed.get(withholding_id)
        origins = placed.targets.origins if placed is not None else ()
        children, _ = self._heirs(origins, Standing(self._keys))
        found = sorted({child_id, *children})
        return [one for one in found if one == child_id or withholding_id in self._record.child(one).placed]

    def _heirs(self, origins: Sequence[SourceRef], noted: Standing) -> tuple[set[str], tuple[SourceRef, ...]]:
        """Follow events to what derives from them, however far: the children where they stand, and all the events."""
        children: set[str] = set()
        followed: dict[SourceRef, None] = {}
        waiting = list(origins)
        while waiting:
            origin = waiting.pop(0)
            if origin not in followed:
                followed[origin] = None
                standing = self._standing(origin, noted)
                children |= standing.keys()
                waiting += [one.origin for child in standing.values() for one in _made_from(child, origin)]
        return children, tuple(followed)

    def _standing(self, origin: SourceRef, noted: Standing) -> dict[str, Child]:
        with self._record.database.read() as cursor:
            noted.note(cursor, origin)
            return {name: self._record.child(name) for name in children_of(cursor, self._keys, origin)}


def _made_from(child: Child, origin: SourceRef) -> list[Labels]:
    """Return the entries of a child that say they derive from an event."""
    return [labels for labels in child.entries.values() if origin in labels.derived_from]
