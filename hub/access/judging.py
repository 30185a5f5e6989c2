"""What becomes of a suspect entry once its agency was asked: it counts again, or it is withdrawn as not its word."""

from dataclasses import dataclass, replace

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.front_door import FOR_THE_FRONT_DOOR, must_be_front_door
from hub.access.grant import refuse
from hub.access.log import Act, keep, record_of
from hub.access.relations import MANAGERS
from hub.access.seen import Seen
from hub.access.several import Found, found
from hub.access.suspects import signed_by_a_misused_key
from hub.access.withhold import companion
from hub.audit import AccessOutcome, Action
from hub.domain.chronology import Finding
from hub.domain.errors import NotFound
from hub.domain.vocabulary import HELD_BY_A_WORKER, Shown

NO_SUCH_SUSPECT = "There is no such suspect entry, or none that you may know of."
NOT_ONES_OWN = "suspect-confirmed-by-another"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an agency said: `told_by` is who there said so, by name and post; `reason` how they can know."""

    is_genuine: bool
    told_by: str
    reason: str

    @property
    def action(self) -> Action:
        return Action.SUSPECT_CONFIRMED if self.is_genuine else Action.SUSPECT_REJECTED


def judge(door: Door, viewer: Viewer, asked: Asked, entry_id: str, answer: Answer) -> Disclosed:
    """Note what the agency said of a suspect entry that this reader sees, wherever its message stands.

    Raises: Refused for anybody but the front door, and for whoever would be let in by confirming it; NotFound, in the
    same words whether there is no such entry, it is not suspect, or this reader may not know of it.
    """
    must_be_front_door(door, viewer, asked, answer.action)
    child, seen = _suspect(door, viewer, asked, entry_id, answer)
    child_id = child.sight.file.child_id
    if answer.is_genuine and _lets_in(viewer, child, entry_id):
        refuse(door, viewer, asked, Act(answer.action, AccessOutcome.REFUSE, child_id, (NOT_ONES_OWN,)))
    act = Act(answer.action, AccessOutcome.ALLOW, child_id, (FOR_THE_FRONT_DOOR,), sealed_class=_is_sealed(child, seen))
    record = record_of(door, viewer, replace(asked, reason=answer.reason), act)
    finding = Finding(answer.is_genuine, answer.told_by, viewer.id, viewer.agency, answer.reason, door.clock())
    door.worklists.judge(seen.row.labels.origin, finding, [companion(door, record)])
    return Disclosed(record.audit_id, {"id": entry_id, "finding": "genuine" if answer.is_genuine else "forged"})


def _suspect(door: Door, viewer: Viewer, asked: Asked, entry_id: str, answer: Answer) -> tuple[Found, Seen]:
    children = found(door, viewer, asked, signed_by_a_misused_key(door))
    known = ((child, seen) for child in children for seen in child.sight.seen)
    wanted = [(child, seen) for child, seen in known if seen.row.labels.entry_id == entry_id and _is_judged(seen)]
    if not wanted:
        act = Act(answer.action, AccessOutcome.NOT_FOUND, rules=(FOR_THE_FRONT_DOOR,), sealed_class=True)
        keep(door, viewer, asked, act)
        raise NotFound(NO_SUCH_SUSPECT)
    return wanted[0]


def _is_judged(seen: Seen) -> bool:
    """Say whether its agency is asked, or was: what it said may be mended."""
    return seen.verdict.shown is not Shown.MARKED and (seen.row.is_suspect or seen.row.finding is not None)


def _lets_in(viewer: Viewer, child: Found, entry_id: str) -> bool:
    """Say whether it names the viewer, or a worker whom the viewer as a manager covers."""
    known = child.sight.file.involvements
    own = [one for one in known if one.entry_id == entry_id and one.agency == viewer.agency]
    covered = HELD_BY_A_WORKER if viewer.role in MANAGERS else frozenset()
    return any(one.person == viewer.id or one.kind in covered for one in own)


def _is_sealed(child: Found, seen: Seen) -> bool:
    """Say whether something of it is withheld from somebody, so that the record of the act is sealed too."""
    return bool(child.sight.file.withholdings.get(seen.row.labels.entry_id))
