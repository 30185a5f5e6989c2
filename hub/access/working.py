"""What every act on a waiting message shares: finding it for this reader, and putting the act on record with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from eventsourcing.persistence import StoredEvent

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.front_door import FOR_THE_FRONT_DOOR, must_be_front_door
from hub.access.grant import NOTHING_THERE
from hub.access.log import Act, keep, record_of
from hub.access.look import gather, look
from hub.access.order import Json
from hub.access.told import is_sealed, is_there
from hub.access.waiting import Choice, Waiting, WaitingMessage, Work, Worked
from hub.audit import AccessOutcome, AccessRecord, Action
from hub.domain.errors import NotFound
from hub.record.companions import Companion
from hub.record.database import Cursor

NO_SUCH_MESSAGE = "There is no such message, or none that you may know of."
JUDGED = "judged"
"""What is told of a message that is only context: whether it was kept would tell whether a child is open to the hub."""


@dataclass(slots=True)
class Acting:
    """One act of one reader on one message; `audit_id` is there once it was done."""

    door: Door
    viewer: Viewer
    asked: Asked
    action: Action
    message: WaitingMessage
    records: list[AccessRecord] = field(default_factory=list)

    def work(self, reason: str) -> Work:
        """Return who works it and why, with what writes the audit record in the transaction of the act."""
        return Work(self.viewer.id, reason, self.door.clock(), lambda children: self._record(reason, children))

    def done(self, worked: Worked) -> Disclosed:
        """Return what came of it, as far as this reader may know."""
        state = JUDGED if self.message.is_contextual and worked.state in ("accepted", "not-admitted") else worked.state
        answer: Json = {"id": self.message.id, "state": state}
        if state not in (JUDGED, "still-waiting"):
            answer["entries"] = list(worked.entries)
        return Disclosed(self.records[0].audit_id, answer | ({"problem": worked.title} if worked.title else {}))

    def _record(self, reason: str, children: Sequence[str]) -> Companion:
        said = replace(self.asked, reason=reason)
        acts = [self._act(child) for child in children or (None,)]
        self.records = [record_of(self.door, self.viewer, said, act) for act in acts]
        return _appending(self.door, self.records)

    def _act(self, child_id: str | None) -> Act:
        sealed = is_sealed(self.message)
        return Act(self.action, AccessOutcome.ALLOW, child_id, (FOR_THE_FRONT_DOOR,), sealed_class=sealed)


def begun(
    door: Door,
    viewer: Viewer,
    asked: Asked,
    action: Action,
    kind: Waiting,
    item_id: str,
    *,
    only_waiting: bool = False,
) -> Acting:
    """Return the act on a message that exists for this reader.

    Args:
        only_waiting: whether one that was worked is as one that is not there.

    Raises: Refused for anybody but the front door; NotFound, on record, in the same words whether there is no such
    message or none for this reader.
    """
    must_be_front_door(door, viewer, asked, action)
    with door.database.read() as cursor:
        message = door.worklists.one(cursor, kind, item_id)
    if message is None or not is_there(message, viewer) or (only_waiting and not message.waits):
        not_there(door, viewer, asked, action, NO_SUCH_MESSAGE)
    return Acting(door, viewer, asked, action, message)


def must_see_each(door: Door, viewer: Viewer, asked: Asked, action: Action, choices: Iterable[Choice]) -> None:
    """Raise NotFound, on record, unless this reader sees something of every child who was chosen."""
    wanted = sorted({choice.child_id for choice in choices if choice.child_id is not None})
    with door.database.read() as cursor:
        moment = gather(door, cursor, wanted)
    for child_id in wanted:
        if not look(door, viewer, asked, moment.file(child_id), door.clock()).seen:
            not_there(door, viewer, asked, action, NOTHING_THERE)


def not_there(door: Door, viewer: Viewer, asked: Asked, action: Action, detail: str) -> NoReturn:
    """Put the attempt on record and answer as if there were nothing to find."""
    keep(door, viewer, asked, Act(action, AccessOutcome.NOT_FOUND, rules=(FOR_THE_FRONT_DOOR,), sealed_class=True))
    raise NotFound(detail)


def _appending(door: Door, records: Sequence[AccessRecord]) -> Companion:
    def also(cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        door.audit.append(cursor, records)

    return also
