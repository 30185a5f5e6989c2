"""The steps every reading of a child shares: one snapshot, filter, stand, ask the policy, keep what may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from hub.access.asked import Asked, Viewer
from hub.access.door import Door
from hub.access.known import knowable, nobody
from hub.access.looks import Looked, Occasion
from hub.access.order import LONDON
from hub.access.question import question
from hub.access.relations import Relationship, relationships
from hub.access.rows import Row, in_order, rows
from hub.access.seen import Seen
from hub.access.who import tellers
from hub.domain.vocabulary import Outcome
from hub.policy import Decision, DecisionRequest, confirms, decide
from hub.record.database import Cursor
from hub.views.model import AgencyRow, ChildFile, Feed


@dataclass(frozen=True)
class Look:
    """What one viewer may see of one child, at one moment, with nothing else in it.

    What follows from the labels of what is seen is worked out once for as long as the look is kept.
    """

    file: ChildFile
    standing: tuple[Relationship, ...]
    decision: Decision
    seen: tuple[Seen, ...]

    @property
    def is_refused(self) -> bool:
        return self.decision.outcome is Outcome.REFUSE

    @cached_property
    def rows(self) -> list[Row]:
        """What is visible as rows of now, in the chronology's order."""
        return in_order(rows(self.seen))

    @cached_property
    def tellers(self) -> list[Seen]:
        """The visible entries that tell who the child is."""
        return tellers(self.seen)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read of the hub in one moment: the asked children's files, and the directory."""

    files: Mapping[str, ChildFile]
    agencies: Mapping[str, AgencyRow]
    feeds: Sequence[Feed]

    def file(self, child_id: str) -> ChildFile:
        """Return a child's rows; those of nobody where there is no such child."""
        return self.files.get(child_id) or nobody(child_id)


def snapshot(door: Door, child_id: str) -> Snapshot:
    """Read one child's rows and the directory in one transaction."""
    with door.database.read() as cursor:
        return gather(door, cursor, [child_id])


def gather(door: Door, cursor: Cursor, child_ids: Sequence[str]) -> Snapshot:
    """Read the rows of several children and the directory in the transaction of `cursor`."""
    files = {child_id: door.reader.child(cursor, child_id) for child_id in child_ids}
    return Snapshot(
        {child_id: file for child_id, file in files.items() if file is not None},
        door.reader.agencies(cursor),
        door.reader.feeds(cursor),
    )


def look(door: Door, viewer: Viewer, asked: Asked, file: ChildFile, now: datetime) -> Look:
    """Decide what this viewer may see of a child's rows.

    What was decided before stands where rows, reader, request, date and policy are the same and the engine confirms.
    Raises PolicyError when the engine gives no usable answer: then nothing is shown.
    """
    today = now.astimezone(LONDON).date()
    occasion = Occasion(viewer, asked, file.child_id, door.settings.area, today, door.engine.digest)
    last = door.looks.last(occasion)
    looked = last if last is not None and last.file is file else _looked(door, viewer, asked, file, now, last)
    is_kept = last is not None and looked.sight.decision is last.sight.decision
    if is_kept and not confirms(door.engine, replace(looked.request, now=now), looked.sight.decision):
        looked = _looked(door, viewer, asked, file, now, None)
    door.looks.keep(occasion, looked)
    return looked.sight


def _looked(door: Door, viewer: Viewer, asked: Asked, file: ChildFile, now: datetime, last: Looked | None) -> Looked:
    known = knowable(file, viewer)
    today = now.astimezone(LONDON).date()
    standing = relationships(known.involvements, viewer, door.settings.area, today, known.ends_only)
    request = question(viewer, asked, known, standing, now)
    decision = _decided(door, request, last)
    return Looked(file, request, Look(known, standing, decision, _seen(known, decision)))


def _decided(door: Door, request: DecisionRequest, last: Looked | None) -> Decision:
    """Decide; where rows changed but not what this viewer may know of, the question is the same, and so the answer."""
    if last is not None and replace(last.request, now=request.now) == request:
        return last.sight.decision
    return decide(door.engine, request)


def _seen(file: ChildFile, decision: Decision) -> tuple[Seen, ...]:
    if decision.outcome is Outcome.REFUSE:
        return ()
    verdicts = decision.by_id()
    seen = (Seen(row, verdicts[row.labels.entry_id]) for row in file.entries if row.labels.entry_id in verdicts)
    return tuple(one for one in seen if one.verdict.is_visible)
