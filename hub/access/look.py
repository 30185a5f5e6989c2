"""The steps every reading of a child shares: one snapshot, filter, stand, ask the policy, keep what may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.access.asked import Asked, Viewer
from hub.access.door import Door
from hub.access.known import knowable, nobody
from hub.access.order import LONDON
from hub.access.question import question
from hub.access.relations import Relationship, relationships
from hub.domain.vocabulary import Outcome
from hub.policy import Decision, decide
from hub.policy.decision import Verdict
from hub.record.database import Cursor
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry of which this viewer may see something, and how much."""

    row: EntryRow
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """What one viewer may see of one child, at one moment, with nothing else in it."""

    file: ChildFile
    standing: tuple[Relationship, ...]
    decision: Decision
    seen: tuple[Seen, ...]

    @property
    def is_refused(self) -> bool:
        return self.decision.outcome is Outcome.REFUSE


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

    Raises PolicyError when the engine gives no usable answer: then nothing is shown.
    """
    known = knowable(file, viewer)
    standing = relationships(known.involvements, viewer, door.settings.area, now.astimezone(LONDON).date())
    decision = decide(door.engine, question(viewer, asked, known, standing, now))
    return Look(known, standing, decision, _seen(known, decision))


def _seen(file: ChildFile, decision: Decision) -> tuple[Seen, ...]:
    if decision.outcome is Outcome.REFUSE:
        return ()
    verdicts = decision.by_id()
    seen = (Seen(row, verdicts[row.labels.entry_id]) for row in file.entries if row.labels.entry_id in verdicts)
    return tuple(one for one in seen if one.verdict.is_visible)
