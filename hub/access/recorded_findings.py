"""What agencies say of suspect messages as the record takes it: on every child where a message stands, in one save."""

from collections.abc import Callable, Sequence
from functools import partial

from hub.access.recorded import again_after_a_conflict
from hub.domain.child import Child
from hub.domain.chronology import Finding, SourceRef
from hub.domain.errors import NotFound
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.companions import Companion
from hub.views.read import children_of

NOWHERE = "no such message stands on a child's record"


class RecordedFindings:
    """Findings kept with the children's own events. `after` is called once one is durable."""

    def __init__(self, record: ChildRecord, keys: KeyProvider, after: Callable[[], None] = lambda: None) -> None:
        self._record = record
        self._keys = keys
        self._after = after

    @again_after_a_conflict
    def judge(self, origin: SourceRef, finding: Finding, also: Sequence[Companion]) -> None:
        """Note a finding, with `also` in its transaction. NotFound where the message stands on no child's record."""
        children = self._standing(origin)
        if not children:
            raise NotFound(NOWHERE)
        self._record.change_children(children, partial(_judge, origin=origin, finding=finding), also)
        self._after()

    def _standing(self, origin: SourceRef) -> list[str]:
        """Return the children on whose record the message itself stands, and not only what derives from it."""
        with self._record.database.read() as cursor:
            found = children_of(cursor, self._keys, origin)
        return [one for one in sorted(found) if self._record.child(one).entry_of(origin) is not None]


def _judge(child: Child, *, origin: SourceRef, finding: Finding) -> None:
    child.judge_suspect(origin, finding)
